"""Files as batches: what belongs together stays together, and all of them say what an audit says."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.formats.jsonl import lines
from cxaudit.run.cluster.batches import Batch, batches_of
from cxaudit.run.cluster.judge import Apart, Bench
from cxaudit.run.cluster.order import Order, order_for
from cxaudit.run.configuration import Wanted
from cxaudit.run.discover import Found, discover
from cxaudit.run.projects import Projects, audit_projects
from tests.run.cluster.conftest import HOUSE, PACK, Project, small_map

DAY = datetime.date(2026, 11, 22)


def batches(found: Found, most: int) -> list[Batch]:
    return batches_of(found, Projects().configuration, most)


def together(found: Found, most: int = 1) -> list[set[str]]:
    """The files of each batch."""
    return [set(batch.files) for batch in batches(found, most)]


def told_apart(found: Found, most: int, place: Path, wanted: Wanted | None = None) -> list[str]:
    """The lines of all batches, each judged where none of the files lies."""
    order, _ = order_for(found, wanted or Wanted(), Path(), DAY, lines)
    batched = batches(found, most)
    bench = Bench(order, place)
    return sorted(
        line for batch in batched for line in bench.judge(batch).lines.decode().splitlines()
    )


def told_whole(found: Found, wanted: Wanted | None = None) -> list[str]:
    """The lines of one audit of everything."""
    audit = audit_projects(found, Projects(wanted or Wanted()), DAY)
    return sorted("".join(lines(audit)).splitlines())


@pytest.mark.parametrize(("most", "absolute"), [(1, False), (5, True), (200, False)])
def test_batches_say_what_a_whole_audit_says(
    project: Project, tmp_path: Path, most: int, absolute: bool
) -> None:
    paths = [str(project.root)] if absolute else ["."]
    found = discover(paths)
    whole = told_whole(found)
    batched = batches(found, most)
    order, _ = order_for(found, Wanted(), Path(), DAY, lines)
    project.root.rename(tmp_path / "gone")  # nothing of the client's disk is read
    place = tmp_path / "worker"
    place.mkdir()
    bench = Bench(order, place)
    told = [line for one in batched for line in bench.judge(one).lines.decode().splitlines()]
    assert sorted(told) == whole
    assert len(batched) > (1 if most == 200 else 4)
    assert any("UX001" in line for line in whole)


def test_options_about_rules_reach_the_workers(project: Project, tmp_path: Path) -> None:
    project.write("../apart/more.yaml", PACK.replace("UX001", "UX002"))
    project.write("other.yaml", "ignore: [OW]\n")
    wanted = Wanted(packs=("../apart",), select=("UX002", "SO"), configuration="other.yaml")
    found = discover(["houses/h0"])
    whole = told_whole(found, wanted)
    assert any("UX002" in line for line in whole)
    place = tmp_path / "worker"
    place.mkdir()
    assert told_apart(found, 1, place, wanted) == whole


def test_the_neighbours_of_a_named_organisation_are_studied(
    project: Project, tmp_path: Path
) -> None:
    found = discover(["houses/h0/organisation.yaml", "houses/h1/m1.yaml"])
    whole = told_whole(found)
    place = tmp_path / "worker"
    place.mkdir()
    assert told_apart(found, 1, place) == whole


def test_links_lead_where_they_led(project: Project, tmp_path: Path) -> None:
    Path("again.yaml").symlink_to("houses/h0/m1.yaml")
    Path("side").symlink_to("houses/h1")
    found = discover(["again.yaml", "side/m0.yaml", "side/delivery.yaml"])
    whole = told_whole(found)
    place = tmp_path / "worker"
    place.mkdir()
    assert told_apart(found, 1, place) == whole


PAIN = """process: House move
owner: boss
steps:
  send-price: {by: desk, with: family via email, impact: {customer: -1, perception: -2}}
  move: {by: crew, with: family via visit, end: moved}
"""


def test_a_scenario_counts_for_maps_of_other_batches(project: Project, tmp_path: Path) -> None:
    """Two maps of one name, and a scenario that lies below the folders of both: it is judged with the
    nearer one, and something is done about the pain in either."""
    project.write("area/move.yaml", PAIN)
    project.write("area/sub/move.yaml", PAIN)
    found = discover(["area"])
    assert sum("TP107" in line for line in told_whole(found)) == 2
    scenario = "whatif: Kinder\nof: move\nedits: [{change: {send-price: {takes: 1h}}}]\n"
    project.write("area/sub/scenarios/kinder.yaml", scenario)
    found = discover(["area"])
    outer, inner = batches(found, 1)
    assert set(outer.files) == {"area/move.yaml"}
    assert set(outer.borrowed) == {"area/sub/scenarios/kinder.yaml"} & set(inner.files)
    whole = told_whole(found)
    assert not any("TP107" in line for line in whole)
    place = tmp_path / "worker"
    place.mkdir()
    assert told_apart(found, 1, place) == whole


def test_folders_that_share_an_organisation_by_a_link_are_one(
    project: Project, tmp_path: Path
) -> None:
    project.write("one/organisation.yaml", HOUSE.format(number=1))
    project.write("one/m0.yaml", small_map("M", random.Random(1), "m1"))
    project.write("two/m1.yaml", small_map("M", random.Random(2)))
    Path("two/house.yaml").symlink_to("../one/organisation.yaml")
    found = discover(["one", "two"])
    assert len(batches(found, 1)) == 1
    whole = told_whole(found)
    place = tmp_path / "worker"
    place.mkdir()
    assert told_apart(found, 1, place) == whole


def test_an_organisation_stays_whole(project: Project) -> None:
    found = discover(["houses"])
    for house in ("h0", "h1", "h2", "h3"):
        own = {str(path) for path in found.files if house in path.parts}
        assert any(own <= batch for batch in together(found))


def test_callers_and_called_stay_together(project: Project) -> None:
    found = discover(["loose", "beyond"])
    ring = {"loose/b.yaml", "beyond/far.yaml", "beyond/other.yaml"}
    assert any(ring <= batch for batch in together(found))


def test_maps_that_call_nobody_are_apart(project: Project) -> None:
    for number in range(3):
        project.write(f"single/m{number}.yaml", f"process: M {number}\nsteps: [boss does it]\n")
    assert together(discover(["single"])) == [{f"single/m{n}.yaml"} for n in range(3)]


def test_projects_are_never_mixed(project: Project) -> None:
    for batch in together(discover(["."]), 1000):
        inside = {path.startswith("within") for path in batch}
        assert len(inside) == 1


@settings(deadline=None)  # folders are looked at
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(1, 5))
def test_every_file_is_in_one_batch(calls: list[int], most: int) -> None:
    """Maps of any folder that call any other: no batch but a caller's own is larger than asked for."""
    dice = random.Random(1)
    files = {
        Path(f"none/f{n % 3}/m{n}.yaml"): small_map(f"M {n}", dice, f"m{call}" if call < 4 else "")
        for n, call in enumerate(calls)
    }
    found = Found(list(files), data={path: text.encode() for path, text in files.items()})
    made = together(found, most)
    assert sorted(file for batch in made for file in batch) == sorted(map(str, files))
    for number, call in enumerate(calls):
        if call < 4 and call < len(calls):
            pair = {f"none/f{number % 3}/m{number}.yaml", f"none/f{call % 3}/m{call}.yaml"}
            assert any(pair <= batch for batch in made)


def test_the_key_of_a_batch_is_what_it_rests_on(project: Project) -> None:
    def keys() -> set[str]:
        found = discover(["."])
        order, _ = order_for(found, Wanted(), Path(), DAY, lines)
        return {batch.key(order.key) for batch in batches(found, 1)}

    first = keys()
    assert keys() == first
    text = Path("houses/h1/m0.yaml").read_text()
    project.write("houses/h1/m0.yaml", text.replace("10m", "11m"))
    second = keys()
    assert len(second) == len(first) == len(first & second) + 1
    project.write("ours/pack.yaml", Path("ours/pack.yaml").read_text().replace("Nothing", "All"))
    assert not keys() & second


def test_a_worker_within_a_project_does_not_judge(project: Project, tmp_path: Path) -> None:
    """A configuration above the worker's folder would count, and nobody would know."""
    place = tmp_path / "elsewhere" / "tmp"
    place.mkdir(parents=True)
    (tmp_path / "elsewhere" / "cxaudit.yaml").write_text("ignore: [SO]\n")
    order = Order(str(project.root), Wanted(), DAY, lines)
    with pytest.raises(Apart, match="TMPDIR"):
        Bench(order, place)


def test_what_a_pack_lacks_is_not_told_by_workers(project: Project, tmp_path: Path) -> None:
    """The client tells it, once; a worker that reads the rules otherwise says nothing at all."""
    project.write("cxaudit.yaml", "rules: [ours/none.yaml]\n")
    found = discover(["loose"])
    place = tmp_path / "worker"
    place.mkdir()
    order, projects = order_for(found, Wanted(), Path(), DAY, lines)
    assert len(projects.failures) == 1
    (batch,) = batches(found, 200)
    assert Bench(order, place / "one").judge(batch).counts.failures == 0
    other = Order(order.here, Wanted(packs=("x.yaml",)), DAY, lines)
    with pytest.raises(Apart, match="otherwise"):
        Bench(other, place / "other").judge(batch)

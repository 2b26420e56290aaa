"""What is judged again after an edit: the map, and what depends on it, and nothing else."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

import pytest

from cxaudit.rules import judge as judging
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash, Tally
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.templates import Several
from cxaudit.run import judging as court
from cxaudit.run.audit import Audit
from cxaudit.run.cache.recalled import Recalled
from cxaudit.run.cache.store import Store
from cxaudit.run.cache.verdicts import Verdict, read, write
from cxaudit.run.discover import discover
from cxaudit.run.projects import Helpers, Projects, audit_projects
from tests.run.cache.conftest import DELIVERY, HOUSE, ORDER, Project

RULES = all_rules(built_in())


@pytest.fixture(autouse=True)
def judged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of what is judged, as it happens."""
    seen: list[str] = []
    panel = judging.judge

    def watched(analysis, *rest, **more):  # type: ignore[no-untyped-def]
        if "problem" in analysis.facts:
            seen.append(analysis.id)
        return panel(analysis, *rest, **more)

    monkeypatch.setattr("cxaudit.run.judging.judge", watched)
    return seen


def again(project: Project, judged: list[str], *words: str) -> set[str]:
    """What a further check judges; it says the same as one without a cache."""
    fast = project.check(*(words or ["."]))
    found = set(judged)
    plain = project.check(*(words or ["."]), kept=False)
    assert (fast.output, fast.exit_code) == (plain.output, plain.exit_code)
    judged.clear()
    return found


def test_nothing_is_judged_twice(project: Project, judged: list[str]) -> None:
    assert again(project, judged) == {"order", "delivery", "organisation"}
    assert again(project, judged) == set()
    assert again(project, judged, ".", "-f", "json") == set()
    assert again(project, judged, "maps/order.yaml") == {"order"}  # by another name


def test_an_edited_map_is_judged_with_its_callers_and_its_organisation(
    project: Project, judged: list[str]
) -> None:
    again(project, judged)
    project.write("maps/order.yaml", ORDER.replace("2d", "3d"))
    assert again(project, judged) == {"order", "organisation"}
    project.write("maps/delivery.yaml", DELIVERY.replace("1h", "2h"))
    assert again(project, judged) == {"delivery", "order", "organisation"}


def test_a_new_map_changes_nothing_of_the_others(project: Project, judged: list[str]) -> None:
    again(project, judged)
    project.write("maps/bill.yaml", "process: Bill\nsteps:\n  bill: {by: clerk}\n")
    assert again(project, judged) == {"bill", "organisation"}
    (project.root / "maps/bill.yaml").unlink()
    assert again(project, judged) == set()  # as it was before


def test_maps_without_an_organisation_do_not_know_each_other(
    project: Project, judged: list[str]
) -> None:
    for number in range(20):
        project.write(f"loose/m{number}.yaml", f"process: P {number}\nsteps: [clerk calls]\n")
    assert len(again(project, judged, "loose")) == 20
    project.write("loose/m7.yaml", "process: P\nsteps: [clerk writes]\n")
    assert again(project, judged, "loose") == {"m7"}


WORK = "".join(
    f"  {verb}: {{by: clerk, takes: {number}m}}\n"
    for number, verb in enumerate(["open file", "read letter", "weigh case", "write reply",
                                   "copy reply", "send reply", "close file"], 1)
)  # fmt: skip


def test_a_map_whose_clone_is_mended_is_judged_again(project: Project, judged: list[str]) -> None:
    project.write("maps/answer.yaml", f"process: Answer\nsteps:\n{WORK}")
    project.write("maps/reply.yaml", f"process: Reply\nsteps:\n{WORK}")
    again(project, judged)
    assert "CH906" in project.check(".", "-f", "concise").output
    judged.clear()
    assert again(project, judged, "maps/answer.yaml") == {"answer"}  # by itself it is no copy
    assert again(project, judged, ".", "-f", "json") == {"answer", "organisation"}
    project.write("maps/reply.yaml", "process: Reply\nsteps:\n  talk: {by: boss}\n")
    assert again(project, judged) == {"reply", "answer", "organisation"}
    project.write("maps/reply.yaml", f"process: Reply\nsteps:\n{WORK}")
    assert {"answer", "organisation"} <= again(project, judged)


def test_the_organisation_file_is_part_of_every_map(project: Project, judged: list[str]) -> None:
    again(project, judged)
    project.write("maps/organisation.yaml", HOUSE.replace("level: 1", "level: 2"))
    assert again(project, judged) == {"order", "delivery", "organisation"}


def test_another_rule_or_limit_is_another_verdict(project: Project, judged: list[str]) -> None:
    again(project, judged)
    everything = {"order", "delivery", "organisation"}
    assert again(project, judged, ".", "--ignore", "SO") == everything
    project.write("cxaudit.yaml", "options: {SO201: {limits: {sign_offs: 1}}}\n")
    assert again(project, judged) == everything
    project.write("cxaudit.yaml", "")
    assert again(project, judged) == set()


def test_a_scenario_is_part_of_its_map(project: Project, judged: list[str]) -> None:
    again(project, judged)
    scenario = "whatif: Fewer\nof: order\nedits: [{drop: agree-more}]\n"
    project.write("maps/scenarios/fewer.yaml", scenario)
    assert {"order", "organisation"} <= again(project, judged)
    assert "delivery" not in again(project, judged)


def test_a_map_that_the_unhappy_are_sent_to_counts(project: Project, judged: list[str]) -> None:
    sends = "feedback: {survey: {from: customer, every: month, unhappy: repair}}\n"
    project.write("loose/sell.yaml", f"process: Sell\n{sends}steps:\n  sell: {{by: clerk}}\n")
    assert again(project, judged, "loose") == {"sell"}
    project.write("loose/repair.yaml", DELIVERY.replace("id: delivery", "id: repair"))
    assert again(project, judged, "loose") == {"sell", "repair"}


def test_another_day_counts_only_where_a_day_is_written(
    project: Project, judged: list[str]
) -> None:
    dated = ORDER + "measures: {speed: {every: month, last: 2026-01-01}}\n"
    project.write("loose/order.yaml", dated)
    project.write("loose/delivery.yaml", DELIVERY)
    assert again(project, judged, "loose", "--as-of", "2026-01-02") == {"order", "delivery"}
    assert again(project, judged, "loose", "--as-of", "2026-05-02") == {"order"}
    assert again(project, judged, "loose", "--as-of", "2026-01-02") == set()


def test_a_waiver_that_ends_binds_its_map_to_the_day(project: Project, judged: list[str]) -> None:
    ends = "allow: {SO202: {reason: the law asks for it, until: 2026-06-30}}\n"
    project.write("loose/order.yaml", ORDER.replace("{call: delivery}", "{by: clerk}") + ends)
    assert again(project, judged, "loose", "--as-of", "2026-06-30") == {"order"}
    assert again(project, judged, "loose", "--as-of", "2026-07-01") == {"order"}
    assert again(project, judged, "loose", "--as-of", "2026-06-30") == set()


HALL = """organisation: Brookside
parties: {citizen: {kind: user}}
roles:
  head: {level: 2}
  clerk: {level: 4, allow: {ZZ101: {reason: two more come in July, until: 2026-06-30}}}
"""
PASSPORT = """process: Passport
owner: head
roles: {clerk: {people: 2}}
steps:
  take-form: {by: clerk, with: citizen via counter, takes: 20m}
  hand-out: {by: clerk, with: citizen via counter, takes: 5m}
"""
CLERKS = f"""rules: Clerks
ZZ101:
  name: no-clerks
  judges: role
  when: role.id == "clerk" && role.place == "map"
  severity: warning
  says: "{{role.title}} is a clerk"
  why: Nobody wants to meet a clerk.
  instead: Ask a friend.
  heuristics: [empower]
  needs: map
  sources: [APP]
  examples:
    bad: {json.dumps(PASSPORT)}
    good: {json.dumps(PASSPORT.replace("clerk", "friend"))}
"""


@pytest.fixture
def hall(project: Project) -> Project:
    """An organisation that waives, on a role, what is found in a map of it."""
    (project.root / "maps/order.yaml").unlink()
    project.write("maps/organisation.yaml", HALL)
    project.write("maps/passport.yaml", PASSPORT)
    project.write("maps/zone.yaml", "process: Zone\nsteps:\n  call: {by: clerk}\n")
    project.write("clerks.yaml", CLERKS)
    project.write("cxaudit.yaml", "rules: clerks.yaml\n")
    shown = project.check("maps/passport.yaml", "-f", "csv", "--as-of", "2026-06-01", kept=False)
    assert "ZZ101" in shown.stdout and "two more come in July" in shown.stdout
    return project


def test_a_waiver_of_the_organisation_stays_in_use_where_its_map_is_not_judged_again(
    hall: Project, judged: list[str]
) -> None:
    words = ("maps", "--as-of", "2026-06-01", "-f", "json")
    again(hall, judged, *words)
    hall.write("maps/delivery.yaml", DELIVERY.replace("1h", "3h"))
    assert again(hall, judged, *words) == {"delivery", "organisation"}


def test_a_waiver_of_the_organisation_that_ends_binds_its_maps_to_the_day(
    hall: Project, judged: list[str]
) -> None:
    for day in ("2026-06-30", "2026-07-01", "2026-06-29"):
        again(hall, judged, "maps", "--as-of", day, "-f", "json")
        again(hall, judged, "maps/passport.yaml", "--as-of", day, "-f", "json")


def test_a_map_that_takes_the_id_of_another_is_judged_with_that_in_view(
    project: Project, judged: list[str]
) -> None:
    (project.root / "maps/order.yaml").unlink()
    project.write("maps/zone.yaml", DELIVERY)
    again(project, judged)
    (project.root / "maps/delivery.yaml").unlink()
    again(project, judged)


def test_what_is_not_told_is_remembered_as_well(project: Project) -> None:
    """A baseline must know of it."""
    project.write("cxaudit.yaml", "min-confidence: certain\n")
    project.write("maps/label.yaml", "process: L\nsteps: [boss approves it, head approves it]\n")
    day = datetime.date(2026, 11, 22)

    def audited() -> Audit:
        helpers = Helpers(Store(project.cache), "this tool")
        return audit_projects(discover(["."]), Projects(traced=True), day, helpers=helpers)

    plain = audit_projects(discover(["."]), Projects(), day)
    audited()
    again = audited()
    assert any(isinstance(one, Recalled) for one in again.analyses)
    assert plain.untold and plain.absorbed
    for name in ("findings", "untold", "absorbed", "crashes", "tallies", "files", "rules"):
        assert getattr(again, name) == getattr(plain, name), name
    for one, other in zip(again.estates, plain.estates, strict=True):
        assert (one.maps, one.unread, one.files) == (other.maps, other.unread, other.files)
        assert one.facts == other.facts
    for one, other in zip(again.analyses, plain.analyses, strict=True):
        assert (one.facts, one.problems) == (other.facts, other.problems)
        assert (one.study is None) == (other.study is None)


@pytest.mark.parametrize(
    "where", ["paths: [maps/order.yaml]", "maps: [order], elements: [steps/agree]"]
)
def test_rules_of_one_place_are_told_of_where_it_is_not_judged_again(
    project: Project, judged: list[str], where: str
) -> None:
    opt_in = [code for code, rule in RULES.items() if rule.opt_in]
    assert opt_in
    project.write("cxaudit.yaml", f"overrides: [{{{where}, extend-select: [{opt_in[0]}]}}]\n")
    for shown in ("sarif", "json"):
        again(project, judged, ".", "-f", shown, "--score")
    project.write("maps/new.yaml", "process: New\nsteps:\n  call: {by: clerk}\n")
    again(project, judged, ".", "-f", "sarif")


def test_rules_that_fail_are_tried_again(
    project: Project, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    works = court.judge

    def fails(analysis, *rest, **more):  # type: ignore[no-untyped-def]
        judgement = works(analysis, *rest, **more)
        judgement.crashes.append(Crash("SO201", analysis.id, "", "no overload"))
        return judgement

    with monkeypatch.context() as broken:
        broken.setattr("cxaudit.run.judging.judge", fails)
        assert project.check(".").exit_code == 2
    assert project.verdicts() == 0
    judged.clear()
    assert {"order", "delivery", "organisation"} <= again(project, judged)


def finding(**more: object) -> Finding:
    rule = RULES["SO201"]
    known = {"why": rule.why, "instead": rule.instead, "heuristics": list(rule.heuristics)}
    return Finding(
        "SO201", rule.name, "error", "high", "says", "m", "steps/a", "m.yaml", **{**known, **more}
    )  # type: ignore[arg-type]


def test_a_verdict_is_read_as_it_was_written() -> None:
    odd = {"request.a": 1, "request.b": 1.0, "request.c": Several(["x", "y"]), "limits.d": None}
    verdict = Verdict(
        True, [finding(facts=odd)], [finding(why="another")], [], {"SO201": Tally(1, 0.1, 2)}, [0]
    )
    payload = write(verdict, RULES)
    assert payload is not None
    found = read(payload, RULES)
    assert found == verdict
    assert found is not None and type(found.findings[0].facts["request.c"]) is Several
    assert type(found.findings[0].facts["request.b"]) is float


def test_what_could_not_be_read_again_is_not_written() -> None:
    assert write(Verdict(findings=[finding(facts={"a": {1, 2}})]), RULES) is None
    assert write(Verdict(findings=[finding(facts={"a": (1, 2)})]), RULES) is None


@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"\x80\x04\x95",  # a pickle
        b"[]",
        b'{"studied": true}',
        b'{"studied":1,"findings":[{"code":"NO1","span":[1,1,1,1]}],"absorbed":[],"untold":[]}',
        b'{"studied":1,"findings":{"__class__":"os"},"absorbed":[],"untold":[],"tallies":{}}',
        json.dumps({"studied": 1, "findings": [[]] * 3}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_planted_verdict_is_none(planted: bytes) -> None:
    assert read(planted, RULES) is None

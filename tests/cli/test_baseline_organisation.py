"""What a baseline holds of an organisation, where not all of its maps were read or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

NAME = "cxaudit-baseline.yaml"
RULES = "select: [CU501, CU502, OR804, ST001]\n"
HOUSE = """\
organisation: Clearwell Hearing
parties:
  client: {kind: buyer}
  ear-doctor: {kind: influencer, influences: client, affected-by: [repair]}
roles:
  shop-manager: {level: 2}
  audiologist: {level: 3, reports-to: shop-manager, front-line: true}
measures:
  calls-an-hour: {kind: internal}
rewards:
  audiologist: [calls-an-hour]
"""
FIT = """\
process: Hearing aid fitting
owner: shop-manager
customers: [client]
steps:
  test-hearing: {by: audiologist, with: client via visit, takes: 1h}
  fit-aid: {by: audiologist, with: client via visit, waits: 5d, takes: 1h, end: fitted}
"""
MEND = """\
process: Repair
owner: shop-manager
customers: [client]
steps:
  take-aid: {by: shop-manager, with: client via visit, takes: 1h}
  give-back: {by: shop-manager, with: client via visit, takes: 1h, end: mended}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an organisation and two maps, which is the current folder."""
    (tmp_path / "cxaudit.yaml").write_text(RULES)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "organisation.yaml").write_text(HOUSE)
    (tmp_path / "maps" / "fit.yaml").write_text(FIT)
    (tmp_path / "maps" / "repair.yaml").write_text(MEND)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--as-of", "2026-11-22"])


def created() -> str:
    """The text of a baseline of today's findings, two on the organisation and one on a map."""
    made = run("baseline", "create", "--reason", "known")
    assert made.exit_code == 0 and "holds 2 findings in 2 maps" in made.stderr, made.stderr
    text = Path(NAME).read_text()
    assert "OR804" in text and "CU501" in text and "CU502" not in text
    return text


@pytest.mark.parametrize("torn", ["process: [Fit", "", "# nothing here any more\n", "\0\1\2"])
@pytest.mark.parametrize("paths", [[], ["maps"], ["maps/organisation.yaml"]])
def test_with_a_map_that_cannot_be_read_the_organisation_has_lost_nothing(
    torn: str, paths: list[str]
) -> None:
    text = created()
    Path("maps/fit.yaml").write_text(torn)
    checked = run("check", *paths)
    assert "vanished" not in checked.stderr
    for verb in ("prune", "update"):
        done = run("baseline", verb, *paths)
        assert done.exit_code == 0 and Path(NAME).read_text() == text, done.stderr


def test_with_all_maps_read_it_has() -> None:
    created()
    Path("maps/fit.yaml").write_text(FIT.replace("by: audiologist", "by: shop-manager"))
    assert "OR804 on roles/audiologist of organisation has vanished" in run("check").stderr
    alone = run("check", "maps/organisation.yaml")
    assert "OR804 on roles/audiologist of organisation has vanished" in alone.stderr


def test_with_a_map_that_is_excluded_nobody_has_looked() -> None:
    text = created()
    Path("cxaudit.yaml").write_text(f"{RULES}exclude: [maps/fit.yaml]\n")
    assert "vanished" not in run("check").stderr
    assert run("baseline", "prune").exit_code == 0 and Path(NAME).read_text() == text


def test_a_file_of_another_kind_beside_the_maps_hides_nothing() -> None:
    created()
    Path("maps/services.yaml").write_text("services: {web: {image: x}}\n")
    Path("maps/fit.yaml").write_text(FIT.replace("by: audiologist", "by: shop-manager"))
    assert "has vanished" in run("check").stderr


@pytest.mark.parametrize(
    "paths",
    [[], ["maps/organisation.yaml"], ["maps/organisation.yaml", "maps/fit.yaml"],
     ["maps/organisation.yaml", "maps/repair.yaml"]],
)  # fmt: skip
def test_what_a_map_tells_is_not_told_of_the_organisation_whichever_maps_are_asked_for(
    paths: list[str],
) -> None:
    checked = run("check", *paths)
    assert "CU502" not in checked.stdout and "OR804" in checked.stdout
    assert ("CU501" in checked.stdout) is (not paths or "maps/repair.yaml" in paths)
    created()
    assert "No findings" in run("check", *paths).stdout


def test_steps_of_one_line_stay_known_when_some_of_them_are_mended() -> None:
    Path("cxaudit.yaml").write_text("select: [OW301]\n")
    steps = "".join(
        f"  {step}: {{takes: 5m}}\n" for step in ("ask", "look", "weigh", "write", "send")
    )
    text = f"process: Renewal\nsteps:\n{steps}  file: {{by: audiologist, takes: 5m}}\n"
    Path("maps/renewal.yaml").write_text(text)
    assert "5 of 6 steps name nobody" in run("check").stdout
    assert run("baseline", "create", "--reason", "known").exit_code == 0
    for step in ("ask", "look"):
        text = text.replace(f"{step}: {{", f"{step}: {{by: audiologist, ")
    Path("maps/renewal.yaml").write_text(text)
    checked = run("check")
    assert "No findings" in checked.stdout and "3 known" in checked.stdout and not checked.stderr
    before = Path(NAME).read_text()
    assert "steps/ask" in before and run("baseline", "prune").exit_code == 0
    after = Path(NAME).read_text()
    assert "steps/ask" not in after and "steps/weigh" in after
    assert "3 known" in run("check").stdout

"""`cxaudit baseline` as people use it, and a check that is held against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.cli.asked import asked
from cxaudit.cli.holding import hold_against
from cxaudit.cli.shared import complain, run_audit
from cxaudit.run.audit import Audit

NAME = "cxaudit-baseline.yaml"
RULES = "select: [SO208, SO209, TP102, ST003]\n"  # so that other rules change nothing here
LOAN = """\
process: Loan
owner: boss
steps:
  ask: {by: desk, with: borrower via phone, takes: 10m}
  approve-loan: {sign-off: boss, waits: 2d}
  pay: {by: desk, with: borrower via letter, takes: 5m, end: paid}
"""
DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one map, which is the current folder."""
    (tmp_path / "cxaudit.yaml").write_text(RULES)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "loan.yaml").write_text(LOAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(verb: str, *arguments: str, day: str = DAY) -> Result:
    return CliRunner().invoke(app, ["baseline", verb, *arguments, "--as-of", day])


def created(*arguments: str) -> str:
    """The text of a baseline made of the findings of today."""
    made = run("create", *arguments, "--reason", "known before the audit", day="2026-03-01")
    assert made.exit_code == 0, made.stderr
    return Path(NAME).read_text()


def check(*paths: str, file: str | None = None, allow: bool = False) -> tuple[Audit, bool]:
    """An audit held against its baseline, and whether it fails for what has vanished."""
    result = run_audit(asked(list(paths)), DAY)
    fails = hold_against(result, list(paths) or ["."], file, None, allow)
    complain(result)
    return result, fails


def change(old: str, new: str, file: str = "maps/loan.yaml") -> None:
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


def test_what_it_begins_with_is_known(snapshot: SnapshotAssertion) -> None:
    assert created() == snapshot
    result, fails = check()
    assert not fails and not result.open_findings and result.findings
    assert {f.suppressed for f in result.findings} == {"known before the audit"}


def test_a_new_finding_is_the_only_open_one(capsys: pytest.CaptureFixture[str]) -> None:
    created()
    change("  pay:", "  wait: {by: desk, takes: 1h}\n  pay:")
    result, fails = check()
    assert result.open_findings and not fails
    assert {f.path for f in result.open_findings} == {"steps/wait"}
    assert capsys.readouterr().err == ""


def test_lines_above_and_other_words_change_nothing() -> None:
    created()
    change("process: Loan", "# a comment\n\nprocess: A loan")
    result, fails = check()
    assert not result.open_findings and not fails


def test_what_has_vanished_is_told_with_its_line_and_the_way_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = created()
    change("waits: 2d", "waits: 2d, rejects: 5%, else: ask")
    _, fails = check("maps")
    told = capsys.readouterr().err
    assert fails and "has vanished" in told and "`cxaudit baseline prune maps`" in told
    line = next(n for n, line in enumerate(text.split("\n"), 1) if "SO208" in line)
    assert f"cxaudit: {NAME}:{line}:9: SO208 on loan has vanished" in told
    assert check("maps", allow=True)[1] is False
    assert "has vanished\n" not in capsys.readouterr().err


def test_prune_takes_out_what_has_vanished_and_update_takes_in_what_is_new() -> None:
    created()
    change("reason: known before the audit", "reason: the board knows", NAME)
    change("waits: 2d", "waits: 2d, rejects: 5%, else: ask")
    change("  pay:", "  wait: {by: desk, takes: 1h}\n  pay:")
    before = Path(NAME).read_text()
    shown = run("prune", "--diff")
    assert shown.exit_code == 0 and "-        SO208" in shown.stdout
    assert Path(NAME).read_text() == before
    pruned = run("prune")
    assert pruned.exit_code == 0 and "1 removed" in pruned.stderr
    assert "SO208" not in Path(NAME).read_text() and "steps/wait" not in Path(NAME).read_text()
    refused = run("update")
    assert refused.exit_code == 2 and "--reason TEXT" in refused.stderr
    assert "on steps/wait" in refused.stderr
    updated = run("update", "--reason", "until the papers come by mail")
    assert updated.exit_code == 0 and "added" in updated.stderr
    text = Path(NAME).read_text()
    assert "the board knows" in text and "since: 2026-03-01" in text
    assert "since: 2026-11-22, reason: until the papers come by mail" in text
    result, fails = check()
    assert not result.open_findings and not fails
    again = run("update")
    assert again.exit_code == 0 and "nothing to change" in again.stderr
    assert Path(NAME).read_text() == text


def test_an_entry_that_has_expired_is_decided_anew() -> None:
    made = run("create", "--reason", "for now", "--until", "2026-10-31", day="2026-03-01")
    assert made.exit_code == 0 and "until: 2026-10-31" in Path(NAME).read_text()
    result, _ = check()
    assert result.open_findings
    assert all("decide anew" in f.says for f in result.open_findings)
    assert run("update").exit_code == 2
    assert run("update", "--reason", "for another month", "--until", "2026-12-31").exit_code == 0
    assert "for now" not in Path(NAME).read_text() and not check()[0].open_findings


def test_a_renamed_file_keeps_its_entries_and_update_writes_its_new_name() -> None:
    created()
    Path("maps/loan.yaml").rename("maps/credit.yaml")  # its id is the name of the file
    Path("maps/other.yaml").write_text(LOAN.replace("ask:", "take:").replace("pay:", "send:"))
    result, fails = check("maps")
    assert not fails and {f.file for f in result.open_findings} == {"maps/other.yaml"}
    assert run("update", "maps", "--reason", "a copy").exit_code == 0
    assert "file: maps/credit.yaml" in Path(NAME).read_text()
    assert "file: maps/loan.yaml" not in Path(NAME).read_text()


def test_entries_of_maps_that_nobody_asked_for_rest() -> None:
    Path("maps/other.yaml").write_text(LOAN)
    before = created()
    Path("maps/other.yaml").write_text(LOAN.replace("waits: 2d", "rejects: 5%, else: ask"))
    assert not check("maps/loan.yaml")[1] and check("maps/other.yaml")[1]
    assert run("prune", "maps/loan.yaml").exit_code == 0
    assert Path(NAME).read_text() == before


def test_a_deleted_map_has_vanished_where_its_folder_is_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("maps/other.yaml").write_text(LOAN)
    created()
    Path("maps/other.yaml").unlink()
    assert not check("maps/loan.yaml")[1]
    assert check("maps")[1] and "its file is no longer there" in capsys.readouterr().err


def test_a_map_that_cannot_be_read_has_lost_nothing() -> None:
    created()
    Path("maps/loan.yaml").write_text(LOAN + "  torn: [\n")
    result, fails = check()
    assert [f.code for f in result.open_findings] == ["ST001"] and not fails


def test_mandatory_findings_are_left_out_and_told() -> None:
    Path("maps/torn.yaml").write_text("process: Torn\nsteps: [\n")
    made = run("create", "--reason", "known")
    assert made.exit_code == 0 and "of ST001 cannot be held" in made.stderr
    assert "ST001" not in Path(NAME).read_text()
    assert [f.code for f in check()[0].open_findings] == ["ST001"]


def test_create_touches_nothing_that_is_there() -> None:
    Path(NAME).write_text("mine")
    refused = run("create", "--reason", "known")
    assert refused.exit_code == 2 and "baseline update" in refused.stderr
    assert Path(NAME).read_text() == "mine"


def test_a_file_that_is_named_is_used_wherever_it_lies(project: Path) -> None:
    (project / "ci").mkdir()
    made = run("create", "--reason", "known", "--file", "ci/known.yaml")
    assert made.exit_code == 0 and not Path(NAME).exists()
    assert "file: maps/loan.yaml" in Path("ci/known.yaml").read_text()
    assert check()[0].open_findings and not check(file="ci/known.yaml")[0].open_findings
    assert run("update", "--file", "ci/known.yaml").exit_code == 0


def test_the_file_that_the_configuration_names_is_used() -> None:
    Path("cxaudit.yaml").write_text(RULES + "baseline: known.yaml\n")
    missing = CliRunner().invoke(app, ["check", "--as-of", DAY])
    assert missing.exit_code == 2 and "known.yaml: no such file" in missing.stderr
    assert run("create", "--reason", "known").exit_code == 0
    assert Path("known.yaml").exists() and not Path(NAME).exists()
    assert CliRunner().invoke(app, ["check", "--as-of", DAY, "--fail-on", "info"]).exit_code == 0


def test_the_nearest_baseline_holds(project: Path) -> None:
    (project / ".git").mkdir()
    (project / "sub").mkdir()
    (project / "sub" / "cxaudit.yaml").write_text(RULES)
    (project / "sub" / "loan.yaml").write_text(LOAN)
    created()
    assert "file: sub/loan.yaml" in Path(NAME).read_text()
    assert not check()[0].open_findings
    (project / "sub" / NAME).write_text("baseline: 1\n")
    assert {f.file for f in check()[0].open_findings} == {"sub/loan.yaml"}


@pytest.mark.parametrize("verb", ["update", "prune", "show"])
def test_without_a_baseline_the_way_to_one_is_told(verb: str) -> None:
    refused = run(verb)
    assert refused.exit_code == 2 and "`cxaudit baseline create --reason TEXT`" in refused.stderr


def test_a_fault_of_the_file_is_told_with_its_place_and_fails_the_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    created()
    change("SO208:", "SO2O8:", NAME)
    refused = run("update")
    assert refused.exit_code == 2
    assert f"{NAME}:" in refused.stderr and "did you mean SO208?" in refused.stderr
    result, fails = check()
    assert result.failures and result.open_findings and not fails
    assert "did you mean SO208?" in capsys.readouterr().err


def test_a_link_out_of_the_project_is_not_followed(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "b.yaml"
    outside.write_text("baseline: 1\n")
    (project / NAME).symlink_to(outside)
    result, _ = check()
    assert "leads out of the project" in result.failures[0].says
    assert run("update").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["create"], 2, "--reason TEXT"),
        (["create", "--reason", "  "], 2, "a reason has 1 to"),
        (["create", "--reason", "x", "--until", "2026-01-01"], 2, "is over already"),
        (["create", "--until", "2027-01-01"], 2, "--until goes with --reason"),
        (["create", "gone", "--reason", "x"], 2, "no such file or folder"),
        (["create", "empty", "--reason", "x"], 3, "no map"),
        (["create", "--reason", "x", "--file", "nowhere/b.yaml"], 2, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: list[str], code: int, says: str) -> None:
    Path("empty").mkdir()
    refused = run(*arguments)
    assert refused.exit_code == code and says in " ".join(refused.stderr.split())
    assert not Path(NAME).exists()


def test_show_tells_age_and_what_has_vanished(snapshot: SnapshotAssertion) -> None:
    created()
    change("waits: 2d", "waits: 2d, rejects: 5%, else: ask")
    told = run("show")
    assert told.exit_code == 0 and told.stdout == snapshot
    data = json.loads(run("show", "--format", "json").stdout)
    states = {entry["code"]: (entry["state"], entry["days"]) for entry in data["entries"]}
    assert states["SO208"] == ("vanished", 266) and data["summary"]["vanished"] == 1
    assert set(states.values()) == {("vanished", 266), ("known", 266)}


def test_the_score_takes_no_notice_of_a_baseline() -> None:
    bare = run_audit(asked(["."]), DAY).scorecard
    created()
    assert check()[0].scorecard == bare


def test_check_fails_on_what_is_new_or_has_vanished_and_on_nothing_else() -> None:
    def checked(*options: str) -> Result:
        return CliRunner().invoke(app, ["check", "--fail-on", "info", "--as-of", DAY, *options])

    created()
    assert checked().exit_code == 0 and checked("--no-baseline").exit_code == 1
    known = len(Path(NAME).read_text().split("since:")) - 1
    assert f"{known} known." in checked().stdout
    change("waits: 2d", "waits: 2d, rejects: 5%, else: ask")
    gone = checked()
    assert gone.exit_code == 1 and "SO208 on loan has vanished" in gone.stderr
    allowed = checked("--allow-vanished")
    assert allowed.exit_code == 0 and "1 entry has vanished" in allowed.stderr
    assert run("prune").exit_code == 0 and checked().exit_code == 0
    change("process: Loan", "process: [Loan")
    assert checked().exit_code == 1  # what cannot be read is new, and nothing has vanished
    named = checked("--baseline", "nowhere.yaml")
    assert named.exit_code == 2 and "nowhere.yaml: no such file" in named.stderr


def test_what_is_not_told_today_has_not_vanished(project: Path) -> None:
    (project / "cxaudit.yaml").unlink()
    created()
    checked = ["check", "--as-of", DAY, "--no-baseline"]
    assert "vanished" not in CliRunner().invoke(app, checked[:-1]).stderr
    for words in (["--min-confidence", "certain"], ["--preset", "correctness"], ["--select", "SO"]):
        assert "vanished" not in CliRunner().invoke(app, [*checked[:-1], *words]).stderr
    (project / "cxaudit.yaml").write_text("overrides: [{elements: 'steps/*', ignore: [all]}]\n")
    assert "vanished" not in CliRunner().invoke(app, checked[:-1]).stderr

"""Options of `check`: several formats in one run, the scorecard, a least score."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.formats.registry import FORMATS
from tests.conftest import ROOT

MAP = "process_maps/volta-switchgear/as-is/quote-to-order.yaml"
DAY = ["--as-of", "2026-11-22"]


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", MAP, *DAY, *arguments])


def test_several_formats_in_one_run_each_into_its_file(tmp_path: Path) -> None:
    asked = [
        word for name in FORMATS for word in ("--format", name, "--output", str(tmp_path / name))
    ]
    result = check(*asked)
    assert result.exit_code == 1 and result.stdout == ""
    for name in FORMATS:
        written = (tmp_path / name).read_bytes().decode("utf-8")
        assert "SO204" in written, name
        if name != "text":
            assert written.replace("\r\n", "\n") == check("-f", name).stdout.replace("\r\n", "\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(FORMATS)


def test_one_format_goes_to_the_terminal_and_the_others_into_files(tmp_path: Path) -> None:
    file = tmp_path / "new" / "audit.sarif"
    result = check("-f", "sarif", "-o", str(file), "-f", "concise")
    assert json.loads(file.read_text())["version"] == "2.1.0"
    assert result.stdout.splitlines()[0].startswith(f"{MAP}:")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-f", "sarf"], "did you mean sarif?"),
        (["-f", "json", "-f", "csv"], "give the others --output"),
        (["-f", "json", "-o", "a", "-o", "b"], "more --output than --format"),
        (["--fail-under", "101"], "--fail-under"),
    ],
)
def test_what_cannot_be_meant_is_told(arguments: list[str], says: str) -> None:
    result = check(*arguments)
    assert result.exit_code == 2 and says in " ".join(result.stderr.split())


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    result = check("-f", "json", "-o", str(tmp_path / "taken" / "audit.json"))
    assert result.exit_code == 2 and "cannot be written" in result.stderr


def test_github_is_the_format_of_its_own_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error file=" in check().stdout
    assert "::error" not in check("-f", "text").stdout


def test_the_score_stands_below_the_findings_and_in_the_json() -> None:
    told = check("-q", "--score").stdout
    assert "Scorecard" in told and "Leadership and readiness" in told
    assert "Scorecard" not in check("-q").stdout
    card = json.loads(check("-f", "json").stdout)["score"]
    assert len(card["dimensions"]) == 7 and card["grade"] in "ABCDE"


def test_fail_under_asks_for_a_least_score() -> None:
    enough = check("--fail-on", "never", "--fail-under", "10")
    assert enough.exit_code == 0
    short = check("--fail-on", "never", "--fail-under", "99")
    assert short.exit_code == 1 and "--fail-under asks for 99" in short.stderr
    assert check("--fail-under", "10").exit_code == 1  # findings still count


def test_base_holds_a_map_against_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    text = "process: P\nowner: boss\nsteps:\n  take: {by: desk, with: customer via phone}\n"
    (tmp_path / "p.yaml").write_text(text + "  serve: {by: desk}\n")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "first")
    (tmp_path / "p.yaml").write_text(text + "  nod: {sign-off: boss}\n  serve: {by: desk}\n")
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert "SO214" not in runner.invoke(app, ["check", "p.yaml", "-f", "concise"]).stdout
    found = runner.invoke(app, ["check", "p.yaml", "-f", "concise", "--base", "main"])
    assert found.exit_code == 1 and "SO214" in found.stdout
    wrong = runner.invoke(app, ["check", "p.yaml", "--base", "nowhere"])
    assert wrong.exit_code == 2 and "nowhere" in wrong.stderr


def test_fix_mends_and_checks_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("process: Hire\nowner: boss\nsteps:\n  ask: {by: desk, wiht: driver}  # here\n")
    runner = CliRunner()
    shown = runner.invoke(app, ["check", str(path), "--diff", "-f", "concise"])
    assert "+  ask: {by: desk, with: driver}  # here" in shown.stdout and "wiht" in path.read_text()
    mended = runner.invoke(app, ["check", str(path), "--fix", "-f", "concise"])
    assert "with: driver}  # here" in path.read_text()
    assert "ST001" not in mended.stdout and "fixed 1" in mended.stderr

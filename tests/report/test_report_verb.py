"""`cxaudit report` as people use it: files, scenarios, what is left out, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

from .conftest import ROOT

DAY = ["--as-of", "2026-11-22"]
VOLTA = str(ROOT / "process_maps" / "volta-switchgear" / "as-is")
MAP = """process: Ferry booking
requests: {foot: {share: 80%, simple: true}, lorry: {share: 20%}}
steps:
  take-booking: {by: clerk, with: traveller via phone, takes: 5m}
  approve-load: {sign-off: mate, waits: 1d}
  send-ticket: {by: clerk, with: traveller via email, takes: 5m, end: booked}
"""
EDIT = "whatif: Foot goes first\nof: booking\nedits:\n"
EDIT += "  - route: {at: take-booking, foot: send-ticket, lorry: approve-load}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments, *DAY])


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: a map and a scenario of it."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "booking.yaml").write_text(MAP)
    (tmp_path / "first.yaml").write_text(EDIT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_written_and_named(port: Path) -> None:
    result = run("booking.yaml")
    assert result.exit_code == 0, result.stderr
    names = [
        "report.html", "report.md", "questions.md", "report.json", "questions.csv",
        "findings.csv", "touch-points.csv",
    ]  # fmt: skip
    assert result.stdout.split() == [f"audit/{name}" for name in names]
    assert sorted(p.name for p in (port / "audit").iterdir()) == sorted(names)


def test_scenarios_among_the_paths_stand_beside_today(port: Path) -> None:
    run("booking.yaml", "-o", "alone")
    assert "No scenario is written for this map" in (port / "alone" / "report.md").read_text()
    run(".", "-o", "both")
    text = (port / "both" / "report.md").read_text()
    assert "Foot goes first: 1 sign-offs a request become 0.2" in text


def test_no_recommendations_leaves_them_out(port: Path) -> None:
    assert run("booking.yaml", "--no-recommendations").exit_code == 0
    text = (port / "audit" / "report.md").read_text()
    assert "Left out on request" in text and "Corrective action" not in text


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(VOLTA, "-o", str(tmp_path / name)).exit_code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_fault_in_a_scenario_does_not_cost_the_report(port: Path) -> None:
    (port / "first.yaml").write_text(EDIT.replace("take-booking", "take-bookings"))
    result = run(".")
    assert result.exit_code == 0
    assert "Ferry booking" in (port / "audit" / "report.md").read_text()


def test_nothing_to_report_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(".")
    assert result.exit_code == 3
    assert not (tmp_path / "audit").exists()

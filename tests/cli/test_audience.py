"""`cxaudit report --for` as people use it: sheets, what is told where there is no such reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = """process: Ferry booking
owner: purser
steps:
  take-booking: {by: clerk, with: traveller via phone, takes: 5m}
  approve-load: {sign-off: mate, waits: 1d}
  send-ticket: {by: clerk, with: traveller via email, takes: 5m, end: booked}
"""
EDIT = "whatif: No mate\nof: booking\nedits:\n  - drop: approve-load\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments, "--as-of", "2026-11-22"])


@pytest.fixture(autouse=True)
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "booking.yaml").write_text(MAP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _told(result: Result) -> str:
    return " ".join(result.stderr.replace("│", " ").split())


def test_a_sheet_is_a_page_and_a_text_and_no_report(port: Path) -> None:
    result = run("booking.yaml", "--for", "role:mate")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split() == ["audit/sheet-role-mate.html", "audit/sheet-role-mate.md"]
    assert sorted(p.name for p in (port / "audit").iterdir()) == [
        "sheet-role-mate.html", "sheet-role-mate.md"
    ]  # fmt: skip
    text = (port / "audit/sheet-role-mate.md").read_text()
    assert text.startswith("# The customer waits 8 h a case for you, 100% of all waiting")


def test_several_readers_and_kinds_alone() -> None:
    result = run("booking.yaml", "--for", "owner", "--for", "role", "-f", "md")
    assert result.stdout.split() == [
        "audit/sheet-owner-purser.md", "audit/sheet-role-clerk.md", "audit/sheet-role-mate.md",
        "audit/sheet-role-purser.md",
    ]  # fmt: skip


def test_the_owner_sees_scenarios_among_the_paths(port: Path) -> None:
    (port / "edit.yaml").write_text(EDIT)
    run(".", "--for", "owner")
    assert "No mate" in (port / "audit/sheet-owner-purser.md").read_text()


def test_a_report_that_does_not_recommend_has_nothing_to_decide(port: Path) -> None:
    run(".", "--for", "owner", "-o", "a")
    run(".", "--for", "owner", "-o", "b", "--no-recommendations")
    assert "to decide" in (port / "a/sheet-owner-purser.md").read_text()
    assert "to decide" not in (port / "b/sheet-owner-purser.md").read_text()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("role:clark", "did you mean role:clerk?"),
        ("role:traveller", "it is known as party:traveller"),
        ("clerk", "write it as KIND:NAME, such as role:clerk. The kinds are role, unit,"),
        ("unit", "no unit is named in these files: write `units:`"),
    ],
)
def test_an_unknown_reader_is_told_and_nothing_written(port: Path, wanted: str, says: str) -> None:
    result = run("booking.yaml", "--for", wanted)
    assert result.exit_code == 2
    assert says in _told(result)
    assert not (port / "audit").exists()


def test_one_unknown_reader_among_several_writes_none(port: Path) -> None:
    result = run("booking.yaml", "--for", "role:clerk", "--for", "role:nobody")
    assert result.exit_code == 2
    assert not (port / "audit").exists()


def test_a_file_that_cannot_be_read_is_told_beside_the_unknown_name(port: Path) -> None:
    result = run("booking.yaml", "missing.yaml", "--for", "role:captain")
    assert result.exit_code == 2
    assert "missing.yaml" in _told(result) and "'captain'" in _told(result)


def test_a_sheet_has_no_pdf() -> None:
    result = run("booking.yaml", "--for", "role:clerk", "--format", "pdf")
    assert result.exit_code == 2
    assert "a sheet has no format 'pdf': use html, md" in _told(result)


def test_a_folder_that_cannot_be_written_is_told(port: Path) -> None:
    (port / "taken").write_text("")
    result = run("booking.yaml", "--for", "role:clerk", "-o", "taken")
    assert result.exit_code == 2
    assert "taken: cannot be written" in _told(result)


def test_from_takes_no_readers(port: Path) -> None:
    run("booking.yaml", "-f", "json")
    result = run("--from", "audit/report.json", "--for", "role:clerk")
    assert result.exit_code == 2


def test_a_sheet_speaks_german(port: Path) -> None:
    run("booking.yaml", "--for", "role:mate", "--language", "de")
    assert '<html lang="de">' in (port / "audit/sheet-role-mate.html").read_text()

"""`cxaudit report`: formats, a theme, a report made again without its maps, and the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.report.write import ABOUT
from tests.conftest import ROOT
from tests.report.formats.conftest import MAP, ORGANISATION, write_port
from tests.report.formats.test_theme import LOGO, WHOLE

USUAL = [
    "report.html", "report.md", "questions.md", "report.json", "questions.csv", "findings.csv",
    "touch-points.csv",
]  # fmt: skip
DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The port as the current folder, with a theme."""
    write_port(tmp_path)
    (tmp_path / "theme.yaml").write_text(WHOLE)
    (tmp_path / "logo.svg").write_text(LOGO.format('<circle r="3"/>'))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_usual_files(port: Path) -> None:
    result = run("booking.yaml", *DAY)
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == [f"audit/{name}" for name in USUAL]
    assert names(port / "audit") == sorted(USUAL)


def test_formats_by_commas_or_repeated(port: Path) -> None:
    result = run("booking.yaml", *DAY, "-f", "pdf, json", "-f", "docx,json")
    assert result.exit_code == 0, result.output
    assert names(port / "audit") == ["report.docx", "report.json", "report.pdf"]


def test_a_format_that_is_none(port: Path) -> None:
    result = run("booking.yaml", *DAY, "-f", "html,pfd")
    assert result.exit_code == 2
    told = " ".join(result.stderr.replace("│", " ").split())
    assert "a report has no format 'pfd'; did you mean 'pdf'?" in told
    assert not (port / "audit").exists()


def test_made_again_without_the_maps(port: Path) -> None:
    every = ",".join(ABOUT)
    look = ("--theme", "theme.yaml", "-f", every)
    assert run("booking.yaml", "organisation.yaml", *DAY, *look).exit_code == 0
    for name in ("booking.yaml", "organisation.yaml"):
        (port / name).unlink()
    result = run("--from", "audit/report.json", "-o", "again", *look)
    assert result.exit_code == 0, result.output
    assert names(port / "again") == names(port / "audit")
    for path in (port / "audit").iterdir():
        assert path.read_bytes() == (port / "again" / path.name).read_bytes(), path.name


def test_made_again_in_its_own_language(port: Path) -> None:
    assert run("booking.yaml", *DAY, "--language", "de").exit_code == 0
    assert 'lang="de"' in (port / "audit" / "report.html").read_text()
    assert run("--from", "audit/report.json", "-o", "again").exit_code == 0
    for path in (port / "audit").iterdir():
        assert path.read_bytes() == (port / "again" / path.name).read_bytes(), path.name


def test_made_again_in_its_own_folder(port: Path) -> None:
    assert run("booking.yaml", *DAY).exit_code == 0
    before = (port / "audit" / "report.json").read_bytes()
    assert run("--from", "audit/report.json").exit_code == 0
    assert (port / "audit" / "report.json").read_bytes() == before


@pytest.mark.parametrize(
    "more",
    [("booking.yaml",), DAY, ("--no-recommendations",), ("--select", "SO"), ("--language", "en")],
)
def test_what_does_nothing_beside_from_is_refused(port: Path, more: tuple[str, ...]) -> None:
    assert run("booking.yaml", *DAY, "-f", "json").exit_code == 0
    result = run("--from", "audit/report.json", *more)
    assert result.exit_code == 2 and "takes a report as it was made" in result.stderr


def test_a_file_that_is_no_report(port: Path) -> None:
    result = run("--from", "booking.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("cxaudit: booking.yaml: is no JSON")
    assert not (port / "audit").exists()


def test_a_forged_file_that_passes_every_check_ends_with_a_message(
    port: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("booking.yaml", *DAY, "-f", "json").exit_code == 0

    def fails(*_: object) -> str:
        raise KeyError("x")

    monkeypatch.setattr("cxaudit.report.write.render_html", fails)
    result = run("--from", "audit/report.json")
    assert result.exit_code == 2 and "cannot be drawn (KeyError)" in result.stderr


def test_faults_of_a_theme_are_told_before_anything_is_done(port: Path) -> None:
    (port / "theme.yaml").write_text('title: x\naccent: "#EEEEEE"\nlogo: ../../logo.svg\n')
    result = run("booking.yaml", *DAY, "--theme", "theme.yaml")
    assert result.exit_code == 2
    first, second = result.stderr.splitlines()
    assert first.startswith("cxaudit: theme.yaml:2:9: #EEEEEE has a contrast of 1.0")
    assert second == (
        "cxaudit: theme.yaml:3:7: ../../logo.svg lies outside the project: it is not read"
    )
    assert not (port / "audit").exists()


def test_an_unknown_language_names_those_there_are(port: Path) -> None:
    result = run("booking.yaml", *DAY, "--language", "tlh")
    assert result.exit_code == 2 and "there are en" in " ".join(result.stderr.split())


def test_a_missing_library_writes_nothing(port: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    result = run("booking.yaml", *DAY, "-f", "html,pdf")
    assert result.exit_code == 2 and "pip install 'cxaudit[pdf]'" in result.stderr
    assert not (port / "audit").exists()


def test_no_recommendations_in_any_file(port: Path) -> None:
    assert run("booking.yaml", *DAY, "--no-recommendations").exit_code == 0
    data = json.loads((port / "audit" / "report.json").read_text())
    assert data["report"]["advises"] is False
    assert not any(record["instead"] for record in data["findings"])


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """In processes of their own, with other seeds of hashing, other times, and files that came into
    their folder in another order."""
    maps = {
        "booking.yaml": MAP,
        "organisation.yaml": ORGANISATION,
        "cxaudit.yaml": "",
        "zebra.yaml": MAP.replace("Ferry", "Zebra"),
        "theme.yaml": WHOLE,
        "logo.svg": LOGO.format('<circle r="3"/>'),
        "what.yaml": "whatif: Foot goes first\nof: booking\nedits:\n"
        "  - route: {at: take-booking, foot: send-ticket, lorry: approve-load}\n",
    }
    made = []
    for number, order in enumerate((list(maps), list(reversed(maps)))):
        folder = tmp_path / f"run-{number}" / "port"
        folder.mkdir(parents=True)
        for name in order:
            (folder / name).write_text(maps[name])
        command = [
            sys.executable, "-m", "cxaudit", "report", ".", "-o", "out", *DAY,
            "-f", ",".join(ABOUT), "--theme", "theme.yaml",
        ]  # fmt: skip
        environment = os.environ | {
            "PYTHONHASHSEED": str(number + 1),
            "PYTHONPATH": str(ROOT),
            "TZ": ("UTC", "Asia/Tokyo")[number],
        }
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert made[0].keys() == made[1].keys() == {*USUAL, "report.pdf", "report.docx"}
    for name, data in made[0].items():
        assert data == made[1][name], name

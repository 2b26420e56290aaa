"""`--only-maps`: a list of changed files, whatever they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
FOREIGN = "services:    {}\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "p.yaml").write_text(MAP)
    (tmp_path / "compose.yaml").write_text(FOREIGN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_none_left_is_no_failure_and_says_nothing() -> None:
    for verb in ("check", "fmt"):
        done = run(verb, "--only-maps", "compose.yaml", "cxaudit.yaml")
        assert (done.exit_code, done.output) == (0, ""), verb


def test_a_report_that_was_asked_for_is_written_all_the_same(project: Path) -> None:
    done = run("check", "--only-maps", "compose.yaml", "-f", "sarif", "-o", "audit.sarif")
    assert done.exit_code == 0
    assert json.loads((project / "audit.sarif").read_text())["runs"][0]["results"] == []


def test_without_it_they_are_audited_or_told() -> None:
    assert run("check", "compose.yaml").exit_code == 1
    assert run("fmt", "compose.yaml").exit_code == 2


def test_maps_among_them_are_checked(project: Path) -> None:
    (project / "p.yaml").write_text("process: P\nsteps: [\n")
    done = run("check", "--only-maps", "compose.yaml", "p.yaml", "-f", "concise")
    assert done.exit_code == 1 and "p.yaml:" in done.stdout and "compose" not in done.stdout


def test_a_path_that_does_not_exist_is_an_error() -> None:
    assert run("check", "--only-maps", "gone.yaml").exit_code == 2


def test_what_the_configuration_excludes_is_passed_over_as_well(project: Path) -> None:
    (project / "cxaudit.yaml").write_text("exclude: [drafts]\n")
    (project / "drafts").mkdir()
    (project / "drafts" / "d.yaml").write_text("process: D\nsteps: [\n")
    assert run("check", "drafts/d.yaml").exit_code == 1
    assert run("check", "--only-maps", "drafts/d.yaml").exit_code == 0


def test_the_layout_of_others_is_left_alone(project: Path) -> None:
    (project / "p.yaml").write_text(MAP.replace("owner: clerk", "owner:   clerk"))
    (project / "old.bpmn").write_text("<definitions")
    done = run("fmt", "--only-maps", "compose.yaml", "p.yaml", "old.bpmn")
    assert done.exit_code == 0 and done.stdout == "p.yaml\n"
    assert (project / "p.yaml").read_text() == MAP
    assert (project / "compose.yaml").read_text() == FOREIGN

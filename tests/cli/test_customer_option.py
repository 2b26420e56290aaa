"""`--customer` with a name that nobody in the files has."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from tests.bpmn.helper import file as model

HARBOUR = (
    '<collaboration><participant id="us" name="Shop" processRef="p"/>'
    '<participant id="them" name="Harbour"/>'
    '<messageFlow id="m" sourceRef="a" targetRef="them"/></collaboration>'
    '<process id="p"><userTask id="a" name="Bill" camunda:assignee="clerk"/></process>'
)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.bpmn"
    path.write_bytes(model(HARBOUR))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("verb", ["check", "facts", "report", "import"])
def test_a_misspelt_customer_is_told_with_the_nearest_name(verb: str, harbour: Path) -> None:
    folder = harbour.parent / "out"
    to = ["-o", folder] if verb in ("report", "import") else []
    result = run(verb, harbour, "--customer", "Habour", *to)
    assert result.exit_code == 2
    assert "'Habour'; did you mean 'Harbour'?" in " ".join(result.stderr.split())
    assert result.stdout == "" and not folder.exists()


def test_without_a_near_name_those_that_there_are_are_told(harbour: Path) -> None:
    result = run("facts", harbour, "--customer", "Zoo")
    assert result.exit_code == 2
    assert "there are 'Shop', 'Harbour', 'clerk'" in " ".join(result.stderr.split())


@pytest.mark.parametrize("who", ["Harbour", "HARBOUR", "clerk", "Shop"])
def test_pools_and_performers_can_be_named(who: str, harbour: Path) -> None:
    assert run("facts", harbour, "--customer", who).exit_code == 0


def test_it_is_enough_that_one_file_knows_the_customer(harbour: Path) -> None:
    other = harbour.with_name("other.bpmn")
    other.write_bytes(model('<process id="q"><task id="b" name="Sweep"/></process>'))
    assert run("facts", harbour.parent, "--customer", "Harbour").exit_code == 0
    assert run("facts", other, "--customer", "Harbour").exit_code == 2


def test_maps_in_yaml_know_no_such_option(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("process: Sweep\nsteps:\n  sweep: {by: clerk, end: done}\n")
    assert run("facts", path, "--customer", "Harbour").exit_code == 0


def test_a_list_of_changed_files_need_not_have_the_customer(harbour: Path) -> None:
    result = run("check", harbour, "--only-maps", "--customer", "Ferry", "--fail-on", "never")
    assert result.exit_code == 0

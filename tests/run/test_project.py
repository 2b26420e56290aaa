"""The root of a project, whatever the path leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.run.project import project_root, upwards


def test_a_link_that_leads_to_itself_lies_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    link = tmp_path / "round.bpmn"
    link.symlink_to("round.bpmn")
    assert upwards(link)[0] == tmp_path
    assert project_root(link) == tmp_path


@pytest.mark.parametrize("words", [["check"], ["diff"], ["facts"], ["fmt"], ["report"]])
def test_verbs_tell_of_it_and_go_on(tmp_path: Path, words: list[str]) -> None:
    link = tmp_path / "round.bpmn"
    link.symlink_to("round.bpmn")
    result = CliRunner().invoke(app, [*words, str(link)])
    assert result.exit_code == 2 and "round.bpmn" in result.stderr
    assert "internal error" not in result.stderr

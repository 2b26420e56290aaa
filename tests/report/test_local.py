"""A report that goes to a client names no folder of the machine that made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.report.local import folder_outside, without_folder
from cxaudit.report.sections.where import said_where

MAP = "process: Loan\nsteps:\n  talk: {by: clerk, with: applicant via phone, end: lent}\n"


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["/home/anna/client/a.yaml", "/home/anna/client/old/b.yaml"], "/home/anna/client/"),
        (["../client/a.yaml"], "../client/"),
        (["maps/a.yaml", "/home/anna/b.yaml"], "/home/anna/"),
        (["maps/a.yaml"], ""),
        (["/a.yaml", "/home/b.yaml"], ""),
        ([], ""),
    ],
)
def test_the_folder_that_is_left_out(paths: list[str], folder: str) -> None:
    assert folder_outside(paths) == folder


def test_texts_within_data_are_shortened_and_the_rest_stays() -> None:
    told = ({"at": ["/home/anna/a.yaml:3", 4, None]}, said_where)
    assert without_folder(told, "/home/anna/") == ({"at": ["a.yaml:3", 4, None]}, said_where)
    assert without_folder(told, "") is told


@pytest.mark.parametrize("verb", ["report", "site"])
def test_no_file_names_the_folder_of_maps_that_lie_elsewhere(verb: str, tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "loan.yaml").write_text(MAP)
    (tmp_path / "maps" / "broken.yaml").write_text("process: [")
    out = tmp_path / "out"
    CliRunner().invoke(app, [verb, str(tmp_path / "maps"), "-o", str(out)])
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in out.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert any("loan.yaml" in text for text in texts.values())
    assert [name for name, text in texts.items() if str(tmp_path) in text] == []

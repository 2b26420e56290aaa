"""`cxaudit draw --as graph` of a long map: it runs downwards, and says what folds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app


def _drawn(folder: Path, steps: int) -> tuple[str, str]:
    (folder / "cxaudit.yaml").write_text("")
    lines = [f"  do-{n}: {{does: Do the thing {n}, by: desk, takes: 5m}}" for n in range(steps)]
    path = folder / "long.yaml"
    path.write_text("\n".join(["process: Long", "steps:", *lines]))
    command = ["draw", str(path), "--as", "graph", "--format", "dot"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    (rank,) = re.findall(r"rankdir=(\w+)", result.stdout)
    return rank, result.stderr


@pytest.mark.parametrize("steps", [5, 40])
def test_a_map_of_usual_length_runs_to_the_right(tmp_path: Path, steps: int) -> None:
    assert _drawn(tmp_path, steps) == ("LR", "")


def test_a_long_map_runs_downwards_and_says_so(tmp_path: Path) -> None:
    rank, told = _drawn(tmp_path, 41)
    assert rank == "TB"
    assert "long.yaml" in told and "--as blueprint" in told

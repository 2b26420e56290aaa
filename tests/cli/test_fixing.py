"""What `--fix` and `--diff` tell, and what they leave on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.cli.asked import asked
from cxaudit.cli.fixing import fixed_audit
from cxaudit.run.configuration import Wanted

TEXT = "process: Van hire\nowner: boss\nsteps:\n  ask: {by: desk, wiht: driver, waits: 24h}\n"


def run(path: Path, unsafe: bool = False, diff: bool = False) -> set[str]:
    """The codes of the findings that are left."""
    result = fixed_audit(asked([str(path)]), "2026-01-15", Wanted(), unsafe, diff)
    return {finding.code for finding in result.findings}


def test_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(TEXT)
    assert "ST001" not in run(path)
    assert path.read_text() == TEXT.replace("wiht", "with")
    out, told = capsys.readouterr()
    assert out == "" and told == (
        f"fixed: {path}: ST001: write `with` for `wiht`\nfixed 1, 1 more with --unsafe-fixes\n"
    )


def test_unsafe(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(TEXT)
    assert not {"ST001", "ST006"} & run(path, unsafe=True)
    assert path.read_text() == TEXT.replace("wiht", "with").replace("24h", "1d")


def test_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(TEXT)
    assert "ST001" in run(path, diff=True) and path.read_text() == TEXT
    out, told = capsys.readouterr()
    assert "+  ask: {by: desk, with: driver, waits: 24h}\n" in out
    assert told.startswith("would fix: ")


def test_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(TEXT.replace("wiht: driver", "taeks: soon"))
    run(path)
    told = capsys.readouterr().err
    assert "left as it was" in told and "ST001 would come up at steps/ask/takes" in told

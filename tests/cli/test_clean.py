"""`cxaudit clean`: what earlier runs have kept is removed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from cxaudit.cli.clean import clean
from cxaudit.run.cache.store import ANSWERS, Store, key_of


def run(*words: str) -> Result:
    app = typer.Typer()
    app.command()(clean)
    return CliRunner().invoke(app, list(words))


def test_a_cache_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    Store(folder).put(ANSWERS, key_of("a"), b"said")
    done = run("--cache-dir", str(folder))
    assert (done.exit_code, done.output) == (0, f"cxaudit: removed {folder}\n")
    assert not folder.exists()
    again = run("--cache-dir", str(folder))
    assert (again.exit_code, again.output) == (0, f"cxaudit: there is no cache in {folder}\n")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("--cache-dir", str(tmp_path))
    assert done.exit_code == 2 and "is no cache of cxaudit" in done.stderr
    assert (tmp_path / "mine.txt").exists()


def test_where_no_cache_is_wanted_there_is_none() -> None:
    done = CliRunner(env={"CXAUDIT_CACHE": "off"})
    app = typer.Typer()
    app.command()(clean)
    assert done.invoke(app, []).output == "cxaudit: there is no cache\n"

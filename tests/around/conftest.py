"""A copy of the project as others fetch it, and whether packages can be fetched here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.around.git import commit_all, new_repository
from tests.conftest import ROOT

NEEDED = ["pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml"]
FOLDERS = ["cxaudit", "rules", "ci"]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where pip cannot fetch what a wheel is built with."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    folder = tmp_path_factory.mktemp("index")
    done = subprocess.run([*command, "--dest", str(folder)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"pip cannot reach a package index: {done.stderr.strip()[-200:]}")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is on disk now, in a repository of its own with one commit."""
    folder = tmp_path_factory.mktemp("published") / "cxaudit"
    folder.mkdir()
    for name in NEEDED:
        shutil.copy(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    new_repository(folder)
    commit_all(folder, "As it is")
    return folder

"""The root of a project: the folder of its configuration, of its repository, or the current one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cxaudit.run.there import is_file, is_folder, is_there, real_path

NAME = "cxaudit.yaml"
NAMES = (NAME, "cxaudit.yml")
PYPROJECT = "pyproject.toml"
REPOSITORY = ".git"
_OURS = re.compile(rb"^[ \t]*(?:\[+[ \t]*)?(?:tool[ \t]*\.[ \t]*)?[\"']?cxaudit\b", re.MULTILINE)
_MOST = 1_000_000  # bytes of a pyproject.toml that are looked at


def configuration_in(folder: Path) -> Path | None:
    """The configuration that lies in a folder: its cxaudit.yaml, else a pyproject.toml that may hold
    a table of ours."""
    for name in NAMES:
        if os.path.lexists(folder / name):  # a link that leads nowhere is told when it is read
            return folder / name
    path = folder / PYPROJECT
    try:
        if is_file(path):
            with path.open("rb") as file:
                return path if _OURS.search(file.read(_MOST)) else None
    except OSError:
        pass
    return None


def upwards(start: Path) -> list[Path]:
    """The folder of a file, or a folder itself, and those above it."""
    here = real_path(start)
    here = here if is_folder(here) else here.parent
    return [here, *here.parents]


def nearest_configuration(start: Path) -> Path | None:
    """The configuration of a file or folder: the first one upwards; None where there is none."""
    return next((found for folder in upwards(start) if (found := configuration_in(folder))), None)


def repository_root(start: Path) -> Path | None:
    """The folder of the repository that a file or folder belongs to."""
    return next((folder for folder in upwards(start) if is_there(folder / REPOSITORY)), None)


def project_root(start: Path) -> Path:
    """The folder of the nearest configuration, else of the repository, else the current one."""
    path = nearest_configuration(start)
    if path is not None:
        return path.parent
    chain, current = upwards(start), Path.cwd().resolve()
    return repository_root(start) or (current if current in chain else chain[0])

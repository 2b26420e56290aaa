"""Where a file lies, as formats write it: relative to the current folder where it lies in it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote


def shown(file: str) -> str:
    """A file's path with forward slashes: relative where it lies below the current folder or was
    named relative to it, else absolute."""
    return _shown(file, str(Path.cwd())) if file else file


@lru_cache(maxsize=4096)
def _shown(file: str, folder: str) -> str:
    path = Path(os.path.normpath(file))
    if not path.is_absolute():
        return path.as_posix()
    here = Path(folder)
    for found in (path, _unlinked(path)):
        if found.is_relative_to(here):
            return found.relative_to(here).as_posix()
    return path.as_posix()


def _unlinked(path: Path) -> Path:
    """The path with links among its folders followed; the file itself may be one."""
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError, ValueError):
        return path


def inside(file: str) -> bool:
    """Whether a file lies below the current folder."""
    path = PurePosixPath(shown(file))
    return not Path(shown(file)).is_absolute() and ".." not in path.parts


def located(file: str) -> str:
    """A path for tools that know no folder above the current one: relative below it, else absolute."""
    path = shown(file)
    return path if inside(file) else Path(os.path.normpath(Path.cwd() / path)).as_posix()


def uri(file: str) -> str:
    """A file's address, percent-encoded: a relative reference below the current folder, else
    `file://`."""
    if inside(file):
        return quote(_bytes(shown(file)))
    path = located(file)
    return "file://" + quote(_bytes(path if path.startswith("/") else "/" + path), safe="/:")


def _bytes(path: str) -> bytes:
    """A path as the file system has it."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # half of a pair: no file system gave this name
        return path.encode("utf-8", "replace")

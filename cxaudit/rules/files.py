"""The files that a pack or a configuration names: found, kept inside the project, read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cxaudit.language.nodes import MOST_BYTES, decode
from cxaudit.language.problems import Problem


class Refused(Exception):
    """A file that is not read. `says` goes on after its name; `problem` says the same, with a place
    where one in it is to blame."""

    def __init__(self, says: str, problem: Problem | None = None) -> None:
        super().__init__(says)
        self.says = says
        self.problem = problem or Problem("invalid", "file", says, blocks=True)


def resolve(text: str, folder: Path, root: Path) -> Path:
    """The file that a path in another file means. A path that leaves the project is refused, by
    whatever links it would do so, before anything is asked about what lies there."""
    try:
        path = (folder / text).resolve()
    except (OSError, RuntimeError, ValueError):
        raise Refused("is no path") from None
    if not path.is_relative_to(root.resolve()):
        raise Refused("lies outside the project: it is not read")
    return path


def check(path: Path, named: bool = False) -> None:
    """Refuse what is no regular file, unless a person `named` it, who may hand over a pipe; a device
    is never read."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise Refused("no such file") from None
    except (OSError, ValueError) as error:
        raise Refused(_reason(error)) from None
    if stat.S_ISDIR(mode):
        raise Refused("is a folder, not a file")
    if not stat.S_ISREG(mode) and not (named and stat.S_ISFIFO(mode)):
        raise Refused("is no regular file: it is not read")


def read_text(path: Path, named: bool = False) -> str:
    """The text of a file; a Refused where it is none, or too long."""
    check(path, named)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(_reason(error)) from None
    text = decode(data)
    if isinstance(text, Problem):
        raise Refused(text.says, text)
    return text


def _reason(error: OSError | ValueError) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {told.lower()}"


def shown(text: str, beside: str) -> str:
    """A path that a file names, as the person who named that file would write it."""
    return os.path.normpath(Path(beside).parent / text)

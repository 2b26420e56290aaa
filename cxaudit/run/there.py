"""Whether a file or folder is there: an answer for any text that people may write as a path.

`Path.exists()` and its sisters raise an error for a name that is too long, or a folder that may not
be looked into. Whoever only asks what a path is takes that for a no; whoever reads it tells why.
"""

from __future__ import annotations

from pathlib import Path


def is_there(path: str | Path) -> bool:
    """Whether anything is there; a link that leads nowhere is not."""
    try:
        return Path(path).exists()
    except OSError:
        return False


def is_file(path: str | Path) -> bool:
    """Whether it is a regular file, or a link to one."""
    try:
        return Path(path).is_file()
    except OSError:
        return False


def is_folder(path: str | Path) -> bool:
    """Whether it is a folder, or a link to one."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def real_path(path: str | Path) -> Path:
    """The path behind all links; of one that leads round in a circle its own absolute path."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):
        return Path(path).absolute()

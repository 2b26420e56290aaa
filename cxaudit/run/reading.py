"""The bytes of a file or pipe that somebody named: nothing is waited for without end."""

from __future__ import annotations

import errno
import os
import select
import stat
from pathlib import Path

PATIENCE = 1.0  # seconds for whoever is to fill a pipe to open it
_PIECE = 1 << 16


def read_named(path: Path) -> bytes:
    """The bytes of a file, or of a pipe to its end as long as anybody writes to it. Raises OSError,
    for a device or a folder too, and for a pipe that nobody writes to."""
    _refuse(path, path.stat().st_mode)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        _refuse(path, mode)
        return _drained(handle, path) if stat.S_ISFIFO(mode) else file.read()


def _refuse(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "is a folder, not a file", str(path))
    if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
        raise OSError(errno.EINVAL, "is no regular file", str(path))


def _drained(handle: int, path: Path) -> bytes:
    """What comes out of a pipe until the last that writes to it has closed it."""
    found = _piece(handle)
    if found == b"":
        select.select([handle], [], [], PATIENCE)
        found = _piece(handle)
    if found == b"":
        raise OSError(errno.EPIPE, "is a pipe that nobody writes to", str(path))
    os.set_blocking(handle, True)
    pieces = [found or b""]
    while piece := os.read(handle, _PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _piece(handle: int) -> bytes | None:
    """What a pipe holds now: nothing where nobody writes to it, None where somebody may yet."""
    try:
        return os.read(handle, _PIECE)
    except BlockingIOError:
        return None

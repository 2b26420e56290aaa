"""Files replaced whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import re
import stat
import sys
import tempfile
from pathlib import Path
from typing import TextIO

READ_ONLY = "it is read-only and stays as it is"
CHANGED = "was changed by somebody else meanwhile: it is left as it is"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class NotWritten(Exception):
    """Why a file was left as it is."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Give a file new bytes in one move. Its permissions stay, a link goes on leading to it; one with
    several names is written in place. Raises `NotWritten` where it may not be written, or no longer
    holds what was read from it."""
    try:
        check_writable(path)
        real = path.resolve(strict=True)
        state = real.stat()
        if state.st_nlink == 1:
            _put(real, after, state, before)
        elif real.read_bytes() == before:
            _overwrite(real, after)
        else:
            raise NotWritten(CHANGED)
    except OSError as error:
        raise NotWritten(f"cannot be written: {(error.strerror or str(error)).lower()}") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file, or replace one in one move, so that a reader never sees half of it. Its
    permissions stay, and a link goes on leading to it.

    A file with several names (hard links) is written in place, so that it keeps them; a pipe or device
    takes the bytes as it is. Raises OSError, for a read-only file too.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        # A link may lead to a file that is still to be made.
        _put(Path(os.path.realpath(path)), data, None)
        return
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file", str(path))
    if _pour(path, state, data):
        return
    if not _may_write(path, state.st_mode):
        raise PermissionError(errno.EACCES, READ_ONLY, str(path))
    real = path.resolve(strict=True)
    if state.st_nlink > 1:
        _overwrite(real, data)
    else:
        _put(real, data, state)


def write_output(path: Path, data: bytes) -> None:
    """The same for what a person wants written: the folders that are missing are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


def _put(
    real: Path, data: bytes, state: os.stat_result | None, before: bytes | None = None
) -> None:
    """Write a draft beside a file, with the rights of the file that it replaces, and move it there;
    only where the file still holds what was read, if `before` is given."""
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:40]}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if state is not None:
            with contextlib.suppress(OSError):  # only the owner of a file may give it away
                os.chown(draft, state.st_uid, state.st_gid)
        draft.chmod(0o666 & ~_umask() if state is None else stat.S_IMODE(state.st_mode))
        if before is not None and real.read_bytes() != before:
            raise NotWritten(CHANGED)
        draft.replace(real)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _overwrite(real: Path, data: bytes) -> None:
    """Give a file other bytes where it lies; the old ones again where that fails half-way."""
    before = real.read_bytes()
    with real.open("r+b", buffering=0) as file:
        try:
            _fill(file.fileno(), data)
        except BaseException:
            _fill(file.fileno(), before)
            raise


def _fill(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    _write_all(handle, data)
    os.ftruncate(handle, len(data))


def _pour(path: Path, state: os.stat_result, data: bytes) -> bool:
    """Write into what is no file to replace: standard output by its other name, a pipe, a device.
    Whether it was one. A pipe that nobody reads raises OSError: nothing is waited for."""
    for stream in (sys.stdout, sys.stderr):
        if _leads_to(stream, state):
            stream.flush()
            _write_all(stream.fileno(), data)
            return True
    if stat.S_ISREG(state.st_mode):
        return False
    if stat.S_ISSOCK(state.st_mode):
        raise OSError(errno.ENXIO, "it is a socket, not a file", str(path))
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "it is a pipe that nobody reads", str(path)) from None
        raise
    try:
        os.set_blocking(handle, True)
        _write_all(handle, data)
    finally:
        os.close(handle)
    return True


def _leads_to(stream: TextIO | None, state: os.stat_result) -> bool:
    try:
        return stream is not None and os.path.samestat(state, os.fstat(stream.fileno()))
    except (OSError, ValueError):  # no stream of the system
        return False


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_writable(path: Path) -> None:
    """Raise `NotWritten` where a path is no file that may be written."""
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except OSError as error:
        raise NotWritten(f"cannot be written: {(error.strerror or str(error)).lower()}") from None
    if not stat.S_ISREG(mode):
        raise NotWritten("is no regular file: it is not written")
    if not _may_write(real, mode):
        raise NotWritten("is read-only: it is left as it is")


def _may_write(path: Path, mode: int) -> bool:
    """Whether a file may be written; a read-only one not even by those whom nothing stops."""
    return bool(mode & 0o222) and os.access(path, os.W_OK)


def unified_diff(path: str, before: bytes, after: bytes) -> str:
    """What would change in a file, as `diff -u` tells it. A line ends at a line feed only, so that a
    carriage return shows as a change."""
    old, new = (_LINE.findall(data.decode("utf-8", "replace")) for data in (before, after))
    found = difflib.unified_diff(old, new, f"{path}", f"{path}")
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in found
    )

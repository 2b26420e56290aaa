"""Files replaced whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import stat
import tempfile
from pathlib import Path

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class NotWritten(Exception):
    """Why a file was left as it is."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Give a file new bytes in one move. Its permissions stay, a link goes on leading to it. Raises
    `NotWritten` where it may not be written, or no longer holds what was read from it."""
    try:
        check_writable(path)
        real = path.resolve(strict=True)
        _replace(real, real.stat(), before, after)
    except OSError as error:
        raise NotWritten(f"cannot be written: {(error.strerror or str(error)).lower()}") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file, or replace one, in one move, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


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
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise NotWritten("is read-only: it is left as it is")


def _replace(real: Path, state: os.stat_result, before: bytes, after: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # only the owner of a file may give it away
            os.chown(draft, state.st_uid, state.st_gid)
        draft.chmod(stat.S_IMODE(state.st_mode))
        if real.read_bytes() != before:
            raise NotWritten("was changed by somebody else meanwhile: it is left as it is")
        draft.replace(real)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def unified_diff(path: str, before: bytes, after: bytes) -> str:
    """What would change in a file, as `diff -u` tells it. A line ends at a line feed only, so that a
    carriage return shows as a change."""
    old, new = (_LINE.findall(data.decode("utf-8", "replace")) for data in (before, after))
    found = difflib.unified_diff(old, new, f"{path}", f"{path}")
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in found
    )

"""A portal put into a folder: all of it or nothing, and nothing else in there is touched.

What it has written stands in `.cxaudit-site/manifest.json` within the folder. The next run replaces
those files, takes away the ones that are no longer pages, and refuses to write over any other.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from cxaudit.run.writing import write_whole

HOME = ".cxaudit-site"
MANIFEST = f"{HOME}/manifest.json"
VERSION = 1
_LARGEST = 50_000_000  # bytes of a manifest


class NotPublished(Exception):
    """Why a portal was not written; the folder is as it was."""

    def __init__(self, path: Path, says: str) -> None:
        super().__init__(f"{path} {says}")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of the files: written anew, left because they are the same, taken away; `kept` were to
    be taken away, but somebody has changed them."""

    written: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def publish(folder: Path, files: Mapping[str, bytes]) -> Published:
    """Make a folder hold the portal. Raises `NotPublished` where a file that no portal wrote is in the
    way, OSError where the folder cannot be written; nothing is changed then."""
    if folder.exists() and not folder.is_dir():
        raise NotPublished(folder, "is a file: name a folder with -o")
    if (folder / HOME).is_symlink():
        raise NotPublished(folder / HOME, "is a link: a portal keeps its own list there")
    known = _known(folder)
    written = [path for path in files if _differs(folder, path, files[path], known)]
    stale = [path for path in known if path not in files and os.path.lexists(folder / path)]
    removed = [path for path in stale if _digest_of(folder / path) == known[path]]
    marks = {path: _digest(data) for path, data in files.items()}
    if written or removed or known != marks:
        _exchange(folder, {path: files[path] for path in written}, removed, known, marks)
    same = tuple(path for path in files if path not in set(written))
    kept = tuple(path for path in stale if path not in set(removed))
    return Published(tuple(written), same, tuple(removed), kept)


def _known(folder: Path) -> dict[str, str]:
    """What an earlier portal wrote into a folder, with its hashes. A list that somebody has broken is
    none: then its files are in the way and nothing is lost."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        data: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    listed = data.get("files") if isinstance(data, dict) else None
    if not isinstance(listed, dict):
        return {}
    return {
        name: mark
        for name, mark in listed.items()
        if _inside(folder, name) and isinstance(mark, str)
    }


def _inside(folder: Path, name: str) -> bool:
    """Whether a name is that of a file within a folder, and no link leads out of it on the way."""
    parts = PurePosixPath(name).parts
    plain = bool(parts) and name == "/".join(parts) and not any(c in name for c in "\\:\0")
    if not plain or ".." in parts or parts[0] in ("/", HOME):
        return False
    return not any((folder / Path(*parts[:n])).is_symlink() for n in range(1, len(parts) + 1))


def _differs(folder: Path, name: str, data: bytes, known: Mapping[str, str]) -> bool:
    """Whether a file is to be written. Raises `NotPublished` where something else is in its place."""
    path = folder / name
    if not _inside(folder, name):
        raise NotPublished(path, "is a link, or lies behind one: a portal is written into folders")
    for above in list(path.relative_to(folder).parents)[:-1]:
        if (folder / above).exists() and not (folder / above).is_dir():
            raise NotPublished(folder / above, "is a file where the portal needs a folder")
    if not os.path.lexists(path):
        return True
    if not path.is_file():
        raise NotPublished(path, "is a folder where the portal needs a file")
    if path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    if name not in known:
        raise NotPublished(
            path, "is there and no portal wrote it: name another folder with -o, or move it away"
        )
    return True


def _exchange(
    folder: Path,
    written: Mapping[str, bytes],
    removed: list[str],
    known: Mapping[str, str],
    marks: Mapping[str, str],
) -> None:
    """Write every file beside the portal, then move all of them in at once; back again where that
    fails."""
    home, new, old = folder / HOME, folder / HOME / "new", folder / HOME / "old"
    fresh, done = not folder.exists(), False
    try:
        for leftover in (new, old):  # of a run that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        for name, data in written.items():
            draft = new / name
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
        home.mkdir(parents=True, exist_ok=True)
        with _undisturbed():
            _swap(folder, list(written), removed, known, marks)
            _drop_empty(folder, removed)
            done = True
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        if not done and not known:
            shutil.rmtree(home, ignore_errors=True)
            if fresh and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _swap(
    folder: Path,
    written: list[str],
    removed: list[str],
    known: Mapping[str, str],
    marks: Mapping[str, str],
) -> None:
    """Move the old files away and the new ones in, and note it; back again where that fails."""
    done: list[tuple[Path, Path]] = []
    made: list[Path] = []
    # If the machine stops meanwhile, the next run knows the files of both portals.
    _note(folder, {**known, **marks})
    try:
        for source, target in _moves(folder, written, removed):
            made += _missing_folders(target)
            source.replace(target)
            done.append((source, target))
        _note(folder, marks)
    except BaseException:
        for source, target in reversed(done):
            target.replace(source)
        for above in reversed(made):
            if HOME not in above.parts and not any(above.iterdir()):
                above.rmdir()
        _note(folder, known)
        raise


def _moves(folder: Path, written: list[str], removed: list[str]) -> Iterator[tuple[Path, Path]]:
    """The old files out of the way, then the new ones to their places."""
    new, old = folder / HOME / "new", folder / HOME / "old"
    for name in [*written, *removed]:
        if os.path.lexists(folder / name):
            yield folder / name, old / name
    for name in written:
        yield new / name, folder / name


def _missing_folders(path: Path) -> list[Path]:
    """Make the folders that a file wants; which these were, the outermost first."""
    missing = [above for above in reversed(path.parents) if not above.exists()]
    for above in missing:
        above.mkdir()
    return missing


def _drop_empty(folder: Path, removed: list[str]) -> None:
    """Take away folders in which no page is left."""
    for name in removed:
        for above in list((folder / name).parents)[: name.count("/")]:
            if above.is_dir() and not any(above.iterdir()):
                above.rmdir()


def _note(folder: Path, marks: Mapping[str, str]) -> None:
    data = {"portal": VERSION, "files": dict(sorted(marks.items()))}
    write_whole(folder / MANIFEST, json.dumps(data, indent=0).encode() + b"\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Meanwhile Ctrl-C comes too late: what is left to do takes no time that anybody notices."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

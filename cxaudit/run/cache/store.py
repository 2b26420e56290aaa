"""A folder of small files by key: written whole, checked when read, kept within a size.

Whatever goes wrong with it is a miss. Several processes may use one folder at once: a file gets its
name only once it is complete, and one that vanishes meanwhile was never there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path

TAG = "CACHEDIR.TAG"
SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"  # of https://bford.info/cachedir/
_TOLD = f"{SIGNATURE}\n# This folder is a cache of cxaudit; `cxaudit clean` removes it.\n"
_MAGIC = b"cxaudit 1\n"
_MARK = 16  # bytes of the checksum behind it
_DAY = 86_400.0
KEPT = 0.75  # of the size, once it is exceeded
SHARDS = 256
VERDICTS, ANSWERS = "verdicts", "answers"
# Bytes of all files of a kind, whatever number of runs they come from.
SIZES = {VERDICTS: 256_000_000, ANSWERS: 256_000_000}
LARGEST = 64_000_000  # bytes of one thing that is kept


def key_of(*parts: object) -> str:
    """The key that some parts make: equal parts in the same order have one key, others another."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


@dataclass
class Store:
    """What is kept in a folder, by kind and key. `sizes` bounds the bytes of each kind."""

    folder: Path
    sizes: dict[str, int] = field(default_factory=lambda: dict(SIZES))
    _grown: set[Path] = field(default_factory=set, repr=False)
    _broken: bool = field(default=False, repr=False)

    def make(self) -> None:
        """Make the folder, so that it is there before anybody looks at what lies around it."""
        with contextlib.suppress(OSError):
            self._prepare(self.folder)

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under a key; None where nothing is, or nothing whole."""
        path = self._path(kind, key)
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size > LARGEST + 1024:
                    return None
                data = file.read()
                old = time.time() - os.fstat(file.fileno()).st_mtime > _DAY
        except OSError:
            return None
        begin = len(_MAGIC) + _MARK
        payload = data[begin:]
        if data[:begin] != _MAGIC + _mark(payload):
            return None
        if old:  # the least recently used goes first; once a day is near enough
            _touch(path)
        return _unpacked(payload)

    def put(self, kind: str, key: str, payload: bytes) -> None:
        """Keep something under a key, or do nothing where it cannot be kept."""
        if self._broken or len(payload) > LARGEST:
            return
        packed = zlib.compress(payload, 1)
        path = self._path(kind, key)
        draft = path.parent / f".{key}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            self._prepare(path.parent)
            try:
                with draft.open("xb") as file:
                    file.write(_MAGIC + _mark(packed) + packed)
                draft.replace(path)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
        except OSError:
            self._broken = True  # full, read-only or gone: not tried again in this run
            return
        self._grown.add(path.parent)

    def trim(self) -> None:
        """Keep every folder that has grown within its share, the least recently used going first."""
        for folder in sorted(self._grown):
            kind = folder.name if folder.name in self.sizes else folder.parent.name
            shards = SHARDS if kind == VERDICTS else 1
            _trim(folder, self.sizes[kind] // shards)
        self._grown.clear()

    def _path(self, kind: str, key: str) -> Path:
        folder = self.folder / kind
        return folder / key[:2] / key if kind == VERDICTS else folder / key

    def _prepare(self, folder: Path) -> None:
        if folder in self._grown:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in ((TAG, _TOLD), (".gitignore", "*\n")):
            if not (self.folder / name).exists():
                (self.folder / name).write_text(text, encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)


def clear(folder: Path) -> bool:
    """Remove a cache; whether there was one. Nothing but a cache is ever removed: a folder that does
    not carry the tag of one is left alone. Raises OSError where it cannot be removed."""
    try:
        with (folder / TAG).open(encoding="utf-8", errors="replace") as file:
            ours = file.read(len(_TOLD)) == _TOLD
    except OSError:
        return False
    if not ours or folder.is_symlink():
        return False
    import shutil

    for kind in (VERDICTS, ANSWERS):
        if (folder / kind).is_dir() and not (folder / kind).is_symlink():
            gone = folder / f".{kind}.{os.urandom(4).hex()}"
            (folder / kind).replace(gone)  # others may be writing into it
            shutil.rmtree(gone, ignore_errors=True)
    for name in (".gitignore", TAG):
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something of somebody else may be in it
        folder.rmdir()
    return True


def _mark(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_MARK).digest()


def _unpacked(packed: bytes) -> bytes | None:
    """The bytes that were packed; None where they are none, or more than were ever packed."""
    try:
        reader = zlib.decompressobj()
        payload = reader.decompress(packed, LARGEST)
    except zlib.error:
        return None
    return payload if reader.eof else None


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def _trim(folder: Path, most: int) -> None:
    found: list[tuple[float, int, str]] = []
    now = time.time()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                state = entry.stat(follow_symlinks=False)
                if entry.name.startswith(".") and now - state.st_mtime < _DAY:
                    continue  # somebody is about to give it its name
                found.append((state.st_mtime, state.st_size, entry.path))
    except OSError:
        return
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        try:
            Path(path).unlink()
        except OSError:
            continue
        total -= size
        if total <= most * KEPT:
            return

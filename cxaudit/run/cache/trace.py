"""What a stretch of work reads: the files it opens, the folders it lists, and those above them.

Python tells whoever asks (`sys.addaudithook`) before it opens a file or lists a folder, so what was
read is seen rather than guessed. Each thing is noted as it is before it is read and looked at again
at the end: where it has changed meanwhile, nobody can say what was read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What is looked for in the folders above a file, whether or not it is there.
PROBED = ("cxaudit.yaml", "pyproject.toml", ".git", "cxaudit-baseline.yaml")
LISTED = (".yaml", ".yml", ".bpmn")
UNSEEN = ("node_modules", "__pycache__")
_CODE = (".py", ".pyc", ".pyd", ".so")
_WRITING = os.O_WRONLY | os.O_RDWR
_PACKAGE = str(Path(__file__).resolve().parent.parent.parent) + os.sep
Stamp = tuple[int, int, int]


@dataclass
class Trace:
    """What was read: files with a stamp from before they were opened, folders with what was in them,
    names that were looked for, with what was there, and `roads`, where folders lead. `unsure` where
    something was read that cannot be looked at again, such as a pipe."""

    aside: str = ""  # a folder that does not count, such as that of the cache
    files: dict[str, Stamp] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    probes: dict[str, str] = field(default_factory=dict)
    roads: dict[str, str] = field(default_factory=dict)
    unsure: bool = False
    _seen: set[str] = field(default_factory=set, repr=False)

    def open(self, path: str) -> None:
        """Note a file that is about to be read."""
        if path in self.files or path.endswith(_CODE) or self._apart(path):
            return
        try:
            state = Path(path).stat()
        except (OSError, ValueError):
            self.probe(path)
            return
        if not stat.S_ISREG(state.st_mode):
            self.unsure = True
            return
        self.files[path] = _stamp(state)
        self.around(str(Path(path).parent))

    def list(self, path: str) -> None:
        """Note a folder that is about to be listed."""
        if path not in self.folders and not self._apart(path):
            self.folders[path] = listing(path)
            self.around(path)

    def around(self, folder: str) -> None:
        """Note what is looked for in a folder and in those above it."""
        while folder not in self._seen:
            self._seen.add(folder)
            self.roads[folder] = os.path.realpath(folder)
            for name in PROBED:
                self.probe(str(Path(folder, name)))
            folder = str(Path(folder).parent)

    def probe(self, path: str) -> None:
        """Note what is at a path, if anything."""
        self.probes.setdefault(path, _probed(path))

    def _apart(self, path: str) -> bool:
        aside = bool(self.aside) and (path + os.sep).startswith(self.aside + os.sep)
        return aside or path.startswith(_PACKAGE)

    def digests(self) -> dict[str, str] | None:
        """The content of every file that was read; None where something has changed since it was
        first looked at, or cannot be looked at again."""
        if self.unsure:
            return None
        found = {}
        for path, was in self.files.items():
            try:
                with Path(path).open("rb") as file:
                    data, state = file.read(), os.fstat(file.fileno())
            except OSError:
                return None
            if _stamp(state) != was:
                return None
            found[path] = content(data)
        same = all(listing(path) == was for path, was in self.folders.items())
        return found if same and all_stand(self.probes, self.roads) else None


def content(data: bytes) -> str:
    """The digest of a file."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def listing(folder: str) -> str:
    """The digest of what matters in a folder: the names and kinds of folders and of files that may be
    read; where links lead."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                hidden = entry.name.startswith(".") or entry.name in UNSEEN
                if hidden and entry.is_dir():
                    continue  # whatever these hold, nobody looks for it
                if entry.is_symlink():
                    kind = "link " + os.path.realpath(entry.path) + str(entry.is_dir())
                elif entry.is_dir():
                    kind = "folder"
                else:
                    kind = "file" if entry.is_file() else "other"
                if kind != "file" or entry.name.lower().endswith(LISTED):
                    found.append(f"{entry.name}\0{kind}")
    except OSError as error:
        found = [f"error {error.errno}"]
    return content("\n".join(sorted(found)).encode("utf-8", "surrogatepass"))


def all_stand(probes: dict[str, str], roads: dict[str, str]) -> bool:
    """Whether there still is what was found where something was looked for, and folders lead to where
    they led."""
    return all(_probed(path) == was for path, was in probes.items()) and all(
        os.path.realpath(path) == was for path, was in roads.items()
    )


def _probed(path: str) -> str:
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return ""
    return f"link {os.path.realpath(path)}" if stat.S_ISLNK(mode) else str(stat.S_IFMT(mode))


def _stamp(state: os.stat_result) -> Stamp:
    return state.st_mtime_ns, state.st_size, state.st_ino


_traces: list[Trace] = []
_hooked = False


@contextmanager
def tracing(aside: str = "") -> Iterator[Trace]:
    """Trace what is read meanwhile, by all threads of this process."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    trace = Trace(aside)
    _traces.append(trace)
    try:
        yield trace
    finally:
        _traces.remove(trace)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _traces or event not in ("open", "os.scandir", "os.listdir"):
        return
    named = arguments[0]
    if named is None:
        named = "."
    if isinstance(named, int):
        return  # a file that is open already
    path = os.path.normpath(Path.cwd() / os.fsdecode(named))
    traces = list(_traces)
    if event == "open":
        if not (isinstance(arguments[2], int) and arguments[2] & _WRITING):
            for trace in traces:
                trace.open(path)
        return
    del _traces[:]  # looking at a folder lists it
    try:
        for trace in traces:
            trace.list(path)
    finally:
        _traces[:] = traces

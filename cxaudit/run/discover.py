"""Which files an audit reads: those named, those in folders, and the organisation files above them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.read import LEADING_KEYS
from cxaudit.run.project import project_root
from cxaudit.run.reading import read_named
from cxaudit.run.there import is_file, is_folder, is_there

YAML = (".yaml", ".yml")
SKIPPED = {".git", ".venv", "node_modules", "__pycache__"}
_LEADING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(?:---[ \t\r]*|#[^\n]*|[ \t\r]*)\n)*"
    rb"[ \t]*(?:\{\s*)?[\"']?([A-Za-z-]+)[\"']?\s*:"
)
_ANY_OURS = re.compile(
    rb"(?:^|\n)(?:\xef\xbb\xbf)?(?:" + b"|".join(k.encode() for k in LEADING_KEYS) + rb")\s*:"
)


@dataclass(slots=True)
class Failure:
    """A path that could not be audited at all, and why."""

    path: str
    says: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is said of BPMN files beside what they say themselves: which pool or lane is the party
    served, and whether messages between pools count for soundness."""

    customer: str | None = None
    collaboration: bool = False


@dataclass(slots=True)
class Found:
    """Files to audit, in order, those named outright marked; and paths that failed. With `only_maps`
    what a folder would pass over is passed over among the named ones, too."""

    files: list[Path] = field(default_factory=list)
    named: set[Path] = field(default_factory=set)
    data: dict[Path, bytes] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    only_maps: bool = False
    drawn: Drawn = field(default_factory=Drawn)


def discover(paths: Iterable[str], only_maps: bool = False) -> Found:
    """Resolve what was asked for. A folder stands for every map below it.

    A file named outright is audited whatever it holds. With `only_maps` it is held to what a folder
    is held to, and passed over where a folder would pass over it: for lists of files that somebody
    changed, whatever they are.
    """
    found = Found(only_maps=only_maps)
    seen: set[str] = set()
    for text in paths:
        path = Path(text)
        try:
            if path.is_dir():
                for file in _in_folder(path):
                    _add(found, seen, file, named=False)
            elif path.exists():
                if not only_maps or _stands_in_folder(path):
                    _add(found, seen, path, named=True, any_kind=not only_maps)
            else:
                found.failures.append(Failure(text, "no such file or folder"))
        except OSError as error:
            found.failures.append(Failure(text, _reason(error)))
    return found


def resolved(path: Path, folders: dict[Path, Path]) -> Path:
    """A path without links and dots, for many files: the folders that they lie in are resolved once and
    kept in `folders`."""
    try:
        apart = path.name in ("", "..") or path.is_symlink()
    except (OSError, ValueError):  # a name that no file can have
        apart = True
    if apart:
        return path.resolve()
    if path.parent not in folders:
        folders[path.parent] = path.parent.resolve()
    return folders[path.parent] / path.name


def inside(path: Path, root: Path, folders: dict[Path, Path] | None = None) -> bool:
    """Whether a file really lies under a folder: a link that leads out of it does not."""
    try:
        return resolved(path, {} if folders is None else folders).is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads back to itself
        return False


def _in_folder(folder: Path) -> list[Path]:
    found = []
    root = project_root(folder)
    folders: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part in SKIPPED or part.startswith(".") for part in parts):
            continue
        ours = path.suffix.lower() in (*YAML, ".bpmn") and not path.is_dir()
        if ours and (inside(path, root, folders) or not path.exists()):
            found.append(path)
    return found


def _stands_in_folder(path: Path) -> bool:
    """Whether a search of the project's folders would come upon a file, by name and place."""
    root = project_root(path.parent)  # of a link, not of what it leads to
    place = path.parent.resolve() / path.name
    if path.suffix.lower() not in (*YAML, ".bpmn") or not inside(path, root):
        return False
    parts = place.relative_to(root).parts if place.is_relative_to(root) else (path.name,)
    return path.is_file() and not any(part in SKIPPED or part.startswith(".") for part in parts)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _add(found: Found, seen: set[str], path: Path, named: bool, any_kind: bool = False) -> None:
    whole = os.path.abspath(path)  # noqa: PTH100 - not through links: a link is a file of its own
    if whole in seen:
        return
    seen.add(whole)
    if is_there(path) and not is_file(path) and not (named and path.is_fifo()):
        found.failures.append(Failure(str(path), "is no regular file: it is not read"))
        return
    try:
        data = read_named(path)
    except OSError as error:
        found.failures.append(Failure(str(path), f"cannot be read: {_reason(error)}"))
        return
    if any_kind or path.suffix.lower() == ".bpmn" or looks_like_ours(data):
        found.files.append(path)
        found.data[path] = data
        if named:
            found.named.add(path)


def looks_like_ours(data: bytes) -> bool:
    """Whether the first key of a file is one of ours; a file in which none can be made out counts
    where a line of it begins with one of ours."""
    head = data[:65536]
    first = _LEADING.match(head)
    if first:
        word = first[1].decode()
        return word in LEADING_KEYS and word != "rules"
    return _ANY_OURS.search(head) is not None


def organisation_above(file: Path, root: Path) -> list[Path]:
    """The files with `organisation:` in the nearest folder, from the file's own up to the root."""
    folder = file.resolve().parent
    while True:
        found = []
        for path in sorted(folder.glob("*.y*ml")) if is_folder(folder) else []:
            if not inside(path, root) or not is_file(path):
                continue
            try:
                with path.open("rb") as handle:
                    first = _LEADING.match(handle.read(65536))
            except OSError:
                continue
            if first and first[1] in (b"organisation", b"organization"):
                found.append(path)
        if found or folder == root or folder == folder.parent or root not in folder.parents:
            return found
        folder = folder.parent

"""BASE and HEAD: what they name, and the files of each side, ready to be audited.

A revision is written into a scratch folder, its maps and what lies around them, as it is stored: the
working tree is never touched. There it is found and read as any folder is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.run.discover import YAML, Found, discover, inside
from cxaudit.run.git import Repository, Unavailable, fetch, repository_of, unknown
from cxaudit.run.load import load
from cxaudit.run.scenarios import Atlas
from cxaudit.run.there import is_file

OURS = (*YAML, ".bpmn")
_RANGE = re.compile(r"(?P<base>[^.].*?)(?P<dots>\.{2,3})(?P<head>[^./].*)?")


@dataclass(frozen=True, slots=True)
class Spec:
    """What somebody named: a commit, a path, or (neither) the working tree. `text` is how."""

    text: str
    commit: str = ""
    path: Path | None = None


@dataclass(slots=True)
class Side:
    """One side, ready to be audited. `home` is the folder its keys are relative to, `told` where a
    person would look for that folder; `beside` are files read because maps that were asked for call
    them."""

    home: Path
    told: str
    found: Found = field(default_factory=Found)
    beside: set[str] = field(default_factory=set)
    commit: str = ""

    def key(self, path: str) -> str:
        """A file's path from the side's folder, the same on both sides."""
        file = Path(path)
        place = file.parent.resolve() / file.name
        return Path(os.path.relpath(place, self.home)).as_posix()

    def shown(self, path: str) -> str:
        """A file as people would write it."""
        if not self.commit or not path.startswith(str(self.home)):
            return path
        key = self.key(path)
        return os.path.relpath(Path(self.told) / key) if self.told else key

    def plain(self, text: str) -> str:
        """A text without the scratch folder in its paths."""
        return text.replace(str(self.home) + os.sep, "") if self.commit else text


def named(base: str, head: str | None, near: list[str]) -> tuple[Spec, Spec, Repository | None]:
    """What BASE and HEAD name, and the repository in which revisions are looked up: that of the
    first path that is named, else of the current folder."""
    parting = _RANGE.fullmatch(base) if head is None and not os.path.lexists(base) else None
    dots = ""
    asked = base, head
    if parting:
        base, dots, head = parting["base"], parting["dots"], parting["head"]
    paths = [text for text in (head, *near, base) if text and os.path.lexists(text)]
    repository = repository_of(Path(paths[0] if paths else "."))
    if repository is None and paths:
        repository = repository_of(Path())
    _refuse_mixtures(*asked, repository)
    one = _spec(base, repository)
    other = _spec(head, repository) if head is not None else Spec("the working tree")
    if dots == "...":
        one = _parted(base, one, other, repository)
    return one, other, repository


def _refuse_mixtures(base: str, head: str | None, repository: Repository | None) -> None:
    """Say what to write where one word names both sides beside another, or a path within a revision."""
    words = [base] if head is None else [base, head]
    for word in words:
        if os.path.lexists(word):
            continue
        others = [text for text in words if text != word]
        paths = [text for text in others if os.path.lexists(text)]
        if _RANGE.fullmatch(word) and head is not None:
            way = f"write cxaudit diff {word}, or name two revisions without dots"
            if paths:
                way = f"paths come behind --: cxaudit diff {word} -- {paths[0]}"
            raise Unavailable(f"{word!r} names both sides already: {way}")
        revision, _, path = word.partition(":")
        if repository is None or not revision or not path or repository.commit(word):
            continue
        if repository.commit(revision):
            sides = [revision if text == word else text for text in words if text not in paths]
            raise Unavailable(
                f"{word!r} is a path within a revision; paths come behind --: "
                f"cxaudit diff {' '.join(sides)} -- {path}"
            )


def _parted(text: str, base: Spec, head: Spec, repository: Repository | None) -> Spec:
    """The commit at which HEAD left BASE."""
    if repository is None or not base.commit or head.path is not None:
        raise Unavailable(f"{text}... is where a line of history left {text}: name two revisions")
    tip = head.commit or repository.commit("HEAD")
    found = repository.merge_base(base.commit, tip)
    if found:
        return Spec(f"{text}...", found)
    if repository.shallow:
        raise Unavailable(f"where {text} was left is not in this shallow clone: {fetch(text)}")
    raise Unavailable(f"{text} and {head.text} have no commit in common")


def _spec(text: str, repository: Repository | None) -> Spec:
    """What one word names; Unavailable where it names nothing, or two things."""
    there = os.path.lexists(text)
    bare = repository is not None and repository.bare
    path_only = text.startswith((".", os.sep)) or text.endswith("/") or shutil.which("git") is None
    if there and not bare and path_only:
        return Spec(text, path=Path(text))
    commit = _commit(text, repository, there)
    if commit and there and not bare:
        raise Unavailable(
            f"{text!r} is a revision and a path as well: write ./{text} for the path, {text}^0 for "
            "the revision"
        )
    if commit:
        return Spec(text, commit)
    if there:
        return Spec(text, path=Path(text))
    if repository is None:
        raise Unavailable(
            f"no file or folder is called {text!r}, and no revision either: "
            f"{Path.cwd()} lies in no git repository"
        )
    raise Unavailable(unknown(repository, text))


def _commit(text: str, repository: Repository | None, there: bool) -> str:
    if repository is None:
        return ""
    try:
        return repository.commit(text)
    except Unavailable:
        if there:  # a repository that does not answer is no reason not to compare two folders
            return ""
        raise


def keys_of(paths: list[str], repository: Repository) -> list[str]:
    """Paths as git writes them, from the root of the repository; empty for all of it."""
    if repository.bare:
        return [Path(text).as_posix() for text in paths if text != "."] or [""]
    found = []
    for text in paths:
        path = Path(text)
        place = (
            path.resolve() if path.name in ("", ".", "..") else path.parent.resolve() / path.name
        )
        if not place.is_relative_to(repository.root):
            raise Unavailable(f"{text!r} lies outside the repository {repository.root}")
        key = place.relative_to(repository.root).as_posix()
        found.append("" if key == "." else key)
    return found


def below(key: str, limits: list[str]) -> bool:
    """Whether a key is one of some files or lies in one of some folders."""
    return any(not limit or key == limit or key.startswith(f"{limit}/") for limit in limits)


def is_ours(key: str) -> bool:
    """Whether a file's name is that of a map."""
    return key.lower().endswith(OURS)


def keep(found: Found, kept: set[Path]) -> Found:
    """What was found, but for some files alone."""
    files = [path for path in found.files if path in kept]
    data = {path: found.data[path] for path in files}
    return Found(files, found.named & kept, data, found.failures)


def add_unrecognised(
    side: Side, other: Side, names: Mapping[str, str], here: Callable[[str], bool]
) -> None:
    """Add to a side the files that the other has as maps and that nobody would take for maps here, such
    as one that was emptied: a map that cannot be read any more has not gone. `names` are what files of
    the other side are called on this one, if not the same; `here` tells whether a file is one of this
    side."""
    mine = {side.key(str(path)) for path in side.found.files}
    for file in other.found.files:
        key = other.key(str(file))
        for name in (key, names.get(key, "")):
            path = side.home / name
            if not name or name in mine or str(file) in other.beside or not here(name):
                continue
            if is_file(path) and inside(path, side.home.resolve()):
                shown = path if side.commit else Path(os.path.relpath(path))
                side.found.files.append(shown)
                side.found.data[shown] = path.read_bytes()
                mine.add(name)


def look(side: Side, paths: list[Path], extra: list[Path]) -> None:
    """Find the files of a side below some paths, `extra` ones, and the maps that these call."""
    found = discover([str(path) for path in dict.fromkeys([*paths, *extra])])
    found.named -= set(extra) - set(paths)
    side.found = found
    if not any(b"call" in data for data in found.data.values()):
        return
    loaded = load(found)
    atlas = Atlas(loaded)
    for source in loaded.sources:
        for called in atlas.called(source):
            path = Path(called.document.path)
            if path not in found.data and inside(path, side.home):
                found.files.append(path)
                found.data[path] = path.read_bytes()
                side.beside.add(str(path))

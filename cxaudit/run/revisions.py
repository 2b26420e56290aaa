"""Two sides of one repository: revisions, or a revision and the working tree."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cxaudit.run.discover import inside
from cxaudit.run.git import Entry, Repository, Unavailable, repository_of
from cxaudit.run.renames import renamed
from cxaudit.run.sides import Side, Spec, add_unrecognised, below, is_ours, keep, keys_of, look

_KEPT_ELSEWHERE = b"version https://git-lfs.github.com/spec/"


@dataclass(slots=True)
class Pair:
    """Both sides of a comparison. `renamed` are paths of files before, by what they are called now;
    `notes` what a person should know of what was left out. `one_repository` tells that the history of
    both is at hand."""

    base: Side
    head: Side
    renamed: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    one_repository: bool = False


@dataclass(slots=True)
class _Shelf:
    """What one side holds: its tree where it is a commit, the keys of what may be maps."""

    spec: Spec
    tree: dict[str, Entry] | None
    maps: set[str]
    read: dict[str, bytes] = field(default_factory=dict)


def open_revisions(
    repository: Repository, base: Spec, head: Spec, texts: list[str], scratch: Path
) -> Pair:
    """Read both sides as far as some paths go; renamed files are followed out of them."""
    for spec in (base, head):
        if not spec.commit and repository.bare:
            raise Unavailable(
                f"{repository.root} is a bare repository, which has no working tree: name two "
                "revisions"
            )
    limits = keys_of(texts, repository)
    here, away = ({""}, set[str]()) if repository.bare else repository.files()
    shelves = [_shelf(repository, spec, here, away) for spec in (base, head)]
    told = "" if repository.bare else str(repository.root)
    sides = [
        Side(scratch / name if spec.commit else repository.root, told, commit=spec.commit)
        for spec, name in ((base, "base"), (head, "head"))
    ]
    pair = Pair(sides[0], sides[1], one_repository=True)
    _know(texts, limits, shelves, repository)
    pair.renamed = _renames(repository, shelves, limits)
    partners = (set(pair.renamed.values()), set(pair.renamed))
    stored_elsewhere: set[str] = set()
    for side, shelf, others in zip(sides, shelves, partners, strict=True):
        if shelf.tree is not None:
            wanted = _wanted(shelf.tree, limits, others)
            stored_elsewhere |= _write(repository, shelf, wanted, side.home)
    for side, shelf, others in zip(sides, shelves, partners, strict=True):
        _look(side, shelf, limits, texts, others, stored_elsewhere)
    now = {was: is_ for is_, was in pair.renamed.items()}
    kept = [shelf.maps - stored_elsewhere for shelf in shelves]
    add_unrecognised(sides[1], sides[0], now, kept[1].__contains__)
    add_unrecognised(sides[0], sides[1], pair.renamed, kept[0].__contains__)
    if stored_elsewhere:
        pair.notes.append(f"kept in Git LFS, not compared: {', '.join(sorted(stored_elsewhere))}")
    lost = sorted(key for key in away if is_ours(key) and below(key, limits))
    if lost:
        pair.notes.append(f"left out of this sparse checkout, not compared: {', '.join(lost)}")
    pair.notes += _submodules(repository, shelves, limits)
    return pair


def _shelf(repository: Repository, spec: Spec, here: set[str], away: set[str]) -> _Shelf:
    if spec.commit:
        tree = {k: e for k, e in repository.tree(spec.commit).items() if k not in away}
        return _Shelf(spec, tree, {k for k, e in tree.items() if e.kind == "file" and is_ours(k)})
    root = repository.root
    return _Shelf(spec, None, {key for key in here if is_ours(key) and (root / key).is_file()})


def _know(
    texts: list[str], limits: list[str], shelves: list[_Shelf], repository: Repository
) -> None:
    """Refuse a path that neither side has."""
    for text, limit in zip(texts, limits, strict=False):
        in_trees = any(below(key, [limit]) for shelf in shelves for key in shelf.tree or ())
        on_disk = any(shelf.tree is None for shelf in shelves)
        if not in_trees and not (on_disk and os.path.lexists(repository.root / limit)):
            sides = " nor in ".join(shelf.spec.text for shelf in shelves)
            raise Unavailable(f"{text!r} is neither in {sides}")


def _renames(repository: Repository, shelves: list[_Shelf], limits: list[str]) -> dict[str, str]:
    """Files that were renamed, one of both names within the limits."""
    old, new = (shelf.maps for shelf in shelves)
    gone, come = sorted(old - new), sorted(new - old)
    if not gone or not come or not any(below(key, limits) for key in (*gone, *come)):
        return {}
    before = _contents(repository, shelves[0], gone)
    found = renamed(before, _contents(repository, shelves[1], come))
    return {now: was for now, was in found.items() if below(now, limits) or below(was, limits)}


def _contents(repository: Repository, shelf: _Shelf, keys: list[str]) -> dict[str, bytes]:
    if shelf.tree is None:
        found = {}
        for key in keys:
            try:
                found[key] = (repository.root / key).read_bytes()
            except OSError:  # told where it is read as a map
                continue
        return found
    objects = [shelf.tree[key].sha for key in keys]
    contents = repository.contents(objects)
    return {key: data for key, (_, data) in zip(keys, contents, strict=True) if data is not None}


def _wanted(tree: dict[str, Entry], limits: list[str], others: set[str]) -> list[Entry]:
    """The entries to write: everything of ours below the limits, what lies directly in the folders
    above them (organisation files, called maps), and files that were named outright."""
    deep = []
    flat: set[str] = set()
    for limit in (*limits, *others):
        file = limit in tree
        folder = str(PurePosixPath(limit).parent) if file else limit
        deep.append("" if folder == "." else folder)
        flat |= {str(above) for above in PurePosixPath(limit).parents}
    found = []
    for key, entry in tree.items():
        ours = is_ours(key) or key in limits
        near = below(key, deep) or str(PurePosixPath(key).parent) in flat
        if ours and near and entry.kind != "submodule" and _harmless(key):
            found.append(entry)
    return found


def _harmless(key: str) -> bool:
    """Whether a path stays below the folder it is written into; a tree can be made to hold others."""
    parts = key.split("/")
    return not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts) and not (
        os.sep != "/" and any(sign in key for sign in ("\\", ":"))
    )


def _write(repository: Repository, shelf: _Shelf, entries: list[Entry], home: Path) -> set[str]:
    """Write files as they are stored, links where they lead to within the tree; the keys of files
    whose content is kept elsewhere."""
    (home / ".git").mkdir(parents=True, exist_ok=True)  # where the search for a project ends
    elsewhere = set()
    entries = sorted(
        entries, key=lambda entry: entry.kind == "link"
    )  # no file is written through one
    contents = repository.contents(entry.sha for entry in entries)
    for entry, (_, data) in zip(entries, contents, strict=True):
        if data is None:
            raise Unavailable(f"{entry.path} of {shelf.spec.text} is not in this clone")
        if data.startswith(_KEPT_ELSEWHERE):
            elsewhere.add(entry.path)
            continue
        file = home / entry.path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if entry.kind == "file":
                file.write_bytes(data)
            elif _stays_inside(entry.path, os.fsdecode(data)):
                _link(file, os.fsdecode(data))
        except OSError as error:
            raise Unavailable(
                f"{entry.path} of {shelf.spec.text} cannot be read: {error}"
            ) from None
    return elsewhere


def _link(file: Path, target: str) -> None:
    """Make a link, unless it leads back to itself."""
    file.symlink_to(target)
    try:
        file.resolve()
    except RuntimeError:
        file.unlink()


def write_all(repository: Repository, spec: Spec, home: Path) -> None:
    """Write all maps of a revision, and what belongs to them, below a folder."""
    shelf = _shelf(repository, spec, set(), set())
    _write(repository, shelf, _wanted(shelf.tree or {}, [""], set()), home)


def _stays_inside(key: str, target: str) -> bool:
    """Whether a link leads to a place within the tree."""
    place = os.path.normpath(PurePosixPath(key).parent / target)
    return not PurePosixPath(target).is_absolute() and not place.startswith("..")


def _look(
    side: Side,
    shelf: _Shelf,
    limits: list[str],
    texts: list[str],
    others: Iterable[str],
    stored_elsewhere: set[str],
) -> None:
    """Find a side's files: in the scratch folder, or in the working tree what git knows or would
    take."""
    asked = [side.home / limit for limit in limits]
    if shelf.tree is None:
        asked = [Path(text) for text in texts] or [Path(os.path.relpath(side.home))]
    there = []
    for path in asked:
        if not os.path.lexists(path):
            continue
        if not inside(path, side.home.resolve()):
            raise Unavailable(f"{path} leads out of the repository: it is not read")
        there.append(path)
    beyond = [side.home / key for key in sorted(others) if not below(key, limits)]
    if shelf.tree is None:
        beyond = [Path(os.path.relpath(path)) for path in beyond]
    look(side, there, beyond)
    kept = set()
    for path in side.found.files:
        key = side.key(str(path))
        known = shelf.tree is not None or key in shelf.maps or path in side.found.named
        if (known or str(path) in side.beside) and key not in stored_elsewhere:
            kept.add(path)
    side.found = keep(side.found, kept)


def _submodules(repository: Repository, shelves: list[_Shelf], limits: list[str]) -> list[str]:
    """What to say of repositories within the repository whose commit is another."""
    old, new = (_pinned(repository, shelf, shelves) for shelf in shelves)
    told = []
    for key in sorted({*old, *new}):
        was, is_ = old.get(key, ""), new.get(key, "")
        if was == is_ or not (below(key, limits) or any(below(limit, [key]) for limit in limits)):
            continue
        if was and is_:
            told.append(
                f"{key} is a repository of its own (a submodule), and its maps are not compared "
                f"here: cxaudit diff {was[:12]} {key}"
            )
        else:
            word = "came" if is_ else "went"
            told.append(f"{key}, a repository of its own (a submodule), {word}: it is not compared")
    return told


def _pinned(repository: Repository, shelf: _Shelf, shelves: list[_Shelf]) -> dict[str, str]:
    """The commit of each submodule; in the working tree, the one that is checked out."""
    if shelf.tree is not None:
        return {k: e.sha for k, e in shelf.tree.items() if e.kind == "submodule"}
    known = {k: e for other in shelves for k, e in (other.tree or {}).items()}
    found = {}
    for key, entry in known.items():
        if entry.kind != "submodule":
            continue
        folder = repository.root / key
        within = repository_of(folder) if folder.is_dir() else None
        checked_out = within is not None and within.root == folder.resolve()
        found[key] = within.commit("HEAD") if within and checked_out else entry.sha
    return found

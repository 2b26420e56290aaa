"""Folders looked at again and again, until something in them that an audit reads is different.

By polling and not by the notices of the operating system: see docs/decisions/0010-watch.md.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.run.configuration import Wanted, rulebook
from cxaudit.run.discover import SKIPPED, YAML, organisation_above
from cxaudit.run.project import project_root
from cxaudit.run.there import is_folder

READ = (*YAML, ".bpmn", "pyproject.toml")
Stamp = tuple[int, int, int, int]
State = dict[str, Stamp]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, in seconds. After a change it must have been quiet for `settle`, so that a
    file half saved or a checkout half done is not audited; but no longer than `patience`. A look may
    take no more than one part in `share` of the time."""

    interval: float = 0.4
    settle: float = 0.2
    patience: float = 3.0
    share: int = 20


@dataclass(frozen=True, slots=True)
class Places:
    """Folders to look at: `deep` with everything below them, `flat` by themselves; and single
    `files`, whatever they are called."""

    deep: frozenset[Path] = field(default_factory=frozenset)
    flat: frozenset[Path] = field(default_factory=frozenset)
    files: frozenset[Path] = field(default_factory=frozenset)


def places_of(paths: Sequence[str], also: Sequence[str] = ()) -> Places:
    """Where whatever bears on an audit of paths can lie: below them, and in the folders above them up
    to the root of the project, with the scenarios there. `also` are files and folders beside these,
    such as packs."""
    deep: set[Path] = set()
    flat: set[Path] = set()
    files: set[Path] = set()
    for text in (*paths, *also):
        path = Path(text).absolute()
        folder = path if is_folder(path) else path.parent
        root = project_root(path)
        if is_folder(path) or path.resolve() in organisation_above(path, root):
            deep.add(folder)
        if not is_folder(path):
            files.add(path)
        for above in _up_to(folder.resolve(), root):
            flat.add(above)
            deep.add(above / "scenarios")
    return Places(frozenset(deep), frozenset(flat), frozenset(files))


def _up_to(folder: Path, root: Path) -> Iterator[Path]:
    """A folder and those above it, to the root."""
    yield folder
    if folder.is_relative_to(root):
        for above in folder.parents:
            if not above.is_relative_to(root):
                return
            yield above


def named_by_configuration(paths: Sequence[str], wanted: Wanted | None = None) -> list[str]:
    """What bears on an audit of paths because somebody named it: configurations with those that they
    extend, their packs and baselines, the packs of the command line; and the folders of packs, in
    which lie the word lists that packs name."""
    wanted = wanted or Wanted()
    found = list(wanted.packs)
    for path in paths:
        settings = rulebook(wanted, path, judged=False).settings
        packs = [pack.path for pack in settings.packs]
        found += [*settings.files, *map(str, packs), *(str(pack.parent) for pack in packs)]
        found += [str(settings.baseline)] if settings.baseline else []
    return list(dict.fromkeys(found))


def look(places: Places) -> State:
    """Every file in places with what tells one version of it from the next. What vanishes while it is
    looked at is not there."""
    found: State = {}
    for folder in places.deep:
        _look_into(str(folder), True, found)
    for folder in places.flat - places.deep:
        _look_into(str(folder), False, found)
    for file in places.files:
        try:
            found[str(file)] = _stamp(file.stat())
        except OSError:
            continue
    return found


def _look_into(folder: str, below: bool, found: State) -> None:
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.name.startswith(".") or entry.name in SKIPPED:
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if below:
                        waiting.append(entry.path)
                elif entry.name.lower().endswith(READ):
                    found[entry.path] = _stamp(entry.stat())
            except OSError:
                continue


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _stamp(state: os.stat_result) -> Stamp:
    """The time of the inode too: `cp -p` and `mv` can bring an older time of writing."""
    return (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


def changes(places: Callable[[], Places], pace: Pace | None = None) -> Iterator[list[str]]:
    """The files that changed, again and again; the first time, before anything has, none.

    What changes while the caller works on one answer is in the next. `places` is asked anew before
    each answer: a configuration that changed may name other packs. Never ends by itself.
    """
    pace = pace or Pace()
    where = places()
    before = look(where)
    yield []
    while True:
        after = _settled(where, before, pace)
        told = _different(before, after)
        before = after
        if told:  # a file that came and went leaves nothing to tell
            where = places()
            before = look(where)
            yield told


def _settled(places: Places, before: State, pace: Pace) -> State:
    """Wait for a change, then until it is over; how things stand then."""
    now, cost = _timed(places)
    while now == before:
        time.sleep(max(pace.interval, cost * pace.share))
        now, cost = _timed(places)
    limit = time.monotonic() + pace.patience
    while time.monotonic() < limit:
        time.sleep(max(pace.settle, cost))
        later, cost = _timed(places)
        if later == now:
            break
        now = later
    return now


def _timed(places: Places) -> tuple[State, float]:
    begun = time.monotonic()
    return look(places), time.monotonic() - begun


def _different(before: State, after: State) -> list[str]:
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))

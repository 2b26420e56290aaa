"""Maps on which a change can have no effect: they are not audited to be compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from cxaudit.run.discover import Found
from cxaudit.run.load import Loaded, Source
from cxaudit.run.sides import Side, keep

Days = Mapping[str, datetime.date]


class Known:
    """One side as it was read, and the days on which its files were last changed."""

    def __init__(self, side: Side, loaded: Loaded, days: Days) -> None:
        self.side, self.loaded = side, loaded
        found = side.found.data
        self.texts = {side.key(str(path)): _plain(data) for path, data in found.items()}
        self.days = days
        self.day_of = {side.key(path): day for path, day in days.items()}
        self.groups: dict[str, list[Source]] = {}
        for organisation, sources in loaded.groups():
            self.groups[side.key(organisation) if organisation else ""] = sources

    def key(self, source: Source) -> str:
        """Where a map stands on its side."""
        return self.side.key(source.document.path)

    def like(self, other: Known, key: str) -> bool:
        """Whether both sides have a file, with the same text."""
        return key in self.texts and self.texts[key] == other.texts.get(key)

    def organisation(self, key: str) -> bytes | None:
        """The text of an organisation file, whether it was asked for or lies above."""
        try:
            return _plain((self.side.home / key).read_bytes())
        except OSError:
            return None


def untouched(before: Known, after: Known) -> set[str]:
    """The keys of files that need no comparing, since they, and all they rest on, are the same on both
    sides: an organisation file with all of its maps, or a map alone that calls none and that none
    calls. None where a file was named, or a scenario is another: maps are judged in view of those.
    """
    if before.side.found.named or after.side.found.named:
        return set()
    scenarios = [known.side.key(d.path) for known in (before, after) for d in known.loaded.other]
    if not _same(before, after, scenarios):
        return set()
    found: list[set[str]] = []
    for organisation, sources in after.groups.items():
        others = before.groups.get(organisation, [])
        if not organisation:
            found += [{key} for key in _alone(before, after, others, sources)]
            continue
        keys = [after.key(source) for source in sources]
        whole = sorted(keys) == sorted(before.key(source) for source in others)
        same = before.organisation(organisation) == after.organisation(organisation)
        if whole and same and _same(before, after, keys):
            found.append({*keys, organisation})
    return _apart(before, after, found)


def _alone(before: Known, after: Known, others: list[Source], sources: list[Source]) -> list[str]:
    """Of maps without an organisation those that are the same, call none and are not called."""
    called = {map_id for source in (*others, *sources) for map_id in _calls(source)}
    known = {before.key(source) for source in others}
    return [
        key
        for source in sources
        if not _calls(source) and source.map_id not in called
        if (key := after.key(source)) in known and _same(before, after, [key])
    ]


def _apart(before: Known, after: Known, found: list[set[str]]) -> set[str]:
    """Of groups of files those that share no id of a map with the rest: whether an id tells which map
    is which in the other version depends on all maps that bear it."""
    alone = set().union(*found)
    ids: dict[str, set[str]] = {}
    rest = set()
    for known in (before, after):
        for source in known.loaded.sources:
            key = known.key(source)
            ids.setdefault(key, set()).add(source.map_id)
            if key not in alone:
                rest.add(source.map_id)
    return {
        k for group in found if not any(ids.get(key, set()) & rest for key in group) for k in group
    }


def _same(before: Known, after: Known, keys: list[str]) -> bool:
    """Whether files have the same text on both sides, and were last changed on the same day."""
    return all(
        before.like(after, key) and before.day_of.get(key) == after.day_of.get(key) for key in keys
    )


def _calls(source: Source) -> set[str]:
    """The ids of the maps that a map calls."""
    steps = getattr(source.document.model, "steps", {})
    return {step.call for step in steps.values() if step.call}


def _plain(data: bytes) -> bytes:
    """A text whatever ends its lines."""
    return data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")


def without(side: Side, keys: set[str]) -> Found:
    """Leave files out of a side; they are returned."""
    found = side.found
    left = {path for path in found.files if side.key(str(path)) in keys}
    side.found = keep(found, set(found.files) - left)
    return Found([path for path in found.files if path in left], data=found.data)

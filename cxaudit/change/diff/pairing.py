"""Which map is which in the other version: by file and id, by id, by renamed file, by file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Pairs = list[tuple[int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map stands on its side, and its id."""

    key: str
    id: str


def pair(before: Sequence[Place], after: Sequence[Place], renamed: Mapping[str, str]) -> Pairs:
    """Maps by their numbers on both sides, those of today first, in order; None where a side has
    none. `renamed` are paths before by what they are called now.

    An `id` keeps a map's identity wherever its file goes; where several maps have one id, the path
    tells them apart.
    """
    found: dict[int, int] = {}  # number after: number before

    def settle(key: Callable[[Place], Hashable], seen: Callable[[Place], Hashable]) -> None:
        """Pair those still open that agree, where one on each side does."""
        olds = _alone((key(place), n) for n, place in enumerate(before) if n not in taken)
        news = _alone((seen(place), n) for n, place in enumerate(after) if n not in found)
        for agreed, number in news.items():
            if agreed in olds:
                found[number] = olds[agreed]
                taken.add(olds[agreed])

    taken: set[int] = set()
    settle(lambda old: (old.key, old.id), lambda new: (new.key, new.id))
    settle(lambda old: old.id, lambda new: new.id)
    settle(lambda old: (old.key, old.id), lambda new: (renamed.get(new.key), new.id))
    settle(lambda old: old.key, lambda new: renamed.get(new.key))
    settle(lambda old: old.key, lambda new: new.key)
    here: Pairs = [(found.get(number), number) for number in range(len(after))]
    return here + [(number, None) for number in range(len(before)) if number not in taken]


def _alone(entries: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """What stands alone under its key."""
    found: dict[Hashable, int] = {}
    several = set()
    for key, number in entries:
        if key in found:
            several.add(key)
        found[key] = number
    return {key: number for key, number in found.items() if key not in several and key is not None}

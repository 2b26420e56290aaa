"""What could not be read, or should not stand as it does: told with a place and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from cxaudit.language.spans import Span

Family = Literal["invalid", "reference", "unfinished"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file.

    `family` says how bad it is: *invalid* (the file cannot be used as written), *reference* (a name
    that nothing answers to) or *unfinished* (it reads, but somebody should look again). `path` is
    the element, joined by slashes; `found` the offending word, `nearest` the known word closest to
    it. `blocks` tells that no facts can be had from the map until it is mended.
    """

    family: Family
    kind: str
    says: str
    span: Span = field(default_factory=Span)
    path: str = ""
    found: str = ""
    nearest: str = ""
    note: bool = False
    blocks: bool = False

    def at(self, span: Span) -> Problem:
        """The same problem at another place."""
        return replace(self, span=span)


def distance(left: str, right: str, most: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two words, at most `most` + 1."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            cost = min(
                previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (a != b)
            )
            swapped = row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, previous = previous, current
    return previous[-1]


def nearest(word: str, known: Iterable[str], most: int = 2) -> str:
    """The known word within `most` edits of `word`, the closest first; empty where none is.

    A word of which the known one is a beginning or that begins it is offered too.
    """
    word = word.lower()
    allowed = min(most, max(1, len(word) // 2))
    best, best_distance = "", allowed + 1
    starts = ""
    for candidate in known:
        edits = distance(word, candidate.lower(), allowed)
        if edits < best_distance:
            best, best_distance = candidate, edits
        shorter = min(len(word), len(candidate))
        if not starts and shorter >= 4 and candidate.lower()[:shorter] == word[:shorter]:
            starts = candidate
    return best or starts


def suggestion(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or an empty text."""
    found = nearest(word, known)
    return f"; did you mean {found!r}?" if found else ""

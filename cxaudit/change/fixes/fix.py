"""What a fix is: splices for one finding, how sure it is, and which facts it may move."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in the place of what stands from `start` up to, not including, `end`: offsets in code
    points of the text of a file."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Which facts a fix must leave as they are, as `judge.field` or `judge.*`: all but these, or,
    with `only`, just these."""

    fields: frozenset[str]
    only: bool = False

    def keeps(self, judge: str, field: str) -> bool:
        """Whether a fact must stay as it is."""
        named = f"{judge}.{field}" in self.fields or f"{judge}.*" in self.fields
        return named if self.only else not named


@dataclass(frozen=True, slots=True)
class Goal:
    """The finding that a fix is for, by code, map and element; `step` where the finding lists several
    steps and the fix is for one of them."""

    code: str
    map: str
    path: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """One fix of one file. Safe: what it writes is what was meant. Unsafe: somebody should look, for
    it rests on a guess, or changes a figure. `finding` is the fingerprint of what it was made for."""

    file: str
    goal: Goal
    says: str
    splices: tuple[Splice, ...]
    safe: bool
    frame: Frame
    finding: str = ""

    @property
    def identity(self) -> tuple[str, Goal, str]:
        """What makes it the same fix after others have moved its place."""
        return self.file, self.goal, self.says


class Taken:
    """Places of a file that fixes already touch."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, fix: Fix) -> bool:
        """Take the places of a fix; whether all of them were free. Two that touch are not."""
        places = [bisect(self._spans, (one.end, one.end + 1)) for one in fix.splices]
        for splice, place in zip(fix.splices, places, strict=True):
            if place and self._spans[place - 1][1] >= splice.start:
                return False
        for splice in fix.splices:
            insort(self._spans, (splice.start, splice.end))
        return True


def spliced(text: str, fixes: Iterable[Fix]) -> str:
    """A text with the splices of fixes that do not overlap; all else stays."""
    return applied(text, [splice for fix in fixes for splice in fix.splices])


def applied(text: str, splices: Sequence[Splice]) -> str:
    """A text with splices that do not overlap."""
    parts, reached = [], 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        assert splice.start >= reached
        parts += [text[reached : splice.start], splice.text]
        reached = splice.end
    return "".join([*parts, text[reached:]])

"""Widths of the wide form: columns, gutters with their tracks, and what meetings need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NAMES = 112.0  # the column of lane names at the left
FIRST = 122.0  # where the first column begins when nothing runs left of it
WIDTH = 1200.0
RIGHT = 37.0  # kept free at the right
LEAST_RIGHT = 28.0  # ... where the drawing would otherwise outgrow its width
GUTTER, TRACK = 21.0, 9.0
MOST_STRETCH = 44.0


@dataclass(slots=True)
class Columns:
    """Where columns begin and end, and where the tracks of each gutter run."""

    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    gutter: dict[int, list[float]] = field(default_factory=dict)
    edge: list[tuple[float, float]] = field(default_factory=list)  # of gutters

    def middle(self, column: int) -> float:
        """Middle of a column."""
        return (self.left[column] + self.right[column]) / 2

    @property
    def end(self) -> float:
        """Right edge of the last column."""
        return self.right[-1] if self.right else FIRST


@dataclass(frozen=True, slots=True)
class Wants:
    """What the widths depend on; `extra` is room to the right of a track, for a label."""

    widths: list[float]
    tracks: Mapping[int, int]
    extra: Mapping[tuple[int, int], float]
    apart: Mapping[int, tuple[int, float]]  # column -> (earlier column, least distance)
    first_reach: float = 0.0  # how far words reach left of the middle of the first meeting
    first_meeting: int = -1
    width: float = WIDTH  # of the whole drawing


def lay(wants: Wants) -> Columns:
    """Columns from left to right; spare width goes to the gutters, up to a limit."""
    tight = _lay(wants, 0.0)
    spare = wants.width - RIGHT - tight.end
    inner = len(wants.widths) - 1
    if spare <= 0 or inner <= 0:
        return tight
    return _lay(wants, min(spare / inner, MOST_STRETCH))


def _lay(wants: Wants, stretch: float) -> Columns:
    columns = Columns()
    x = NAMES
    for t, width in enumerate(wants.widths):
        least = 10.0 if t == 0 else GUTTER + stretch
        x0 = x
        x = _gutter(columns, wants, t, x, least)
        if t in wants.apart:
            other, distance = wants.apart[t]
            x = max(x, columns.middle(other) + distance - width / 2)
        if t == wants.first_meeting:
            x = max(x, NAMES + 4 + wants.first_reach - width / 2)
        columns.edge.append((x0, x))
        columns.left.append(x)
        x += width
        columns.right.append(x)
    _gutter(columns, wants, len(wants.widths), x, GUTTER)
    columns.edge.append((x, x + GUTTER))
    return columns


def _gutter(columns: Columns, wants: Wants, t: int, x: float, least: float) -> float:
    """Tracks of one gutter; returns where the column after it begins."""
    count = wants.tracks.get(t, 0)
    natural = GUTTER + TRACK * max(count - 1, 0)
    extras = sum(wants.extra.get((t, i), 0.0) for i in range(max(count, 1)))
    width = max(least, (natural if t else natural - 11.0 if count else 10.0)) + extras
    slack = max(width - extras - natural, 0.0) / 2 if t else 0.0
    places = []
    at = x + (GUTTER / 2 if t else 7.0) + slack
    for i in range(count):
        places.append(at)
        at += TRACK + wants.extra.get((t, i), 0.0)
    columns.gutter[t] = places or [x + width / 2]
    return x + width

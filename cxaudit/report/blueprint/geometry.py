"""Rectangles, polylines and the records a drawing keeps of what it has drawn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Box:
    """One drawn thing: `kind` says what, `owner` whose (a card, end or flow id)."""

    kind: str
    owner: str
    rect: Rect
    points: tuple[Point, ...] = ()  # of a line; empty for a filled thing
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An inline SVG and the geometry of everything in it, in the units of its viewBox."""

    svg: str
    boxes: tuple[Box, ...]
    width: float
    height: float
    dropped: tuple[str, ...] = ()  # flows whose label found no place


def overlap(a: Rect, b: Rect, gap: float = 0.0) -> bool:
    """Whether two rectangles share area, or come nearer than `gap`."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def segments(points: Iterable[Point]) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a polyline."""
    listed = list(points)
    yield from itertools.pairwise(listed)


def span(points: Iterable[Point]) -> Rect:
    """The rectangle around points; for one orthogonal piece it has no area."""
    listed = list(points)
    xs = [p[0] for p in listed]
    ys = [p[1] for p in listed]
    return (min(xs), min(ys), max(xs), max(ys))


def meets(rect: Rect, points: Iterable[Point], gap: float = 0.0) -> bool:
    """Whether an orthogonal polyline runs through a rectangle grown by `gap`."""
    grown = (rect[0] - gap, rect[1] - gap, rect[2] + gap, rect[3] + gap)
    return any(
        s[0] < grown[2] and s[2] > grown[0] and s[1] < grown[3] and s[3] > grown[1]
        for s in (span(piece) for piece in segments(points))
    )


def inside(rect: Rect, outer: Rect) -> bool:
    """Whether a rectangle lies within another one."""
    return (
        rect[0] >= outer[0] and rect[1] >= outer[1] and rect[2] <= outer[2] and rect[3] <= outer[3]
    )


class Field:
    """Rectangles in buckets, so that asking "is this place free?" stays cheap."""

    def __init__(self, cell: float = 64.0) -> None:
        self._cell = cell
        self._buckets: dict[tuple[int, int], list[Rect]] = {}

    def _keys(self, rect: Rect) -> Iterator[tuple[int, int]]:
        c = self._cell
        for i in range(math.floor(rect[0] / c), math.floor(rect[2] / c) + 1):
            for j in range(math.floor(rect[1] / c), math.floor(rect[3] / c) + 1):
                yield (i, j)

    def add(self, rect: Rect) -> None:
        """Take a place."""
        for key in self._keys(rect):
            self._buckets.setdefault(key, []).append(rect)

    def add_line(self, points: Iterable[Point], gap: float) -> None:
        """Take the ground `gap` to each side of a polyline."""
        for piece in segments(points):
            s = span(piece)
            self.add((s[0] - gap, s[1] - gap, s[2] + gap, s[3] + gap))

    def free(self, rect: Rect) -> bool:
        """Whether nothing taken shares area with the rectangle."""
        return not any(
            overlap(rect, other) for key in self._keys(rect) for other in self._buckets.get(key, ())
        )


def moved(box: Box, down: float, right: float = 0.0) -> Box:
    """A record further down, and further to the right."""
    x0, y0, x1, y1 = box.rect
    rect = (x0 + right, y0 + down, x1 + right, y1 + down)
    points = tuple((x + right, y + down) for x, y in box.points)
    return Box(box.kind, box.owner, rect, points, box.text)

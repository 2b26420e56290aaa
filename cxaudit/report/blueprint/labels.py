"""Finding a free place for the words beside a flow. Done last, against everything drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .geometry import Field, Point, Rect, segments
from .text_width import cut, measure, wrap

SIZE = 12.0
LINE = 14.0
AWAY = 6.0  # from a vertical line
NEAR = 4.0  # left of one
STEP = 8.0
BELOW_DOT = 10.0  # under a horizontal line, clear of the dot of a hand-off on it


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that want a place along a polyline; `under` = long horizontals first."""

    index: int
    words: str
    points: tuple[Point, ...]
    under: bool = False
    corners: tuple[Point, ...] = ()  # upper right corners to try first


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines of words and the rectangle they take."""

    index: int
    lines: tuple[str, ...]
    rect: Rect

    def baseline(self, i: int) -> Point:
        """Left end of the baseline of a line."""
        return (self.rect[0], self.rect[1] + 9.6 + LINE * i)


def forms(words: str, narrowest: int = 4) -> list[tuple[str, ...]]:
    """The words on one line, on two, on three: each as narrow as it can be."""
    full = measure(words, SIZE)
    found: list[tuple[str, ...]] = [(words,)]
    count = len(words.split(" "))
    for rows in range(2, min(count, narrowest) + 1):
        width = full / rows
        while width < full:
            lines = wrap(words, width, SIZE, lines=99)
            if len(lines) <= rows and not any(x.endswith(("…", "-")) for x in lines):
                if tuple(lines) not in found:
                    found.append(tuple(lines))
                break
            width += 6.0
    return found


def size_of(lines: Sequence[str]) -> tuple[float, float]:
    """Width and height of lines of words."""
    return max(measure(x, SIZE) for x in lines), LINE * (len(lines) - 1) + 12.3


def place(wish: Wish, field: Field, bounds: Rect, cut_to: float | None = None) -> Placed | None:
    """The first free place, near the source before far, on one line before several.

    With `cut_to`, words that find no place are cut to that width as a last resort.
    """
    options = forms(wish.words)
    if cut_to is not None:
        options += [tuple(wrap(wish.words, cut_to, SIZE, lines=n)) for n in (3, 2)]
        options.append((cut(wish.words, cut_to, SIZE),))
    for lines in options:
        width, height = size_of(lines)
        for x, y in _spots(wish, width, height):
            rect = (x, y, x + width, y + height)
            if x < bounds[0] or y < bounds[1] or rect[2] > bounds[2] or rect[3] > bounds[3]:
                continue
            if field.free(rect):
                return Placed(wish.index, lines, rect)
    return None


def _spots(wish: Wish, width: float, height: float) -> Iterator[Point]:
    for x, y in wish.corners:
        yield (x - width, y)
    pieces = list(segments(wish.points))
    if wish.under:
        pieces.sort(key=lambda p: -abs(p[0][0] - p[1][0]))
    for strict in (True, False):
        if not strict and wish.under:
            yield from _overhanging(pieces[0], width)
        for a, b in pieces:
            if a[1] == b[1]:
                yield from _along(a, b, width, height, strict)
            else:
                yield from _upright(a, b, width, height, strict)
    for a, b in pieces:
        if a[1] == b[1]:
            yield from _along(a, b, width, height, True, BELOW_DOT)


def _overhanging(piece: tuple[Point, Point], width: float) -> Iterator[Point]:
    """Under a piece that is shorter than the words: in the middle, then to each side."""
    (x1, y), (x2, _) = piece
    left, right = min(x1, x2), max(x1, x2)
    yield ((left + right - width) / 2, y + 4.4)
    for x in (right - width, left, right + AWAY, left - AWAY - width):
        yield (x, y + 4.4)
        yield (x, y - 8.0)


def _upright(a: Point, b: Point, width: float, height: float, first: bool) -> Iterator[Point]:
    """Right of a vertical piece, sliding from its beginning to its end; then left of it."""
    x = a[0] + AWAY if first else a[0] - NEAR - width
    sign = 1 if b[1] > a[1] else -1
    y = a[1] + 4 if sign > 0 else a[1] - 4 - height
    last = b[1] - height if sign > 0 else b[1]
    while (last - y) * sign >= 0:
        yield (x, y)
        y += sign * STEP


def _along(
    a: Point, b: Point, width: float, height: float, first: bool, away: float = 4.4
) -> Iterator[Point]:
    """Under a horizontal piece, sliding from its beginning to its end; then above it."""
    y = a[1] + away if first else a[1] - away - height
    room = abs(b[0] - a[0])
    if room + 16 < width:
        return
    sign = 1 if b[0] > a[0] else -1
    if room < width + 12:
        yield ((a[0] + b[0] - width) / 2, y)
        return
    x = a[0] + AWAY if sign > 0 else a[0] - AWAY - width
    last = b[0] - AWAY - width if sign > 0 else b[0] + AWAY
    while (last - x) * sign >= 0:
        yield (x, y)
        x += sign * STEP


def room_needed(words: str) -> float:
    """The narrowest width on at most three lines, with air on both sides."""
    return min(size_of(lines)[0] for lines in forms(words)) + 2 * AWAY + 2

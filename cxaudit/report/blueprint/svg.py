"""Writing SVG: escaping, numbers, paths, and a canvas that records what it draws."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .geometry import Box, Point, Rect, span
from .text_width import clean, measure

LAYERS = (
    "ground", "clock", "lanes", "silence", "meeting", "system", "return", "flow",
    "label", "dot", "event", "card", "top",
)  # fmt: skip
RADIUS = 7.0
HEAD = 7.0  # length of an arrowhead


def num(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def esc(text: str) -> str:
    """Text that is safe in content and in attributes, without characters XML forbids."""
    return escape(clean(text), quote=True)


def belongs(kind: str, name: str) -> str:
    """The attribute by which a page knows what else belongs to a step ("s"), a flow ("e") or an end."""
    return f' data-{kind}2="{esc(name)}"' if name else ""


def rounded(points: Sequence[Point], radius: float = RADIUS) -> str:
    """Path data of an orthogonal polyline with rounded corners."""
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        a, b = _toward(corner, before, r), _toward(corner, after, r)
        parts.append(f"L{num(a[0])} {num(a[1])}")
        parts.append(f"Q{num(corner[0])} {num(corner[1])} {num(b[0])} {num(b[1])}")
    parts.append(f"L{num(points[-1][0])} {num(points[-1][1])}")
    return "".join(parts)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(start: Point, goal: Point, step: float) -> Point:
    total = _length(start, goal)
    if total == 0:
        return start
    part = step / total
    return (start[0] + (goal[0] - start[0]) * part, start[1] + (goal[1] - start[1]) * part)


def arrow(tail: Point, tip: Point) -> str:
    """Path data of an arrowhead at `tip`, for a line that comes from `tail`."""
    dx = (tip[0] > tail[0]) - (tip[0] < tail[0])
    dy = 0 if dx else (tip[1] > tail[1]) - (tip[1] < tail[1])
    half = HEAD / 2 + 0.1
    bx, by = tip[0] - dx * HEAD, tip[1] - dy * HEAD
    return (
        f"M{num(bx - dy * half)} {num(by - dx * half)}"
        f"L{num(tip[0])} {num(tip[1])}"
        f"L{num(bx + dy * half)} {num(by + dx * half)}Z"
    )


class Canvas:
    """Collects SVG by layer, so that things drawn late may lie below, and their geometry."""

    def __init__(self) -> None:
        self._layers: dict[str, list[str]] = {name: [] for name in LAYERS}
        self.boxes: list[Box] = []

    def put(self, layer: str, svg: str) -> None:
        """Add raw SVG to a layer."""
        self._layers[layer].append(svg)

    def record(
        self, kind: str, owner: str, rect: Rect, points: Sequence[Point] = (), text: str = ""
    ) -> None:
        """Remember the geometry of something drawn."""
        self.boxes.append(Box(kind, owner, rect, tuple(points), text))

    def line(self, layer: str, kind: str, owner: str, points: Sequence[Point]) -> None:
        """Remember a line (its SVG is put by the caller)."""
        self.record(kind, owner, span(points), points)

    def text(
        self,
        layer: str,
        cls: str,
        at: Point,
        words: str,
        *,
        size: float,
        owner: str,
        bold: bool = False,
        anchor: str = "start",
        belongs: str = "",
    ) -> str:
        """Draw one line of text on its baseline; returns its SVG, put when `layer` is set. `belongs` is
        an attribute that says to what."""
        words = clean(words)
        if not words:
            return ""
        side = "" if anchor == "start" else f' text-anchor="{anchor}"'
        place = f'x="{num(at[0])}" y="{num(at[1])}"{side}{belongs}'
        svg = f'<text class="{cls}" {place}>{esc(words)}</text>'
        self.record("text", owner, text_rect(at, words, size, bold, anchor), text=words)
        if layer:
            self.put(layer, svg)
        return svg

    def body(self) -> str:
        """All layers, bottom first."""
        return "\n".join(s for name in LAYERS for s in self._layers[name])


def text_rect(
    at: Point, words: str, size: float, bold: bool = False, anchor: str = "start"
) -> Rect:
    """The place a line of text takes around its baseline."""
    width = measure(words, size, bold)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return (left, at[1] - 0.80 * size, left + width, at[1] + 0.22 * size)

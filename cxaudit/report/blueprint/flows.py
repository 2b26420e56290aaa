"""Drawing flows: line, arrowhead, marker beneath, and the dots of hand-offs."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.texts.catalogue import _

from .geometry import Point, segments, span
from .model import Edge
from .svg import Canvas, arrow, belongs, esc, num, rounded

DOT = 4.2
GAP = 3.0  # of ground to each side of a crossing


def width_of(edge: Edge) -> float:
    """Line width in px: by share, a main flow without a share 1.9."""
    flow = edge.flow
    if flow.kind != "next" and not edge.back:
        return 1.2 + 0.7 * (flow.share or 0.0)
    if flow.share is None:
        return 1.2 if edge.back else 1.9
    return 1.2 + 0.7 * min(max(flow.share, 0.0), 1.0)


def class_of(edge: Edge, returns: bool = False) -> str:
    """CSS classes of a flow."""
    if edge.back or returns:
        return "e ret"
    return {"next": "e f", "else": "e no", "late": "e late", "wrong": "e wrong"}[edge.flow.kind]


def of_flow(edge: Edge) -> str:
    """The attributes by which a page knows what is drawn beside a flow, and for which types that is."""
    return belongs("e", edge.known) + _types(edge)


def _types(edge: Edge) -> str:
    types = " ".join(edge.flow.types)
    return f' data-types="{esc(types)}"' if types else ""


def draw_flow(
    canvas: Canvas,
    edge: Edge,
    points: Sequence[Point],
    over: Sequence[Sequence[Point]] = (),
    returns: bool = False,
    title: str = "",
) -> None:
    """Put a flow on the canvas; where a way back crosses a line of `over`, it is broken."""
    whole = rounded(points)
    pieces = _broken(points, over) if edge.back else [list(points)]
    line = "".join(rounded(p) for p in pieces)
    canvas.put(
        "return" if edge.back else "flow",
        f'<g class="{class_of(edge, returns)}" data-e="{esc(edge.known)}">'
        f"<title>{esc(title or edge.owner)}</title>"
        f'<path class="hl" d="{whole}"/>'
        f'<path class="ln"{_types(edge)} style="stroke-width:{num(width_of(edge))}" d="{line}"/>'
        f'<path class="ah" d="{arrow(points[-2], points[-1])}"/></g>',
    )
    canvas.line("flow", "flow", edge.owner, points)


def _broken(points: Sequence[Point], over: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """The polyline without 6 units around each crossing with a line of `over`."""
    pieces: list[list[Point]] = [[points[0]]]
    for a, b in segments(points):
        flat = a[1] == b[1]
        i = 0 if flat else 1
        sign = 1 if b[i] > a[i] else -1
        cuts = sorted(_crossings(a, b, over), key=lambda v: v * sign)
        for cut in cuts:
            if abs(cut - a[i]) < 11 or abs(cut - b[i]) < 11:
                continue
            start, stop = cut - sign * GAP, cut + sign * GAP
            pieces[-1].append((start, a[1]) if flat else (a[0], start))
            pieces.append([(stop, a[1]) if flat else (a[0], stop)])
        pieces[-1].append(b)
    return [p for p in pieces if len(p) > 1]


def _crossings(a: Point, b: Point, over: Sequence[Sequence[Point]]) -> list[float]:
    flat = a[1] == b[1]
    box = span((a, b))
    found = set()
    for line in over:
        for c, d in segments(line):
            if (c[1] == d[1]) == flat:
                continue
            other = span((c, d))
            at, level = (c[0], a[1]) if flat else (c[1], a[0])
            lo, hi = (box[0], box[2]) if flat else (box[1], box[3])
            olo, ohi = (other[1], other[3]) if flat else (other[0], other[2])
            if lo < at < hi and olo < level < ohi:
                found.add(at)
    return sorted(found)


def dot_place(points: Sequence[Point], others: Sequence[Sequence[Point]]) -> Point:
    """A point on the longest piece, away from other lines if that can be."""
    pieces = sorted(
        segments(points),
        key=lambda p: -(abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1])),
    )
    fallback = _mid(*pieces[0], 0.5)
    for a, b in pieces[:2]:
        for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            at = _mid(a, b, part)
            if not any(_close(at, line) for line in others):
                return at
    return fallback


def _mid(a: Point, b: Point, part: float) -> Point:
    # On a short straight flow the arrowhead takes the end: the dot moves towards the start.
    total = abs(a[0] - b[0]) + abs(a[1] - b[1])
    if total < 30:
        part *= max(total - 8.0, 0.0) / total
    return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)


def _close(at: Point, line: Sequence[Point]) -> bool:
    for a, b in segments(line):
        s = span((a, b))
        if s[0] - 7 < at[0] < s[2] + 7 and s[1] - 7 < at[1] < s[3] + 7:
            return True
    return False


def draw_dot(canvas: Canvas, edge: Edge, at: Point) -> None:
    """A hand-off: filled for another unit, open for another role."""
    unit = edge.flow.hand_off == "unit"
    words = _("hand-off to another unit") if unit else _("hand-off to another role")
    canvas.put(
        "dot",
        f'<circle class="hand{" unit" if unit else ""}" cx="{num(at[0])}" cy="{num(at[1])}" '
        f'r="{num(DOT)}"{of_flow(edge)}><title>{esc(words)}</title></circle>',
    )
    r = DOT + 1
    canvas.record("dot", edge.owner, (at[0] - r, at[1] - r, at[0] + r, at[1] + r))

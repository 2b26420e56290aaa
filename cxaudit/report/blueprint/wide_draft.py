"""One try at the wide form: its coordinates, and the ground that labels must keep clear of."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.texts.catalogue import _, marked

from . import customer
from .geometry import Field, Point, Rect
from .labels import Placed
from .paths import Measures
from .routes import Route
from .scene import Scene
from .svg import text_rect
from .text_width import measure, wrap
from .wide_columns import NAMES, Columns
from .wide_plan import WidePlan, end_above, end_beside

NEVER = marked("never met:")


@dataclass(slots=True)
class Draft:
    """One try: coordinates, lines, dots and labels, and what found no place."""

    plan: WidePlan
    columns: Columns
    measures: Measures
    width: float
    lines: dict[int, list[Point]]
    dots: dict[int, Point]
    labels: list[Placed]
    failed: list[Route]


def grown(rect: Rect, by: float) -> Rect:
    """A rectangle with a rim of `by` on all sides."""
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


def take_field(draft: Draft) -> Field:
    """Everything a label must keep clear of."""
    field = Field()
    plan = draft.plan
    for node, rect in draft.measures.nodes.items():
        field.add(grown(rect, 3.0))
        if node in plan.model.ends:
            field.add(_end_words_rect(draft, node, rect))
    for line in draft.lines.values():
        field.add_line(line, 2.5)
    for x, y in draft.dots.values():
        field.add((x - 6, y - 6, x + 6, y + 6))
    for lane in plan.heights.lanes:
        field.add((0.0, lane.bottom - 1, draft.width, lane.bottom + 1))
    last = plan.heights.lanes[-1]
    if plan.systems:
        field.add((0.0, last.top, draft.width, last.bottom))
    for points in meeting_lines(draft).values():
        field.add_line(points, 2.5)
    for points in system_lines(draft).values():
        field.add_line(points, 2.5)
    for node in plan.stand.beside:
        x, y = end_beside(plan, draft.columns, node)
        reach = customer.end_width(plan.model.ends[plan.stand.beside[node]]) / 2
        field.add((x - reach - 3, y - 12, x + reach + 3, y + 62))
    for node, end_id in plan.stand.above.items():
        x, y = end_above(draft.plan, draft.columns, node)
        reach = customer.end_width(plan.model.ends[end_id])
        field.add((x - 10, y - 14, x + 20 + reach, y + 34))
    return field


def _end_words_rect(draft: Draft, node: str, rect: Rect) -> Rect:
    end = draft.plan.model.ends[node]
    lines = len(customer.end_text(end))
    top = rect[1] - 6
    return (rect[0], top, rect[2] + 9 + customer.end_width(end), top + 14 * lines + 8)


def meeting_lines(draft: Draft) -> dict[str, tuple[Point, Point]]:
    """The blue lines from meetings, and from bad ends above their cards, down to the cards."""
    found = {}
    for node in draft.plan.stand.meeting:
        box = draft.measures.nodes[node]
        x = (box[0] + box[2]) / 2
        y = draft.plan.heights.circle + customer.RADIUS
        found[node] = ((x, y), (x, box[1]))
    for node in draft.plan.stand.above:
        x, y = end_above(draft.plan, draft.columns, node)
        found[node] = ((x, y + 9), (x, draft.measures.nodes[node][1]))
    return found


def system_lines(draft: Draft) -> dict[str, tuple[Point, Point]]:
    """The dotted lines from cards down to the boxes of their systems."""
    found = {}
    top = draft.plan.heights.middle[len(draft.plan.stand.rows) - 1] - 14
    for node in draft.plan.systems.values():
        high = draft.measures.ground[node][1]
        box = draft.measures.nodes[node]
        ports = sorted(
            p[0]
            for r in draft.plan.routes
            for p in (draft.lines[r.edge.index][0], draft.lines[r.edge.index][-1])
            if node in (r.edge.source, r.edge.target) and abs(p[1] - high) < 0.1
        )
        middle = (box[0] + box[2]) / 2
        # Ways back use the same side: the dotted line moves to its left end.
        x = middle if not ports else min(middle, ports[0] - 10)
        found[node] = ((max(x, box[0] + 8), high), (max(x, box[0] + 8), top))
    return found


def never_lines(scene: Scene) -> list[str]:
    """The parties nobody meets, in lines."""
    if not scene.never_met:
        return []
    return wrap(", ".join(scene.never_met), 860.0, 12.0, lines=3)


def never_spot(draft: Draft, lines: list[str]) -> Point | None:
    """A free stretch in the row of ends for one line of words."""
    if len(lines) != 1:
        return None
    field = take_field(draft)
    for placed in draft.labels:
        field.add(placed.rect)
    width = measure(_(NEVER), 12.0, True) + 6 + measure(lines[0], 12.0)
    y = draft.plan.heights.circle + 50
    x = NAMES + 24
    while x + width < draft.width - 10:
        rect = text_rect((x, y), lines[0], 12.0)
        box = grown((x, rect[1], x + width, rect[3]), 6.0)
        if field.free(box):
            return (x + 6, y)
        x += 8
    return None


def _joins(draft: Draft) -> list[tuple[str, str, list[int]]]:
    """Per fork and join of a block: the node, which it is, and the edges at its bar."""
    found = []
    for block in draft.plan.model.scene.blocks:
        heads = {b[0] for b in block.branches if b}
        members = {n for b in block.branches for n in b}
        forks, joins = [], []
        for route in draft.plan.routes:
            edge = route.edge
            plain = not edge.back and route.legs[0].side == "end"
            if plain and edge.source == block.split and edge.target in heads:
                forks.append(edge.index)
            if plain and edge.target == block.join and edge.source in members:
                joins.append(edge.index)
        found.append((block.split, "fork", forks))
        found.append((block.join or "", "join", joins))
    return [(n, side, e) for n, side, e in found if len(e) > 1 and n in draft.measures.nodes]


def join_edges(draft: Draft) -> list[int]:
    """Edges that end at the bar of a join."""
    return sorted({i for _, side, edges in _joins(draft) if side == "join" for i in edges})


def block_bars(draft: Draft) -> list[tuple[str, str, list[float]]]:
    """Bars to draw: the node, "fork" or "join", and the heights of the lines it binds."""
    return [
        (node, side, [draft.lines[i][0 if side == "fork" else -1][1] for i in edges])
        for node, side, edges in _joins(draft)
    ]

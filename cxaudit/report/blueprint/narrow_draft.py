"""One try at the narrow form: its coordinates, its silences, and the ground that labels keep off."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from cxaudit.texts.catalogue import _

from . import customer
from .geometry import Field, Point, Rect
from .labels import BELOW_DOT, Placed
from .narrow_plan import (
    BACKSTAGE,
    CIRCLE_X,
    CUSTOMER,
    INTERACTION,
    STAGE,
    VISIBILITY,
    NarrowPlan,
    end_lines,
    is_beside,
    meeting_lines,
)
from .paths import Measures
from .routes import Route
from .words import silence_words, slower_words

BAND = 26.0
NOTED = " · "  # between the length of a silence and a note on it


@dataclass(slots=True)
class Draft:
    plan: NarrowPlan
    measures: Measures
    slots: list[float]
    bottom: float
    lines: dict[int, list[Point]]
    dots: dict[int, Point]
    labels: list[Placed]
    failed: list[Route]


def rect_of(draft: Draft, node: str) -> Rect:
    """A node as left, top, right, bottom."""
    t0, c0, t1, c1 = draft.measures.nodes[node]
    return (c0, t0, c1, t1)


def corners_of(draft: Draft, route: Route) -> tuple[Point, ...]:
    """Under a card: where the label of a short or marginal line is looked for first."""
    box = rect_of(draft, route.edge.source)
    if is_beside(draft.plan, route.edge):
        other = rect_of(draft, route.edge.target)
        return (
            (other[2], other[3] + 4),
            (box[2], box[3] + 4),
            (other[2], other[1] - 17),
            (box[2], box[1] - 17),
            (other[2] - 40, other[3] + 4),
        )
    if route.edge.back:
        below = [(BACKSTAGE[1], box[3] + 5 + 14 * i) for i in range(4)]
        above = [(BACKSTAGE[1], box[1] - 18 - 14 * i) for i in range(4)]
        return (*below[:1], *above, *below[1:])
    if any(leg.kind == "channel" for leg in route.legs):
        # Under the way out to the margin, clear of the tracks that run there.
        y = draft.lines[route.edge.index][1][1]
        return ((BACKSTAGE[1], y + 4.4), (BACKSTAGE[1], y + BELOW_DOT))
    return ()


def take_field(draft: Draft, across: bool) -> Field:
    """Everything a label must keep clear of; `across`: words may stand on a lane line."""
    field = Field()
    plan = draft.plan
    for node in draft.measures.nodes:
        r = rect_of(draft, node)
        field.add((r[0] - 3, r[1] - 3, r[2] + 3, r[3] + 3))
        if node in plan.model.ends:
            lines = len(end_lines(plan.model.ends[node]))
            field.add((CUSTOMER[0] - 2, r[1], INTERACTION, r[3] + 8 + 14 * lines))
    for line in draft.lines.values():
        field.add_line(line, 2.5)
    for x, y in draft.dots.values():
        field.add((x - 6, y - 6, x + 6, y + 6))
    for x in () if across else (INTERACTION, VISIBILITY):
        field.add((x - 1, 0.0, x + 1, draft.bottom + 40))
    for node in plan.model.cards:
        if plan.model.meets(node):
            half = half_of(draft, node)
            y = middle_of(draft, node)
            field.add((CUSTOMER[0] - 2, y - half, STAGE[0], y + half))
    for start, stop, _words, _owner in bands_of(draft):
        field.add((CIRCLE_X - BAND / 2 - 2, start, CIRCLE_X + BAND / 2 + 2, stop))
    return field


def half_of(draft: Draft, node: str) -> float:
    if node in draft.plan.above:
        end = draft.plan.model.ends[draft.plan.above[node]]
        return 20.0 + 14.0 * len(end_lines(end))
    return 20.0 + 14.0 * len(meeting_lines(draft.plan.model.cards[node]))


def middle_of(draft: Draft, node: str) -> float:
    box = rect_of(draft, node)
    return (box[1] + box[3]) / 2


def bands_of(draft: Draft) -> list[tuple[float, float, str, str]]:
    """Silences as (top, bottom, words, owner), broken where ends stand between.

    The words stand on the longest part only.
    """
    plan, model = draft.plan, draft.plan.model
    circles = {n: middle_of(draft, n) for n in model.cards if model.meets(n)}
    circles = {n: y for n, y in circles.items() if n not in plan.above}
    found = []
    taken: list[tuple[float, float]] = []
    for gap in customer.gaps(model, circles, (plan.head, draft.bottom), plan.day):
        target = model.cards[gap.silence.target]
        start = gap.start + 2.0
        stop = gap.end - 4.0 - 14.0 * len(meeting_lines(target))
        parts = [
            (low, high)
            for low, high in _free_parts(draft, start, stop)
            if high - low >= 20 and not any(low < b and a < high for a, b in taken)
        ]
        taken += parts
        minutes = gap.silence.minutes
        words = _("length not stated") if minutes is None else silence_words(minutes, plan.day)
        if gap.silence.slower and minutes is not None:
            words += NOTED + slower_words()
        owner = f"{gap.silence.source}>{gap.silence.target}"
        longest = max(parts, key=lambda p: p[1] - p[0], default=None)
        for part in parts:
            found.append((*part, words if part == longest else "", owner))
    return found


def _free_parts(draft: Draft, start: float, stop: float) -> list[tuple[float, float]]:
    plan = draft.plan
    blocks = []
    for node in plan.model.ends:
        if node in draft.measures.nodes:
            box = rect_of(draft, node)
            lines = len(end_lines(plan.model.ends[node]))
            blocks.append((box[1] - 26, box[3] + 14 * lines + 12))
    for node in plan.model.cards:
        if plan.model.meets(node):
            y, half = middle_of(draft, node), half_of(draft, node)
            blocks.append((y - half, y + half))
    # Flows that cross the lane on their way to an end.
    for line in draft.lines.values():
        for a, b in itertools.pairwise(line):
            if a[1] == b[1] and min(a[0], b[0]) < CIRCLE_X + BAND / 2 + 2:
                blocks.append((a[1] - 4, a[1] + 4))
    parts, at = [], start
    for low, high in sorted(blocks):
        if high <= at or low >= stop:
            continue
        if low > at:
            parts.append((at, low))
        at = max(at, high)
    if at < stop:
        parts.append((at, stop))
    return parts

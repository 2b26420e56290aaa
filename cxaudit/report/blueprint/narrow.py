"""The narrow form of the blueprint, for phones: 368 wide, time runs downwards."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from . import cards, clock, customer
from .flows import dot_place, draw_dot, draw_flow
from .geometry import Drawing, Field, Point, Rect
from .labels import Placed, Wish, place
from .model import build
from .narrow_plan import (
    BACKSTAGE,
    CIRCLE_X,
    CUSTOMER,
    INTERACTION,
    STAGE,
    VISIBILITY,
    NarrowPlan,
    end_lines,
    heads,
    is_beside,
    make,
    measures_of,
    meeting_lines,
    room_of,
    tops,
)
from .paths import Measures
from .routes import Route
from .scene import Scene
from .svg import Canvas, esc, num
from .text_width import measure, wrap
from .wide_draft import NEVER
from .wide_draw import document
from .wide_plan import label_of
from .words import silence_words

PATTERN = "bp-hatch-tall"
TRIES = 10
BAND = 26.0


@dataclass(slots=True)
class _Draft:
    plan: NarrowPlan
    measures: Measures
    slots: list[float]
    bottom: float
    lines: dict[int, list[Point]]
    dots: dict[int, Point]
    labels: list[Placed]
    failed: list[Route]


def narrow(scene: Scene) -> Drawing:
    """Draw a scene for a narrow screen."""
    model = build(scene)
    if not model.cards:
        canvas = Canvas()
        canvas.text("label", "ln2", (12, 28), "This map has no steps.", size=12.0, owner="")
        svg = document(canvas.body(), scene, (368.0, 48.0), "bp bp-tall", PATTERN)
        return Drawing(svg, tuple(canvas.boxes), 368.0, 48.0)
    plan = make(model)
    draft = _try(plan)
    for attempt in range(TRIES):
        if not draft.failed:
            break
        if attempt >= 2:
            # More height did not help: words may now cross a lane line, then be cut.
            better = _try(plan, 1 if attempt == 2 else 2)
            if len(better.failed) < len(draft.failed):
                draft = better
            if attempt > 2:
                break
            continue
        for gutter in sorted({_gutter_of(plan, r) for r in draft.failed}):
            words = [label_of(r.edge) for r in draft.failed if _gutter_of(plan, r) == gutter]
            plan.extra[gutter] = plan.extra.get(gutter, 0.0) + max(room_of(w) for w in words)
        draft = _try(plan)
    return _draw(draft)


def _gutter_of(plan: NarrowPlan, route: Route) -> int:
    """The gutter to widen for a label."""
    leg = next((x for x in route.legs if x.kind == "gutter"), None)
    slot = plan.cell[route.edge.source][0]
    return leg.ref if leg is not None else slot if route.edge.back else slot + 1


def _try(plan: NarrowPlan, loose: int = 0) -> _Draft:
    slots, gutters, bottom = tops(plan)
    measures = measures_of(plan, slots, gutters)
    lines = {r.edge.index: [(c, t) for t, c in measures.polyline(r)] for r in plan.routes}
    dots = {}
    for route in plan.routes:
        if route.edge.flow.hand_off and not is_beside(plan, route.edge):
            others = [p for i, p in lines.items() if i != route.edge.index]
            dots[route.edge.index] = dot_place(lines[route.edge.index], others)
    draft = _Draft(plan, measures, slots, bottom, lines, dots, [], [])
    field = _field(draft, loose)
    bounds = (CUSTOMER[0], plan.head, plan.width - 1, bottom + 20)
    for route in plan.routes:
        words = label_of(route.edge)
        if not words:
            continue
        points = tuple(lines[route.edge.index])
        wish = Wish(route.edge.index, words, points, corners=_corners(draft, route))
        placed = place(wish, field, bounds, cut_to=56.0 if loose > 1 else None)
        if placed is None:
            draft.failed.append(route)
        else:
            draft.labels.append(placed)
            r = placed.rect
            field.add((r[0] - 3, r[1] - 3, r[2] + 3, r[3] + 3))
    return draft


def _rect(draft: _Draft, node: str) -> Rect:
    """A node as left, top, right, bottom."""
    t0, c0, t1, c1 = draft.measures.nodes[node]
    return (c0, t0, c1, t1)


def _corners(draft: _Draft, route: Route) -> tuple[Point, ...]:
    """Under a card: where the label of a short or marginal line is looked for first."""
    box = _rect(draft, route.edge.source)
    if is_beside(draft.plan, route.edge):
        other = _rect(draft, route.edge.target)
        return ((other[2], other[3] + 4), (box[2], box[3] + 4))
    if route.edge.back:
        return ((BACKSTAGE[1], box[3] + 5), (BACKSTAGE[1], box[1] - 18))
    return ()


def _field(draft: _Draft, loose: int = 0) -> Field:
    field = Field()
    plan = draft.plan
    for node in draft.measures.nodes:
        r = _rect(draft, node)
        field.add((r[0] - 3, r[1] - 3, r[2] + 3, r[3] + 3))
        if node in plan.model.ends:
            lines = len(end_lines(plan.model.ends[node]))
            field.add((CUSTOMER[0] - 2, r[1], INTERACTION, r[3] + 8 + 14 * lines))
    for line in draft.lines.values():
        field.add_line(line, 2.5)
    for x, y in draft.dots.values():
        field.add((x - 6, y - 6, x + 6, y + 6))
    for x in () if loose else (INTERACTION, VISIBILITY):
        field.add((x - 1, 0.0, x + 1, draft.bottom + 40))
    for node in plan.model.cards:
        if plan.model.meets(node):
            half = _half(draft, node)
            y = _middle(draft, node)
            field.add((CUSTOMER[0] - 2, y - half, STAGE[0], y + half))
    for start, stop, _, _ in _bands(draft):
        field.add((CIRCLE_X - BAND / 2 - 2, start, CIRCLE_X + BAND / 2 + 2, stop))
    return field


def _half(draft: _Draft, node: str) -> float:
    if node in draft.plan.above:
        end = draft.plan.model.ends[draft.plan.above[node]]
        return 20.0 + 14.0 * len(end_lines(end))
    return 20.0 + 14.0 * len(meeting_lines(draft.plan.model.cards[node]))


def _middle(draft: _Draft, node: str) -> float:
    box = _rect(draft, node)
    return (box[1] + box[3]) / 2


def _bands(draft: _Draft) -> list[tuple[float, float, str, str]]:
    """Silences as (top, bottom, words, owner), broken where ends stand between.

    The words stand on the longest part only.
    """
    plan, model = draft.plan, draft.plan.model
    circles = {n: _middle(draft, n) for n in model.cards if model.meets(n)}
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
        words = "length not stated" if minutes is None else silence_words(minutes, plan.day)
        owner = f"{gap.silence.source}>{gap.silence.target}"
        longest = max(parts, key=lambda p: p[1] - p[0], default=None)
        for part in parts:
            found.append((*part, words if part == longest else "", owner))
    return found


def _free_parts(draft: _Draft, start: float, stop: float) -> list[tuple[float, float]]:
    plan = draft.plan
    blocks = []
    for node in plan.model.ends:
        if node in draft.measures.nodes:
            box = _rect(draft, node)
            lines = len(end_lines(plan.model.ends[node]))
            blocks.append((box[1] - 26, box[3] + 14 * lines + 12))
    for node in plan.model.cards:
        if plan.model.meets(node):
            y, half = _middle(draft, node), _half(draft, node)
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


def _draw(draft: _Draft) -> Drawing:
    canvas = Canvas()
    plan = draft.plan
    scene = plan.model.scene
    never = wrap(", ".join(scene.never_met), plan.width - 90, 12.0, lines=4)
    bottom = draft.bottom + 14
    _draw_lanes(canvas, draft, bottom)
    _draw_clock(canvas, draft)
    _draw_customer(canvas, draft)
    forward = [draft.lines[r.edge.index] for r in plan.routes if not r.edge.back]
    for route in plan.routes:
        title = plan.model.title(route.edge)
        draw_flow(canvas, route.edge, draft.lines[route.edge.index], forward, title=title)
        if route.edge.index in draft.dots:
            draw_dot(canvas, route.edge, draft.dots[route.edge.index])
    owners = {r.edge.index: r.edge.owner for r in plan.routes}
    for placed in draft.labels:
        for i, line in enumerate(placed.lines):
            owner = owners[placed.index]
            canvas.text("label", "el", placed.baseline(i), line, size=12.0, owner=owner)
    for node, look in plan.faces.items():
        cards.draw(canvas, look, _rect(draft, node), plan.day)
    if never:
        canvas.text("label", "fp fpb", (2, bottom + 20), NEVER, size=12.0, owner="never", bold=True)
        for i, line in enumerate(never):
            at = (2 + measure(NEVER, 12.0, True) + 4, bottom + 20 + 15 * i)
            canvas.text("label", "fp", at, line, size=12.0, owner="never")
        bottom += 12 + 15 * len(never)
    height = bottom + 10
    return Drawing(
        document(canvas.body(), scene, (plan.width, height), "bp bp-tall", PATTERN),
        tuple(canvas.boxes),
        plan.width,
        height,
        tuple(r.edge.owner for r in draft.failed),
    )


def _draw_lanes(canvas: Canvas, draft: _Draft, bottom: float) -> None:
    plan = draft.plan
    bands = (("lane c", 30.0, INTERACTION), ("lane b", VISIBILITY, plan.width))
    for cls, left, right in bands:
        canvas.put(
            "ground",
            f'<rect class="{cls}" x="{num(left)}" y="0" width="{num(right - left)}" '
            f'height="{num(bottom)}"/>',
        )
    for cls, x in (("l1", INTERACTION), ("l2", VISIBILITY)):
        canvas.put(
            "lanes",
            f'<line class="vl {cls}" x1="{num(x)}" x2="{num(x)}" y1="0" y2="{num(bottom)}"/>',
        )
    for x, title, lines in heads(plan.model):
        canvas.text("lanes", "ln1", (x, 20), title, size=13.0, owner="lane", bold=True)
        for i, line in enumerate(lines):
            canvas.text("lanes", "ln2", (x, 35 + 14 * i), line, size=12.0, owner="lane")


def _draw_clock(canvas: Canvas, draft: _Draft) -> None:
    plan = draft.plan
    steps = clock.steps_of(plan.model.scene)
    if not steps:
        canvas.text("lanes", "ln1", (2, 20), "No", size=13.0, owner="lane", bold=True)
        slots = {plan.cell[n][0]: n for n in sorted(plan.faces, key=lambda n: plan.cell[n])}
        for i, node in enumerate(slots.values()):
            _tick(canvas, draft, node, str(i + 1))
        return
    total = steps[-1].end
    unit, name = (plan.day, "Day") if total >= plan.day else (60.0, "h")
    if total < 60.0:
        unit, name = 1.0, "min"
    canvas.text("lanes", "ln1", (2, 20), name, size=13.0, owner="lane", bold=True)
    digits = 0 if total / unit >= 100 else 1
    shown: set[int] = set()
    for step in steps:
        slot = plan.cell.get(step.card.id, (-1, 0))[0]
        if slot >= 0 and slot not in shown:
            shown.add(slot)
            _tick(canvas, draft, step.card.id, f"{step.start / unit:.{digits}f}")


def _tick(canvas: Canvas, draft: _Draft, node: str, words: str) -> None:
    y = _rect(draft, node)[1]
    canvas.text("lanes", "tk", (2, y + 12), words, size=12.0, owner="clock")
    canvas.put("lanes", f'<line class="lr" x1="2" x2="28" y1="{num(y + 18)}" y2="{num(y + 18)}"/>')


def _draw_customer(canvas: Canvas, draft: _Draft) -> None:
    plan, model = draft.plan, draft.plan.model
    for top, bottom, words, owner in _bands(draft):
        _draw_band(canvas, (top, bottom), words, owner)
    for node in model.cards:
        if not model.meets(node):
            continue
        y = _middle(draft, node)
        if node in plan.above:
            end = model.ends[plan.above[node]]
            at = (CIRCLE_X + 28, y)
            customer.draw_meeting_line(canvas, node, (at[0] + 9, y), (STAGE[0], y))
            customer.draw_end(canvas, end, at, model.end_steps.get(end.id, ""))
            _end_words(canvas, draft, end.id, y + 24)
            continue
        customer.draw_meeting_line(canvas, node, (CIRCLE_X + 12.5, y), (STAGE[0], y))
        customer.draw_circle(canvas, model.cards[node], (CIRCLE_X, y))
        lines = meeting_lines(model.cards[node])
        for i, line in enumerate(lines):
            at = (CUSTOMER[0], y - 19 - 14 * (len(lines) - 1 - i))
            canvas.text("event", "ch", at, line, size=12.0, owner=node)
    for node in model.ends:
        if node in draft.measures.nodes:
            box = _rect(draft, node)
            at = (CIRCLE_X, (box[1] + box[3]) / 2)
            customer.draw_end(canvas, model.ends[node], at, model.end_steps.get(node, ""))
            _end_words(canvas, draft, node, box[3] + 14)


def _end_words(canvas: Canvas, draft: _Draft, node: str, y: float) -> None:
    for words, bold in end_lines(draft.plan.model.ends[node]):
        cls = "et" if bold else "es"
        canvas.text("event", cls, (CUSTOMER[0], y), words, size=12.0, owner=node, bold=bold)
        y += 14


def _draw_band(canvas: Canvas, reach: tuple[float, float], words: str, owner: str) -> None:
    """A hatched band downwards with turned words in the middle, if they fit."""
    top, bottom = reach
    left = CIRCLE_X - BAND / 2
    canvas.put(
        "silence",
        f'<rect class="sil" x="{num(left)}" y="{num(top)}" width="{num(BAND)}" '
        f'height="{num(bottom - top)}" fill="url(#{PATTERN})"/>',
    )
    canvas.record("silence", owner, (left, top, left + BAND, bottom))
    if not words:
        return
    for text, size in ((words, 15.0), (words, 13.0), (words.split(" of ")[0], 13.0)):
        length = measure(text, size, True) + 24
        if length > bottom - top:
            continue
        y = (top + bottom) / 2
        canvas.put(
            "silence",
            f'<rect class="silbg" x="{num(left)}" y="{num(y - length / 2)}" '
            f'width="{num(BAND)}" height="{num(length)}" rx="13"/>'
            f'<text class="silt{"" if size > 13 else " sm"}" text-anchor="middle" '
            f'transform="rotate(-90 {num(CIRCLE_X + 5)} {num(y)})" x="{num(CIRCLE_X + 5)}" '
            f'y="{num(y)}">{esc(text)}</text>',
        )
        rect = (left, y - length / 2, left + BAND, y + length / 2)
        canvas.record("text", owner, rect, text=text)
        return

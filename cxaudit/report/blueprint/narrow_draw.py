"""Drawing the narrow form, once everything has its place."""

from __future__ import annotations

from cxaudit.texts.catalogue import _, pgettext
from cxaudit.texts.numbers import localised

from . import cards, clock, customer
from .flows import draw_dot, draw_flow, of_flow
from .geometry import Drawing
from .inside import draw_inside
from .narrow_draft import BAND, NOTED, Draft, bands_of, middle_of, rect_of
from .narrow_plan import (
    CIRCLE_X,
    CUSTOMER,
    INTERACTION,
    STAGE,
    VISIBILITY,
    end_lines,
    heads,
    meeting_lines,
)
from .scene import Scene
from .svg import Canvas, belongs, esc, num
from .text_width import NBSP, measure, wrap
from .wide_draft import NEVER
from .wide_draw import document

PATTERN = "bp-hatch-tall"


def draw(draft: Draft, opens: bool = True) -> Drawing:
    """Put a whole draft on a canvas; `opens`: cards of several steps show them when asked."""
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
    edges = {r.edge.index: r.edge for r in plan.routes}
    for placed in draft.labels:
        for i, line in enumerate(placed.lines):
            edge = edges[placed.index]
            canvas.text(
                "label", "el", placed.baseline(i), line, size=12.0, owner=edge.owner,
                belongs=of_flow(edge),
            )  # fmt: skip
    for node, look in plan.faces.items():
        rect = rect_of(draft, node)
        cards.draw(canvas, look, rect, plan.day)
        if opens and look.card.inside:
            draw_inside(canvas, look.card, rect, (plan.width, bottom), plan.day)
    if never:
        canvas.text(
            "label", "fp fpb", (2, bottom + 20), _(NEVER), size=12.0, owner="never", bold=True
        )
        for i, line in enumerate(never):
            at = (2 + measure(_(NEVER), 12.0, True) + 4, bottom + 20 + 15 * i)
            canvas.text("label", "fp", at, line, size=12.0, owner="never")
        bottom += 12 + 15 * len(never)
    bottom = _draw_run(canvas, scene, plan.width, bottom)
    height = bottom + 10
    return Drawing(
        document(canvas.body(), scene, (plan.width, height), "bp bp-tall", PATTERN),
        tuple(canvas.boxes),
        plan.width,
        height,
        tuple(r.edge.owner for r in draft.failed),
    )


def _draw_lanes(canvas: Canvas, draft: Draft, bottom: float) -> None:
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


def _draw_clock(canvas: Canvas, draft: Draft) -> None:
    plan = draft.plan
    steps = clock.steps_of(plan.model.scene)
    if not steps:
        canvas.text(
            "lanes", "ln1", (2, 20), pgettext("number", "No"), size=13.0, owner="lane", bold=True
        )
        slots = {plan.cell[n][0]: n for n in sorted(plan.faces, key=lambda n: plan.cell[n])}
        for i, node in enumerate(slots.values()):
            _tick(canvas, draft, node, str(i + 1))
        return
    total = steps[-1].end
    unit, name = _unit(total, plan.day)
    canvas.text("lanes", "ln1", (2, 20), name, size=13.0, owner="lane", bold=True)
    digits = 0 if total / unit >= 100 else 1
    shown: set[int] = set()
    for step in steps:
        slot = plan.cell.get(step.card.id, (-1, 0))[0]
        if slot >= 0 and slot not in shown:
            shown.add(slot)
            _tick(canvas, draft, step.card.id, localised(f"{step.start / unit:.{digits}f}"))


def _unit(total: float, day: float) -> tuple[float, str]:
    """What the clock counts in: minutes, and the word at its head."""
    if total >= day:
        return day, _("Day")
    return (60.0, pgettext("unit", "h")) if total >= 60.0 else (1.0, pgettext("unit", "min"))


def _draw_run(canvas: Canvas, scene: Scene, width: float, bottom: float) -> float:
    """Below everything, whose run the clock tells, where types differ; returns the new bottom."""
    steps = clock.steps_of(scene)
    if not steps or not scene.fastest_of:
        return bottom
    name = _unit(steps[-1].end, scene.day_minutes)[1]
    left = 2 + measure(name, 12.0, True) + 4
    canvas.text("label", "fp fpb", (2, bottom + 20), name, size=12.0, owner="clock", bold=True)
    lines = wrap(clock.run_words(scene), width - left - 2, 12.0, lines=4)
    for i, line in enumerate(lines):
        at = (left, bottom + 20 + 15 * i)
        canvas.text("label", "fp", at, line, size=12.0, owner="clock")
    return bottom + 12 + 15 * len(lines)


def _tick(canvas: Canvas, draft: Draft, node: str, words: str) -> None:
    y = rect_of(draft, node)[1]
    canvas.text("lanes", "tk", (2, y + 12), words, size=12.0, owner="clock")
    canvas.put("lanes", f'<line class="lr" x1="2" x2="28" y1="{num(y + 18)}" y2="{num(y + 18)}"/>')


def _draw_customer(canvas: Canvas, draft: Draft) -> None:
    plan, model = draft.plan, draft.plan.model
    for top, bottom, words, owner in bands_of(draft):
        _draw_band(canvas, (top, bottom), words, owner)
    for node in model.cards:
        if not model.meets(node):
            continue
        y = middle_of(draft, node)
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
            canvas.text("event", "ch", at, line, size=12.0, owner=node, belongs=belongs("s", node))
    for node in model.ends:
        if node in draft.measures.nodes:
            box = rect_of(draft, node)
            at = (CIRCLE_X, (box[1] + box[3]) / 2)
            customer.draw_end(canvas, model.ends[node], at, model.end_steps.get(node, ""))
            _end_words(canvas, draft, node, box[3] + 14)


def _end_words(canvas: Canvas, draft: Draft, node: str, y: float) -> None:
    for words, bold in end_lines(draft.plan.model.ends[node]):
        cls = "et" if bold else "es"
        canvas.text(
            "event", cls, (CUSTOMER[0], y), words, size=12.0, owner=node, bold=bold,
            belongs=belongs("e", node),
        )  # fmt: skip
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
    # A figure and its unit stand in front, and hold together.
    bare = words.partition(NOTED)[0]
    short = bare.split(" ")[0] if NBSP in bare else bare
    for text, size in ((words, 15.0), (words, 13.0), (bare, 13.0), (short, 13.0)):
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

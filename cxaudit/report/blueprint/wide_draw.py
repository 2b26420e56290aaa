"""Drawing the wide form, once everything has its place."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.texts.catalogue import _

from . import cards, clock, customer
from .flows import draw_dot, draw_flow, of_flow
from .geometry import Box, Drawing, Point, moved
from .inside import draw_inside
from .pins import draw_pin
from .scene import Scene
from .svg import Canvas, belongs, esc, num
from .text_width import measure, wrap
from .wide_columns import NAMES, Columns
from .wide_draft import NEVER, Draft, block_bars, join_edges, meeting_lines, system_lines
from .wide_lanes import draw_lanes
from .wide_plan import end_above, end_beside

PATTERN = "bp-hatch-wide"
WIDE = "bp bp-wide"
ROW_GAP = 40.0
RUN_LINES = 4  # of words beside the clock: more would run into the customer's lane


def draw(draft: Draft, never: list[str], spot: Point | None, opens: bool = True) -> Part:
    """Put a whole draft on a canvas; `opens`: cards of several steps show them when asked."""
    canvas = Canvas()
    plan = draft.plan
    draw_lanes(canvas, draft)
    _draw_clock(canvas, draft)
    _draw_customer(canvas, draft)
    _draw_never(canvas, draft, never, spot)
    joining = join_edges(draft)
    for index in joining:
        end = draft.lines[index][-1]
        draft.lines[index][-1] = (end[0] - 6, end[1])  # the arrow ends at the bar
    forward = [draft.lines[r.edge.index] for r in plan.routes if not r.edge.back]
    for route in plan.routes:
        returns = plan.model.is_return(route.edge)
        draw_flow(
            canvas,
            route.edge,
            draft.lines[route.edge.index],
            forward,
            returns,
            plan.model.title(route.edge),
        )
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
    _draw_systems(canvas, draft)
    _draw_blocks(canvas, draft)
    for node, look in plan.faces.items():
        pin = plan.model.context.pins.get(node)
        rect = draft.measures.nodes[node]
        if pin is not None:
            draw_pin(canvas, node, pin, look, rect)
        else:
            cards.draw(canvas, look, rect, plan.day)
            if opens and look.card.inside:
                page = (draft.width, plan.heights.bottom)
                draw_inside(canvas, look.card, rect, page, plan.day)
    dropped = tuple(r.edge.owner for r in draft.failed)
    return Part(canvas, draft.width, plan.heights.bottom, dropped)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a drawing, not yet an SVG."""

    canvas: Canvas
    width: float
    height: float
    dropped: tuple[str, ...]

    def drawing(self, scene: Scene) -> Drawing:
        """The part as a drawing of its own."""
        svg = document(self.canvas.body(), scene, (self.width, self.height), WIDE, PATTERN)
        return Drawing(svg, tuple(self.canvas.boxes), self.width, self.height, self.dropped)


def combine(parts: list[Part], scene: Scene) -> Drawing:
    """Rows under each other."""
    width = max(p.width for p in parts)
    bodies: list[str] = []
    boxes: list[Box] = []
    y = 0.0
    for part in parts:
        bodies.append(f'<g transform="translate(0 {num(y)})">\n{part.canvas.body()}\n</g>')
        boxes += [moved(b, y) for b in part.canvas.boxes]
        y += part.height + ROW_GAP
    height = y - ROW_GAP
    svg = document("\n".join(bodies), scene, (width, height), WIDE, PATTERN)
    dropped = tuple(d for p in parts for d in p.dropped)
    return Drawing(svg, tuple(boxes), width, height, dropped)


def _least(cls: str, width: float) -> str:
    """The wide form is never drawn smaller than 1:1 (its box scrolls): words stay legible."""
    return f"min-width:{num(width)}px" if cls == WIDE else "min-width:0"


def document(body: str, scene: Scene, size: tuple[float, float], cls: str, pattern: str) -> str:
    """The SVG element around a body."""
    width, height = size
    title = _("Service blueprint of {map}") if scene.title else _("Service blueprint")
    title = title.format(map=scene.title)
    desc = f"<desc>{esc(scene.description)}</desc>" if scene.description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{cls}" '
        f'viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}" height="{num(height)}" '
        f'style="{_least(cls, width)}" role="group" '
        f'aria-label="{esc(title)}"><title>{esc(title)}</title>{desc}'
        f"{customer.hatch(pattern)}\n{body}\n</svg>"
    )


def _draw_clock(canvas: Canvas, draft: Draft) -> None:
    plan, columns = draft.plan, draft.columns
    scene = plan.model.scene
    row, rows = plan.model.context.row + 1, plan.model.context.rows
    if not clock.steps_of(scene):
        canvas.text(
            "lanes",
            "ln1",
            (12, 20),
            _("Order") if rows == 1 else _("Row {n} of {all}").format(n=row, all=rows),
            size=13.0,
            owner="lane",
            bold=True,
        )
        seen: set[int] = set()
        for t, rank in enumerate(plan.stand.columns):
            if rank in seen or not any(
                cell[0] == t and n in plan.faces and n not in plan.model.context.pins
                for n, cell in plan.grid.cell.items()
            ):
                continue
            seen.add(rank)
            at = (columns.middle(t), 20.0)
            canvas.text(
                "lanes",
                "tk",
                at,
                str(rank + 1 + plan.model.context.base_rank),
                size=12.0,
                owner="clock",
                anchor="middle",
            )
        return
    spans = {
        n: (
            _mid_gutter(columns, plan.grid.cell[n][0]),
            _mid_gutter(columns, plan.grid.cell[n][0] + 1),
        )
        for n in scene.fastest
        if n in plan.grid.cell
    }
    frame = clock.Frame(columns.left[0], columns.end, spans, 0.0, plan.model.context.base)
    clock.draw_clock(canvas, scene, frame, plan.promise_rows)
    title = _("Clock") if rows == 1 else _("Row {n} of {all}").format(n=row, all=rows)
    canvas.text("lanes", "ln1", (12, 28), title, size=13.0, owner="lane", bold=True)
    whole = frame.base + clock.steps_of(scene)[-1].end
    noun = clock.unit_words(whole, scene.day_minutes)
    told = wrap(clock.run_words(scene), NAMES - 8, 12.0, lines=RUN_LINES)
    for i, words in enumerate((noun, *told)):
        canvas.text("lanes", "ln2", (12, 44 + 14 * i), words, size=12.0, owner="lane")


def _mid_gutter(columns: Columns, t: int) -> float:
    if t == 0:
        return columns.left[0]
    if t >= len(columns.left):
        return columns.end
    low, high = columns.edge[t]
    return (low + high) / 2


def _draw_customer(canvas: Canvas, draft: Draft) -> None:
    plan, model = draft.plan, draft.plan.model
    circles = {n: draft.columns.middle(t) for n, t in plan.stand.meeting.items()}
    y = plan.heights.circle
    reach = (NAMES + 10, draft.width - 30)
    listed = customer.gaps(model, circles, reach, plan.day)
    everyone = model.context.cards or tuple(model.cards.values())
    if not any(c.on_stage or c.by_party for c in everyone):
        _draw_unmet(canvas, draft, y)
    customer.draw_silences(canvas, model, listed, y, circles, PATTERN)
    for node, points in meeting_lines(draft).items():
        customer.draw_meeting_line(canvas, node, *points)
    for node, x in circles.items():
        card = model.cards[node]
        customer.draw_circle(canvas, card, (x, y))
        words = customer.meeting_words(card)
        for i, line in enumerate(words):
            at = (x, y - 19 - 14 * (len(words) - 1 - i))
            canvas.text(
                "event", "ch", at, line, size=12.0, owner=node, anchor="middle",
                belongs=belongs("s", node),
            )  # fmt: skip
    _draw_ends(canvas, draft)


def _draw_unmet(canvas: Canvas, draft: Draft, y: float) -> None:
    x, right = NAMES + 10, draft.width - 37
    canvas.put(
        "silence",
        f'<rect class="sil" x="{num(x)}" y="{num(y - 15)}" width="{num(right - x)}" height="30" '
        f'fill="url(#{PATTERN})"/><rect class="silbg" x="{num((x + right) / 2 - 120)}" '
        f'y="{num(y - 12)}" width="240" height="24" rx="12"/>',
    )
    words = _("no touch-point in this map")
    at = ((x + right) / 2, y + 4.5)
    canvas.text("silence", "silt sm", at, words, size=13.0, owner="", bold=True, anchor="middle")


def _draw_ends(canvas: Canvas, draft: Draft) -> None:
    plan, model = draft.plan, draft.plan.model
    for end in model.ends.values():
        if end.id in draft.measures.nodes:
            box = draft.measures.nodes[end.id]
            at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            customer.draw_end(canvas, end, at, model.end_steps.get(end.id, ""))
            customer.draw_end_words(canvas, end, (at[0] + 15, at[1] - 1))
    for node, end_id in plan.stand.above.items():
        end, at = model.ends[end_id], end_above(draft.plan, draft.columns, node)
        customer.draw_end(canvas, end, at, model.end_steps.get(end_id, ""))
        customer.draw_end_words(canvas, end, (at[0] + 15, at[1] - 1))
        canvas.put("meeting", f'<g class="e near" data-e="{esc(f"{node}>{end_id}")}"></g>')
    for node, end_id in plan.stand.beside.items():
        end, at = model.ends[end_id], end_beside(plan, draft.columns, node)
        start = draft.columns.middle(plan.stand.meeting[node]) + customer.RADIUS + 1.5
        edge = next(e for e in model.out(node) if e.target == end_id)
        draw_flow(canvas, edge, [(start, at[1]), (at[0] - 12, at[1])], title=model.title(edge))
        customer.draw_end(canvas, end, at, model.end_steps.get(end_id, ""))
        customer.draw_end_words(canvas, end, (at[0], at[1] + 25), "middle")


def _draw_never(canvas: Canvas, draft: Draft, lines: list[str], spot: Point | None) -> None:
    if not lines:
        return
    x, y = spot or (NAMES + 10, draft.plan.top + 18)
    canvas.text("label", "fp fpb", (x, y), _(NEVER), size=12.0, owner="never", bold=True)
    x += measure(_(NEVER), 12.0, True) + 2
    for line in lines:
        canvas.text("label", "fp", (x, y), line, size=12.0, owner="never")
        y += 16


def _draw_systems(canvas: Canvas, draft: Draft) -> None:
    plan = draft.plan
    for node, (start, stop) in system_lines(draft).items():
        t = plan.grid.cell[node][0]
        words = ", ".join(plan.model.cards[node].systems)
        left, right = draft.columns.left[t] + 2, draft.columns.right[t] - 2
        lines = wrap(words, right - left - 12, 12.0, lines=2)
        height = 28.0 if len(lines) == 1 else 38.0
        middle = (left + right) / 2
        half = max(34.0, max(measure(x, 12.0) for x in lines) / 2 + 8) if lines else 34.0
        half = min(half, (right - left) / 2)
        middle = min(max(start[0], left + half), right - half) if start[0] < middle else middle
        canvas.put(
            "system",
            f'<g class="sysl" data-s2="{esc(node)}"><line x1="{num(start[0])}" '
            f'x2="{num(stop[0])}" y1="{num(start[1])}" y2="{num(stop[1])}"/>'
            f'<rect x="{num(middle - half)}" y="{num(stop[1])}" width="{num(2 * half)}" '
            f'height="{num(height)}" rx="4"/></g>',
        )
        canvas.line("system", "system-line", node, (start, stop))
        y = stop[1] + height / 2 + 4 - 7 * (len(lines) - 1)
        for line in lines:
            canvas.text(
                "system", "syst", (middle, y), line, size=12.0, owner=node, anchor="middle",
                belongs=belongs("s", node),
            )  # fmt: skip
            y += 14


def _draw_blocks(canvas: Canvas, draft: Draft) -> None:
    """Forks and joins of parallel branches: a short bar across the ports they share."""
    for node, side, ys in block_bars(draft):
        box = draft.measures.nodes[node]
        x = box[2] + 4 if side == "fork" else box[0] - 4
        canvas.put(
            "dot",
            f'<line class="bar"{belongs("s", node)} x1="{num(x)}" x2="{num(x)}" '
            f'y1="{num(min(ys) - 5)}" y2="{num(max(ys) + 5)}"/>',
        )

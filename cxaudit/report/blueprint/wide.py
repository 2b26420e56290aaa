"""The wide form of the blueprint: time runs to the right, the customer's lane is on top."""

from __future__ import annotations

from .flows import dot_place
from .geometry import Drawing, Point
from .labels import Wish, place, room_needed
from .model import Model, build
from .routes import Route
from .rows import split
from .scene import Scene
from .svg import Canvas
from .wide_columns import NAMES
from .wide_draft import Draft, grown, never_lines, never_spot, take_field
from .wide_draw import PATTERN, combine, document, draw
from .wide_plan import WidePlan, label_of, make, width_of

TRIES = 12


def wide(scene: Scene) -> Drawing:
    """Draw a scene 1200 units wide, or wider where its steps need it."""
    model = build(scene)
    if not model.cards:
        return empty(scene)
    drafts = [_row(part) for part in split(model)]
    width = max(d.width for d, _, _ in drafts)
    parts = []
    for draft, never, spot in drafts:
        draft.width = width
        parts.append(draw(draft, never, spot))
    return parts[0].drawing(scene) if len(parts) == 1 else combine(parts, scene)


def _row(model: Model) -> tuple[Draft, list[str], Point | None]:
    """One row of the drawing (or the whole), and where "never met" stands in it."""
    never = never_lines(model.scene)
    draft = _settle(make(model))
    spot = never_spot(draft, never)
    if never and spot is None:
        draft = _settle(make(model, above=16.0 * len(never) + 2.0))
    return draft, never, spot


def _settle(plan: WidePlan) -> Draft:
    """Lay out, place labels, and widen gutters until every label has its place."""
    draft = _try(plan)
    for _ in range(TRIES):
        if not draft.failed:
            break
        for route in draft.failed:
            _widen(plan, route)
        draft = _try(plan)
    return _try(plan, cut_to=56.0) if draft.failed else draft


def _widen(plan: WidePlan, route: Route) -> None:
    """Give the label of a route room beside its first vertical."""
    need = room_needed(label_of(route.edge))
    leg = next((i for i, x in enumerate(route.legs) if x.kind == "gutter"), None)
    if leg is None:
        column = plan.grid.cell[route.edge.source][0]
        key = (column + (0 if route.edge.back else 1), 0)
    else:
        track = plan.gutter_track[(route.edge.index, leg)]
        key = (route.legs[leg].ref, track)
    have = plan.extra.get(key, 0.0)
    plan.extra[key] = have + (24.0 if have >= need - 10 else need - 10 - have)


def _try(plan: WidePlan, cut_to: float | None = None) -> Draft:
    columns = plan.columns()
    measures = plan.measures(columns)
    width = width_of(plan, columns)
    lines = {r.edge.index: measures.polyline(r) for r in plan.routes}
    dots = {}
    for route in plan.routes:
        if route.edge.flow.hand_off:
            others = [p for i, p in lines.items() if i != route.edge.index]
            dots[route.edge.index] = dot_place(lines[route.edge.index], others)
    draft = Draft(plan, columns, measures, width, lines, dots, [], [])
    field = take_field(draft)
    bounds = (NAMES + 2, plan.heights.circle + 20, width - 4, plan.heights.bottom - 2)
    for route in plan.routes:
        words = label_of(route.edge)
        if not words:
            continue
        points = tuple(lines[route.edge.index])
        wish = Wish(route.edge.index, words, points, under=route.edge.back)
        placed = place(wish, field, bounds, cut_to)
        if placed is None:
            draft.failed.append(route)
        else:
            draft.labels.append(placed)
            field.add(grown(placed.rect, 3.0))
    return draft


def empty(scene: Scene) -> Drawing:
    """What is drawn of a map without steps."""
    canvas = Canvas()
    canvas.text("label", "ln2", (12, 28), "This map has no steps.", size=12.0, owner="")
    svg = document(canvas.body(), scene, (1200.0, 48.0), "bp bp-wide", PATTERN)
    return Drawing(svg, tuple(canvas.boxes), 1200.0, 48.0)

"""The wide form of the blueprint: time runs to the right, the customer's lane is on top."""

from __future__ import annotations

from cxaudit.texts.catalogue import _

from .collapse import collapsed
from .flows import dot_place
from .geometry import Drawing, Point
from .labels import Wish, place, room_needed
from .model import Model, build
from .routes import Route
from .rows import PAGE, Sheet, split
from .scene import Scene
from .svg import Canvas
from .wide_columns import NAMES, WIDTH
from .wide_draft import Draft, grown, meeting_lines, never_lines, never_spot, take_field
from .wide_draw import PATTERN, combine, document, draw
from .wide_plan import WidePlan, label_of, make, width_of

TRIES = 12
ON_PAGE, ALONE = 3, 6  # most lines of a step's name
LOOSE = 90.0  # a row that ends further left than this is spread out


def wide(
    scene: Scene,
    *,
    opens: bool = True,
    sheet: Sheet = PAGE,
    collapse: bool = True,
    least: float = WIDTH,
) -> Drawing:
    """Draw a scene 1200 units wide, or wider where its steps need it.

    Above 40 ranks, chains of plain steps are cards of their own, unless `collapse` is off; on a
    page these open (`opens`). `sheet` says how long a row may be, `least` how wide the drawing is
    at least.
    """
    scene = collapsed(scene) if collapse else scene
    model = build(scene)
    if not model.cards:
        return empty(scene)
    rows = split(model, sheet)
    # Where nothing tells the whole of a long name on demand, the card has room for it.
    lines = ON_PAGE if opens else ALONE
    drafts = [_row(row, least, lines) for row in rows]
    width = max(least, *(d.width for d, _, _ in drafts))
    parts = []
    for row, (draft, never, spot) in zip(rows, drafts, strict=True):
        if len(rows) > 1 and draft.columns.end < width - LOOSE:
            draft, never, spot = _row(row, width, lines)  # rows end at about the same place
        draft.width = max(width, draft.width)
        parts.append(draw(draft, never, spot, opens))
    return parts[0].drawing(scene) if len(parts) == 1 else combine(parts, scene)


def _row(model: Model, width: float, lines: int) -> tuple[Draft, list[str], Point | None]:
    """One row of the drawing (or the whole), and where "never met" stands in it."""
    never = never_lines(model.scene)
    draft = _settle(make(model, 0.0, width, lines))
    spot = never_spot(draft, never)
    if never and spot is None:
        draft = _settle(make(model, 16.0 * len(never) + 2.0, width, lines))
    return draft, never, spot


def _settle(plan: WidePlan) -> Draft:
    """Lay out, place labels, and widen gutters until every label has its place."""
    draft = _try(plan)
    for _time in range(TRIES):
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
    draft = Draft(plan, columns, measures, width, lines, {}, [], [])
    meetings = [list(line) for line in meeting_lines(draft).values()]
    for route in plan.routes:
        if route.edge.flow.hand_off:
            others = [p for i, p in lines.items() if i != route.edge.index]
            draft.dots[route.edge.index] = dot_place(lines[route.edge.index], [*others, *meetings])
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
    canvas.text("label", "ln2", (12, 28), _("This map has no steps."), size=12.0, owner="")
    svg = document(canvas.body(), scene, (1200.0, 48.0), "bp bp-wide", PATTERN)
    return Drawing(svg, tuple(canvas.boxes), 1200.0, 48.0)

"""The narrow form of the blueprint, for phones: 368 wide, time runs downwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cxaudit.texts.catalogue import _

from .collapse import collapsed
from .flows import dot_place
from .geometry import Drawing
from .labels import Wish, place
from .model import build
from .narrow_draft import Draft, corners_of, take_field
from .narrow_draw import PATTERN, draw
from .narrow_plan import CUSTOMER, NarrowPlan, is_beside, make, measures_of, room_of, tops
from .routes import Route
from .scene import Scene
from .svg import Canvas
from .wide_draw import document
from .wide_plan import label_of

TRIES = 10


def narrow(scene: Scene, *, opens: bool = True) -> Drawing:
    """Draw a scene for a narrow screen; on a page, cards of several steps open (`opens`)."""
    scene = collapsed(scene)
    model = build(scene)
    if not model.cards:
        canvas = Canvas()
        canvas.text("label", "ln2", (12, 28), _("This map has no steps."), size=12.0, owner="")
        svg = document(canvas.body(), scene, (368.0, 48.0), "bp bp-tall", PATTERN)
        return Drawing(svg, tuple(canvas.boxes), 368.0, 48.0)
    plan = make(model)
    best = draft = _try(plan)
    first: Counter[int] = Counter()  # what found no place most often chooses before all others
    for attempt in range(TRIES):
        if not draft.failed:
            break
        # First more height, then words across a lane line, then both, at last words that are cut.
        if attempt != 2:
            _widen(plan, draft)
        first.update(route.edge.index for route in draft.failed)
        draft = _try(plan, 0 if attempt < 2 else 1 if attempt < TRIES - 1 else 2, first)
        best = min(best, draft, key=lambda d: len(d.failed))
    return draw(best, opens)


def _widen(plan: NarrowPlan, draft: Draft) -> None:
    """More height for the gutters in which a label found no place."""
    rooms: dict[tuple[int, int], float] = {}
    for route in draft.failed:
        place = _gutter_of(plan, route)
        rooms[place] = max(rooms.get(place, 0.0), room_of(label_of(route.edge)))
    for place, room in sorted(rooms.items()):
        plan.extra[place] = plan.extra.get(place, 0.0) + room


def _gutter_of(plan: NarrowPlan, route: Route) -> tuple[int, int]:
    """The gutter to widen for a label, and the track in it that the label stands under."""
    for i, leg in enumerate(route.legs):
        if leg.kind == "gutter":
            return leg.ref, plan.gutter_track[(route.edge.index, i)]
    slot = plan.cell[route.edge.source][0]
    gutter = slot if route.edge.back else slot + 1
    return gutter, max(plan.gutter_count.get(gutter, 0) - 1, 0)


def _try(plan: NarrowPlan, loose: int = 0, first: Mapping[int, int] | None = None) -> Draft:
    slots, gutters, bottom = tops(plan)
    measures = measures_of(plan, slots, gutters)
    lines = {r.edge.index: [(c, t) for t, c in measures.polyline(r)] for r in plan.routes}
    dots = {}
    for route in plan.routes:
        if route.edge.flow.hand_off and not is_beside(plan, route.edge):
            others = [p for i, p in lines.items() if i != route.edge.index]
            dots[route.edge.index] = dot_place(lines[route.edge.index], others)
    draft = Draft(plan, measures, slots, bottom, lines, dots, [], [])
    fields = [take_field(draft, across=False), *([take_field(draft, across=True)] if loose else [])]
    bounds = (CUSTOMER[0], plan.head, plan.width - 1, bottom + 20)
    for route in sorted(plan.routes, key=lambda r: -(first or {}).get(r.edge.index, 0)):
        words = label_of(route.edge)
        if not words:
            continue
        points = tuple(lines[route.edge.index])
        wish = Wish(route.edge.index, words, points, corners=corners_of(draft, route))
        found = (place(wish, field, bounds) for field in fields)
        placed = next((p for p in found if p is not None), None)
        if placed is None and loose > 1:
            placed = place(wish, fields[-1], bounds, cut_to=56.0)
        if placed is None:
            draft.failed.append(route)
            continue
        draft.labels.append(placed)
        r = placed.rect
        for field in fields:
            field.add((r[0] - 3, r[1] - 3, r[2] + 3, r[3] + 3))
    return draft

"""The layout of the narrow form: time runs downwards, lanes stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.texts.catalogue import _

from . import customer
from .cards import Face, bar_scale, face, least_height
from .geometry import Rect
from .model import Edge, Model
from .paths import Measures
from .ports import Extent, Offsets, spread
from .routes import Grid, Route, plan
from .scene import Card, End
from .stand import arrange
from .text_width import measure, wrap
from .tracks import Tracks, channel_tracks, settle

WIDTH = 368.0
INTERACTION, VISIBILITY = 112.0, 214.0  # x of the two lines
STAGE = (116.0, 210.0)
BACKSTAGE = (218.0, 338.0)
CIRCLE_X = 60.0
CUSTOMER = (34.0, 108.0)
MARGIN = 346.0  # x of the first track at the right
GUTTER, TRACK = 24.0, 9.0
HEAD = 66.0
PORT_STEP = 20.0
LEAN = -18.0  # flows leave backstage cards left of the middle: room for words at the right
CUST, FRONT, BACK = 0, 1, 2


@dataclass(slots=True)
class NarrowPlan:
    """Slots, routes and sizes; `extra` is height that labels have asked for."""

    model: Model
    cell: dict[str, tuple[int, int]]
    grid: Grid
    routes: list[Route]
    faces: dict[str, Face]
    above: dict[str, str]  # step -> bad end beside it in the customer's lane
    offsets: Offsets
    channel_track: Tracks
    gutter_track: Tracks
    gutter_count: dict[int, int]
    tracks: int  # at the right margin
    slots: int
    head: float
    extra: dict[tuple[int, int], float] = field(default_factory=dict)  # under a track of a gutter

    @property
    def day(self) -> float:
        """Minutes of a working day."""
        return self.model.scene.day_minutes

    @property
    def step(self) -> float:
        """Distance of two tracks at the right margin."""
        return min(7.0, max(16.0 / max(self.tracks - 1, 1), 4.0))

    @property
    def width(self) -> float:
        """Width of the drawing: more than 368 only beyond five tracks."""
        return max(WIDTH, MARGIN + self.step * (self.tracks - 1) + 6.0)


def make(model: Model) -> NarrowPlan:
    """Slots from top to bottom, routes and tracks."""
    above = arrange(model).above
    beside = _beside(model)
    cell = _slots(model, above, beside)
    met = [n for n in model.cards if model.meets(n)]
    slots = 1 + max((t for t, _ in cell.values()), default=-1)
    grid = Grid(
        dict(cell),
        slots,
        3,
        no_low=frozenset(model.cards),
        over_high=frozenset(model.ends),
        channels=frozenset({BACK}),
        last_return=BACK,
    )
    grid.taken.update({(cell[n][0], CUST): f"meeting {n}" for n in met})
    edges = [e for e in model.edges if e.source in cell and e.target in cell]
    routes = plan(edges, grid)
    faces = _faces(model, cell)
    channel_track, counts = channel_tracks(routes, grid)
    extents = {n: Extent(f.height, f.width) for n, f in faces.items()}
    extents |= {n: Extent(18.0, 18.0) for n in cell if n not in faces}
    offsets = spread(routes, grid, extents, frozenset(model.ends), PORT_STEP)
    for route in routes:
        level = grid.cell[route.edge.source][0] == grid.cell[route.edge.target][0]
        if level and not route.edge.back:
            offsets[(route.edge.index, 0)] = offsets[(route.edge.index, 1)] = 0.0
    result = NarrowPlan(
        model, cell, grid, routes, faces, above, offsets, channel_track, {}, {},
        counts.get(BACK, 0), slots, _head(model),
    )  # fmt: skip
    partial = measures_of(result, [0.0] * slots, {})
    tracks, gutters = settle(routes, grid, partial.level, offsets)
    result.gutter_track, result.gutter_count = tracks, gutters
    return result


def _beside(model: Model) -> dict[str, str]:
    """Steps on stage that only a "no" of a backstage step leads to: step -> that gate."""
    found: dict[str, str] = {}
    for edge in model.edges:
        gate, step = model.cards.get(edge.source), model.cards.get(edge.target)
        if edge.back or edge.flow.kind != "else" or gate is None or step is None:
            continue
        sides = model.meets(step.id) and not model.meets(gate.id)
        free = gate.id not in found.values()
        if sides and free and len(model.into(step.id)) == 1 and step.reachable:
            found[step.id] = gate.id
    return found


def _slots(
    model: Model, above: dict[str, str], beside: dict[str, str]
) -> dict[str, tuple[int, int]]:
    cell: dict[str, tuple[int, int]] = {}
    skipped = {*beside, *above.values()}
    for node in _order(model):
        if node not in skipped:
            row = CUST if node in model.ends else FRONT if model.meets(node) else BACK
            cell[node] = (len(cell), row)
    for step, gate in beside.items():
        cell[step] = (cell[gate][0], FRONT)
    return cell


def _order(model: Model) -> list[str]:
    """Steps and ends downwards: after all that lead to them, chains kept together."""
    nodes = [*model.cards, *model.ends]
    place = {n: (model.rank[n], i) for i, n in enumerate(nodes)}
    ways: dict[str, list[str]] = {n: [] for n in nodes}
    wait = dict.fromkeys(nodes, 0)
    for edge in model.edges:
        if not edge.back:
            ways[edge.source].append(edge.target)
            wait[edge.target] += 1
    ready = {n for n in nodes if wait[n] == 0}
    order: list[str] = []
    while ready:
        near = [n for n in (ways[order[-1]] if order else ()) if n in ready]
        ends = [n for n in near if n in model.ends]
        # An end stands right below its step; then the first way on; then the earliest step.
        node = ends[0] if ends else min(near or ready, key=lambda n: place[n])
        if not near and order and any(n in model.ends for n in ready):
            node = min(ready, key=lambda n: (n not in model.ends, place[n]))
        ready.discard(node)
        order.append(node)
        for target in ways[node]:
            wait[target] -= 1
            if wait[target] == 0:
                ready.add(target)
    return order


def _faces(model: Model, cell: dict[str, tuple[int, int]]) -> dict[str, Face]:
    cards = list(model.cards.values())
    # Bars stay inside the narrowest card.
    scale = min(bar_scale(cards, model.scene.day_minutes), _bar_fit(cards))
    least = least_height(cards)
    faces = {}
    for card in cards:
        front = cell[card.id][1] == FRONT
        low, high = STAGE if front else BACKSTAGE
        faces[card.id] = face(
            card,
            model.scene.day_minutes,
            scale,
            width=high - low,
            written_systems=True,
            least=least,
            most_posts=1 if front else 2,
            label_lines=6,
        )
    return faces


def _bar_fit(cards: list[Card]) -> float:
    longest = max(((c.waits or 0.0) + (c.takes or 0.0) for c in cards), default=0.0)
    return 60.0 / longest if longest else 1.0


def _head(model: Model) -> float:
    return HEAD + 14.0 * (max(len(lines) for _, _, lines in heads(model)) - 2)


def heads(model: Model) -> list[tuple[float, str, list[str]]]:
    """Left edge, title and words of the three lanes."""
    scene = model.scene
    front = [c.unit for c in model.cards.values() if c.on_stage and c.unit and not c.by_party]
    back = [c.unit for c in model.cards.values() if not model.meets(c.id) and c.unit]
    found = [(36.0, _("Customer"), wrap(scene.party, 74.0, 12.0, lines=3))]
    for x, title, units, room in (
        (120.0, _("On stage"), front, 90.0),
        (224.0, _("Backstage"), back, 138.0),
    ):
        found.append((x, title, wrap(", ".join(dict.fromkeys(units)), room, 12.0, lines=3)))
    return found


def meeting_lines(card: Card) -> list[str]:
    """Words above a meeting in the narrow lane."""
    text = card.channel
    if card.party:
        text = f"{card.party}: {text}" if text else card.party
    return wrap(text, CUSTOMER[1] - CUSTOMER[0], 12.0, lines=3)


def end_lines(end: End) -> list[tuple[str, bool]]:
    """Words under an end in the narrow lane."""
    return customer.end_text(end, CUSTOMER[1] - CUSTOMER[0])


def _slot_height(plan_: NarrowPlan, slot: int) -> float:
    height = 0.0
    for node, (t, _row) in plan_.cell.items():
        if t != slot:
            continue
        if node in plan_.faces:
            height = max(height, plan_.faces[node].height)
            if node in plan_.above:
                end = plan_.model.ends[plan_.above[node]]
                height = max(height, 2 * (20.0 + 14.0 * len(end_lines(end))))
            elif plan_.model.meets(node):
                words = len(meeting_lines(plan_.model.cards[node]))
                height = max(height, 2 * (18.0 + 14.0 * words))
        else:
            height = max(height, 24.0 + 14.0 * len(end_lines(plan_.model.ends[node])))
    return height


def tops(plan_: NarrowPlan) -> tuple[list[float], dict[int, list[float]], float]:
    """Top of every slot, places of the tracks of every gutter, and the bottom."""
    y = plan_.head
    slots, gutters = [], {}
    for t in range(plan_.slots + 1):
        count = plan_.gutter_count.get(t, 0)
        extras = [plan_.extra.get((t, i), 0.0) for i in range(max(count, 1))]
        extra = sum(extras)
        height = GUTTER + TRACK * max(count - 1, 0)
        if t == 0 and not count:
            height, extra = 0.0, 0.0
        gutters[t] = [y + GUTTER / 2 + TRACK * i + sum(extras[:i]) for i in range(max(count, 1))]
        if t < plan_.slots:
            y += height + extra
            slots.append(y)
            y += _slot_height(plan_, t)
        elif count:
            y += height + extra
    return slots, gutters, y


def measures_of(plan_: NarrowPlan, slots: list[float], gutters: dict[int, list[float]]) -> Measures:
    """Coordinates with t downwards and c to the right."""
    nodes: dict[str, Rect] = {}
    shore: dict[str, tuple[float, float]] = {}
    lean = {n: LEAN for n, (_, k) in plan_.cell.items() if k == BACK}
    for node, (t, k) in plan_.cell.items():
        top = slots[t]
        if node in plan_.faces:
            look = plan_.faces[node]
            low, high = STAGE if k == FRONT else BACKSTAGE
            y = top + (_slot_height(plan_, t) - look.height) / 2
            nodes[node] = (y, low, y + look.height, high)
            shore[node] = (y + look.over, y + look.height - look.over)
        else:
            nodes[node] = (top, CIRCLE_X - 9, top + 18, CIRCLE_X + 9)
    places = [MARGIN + plan_.step * i for i in range(max(plan_.tracks, 1))]
    return Measures(
        nodes,
        {},
        plan_.offsets,
        gutters,
        {BACK: places},
        plan_.gutter_track,
        plan_.channel_track,
        lean,
        shore,
    )


def room_of(words: str) -> float:
    """Height that a label needs in a gutter."""
    lines = max(1, round(measure(words, 12.0) / 100.0 + 0.5))
    return 14.0 * lines + 8.0


def is_beside(plan_: NarrowPlan, edge: Edge) -> bool:
    """Whether an edge joins two nodes of one slot."""
    return plan_.cell[edge.source][0] == plan_.cell[edge.target][0] and not edge.back

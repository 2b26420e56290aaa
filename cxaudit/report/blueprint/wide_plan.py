"""The layout of the wide form: everything that has to be known before drawing begins."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cxaudit.texts.catalogue import _

from . import clock, customer
from .cards import WIDEST, Face, bar_scale, face, least_height
from .geometry import Point, Rect
from .labels import LINE, forms
from .model import Edge, Model
from .paths import Measures
from .pins import pin_face
from .ports import Extent, Offsets, spread
from .routes import Grid, Route, plan
from .scene import Card
from .stand import OTHERS, Stand, arrange, lanes_of
from .text_width import wrap
from .tracks import Tracks, channel_tracks, settle
from .wide_columns import LEAST_RIGHT, NAMES, RIGHT, WIDTH, Columns, Wants, lay
from .wide_rows import THIN_TRACK, TRACK, Heights, Needs, stack
from .words import flow_label

END_INSET = 20.0  # from the left edge of its column to the middle of an end's mark
BESIDE = 50.0  # from the last meeting to the good end
END_HALF = 9.0


@dataclass(slots=True)
class WidePlan:
    """The grid, the routes and all sizes that do not depend on the widths of gutters."""

    model: Model
    stand: Stand
    grid: Grid
    routes: list[Route]
    faces: dict[str, Face]
    written: set[str]  # steps that name their systems on the card
    systems: dict[int, str]  # column -> step whose systems stand below it
    heights: Heights
    offsets: Offsets
    channel_track: Tracks
    gutter_track: Tracks
    gutter_count: dict[int, int]
    widths: list[float]
    top: float
    promise_rows: int
    width: float = WIDTH
    extra: dict[tuple[int, int], float] = field(default_factory=dict)

    @property
    def day(self) -> float:
        """Minutes of a working day."""
        return self.model.scene.day_minutes

    def columns(self) -> Columns:
        """Widths, with the room that labels have asked for so far."""
        return lay(
            Wants(
                self.widths,
                self.gutter_count,
                self.extra,
                _apart(self.model, self.stand, self.day),
                *_first_meeting(self.model, self.stand),
                self.width,
            )
        )

    def measures(self, columns: Columns) -> Measures:
        """Coordinates of nodes, gutters and channels."""
        nodes: dict[str, Rect] = {}
        ground: dict[str, tuple[float, float]] = {}
        for node, (t, k) in self.grid.cell.items():
            y = self.heights.middle[k]
            if node in self.faces:
                look = self.faces[node]
                box = (columns.left[t], y - look.height / 2, columns.right[t], y + look.height / 2)
                nodes[node] = box
                ground[node] = (box[1] + look.over, box[3] - look.over)
            else:
                x = columns.left[t] + END_INSET
                nodes[node] = (x - END_HALF, y - END_HALF, x + END_HALF, y + END_HALF)
        return Measures(
            nodes,
            ground,
            self.offsets,
            columns.gutter,
            self.heights.channel,
            self.gutter_track,
            self.channel_track,
        )


def make(model: Model, above: float = 0.0, width: float = WIDTH, lines: int = 3) -> WidePlan:
    """Lay a model out in a width, names of steps on at most so many `lines`; `above` is room for
    words over the meetings."""
    stand = arrange(model)
    grid = Grid(
        dict(stand.cell),
        len(stand.columns),
        len(stand.rows),
        no_low=frozenset(n for n in model.cards if model.meets(n)),
        last_return=max((i for i, r in enumerate(stand.rows) if r.kind != "systems"), default=0),
    )
    if any(row.kind == "ends" for row in stand.rows):
        # An end right above its card stands in the first row of ends.
        grid.taken |= {(stand.cell[n][0], 1): end for n, end in stand.above.items()}
    routes = plan([e for e in model.edges if stand.routed(e)], grid)
    systems, written = _systems(model, stand, grid)
    faces, widths = _faces(model, stand, written, width, lines)
    channel_track, _ = channel_tracks(routes, grid)
    extents = {n: Extent(f.width, f.height - 2 * f.over) for n, f in faces.items()} | {
        n: Extent(18.0, 18.0) for n in stand.cell if n not in faces
    }
    offsets = spread(routes, grid, extents, frozenset(model.ends))
    right = _guess_right(widths)
    rows = clock.promise_rows(model.scene, 122.0, right, model.context.base)
    timed = bool(clock.steps_of(model.scene))
    top = (clock.HEIGHT + (rows - 1) * clock.ROW) if timed else clock.PLAIN_HEIGHT
    needs = Needs(
        top,
        _tallest(stand, faces),
        _rooms(routes, channel_track),
        above,
        _end_shift(model, stand),
        bool(stand.above),
        _end_lines(model, stand),
        _name_lines(model, stand),
        _empty(model, stand),
    )
    heights = stack(stand, needs)
    partial = Measures({}, {}, offsets, {}, heights.channel, {}, channel_track)
    _give_middles(partial, stand, heights)
    gutter_track, counts = settle(routes, grid, partial.level, offsets)
    return WidePlan(
        model,
        stand,
        grid,
        routes,
        faces,
        written,
        systems,
        heights,
        offsets,
        channel_track,
        gutter_track,
        counts,
        widths,
        top,
        rows,
        width,
    )


def _empty(model: Model, stand: Stand) -> frozenset[tuple[str, str]]:
    """Lanes without a step in this row of the drawing, by kind and name."""
    filled = {stand.rows[k] for _, k in stand.cell.values()}
    bare = {(r.kind, r.lane) for r in stand.rows if r.kind == "unit" and r not in filled}
    if model.context.rows > 1:
        bare |= {(r.kind, r.lane) for r in stand.rows if r.kind == "stage" and r not in filled}
        if not any(card.systems for card in model.cards.values()):
            bare.add(("systems", ""))
    return frozenset(bare)


def _give_middles(partial: Measures, stand: Stand, heights: Heights) -> None:
    """Rows are known before columns: enough to say how far a vertical reaches."""
    for node, (_column, k) in stand.cell.items():
        y = heights.middle[k]
        partial.nodes[node] = (0.0, y, 0.0, y)


def _guess_right(widths: list[float]) -> float:
    """Least right end of the columns: rows of promises are counted before widths are known."""
    return 122.0 + sum(widths) + 21.0 * max(len(widths) - 1, 0)


def _systems(model: Model, stand: Stand, grid: Grid) -> tuple[dict[int, str], set[str]]:
    """Which steps drop a line to a system box, and which must name their systems."""
    below: dict[int, str] = {}
    last = len(stand.rows) - 1
    users = [n for n, c in model.cards.items() if c.systems]
    for node in sorted(users, key=lambda n: (-stand.cell[n][1], n)):
        t, k = stand.cell[node]
        if t not in below and grid.open_across(t, k + 1, last - 1, node):
            below[t] = node
            grid.use_across(t, k + 1, last - 1, node)
    return below, {n for n in users if n not in below.values()}


def _faces(
    model: Model, stand: Stand, written: set[str], width: float, lines: int
) -> tuple[dict[str, Face], list[float]]:
    day = model.scene.day_minutes
    everyone = list(model.context.cards or model.cards.values())
    scale, least = bar_scale(everyone, day), least_height(everyone)
    pins = model.context.pins
    widths = [0.0] * len(stand.columns)
    drawn = _shown(model)
    for node, card in drawn.items():
        look = face(
            card, day, scale, written_systems=node in written, least=least, label_lines=lines
        )
        if node in pins:
            look = pin_face(card, pins[node])
        t = stand.cell[node][0]
        widths[t] = max(widths[t], look.width)
    for end in model.ends.values():
        if end.id in stand.cell:
            t = stand.cell[end.id][0]
            need = END_INSET + END_HALF + 10 + customer.end_width(end)
            widths[t] = max(widths[t], need)
    for node, end_id in stand.above.items():
        t = stand.cell[node][0]
        widths[t] = max(widths[t], 27.0 + customer.end_width(model.ends[end_id]))
    widths = _widened(model, stand, widths, width)
    faces = {
        node: pin_face(card, pins[node], widths[stand.cell[node][0]])
        if node in pins
        else face(
            card,
            day,
            scale,
            width=widths[stand.cell[node][0]],
            written_systems=node in written,
            least=least,
            label_lines=lines,
        )
        for node, card in drawn.items()
    }
    return faces, widths


def _shown(model: Model) -> dict[str, Card]:
    """The cards; in the lane that units share, each names its own."""
    lanes = lanes_of(model)
    return {
        node: replace(card, role=", ".join(filter(None, (card.unit, card.role))) or None)
        if lanes[node] == ("unit", OTHERS)
        else card
        for node, card in model.cards.items()
    }


def _widened(model: Model, stand: Stand, widths: list[float], width: float) -> list[float]:
    """Where there is room to spare, a part of it goes to the cards: fewer broken lines."""
    spare = width - RIGHT - _guess_right(widths)
    count = max(len(widths), 1)
    if spare < 40.0 * count:
        return widths
    more = min(30.0, spare / (2 * count))
    cards = {stand.cell[n][0] for n in model.cards if n not in model.context.pins}
    return [max(w, min(w + more, WIDEST)) if t in cards else w for t, w in enumerate(widths)]


def _tallest(stand: Stand, faces: Mapping[str, Face]) -> dict[int, float]:
    tall: dict[int, float] = {}
    for node, look in faces.items():
        row = stand.cell[node][1]
        tall[row] = max(tall.get(row, 0.0), look.height)
    return tall


def label_of(edge: Edge) -> str:
    """The words beside an edge; a "no" without words still says what it is."""
    flow = edge.flow
    words = flow_label(flow.label, flow.share)
    if flow.kind == "next" or flow.label:
        return words
    plain = {"else": _("no"), "late": _("if late"), "wrong": _("if wrong")}[flow.kind]
    return f"{plain} {words}".strip()


def _rooms(routes: list[Route], track: Tracks) -> dict[int, list[float]]:
    """Room under each track: more where a label will stand."""
    rooms: dict[int, list[float]] = {}
    for route in routes:
        legs = [i for i, leg in enumerate(route.legs) if leg.kind == "channel"]
        for i in legs:
            channel, at = route.legs[i].ref, track[(route.edge.index, i)]
            places = rooms.setdefault(channel, [])
            places += [THIN_TRACK] * (at + 1 - len(places))
            words = label_of(route.edge)
            if words or route.edge.back:
                lines = len(forms(words)[-1]) if words and len(words) > 40 else 1
                places[at] = max(places[at], TRACK + LINE * (lines - 1))
    return rooms


def _end_shift(model: Model, stand: Stand) -> float:
    """Rows under the meetings move down where the words of the good end would come near."""
    if not stand.beside:
        return 0.0
    step, end = next(iter(stand.beside.items()))
    near = any(
        stand.rows[k].kind == "party" or (stand.rows[k].kind == "ends" and t >= stand.meeting[step])
        for t, k in stand.cell.values()
    ) or any(stand.cell[n][0] >= stand.meeting[step] for n in stand.above)
    return 14.0 * (len(customer.end_text(model.ends[end])) - 1) + 6.0 if near else 0.0


def _end_lines(model: Model, stand: Stand) -> dict[int, int]:
    lines: dict[int, int] = {}
    for end in model.ends.values():
        if end.id in stand.cell:
            row = stand.cell[end.id][1]
            lines[row] = max(lines.get(row, 0), len(customer.end_text(end)))
    for end_id in stand.above.values():
        lines[1] = max(lines.get(1, 0), len(customer.end_text(model.ends[end_id])))
    return lines


def lane_words(model: Model, kind: str, name: str) -> list[str]:
    """What stands under the title of a lane."""
    scene = model.scene
    if kind == "customer":
        return [scene.party, scene.party_note]
    if kind != "stage":
        return [_("other units") if name == OTHERS else name]
    everyone = model.context.cards or tuple(model.cards.values())
    staff = [c for c in everyone if c.on_stage and not c.by_party]
    if not staff:
        return [_("nobody meets the customer")]
    return [", ".join(dict.fromkeys(c.unit for c in staff if c.unit))]


def name_lines(words: list[str]) -> list[str]:
    """The lines of a lane name, as many as there is room for."""
    return [x for text in words for x in wrap(text, NAMES - 8, 12.0, lines=2)][:3]


def _name_lines(model: Model, stand: Stand) -> dict[str, int]:
    return {
        f"{r.kind} {r.lane}": len(name_lines(lane_words(model, r.kind, r.lane)))
        for r in stand.rows
        if r.kind in ("unit", "stage")
    }


def _apart(model: Model, stand: Stand, day: float) -> dict[int, tuple[int, float]]:
    """How far meetings must be from the one before, for their words and pills."""
    ordered = sorted(stand.meeting.items(), key=lambda item: item[1])
    apart: dict[int, tuple[int, float]] = {}
    silent = {(s.source, s.target): s for s in model.scene.silences}
    for (a, ta), (b, tb) in itertools.pairwise(ordered):
        words = customer.meeting_width(model.cards[a]) + customer.meeting_width(model.cards[b])
        distance = words / 2 + 12.0
        silence = silent.get((a, b))
        if silence is not None and (silence.minutes is None or silence.minutes >= day / 2):
            distance = max(distance, 40.0 + (150.0 if silence.minutes is None else 84.0))
        apart[tb] = (ta, distance)
    return apart


def _first_meeting(model: Model, stand: Stand) -> tuple[float, int]:
    if not stand.meeting:
        return (0.0, -1)
    first = min(stand.meeting, key=lambda n: stand.meeting[n])
    return (customer.meeting_width(model.cards[first]) / 2, stand.meeting[first])


def width_of(plan_: WidePlan, columns: Columns) -> float:
    """Width of the whole drawing."""
    right = columns.end + (RIGHT if columns.end + LEAST_RIGHT > WIDTH else LEAST_RIGHT)
    for node, column in plan_.stand.meeting.items():
        reach = customer.meeting_width(plan_.model.cards[node]) / 2
        right = max(right, columns.middle(column) + reach + 6)
    for node in plan_.stand.beside:
        end = plan_.model.ends[plan_.stand.beside[node]]
        x = end_beside(plan_, columns, node)[0]
        right = max(right, x + customer.end_width(end) / 2 + 4)
    return max(WIDTH, right)


def end_beside(plan_: WidePlan, columns: Columns, node: str) -> Point:
    """Where the good end beside the last meeting stands."""
    column = plan_.stand.meeting[node]
    words = customer.end_width(plan_.model.ends[plan_.stand.beside[node]]) / 2
    need = customer.meeting_width(plan_.model.cards[node]) / 2
    # Its words hang below it, clear of the meeting line.
    return (columns.middle(column) + max(BESIDE, words + 16, need + 10), plan_.heights.circle)


def end_above(plan_: WidePlan, columns: Columns, node: str) -> Point:
    """Where a bad end stands that hangs right above its card, words within the column."""
    t = plan_.stand.cell[node][0]
    words = customer.end_width(plan_.model.ends[plan_.stand.above[node]])
    x = max(columns.left[t] + 12, min(columns.middle(t), columns.right[t] - 9 - words))
    return (x, plan_.heights.first_end + 18)

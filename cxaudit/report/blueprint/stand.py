"""Where every step and every end stands in the wide form: its column and its row."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.texts.catalogue import _

from .model import Edge, Model, build
from .scene import Card, Scene

MOST_UNITS = 6  # backstage; of more, the light ones share a lane
LITTLE = 0.05  # of the time of all: a unit with more keeps its own lane
OTHERS = "\0others"  # no name of a unit: text of a map has no such sign


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells; rows of one lane follow each other."""

    kind: str  # meet, ends, party, stage, unit or systems
    lane: str


@dataclass(slots=True)
class Stand:
    """The grid of the wide form."""

    rows: list[Row] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)  # rank of each column
    cell: dict[str, tuple[int, int]] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)  # step -> bad end drawn above it
    beside: dict[str, str] = field(default_factory=dict)  # step -> good end beside its meeting
    meeting: dict[str, int] = field(default_factory=dict)  # step -> column of its circle

    def routed(self, edge: Edge) -> bool:
        """Whether an edge needs a route: not if its end stands right at its step."""
        return edge.source in self.cell and edge.target in self.cell


def arrange(model: Model) -> Stand:
    """Give every node a column and a row."""
    stand = Stand()
    stand.above = _ends_above(model)
    column = _columns(model, stand)
    stand.beside = _end_beside(model, stand, column)
    for end in stand.beside.values():
        column.pop(end)
    _trim(stand, column)
    lanes = lanes_of(model)
    rows = _rows(model, lanes, column, stand)
    stand.meeting = {n: column[n] for n in model.cards if model.meets(n)}
    stand.meeting = {n: t for n, t in stand.meeting.items() if n not in stand.above}
    stand.cell = {n: (column[n], rows[n]) for n in rows}
    return stand


def _ends_above(model: Model) -> dict[str, str]:
    """Bad ends that only one touch-point leads to, and to nothing else: drawn above it."""
    heard = {n for s in model.scene.silences for n in (s.source, s.target)}
    found: dict[str, str] = {}
    for end in model.ends.values():
        sources = model.into(end.id)
        if end.outcome == "good" or len(sources) != 1:
            continue
        card = model.cards[sources[0].source]
        plain = card.perception is None and not card.moment and not card.by_party
        only = len(model.out(card.id)) == 1 and card.id not in heard
        if card.on_stage and plain and only and not card.party:
            found[card.id] = end.id
    return found


def _columns(model: Model, stand: Stand) -> dict[str, int]:
    """Columns by rank; one meeting a column, and ends keep clear of meeting lines."""
    column: dict[str, int] = {}
    taken = set(stand.above.values())
    highest = max(model.rank.values(), default=-1)
    for rank in range(highest + 1):
        cards = [c for c in model.cards if model.rank[c] == rank]
        ends = [e for e in model.ends if model.rank[e] == rank and e not in taken]
        meetings = [c for c in cards if model.meets(c)]
        pins = [c for c in cards if c in model.context.pins]
        if ends and (meetings or not cards):
            stand.columns.append(rank)
            column.update({e: len(stand.columns) - 1 for e in ends})
        if not cards:
            continue
        stand.columns.append(rank)
        if not meetings:
            column.update({e: len(stand.columns) - 1 for e in ends})
        for card in cards:
            if card in meetings[1:] or (card in pins and meetings):
                stand.columns.append(rank)
            column[card] = len(stand.columns) - 1
            if card not in meetings and not (card in pins and meetings):
                column[card] = stand.columns.index(rank) + int(bool(ends and meetings))
    return column


def _end_beside(model: Model, stand: Stand, column: dict[str, int]) -> dict[str, str]:
    """The good end of the last meeting stands beside its circle, in the row of meetings."""
    meetings = [c for c in model.cards if model.meets(c) and c not in stand.above]
    if not meetings:
        return {}
    last = max(meetings, key=lambda c: column[c])
    for edge in model.out(last):
        end = model.ends.get(edge.target)
        if end and end.outcome == "good" and len(model.into(end.id)) == 1:
            return {last: end.id}
    return {}


def _trim(stand: Stand, column: dict[str, int]) -> None:
    """Take out columns in which nothing stands any more."""
    used = sorted(set(column.values()))
    place = {old: new for new, old in enumerate(used)}
    for node in column:
        column[node] = place[column[node]]
    stand.columns = [stand.columns[old] for old in used]


def lanes_of(model: Model) -> dict[str, tuple[str, str]]:
    """The lane of every card: customer, stage, or backstage by unit (else by role)."""
    if model.context.lanes:
        return {n: model.context.lanes[n] for n in model.cards}
    behind = [c for c in model.cards.values() if not c.on_stage and not c.by_party]
    by_unit = any(c.unit for c in behind)
    roles = {c.role for c in behind if c.role}
    by_role = not by_unit and 1 < len(roles) <= MOST_UNITS

    def name(card: Card) -> str:
        if by_unit:
            return card.unit or _("no unit stated")
        return (card.role or _("nobody stated")) if by_role else ""

    kept = _kept({c.id: name(c) for c in behind}, behind)
    lanes: dict[str, tuple[str, str]] = {}
    for card in model.cards.values():
        if card.by_party:
            lanes[card.id] = ("party", "")
        elif card.on_stage:
            lanes[card.id] = ("stage", "")
        else:
            lane = name(card)
            lanes[card.id] = ("unit", lane if lane in kept else OTHERS)
    return lanes


def _kept(names: dict[str, str], cards: list[Card]) -> set[str]:
    """All lanes, or, of too many, those with a sign-off, a finding or a good part of the time.

    A lane that would share its place with nobody stays; so do the weightiest where all are light.
    """
    total: dict[str, float] = {}
    count: dict[str, int] = {}
    weighty: set[str] = set()
    for card in cards:
        lane = names[card.id]
        time = ((card.waits or 0.0) + (card.takes or 0.0)) * (card.visits or 1.0)
        total[lane] = total.get(lane, 0.0) + time
        count[lane] = count.get(lane, 0) + max(len(card.inside), 1)
        if card.kind == "sign-off" or card.has_finding:
            weighty.add(lane)
    if len(total) <= MOST_UNITS:
        return set(total)
    least = LITTLE * sum(total.values())
    weighty |= {lane for lane, time in total.items() if time > least}
    if len(weighty) < MOST_UNITS - 1:
        ordered = sorted(total, key=lambda n: (n not in weighty, -total[n], -count[n], n))
        return set(ordered[: MOST_UNITS - 1])
    return set(total) if len(total) - len(weighty) < 2 else weighty


def _rows(
    model: Model,
    lanes: dict[str, tuple[str, str]],
    column: dict[str, int],
    stand: Stand,
) -> dict[str, int]:
    """Rows: meetings, ends, customer actions, on stage, units in order of first visit."""
    within = {n: i for i, n in enumerate(model.cards)}
    by_time = sorted(model.cards, key=lambda n: (column[n], within[n]))
    order = list(model.context.lane_order) or unit_order(lanes, by_time, model.scene.units)
    ends = _pack_ends(model, column)
    sub = _pack_cards(model, lanes, by_time, within)
    stand.rows = [Row("meet", "")]
    stand.rows += [Row("ends", "")] * max((i + 1 for i in ends.values()), default=0)
    rows = {n: 1 + i for n, i in ends.items()}
    for lane in [("party", ""), ("stage", ""), *order]:
        members = [n for n in by_time if lanes[n] == lane]
        count = max((sub[n] + 1 for n in members), default=0)
        if not count and lane[0] == "party":
            continue
        start = len(stand.rows)
        stand.rows += [Row(lane[0], lane[1])] * max(count, 1)
        rows.update({n: start + sub[n] for n in members})
    if any(c.systems for c in (*model.context.cards, *model.cards.values())):
        stand.rows.append(Row("systems", ""))
    return rows


def lane_order(scene: Scene) -> tuple[str, ...]:
    """The units of a scene in the order of their lanes, for drawings that are to be compared."""
    model = build(scene)
    place = {n: (model.rank[n], i) for i, n in enumerate(model.cards)}
    order = unit_order(lanes_of(model), sorted(model.cards, key=lambda n: place[n]))
    return tuple(name for _, name in order)


def unit_order(
    lanes: dict[str, tuple[str, str]], by_time: list[str], wanted: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Backstage lanes as wanted, else in order of first visit; the lane that units share last."""
    order = list(dict.fromkeys(lanes[n] for n in by_time if lanes[n][0] == "unit"))
    place = {name: i for i, name in enumerate(wanted)}
    order.sort(key=lambda lane: place.get(lane[1], len(place)))
    if ("unit", OTHERS) in order:
        order.remove(("unit", OTHERS))
        order.append(("unit", OTHERS))
    return order


def _pack_ends(model: Model, column: dict[str, int]) -> dict[str, int]:
    used: set[tuple[int, int]] = set()
    rows: dict[str, int] = {}
    for end in sorted((e for e in model.ends if e in column), key=lambda e: (column[e], e)):
        row = 0
        while (column[end], row) in used:
            row += 1
        used.add((column[end], row))
        rows[end] = row
    return rows


def _pack_cards(
    model: Model,
    lanes: dict[str, tuple[str, str]],
    by_time: list[str],
    within: dict[str, int],
) -> dict[str, int]:
    """Sub-rows in each lane: one card a rank and sub-row, beside its predecessor if it can."""
    used: set[tuple[tuple[str, str], int, int]] = set()
    sub: dict[str, int] = {}
    before: dict[str, list[str]] = {n: [] for n in model.cards}
    for edge in model.edges:
        if not edge.back and edge.target in before and edge.flow.kind == "next":
            before[edge.target].append(edge.source)
    for node in by_time:
        lane, rank = lanes[node], model.rank[node]
        near = [sub[p] for p in before[node] if p in sub and lanes[p] == lane]
        options = [*near, *range(len(within) + 1)]
        row = next(r for r in options if (lane, rank, r) not in used)
        used.add((lane, rank, row))
        sub[node] = row
    return sub

"""Heights of the wide form: from the customer's lane down to the systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .stand import Row, Stand

CUSTOMER = 130.0
END_ROW = 42.0
SYSTEMS = 58.0
EMPTY = 22.0  # a lane that holds nothing in this row
TRACK, THIN_TRACK = 24.0, 14.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane as a band: its kind and name and where it lies."""

    kind: str
    name: str
    top: float
    bottom: float
    middle: float  # of its first row


@dataclass(slots=True)
class Heights:
    """Where rows, channels and lanes lie from top to bottom."""

    middle: dict[int, float] = field(default_factory=dict)  # row -> y of its middle
    channel: dict[int, list[float]] = field(default_factory=dict)  # row -> y of tracks below
    lanes: list[Lane] = field(default_factory=list)
    circle: float = 0.0
    first_end: float = 0.0  # y where rows of ends begin
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Needs:
    """What the heights depend on."""

    top: float  # of the customer's lane
    tallest: Mapping[int, float]  # row -> tallest card
    tracks: Mapping[int, list[float]]  # channel -> room each of its tracks needs
    above: float = 0.0  # for lines of words over the meetings
    end_shift: float = 0.0  # to keep rows of ends clear of the words at the good end
    own_row: bool = False  # bad ends right above their cards need a row of their own
    end_lines: Mapping[int, int] = field(default_factory=dict)  # row -> lines of words
    names: Mapping[str, int] = field(default_factory=dict)  # lane name -> lines it takes
    empty: frozenset[tuple[str, str]] = frozenset()  # lanes without a step in this row


def stack(stand: Stand, needs: Needs) -> Heights:
    """Heights of everything."""
    heights = Heights()
    y = _customer(stand, needs, heights)
    groups = _groups(stand.rows)
    for kind, name, rows in groups:
        if kind in ("meet", "ends", "party"):
            continue
        top = y
        if kind == "systems":
            high = EMPTY if (kind, name) in needs.empty else SYSTEMS
            heights.middle[rows[0]] = top + (26 if high == SYSTEMS else high / 2)
            heights.channel[rows[0]] = [top + high - 6]
            y = top + high
        else:
            if kind == "unit" and (kind, name) in needs.empty:
                y = _empty_lane(rows, top, needs, heights, groups)
                heights.lanes.append(Lane(kind, name, top, y, top + 10.0))
                continue
            y = _cards(rows, y + (13.0 if kind == "stage" else 11.0), needs, heights)
            y += 5.0 if kind == "stage" else 0.0
            least = 64.0 + 14.0 * (needs.names.get(f"{kind} {name}", 1) - 1)
            if (kind, name) in needs.empty:
                least = 2 * EMPTY  # the name alone, and that of the line below
            last = groups[-1][0] == "systems" and groups[-2][1] == name
            least += 16.0 if last else 0.0
            y = max(y, top + least)
        heights.lanes.append(Lane(kind, name, top, y, heights.middle[rows[0]]))
    heights.bottom = y
    return heights


def _empty_lane(
    rows: list[int],
    top: float,
    needs: Needs,
    heights: Heights,
    groups: list[tuple[str, str, list[int]]],
) -> float:
    """A lane without cards is 20 high, and more only for what runs through its channel."""
    heights.middle[rows[0]] = top + 10.0
    y = max(top + EMPTY, _below(rows[-1], top + 8.0, needs, heights, 12.0))
    last = rows[-1] + 1 < sum(len(g[2]) for g in groups) and groups[-1][0] == "systems"
    return y + (32.0 if last and groups[-1][2][0] == rows[-1] + 1 else 0.0)


def _groups(rows: list[Row]) -> list[tuple[str, str, list[int]]]:
    groups: list[tuple[str, str, list[int]]] = []
    for i, row in enumerate(rows):
        if groups and groups[-1][:2] == (row.kind, row.lane):
            groups[-1][2].append(i)
        else:
            groups.append((row.kind, row.lane, [i]))
    return groups


def _customer(stand: Stand, needs: Needs, heights: Heights) -> float:
    """The customer's lane; returns its lower edge, the line of interaction."""
    top = needs.top
    heights.circle = top + needs.above + 52
    heights.middle[0] = heights.circle
    heights.channel[0] = [heights.circle + 24]
    y = heights.circle + 27 + needs.end_shift
    heights.first_end = y
    ends = [i for i, r in enumerate(stand.rows) if r.kind == "ends"]
    party = [i for i, r in enumerate(stand.rows) if r.kind == "party"]
    for i in ends:
        heights.middle[i] = y + 18
        tall = 24.0 + 14.0 * max(needs.end_lines.get(i, 1) - 1, 1)
        y = _below(i, y + tall, needs, heights, END_ROW - 38)
    if needs.own_row and not ends:
        y += 14.0 + 14.0 * needs.end_lines.get(1, 2)
    if party:
        y = _cards(party, y + 4, needs, heights)
    y = max(y + 9, top + needs.above + CUSTOMER)
    heights.lanes.append(Lane("customer", "", top, y, heights.circle))
    return y


def _cards(rows: list[int], y: float, needs: Needs, heights: Heights) -> float:
    """Rows of cards under each other, each with its channel; returns the lower edge."""
    for n, i in enumerate(rows):
        tall = needs.tallest.get(i, 0.0)
        heights.middle[i] = y + tall / 2
        last = n == len(rows) - 1
        y = _below(i, y + tall, needs, heights, 12.0 if last else 16.0)
    return y


def _below(i: int, y: float, needs: Needs, heights: Heights, gap: float) -> float:
    """The channel under a row; returns where the next row may begin."""
    rooms = needs.tracks.get(i, [])
    places: list[float] = []
    for room in rooms:
        places.append(y + 14.0 if not places else y)
        y = places[-1] + room
    heights.channel[i] = places or [y + 7.0]
    return y + gap if not rooms else y + 4.0

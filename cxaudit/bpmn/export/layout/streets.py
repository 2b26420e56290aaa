"""What is taken of the grid: runs along rows and columns, tracks in channels and gaps, sides of nodes.

Turns are symbols here (the side of a node, a track); coordinates come later.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.bpmn.export.layout.grid import Grid
from cxaudit.bpmn.export.layout.tracks import Track
from cxaudit.bpmn.export.sheet import Flow, Message

ASIDE = 20.0
BORDER_PITCH = 84.0
ACTIVITY_WIDTH = 120.0


def activity_width(guards: int) -> float:
    """How wide an activity is that has some events on its border."""
    return max(ACTIVITY_WIDTH, BORDER_PITCH * (guards - 1) + 64.0)


def border_dock(guards: int, number: int) -> float:
    """How far from the middle of an activity one of its border events stands, the first one right."""
    return activity_width(guards) / 2 - 22.0 - BORDER_PITCH * number


@dataclass(frozen=True, slots=True)
class Spot:
    """A coordinate bound to a node: its middle, or `side` of it (-1 lower, 1 higher), and an offset."""

    node: str
    side: int = 0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Border:
    """The vertical coordinate of the side of a pool without a process that faces the others."""

    row: int


@dataclass(frozen=True, slots=True)
class Dock:
    """The horizontal coordinate at which a message from afar meets a pool: `towards` tells from
    where it comes."""

    pool: str
    message: str
    towards: Track


Coordinate = Spot | Border | Dock | Track
Turn = tuple[Coordinate, Coordinate]


@dataclass(slots=True)
class Routes:
    """The turns of every flow and message by id, the tracks of every channel (left of a column) and
    gap (above a row), the sides at which flows leave nodes (`right`, `top`, `bottom`), and the
    channels in which the text of a flow stands behind its bend."""

    turns: dict[str, list[Turn]] = field(default_factory=dict)
    channels: dict[int, list[Track]] = field(default_factory=dict)
    gaps: dict[int, list[Track]] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    tails: dict[str, int] = field(default_factory=dict)


class Streets:
    """The grid while ways are found through it, and what they have taken."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.routes = Routes()
        self._rows: dict[int, list[tuple[float, float, str, str]]] = {}
        self._columns: dict[tuple[int, float], list[tuple[float, float, str, str]]] = {}
        self._used: dict[str, dict[str, list[str]]] = {}
        self._bends: dict[str, int] = {}
        self._entered: set[tuple[str, str]] = set()
        self.lines: set[tuple[str, str]] = set()

    def leave(self, flow: Flow, side: str, bend: int = -1) -> None:
        """Note the side at which a flow leaves, and the channel of its bend if it has one there.

        Where several leave to the right, the texts of those that bend stand behind their bends.
        """
        self.routes.sides[flow.id] = side
        if bend >= 0:
            self._bends[flow.id] = bend
        others = self._used.setdefault(flow.source, {}).setdefault(side, [])
        others.append(flow.id)
        if side == "right" and len(others) > 1:
            bent = {key: self._bends[key] for key in others if key in self._bends}
            self.routes.tails |= bent

    def turns_round(self, channel: int, ru: float, rv: float) -> bool:
        """Whether a track from one row to another would close a circle with others of a channel: then
        no order of them keeps their ends apart."""
        onward: dict[float, set[float]] = {}
        for track in self.routes.channels.get(channel, ()):
            for row in track.low:
                onward.setdefault(row, set()).update(track.high)
        seen, stack = {rv}, [rv]
        while stack:
            for row in onward.get(stack.pop(), set()) - seen:
                seen.add(row)
                stack.append(row)
        return ru in seen

    def taken_side(self, flow: Flow, side: str) -> bool:
        """Whether another flow leaves or enters the source of a flow at some side."""
        entered = (flow.source, side) in self._entered
        return entered or side in self._used.get(flow.source, {})

    def enter(self, flow: Flow, end: int) -> bool:
        """Enter the target of a flow from above (-1) or below (1); not where another leaves it."""
        side = "top" if end < 0 else "bottom"
        if side in self._used.get(flow.target, {}):
            return False
        self._entered.add((flow.target, side))
        return True

    def channel(
        self, channel: int, one: float, other: float, low: set[int], high: set[int]
    ) -> Track:
        track = Track(min(one, other), max(one, other), set(low), set(high))
        self.routes.channels.setdefault(channel, []).append(track)
        return track

    def gap(self, gap: int, one: float, other: float, low: set[float], high: set[float]) -> Track:
        track = Track(min(one, other), max(one, other), set(low), set(high))
        self.routes.gaps.setdefault(gap, []).append(track)
        return track

    def can_row(self, row: int, first: float, last: float, flow: Flow) -> bool:
        return not any(
            first < end and begin < last and source != flow.source and target != flow.target
            for begin, end, source, target in self._rows.get(row, ())
        )

    def take_row(self, row: int, first: float, last: float, flow: Flow) -> bool:
        if not self.can_row(row, first, last, flow):
            return False
        self._rows.setdefault(row, []).append((first, last, flow.source, flow.target))
        return True

    def take_column(
        self,
        column: int,
        offset: float,
        one: float,
        other: float,
        flow: Flow | Message,
        into: bool = False,
    ) -> bool:
        first, last = min(one, other), max(one, other)
        taken = self._columns.setdefault((column, offset), [])
        for begin, end, _, target in taken:
            if first < end and begin < last and not (into and target == flow.target):
                return False
        taken.append((first, last, flow.source, flow.target))
        return True

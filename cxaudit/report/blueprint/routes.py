"""Which way a flow takes over the grid, before anybody knows a coordinate.

The grid has a time axis (columns, with a gutter before each) and a cross axis (rows, with a
channel after each). A route is a chain of legs that run by turns along both axes. Gutters and
channels hold no cards, so a route through them is always possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .model import Edge

Side = Literal["start", "end", "low", "high"]  # time before/after, cross smaller/greater
Cell = tuple[int, int]  # column, row


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight piece: `axis` is where it runs, `kind` and `ref` what fixes its place."""

    axis: Literal["time", "cross"]
    kind: Literal["port", "gutter", "channel"]
    ref: int = 0  # of a gutter or channel
    node: str = ""  # of a port
    side: Side = "end"


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one edge."""

    edge: Edge
    legs: tuple[Leg, ...]

    @property
    def straight(self) -> bool:
        """Whether it runs in one piece from side to side."""
        return len(self.legs) == 1


@dataclass(slots=True)
class Grid:
    """Where every node stands, and which free cells are already run through."""

    cell: dict[str, Cell]
    columns: int
    rows: int
    taken: dict[Cell, str] = field(default_factory=dict)
    along: dict[Cell, str] = field(default_factory=dict)  # run through along the time axis
    across: dict[Cell, str] = field(default_factory=dict)  # ... along the cross axis, by whom
    load: dict[int, int] = field(default_factory=dict)  # routes by channel
    joined: set[tuple[int, int, int]] = field(default_factory=set)  # by a straight flow
    no_low: frozenset[str] = frozenset()  # nodes whose low side a meeting line uses
    channels: frozenset[int] | None = None  # allowed for long ways; None = all
    over_high: frozenset[str] = frozenset()  # nodes entered over their high side
    last_return: int = 0  # the last channel that ways back may use

    def __post_init__(self) -> None:
        self.taken = {c: n for n, c in self.cell.items()}

    def open_along(self, first: int, last: int, row: int) -> bool:
        """Whether the cells first..last of a row let a route through."""
        return not any(
            (t, row) in self.taken or (t, row) in self.along for t in range(first, last + 1)
        )

    def open_from(self, node: str, first: int, last: int, row: int) -> bool:
        """The same for a node beside whose other ways a further one may run."""
        return not any(
            (t, row) in self.taken or self.along.get((t, row), node) != node
            for t in range(first, last + 1)
        )

    def open_across(self, column: int, first: int, last: int, owner: str) -> bool:
        """Whether the cells first..last of a column let a route of a node's side through.

        Routes of one side have ports of their own, so they may pass the same cells.
        """
        return not any(
            (column, k) in self.taken or self.across.get((column, k), owner) != owner
            for k in range(first, last + 1)
        )

    def use_along(self, first: int, last: int, row: int, source: str = "") -> None:
        """Run through the cells first..last of a row."""
        self.along.update(((t, row), source) for t in range(first, last + 1))

    def use_across(self, column: int, first: int, last: int, owner: str) -> None:
        """Run through the cells first..last of a column."""
        self.across.update(((column, k), owner) for k in range(first, last + 1))

    def quietest(self, options: Iterable[int], near: int) -> int:
        """The channel with the fewest routes, the nearest to `near` of several."""
        allowed = [k for k in options if self.channels is None or k in self.channels]
        listed = allowed or sorted(self.channels or (0,))
        return min(listed, key=lambda k: (self.load.get(k, 0), abs(k - near), k))


def plan(edges: Iterable[Edge], grid: Grid) -> list[Route]:
    """A route for every edge, in the order of the edges."""
    listed = list(edges)
    done: dict[int, Route] = {}
    traces: list[Trace] = []
    for edge in sorted(listed, key=lambda e: _order(e, grid)):
        legs = _best_back(edge, grid, traces) if edge.back else _forward(edge, grid)
        done[edge.index] = Route(edge, legs)
        traces += trace(done[edge.index], grid)
    return [done[e.index] for e in listed]


def _order(edge: Edge, grid: Grid) -> tuple[int, int, int, int]:
    (t1, k1), (t2, k2) = grid.cell[edge.source], grid.cell[edge.target]
    return (int(edge.back), int(k1 != k2), abs(t2 - t1), edge.index)


def _port(node: str, side: Side) -> Leg:
    return Leg("time" if side in ("start", "end") else "cross", "port", 0, node, side)


def _gutter(column: int) -> Leg:
    return Leg("cross", "gutter", column)


def _channel(row: int, grid: Grid) -> Leg:
    grid.load[row] = grid.load.get(row, 0) + 1
    return Leg("time", "channel", row)


def _forward(edge: Edge, grid: Grid) -> tuple[Leg, ...]:
    s, d = edge.source, edge.target
    (t1, k1), (t2, k2) = grid.cell[s], grid.cell[d]
    if t1 == t2:
        return _beside(edge, grid)
    if d in grid.over_high:
        return _over_high(edge, grid)
    if k1 == k2 and grid.open_along(t1 + 1, t2 - 1, k1) and (t1, t2, k1) not in grid.joined:
        grid.use_along(t1 + 1, t2 - 1, k1, s)
        grid.joined.add((t1, t2, k1))
        return (_port(s, "end"),)
    turned = _else(edge, grid) if edge.flow.kind == "else" else None
    if turned is not None:
        return turned
    for g in range(t1 + 1, t2 + 1):
        if grid.open_along(t1 + 1, g - 1, k1) and grid.open_along(g, t2 - 1, k2):
            grid.use_along(t1 + 1, g - 1, k1, s)
            grid.use_along(g, t2 - 1, k2)
            return (_port(s, "end"), _gutter(g), _port(d, "start"))
    between = range(min(k1, k2), max(k1, k2)) if k1 != k2 else range(max(k1 - 1, 0), k1 + 1)
    channel = _channel(grid.quietest(between, k2 - int(k2 < k1)), grid)
    return (_port(s, "end"), _gutter(t1 + 1), channel, _gutter(t2), _port(d, "start"))


def _else(edge: Edge, grid: Grid) -> tuple[Leg, ...] | None:
    """A "no" leaves over the low or high side, if its own column is open that far."""
    (t1, k1), (t2, k2) = grid.cell[edge.source], grid.cell[edge.target]
    if k1 == k2 or (k2 < k1 and edge.source in grid.no_low):
        return None
    first, last = (k2, k1 - 1) if k2 < k1 else (k1 + 1, k2)
    owner = f"low {edge.source}" if k2 < k1 else edge.source
    if not (grid.open_across(t1, first, last, owner) and grid.open_along(t1 + 1, t2 - 1, k2)):
        return None
    grid.use_across(t1, first, last, owner)
    grid.use_along(t1 + 1, t2 - 1, k2)
    return (_port(edge.source, "low" if k2 < k1 else "high"), _port(edge.target, "start"))


def _over_high(edge: Edge, grid: Grid) -> tuple[Leg, ...]:
    """Level with the target first, then across to it; else round by the quietest channel."""
    (t1, k1), (t2, _) = grid.cell[edge.source], grid.cell[edge.target]
    if grid.open_from(edge.source, t1 + 1, t2, k1):
        grid.use_along(t1 + 1, t2, k1, edge.source)
        return (_port(edge.source, "end"), _port(edge.target, "high"))
    channel = _channel(grid.quietest(range(grid.rows), k1), grid)
    return (_port(edge.source, "end"), _gutter(t1 + 1), channel, _port(edge.target, "high"))


def _beside(edge: Edge, grid: Grid) -> tuple[Leg, ...]:
    """Two nodes of one column, side by side."""
    (t1, k1), (_, k2) = grid.cell[edge.source], grid.cell[edge.target]
    grid.use_across(t1, min(k1, k2) + 1, max(k1, k2) - 1, edge.source)
    return (_port(edge.source, "low" if k2 < k1 else "high"),)


def _best_back(edge: Edge, grid: Grid, traces: list[Trace]) -> tuple[Leg, ...]:
    """Of the ways in the channels beyond both rows, the one that crosses least."""
    wanted = max(grid.cell[edge.source][1], grid.cell[edge.target][1])
    allowed = [
        k
        for k in range(wanted, grid.last_return + 1)
        if grid.channels is None or k in grid.channels
    ] or [wanted if grid.channels is None else max(grid.channels)]
    best: tuple[float, int, tuple[Leg, ...]] | None = None
    for k in allowed[:8]:
        legs = _back(edge, grid, k)
        own = trace(Route(edge, legs), grid)
        cost = sum(_cross(a, b) for a in own for b in traces) + 0.4 * (k - wanted)
        cost += 0.8 * (len(legs) - 3)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, k, legs)
    assert best is not None
    _take_back(edge, grid, best[1], best[2])
    return best[2]


def _back(edge: Edge, grid: Grid, channel: int) -> tuple[Leg, ...]:
    """Out of the high side, back in a channel beyond both rows, in at the high side."""
    s, d = edge.source, edge.target
    (t1, k1), (t2, k2) = grid.cell[s], grid.cell[d]
    few = grid.channels is not None  # not every row has a channel: use the time sides instead
    legs: list[Leg] = [_port(s, "high")]
    if not grid.open_across(t1, k1 + 1, channel, s):
        if few:
            legs = [_port(s, "end"), _gutter(t1 + 1)]
        else:
            legs += [Leg("time", "channel", k1), _gutter(t1 if t2 < t1 else t1 + 1)]
    legs.append(Leg("time", "channel", channel))
    if grid.open_across(t2, k2 + 1, channel, d):
        return (*legs, _port(d, "high"))
    if few:
        return (*legs, _gutter(t2), _port(d, "start"))
    legs += [_gutter(t2 + 1 if t2 < t1 else t2), Leg("time", "channel", k2)]
    return (*legs, _port(d, "high"))


def _take_back(edge: Edge, grid: Grid, channel: int, legs: tuple[Leg, ...]) -> None:
    for leg in legs:
        if leg.kind == "channel":
            grid.load[leg.ref] = grid.load.get(leg.ref, 0) + 1
    for node in (edge.source, edge.target):
        t, k = grid.cell[node]
        if grid.open_across(t, k + 1, channel, node):
            grid.use_across(t, k + 1, channel, node)


Trace = tuple[bool, float, float, float]  # along time?, level, from, to


def trace(route: Route, grid: Grid) -> list[Trace]:
    """A route as pieces on a grid without measures: rows at k, channels at k + 0.5."""
    span = abs(grid.cell[route.edge.source][0] - grid.cell[route.edge.target][0])
    places = [_symbol(route, i, span, grid) for i in range(len(route.legs))]
    pieces: list[Trace] = []
    for i, leg in enumerate(route.legs):
        before = places[i - 1] if i else _foot(route.edge.source, leg, grid)
        after = places[i + 1] if i + 1 < len(places) else _foot(route.edge.target, leg, grid)
        pieces.append((leg.axis == "time", places[i], min(before, after), max(before, after)))
    return pieces


def _foot(node: str, leg: Leg, grid: Grid) -> float:
    t, k = grid.cell[node]
    return 2.0 * t + 1.0 if leg.axis == "time" else float(k)


def _symbol(route: Route, i: int, span: int, grid: Grid) -> float:
    leg = route.legs[i]
    if leg.kind == "gutter":
        return 2.0 * leg.ref
    if leg.kind == "channel":
        return leg.ref + 0.5 + 0.002 * span
    t, k = grid.cell[leg.node]
    if leg.axis == "time":
        return float(k)
    if not route.edge.back:
        return 2.0 * t + 1.0
    # Ways back leave left of the middle and come in right of it, longer ones further left.
    return 2.0 * t + 1.0 + (-0.4 + 0.002 * span if i == 0 else 0.4 - 0.002 * span)


def _cross(a: Trace, b: Trace) -> int:
    if a[0] == b[0]:
        return 0
    return int(b[2] < a[1] < b[3] and a[2] < b[1] < a[3])

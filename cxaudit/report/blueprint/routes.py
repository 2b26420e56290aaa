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
    along: set[Cell] = field(default_factory=set)  # cells run through along the time axis
    across: set[Cell] = field(default_factory=set)  # ... along the cross axis
    load: dict[int, int] = field(default_factory=dict)  # routes by channel
    joined: set[tuple[int, int, int]] = field(default_factory=set)  # by a straight flow
    no_low: frozenset[str] = frozenset()  # nodes whose low side a meeting line uses
    channels: frozenset[int] | None = None  # allowed for long ways; None = all

    def __post_init__(self) -> None:
        self.taken = {c: n for n, c in self.cell.items()}

    def open_along(self, first: int, last: int, row: int) -> bool:
        """Whether the cells first..last of a row let a route through."""
        return not any(
            (t, row) in self.taken or (t, row) in self.along for t in range(first, last + 1)
        )

    def open_across(self, column: int, first: int, last: int) -> bool:
        """Whether the cells first..last of a column let a route through."""
        return not any(
            (column, k) in self.taken or (column, k) in self.across
            for k in range(first, last + 1)
        )

    def use_along(self, first: int, last: int, row: int) -> None:
        """Run through the cells first..last of a row."""
        self.along.update((t, row) for t in range(first, last + 1))

    def use_across(self, column: int, first: int, last: int) -> None:
        """Run through the cells first..last of a column."""
        self.across.update((column, k) for k in range(first, last + 1))

    def quietest(self, options: Iterable[int], near: int) -> int:
        """The channel with the fewest routes, the nearest to `near` of several."""
        allowed = [k for k in options if self.channels is None or k in self.channels]
        listed = allowed or sorted(self.channels or (0,))
        return min(listed, key=lambda k: (self.load.get(k, 0), abs(k - near), k))


def plan(edges: Iterable[Edge], grid: Grid) -> list[Route]:
    """A route for every edge, in the order of the edges."""
    listed = list(edges)
    done: dict[int, Route] = {}
    for edge in sorted(listed, key=lambda e: _order(e, grid)):
        done[edge.index] = Route(edge, _back(edge, grid) if edge.back else _forward(edge, grid))
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
    if k1 == k2 and grid.open_along(t1 + 1, t2 - 1, k1) and (t1, t2, k1) not in grid.joined:
        grid.use_along(t1 + 1, t2 - 1, k1)
        grid.joined.add((t1, t2, k1))
        return (_port(s, "end"),)
    turned = _else(edge, grid) if edge.flow.kind == "else" else None
    if turned is not None:
        return turned
    for g in range(t1 + 1, t2 + 1):
        if grid.open_along(t1 + 1, g - 1, k1) and grid.open_along(g, t2 - 1, k2):
            grid.use_along(t1 + 1, g - 1, k1)
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
    if not (grid.open_across(t1, first, last) and grid.open_along(t1 + 1, t2 - 1, k2)):
        return None
    grid.use_across(t1, first, last)
    grid.use_along(t1 + 1, t2 - 1, k2)
    return (_port(edge.source, "low" if k2 < k1 else "high"), _port(edge.target, "start"))


def _beside(edge: Edge, grid: Grid) -> tuple[Leg, ...]:
    """Two nodes of one column, side by side."""
    (t1, k1), (_, k2) = grid.cell[edge.source], grid.cell[edge.target]
    grid.use_across(t1, min(k1, k2) + 1, max(k1, k2) - 1)
    return (_port(edge.source, "low" if k2 < k1 else "high"),)


def _back(edge: Edge, grid: Grid) -> tuple[Leg, ...]:
    """Out of the high side, back in the channel beyond both rows, in at the high side."""
    s, d = edge.source, edge.target
    (t1, k1), (t2, k2) = grid.cell[s], grid.cell[d]
    wanted = max(k1, k2)
    if grid.channels is not None and wanted not in grid.channels:
        wanted = min((k for k in grid.channels if k >= wanted), default=wanted)
    legs: list[Leg] = [_port(s, "high")]
    if grid.open_across(t1, k1 + 1, wanted):
        grid.use_across(t1, k1 + 1, wanted)
    else:
        legs += [_channel(k1, grid), _gutter(t1 if t2 < t1 else t1 + 1)]
    legs.append(_channel(wanted, grid))
    if grid.open_across(t2, k2 + 1, wanted):
        grid.use_across(t2, k2 + 1, wanted)
    else:
        legs += [_gutter(t2 + 1 if t2 < t1 else t2), _channel(k2, grid)]
    legs.append(_port(d, "high"))
    return tuple(legs)

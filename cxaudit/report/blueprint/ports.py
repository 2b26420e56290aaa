"""Where on its sides a node is left and entered: offsets from the middle of the side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .routes import Grid, Leg, Route, Side

SOURCE, TARGET = 0, 1
STEP = 14.0  # between two ports of one side
EDGE = 10.0  # kept free at both ends of a side


@dataclass(frozen=True, slots=True)
class Extent:
    """Size of a node along the time and the cross axis."""

    time: float
    cross: float


@dataclass(frozen=True, slots=True)
class _Call:
    key: tuple[float, float, float, int]
    route: Route
    at: int  # SOURCE or TARGET
    anchor: float  # the smallest gets the middle


Offsets = dict[tuple[int, int], float]  # (edge index, SOURCE or TARGET) -> px


def spread(
    routes: Sequence[Route],
    grid: Grid,
    extents: Mapping[str, Extent],
    fixed: frozenset[str] = frozenset(),
    step: float = STEP,
) -> Offsets:
    """Offsets of every route at both its ends; nodes in `fixed` are entered at the middle."""
    calls: dict[tuple[str, Side], list[_Call]] = {}
    for route in routes:
        for at in (SOURCE, TARGET):
            node, side = port_of(route, at)
            calls.setdefault((node, side), []).append(_call(route, at, side, grid))
    offsets: Offsets = {}
    for (node, side), listed in calls.items():
        if node in fixed:
            offsets.update({(c.route.edge.index, c.at): 0.0 for c in listed})
            continue
        extent = extents[node]
        if side in ("start", "end"):
            offsets.update(_around_anchor(listed, extent.cross, step))
        else:
            offsets.update(_evenly(listed, extent.time, 20.0))
    return offsets


def port_of(route: Route, at: int) -> tuple[str, Side]:
    """The node and side at one end of a route."""
    leg = route.legs[0 if at == SOURCE else -1]
    if at == SOURCE or not route.straight:
        return leg.node, leg.side
    opposite: dict[Side, Side] = {"end": "start", "low": "high", "high": "low", "start": "end"}
    return route.edge.target, opposite[leg.side]


def _call(route: Route, at: int, side: Side, grid: Grid) -> _Call:
    edge = route.edge
    here = grid.cell[edge.source if at == SOURCE else edge.target]
    there = grid.cell[edge.target if at == SOURCE else edge.source]
    span = abs(there[0] - here[0])
    if side in ("start", "end"):
        level = _level(route, at, there[1]) - here[1]
        main = 0.0 if edge.flow.kind == "next" else 10.0
        weight = main + 1.0 - (1.0 if edge.flow.share is None else edge.flow.share)
        anchor = -1.0 if route.straight else weight
        if route.straight:
            return _Call((0.0, 0.0, 0.0, edge.index), route, at, anchor)
        # What turns off first stands outermost, so that it does not cross what goes on.
        side_of = -1.0 if level < 0 else 1.0
        near = side_of * -float(_turn(route, at, here[0]))
        return _Call((side_of, near, level or 0.25, edge.index), route, at, anchor)
    if edge.back:
        group = (0.0, float(span)) if at == SOURCE else (1.0, -float(span))
    else:
        group = (2.0, float(span))
    return _Call((*group, 0.0, edge.index), route, at, 0.0)


def _turn(route: Route, at: int, column: int) -> int:
    """How many columns a route runs level with a node before it turns off."""
    legs = route.legs if at == SOURCE else route.legs[::-1]
    if len(legs) > 1 and legs[1].kind == "gutter":
        return abs(legs[1].ref - column)
    return 0


def _level(route: Route, at: int, row: int) -> float:
    """The row a route makes for, seen from one end; a channel lies between two rows."""
    legs: Sequence[Leg] = route.legs if at == SOURCE else route.legs[::-1]
    channel = next((leg for leg in legs if leg.kind == "channel"), None)
    return row if channel is None else channel.ref + 0.5


def _around_anchor(calls: list[_Call], side: float, step: float) -> Offsets:
    """In order from top to bottom, the main way (or a straight one) at the middle."""
    ordered = sorted(calls, key=lambda c: c.key)
    if len(ordered) > 3 and not any(c.route.straight for c in ordered):
        return _evenly(ordered, side, step)
    middle = min(range(len(ordered)), key=lambda i: (ordered[i].anchor, ordered[i].key))
    most = max(middle, len(ordered) - 1 - middle, 1)
    gap = min(step, max(side / 2 - EDGE, 4.0) / most)
    return {(c.route.edge.index, c.at): (i - middle) * gap for i, c in enumerate(ordered)}


def _evenly(calls: list[_Call], side: float, step: float) -> Offsets:
    """In order from left to right, around the middle."""
    ordered = sorted(calls, key=lambda c: c.key)
    count = len(ordered)
    gap = min(step, max(side - 2 * EDGE, 4.0) / max(count - 1, 1))
    return {(c.route.edge.index, c.at): (i - (count - 1) / 2) * gap for i, c in enumerate(ordered)}

"""Parallel tracks in channels and gutters, so that no two routes share a stretch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .routes import Grid, Leg, Route

SHARED = 50  # cost of a stretch that two routes would share

LegKey = tuple[int, int]  # edge index, leg number
Tracks = dict[LegKey, int]


def symbolic(leg: Leg, grid: Grid) -> float:
    """The place of a cross leg on the time axis before columns have widths."""
    return 2.0 * leg.ref if leg.kind == "gutter" else 2.0 * grid.cell[leg.node][0] + 1.0


def channel_tracks(routes: Sequence[Route], grid: Grid) -> tuple[Tracks, dict[int, int]]:
    """A track for every channel leg, shorter spans nearer the cards; and counts by channel."""
    wanted: dict[int, list[tuple[float, float, LegKey]]] = {}
    for route in routes:
        for i, leg in enumerate(route.legs):
            if leg.kind == "channel":
                ends = [symbolic(route.legs[i + d], grid) for d in (-1, 1)]
                key = (route.edge.index, i)
                wanted.setdefault(leg.ref, []).append((min(ends), max(ends), key))
    tracks: Tracks = {}
    counts: dict[int, int] = {}
    for channel, spans in wanted.items():
        rows: list[list[tuple[float, float]]] = []
        for low, high, key in sorted(spans, key=lambda s: (s[1] - s[0], s[2])):
            row = next(
                (i for i, r in enumerate(rows) if all(high < a or low > b for a, b in r)), None
            )
            if row is None:
                row = len(rows)
                rows.append([])
            rows[row].append((low, high))
            tracks[key] = row
        counts[channel] = len(rows)
    return tracks, counts


@dataclass(frozen=True, slots=True)
class _Rise:
    """A cross leg in a gutter: its reach, and its stubs as (level, -1 left or +1 right)."""

    key: LegKey
    low: float
    high: float
    stubs: tuple[tuple[float, int], ...]
    nodes: frozenset[str]


def gutter_tracks(
    routes: Sequence[Route], grid: Grid, level: Callable[[Route, int], float]
) -> tuple[Tracks, dict[int, int]]:
    """A track for every gutter leg, ordered for few crossings; and counts by gutter.

    `level` gives the cross coordinate of a time leg of a route.
    """
    rises: dict[int, list[_Rise]] = {}
    for route in routes:
        for i, leg in enumerate(route.legs):
            if leg.kind == "gutter":
                rises.setdefault(leg.ref, []).append(_rise(route, i, grid, level))
    tracks: Tracks = {}
    counts: dict[int, int] = {}
    for gutter, listed in rises.items():
        placed: list[tuple[_Rise, int]] = []
        for rise in _ordered(listed):
            track = max((t + 1 for other, t in placed if _near(rise, other)), default=0)
            placed.append((rise, track))
            tracks[rise.key] = track
        counts[gutter] = 1 + max(t for _, t in placed)
    return tracks, counts


def tangles(
    routes: Sequence[Route],
    grid: Grid,
    level: Callable[[Route, int], float],
    tracks: Tracks,
) -> list[tuple[int, int]]:
    """Ends (edge index, 0 source or 1 target) that must move for lack of a good order.

    Two routes that change rows with each other in one gutter share a stretch whichever runs
    first, until one of them is entered or left a little beside the middle.
    """
    rises: dict[int, list[_Rise]] = {}
    for route in routes:
        for i, leg in enumerate(route.legs):
            if leg.kind == "gutter":
                rises.setdefault(leg.ref, []).append(_rise(route, i, grid, level))
    by_index = {r.edge.index: r for r in routes}
    found: dict[tuple[int, int], None] = {}
    for listed in rises.values():
        for n, a in enumerate(listed):
            for b in listed[n + 1 :]:
                left, right = (a, b) if tracks[a.key] <= tracks[b.key] else (b, a)
                if _cost(left, right) < SHARED:
                    continue
                route = by_index[b.key[0]]
                last = b.key[1] + 1 == len(route.legs) - 1
                found[(route.edge.index, 1 if last else 0)] = None
    return list(found)


def settle(
    routes: Sequence[Route],
    grid: Grid,
    level: Callable[[Route, int], float],
    offsets: dict[tuple[int, int], float],
) -> tuple[Tracks, dict[int, int]]:
    """Gutter tracks; ends that share a stretch with another route are moved (in `offsets`)."""
    for shift in (7.0, -12.0, 9.0, -6.0):
        tracks, counts = gutter_tracks(routes, grid, level)
        bad = tangles(routes, grid, level, tracks)
        if not bad:
            return tracks, counts
        for end in bad:
            offsets[end] += shift
    return gutter_tracks(routes, grid, level)


def _rise(route: Route, i: int, grid: Grid, level: Callable[[Route, int], float]) -> _Rise:
    here = symbolic(route.legs[i], grid)
    a, b = level(route, i - 1), level(route, i + 1)
    stubs = ((a, _side(route, i - 1, -1, here, grid)), (b, _side(route, i + 1, 1, here, grid)))
    key = (route.edge.index, i)
    return _Rise(
        key, min(a, b), max(a, b), stubs, frozenset((route.edge.source, route.edge.target))
    )


def _side(route: Route, i: int, step: int, here: float, grid: Grid) -> int:
    """Whether the time leg `i` lies before or after the gutter at `here`."""
    leg = route.legs[i]
    if leg.kind == "port":
        return 1 if leg.side == "start" else -1
    there = symbolic(route.legs[i + step], grid)
    return 1 if there > here else -1


def _near(a: _Rise, b: _Rise) -> bool:
    return a.low < b.high + 10 and b.low < a.high + 10


def _cost(left: _Rise, right: _Rise) -> int:
    """Crossings and shared stretches if `left` runs to the left of `right`."""
    total = 0
    for level, side in left.stubs:
        if side > 0 and right.low - 3 < level < right.high + 3:
            total += 1 if right.low + 3 < level < right.high - 3 else 4
        for other, way in right.stubs:
            if side > 0 and way < 0 and abs(level - other) < 4:
                total += SHARED
    for level, side in right.stubs:
        if side < 0 and left.low - 3 < level < left.high + 3:
            total += 1 if left.low + 3 < level < left.high - 3 else 4
    return total


def _ordered(rises: list[_Rise]) -> list[_Rise]:
    """From left to right: each is moved to its best place as long as that helps."""
    order = sorted(rises, key=lambda r: (-r.low, r.high, r.key))
    costs: Mapping[tuple[LegKey, LegKey], int] = {
        (a.key, b.key): _cost(a, b) for a in order for b in order if a is not b
    }
    for _ in range(4):
        moved = False
        for rise in order:
            at = order.index(rise)
            rest = order[:at] + order[at + 1 :]
            # Cost of standing left of everything, then corrected step by step to the right.
            cost = sum(costs[(rise.key, other.key)] for other in rest)
            all_costs = [cost]
            for other in rest:
                cost += costs[(other.key, rise.key)] - costs[(rise.key, other.key)]
                all_costs.append(cost)
            best = min(range(len(all_costs)), key=lambda i: (all_costs[i], abs(i - at)))
            if all_costs[best] < all_costs[at]:
                order = [*rest[:best], rise, *rest[best:]]
                moved = True
        if not moved:
            break
    return order

"""From routes to polylines: the coordinates of every leg once the grid has its measures."""

from __future__ import annotations

from dataclasses import dataclass, field

from .geometry import Point, Rect
from .ports import SOURCE, TARGET, Offsets, port_of
from .routes import Leg, Route
from .tracks import Tracks


@dataclass(slots=True)
class Measures:
    """Coordinates along the time (t) and the cross axis (c).

    `nodes` maps a node to (t0, c0, t1, c1); `ground` to the inner c-range that low and high
    ports stand on, where it differs from the node's.
    """

    nodes: dict[str, Rect]
    ground: dict[str, tuple[float, float]]
    offsets: Offsets
    gutter: dict[int, list[float]]  # gutter -> places of its tracks
    channel: dict[int, list[float]]  # channel -> places of its tracks
    gutter_track: Tracks
    channel_track: Tracks
    lean: dict[str, float] = field(default_factory=dict)  # of start and end ports along c
    shore: dict[str, tuple[float, float]] = field(default_factory=dict)  # the same for t

    def middle_c(self, node: str) -> float:
        """Middle of a node on the cross axis."""
        box = self.nodes[node]
        return (box[1] + box[3]) / 2

    def middle_t(self, node: str) -> float:
        """Middle of a node on the time axis."""
        box = self.nodes[node]
        return (box[0] + box[2]) / 2

    def level(self, route: Route, i: int) -> float:
        """Cross coordinate of a time leg."""
        leg = route.legs[i]
        if leg.kind == "channel":
            return self.channel[leg.ref][self.channel_track[(route.edge.index, i)]]
        return self.middle_c(leg.node) + self.lean.get(leg.node, 0.0) + self._offset(route, i)

    def place(self, route: Route, i: int) -> float:
        """Time coordinate of a cross leg."""
        leg = route.legs[i]
        if leg.kind == "gutter":
            return self.gutter[leg.ref][self.gutter_track[(route.edge.index, i)]]
        return self.middle_t(leg.node) + self._offset(route, i)

    def _offset(self, route: Route, i: int) -> float:
        at = SOURCE if i == 0 else TARGET
        return self.offsets.get((route.edge.index, at), 0.0)

    def polyline(self, route: Route) -> list[Point]:
        """Corner points in (t, c) from the source to the target."""
        points = [self._foot(route, SOURCE)]
        legs = route.legs
        for i in range(len(legs) - 1):
            time, cross = (i, i + 1) if legs[i].axis == "time" else (i + 1, i)
            points.append((self.place(route, cross), self.level(route, time)))
        points.append(self._foot(route, TARGET))
        return tidy(points)

    def _foot(self, route: Route, at: int) -> Point:
        node, side = port_of(route, at)
        box = self.nodes[node]
        leg: Leg = route.legs[0 if at == SOURCE else -1]
        i = 0 if at == SOURCE else len(route.legs) - 1
        if leg.axis == "time":
            first, last = self.shore.get(node, (box[0], box[2]))
            return (last if side == "end" else first, self.level(route, i))
        low, high = self.ground.get(node, (box[1], box[3]))
        return (self.place(route, i), low if side == "low" else high)


def tidy(points: list[Point]) -> list[Point]:
    """Without points that repeat or lie on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) + abs(kept[-1][1] - point[1]) < 0.05:
            continue
        while len(kept) >= 2 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept if len(kept) > 1 else points


def _between(a: Point, b: Point, c: Point) -> bool:
    same_x = abs(a[0] - b[0]) < 0.05 and abs(b[0] - c[0]) < 0.05
    same_y = abs(a[1] - b[1]) < 0.05 and abs(b[1] - c[1]) < 0.05
    forward = (b[0] - a[0]) * (c[0] - b[0]) >= 0 and (b[1] - a[1]) * (c[1] - b[1]) >= 0
    return (same_x or same_y) and forward

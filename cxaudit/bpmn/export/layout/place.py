"""Coordinates: how wide columns and channels are, how high rows and gaps, and what follows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from cxaudit.bpmn.export.layout.grid import Grid, Row, grid
from cxaudit.bpmn.export.layout.labels import (
    flow_labels,
    lift,
    message_labels,
    node_label,
    rooms,
)
from cxaudit.bpmn.export.layout.messages import route_message
from cxaudit.bpmn.export.layout.routes import Router
from cxaudit.bpmn.export.layout.streets import (
    Border,
    Coordinate,
    Dock,
    Routes,
    Spot,
    activity_width,
    border_dock,
)
from cxaudit.bpmn.export.layout.text import LABEL_WIDTH, label_size, task_height
from cxaudit.bpmn.export.layout.tracks import Track, assign
from cxaudit.bpmn.export.sheet import Node, Sheet

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]

_LEFT, _TOP, _HEADER, _PITCH = 160.0, 80.0, 30.0, 12.0
_CHANNEL, _INSIDE, _BETWEEN_LANES, _BETWEEN_POOLS, _BLACK = 40.0, 16.0, 26.0, 60.0, 60.0
_EVENT, _GATEWAY = 36.0, 50.0


@dataclass(slots=True)
class Drawing:
    """A sheet on paper, in pixels: bounds (x, y, width, height) of nodes, lanes and pools, bounds of
    labels beside nodes and flows, the points of flows and messages; all by id."""

    bounds: dict[str, Bounds] = field(default_factory=dict)
    labels: dict[str, Bounds] = field(default_factory=dict)
    points: dict[str, list[Point]] = field(default_factory=dict)


def lay_out(sheet: Sheet) -> Drawing:
    """Find a place for everything on a sheet."""
    for node in sheet.nodes.values():
        node.guards = 0
    for node in sheet.nodes.values():
        if node.host:
            sheet.nodes[node.host].guards += 1
    cells = grid(sheet)
    router = Router(cells)
    for flow in sorted(sheet.flows.values(), key=lambda f: (-f.weight, _span(cells, f.source))):
        router.flow(flow)
    for message in sheet.messages.values():
        route_message(router, message)
    paper = _Paper(cells, router.routes)
    paper.measure()
    return paper.draw()


def _span(cells: Grid, node: str) -> int:
    return cells.col[node]


def size_of(node: Node) -> tuple[float, float]:
    """Width and height of the shape of a node."""
    if node.is_event:
        return _EVENT, _EVENT
    if node.is_gateway:
        return _GATEWAY, _GATEWAY
    return activity_width(node.guards), float(math.ceil(task_height(node.name) / 2) * 2)


class _Paper:
    """Turns columns, rows and tracks into coordinates."""

    def __init__(self, cells: Grid, routes: Routes) -> None:
        self.grid, self.routes, self.sheet = cells, routes, cells.sheet
        self.outs, self.ins = self.sheet.outs(), self.sheet.ins()
        depths = [self.sheet.depth(lane) + 1 for lane in self.sheet.lanes]
        self.lane_depth = max(depths, default=0)
        self.x: dict[int, float] = {}
        self.column_width: dict[int, float] = {}
        self.y: dict[int, float] = {}
        self.above: dict[int, float] = {}
        self.below: dict[int, float] = {}
        self.gap_top: dict[int, float] = {}
        self.gap_height: dict[int, float] = {}
        self.right = 0.0
        self.docks: dict[str, float] = {}
        self.levels: dict[str, int] = {}
        self.level_height = 14.0
        self.level_count: dict[int, int] = {}

    # ---- measuring -----------------------------------------------------------------------------

    def measure(self) -> None:
        """Widths from left to right, heights from top to bottom."""
        self._columns()
        self._dock()
        self._levels()
        self._rows()

    def _columns(self) -> None:
        widths = dict.fromkeys(range(self.grid.columns), _GATEWAY)
        for node in self.sheet.nodes.values():
            column = self.grid.col[node.id]
            named = (node.is_event or node.is_gateway) and node.name and not node.host
            wide = max(size_of(node)[0], LABEL_WIDTH if named else 0.0)
            widths[column] = max(widths[column], wide)
        crowded = {
            node.id
            for node in self.sheet.nodes.values()
            if node.is_gateway and node.name and {"top", "bottom"} <= self._sides(node)
        }
        heads, tails = rooms(self.sheet, self.grid, self.routes, widths, crowded)
        at = _LEFT + _HEADER * (1 + self.lane_depth)
        for channel in range(self.grid.columns + 1):
            tracks = self.routes.channels.get(channel, [])
            count = assign(tracks)
            room = heads.get(channel, 0.0)
            for track in tracks:
                track.at = at + room + _CHANNEL / 2 + track.lane * _PITCH
            at += _CHANNEL + room + tails.get(channel, 0.0) + max(0, count - 1) * _PITCH
            if channel < self.grid.columns:
                self.column_width[channel] = widths[channel]
                self.x[channel] = at + widths[channel] / 2
                at += widths[channel]
        self.right = at

    def _rows(self) -> None:
        for index, row in enumerate(self.grid.rows):
            self.above[index] = self.below[index] = 0.0 if row.kind == "edge" else 40.0
            if row.kind == "black":
                self.above[index] = self.below[index] = _BLACK / 2
        for node in self.sheet.nodes.values():
            index = self.grid.row[node.id]
            up, down = self._extent(node)
            self.above[index] = max(self.above[index], up)
            self.below[index] = max(self.below[index], down)
        at = _TOP
        rows = self.grid.rows
        for gap in range(len(rows) + 1):
            tracks = self.routes.gaps.get(gap, [])
            count = assign(tracks)
            pad = self._pad(rows[gap - 1] if gap else None, rows[gap] if gap < len(rows) else None)
            self.gap_top[gap] = at
            upper = self.level_count.get(gap - 1, 0) * self.level_height if gap == 1 else 0.0
            lower = self.level_count.get(gap, 0) * self.level_height if gap > 1 else 0.0
            height = pad + upper + lower + max(0, count - 1) * _PITCH
            for track in tracks:
                track.at = at + upper + pad * 0.6 + track.lane * _PITCH
            self.gap_height[gap] = height
            at += height
            if gap < len(rows):
                self.y[gap] = at + self.above[gap]
                at += self.above[gap] + self.below[gap]

    def _pad(self, above: Row | None, below: Row | None) -> float:
        if above is None or below is None:
            return 0.0
        if above.kind != "cells" and below.kind != "cells":
            return 0.0 if above.pool == below.pool and above.pool else _BETWEEN_POOLS
        if above.kind == below.kind and above.lane != below.lane:
            return _BETWEEN_LANES
        return _INSIDE

    def _extent(self, node: Node) -> tuple[float, float]:
        """How far a node reaches above and below the middle of its row, labels included."""
        if node.host:
            host = size_of(self.sheet.nodes[node.host])[1] / 2
            return 0.0, host + _EVENT / 2 + 6 + label_size(node.name, 70.0)[1]
        height = size_of(node)[1] / 2
        up = down = height
        if node.is_event and node.name:
            down += 4 + label_size(node.name)[1]
        if node.is_gateway and node.name:
            room = 4 + label_size(node.name)[1]
            if "top" in self._sides(node):
                down = max(down, height + room)
            else:
                up = max(up, height + room)
        for flow in self.outs[node.id]:
            if flow.name:
                tall = label_size(flow.name)[1] + 4
                side = self.routes.sides.get(flow.id)
                if side == "right":
                    up = max(up, tall + 4)
                elif side == "top":
                    up = max(up, height + tall + lift(self.outs[node.id], self.routes))
                elif side == "bottom":
                    down = max(down, height + tall)
        return up, down

    def _sides(self, node: Node) -> set[str]:
        """The sides at which flows leave a node or come into it from above or below."""
        found = {self.routes.sides[flow.id] for flow in self.outs[node.id]}
        for flow in self.ins[node.id]:
            last = self.routes.turns[flow.id][-1][1]
            if isinstance(last, Spot):
                found |= {("bottom", "", "top")[1 - last.side]}
        return found

    # ---- drawing -------------------------------------------------------------------------------

    def draw(self) -> Drawing:
        """Everything with its coordinates."""
        drawing = Drawing()
        for node in self.sheet.nodes.values():
            width, height = size_of(node)
            x, y = self._middle(node)
            drawing.bounds[node.id] = _whole((x - width / 2, y - height / 2, width, height))
        self._pools(drawing)
        for key, turns in self.routes.turns.items():
            points = [(self._at_x(x), self._at_y(y)) for x, y in turns]
            drawing.points[key] = _plain([(round(x), round(y)) for x, y in points])
        for node in self.sheet.nodes.values():
            label = node_label(node, drawing.bounds[node.id], self._sides(node))
            if label is not None:
                drawing.labels[node.id] = _whole(label)
        edges = {c: x + self.column_width[c] / 2 for c, x in self.x.items()}
        labels = flow_labels(
            self.outs, self.grid, self.routes, drawing.bounds, drawing.points, edges
        )
        away = {key: level * self.level_height for key, level in self.levels.items()}
        labels |= message_labels(self.sheet, drawing.points, drawing.bounds, away)
        drawing.labels |= {key: _whole(bounds) for key, bounds in labels.items()}
        return drawing

    def _middle(self, node: Node) -> Point:
        x = self.x[self.grid.col[node.id]]
        y = self.y.get(self.grid.row[node.id], 0.0)  # not known while columns are measured
        if not node.host:
            return x, y
        number = self.sheet.hosted(node.host).index(node.id)
        host = self.sheet.nodes[node.host]
        return x + border_dock(host.guards, number), y + size_of(host)[1] / 2

    def _pools(self, drawing: Drawing) -> None:
        left, right = _LEFT, self.right
        for pool, (row, _, _) in self.grid.black.items():
            start, end = self._extent_of_pool(pool)
            y = self.y[row] - _BLACK / 2
            drawing.bounds[pool] = _whole((start, y, end - start, _BLACK))
        for house in self.sheet.pools.values():
            rows = [i for i, row in enumerate(self.grid.rows) if row.pool == house.id]
            if not rows:
                continue
            top, bottom = self.y[rows[0]], self.y[rows[-1]]
            drawing.bounds[house.id] = _whole((left, top, right - left, bottom - top))
            self._lanes(drawing, house.id, top, bottom)

    def _extent_of_pool(self, pool: str) -> tuple[float, float]:
        """The left and right border of a pool without a process."""
        _, first, last = self.grid.black[pool]
        start = _LEFT if first == 0 else self.x[first] - self.column_width[first] / 2
        if last == self.grid.columns - 1:
            return start, self.right
        return start, self.x[last + 1] - self.column_width[last + 1] / 2 - 20

    def _levels(self) -> None:
        """Texts of messages that stand close to each other go on levels, away from the pool."""
        placed: dict[int, list[tuple[int, float, float]]] = {}
        for message in self.sheet.messages.values():
            turns = self.routes.turns.get(message.id, [])
            pool = message.source if message.source in self.grid.black else message.target
            if pool not in self.grid.black or not turns or not message.name:
                continue
            row = self.grid.black[pool][0]
            first = self._at_x(turns[0][0] if pool == message.source else turns[-1][0])
            wide, tall = label_size(message.name)
            taken = placed.setdefault(row, [])
            level = 0
            while any(at == level and first < e and b < first + wide + 8 for at, b, e in taken):
                level += 1
            taken.append((level, first, first + wide + 8))
            self.levels[message.id] = level
            self.level_height = max(self.level_height, tall)
            self.level_count[row] = max(self.level_count.get(row, 0), level)

    def _dock(self) -> None:
        """Give messages that come to a pool from afar places beside those that go straight up."""
        taken: dict[str, list[float]] = {}
        free: list[Dock] = []
        for message in self.sheet.messages.values():
            turns = self.routes.turns.get(message.id, [])
            pool = message.source if message.source in self.grid.black else message.target
            if pool not in self.grid.black or not turns:
                continue
            x = turns[0][0] if pool == message.source else turns[-1][0]
            if isinstance(x, Dock):
                free.append(x)
            else:
                taken.setdefault(pool, []).append(self._at_x(x))
        for dock in sorted(free, key=lambda dock: (dock.pool, dock.towards.at)):
            left, right = self._extent_of_pool(dock.pool)
            own = taken.setdefault(dock.pool, [])
            own.append(_apart(dock.towards.at, left + 20, right - 60, own))
            self.docks[dock.message] = own[-1]

    def _lanes(self, drawing: Drawing, pool: str, top: float, bottom: float) -> None:
        lanes = self.sheet.bands(pool)
        at = top
        for number, lane in enumerate(lanes):
            rows = [
                i for i, row in enumerate(self.grid.rows) if (row.pool, row.lane) == (pool, lane)
            ]
            end = bottom
            if number < len(lanes) - 1:
                end = self.gap_top[rows[-1] + 1] + 8
            while lane:
                self._lane(drawing, lane, at, end)
                lane = self.sheet.lanes[lane].above
            at = end

    def _lane(self, drawing: Drawing, lane: str, top: float, bottom: float) -> None:
        """A lane between two heights, or one that holds others made higher."""
        left = _LEFT + _HEADER * (1 + self.sheet.depth(lane))
        if lane in drawing.bounds:
            top = drawing.bounds[lane][1]
        y = round(top)
        drawing.bounds[lane] = (round(left), y, round(self.right - left), round(bottom) - y)

    def _at_x(self, coordinate: Coordinate) -> float:
        if isinstance(coordinate, Track):
            return coordinate.at
        if isinstance(coordinate, Dock):
            return self.docks[coordinate.message]
        assert isinstance(coordinate, Spot)
        node = self.sheet.nodes[coordinate.node]
        return self._middle(node)[0] + coordinate.side * size_of(node)[0] / 2 + coordinate.offset

    def _at_y(self, coordinate: Coordinate) -> float:
        if isinstance(coordinate, Track):
            return coordinate.at
        if isinstance(coordinate, Border):
            facing = 1 if coordinate.row == 0 else -1
            return self.y[coordinate.row] + facing * _BLACK / 2
        assert isinstance(coordinate, Spot)
        node = self.sheet.nodes[coordinate.node]
        return self._middle(node)[1] + coordinate.side * size_of(node)[1] / 2


def _apart(wish: float, low: float, high: float, taken: list[float]) -> float:
    """The coordinate nearest to a wish that keeps its distance from others; a smaller distance where
    there is too little room."""
    wish = min(max(wish, low), high)
    for distance in (64.0, 32.0, 16.0, 8.0):
        places = sorted(
            (low + step * 8.0 for step in range(int(max(0.0, high - low) / 8.0) + 1)),
            key=lambda place: (abs(place - wish), place),
        )
        for place in places:
            if all(abs(place - other) >= distance for other in taken):
                return place
    return wish


def _whole(bounds: Bounds) -> Bounds:
    x, y, width, height = bounds
    return round(x), round(y), round(width), round(height)


def _plain(points: list[Point]) -> list[Point]:
    """The points without those that change no direction."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1:
            (ax, ay), (bx, by) = found[-2], found[-1]
            if (ax == bx == point[0]) or (ay == by == point[1]):
                found[-1] = point
                continue
        found.append(point)
    return found

"""The way of every message: out of the pool above or below, through a channel."""

from __future__ import annotations

from cxaudit.bpmn.export.layout.streets import ASIDE, Border, Dock, Spot, Streets, Turn
from cxaudit.bpmn.export.sheet import Message


def route_message(streets: Streets, message: Message) -> None:
    """Find the way of a message between a node and a pool, or between two nodes."""
    black = streets.grid.black
    if message.source in black and message.target in streets.grid.row:
        _to_pool(streets, message, message.target, message.source)
        streets.routes.turns[message.id].reverse()
    elif message.target in black and message.source in streets.grid.row:
        _to_pool(streets, message, message.source, message.target)
    elif message.source in streets.grid.row and message.target in streets.grid.row:
        _between(streets, message)


def _to_pool(streets: Streets, message: Message, node: str, pool: str) -> None:
    grid = streets.grid
    row, first, last = grid.black[pool]
    ru, cu = grid.row[node], grid.col[node]
    up = row < ru
    side = -1 if up else 1
    offset = _offset(streets, message, node)
    start: Turn = (Spot(node, 0, offset), Spot(node, side))
    rows = (row + 1, ru - 1) if up else (ru + 1, row - 1)
    inside = first <= cu <= last
    end = 2 * row + 1
    clear = inside and grid.free_column(cu, *rows)
    if clear and streets.take_column(cu, offset, 2 * ru + 1, end, message):
        streets.routes.turns[message.id] = [start, (Spot(node, 0, offset), Border(row))]
        return
    gap = ru if up else ru + 1
    channel = cu + 1 if offset > 0 else cu
    if channel == 0:
        channel = 1
    place = cu + offset / 1000
    stub: tuple[set[float], set[float]] = (set(), {place}) if up else ({place}, set())
    along = streets.gap(gap, 2 * place + 1, 2 * channel, *stub)
    if first < channel <= last:
        away = streets.channel(channel, 2 * gap, end, set(), set())
        streets.routes.turns[message.id] = [start, (start[0], along), (away, along)]
        streets.routes.turns[message.id].append((away, Border(row)))
        return
    outer = row + 1 if up else row
    away = streets.channel(channel, 2 * gap, 2 * outer, set(), set())
    ends = (2 * channel, 2 * first, 2 * last + 2)
    spread = streets.gap(outer, min(ends), max(ends), set(), set())
    x = Dock(pool, message.id, away)
    streets.routes.turns[message.id] = [
        start,
        (start[0], along),
        (away, along),
        (away, spread),
        (x, spread),
        (x, Border(row)),
    ]


def _offset(streets: Streets, message: Message, node: str) -> float:
    """How far from the middle a message docks: several of one node beside each other."""
    own = [m.id for m in streets.grid.sheet.messages.values() if node in (m.source, m.target)]
    number = own.index(message.id)
    if node in streets.grid.row and streets.grid.sheet.nodes[node].guards:
        return -ASIDE * 2 - number % 2 * 10
    return (-ASIDE, 0.0, ASIDE, -ASIDE * 2, ASIDE * 2)[number % 5] if len(own) > 1 else -ASIDE


def _between(streets: Streets, message: Message) -> None:
    """Between nodes of two pools: out above or below, through a channel, in from there."""
    grid = streets.grid
    ru, cu = grid.row[message.source], grid.col[message.source]
    rv, cv = grid.row[message.target], grid.col[message.target]
    up = rv < ru
    out, into = _offset(streets, message, message.source), _offset(streets, message, message.target)
    if grid.sheet.nodes[message.source].is_event:
        out = 0.0
    if grid.sheet.nodes[message.target].is_event:
        into = 0.0
    gap, far = (ru, rv + 1) if up else (ru + 1, rv)
    channel = min(cu, cv) if min(cu, cv) > 0 else 1
    here, there = cu + out / 1000, cv + into / 1000
    high, low = {here}, {there}
    first = streets.gap(gap, 2 * here + 1, 2 * channel, *((set(), high) if up else (high, set())))
    last = streets.gap(far, 2 * channel, 2 * there + 1, *((low, set()) if up else (set(), low)))
    track = streets.channel(channel, 2 * gap, 2 * far, set(), set())
    x, goal = Spot(message.source, 0, out), Spot(message.target, 0, into)
    streets.routes.turns[message.id] = [
        (x, Spot(message.source, -1 if up else 1)),
        (x, first),
        (track, first),
        (track, last),
        (goal, last),
        (goal, Spot(message.target, 1 if up else -1)),
    ]

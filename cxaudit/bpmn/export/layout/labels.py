"""Where the texts beside events, gateways and flows stand."""

from __future__ import annotations

from cxaudit.bpmn.export.layout.grid import Grid
from cxaudit.bpmn.export.layout.streets import Routes
from cxaudit.bpmn.export.layout.text import label_size
from cxaudit.bpmn.export.sheet import Flow, Node, Sheet

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]
_GATEWAY = 50.0


def rooms(
    sheet: Sheet, grid: Grid, routes: Routes, widths: dict[int, float], crowded: set[str]
) -> tuple[dict[int, float], dict[int, float]]:
    """How much room texts need at the beginning and at the end of each channel. `crowded` are the
    gateways whose own text has no room above or below."""
    heads: dict[int, float] = {}
    tails: dict[int, float] = {}
    for flow in sheet.flows.values():
        side = routes.sides.get(flow.id)
        if not flow.name or sheet.nodes[flow.source].host or side is None:
            continue
        wide = label_size(flow.name)[0] + 6
        if flow.id in routes.tails:
            channel = routes.tails[flow.id]
            tails[channel] = max(tails.get(channel, 0.0), wide + 6)
            continue
        column = grid.col[flow.source]
        need = wide + 4 if side == "right" else wide - widths[column] / 2 + 10
        heads[column + 1] = max(heads.get(column + 1, 0.0), need)
    for node in crowded:
        need = label_size(sheet.nodes[node].name)[0] - 30
        tails[grid.col[node]] = max(tails.get(grid.col[node], 0.0), need)
    return heads, tails


def node_label(node: Node, bounds: Bounds, sides: set[str]) -> Bounds | None:
    """The bounds of the text beside an event or a gateway; None where it has none."""
    if not node.name or not (node.is_event or node.is_gateway):
        return None
    x, y, width, height = bounds
    middle = x + width / 2
    if node.host:
        wide, tall = label_size(node.name, 70.0)
        return middle - 6 - wide, y + height + 3, wide, tall
    wide, tall = label_size(node.name)
    if node.is_event:
        return middle - wide / 2, y + height + 4, wide, tall
    if "top" not in sides:
        return middle - wide / 2, y - 4 - tall, wide, tall
    if "bottom" not in sides:
        return middle - wide / 2, y + height + 4, wide, tall
    return middle - 8 - wide, y + height - 4, wide, tall


def lift(beside: list[Flow], routes: Routes) -> float:
    """How much higher the text of a branch upwards stands for that of the branch to the right, of the
    flows out of one gateway."""
    tallest = max(
        (
            label_size(flow.name)[1]
            for flow in beside
            if routes.sides.get(flow.id) == "right" and flow.id not in routes.tails
        ),
        default=0.0,
    )
    return max(0.0, tallest + 6 - _GATEWAY / 2)


def flow_labels(
    outs: dict[str, list[Flow]],
    grid: Grid,
    routes: Routes,
    bounds: dict[str, Bounds],
    points: dict[str, list[Point]],
    edges: dict[int, float],
) -> dict[str, Bounds]:
    """The bounds of the texts on branches, close to the gateway they leave. `outs` are the flows of
    each node, `edges` the right borders of the columns."""
    found: dict[str, Bounds] = {}
    for flow in (one for flows in outs.values() for one in flows):
        if not flow.name:
            continue
        wide, tall = label_size(flow.name)
        x, y, width, height = bounds[flow.source]
        side = routes.sides.get(flow.id, "right")
        if flow.id in routes.tails and len(points[flow.id]) > 2:
            x, y = points[flow.id][2]
            others = [*found.values(), *bounds.values()]
            places = [(x + 6, y + by, wide, tall) for by in (-tall - 3, 4, -2 * tall - 5, tall + 6)]
            found[flow.id] = next((p for p in places if not _hits(p, others)), places[0])
        elif side == "right":
            found[flow.id] = (
                edges[grid.col[flow.source]] + 3,
                y + height / 2 - tall - 3,
                wide,
                tall,
            )
        elif side == "top":
            top = y - tall - 3 - lift(outs[flow.source], routes)
            found[flow.id] = (x + width / 2 + 10, top, wide, tall)
        else:
            found[flow.id] = (x + width / 2 + 10, y + height + 3, wide, tall)
    return found


def _hits(bounds: Bounds, others: list[Bounds]) -> bool:
    """Whether bounds lie over others, large ones such as lanes apart."""
    x, y, width, height = bounds
    return any(
        x < ox + ow and ox < x + width and y < oy + oh and oy < y + height
        for ox, oy, ow, oh in others
        if ow <= 200
    )


def message_labels(
    sheet: Sheet,
    points: dict[str, list[Point]],
    bounds: dict[str, Bounds],
    away: dict[str, float],
) -> dict[str, Bounds]:
    """The bounds of the texts on messages, beside the last piece before the pool, or in the middle
    of a message between two nodes. `away` is how much farther from the pool each stands."""
    found: dict[str, Bounds] = {}
    for message in sheet.messages.values():
        way = points.get(message.id)
        if not message.name or not way:
            continue
        wide, tall = label_size(message.name)
        ends = {message.source: way[0], message.target: way[-1]}
        pool = next((key for key in ends if key in sheet.pools), "")
        if pool and pool in bounds:
            x, y = ends[pool]
            below = y > bounds[pool][1]
            far = away.get(message.id, 0.0)
            top = y + 6 + far if below else y - tall - 6 - far
            found[message.id] = (x + 4, top, wide, tall)
        else:
            x, y = way[len(way) // 2]
            found[message.id] = (x + 4, y + 4, wide, tall)
    return found

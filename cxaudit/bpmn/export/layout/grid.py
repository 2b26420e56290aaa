"""The grid of a diagram: a column for each rank, rows by pool and lane, rows for black boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.bpmn.export.layout.ranks import ranks
from cxaudit.bpmn.export.sheet import Flow, Sheet


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `cells` hold nodes of a lane, `black` holds pools without a process, `edge` is the upper
    or lower border of a pool."""

    kind: str
    pool: str = ""
    lane: str = ""


@dataclass(slots=True)
class Grid:
    """The place of every node by column and row; `black` is the row and the columns (first, last) of
    each pool without a process."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    columns: int = 1
    col: dict[str, int] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    black: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def free(self, row: int, first: int, last: int) -> bool:
        """Whether nothing stands in a row from one column to another."""
        return not any((row, column) in self.cells for column in range(first, last + 1))

    def free_column(self, column: int, first: int, last: int) -> bool:
        """Whether nothing stands in a column from one row to another, black boxes apart."""
        return not any((row, column) in self.cells for row in range(first, last + 1))


def grid(sheet: Sheet) -> Grid:
    """Give every node a column and a row."""
    found = Grid(sheet, col=ranks(sheet))
    found.columns = max(found.col.values(), default=0) + 1
    local, heights = _bands(sheet, found.col)
    boxes = [pool for pool in sheet.pools.values() if not pool.process]
    above = [pool.id for pool in boxes if not pool.below]
    below = [pool.id for pool in boxes if pool.below]
    if above:
        _black(found, above)
    for pool in sheet.pools.values():
        if not pool.process:
            continue
        found.rows.append(Row("edge", pool.id))
        for lane in sheet.bands(pool.id):
            first = len(found.rows)
            height = max(1, heights.get((pool.id, lane), 1))
            found.rows += [Row("cells", pool.id, lane)] * height
            for node in sheet.nodes.values():
                if (node.pool, node.lane) == (pool.id, lane):
                    found.row[node.id] = first + local[node.id]
        found.rows.append(Row("edge", pool.id))
    if below:
        _black(found, below)
    for node in sheet.nodes.values():
        if not node.host:
            found.cells[found.row[node.id], found.col[node.id]] = node.id
    return found


def _black(found: Grid, pools: list[str]) -> None:
    """Pools without a process side by side in the order in which they are met, those that are met
    often wider."""
    met: dict[str, list[int]] = {pool: [] for pool in pools}
    for message in found.sheet.messages.values():
        for here, there in ((message.source, message.target), (message.target, message.source)):
            if here in met and there in found.col:
                met[here].append(found.col[there])
    order = sorted(pools, key=lambda p: sum(met[p]) / len(met[p]) if met[p] else 0)
    found.columns = max(found.columns, len(order) * 2)
    row, first = len(found.rows), 0
    found.rows.append(Row("black"))
    whole, so_far = sum(len(met[pool]) + 1 for pool in order), 0
    for number, pool in enumerate(order):
        so_far += len(met[pool]) + 1
        left = len(order) - number - 1
        wish = round(found.columns * so_far / whole) - 1
        last = min(max(wish, first + 1), found.columns - 1 - 2 * left)
        found.black[pool] = (row, first, last if left else found.columns - 1)
        first = last + 1


def _bands(sheet: Sheet, col: dict[str, int]) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """The row of every node within its lane, and how many rows each lane has.

    The heaviest way on keeps the row of the node before; others go below. A cell on a straight way
    between two nodes of a row is kept free.
    """
    main = _main_roads(sheet, col)
    before = {target: source for source, target in main.items()}
    others: dict[str, str] = {}
    for flow in sheet.flows.values():
        others.setdefault(flow.target, sheet.nodes[flow.source].host or flow.source)
    taken: set[tuple[str, str, int, int]] = set()
    local: dict[str, int] = {}
    heights: dict[tuple[str, str], int] = {}
    order = {node: number for number, node in enumerate(sheet.nodes)}
    placed = [node for node in sheet.nodes.values() if not node.host]
    placed.sort(key=lambda node: (col[node.id], node.id not in before, order[node.id]))
    for node in placed:
        band = (node.pool, node.lane)
        source = before.get(node.id)
        straight = source is not None and _same_band(sheet, source, node.id) and source in local
        if straight and source is not None:
            wish = local[source]
        else:
            near = others.get(node.id, "")
            wish = local[near] + 1 if near in local and _same_band(sheet, near, node.id) else 0
        while (*band, wish, col[node.id]) in taken:
            wish += 1
        local[node.id] = wish
        taken.add((*band, wish, col[node.id]))
        if straight and source is not None and local[source] == wish:
            taken |= {(*band, wish, c) for c in range(col[source] + 1, col[node.id])}
        heights[band] = max(heights.get(band, 0), wish + 1)
    for node in sheet.nodes.values():
        if node.host:
            local[node.id] = local[node.host]
    return local, heights


def _same_band(sheet: Sheet, one: str, other: str) -> bool:
    first, second = sheet.nodes[one], sheet.nodes[other]
    return (first.pool, first.lane) == (second.pool, second.lane)


def _main_roads(sheet: Sheet, col: dict[str, int]) -> dict[str, str]:
    """Where the most cases go from each node, each target once."""
    traffic = _traffic(sheet, col)
    found: dict[str, str] = {}
    claimed: set[str] = set()

    def first(flow: Flow) -> tuple[float, bool]:
        return -traffic[flow.id], not _same_band(sheet, flow.source, flow.target)

    for flow in sorted(sheet.flows.values(), key=first):
        source = sheet.nodes[flow.source]
        if source.host or source.id in found or flow.target in claimed:
            continue
        found[source.id] = flow.target
        claimed.add(flow.target)
    return found


def _traffic(sheet: Sheet, col: dict[str, int]) -> dict[str, float]:
    """How many cases of one take each flow, roughly: loops are not followed."""
    met = dict.fromkeys(sheet.nodes, 0.0)
    found: dict[str, float] = {}
    outs, ins = sheet.outs(), sheet.ins()
    for key in sorted(sheet.nodes, key=lambda key: (col[key], bool(sheet.nodes[key].host))):
        host = sheet.nodes[key].host
        if host:
            met[key] = met[host]
        elif not any(flow.id in found for flow in ins[key]):
            met[key] = 1.0
        for flow in outs[key]:
            found[flow.id] = met[key] * min(1.0, flow.weight)
            met[flow.target] += found[flow.id]
    return found

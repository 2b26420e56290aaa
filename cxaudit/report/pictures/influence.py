"""The influence graph: whose choice sways whom, and which of them nobody meets."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.blueprint.svg import num
from cxaudit.report.pictures.sheet import Sheet

COLUMN, ROW, WIDTH, HEIGHT = 262.0, 62.0, 196.0, 46.0


@dataclass(frozen=True, slots=True)
class Node:
    """A party; `met` is how often maps meet it."""

    id: str
    name: str
    kind: str
    met: bool
    key: bool
    sways: tuple[str, ...]


def ranks(nodes: tuple[Node, ...]) -> dict[str, int]:
    """How far each party is from those who sway nobody: these are 0. Circles are cut."""
    by_id = {node.id: node for node in nodes}
    found: dict[str, int] = {}

    def rank(name: str, seen: frozenset[str]) -> int:
        if name in found:
            return found[name]
        onward = [n for n in by_id[name].sways if n in by_id and n not in seen]
        value = 1 + max((rank(n, seen | {n}) for n in onward), default=-1)
        if not seen - {name}:
            found[name] = value
        return value

    for node in nodes:
        found[node.id] = rank(node.id, frozenset({node.id}))
    return found


def influence(nodes: tuple[Node, ...]) -> str:
    """Boxes in columns, those who decide at the right; a dashed box is met by nobody."""
    sheet = Sheet()
    rank = ranks(nodes)
    last = max(rank.values(), default=0)
    columns: dict[int, list[Node]] = {}
    for node in nodes:
        columns.setdefault(last - rank[node.id], []).append(node)
    most = max((len(column) for column in columns.values()), default=0)
    places: dict[str, tuple[float, float]] = {}
    for number, column in columns.items():
        shift = (most - len(column)) / 2
        for row, node in enumerate(column):
            places[node.id] = (1 + COLUMN * number, 1 + ROW * (row + shift))
    for node in nodes:
        for other in node.sways:
            if other in places and other != node.id:
                _arrow(sheet, places[node.id], places[other])
    for node in nodes:
        x, y = places[node.id]
        sheet.rect((x, y, WIDTH, HEIGHT), "box met" if node.met else "box unmet", 6)
        sheet.words((x + 10, y + 19), node.name, WIDTH - 20, "b", lines=1)
        sheet.text((x + 10, y + 36), node.kind, "q" if node.met else "s-gap")
    return sheet.svg(COLUMN * last + WIDTH + 2, ROW * most - (ROW - HEIGHT) + 2)


def _arrow(sheet: Sheet, a: tuple[float, float], b: tuple[float, float]) -> None:
    """From the right of one box to the left of another; back to the left, below both."""
    if b[0] > a[0]:
        x1, y1, x2, y2 = a[0] + WIDTH, a[1] + HEIGHT / 2, b[0] - 1, b[1] + HEIGHT / 2
        half = (x2 - x1) / 2
        sheet.path(
            f"M{num(x1)} {num(y1)}C{num(x1 + half)} {num(y1)} {num(x2 - half)} {num(y2)} "
            f"{num(x2 - 6)} {num(y2)}",
            "flow",
        )
        sheet.path(f"M{num(x2)} {num(y2)}l-8 -4v8z", "tip")
        return
    x1, x2, y = a[0] + WIDTH / 2, b[0] + WIDTH / 2, max(a[1], b[1]) + HEIGHT
    sheet.path(f"M{num(x1)} {num(a[1] + HEIGHT)}V{num(y + 7)}H{num(x2)}V{num(b[1] + HEIGHT + 7)}",
               "flow")  # fmt: skip
    sheet.path(f"M{num(x2)} {num(b[1] + HEIGHT + 1)}l-4 7h8z", "tip")

"""Which lane a node lies in by the picture, where the model does not say."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.bpmn.elements import Lane, Node
from cxaudit.bpmn.xml import Tree, local

MOST_LOOKS = 5_000_000
Box = tuple[float, float, float, float]


def boxes(tree: Tree) -> dict[str, Box]:
    """The box (left, top, right, bottom) of every shape, by the id of what it shows."""
    found: dict[str, Box] = {}
    for shape in tree.root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"):
        shown = str(shape.get("bpmnElement") or "")
        for bounds in shape:
            if local(bounds) != "Bounds":
                continue
            try:
                x, y, width, height = (
                    float(bounds.get(side) or "") for side in ("x", "y", "width", "height")
                )
            except ValueError:
                continue
            found.setdefault(shown.rpartition(":")[2], (x, y, x + width, y + height))
    return found


def lane_around(node: Node, lanes: Iterable[Lane], known: dict[str, Box]) -> Lane | None:
    """The smallest lane whose box holds the middle of a node's box."""
    box = known.get(node.raw)
    if box is None:
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    best, least = None, 0.0
    for lane in lanes:
        around = known.get(lane.raw)
        if around is None or not (around[0] <= x <= around[2] and around[1] <= y <= around[3]):
            continue
        size = (around[2] - around[0]) * (around[3] - around[1])
        if best is None or size < least:
            best, least = lane, size
    return best

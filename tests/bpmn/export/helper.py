"""Small maps drawn as BPMN, and what a person who looks at the drawing would measure."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from cxaudit.analysis.analysis import as_json
from cxaudit.analysis.study import study
from cxaudit.bpmn.export.draw import draw, sheet_of
from cxaudit.bpmn.export.layout.place import Bounds, Drawing
from cxaudit.bpmn.export.sheet import Flow, Node, Sheet
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.read import Document, read_text
from cxaudit.run.audit import audit
from cxaudit.run.stories import story_of
from tests.conftest import ROOT

SPACES = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "cx": "urn:cxaudit:map:1",
}
MAPS = sorted((ROOT / "process_maps").glob("*/*/*.yaml"))


def map_of(steps: str, head: str = "") -> str:
    """A map whose steps are given as flow mappings, one a line."""
    lines = "".join(f"  {line.strip()}\n" for line in steps.strip().splitlines())
    return f"process: Try\n{head}steps:\n{lines}"


def sheet(text: str, house: str = "") -> Sheet:
    """The diagram of a map, without places."""
    document = read_text(text, "try.yaml")
    assert document.readable, document.problems
    return sheet_of(story_of(study(document, "try"), house))


def drawn(text: str, house: str = "") -> bytes:
    """The BPMN file of a map."""
    document = read_text(text, "try.yaml")
    assert document.readable, document.problems
    return draw(story_of(study(document, "try"), house))


def back(data: bytes) -> Document:
    """The one document of a BPMN file that was drawn."""
    (document,) = read_bpmn(data, "try.bpmn")
    assert document.readable, document.problems
    return document


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """A file as somebody left it who replaced texts in it."""
    text = data.decode()
    for old, new in changes:
        assert old in text, f"{old} is not in the file"
        text = text.replace(old, new)
    return text.encode()


def onward(found: Sheet, node: str) -> list[tuple[str, str]]:
    """Where a node leads: target and text of each flow."""
    return [(flow.target, flow.name) for flow in found.flows.values() if flow.source == node]


def behind(found: Sheet, node: str) -> Node:
    """The one node behind another."""
    ((target, _),) = onward(found, node)
    return found.nodes[target]


def flow(found: Sheet, source: str, target: str) -> Flow:
    """The flow between two nodes."""
    return next(f for f in found.flows.values() if (f.source, f.target) == (source, target))


def count(data: bytes, tag: str) -> int:
    """How many elements of some name a file has."""
    return len(etree.fromstring(data).findall(f".//b:{tag}", SPACES))


def facts(path: Path | str) -> dict[str, Any]:
    """The facts of every map below a path, by map id, without places in files."""
    result = audit([str(path)], rules={})
    assert not result.failures and not result.crashes
    found = {a.id: as_json(a) for estate in result.estates for a in estate.analyses}
    assert not any(one.pop("losses", []) for one in found.values())
    return {key: bare(value) for key, value in found.items()}


def bare(value: Any) -> Any:
    """Facts without places in files, and without the elements that only drawn models have."""
    if isinstance(value, dict):
        left_out = ("line", "column", "path", "elements")
        return {key: bare(item) for key, item in value.items() if key not in left_out}
    return [bare(item) for item in value] if isinstance(value, list) else value


# ---- what the eye sees -------------------------------------------------------------------------


def over(one: Bounds, other: Bounds, by: float = 0.5) -> bool:
    """Whether two boxes cover each other by more than a little."""
    return (
        one[0] + by < other[0] + other[2]
        and other[0] + by < one[0] + one[2]
        and one[1] + by < other[1] + other[3]
        and other[1] + by < one[1] + one[3]
    )


def flaws(found: Sheet, drawing: Drawing) -> list[tuple[str, ...]]:
    """Everything about a drawing that would make somebody draw it anew."""
    return [
        *_shapes(found, drawing),
        *_ways(found, drawing),
        *_on_each_other(found, drawing),
        *_texts(found, drawing),
    ]


def _standing(found: Sheet) -> list[str]:
    """Nodes that stand for themselves, and black boxes."""
    nodes = [node.id for node in found.nodes.values() if not node.host]
    return nodes + [pool.id for pool in found.pools.values() if not pool.process]


def _shapes(found: Sheet, drawing: Drawing) -> list[tuple[str, ...]]:
    boxes = drawing.bounds
    wrong: list[tuple[str, ...]] = [
        ("shapes over each other", one, other)
        for one, other in combinations(_standing(found), 2)
        if over(boxes[one], boxes[other])
    ]
    for node in found.nodes.values():
        around = node.lane or node.pool
        if around in boxes and not node.host and not _inside(boxes[node.id], boxes[around]):
            wrong.append(("outside its lane", node.id, around))
    for lane in found.lanes.values():
        if not _inside(boxes[lane.id], boxes[lane.pool]):
            wrong.append(("lane outside its pool", lane.id, lane.pool))
    return wrong


def _inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def _ways(found: Sheet, drawing: Drawing) -> list[tuple[str, ...]]:
    wrong: list[tuple[str, ...]] = []
    for edge in (*found.flows.values(), *found.messages.values()):
        points = drawing.points[edge.id]
        for end, point in ((edge.source, points[0]), (edge.target, points[-1])):
            if not _on_border(point, drawing.bounds[end]):
                wrong.append(("does not touch", edge.id, end))
        for piece in _pieces(points):
            if piece[2] and piece[3]:
                wrong.append(("slanted", edge.id))
            wrong += [
                ("runs through", edge.id, shape)
                for shape in _standing(found)
                if over(piece, drawing.bounds[shape], 1)
            ]
    return wrong


def _on_border(point: tuple[float, float], box: Bounds) -> bool:
    x, y, width, height = box
    upright = min(abs(point[0] - x), abs(point[0] - x - width)) <= 1
    level = min(abs(point[1] - y), abs(point[1] - y - height)) <= 1
    within = x - 1 <= point[0] <= x + width + 1 and y - 1 <= point[1] <= y + height + 1
    return within and (upright or level)


def _pieces(points: list[tuple[float, float]]) -> list[Bounds]:
    return [
        (min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for a, b in pairwise(points)
    ]


def _on_each_other(found: Sheet, drawing: Drawing) -> list[tuple[str, ...]]:
    """Flows that share a stretch although they share no end: nobody could tell them apart."""
    edges = [*found.flows.values(), *found.messages.values()]
    wrong = []
    for one, other in combinations(edges, 2):
        if one.source == other.source or one.target == other.target:
            continue
        for a in _pieces(drawing.points[one.id]):
            for b in _pieces(drawing.points[other.id]):
                upright = a[2] == 0 == b[2] and a[0] == b[0]
                level = a[3] == 0 == b[3] and a[1] == b[1]
                side = 1 if upright else 0
                shared = min(a[side] + a[side + 2], b[side] + b[side + 2]) - max(a[side], b[side])
                if (upright or level) and shared > 2:
                    wrong.append(("on each other", one.id, other.id))
    return wrong


def _texts(found: Sheet, drawing: Drawing) -> list[tuple[str, ...]]:
    wrong: list[tuple[str, ...]] = []
    for key, box in drawing.labels.items():
        wrong += [
            ("text over a shape", key, node)
            for node in found.nodes
            if node != key and over(box, drawing.bounds[node], 2)
        ]
    for (one, a), (other, b) in combinations(drawing.labels.items(), 2):
        if over(a, b, 2):
            wrong.append(("texts over each other", one, other))
    return wrong

"""The map's own words inside a BPMN file: written by the export, believed by the reader.

BPMN has no word for a promise, a share or a moment of truth. The export puts everything that the
map says into `extensionElements`, under a namespace of our own: on the process what the map says of
itself, on each node that is a step what the map says of the step. Modelers keep such elements.

Each process and each step also carries a print of how it was drawn. Where the drawing is still the
same, the words are the map again, whole. Where somebody has changed it in a modeler, the drawing
tells who does a step, what it is called and where it leads, and the words tell the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from cxaudit.bpmn.elements import File, Flow, Lane, Node, Plan
from cxaudit.bpmn.export.phrases import NOBODY_NAMED
from cxaudit.bpmn.written import clean
from cxaudit.bpmn.xml import Element, local

NAMESPACE = "urn:cxaudit:map:1"
VERSION = "1"
_MAP, _STEP, _PART = (f"{{{NAMESPACE}}}{name}" for name in ("map", "step", "part"))
_ENTRY = f"{{{NAMESPACE}}}entry"
_MOST_DEPTH = 110
_MOST_PARTS = 200


# ---- data in XML -------------------------------------------------------------------------------


def encode(parent: Element, data: dict[str, Any]) -> None:
    """Write plain data (texts, lists, mappings, None) as `entry` elements below an element."""
    for key, value in data.items():
        _entry(parent, value, key)


def _entry(parent: Element, value: Any, key: str | None) -> None:
    element = etree.SubElement(parent, _ENTRY)
    if key is not None:
        _put(element, "key", key)
    if isinstance(value, dict):
        element.set("is", "mapping")
        for inner, item in value.items():
            _entry(element, item, inner)
    elif isinstance(value, list):
        element.set("is", "list")
        for item in value:
            _entry(element, item, None)
    elif value is None:
        element.set("is", "nothing")
    else:
        _put(element, "value", str(value))


def _put(element: Element, name: str, text: str) -> None:
    """An attribute; a text that XML cannot hold is written as JSON under another name."""
    try:
        element.set(name, text)
    except ValueError:
        element.set(f"{name}-json", json.dumps(text))


def _get(element: Element, name: str) -> str | None:
    text = element.get(f"{name}-json")
    if text is None:
        return None if element.get(name) is None else str(element.get(name))
    try:
        found = json.loads(text)
    except ValueError:
        return str(text)
    return found if isinstance(found, str) else str(text)


def decode(parent: Element, depth: int = 0) -> dict[str, Any]:
    """The plain data that `encode` wrote below an element."""
    found: dict[str, Any] = {}
    for element in _entries(parent, depth):
        key = _get(element, "key")
        if key is not None:
            found[key] = _value(element, depth)
    return found


def _entries(parent: Element, depth: int) -> Iterator[Element]:
    if depth <= _MOST_DEPTH:
        yield from (child for child in parent if child.tag == _ENTRY)


def _value(element: Element, depth: int) -> Any:
    form = element.get("is")
    if form == "mapping":
        return decode(element, depth + 1)
    if form == "list":
        return [_value(item, depth + 1) for item in _entries(element, depth + 1)]
    if form == "nothing":
        return None
    return _get(element, "value") or ""


# ---- writing -----------------------------------------------------------------------------------


def write_map(parent: Element, map_id: str, keys: dict[str, Any], drawn: str) -> None:
    """What the map says of itself, into the extensionElements of its process."""
    element = etree.SubElement(parent, _MAP, version=VERSION, nsmap={"cx": NAMESPACE})
    _put(element, "id", map_id)
    element.set("drawn", drawn)
    encode(element, keys)


def write_step(
    parent: Element, step: str, order: int, keys: dict[str, Any], by: str, drawn: str
) -> None:
    """What the map says of a step, into the extensionElements of its node. `by` is whose lane it is
    drawn in."""
    element = etree.SubElement(parent, _STEP, nsmap={"cx": NAMESPACE})
    _put(element, "id", step)
    element.set("order", str(order))
    if by:
        _put(element, "by", by)
    element.set("drawn", drawn)
    encode(element, keys)


def write_part(parent: Element, step: str) -> None:
    """That a node is drawn for a step and is none itself."""
    _put(etree.SubElement(parent, _PART, nsmap={"cx": NAMESPACE}), "of", step)


# ---- reading -----------------------------------------------------------------------------------


@dataclass(slots=True)
class DeclaredStep:
    """What a node says about the step it was drawn for."""

    id: str
    order: int
    keys: dict[str, Any]
    by: str
    drawn: str


@dataclass(slots=True)
class Declared:
    """Everything that the export wrote into a process: the map's id and words, its steps and the
    parts of steps by node id, the print of the drawing."""

    map_id: str
    keys: dict[str, Any]
    drawn: str
    steps: dict[str, DeclaredStep] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


def _own(element: Element, tag: str) -> Element | None:
    for child in element:
        if local(child) == "extensionElements":
            for inner in child:
                if inner.tag == tag:
                    return inner
    return None


def declared(plan: Plan) -> Declared | None:
    """What the export wrote into a process; None where it wrote nothing, or a later version did."""
    own = _own(plan.element, _MAP)
    if own is None or own.get("version") != VERSION:
        return None
    found = Declared(_get(own, "id") or "", decode(own), str(own.get("drawn") or ""))
    taken: set[str] = set()
    for node in plan.nodes.values():
        step, part = _own(node.element, _STEP), _own(node.element, _PART)
        if step is not None:
            step_id = _get(step, "id") or ""
            if not step_id or step_id in taken:  # a copy made in a modeler is a step of its own
                continue
            taken.add(step_id)
            order = str(step.get("order") or "")
            found.steps[node.id] = DeclaredStep(
                step_id,
                int(order) if order.isascii() and order.isdigit() and len(order) < 9 else 10**9,
                decode(step),
                _get(step, "by") or "",
                str(step.get("drawn") or ""),
            )
        elif part is not None:
            found.parts[node.id] = _get(part, "of") or ""
    return found


# ---- prints of the drawing ---------------------------------------------------------------------


class Prints:
    """Short hashes of how a process and its steps are drawn, blind to where things stand on paper."""

    def __init__(self, plan: Plan, file: File, found: Declared) -> None:
        self._plan, self._found = plan, found
        self._outs: dict[str, list[Flow]] = {key: [] for key in plan.nodes}
        for flow in plan.flows:
            self._outs[flow.source].append(flow)
        self._lanes: dict[str, Lane] = {raw: lane for lane in plan.lanes for raw in lane.members}
        self._hosted: dict[str, list[Node]] = {}
        for node in plan.nodes.values():
            if node.tag == "boundaryEvent":
                self._hosted.setdefault(node.says("attachedToRef"), []).append(node)
        pools = {pool.raw: pool.name for pool in file.pools}
        self._told: dict[str, list[str]] = {}
        for message in file.messages:
            for here, there in ((message.source, message.target), (message.target, message.source)):
                self._told.setdefault(here, []).append(pools.get(there, there))

    def whole(self) -> str:
        """The print of the process: its name and which nodes it has."""
        known = {**{k: v.id for k, v in self._found.steps.items()}, **self._found.parts}
        nodes = sorted([self._plan.nodes[key].raw, known.get(key, "?")] for key in self._plan.nodes)
        starts = [node for node in self._plan.nodes.values() if node.tag == "startEvent"]
        return _hash([self._plan.name, nodes, [self._roads(n, {n.id}) for n in starts]])

    def lane_of(self, node: Node) -> str:
        """The name of the lane a node lies in."""
        lane = self._lanes.get(node.raw)
        return lane.name if lane is not None and lane.name not in NOBODY_NAMED else ""

    def step(self, node: Node) -> str:
        """The print of a step: its node, with what hangs on it and the roads that lead on from it."""
        lane = self.lane_of(node)
        said = [node.tag, node.name, lane, sorted(self._told.get(node.raw, []))]
        return _hash([said, self._roads(node, {node.id})])

    def _roads(self, node: Node, seen: set[str]) -> list[Any]:
        """The roads out of a node, through gateways and events that are no steps."""
        if len(seen) > _MOST_PARTS:
            return [f"and more behind {node.raw}"]
        found: list[Any] = []
        for event in self._hosted.get(node.raw, ()):
            found.append(["border", *self._event(event), *self._roads(event, seen)])
        for flow in self._outs[node.id]:
            target = self._plan.nodes[flow.target]
            road: list[Any] = [flow.name, flow.condition, flow.default]
            if target.id in self._found.steps or target.id not in self._found.parts:
                road.append(target.raw)
            elif target.id not in seen:
                seen.add(target.id)
                road += [*self._event(target), self._roads(target, seen)]
            else:
                road.append(["again", target.raw])
            found.append(road)
        return found

    def _event(self, node: Node) -> list[str]:
        timers = [clean("".join(one.itertext())) for one in node.definitions]
        return [node.raw, node.tag, node.name, *node.events, *timers]


def _hash(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

"""A sheet and its drawing as the bytes of a BPMN 2.0 file."""

from __future__ import annotations

from lxml import etree

from cxaudit.bpmn import extensions
from cxaudit.bpmn.export.layout.place import Bounds, Drawing, Point
from cxaudit.bpmn.export.names import Ids
from cxaudit.bpmn.export.sheet import Flow, Node, Pool, Sheet
from cxaudit.bpmn.xml import MODEL, Element

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
SPACES = {"bpmn": MODEL, "bpmndi": DI, "dc": DC, "di": DD, "cx": extensions.NAMESPACE}
TARGET = "urn:cxaudit:export"


def to_bytes(sheet: Sheet, drawing: Drawing) -> bytes:
    """The file, the same bytes for the same sheet."""
    root = etree.Element(f"{{{MODEL}}}definitions", nsmap=SPACES)
    root.set("id", "Definitions_1")
    root.set("targetNamespace", TARGET)
    root.set("exporter", "cxaudit")
    _collaboration(root, sheet)
    for pool in sheet.pools.values():
        if pool.process:
            _process(root, sheet, pool)
    ids = Ids(str(element.get("id")) for element in root.iter() if element.get("id"))
    diagram(root, sheet, drawing, "Collaboration_1", ids)
    return serialised(root)


def serialised(root: Element) -> bytes:
    """An XML document as UTF-8 with a declaration and a last line end."""
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def _sub(parent: Element, tag: str, /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{MODEL}}}{tag}")
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    return element


def _collaboration(root: Element, sheet: Sheet) -> None:
    together = _sub(root, "collaboration", id="Collaboration_1")
    for pool in sheet.pools.values():
        _sub(together, "participant", id=pool.id, name=pool.name, processRef=pool.process)
    for message in sheet.messages.values():
        _sub(
            together,
            "messageFlow",
            id=message.id,
            name=message.name,
            sourceRef=message.source,
            targetRef=message.target,
        )


def _process(root: Element, sheet: Sheet, pool: Pool) -> None:
    process = _sub(root, "process", id=pool.process, name=pool.process_name)
    process.set("isExecutable", "false")
    if pool.note:
        _sub(process, "documentation").text = pool.note
    if pool.said is not None:
        inside = _sub(process, "extensionElements")
        extensions.write_map(inside, pool.map_id, pool.said, pool.drawn)
    lanes = [lane for lane in sheet.lanes.values() if lane.pool == pool.id]
    if lanes:
        lane_set = _sub(process, "laneSet", id=f"LaneSet_{pool.process}")
        for lane in lanes:
            element = _sub(lane_set, "lane", id=lane.id, name=lane.name)
            for member in sheet.lane_members(lane.id):
                _sub(element, "flowNodeRef").text = member
    ins, outs = sheet.ins(), sheet.outs()
    for node in sheet.nodes.values():
        if node.pool == pool.id:
            _node(process, node, ins[node.id], outs[node.id])
    for flow in sheet.flows.values():
        if sheet.nodes[flow.source].pool == pool.id:
            _flow(process, flow)


def _node(process: Element, node: Node, ins: list[Flow], outs: list[Flow]) -> None:
    element = _sub(
        process,
        node.tag,
        id=node.id,
        name=node.name,
        default=node.default,
        calledElement=node.called,
        attachedToRef=node.host,
    )
    if node.note:
        _sub(element, "documentation").text = node.note
    if node.said is not None:
        inside = _sub(element, "extensionElements")
        said = node.said
        extensions.write_step(inside, said.step, said.order, said.keys, said.drawn_by, said.drawn)
    elif node.part:
        extensions.write_part(_sub(element, "extensionElements"), node.part)
    for flow in ins:
        _sub(element, "incoming").text = flow.id
    for flow in outs:
        _sub(element, "outgoing").text = flow.id
    if node.event:
        _event(element, node)


def _event(element: Element, node: Node) -> None:
    definition = _sub(element, f"{node.event}EventDefinition", id=f"Definition_{node.id}")
    if node.timer:
        _sub(definition, "timeDuration").text = node.timer
    elif node.event == "conditional":
        _sub(definition, "condition").text = node.condition


def _flow(process: Element, flow: Flow) -> None:
    element = _sub(
        process,
        "sequenceFlow",
        id=flow.id,
        name=flow.name,
        sourceRef=flow.source,
        targetRef=flow.target,
    )
    if flow.condition:
        _sub(element, "conditionExpression").text = flow.condition


# ---- the picture -------------------------------------------------------------------------------


def diagram(root: Element, sheet: Sheet, drawing: Drawing, shown: str, ids: Ids) -> None:
    """The BPMNDI part: a shape or an edge for everything that has a place. `shown` is the
    collaboration or process that it is the picture of."""
    picture = etree.SubElement(root, f"{{{DI}}}BPMNDiagram", id=ids.fresh("Diagram_1"))
    plane = etree.SubElement(picture, f"{{{DI}}}BPMNPlane", id=ids.fresh("Plane_1"))
    plane.set("bpmnElement", shown)
    for pool in sheet.pools.values():
        _shape(plane, pool.id, drawing, ids, horizontal=True)
    for lane in sheet.lanes.values():
        _shape(plane, lane.id, drawing, ids, horizontal=True)
    for node in sheet.nodes.values():
        shape = _shape(plane, node.id, drawing, ids)
        if shape is not None and node.tag == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        if shape is not None and node.collapsed:
            shape.set("isExpanded", "false")
    for key in (*sheet.flows, *sheet.messages):
        if key in drawing.points:
            edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", id=ids.fresh(f"{key}_di"))
            edge.set("bpmnElement", key)
            _way(edge, drawing.points[key], drawing.labels.get(key))


def _shape(
    plane: Element, key: str, drawing: Drawing, ids: Ids, horizontal: bool = False
) -> Element | None:
    if key not in drawing.bounds:
        return None
    shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", id=ids.fresh(f"{key}_di"))
    shape.set("bpmnElement", key)
    if horizontal:
        shape.set("isHorizontal", "true")
    _bounds(shape, drawing.bounds[key])
    _label(shape, drawing.labels.get(key))
    return shape


def _way(edge: Element, points: list[Point], label: Bounds | None) -> None:
    for x, y in points:
        etree.SubElement(edge, f"{{{DD}}}waypoint", x=f"{x:g}", y=f"{y:g}")
    _label(edge, label)


def _label(parent: Element, bounds: Bounds | None) -> None:
    if bounds is not None:
        _bounds(etree.SubElement(parent, f"{{{DI}}}BPMNLabel"), bounds)


def _bounds(parent: Element, bounds: Bounds) -> None:
    x, y, width, height = (f"{value:g}" for value in bounds)
    etree.SubElement(parent, f"{{{DC}}}Bounds", x=x, y=y, width=width, height=height)

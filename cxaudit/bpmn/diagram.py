"""A process of a BPMN file as it is drawn, for the measures of its shape."""

from __future__ import annotations

from cxaudit.bpmn.elements import ACTIVITIES, GATEWAYS, Node, Plan
from cxaudit.language.diagram import Diagram, Family, Logic, Shape

_LOGIC: dict[str, Logic] = {
    "parallelGateway": "and",
    "inclusiveGateway": "or",
    "complexGateway": "or",
    "exclusiveGateway": "xor",
    "eventBasedGateway": "xor",
}


def diagram_of(plan: Plan) -> Diagram:
    """The elements and sequence flows of a process. An event on an activity hangs on it by a flow, as
    one of the ways that a case can take there, or beside the other."""
    found = Diagram()
    number: dict[str, int] = {}
    ins: dict[str, int] = {}
    outs: dict[str, int] = {}
    maybe: set[str] = set()
    for flow in plan.flows:
        outs[flow.source] = outs.get(flow.source, 0) + 1
        ins[flow.target] = ins.get(flow.target, 0) + 1
        if flow.conditional:
            maybe.add(flow.source)
    for node in plan.nodes.values():
        number[node.id] = len(found.shapes)
        shape = Shape(node.id, _family(node), node.name)
        logic = _LOGIC.get(node.tag)
        if ins.get(node.id, 0) > 1:
            shape.join = logic or "xor"
        if outs.get(node.id, 0) > 1:
            shape.split = logic or ("or" if node.id in maybe else "and")
        found.shapes.append(shape)
    found.flows = [(number[flow.source], number[flow.target]) for flow in plan.flows]
    by_raw = {node.raw: node for node in plan.nodes.values()}
    for node in plan.nodes.values():
        host = by_raw.get(node.says("attachedToRef")) if node.tag == "boundaryEvent" else None
        if host is not None:
            found.flows.append((number[host.id], number[node.id]))
            shape = found.shapes[number[host.id]]
            if not node.interrupts:
                shape.split = "or"
            elif not shape.split and outs.get(host.id):
                shape.split = "xor"
    return found


def _family(node: Node) -> Family:
    if node.tag in GATEWAYS:
        return "gateway"
    return "task" if node.tag in ACTIVITIES else "event"

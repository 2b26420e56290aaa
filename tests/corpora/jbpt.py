"""Workflow graphs written as JSON (tasks, gateways, flows), as processes of BPMN."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

from cxaudit.bpmn.elements import Plan, read_file
from cxaudit.bpmn.xml import MODEL, Tree, parse

_TAGS = {"XOR": "exclusiveGateway", "AND": "parallelGateway", "OR": "inclusiveGateway"}


def read(data: bytes) -> Plan:
    """The process that a graph describes; what nothing leads to gets a start of its own."""
    graph = json.loads(data)
    fed = {flow["tgt"] for flow in graph["flows"]}
    elements = [(one["id"], _TAGS[one["type"]]) for one in graph["gateways"]]
    elements += [(one["id"], "task") for one in graph["tasks"]]
    flows = [(flow["src"], flow["tgt"]) for flow in graph["flows"]]
    starts = [(f"start-{name}", name) for name, _ in elements if name not in fed]
    lines = [f"<{tag} id={quoteattr(name)}/>" for name, tag in elements]
    lines += [f"<startEvent id={quoteattr(start)}/>" for start, _ in starts]
    lines += [
        f'<sequenceFlow id="f{number}" sourceRef={quoteattr(source)} targetRef={quoteattr(target)}/>'
        for number, (source, target) in enumerate([*starts, *flows])
    ]
    body = f'<process id="p">{"".join(lines)}</process>'
    tree = parse(f'<definitions xmlns="{MODEL}">{body}</definitions>'.encode())
    assert isinstance(tree, Tree)
    return read_file(tree).plans[0]

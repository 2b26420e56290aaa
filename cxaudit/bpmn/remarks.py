"""What BPMN says and the map language does not: one sentence each, with the line."""

from __future__ import annotations

from cxaudit.bpmn.elements import Node, children, written
from cxaudit.bpmn.knots import Net

_UNFOLLOWED = {
    "signal": "sends or awaits a signal; who else hears it is not shown",
    "escalation": "escalates; who takes it up is not shown",
    "compensate": "asks to undo earlier work; the undoing is not shown",
}


def remarks(net: Net, nodes: dict[str, Node]) -> None:
    """Note what the net of a process leaves out of its nodes."""
    side_by_side = any(knot.mode in ("all", "some") for knot in net.knots.values())
    for node in nodes.values():
        title = repr(node.name) if node.name else f"{node.tag} {node.id}"
        where = f"line {node.span.line}: {title}"
        if node.tag == "callActivity":
            called = node.says("calledElement")
            other = f" ({called})" if called else ""
            net.lose(f"{where} is another process{other}; the map shows it as one step")
        elif node.tag == "complexGateway":
            net.lose(f"{where} is a complex gateway; the map shows a decision")
        elif node.tag == "adHocSubProcess":
            net.lose(f"{where} may be done in any order; the map shows its steps side by side")
        elif node.tag == "endEvent" and "terminate" in node.events and side_by_side:
            net.lose(f"{where} stops all that runs beside it; the map shows an end")
        for kind, says in _UNFOLLOWED.items():
            if kind in node.events:
                net.lose(f"{where} {says}")
        for loop in children(
            node.element, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"
        ):
            count = next((written(c) for c in children(loop, "loopCardinality")), "")
            times = f"{count} times" if count.isdigit() else "several times"
            net.lose(f"{where} is done {times}; the map shows it once")

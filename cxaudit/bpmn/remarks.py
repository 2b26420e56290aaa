"""What BPMN says and the map language does not: one sentence each, with the line."""

from __future__ import annotations

from collections.abc import Collection

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.knots import Net
from cxaudit.bpmn.written import children, written

_UNFOLLOWED = {
    "signal": "sends or awaits a signal; who else hears it is not shown",
    "escalation": "escalates; who takes it up is not shown",
    "compensate": "asks to undo earlier work; the undoing is not shown",
}


def remarks(net: Net, nodes: dict[str, Node], calls: Collection[str] = ()) -> None:
    """Note what the net of a process leaves out of its nodes; `calls` are those call activities that
    stand for another map."""
    side_by_side = any(knot.mode in ("all", "some") for knot in net.knots.values())
    for node in nodes.values():
        title = repr(node.name) if node.name else f"{node.tag} {node.id}"
        where = f"line {node.span.line}: {title}"
        if node.tag == "callActivity" and node.id not in calls:
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
    _waits_for_unopened(net)


def _waits_for_unopened(net: Net) -> None:
    """Joins that in BPMN wait for every way in, behind a split that may open only some of them: the
    map waits for those that were opened."""
    for split in net.knots.values():
        if split.mode != "some" or len(split.outs) < 2:
            continue
        reached = [_onward(net, edge.target) for edge in split.outs]
        for knot in net.knots.values():
            node = knot.node
            if node is None or node.tag != "parallelGateway" or not knot.join:
                continue
            if sum(knot.id in road for road in reached) > 1:
                where = f"line {node.span.line}: {repr(node.name) if node.name else node.id}"
                opener = split.label or split.id
                net.lose(
                    f"{where} waits for every way in, of which {opener!r} may open only some; the "
                    "map waits for those that were opened"
                )


def _onward(net: Net, start: str) -> set[str]:
    """Everything that can follow a knot, itself included."""
    seen, stack = {start}, [start]
    while stack:
        for edge in net.knots[stack.pop()].edges:
            if edge.target not in seen:
                seen.add(edge.target)
                stack.append(edge.target)
    return seen

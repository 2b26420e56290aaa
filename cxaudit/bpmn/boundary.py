"""Boundary events: timeouts and other ways out of work that is not finished."""

from __future__ import annotations

from collections.abc import Callable

from cxaudit.bpmn.durations import timer_of
from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.knots import Edge, Knot, Net


def attach(net: Net, nodes: dict[str, Node], flattened: Callable[[Node], bool]) -> None:
    """Hang the ways out of boundary events on the steps they stand on."""
    by_raw: dict[str, Node] = {}
    for node in nodes.values():
        by_raw.setdefault(node.raw, node)
    thrown = {
        edge.target
        for node in nodes.values()
        if node.tag == "endEvent"
        for edge in net.knots[node.id].outs
    }
    for node in nodes.values():
        if node.tag != "boundaryEvent" or node.id in thrown:
            continue
        reference = node.says("attachedToRef")
        host = by_raw.get(reference) or by_raw.get(reference.rpartition(":")[2])
        knot = net.knots[node.id]
        title = node.name or f"the {' '.join(node.events) or 'boundary'} event {node.id}"
        if host is None or host is node:
            net.lose(f"line {node.span.line}: {title} stands on no activity and is left out")
            continue
        if not knot.outs and not knot.keep and knot.outcome == "":
            net.lose(f"line {node.span.line}: {title} leads nowhere and is left out")
            continue
        _hang(net, net.knots[host.id], node)
        if flattened(host):
            net.knots[host.id].keep = True
            net.lose(
                f"line {node.span.line}: {title} can happen anywhere in {host.name or host.id!r}; "
                "the map shows it at its beginning"
            )
        if not node.interrupts:
            net.lose(
                f"line {node.span.line}: {title} starts something beside the work, which goes on; "
                "the map shows it as a way out"
            )
    for knot in list(net.knots.values()):
        if len(knot.wrong) > 1:
            _gather(net, knot)


def _hang(net: Net, host: Knot, node: Node) -> None:
    edge = Edge(node.id, node.name)
    if "timer" in node.events and host.late is None:
        after, host.late_read = timer_of(node)
        host.late = (after, edge)
    else:
        host.wrong.append((node.name or " ".join(node.events) or "otherwise", edge))
    if node.name and not net.knots[node.id].keep:
        host.notes.append(f"It can be left by: {node.name}.")


def _gather(net: Net, host: Knot) -> None:
    """Several such ways as one that leads to a decision between them."""
    knot = Knot(net.fresh(f"{host.id}-exception"), None, f"What stopped: {host.label}?")
    knot.keep, knot.mode, knot.span, knot.stage = True, "choice", host.span, host.stage
    knot.outs = [Edge(edge.target, label) for label, edge in host.wrong]
    net.knots[knot.id] = knot
    host.wrong = [("", Edge(knot.id))]

"""The processes of a BPMN file as a net of places and moves, with what BPMN says of each element.

The map of a process (`weave`) is what people read; this net is what soundness is judged on, for it
keeps what the map language cannot say: every gateway, what a boundary event or a terminate stops,
how sub-processes end, and, where asked, the messages between pools.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cxaudit.bpmn.activities import activity, completion, end, sub_process
from cxaudit.bpmn.elements import GATEWAYS, SUB_PROCESSES, File, Node, Plan, find
from cxaudit.bpmn.gateways import gateway, inclusive_join
from cxaudit.bpmn.inclusive import closed_by
from cxaudit.bpmn.links import linked
from cxaudit.bpmn.tokens import Options, Weaving, begin
from cxaudit.language.net import Net

__all__ = ["Options", "net_of_file", "net_of_plan"]


def net_of_plan(plan: Plan, options: Options | None = None) -> Net:
    """The net of one process by itself."""
    weaving = Weaving(options or Options())
    _weave(weaving, plan)
    return weaving.net


def net_of_file(
    file: File, options: Options | None = None, plans: Collection[Plan] | None = None
) -> Net:
    """The net of all processes of a file together, or of some, with the messages between their
    pools."""
    options = options or Options(collaboration=True)
    weaving = Weaving(options)
    plans = file.plans if plans is None else plans
    if options.collaboration:
        for source, target in _messages(file, plans):
            place = weaving.net.place(source.id, target.id, "message")
            weaving.sent.setdefault(source.id, []).append(place)
            weaving.received.setdefault(target.id, []).append(place)
    for plan in plans:
        if plan.nodes:
            _weave(weaving, plan)
    return weaving.net


def _messages(file: File, plans: Collection[Plan]) -> Iterator[tuple[Node, Node]]:
    """The two elements of every message flow between shown ones; a black box never blocks."""
    known: dict[str, Node] = {}
    for plan in plans:
        for raw, node in plan.by_raw.items():
            known.setdefault(raw, node)

    def shown(reference: str) -> Node | None:
        return known.get(reference) or known.get(reference.rpartition(":")[2])

    for flow in file.messages:
        source, target = shown(flow.source), shown(flow.target)
        if source is not None and target is not None:
            yield source, target


def _talking(file: File, plan: Plan) -> list[Plan]:
    """The processes with which messages connect one, by way of others too, itself among them."""
    home = {node: other for other in file.plans for node in other.nodes}
    linked: dict[Plan, list[Plan]] = {}
    for source, target in _messages(file, file.plans):
        one, other = home[source.id], home[target.id]
        linked.setdefault(one, []).append(other)
        linked.setdefault(other, []).append(one)
    seen, stack = {plan}, [plan]
    while stack:
        for other in linked.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return [other for other in file.plans if other in seen]


def _weave(weaving: Weaving, plan: Plan) -> None:
    """Add the places and moves of one process."""
    nodes = _shown(plan)
    top = f"process {plan.raw}"
    weaving.inner.clear()
    weaving.guards.clear()
    for node in nodes.values():
        weaving.inner.setdefault(node.parent, []).append(node)
        weaving.around[node.id] = node.parent or top
        if node.tag == "boundaryEvent":
            host = find(plan, node.says("attachedToRef"))
            if host is not None and host.id in nodes:
                weaving.guards.setdefault(host.id, []).append(node)
    kept = [flow for flow in plan.flows if flow.source in nodes and flow.target in nodes]
    weaving.first = len(weaving.net.places)
    for flow in kept:
        place = weaving.place(weaving.around[flow.source], flow.source, flow.target)
        weaving.flows[place] = flow
        weaving.outs.setdefault(flow.source, []).append(place)
        weaving.ins.setdefault(flow.target, []).append(place)
    beside = [(host, guard.id) for host, guards in weaving.guards.items() for guard in guards]
    weaving.closed = closed_by(nodes, kept, beside)
    for node in nodes.values():
        if node.tag == "intermediateCatchEvent" and "link" in node.events:
            weaving.links[node.id] = weaving.place(weaving.around[node.id], node.id, node.id)
        if node.tag == "endEvent" and not node.parent and weaving.options.ends_once:
            weaving.reached[node.id] = weaving.place(top, node.id, node.id, "once")
    for source, target in linked(nodes.values()).items():
        weaving.links[source] = weaving.links[target]
    idle = weaving.net.place("", top, "rest")
    weaving.net.start += (idle,)
    begin(weaving, "", top, (idle,))
    for node in nodes.values():
        _node(weaving, node)
    # What looks at every place inside something comes when all places are there.
    for node in nodes.values():
        if node.tag == "endEvent":
            end(weaving, nodes, node)
        elif node.id in weaving.open:
            completion(weaving, node)
    for node in weaving.joins:
        inclusive_join(weaving, node)
    weaving.joins.clear()
    weaving.net.alive += tuple(node.id for node in nodes.values() if node.tag != "boundaryEvent")


def _shown(plan: Plan) -> dict[str, Node]:
    """The elements that belong to the flow: not what only compensates or stands by (event
    sub-processes), nor what an ad-hoc sub-process does in any order."""
    left_out: set[str] = set()
    nodes: dict[str, Node] = {}
    for node in plan.nodes.values():
        parent = plan.nodes.get(node.parent)
        aside = node.tag in SUB_PROCESSES and node.truth("triggeredByEvent")
        undoes = node.truth("isForCompensation") or (
            node.tag == "boundaryEvent" and "compensate" in node.events
        )
        free = parent is not None and parent.tag == "adHocSubProcess"
        if node.parent in left_out or aside or undoes or free:
            left_out.add(node.id)
        else:
            nodes[node.id] = node
    while True:
        # What only compensation leads to is not part of the flow either.
        fed = {flow.target for flow in plan.flows if flow.source in nodes}
        lost = {
            flow.target
            for flow in plan.flows
            if flow.source in left_out and flow.target in nodes and flow.target not in fed
        }
        if not lost:
            return nodes
        for one in lost:
            left_out.add(one)
            del nodes[one]


def _node(weaving: Weaving, node: Node) -> None:
    """The moves of one element; an end comes later, an event on an activity with that activity."""
    if node.tag in GATEWAYS:
        gateway(weaving, node)
    elif node.tag in SUB_PROCESSES and weaving.inner.get(node.id):
        sub_process(weaving, node)
    elif node.tag not in ("endEvent", "boundaryEvent"):
        activity(weaving, node)


def behaviour_of(file: File, plan: Plan, collaboration: bool = False) -> Net:
    """The net on which the map of a process is judged: the process by itself, or with the others of
    its file to which messages lead. Only its own elements need be met by some run."""
    if not collaboration:
        return net_of_plan(plan)
    plans = _talking(file, plan)
    net = net_of_file(file, plans=plans)
    net.alive = tuple(name for name in net.alive if name in plan.nodes)
    others = (other for other in plans if other is not plan)
    net.elsewhere = frozenset(name for other in others for name in other.nodes)
    return net

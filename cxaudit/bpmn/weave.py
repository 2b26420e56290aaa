"""A process of a BPMN file as a net of knots: nodes, flows, sub-processes, links, starts, ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from cxaudit.bpmn.boundary import attach
from cxaudit.bpmn.drawn import spelled
from cxaudit.bpmn.durations import said_by, timer_of
from cxaudit.bpmn.elements import (
    ACTIVITIES,
    GATEWAYS,
    SUB_PROCESSES,
    Flow,
    Node,
    Plan,
)
from cxaudit.bpmn.invented import Invented, invented
from cxaudit.bpmn.knots import Edge, Knot, Mode, Net
from cxaudit.bpmn.links import linked
from cxaudit.bpmn.remarks import remarks
from cxaudit.infer.labels import is_party, outcome_kind, read_label
from cxaudit.infer.lexicon import detect
from cxaudit.language.values import words


@dataclass(slots=True)
class Weaver:
    """What is known while a net is woven."""

    plan: Plan
    contacts: dict[str, list[str]]
    net: Net = field(default_factory=Net)
    outs: dict[str, list[Flow]] = field(default_factory=dict)
    ins: dict[str, list[Flow]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    inner: dict[str, list[Node]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    exits: dict[str, str] = field(default_factory=dict)
    guards: dict[str, list[Node]] = field(default_factory=dict)
    language: str = "en"

    @property
    def said(self) -> Invented:
        """What is said of elements without a name."""
        return invented(self.language)

    def flattened(self, node: Node) -> bool:
        """Whether a node is a sub-process whose inside is shown."""
        return node.tag in SUB_PROCESSES and bool(self.inner.get(node.id))


def weave(plan: Plan, contacts: dict[str, list[str]], calls: Collection[str] = ()) -> Net:
    """The net of a process; `contacts` are the parties met at nodes, `calls` the call activities that
    stand for another map."""
    weaver = Weaver(plan, contacts, language=detect(n.name for n in plan.nodes.values()))
    weaver.net.start_label = weaver.said.start
    _include(weaver)
    _links(weaver)
    for node in weaver.nodes.values():
        weaver.net.knots[node.id] = _knot(node, weaver)
    for node in weaver.nodes.values():
        if weaver.flattened(node):
            _flatten(node, weaver)
    for node in weaver.nodes.values():
        _ends(node, weaver)
    attach(weaver.net, weaver.nodes, weaver.flattened)
    _start(weaver)
    for knot in weaver.net.knots.values():
        if len(knot.outs) > 1:
            knot.keep = True
            if knot.mode == "one":
                knot.mode = _mode(knot.outs)
    remarks(weaver.net, weaver.nodes, calls)
    return weaver.net


def _include(weaver: Weaver) -> None:
    """The nodes that the map shows: not event sub-processes and what only compensates."""
    plan, net = weaver.plan, weaver.net
    left_out: set[str] = set()
    for node in plan.nodes.values():
        aside = node.tag in SUB_PROCESSES and node.truth("triggeredByEvent")
        undoes = node.truth("isForCompensation") or (
            node.tag == "boundaryEvent" and "compensate" in node.events
        )
        if node.parent in left_out:
            left_out.add(node.id)
        elif aside or undoes:
            left_out.add(node.id)
            what = "starts by an event at any time" if aside else "only undoes other work"
            title = repr(node.name) if node.name else f"the {words_of(node)} {node.id}"
            net.lose(f"line {node.span.line}: {title} {what} and is left out of the map")
    weaver.nodes = {key: node for key, node in plan.nodes.items() if key not in left_out}
    for node in weaver.nodes.values():
        weaver.outs[node.id], weaver.ins[node.id] = [], []
        weaver.inner.setdefault(node.parent, []).append(node)
        if node.tag == "boundaryEvent":
            weaver.guards.setdefault(node.says("attachedToRef"), []).append(node)
    for flow in plan.flows:
        if flow.source in weaver.nodes and flow.target in weaver.nodes:
            weaver.outs[flow.source].append(flow)
            weaver.ins[flow.target].append(flow)


def words_of(node: Node) -> str:
    """The kind of a node in words: `userTask` is "user task"."""
    return spelled(node.tag)


def _links(weaver: Weaver) -> None:
    """Which catching link event each throwing one continues at."""
    weaver.links.update(linked(weaver.nodes.values()))
    for node in weaver.nodes.values():
        throws = "link" in node.events and node.tag != "intermediateCatchEvent"
        if throws and node.id not in weaver.links and not weaver.outs[node.id]:
            title = node.name or node.id
            weaver.net.lose(f"line {node.span.line}: the link {title!r} has no other end")


def _edges(flows: list[Flow]) -> list[Edge]:
    return [Edge(f.target, f.name, f.condition, f.default) for f in flows]


def _mode(edges: list[Edge]) -> Mode:
    """How several ways out of an activity are taken: all, one by its condition, or some."""
    conditional = [edge for edge in edges if edge.condition or edge.default]
    if not conditional:
        return "all"
    if len(conditional) == len(edges):
        return "choice"
    for edge in edges:
        edge.sure = edge not in conditional
    return "some"


def _knot(node: Node, weaver: Weaver) -> Knot:
    knot = Knot(node.id, node, node.name, span=node.span, stage=_stage(node, weaver.plan))
    knot.outs = _edges(weaver.outs[node.id])
    if node.id in weaver.links:
        knot.outs = [Edge(weaver.links[node.id])]
    if node.tag in ACTIVITIES:
        knot.keep = knot.work = True
        knot.label = node.name or f"Unnamed {words_of(node)}"
    elif node.tag in GATEWAYS:
        _gateway(knot, node, weaver)
    else:
        _event(knot, node, weaver)
    return knot


def _stage(node: Node, plan: Plan) -> str:
    """The name of the outermost named sub-process around a node."""
    found, current = "", plan.nodes.get(node.parent)
    while current is not None:
        found = current.name or found
        current = plan.nodes.get(current.parent)
    return found


def _gateway(knot: Knot, node: Node, weaver: Weaver) -> None:
    several_in, several_out = len(weaver.ins[node.id]) > 1, len(knot.outs) > 1
    if node.tag in ("parallelGateway", "inclusiveGateway"):
        knot.join = several_in
        knot.join_read = several_in and node.tag == "inclusiveGateway"
        knot.keep = several_in or several_out
        if several_out:
            knot.mode = "all" if node.tag == "parallelGateway" else "some"
        said = weaver.said
        knot.label = node.name or (said.wait_for_all if several_in else said.side_by_side)
        return
    knot.keep = several_out
    if several_out:
        knot.mode = "choice"
        knot.label = node.name or weaver.said.which_way
    if node.tag == "eventBasedGateway" and several_out:
        knot.label = node.name or weaver.said.what_first
        for edge in knot.outs:
            event = weaver.nodes[edge.target]
            edge.label = edge.label or event.name or " ".join(event.events)


def _event(knot: Knot, node: Node, weaver: Weaver) -> None:
    met = node.id in weaver.contacts
    if node.tag in ("startEvent", "endEvent", "boundaryEvent"):
        knot.keep = met or (node.tag == "startEvent" and _called(node, weaver))
    elif "link" not in node.events:
        awaited = any(
            weaver.nodes[flow.source].tag == "eventBasedGateway" for flow in weaver.ins[node.id]
        )
        if "timer" in node.events and node.tag == "intermediateCatchEvent":
            knot.waits, knot.waits_read = timer_of(node)
            knot.clocked = awaited
        knot.keep = met or knot.waits is not None or (bool(node.name) and not awaited)
    if knot.keep and knot.waits is None and (text := said_by(node)):
        knot.notes.append(f"When: {text}.")
    if knot.keep and not node.name:
        said = weaver.said
        party = f" {said.both} ".join(weaver.contacts.get(node.id, ()))
        if knot.waits is not None:
            knot.label = said.wait.format(knot.waits)
        else:
            sends = node.tag in ("endEvent", "intermediateThrowEvent")
            message = said.to if sends else said.from_
            knot.label = message.replace("{}", party) if party else said.event


def _called(node: Node, weaver: Weaver) -> bool:
    """Whether the label of a start event says that a party begins ("Customer calls")."""
    performer = read_label(node.name, weaver.language).performer if node.name else None
    return performer is not None and is_party(performer, weaver.language)


def _starts(weaver: Weaver, parent: str) -> tuple[list[Node], Mode]:
    """Where a process or sub-process begins: its start events are alternatives; where it has none,
    all that nothing leads to begin together."""
    inside = weaver.inner.get(parent, [])
    events = [node for node in inside if node.tag == "startEvent"]
    open_ = [
        node
        for node in inside
        if not weaver.ins[node.id]
        and node.tag not in ("boundaryEvent", "startEvent")
        and node.id not in weaver.links.values()
    ]
    waiting = [node for node in open_ if node.truth("instantiate")]
    if events or waiting:
        return events + waiting, "choice"
    working = [node for node in open_ if node.tag != "endEvent"] or open_
    return working or inside[:1], "all"


def _flatten(node: Node, weaver: Weaver) -> None:
    """A sub-process with an inside: its flow leads in at its start and out behind its ends."""
    net = weaver.net
    knot = net.knots[node.id]
    exit_ = Knot(net.fresh(f"{node.id}-done"), None, f"{knot.label} done", stage=knot.stage)
    exit_.span, exit_.outs = node.span, knot.outs
    net.knots[exit_.id] = exit_
    weaver.exits[node.id] = exit_.id
    starts, mode = _starts(weaver, node.id)
    knot.outs = [Edge(start.id, start.name or words(words_of(start))) for start in starts]
    knot.mode = mode if len(starts) > 1 else "one"
    knot.work, knot.keep = False, len(starts) > 1
    inside = weaver.inner[node.id]
    side_by_side = any(
        len(weaver.outs[n.id]) > 1 and n.tag not in ("exclusiveGateway", "eventBasedGateway")
        for n in inside
    )
    arrivals = sum(
        max(1, len(weaver.ins[n.id])) for n in inside if not weaver.outs[n.id] and _leads_out(n)
    )
    if (side_by_side or (mode == "all" and len(starts) > 1)) and arrivals > 1:
        exit_.join = exit_.join_read = exit_.keep = True


def _leads_out(node: Node) -> bool:
    return node.tag not in ("boundaryEvent",) and "link" not in node.events


def _ends(node: Node, weaver: Weaver) -> None:
    """What happens at a node with no flow out of it."""
    net, knot = weaver.net, weaver.net.knots[node.id]
    if weaver.flattened(node):
        knot = net.knots[weaver.exits[node.id]]
    if knot.outs:
        return
    if node.tag == "endEvent" and ("error" in node.events or "cancel" in node.events):
        handler = _handler(node, weaver)
        if handler is not None:
            knot.outs = [Edge(handler)]
            weaver.links[node.id] = handler
        else:
            kind = "failed" if "error" in node.events else "cancelled"
            good = outcome_kind(node.name) == "good"
            knot.outcome = f"{kind}: {node.name}" if node.name and good else node.name or kind
        return
    if node.parent in weaver.exits:
        knot.outs = [Edge(weaver.exits[node.parent])]
        return
    knot.outcome = node.name if node.tag == "endEvent" else ""


def _handler(node: Node, weaver: Weaver) -> str | None:
    """The boundary event of a sub-process around an error end that catches its error."""
    kind = "error" if "error" in node.events else "cancel"
    thrown = {d.get("errorRef") for d in node.definitions}
    around = weaver.nodes.get(node.parent)
    while around is not None:
        for event in weaver.guards.get(around.raw, ()):
            caught = {d.get("errorRef") for d in event.definitions}
            if kind in event.events and (None in caught or None in thrown or caught & thrown):
                return event.id
        around = weaver.nodes.get(around.parent)
    return None


def _begun_by(node: Node) -> str:
    """What begins a case: the name of a start event, else what its timer or condition says."""
    return node.name or said_by(node)


def _start(weaver: Weaver) -> None:
    net = weaver.net
    starts, mode = _starts(weaver, "")
    net.starts_when = [text for n in starts if n.tag == "startEvent" and (text := _begun_by(n))]
    if len(starts) == 1:
        net.start = starts[0].id
        return
    said = weaver.said
    knot = Knot(net.fresh("start"), None, said.how_it_starts if mode == "choice" else said.start)
    knot.keep, knot.mode, knot.span = True, mode, weaver.plan.span
    knot.outs = [Edge(node.id, node.name or words(words_of(node))) for node in starts]
    net.knots[knot.id] = knot
    net.start = knot.id

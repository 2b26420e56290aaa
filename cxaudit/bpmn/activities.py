"""The moves of activities, events and sub-processes, and of what stands on them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.tokens import CHOICES_UP_TO, Weaving, begin, one_of

_THROWN = frozenset({"error", "escalation", "cancel"})


def _after(weaving: Weaving, node: Node) -> list[tuple[int, ...]]:
    """What follows an element that is no gateway: all its flows; of those with conditions some, one
    at least where no flow is without, and the default where none is taken."""
    outs = weaving.outs.get(node.id, [])
    if node.tag == "intermediateThrowEvent" and "link" in node.events and node.id in weaving.links:
        outs = [*outs, weaving.links[node.id]]
    if len(outs) < 2:
        return [tuple(outs)]
    sure: list[int] = []
    maybe: list[int] = []
    default: list[int] = []
    for out in outs:
        flow = weaving.flows.get(out)
        kind = sure if flow is None or not flow.conditional else maybe
        (default if flow is not None and flow.default else kind).append(out)
    if not maybe:
        return [tuple(outs)]
    sizes: Iterable[int] = range(len(maybe) + 1)
    if len(maybe) > CHOICES_UP_TO:
        weaving.net.partial = True
        sizes = (0, 1, 2, len(maybe))
    found = []
    for size in sizes:
        for chosen in combinations(maybe, size):
            if chosen or sure or default:
                found.append((*sure, *(chosen or default)))
    return found


def activity(weaving: Weaving, node: Node) -> None:
    """A task, a call or an event that is passed: one flow in begins it, all flows out follow."""
    net, ins = weaving.net, list(weaving.ins.get(node.id, []))
    if node.tag == "intermediateCatchEvent" and "link" in node.events:
        ins.append(weaving.links[node.id])
    guards = weaving.guards.get(node.id, [])
    sends = tuple(weaving.sent.get(node.id, ()))
    # The message of a start is there before it begins.
    needed = _needs(weaving, node) if node.tag != "startEvent" else []
    if guards or (needed and len(ins) > 1):
        active = weaving.place(weaving.around[node.id], node.id, node.id)
        beside = _beside(weaving, guards)
        for place in ins:
            net.move((node.id,), (place,), (active, *beside))
        _guard(weaving, guards, active, frozenset())
        ins = [active]
        run: tuple[str, ...] = ()
    else:
        run = (node.id,)
    for place in ins:
        for message in one_of(needed):
            for follow in _after(weaving, node):
                net.move(run, (place, *message), (*follow, *sends))


def _needs(weaving: Weaving, node: Node) -> list[int]:
    """The messages of which one must have come before an element is passed."""
    catches = node.tag in ("receiveTask", "intermediateCatchEvent", "startEvent", "boundaryEvent")
    return weaving.received.get(node.id, []) if catches else []


def _beside(weaving: Weaving, guards: list[Node]) -> list[int]:
    """Places for events that do not interrupt: each may happen once while the activity goes on."""
    found = []
    for guard in guards:
        if guard.interrupts or weaving.options.repeats:
            continue
        place = weaving.place(weaving.around[guard.id], guard.id, guard.id)
        found.append(place)
        weaving.net.move((), (place,), ())
        for message in one_of(_needs(weaving, guard)):
            for follow in _after(weaving, guard):
                weaving.net.move(guard.id, (place, *message), follow)
    return found


def _guard(weaving: Weaving, guards: list[Node], active: int, inside: frozenset[int]) -> None:
    """The events on an activity that can happen while it goes on."""
    for guard in guards:
        if not guard.interrupts and not weaving.options.repeats:
            continue
        for message in one_of(_needs(weaving, guard)):
            for follow in _after(weaving, guard):
                takes = (active, *message)
                if guard.interrupts:
                    weaving.net.move(guard.id, takes, follow, clears=inside)
                else:
                    weaving.net.move(guard.id, takes, (active, *follow))


def sub_process(weaving: Weaving, node: Node) -> None:
    """A sub-process whose inside is shown: it is done when no token is left inside."""
    net = weaving.net
    weaving.open.add(node.id)
    active = _active(weaving, node.id)
    begun = weaving.place(node.id, node.id, node.id)
    beside = tuple(_beside(weaving, weaving.guards.get(node.id, [])))
    for place in weaving.ins.get(node.id, []):
        net.move(node.id, (place,), (active, begun, *beside))
    begin(weaving, node.id, node.id, (begun,))


def completion(weaving: Weaving, node: Node) -> None:
    """How a sub-process ends: by itself when its last token is gone, or by an event that stops it."""
    active, inside = _active(weaving, node.id), weaving.inside(node.id)
    _guard(weaving, weaving.guards.get(node.id, []), active, inside)
    for follow in _after(weaving, node):
        weaving.net.move((), (active,), follow, absent=inside)


def end(weaving: Weaving, nodes: dict[str, Node], node: Node) -> None:
    """An end: its token is gone; a terminate, or what an outer event catches, stops the rest."""
    net, parent = weaving.net, weaving.around[node.id]
    gives = tuple(weaving.sent.get(node.id, ()))
    if node.id in weaving.reached:
        gives += (weaving.reached[node.id],)
    if node.id in weaving.links:
        gives += (weaving.links[node.id],)
    clears: frozenset[int] = frozenset()
    takes: tuple[int, ...] = ()
    follows: list[tuple[int, ...]] = [()]
    run: tuple[str, ...] = (node.id,)
    if "terminate" in node.events:
        clears = weaving.inside(parent)
    catcher = _catcher(weaving, nodes, node)
    if catcher is not None:
        around, guard = catcher
        run, follows = (node.id, guard.id), _after(weaving, guard)
        if guard.interrupts:
            clears = weaving.inside(around)
            takes = (_active(weaving, around),)
    for place in weaving.ins.get(node.id, []):
        for follow in follows:
            net.move(run, (place, *takes), (*gives, *follow), clears=clears)


def _active(weaving: Weaving, sub_process: str) -> int:
    """The place that tells that a sub-process goes on."""
    if sub_process not in weaving.active:
        weaving.active[sub_process] = weaving.place(
            weaving.around[sub_process], sub_process, sub_process
        )
    return weaving.active[sub_process]


def _catcher(weaving: Weaving, nodes: dict[str, Node], node: Node) -> tuple[str, Node] | None:
    """The sub-process around an end, and the event on it, that catches what the end throws."""
    kinds = _THROWN & set(node.events)
    around = nodes.get(node.parent)
    while kinds and around is not None:
        for guard in weaving.guards.get(around.id, []):
            if kinds & set(guard.events):
                return around.id, guard
        around = nodes.get(around.parent)
    return None

"""The moves of gateways: what they wait for, and where they send tokens."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.tokens import CHOICES_UP_TO, Weaving, one_of


def gateway(weaving: Weaving, node: Node) -> None:
    """The moves of a gateway; an inclusive join is left for when all places are known."""
    ins, outs = weaving.ins.get(node.id, []), weaving.outs.get(node.id, [])
    kind = node.tag.removesuffix("Gateway")
    parent = weaving.around[node.id]
    if len(ins) > 1 and (len(outs) > 1 or not outs):
        middle = [weaving.place(parent, node.id, node.id)]
    else:
        middle = []
    joined = middle or outs
    join, split = kind, kind
    if node.id in weaving.closed:
        join = weaving.closed[node.id].join or join
        split = weaving.closed[node.id].split or split
    if len(ins) > 1:
        if join == "parallel":
            weaving.net.move(node.id, tuple(ins), tuple(joined))
        elif join == "inclusive":
            weaving.joins.append(node)
            weaving.active[node.id] = joined[0]
        else:
            for place in ins:
                weaving.net.move(node.id, (place,), tuple(joined))
        ins = middle
    for place in ins:
        _split(weaving, node, split, place, outs)


def _split(weaving: Weaving, node: Node, kind: str, place: int, outs: list[int]) -> None:
    net = weaving.net
    if not outs:
        net.move(node.id, (place,), ())
    elif kind == "parallel" or (len(outs) == 1 and kind != "eventBased"):
        net.move(node.id, (place,), tuple(outs))
    elif kind == "optional":
        # Closed by a join that waits for all: each branch is taken or passed by.
        waiting = [weaving.place(weaving.around[node.id], node.id, node.id) for _ in outs]
        net.move(node.id, (place,), tuple(waiting))
        passes = weaving.closed[node.id].passes
        for here, out in zip(waiting, outs, strict=True):
            arrival = weaving.first + passes[out - weaving.first]
            net.move((), (here,), (out,))
            if arrival != out:
                net.move((), (here,), (arrival,))
    elif kind in ("inclusive", "complex"):
        for chosen in _choices(weaving, node, outs):
            net.move(node.id, (place,), chosen)
    elif kind == "eventBased":
        for out in outs:
            for message in one_of(weaving.received.get(weaving.flows[out].target, [])):
                net.move(node.id, (place, *message), (out, *message))
    else:
        for out in outs:
            net.move(node.id, (place,), (out,))


def _choices(weaving: Weaving, node: Node, outs: list[int]) -> list[tuple[int, ...]]:
    """The sets of flows that an inclusive split can take: one at least; the default flow alone."""
    default = [out for out in outs if _is_default(weaving, out)]
    free = [out for out in outs if out not in default]
    sizes: Iterable[int] = range(1, len(free) + 1)
    if len(free) > CHOICES_UP_TO:
        weaving.net.partial = True
        sizes = (1, 2, len(free))
    found = [chosen for size in sizes for chosen in combinations(free, size)]
    return found + [(out,) for out in default]


def _is_default(weaving: Weaving, out: int) -> bool:
    flow = weaving.flows[out]
    return flow.default and not flow.condition


def inclusive_join(weaving: Weaving, node: Node) -> None:
    """A join that waits while a token elsewhere can still come to one of its empty flows, unless it
    could as well come to one that is filled."""
    net, ins = weaving.net, weaving.ins[node.id]
    leading = {place: _upstream(weaving, node, place) for place in ins}
    sizes: Iterable[int] = range(1, len(ins) + 1)
    if len(ins) > CHOICES_UP_TO:
        net.partial = True
        sizes = (1, 2, len(ins) - 1, len(ins))
    for size in sizes:
        for held in combinations(ins, size):
            empty = [place for place in ins if place not in held]
            own = set().union(*(leading[place] for place in held))
            absent = set().union(*(leading[place] for place in empty)) - own
            absent |= set(empty)
            absent -= set(held)
            net.move(
                node.id,
                held,
                (weaving.active[node.id],),
                absent=frozenset(absent) - frozenset(held),
            )


def _upstream(weaving: Weaving, node: Node, place: int) -> set[int]:
    """The places from which a token can come to a place by flows, without passing a gateway. No flow
    leads from an activity to an event that stands on it."""
    barred = {guard.id for guards in weaving.guards.values() for guard in guards} | {node.id}
    before: dict[int, set[int]] = {}
    for move in weaving.net.moves:
        if barred.isdisjoint(move.run):
            for target in move.gives:
                before.setdefault(target, set()).update(move.takes)
    kinds = weaving.net.places
    seen: set[int] = set()
    stack = [place]
    while stack:
        for source in before.get(stack.pop(), ()):
            if source not in seen and kinds[source].kind == "flow" and kinds[source].at != node.id:
                seen.add(source)
                stack.append(source)
    return seen

"""A net made small: what only passes on vanishes, joins and splits move to steps beside them."""

from __future__ import annotations

from cxaudit.bpmn.elements import GATEWAYS, SUB_PROCESSES
from cxaudit.bpmn.knots import Edge, Knot, Net


def fold(net: Net) -> None:
    """Leave only the knots that a person would call steps, and ends."""
    _pass_through(net)
    _lone_start(net)
    _joins(net)
    _splits(net)
    for knot in net.knots.values():
        if knot.mode in ("all", "some"):
            _distinct(knot)


def _pass_through(net: Net) -> None:
    """Lead every edge past knots that are no steps."""
    known: dict[str, str] = {}

    def beyond(target: str) -> str:
        road: list[str] = []
        on_road: set[str] = set()
        while target not in known:
            knot = net.knots[target]
            if knot.keep or not knot.outs:
                known[target] = target
            elif target in on_road:
                knot.keep = True
                known[target] = target
            else:
                road.append(target)
                on_road.add(target)
                target = knot.outs[0].target
        for passed in road:
            known.setdefault(passed, known[target])
        return known[target]

    for knot in list(net.knots.values()):
        for edge in knot.edges:
            edge.target = beyond(edge.target)
    net.start = beyond(net.start)
    for knot in net.knots.values():
        if not knot.keep and not knot.outs and knot.outcome is None:
            knot.outcome = ""
    net.knots = {
        key: knot for key, knot in net.knots.items() if knot.keep or knot.outcome is not None
    }


def _lone_start(net: Net) -> None:
    """Several starts that all lead to one step need no choice; an end alone is still a step."""
    start = net.knots[net.start]
    if start.node is None and start.mode in ("choice", "all"):
        targets = {edge.target for edge in start.outs}
        if len(targets) == 1:
            del net.knots[start.id]
            net.start = targets.pop()
    start = net.knots[net.start]
    if not start.keep:
        start.keep = True
        start.label = start.label or net.start_label


def _joins(net: Net) -> None:
    """A join in front of one step becomes that step's."""
    incoming = net.incoming()
    moved: dict[str, str] = {}
    for knot in list(net.knots.values()):
        if not knot.join or knot.work or knot.mode != "one" or len(knot.outs) != 1:
            continue
        onward = knot.outs[0].target
        target = net.knots[moved.get(onward, onward)]
        if target is knot or not target.keep or target.join or net.start in (knot.id, target.id):
            continue
        if incoming[target.id] == 1 and knot.id not in moved.values():
            target.join, target.join_read = True, knot.join_read
            moved[knot.id] = target.id
            del net.knots[knot.id]
    for knot in net.knots.values():
        for edge in knot.edges:
            edge.target = moved.get(edge.target, edge.target)


def _splits(net: Net) -> None:
    """A split behind one step becomes that step's."""
    incoming = net.incoming()
    for knot in list(net.knots.values()):
        if not knot.keep or knot.mode != "one" or len(knot.outs) != 1:
            continue
        split = net.knots[knot.outs[0].target]
        if (
            split is not knot
            and split.mode == "all"
            and not split.work
            and not split.join
            and not split.edges[len(split.outs) :]
            and (split.node is None or split.node.tag in GATEWAYS | SUB_PROCESSES)
            and incoming[split.id] == 1
        ):
            knot.outs, knot.mode = split.outs, "all"
            del net.knots[split.id]


def _distinct(knot: Knot) -> None:
    """Branches that begin at the same step are one."""
    kept: dict[str, Edge] = {}
    for edge in knot.outs:
        kept.setdefault(edge.target, edge)
    knot.outs = list(kept.values())
    if len(knot.outs) == 1:
        knot.mode = "one"
        knot.outs[0].label = ""


def in_order(net: Net) -> list[str]:
    """The steps, each before those it leads to, loops apart; what nothing leads to comes last."""
    done: list[str] = []
    seen: set[str] = set()
    for root in (net.start, *net.knots):
        if root in seen or not net.knots[root].keep:
            continue
        seen.add(root)
        part: list[str] = []
        stack = [(root, iter(_reversed(net.knots[root])))]
        while stack:
            step, edges = stack[-1]
            for edge in edges:
                if edge.target not in seen and net.knots[edge.target].keep:
                    seen.add(edge.target)
                    target = net.knots[edge.target]
                    stack.append((target.id, iter(_reversed(target))))
                    break
            else:
                part.append(step)
                stack.pop()
        done.extend(reversed(part))
    return done


def _reversed(knot: Knot) -> list[Edge]:
    return list(reversed(knot.edges))

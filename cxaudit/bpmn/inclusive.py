"""Inclusive gateways that close what one split opened: they need no look at the rest of a process.

Where every branch of a split leads to one flow of an inclusive join, and nothing comes in or goes out
between, the join waits for what the split sent out: for all, or for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import GATEWAYS, Flow, Node

_ONE = ("exclusiveGateway", "eventBasedGateway")


@dataclass(slots=True)
class Closed:
    """How a gateway joins or splits as part of such a block; empty where as its kind says.

    `passes`, at an inclusive split: for each flow out (by number) the flow into the join to which its
    branch leads. The branch is then taken or passed by.
    """

    join: str = ""
    split: str = ""
    passes: dict[int, int] = field(default_factory=dict)


def closed_by(
    nodes: Mapping[str, Node], flows: Sequence[Flow], beside: Sequence[tuple[str, str]]
) -> dict[str, Closed]:
    """How the inclusive joins, and the inclusive splits that they close, behave.

    `beside` are activities and the events that stand on them.
    """
    found: dict[str, Closed] = {}
    into: dict[str, list[int]] = {}
    out: dict[str, list[int]] = {}
    for number, flow in enumerate(flows):
        out.setdefault(flow.source, []).append(number)
        into.setdefault(flow.target, []).append(number)
    joins = [
        key
        for key, node in nodes.items()
        if node.tag == "inclusiveGateway" and len(into.get(key, ())) > 1
    ]
    if not joins:
        return found
    onward: dict[str, list[str]] = {}
    for flow in flows:
        onward.setdefault(flow.source, []).append(flow.target)
    for host, event in beside:
        onward.setdefault(host, []).append(event)
    above = _dominators(nodes, onward)
    for join in joins:
        split = above.get(join)
        if split is None or split not in nodes or split == join:
            continue
        pairs = _branches(split, join, flows, onward, out)
        if pairs is None or len(pairs) != len(into[join]):
            continue
        kind = _kind(nodes[split], [flows[number] for number in out[split]])
        if not kind:
            continue
        found.setdefault(join, Closed()).join = "exclusive" if kind == "one" else "parallel"
        if kind == "some":
            opened = found.setdefault(split, Closed())
            opened.split, opened.passes = "optional", pairs
    return found


def _kind(split: Node, flows: Sequence[Flow]) -> str:
    """How many branches of a split are taken: all, one or some; empty where it cannot be told."""
    if split.tag == "parallelGateway":
        return "all"
    if split.tag in _ONE:
        return "one"
    if split.tag == "inclusiveGateway":
        return "some"
    if split.tag in GATEWAYS or any(flow.conditional for flow in flows):
        return ""
    return "all"


def _dominators(nodes: Mapping[str, Node], onward: Mapping[str, list[str]]) -> dict[str, str]:
    """For each element the nearest one that every way to it passes."""
    import networkx as nx

    picture: nx.DiGraph[str] = nx.DiGraph()
    picture.add_node("")
    for source, targets in onward.items():
        picture.add_edges_from((source, target) for target in targets)
    fed = {target for targets in onward.values() for target in targets}
    picture.add_edges_from(("", key) for key in nodes if key not in fed)
    return {
        key: above
        for key, above in nx.immediate_dominators(picture, "").items()
        if above is not None
    }


def _branches(
    split: str,
    join: str,
    flows: Sequence[Flow],
    onward: Mapping[str, list[str]],
    out: Mapping[str, list[int]],
) -> dict[int, int] | None:
    """For each flow out of a split the one flow into the join to which it leads; None where the
    branches do not lie apart between the two."""
    found: dict[int, int] = {}
    owner: dict[str, int] = {}
    for number in out.get(split, ()):
        arrivals = [number] if flows[number].target == join else []
        stack = [flows[number].target] if not arrivals else []
        while stack:
            step = stack.pop()
            if step == split or owner.get(step, number) != number or not onward.get(step):
                return None
            if step in owner:
                continue
            owner[step] = number
            arrivals += [one for one in out.get(step, ()) if flows[one].target == join]
            stack += [target for target in onward[step] if target != join]
        if len(arrivals) != 1:
            return None
        found[number] = arrivals[0]
    inside = set(owner)
    entered = any(
        flow.target in inside and flow.source not in inside and flow.source != split
        for flow in flows
    )
    return None if entered else found

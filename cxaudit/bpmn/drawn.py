"""The elements of a process as they stand in its file, each as the values of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from cxaudit.bpmn.elements import (
    ACTIVITIES,
    GATEWAYS,
    SUB_PROCESSES,
    File,
    Flow,
    Node,
    Plan,
    Pool,
    Source,
)
from cxaudit.language.spans import Span

Values = dict[str, Any]


def drawn(source: Source) -> list[Values]:
    """Every element that belongs to the map of a source, in file order. What belongs to no process
    with anything in it (pools that are black boxes, empty processes) comes with the first map."""
    found = [values for _, values in sorted(_all(source), key=lambda one: one[0])]
    for values in found:
        values.update(source.told.get(values["id"], {}))
    return found


def places(source: Source) -> Iterator[tuple[str, Span]]:
    """The element path of each of them, and where it stands."""
    for span, values in _all(source):
        yield f"elements/{values['id']}", span


def _all(source: Source) -> Iterator[tuple[Span, Values]]:
    file, plan = source.file, source.plan
    yield from _plan(plan)
    yield from _pools(file, [p for p in file.pools if file.holders.get(plan) is p])
    if not source.first:
        return
    filled = [one for one in file.plans if one.nodes]
    for other in file.plans:
        if not other.nodes and other is not plan:
            yield from _plan(other)
    held = [file.holders.get(one) for one in (*filled, plan)]
    yield from _pools(file, [pool for pool in file.pools if pool not in held])


def _bare(kind: str, family: str, raw: str, name: str, span: Span, within: str) -> Values:
    what = "pool" if kind == "participant" else spelled(kind)
    return {
        "id": raw or f"{kind}-{span.line}",
        "kind": kind,
        "family": family,
        "what": what,
        "name": name,
        "title": f"“{name}”" if name else f"the {what} on line {span.line}",
        "line": span.line,
        "within": within,
    }


@cache
def spelled(tag: str) -> str:
    """A tag in words: `userTask` is "user task"."""
    return "".join(" " + c.lower() if c.isupper() else c for c in tag)


def _plan(plan: Plan) -> Iterator[tuple[Span, Values]]:
    outs: dict[str, list[Flow]] = {key: [] for key in plan.nodes}
    ins = dict.fromkeys(plan.nodes, 0)
    for flow in plan.flows:
        outs[flow.source].append(flow)
        ins[flow.target] += 1
    whole = _bare("process", "process", plan.raw, plan.name, plan.span, "definitions")
    yield plan.span, whole | _inside(plan, "")
    for node in plan.nodes.values():
        yield node.span, _node(plan, node, ins[node.id], outs[node.id])
    seen: set[tuple[str, str, str]] = set()
    for flow in plan.flows:
        ends = (flow.source, flow.target, flow.condition)
        yield flow.span, _flow(plan, flow, outs[flow.source], ends in seen)
        seen.add(ends)
    for lane in plan.lanes:
        within = "lane" if lane.above is not None else "process"
        yield lane.span, _bare("lane", "lane", lane.raw, lane.name, lane.span, within)


def _inside(plan: Plan, parent: str) -> Values:
    inner = plan.inside.get(parent, [])
    return {
        "has_inside": bool(inner),
        "starts": sum(node.tag == "startEvent" for node in inner),
        "ends": sum(node.tag == "endEvent" for node in inner),
    }


def _node(plan: Plan, node: Node, incoming: int, ways: list[Flow]) -> Values:
    family = (
        "activity" if node.tag in ACTIVITIES else "gateway" if node.tag in GATEWAYS else "event"
    )
    around = plan.nodes.get(node.parent)
    within = around.tag if around is not None else "process"
    values = _bare(node.tag, family, node.raw, node.name, node.span, within)
    values |= {
        "event": list(node.events),
        "incoming": incoming,
        "outgoing": len(ways),
        "conditional": sum(bool(flow.condition) for flow in ways),
        "unconditional": sum(not flow.conditional for flow in ways),
        "compensates": undoes(node),
        "by_event": node.truth("triggeredByEvent"),
        "begins": node.truth("instantiate"),
    }
    return values | (_inside(plan, node.id) if node.tag in SUB_PROCESSES else {})


def undoes(node: Node) -> bool:
    """Whether a node only undoes other work, or leads to what does."""
    borders = node.tag == "boundaryEvent" and "compensate" in node.events
    return borders or node.truth("isForCompensation")


def _flow(plan: Plan, flow: Flow, ways: list[Flow], repeats: bool) -> Values:
    within = plan.nodes[flow.source].parent
    around = plan.nodes[within].tag if within in plan.nodes else "process"
    values = _bare("sequenceFlow", "flow", flow.raw, flow.name, flow.span, around)
    return values | {
        "condition": flow.condition,
        "is_default": flow.default,
        "beside_conditions": any(way.conditional for way in ways if way is not flow),
        "repeats": repeats,
    }


def _pools(file: File, pools: list[Pool]) -> Iterator[tuple[Span, Values]]:
    for pool in pools:
        yield (
            pool.span,
            _bare("participant", "pool", pool.raw, pool.name, pool.span, "collaboration"),
        )

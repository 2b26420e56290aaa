"""Where roads meet: joins of blocks in front of the steps that close them, and plain merges."""

from __future__ import annotations

from cxaudit.bpmn.export.compose import Draft, inner_first
from cxaudit.bpmn.export.sheet import Flow, Node
from cxaudit.bpmn.export.story import OUT, Closing, Road


def join_up(draft: Draft) -> None:
    """Put a gateway in front of every node that several flows enter."""
    for index in range(len(draft.story.stops)):
        _enter(draft, index)


def _enter(draft: Draft, index: int) -> None:
    """The flows into one step: blocks that close here are joined from the inside out, and what is
    left is merged."""
    entry = draft.entry[index]
    pending = [(flow, draft.came_from.get(flow.id)) for flow in _into(draft, entry)]
    part = draft.sheet.nodes[entry].part or draft.story.stops[index].id
    for closing in inner_first([c for c in draft.story.closings if c.join == index]):
        inside = closing.steps | {closing.split}
        mine = [flow for flow, source in pending if source in inside]
        if len(mine) < 2:
            continue
        pending = [(flow, source) for flow, source in pending if source not in inside]
        join = _join(draft, closing, entry, mine, part)
        pending.append((draft.flow(join.id, entry), closing.split))
    if len(pending) > 1:
        merge = draft.node(f"Merge_{entry}", "exclusiveGateway", part=part)
        for flow, _ in pending:
            flow.target = merge.id
        draft.flow(merge.id, entry, weight=max(flow.weight for flow, _ in pending))


def _into(draft: Draft, node: str) -> list[Flow]:
    return [flow for flow in draft.sheet.flows.values() if flow.target == node]


def _join(draft: Draft, closing: Closing, entry: str, flows: list[Flow], part: str) -> Node:
    """The gateway that waits for the branches of a block.

    It is parallel where every branch surely arrives once; where branches can end or were not all
    taken it is inclusive, which waits only for those that can still come.
    """
    if closing.first:
        join = draft.node(f"Join_{entry}", "complexGateway", draft.say.first, part=part)
        _lead(flows, join)
        return join
    by_branch = _branches(draft, closing, flows)
    if closing.some or by_branch is None or _can_leave(draft, closing):
        join = draft.node(f"Join_{entry}", "inclusiveGateway", part=part)
        _lead(flows, join)
        return join
    join = draft.node(f"Join_{entry}", "parallelGateway", part=part)
    for own in by_branch:
        if len(own) == 1:
            own[0].target = join.id
            continue
        merge = draft.node(f"Merge_{join.id}", "exclusiveGateway", part=part)
        _lead(own, merge)
        draft.flow(merge.id, join.id)
    return join


def _lead(flows: list[Flow], node: Node) -> None:
    for flow in flows:
        flow.target = node.id


def _branches(draft: Draft, closing: Closing, flows: list[Flow]) -> list[list[Flow]] | None:
    """The flows that each branch brings to the join; None where a flow serves two branches or a
    branch brings none."""
    found: list[list[Flow]] = [[] for _ in closing.heads]
    for flow in flows:
        source = draft.came_from.get(flow.id)
        own = [
            number
            for number, head in enumerate(closing.heads)
            if (draft.branch_of.get(flow.id) == head)
            or (source != closing.split and source in _reach(draft, closing, head))
        ]
        if flow.id not in draft.came_from:  # an inner block that closed here
            own = [n for n, h in enumerate(closing.heads) if _inner(draft, closing, h, flow)]
        if len(own) != 1:
            return None
        found[own[0]].append(flow)
    return found if all(found) else None


def _inner(draft: Draft, closing: Closing, head: int, flow: Flow) -> bool:
    """Whether the block that a join closes lies in the branch that begins at a step."""
    reached = _reach(draft, closing, head)
    sources = [f for f in draft.sheet.flows.values() if f.target == flow.source]
    return any(draft.came_from.get(f.id) in reached for f in sources)


def _reach(draft: Draft, closing: Closing, head: int) -> set[int]:
    """The steps of a block that can be reached from the first of a branch."""
    found = {head} & closing.steps
    stack = list(found)
    while stack:
        for road in draft.story.stops[stack.pop()].roads:
            if road.target in closing.steps and road.target not in found:
                found.add(road.target)
                stack.append(road.target)
    return found


def _can_leave(draft: Draft, closing: Closing) -> bool:
    """Whether a branch can end, or go elsewhere, without coming to the join."""
    inside = closing.steps | ({closing.join} if closing.join is not None else set())

    def leaves(road: Road) -> bool:
        return road.target == OUT or road.target not in inside

    ends = any(draft.story.stops[step].kind == "end" for step in closing.steps)
    straight = any(road.target == OUT for road in draft.story.stops[closing.split].roads)
    return (
        ends
        or straight
        or any(leaves(road) for step in closing.steps for road in draft.story.stops[step].roads)
    )

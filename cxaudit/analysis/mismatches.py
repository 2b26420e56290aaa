"""Splits and joins that do not match: work done twice, and joins that wait for what never comes.

Told is only what the drawing shows by itself. Branches that run on by file order and joins in doubt
are other faults, and told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.joins import Block, reach
from cxaudit.analysis.ways import END, Way, Ways

RUNS_TWICE, NEVER_CONTINUES = "runs-twice", "never-continues"
PAIRS_UP_TO = 2_000
_NEXT = ("next",)
Typed = Sequence[tuple[TypeGraph, dict[int, Block]]]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A split and a join that do not match.

    `at` is the split whose branches run into each other, or the join that never continues; `path`
    leads from the split to where they meet.
    """

    at: int
    kind: str
    path: tuple[int, ...]


def run_twice(graph: TypeGraph, block: Block, known: Iterable[int], stated: bool) -> list[int]:
    """From a split to the first step that two of its branches reach side by side before its join, so
    that it is done once for each; empty where there is none.

    `known` are steps of which this is told already. Where joins are `stated` (gateways of BPMN),
    branches that meet in a step that does not wait for them meet nowhere.
    """
    if block.in_doubt or block.first_arrival:
        return []
    barred = {block.split, *known}
    if block.join is not None and not stated:
        barred.add(block.join)

    def closed(step: int) -> bool:
        inside = step in block.steps or step == block.join
        work = graph.works[step]
        return step in barred or not inside or work.only_end or work.step.join is not None

    came: dict[int, tuple[int, int]] = {}  # step: the branch that reached it, and from where
    for number, way in enumerate(block.branches):
        road = [(block.split, way.target)]
        for before, step in road:  # grows while it is read: each step behind the one before it
            if step == END or closed(step):
                continue
            if step not in came:
                came[step] = (number, before)
                road += [(step, onward) for onward in graph.successors(step, _NEXT)]
            elif came[step][0] != number:
                return _trail(came, block.split, before, step)
    return []


def _trail(came: dict[int, tuple[int, int]], split: int, before: int, step: int) -> list[int]:
    path = [step]
    while before != split:
        path.append(before)
        before = came[before][1]
    return [split, *reversed(path)]


def never_continues(
    joins: Iterable[int], ways: list[Ways], reached: set[int], typed: Typed, stated: bool
) -> list[Mismatch]:
    """Of steps that wait for all (`join: all`), those into which only one way is ever taken.

    Where joins are `stated` (gateways of BPMN, which wait for every flow) it is enough that no split
    leads two ways to one. Nothing is looked for in maps above `PAIRS_UP_TO` steps.
    """
    if len(ways) > PAIRS_UP_TO:
        return []
    closing = {block.join for _, blocks in typed for block in blocks.values()}
    doubtful = {step for _, blocks in typed for block in blocks.values() for step in block.meeting}
    before: dict[int, list[int]] = {}
    for step in reached:
        for way in ways[step].ways:
            before.setdefault(way.target, []).append(step)
    found = []
    for join in joins:
        if join not in reached or join in closing | doubtful:
            continue
        into = [w for step in sorted(set(before.get(join, ()))) for w in ways[step].ways]
        into = [way for way in into if way.target == join]
        if len(into) < 2 or any(_side_by_side(graph, blocks, join) for graph, blocks in typed):
            continue
        path = _choice_before(ways, join, into, before)
        if path is None and stated:
            path = [into[0].source, join]
        if path:
            found.append(Mismatch(join, NEVER_CONTINUES, tuple(path)))
    return found


def _side_by_side(graph: TypeGraph, blocks: dict[int, Block], join: int) -> bool:
    """Whether two branches of some block can reach a step before that block closes."""
    if join not in graph.members:
        return False
    for block in blocks.values():
        if block.join is not None and join not in block.steps:
            continue
        barred = {block.split} | ({block.join} if block.join is not None else set())
        roads = [reach([way.target], graph.successors, barred) for way in block.branches]
        if sum(join in road for road in roads) > 1:
            return True
    return False


def _choice_before(
    ways: list[Ways], join: int, into: list[Way], before: dict[int, list[int]]
) -> list[int] | None:
    """The path from the nearest decision of which two ways lead to a join by different ways in; none
    at all ([]) where a timeout or a recovery may be one of them, which can run beside the work."""
    leads: dict[int, set[int]] = {}
    for number, way in enumerate(into):
        for step in reach([way.source], lambda s: before.get(s, []), {join}):
            leads.setdefault(step, set()).add(number)

    def arrivals(way: Way) -> set[int]:
        if way.target == join:
            return {number for number, one in enumerate(into) if one is way}
        return leads.get(way.target, set())

    order, onward = [join], {join: END}
    choice = None
    for step in order:  # grows while it is read: the steps before a step, the nearest first
        own = [(way, found) for way in ways[step].ways if (found := arrivals(way))]
        together = set().union(*(found for _, found in own)) if step != join else set()
        if len(own) > 1 and len(together) > 1:
            if any(way.kind in ("late", "wrong") for way, _ in own):
                return []
            choice = step if choice is None else choice
        for earlier in before.get(step, ()):
            if earlier not in onward:
                onward[earlier] = step
                order.append(earlier)
    if choice is None:
        return None
    path = [choice]
    while path[-1] != join:
        path.append(onward[path[-1]])
    return path

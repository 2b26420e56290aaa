"""Small walks over a type's graph that several topics need: reachability, first meetings, paths."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.analysis.components import dominators
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.ways import END


def reachable_from(graph: TypeGraph, steps: Iterable[int]) -> set[int]:
    """The steps that can come after some steps (these only if they can come again)."""
    after = graph.onward
    seen: set[int] = set()
    stack = [onward for step in steps for onward in graph.successors(step)]
    while stack:
        step = stack.pop()
        if step not in seen:
            seen.add(step)
            stack += after.get(step, ())
    return seen


def leading_to(graph: TypeGraph, goals: Iterable[int]) -> set[int]:
    """The steps from which one of some steps can be reached (these included)."""
    back = graph.before
    seen: set[int] = set()
    stack = list(goals)
    while stack:
        step = stack.pop()
        if step not in seen:
            seen.add(step)
            stack += back.get(step, ())
    return seen


def ends_at(graph: TypeGraph, step: int, well: bool | None = None) -> bool:
    """Whether a case can end at a step (well, badly, or either)."""
    for way in graph.ways[step].ways:
        if way.target == END and (well is None or way.ends_well == well):
            return True
    return False


def dominators_of(graph: TypeGraph) -> dict[int, int]:
    """The immediate dominator of each step that the type can meet; the start has itself."""
    if graph.walked.above is None:
        graph.walked.above = dominators(graph.start, graph.onward)
    return graph.walked.above


def dominating(above: dict[int, int], step: int) -> list[int]:
    """The steps that every walk from the start to a step passes, the nearest first."""
    found: list[int] = []
    current = step
    while above.get(current, current) != current:
        current = above[current]
        found.append(current)
    return found

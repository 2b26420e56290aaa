"""Small walks over a type's graph that several topics need: reachability, first meetings, paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.ways import END


def reachable_from(graph: TypeGraph, steps: Iterable[int]) -> set[int]:
    """The steps that can come after some steps (these only if they can come again)."""
    seen: set[int] = set()
    stack = [onward for step in steps for onward in graph.successors(step)]
    while stack:
        step = stack.pop()
        if step not in seen:
            seen.add(step)
            stack.extend(graph.successors(step))
    return seen


def leading_to(graph: TypeGraph, goals: Iterable[int]) -> set[int]:
    """The steps from which one of some steps can be reached (these included)."""
    back: dict[int, list[int]] = {}
    for step in graph.reachable:
        for onward in graph.successors(step):
            back.setdefault(onward, []).append(step)
    seen: set[int] = set()
    stack = list(goals)
    while stack:
        step = stack.pop()
        if step not in seen:
            seen.add(step)
            stack.extend(back.get(step, ()))
    return seen


def shortest_path(
    graph: TypeGraph, start: Iterable[int], goal: Callable[[int], bool], stop: Callable[[int], bool]
) -> list[int]:
    """The shortest path from some steps to one that is a goal, never going on from a stop."""
    queue: deque[tuple[int, ...]] = deque((step,) for step in start)
    seen = {path[0] for path in queue}
    while queue:
        path = queue.popleft()
        if goal(path[-1]):
            return list(path)
        if stop(path[-1]):
            continue
        for onward in graph.successors(path[-1]):
            if onward not in seen:
                seen.add(onward)
                queue.append((*path, onward))
    return []


def ends_at(graph: TypeGraph, step: int, well: bool | None = None) -> bool:
    """Whether a case can end at a step (well, badly, or either)."""
    return any(
        way.target == END and (well is None or way.ends_well == well)
        for way in graph.ways[step].ways
    )


def dominators_of(graph: TypeGraph) -> dict[int, int]:
    """The immediate dominator of each step that the type can meet; the start has itself."""
    import networkx as nx

    picture: nx.DiGraph[int] = nx.DiGraph()
    picture.add_node(graph.start)
    for step in graph.reachable:
        picture.add_edges_from((step, onward) for onward in graph.successors(step))
    found = nx.immediate_dominators(picture, graph.start)
    return {step: (step if above is None else above) for step, above in found.items()}


def dominating(above: dict[int, int], step: int) -> list[int]:
    """The steps that every walk from the start to a step passes, the nearest first."""
    found: list[int] = []
    current = step
    while above.get(current, current) != current:
        current = above[current]
        found.append(current)
    return found

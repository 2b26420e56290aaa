"""What follows from holding request types, or sign-offs, beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.figures import Figures
from cxaudit.analysis.walks import dominating, dominators_of, reachable_from
from cxaudit.analysis.ways import END, Ways
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.language.process import Process


def same_gates_as(process: Process, figures: dict[str, Figures]) -> dict[str, list[str]]:
    """For each type: the types, not simple, whose unavoidable free sign-offs it meets as well."""
    found: dict[str, list[str]] = {}
    for kind, mine in figures.items():
        found[kind] = []
        for other, theirs in figures.items():
            spec = process.requests.get(other)
            if other == kind or spec is None or spec.simple:
                continue
            gates = set(theirs.unavoidable_free or ())
            if gates and mine.unavoidable_free is not None and gates <= set(mine.unavoidable_free):
                found[kind].append(other)
    return found


def parts_at(figures: Figures) -> int | None:
    """Where a type should part from the others: the last meeting with the requester that every run
    passes before its first unavoidable sign-off, else the first step."""
    graph = figures.graph
    first = next(iter(figures.unavoidable or ()), None)
    if first is None or not figures.defined:
        return None
    gate = next((w.index for w in graph.works if w.id == first.split("/")[0]), None)
    if gate is None:
        return None
    before = dominating(dominators_of(graph), gate)
    for step in before:
        if figures.requester and graph.works[step].meets(figures.requester):
            return step
    return graph.start if graph.start != gate else gate


@dataclass(frozen=True, slots=True)
class Triage:
    """The first place where request types part: what all of them do before."""

    at: int
    steps: int
    sign_offs: int
    path: tuple[int, ...] = ()


def triage(process: Process, works: list[Work], ways: list[Ways], start: int) -> Triage | None:
    """The nearest step that routes by type, or before one that only some types do; None if none."""
    if len({spec.starts for spec in process.requests.values()}) > 1:
        return Triage(start, 0, 0)
    came: dict[int, int | None] = {start: None}
    queue = [start]
    for step in queue:
        parting = ways[step].routes or any(
            way.target != END and works[way.target].step.for_ for way in ways[step].ways
        )
        if parting or works[step].step.for_:
            path: list[int] = []
            current: int | None = step
            while current is not None:
                path.append(current)
                current = came[current]
            done = [s for s in path if not works[s].idle]
            if works[step].step.for_ and not parting:
                done = [s for s in done if s != step]
            gates = sum(works[s].weight for s in done)
            return Triage(step, len(done), gates, tuple(reversed(path)))
        for way in ways[step].ways:
            if way.target != END and way.kind == "next" and way.target not in came:
                came[way.target] = step
                queue.append(way.target)
    return None


def approved_twice(world: World, figures: Figures) -> list[tuple[int, int]]:
    """Pairs of sign-offs on one run that judge the same: one role twice, or neighbours on one
    reporting line, with equal `checks` and `over` or none."""
    graph = figures.graph
    gates = [s for s in graph.reachable if graph.works[s].weight]
    found = []
    for one in gates:
        later = reachable_from(graph, [one])
        for other in gates:
            if other == one or other not in later:
                continue
            if other < one and one in reachable_from(graph, [other]):
                continue
            a, b = graph.works[one], graph.works[other]
            if (a.step.checks, _over(a)) != (b.step.checks, _over(b)):
                continue
            same = set(a.approvers) & set(b.approvers) - {"?"}
            line = any(
                high in world.line_of(low) or low in world.line_of(high)
                for low in a.approvers
                for high in b.approvers
            )
            if same or (line and other in _next_gates(figures, one)):
                found.append((one, other))
    return found


def _over(work: Work) -> str:
    return work.step.over.text if work.step.over else ""


def _next_gates(figures: Figures, step: int) -> set[int]:
    """The sign-offs that can come next, with work or none between."""
    graph = figures.graph
    found: set[int] = set()
    seen: set[int] = set()
    stack = list(graph.successors(step, ("next",)))
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        if graph.works[current].weight:
            found.add(current)
        else:
            stack.extend(graph.successors(current, ("next",)))
    return found


def decides_first(figures: Figures) -> bool:
    """Whether something tells requests apart before the first unavoidable free sign-off: a decision,
    or a step that only some types do."""
    graph = figures.graph
    first = next(iter(figures.unavoidable_free or ()), None)
    if first is None:
        return True
    gate = next((w.index for w in graph.works if w.id == first.split("/")[0]), graph.start)
    seen, stack = {graph.start}, [graph.start]
    while stack:
        step = stack.pop()
        if step == gate:
            continue
        agreed = [way for way in graph.ways[step].ways if way.kind in ("next", "else")]
        decides = len(agreed) > 1 and not graph.ways[step].split
        if decides or graph.works[step].step.for_:
            return True
        for onward in graph.successors(step):
            if onward not in seen:
                seen.add(onward)
                stack.append(onward)
    return False

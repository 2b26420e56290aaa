"""What happens when the answer is no, when something goes wrong, and when a customer is unhappy."""

from __future__ import annotations

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.ways import END
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.infer.labels import read_label
from cxaudit.infer.lexicon import in_words
from cxaudit.language.organisation import Feedback


def refusals(graph: TypeGraph) -> list[list[int]]:
    """Roads from a refusing decision to a refused end with no alternative or escalation on them.

    Each is [decision ... end]; an end that carries a reason (`because`) is no dead end.
    """
    back = graph.before
    found = []
    works = graph.works
    for step in graph.reachable:
        ends = [way for way in graph.ways[step].ways if way.target == END]
        refused = any(way.outcome_kind == "refused" for way in ends)
        if not refused and not (ends and in_words(works[step].label, "decline")):
            continue
        road = _refusing_road(graph, step, back)
        if road is not None:
            found.append(road)
    return found


def _refusing_road(graph: TypeGraph, end: int, back: dict[int, list[int]]) -> list[int] | None:
    works = graph.works
    if works[end].step.because:
        return None
    seen: set[int] = set()
    queue: list[tuple[int, ...]] = [(end,)]
    for road in queue:
        step = road[0]
        if step in seen:
            continue
        seen.add(step)
        if len(graph.ways[step].ways) > 1:
            if not _offers(works[step]):
                return list(road)
            continue
        if _offers(works[step]):
            continue
        before = back.get(step, [])
        if not before:
            return list(road)
        queue.extend((source, *road) for source in before)
    return None


def _offers(work: Work) -> bool:
    """Whether a step finds another way, or takes the matter higher."""
    return bool(work.step.escalates) or in_words(work.label, "alternatives")


def recovery_gates(graph: TypeGraph, step: int) -> list[int] | None:
    """The way from where a step goes wrong to its first sign-off, where none of the ways reaches
    somebody before one must say yes; None where help comes first or there is no recovery."""
    starts = [w.target for w in graph.ways[step].ways if w.kind == "wrong" and w.target != END]
    if not starts:
        return None
    came: dict[int, int | None] = dict.fromkeys(starts)
    queue = list(starts)
    blocked: list[int] | None = None
    for current in queue:
        work = graph.works[current]
        if work.weight:
            if blocked is None:
                blocked = _trail(came, current)
            continue
        if work.meetings:
            return None
        for onward in graph.successors(current):
            if onward not in came:
                came[onward] = current
                queue.append(onward)
    return [step, *blocked] if blocked is not None else None


def _trail(came: dict[int, int | None], step: int) -> list[int]:
    path = []
    current: int | None = step
    while current is not None:
        path.append(current)
        current = came[current]
    return path[::-1]


def unhappy_is_helped(
    feedback: Feedback, graph: TypeGraph, world: World, maps: frozenset[str]
) -> bool | None:
    """Whether somebody calls the unhappy customer or puts things right; None where no route is said.

    A route into the map helps where a touch-point or a remedy lies on it; one into another map is
    taken at its word; a sentence is read by its verb.
    """
    route = feedback.unhappy
    if route is None:
        return None
    if route.with_:
        return not in_words(route.does, "thanks")
    index = {work.id: work.index for work in graph.works}
    target = route.to or route.next
    if target is not None and target in index:
        return _helps_from(graph, index[target])
    if target is not None and target in maps:
        return True
    sentence = route.does or route.to or ""
    text = sentence.replace("-", " ") if " " not in sentence.strip() else sentence
    reading = read_label(text, world.language, world.named_parties)
    # Whom a sentence about the unhappy calls is the unhappy customer, named or not.
    return reading.contact is not None or in_words(text, "remedies")


def _helps_from(graph: TypeGraph, start: int) -> bool:
    seen, stack = {start}, [start]
    while stack:
        step = stack.pop()
        work = graph.works[step]
        if (work.meetings or in_words(work.label, "remedies")) and not in_words(
            work.label, "thanks"
        ):
            return True
        for onward in graph.successors(step):
            if onward not in seen:
                seen.add(onward)
                stack.append(onward)
    return False

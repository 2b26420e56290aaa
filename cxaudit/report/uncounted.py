"""Roads of a map on which nobody has said how many cases go: figures count none there, and a report
must not show that as a measured zero."""

from __future__ import annotations

from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END, Way


def is_open(study: Study, way: Way) -> bool:
    """Whether a way leaves the main road, and nobody has said for which share of the cases."""
    step = study.works[way.source].step
    if way.kind == "late":
        return step.if_late is None or step.if_late.share is None
    if way.kind == "wrong":
        return step.if_wrong is None or step.if_wrong.share is None
    return way.kind == "else" and not way.given and not way.share


def open_ways(study: Study) -> frozenset[tuple[str, str | None, str]]:
    """Such ways: the step they leave, the one they lead to (None: out of the map), their kind."""
    works = study.works
    return frozenset(
        (works[way.source].id, works[way.target].id if way.target != END else None, way.kind)
        for ways in study.ways
        for way in ways.ways
        if is_open(study, way)
    )


def uncounted(study: Study) -> frozenset[str]:
    """Steps that a case can reach by such ways only: how often it does is not known."""
    plain: set[int] = set()
    for figures in study.figures.values():
        stack = [figures.graph.start] if figures.graph.start in figures.graph.reachable else []
        seen: set[int] = set()
        while stack:
            step = stack.pop()
            if step in seen:
                continue
            seen.add(step)
            onward = [way for way in figures.graph.ways[step].ways if not is_open(study, way)]
            stack += [way.target for way in onward if way.target != END]
        plain |= seen
    return frozenset(study.works[step].id for step in study.reached - plain)

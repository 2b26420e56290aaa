"""Maps that call each other: which comes first, and who goes round in a circle."""

from __future__ import annotations

from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.run.load import Source


def _calls(source: Source) -> list[str]:
    return [s.call for s in source.document.model.steps.values() if s.call]


def called_first(sources: list[Source], by_id: dict[str, Source]) -> list[Source]:
    """Sources in an order in which called maps come before their callers."""
    done: dict[str, None] = {}

    def visit(source: Source, open_ids: tuple[str, ...]) -> None:
        key = source.document.path + source.map_id
        if key in done or source.map_id in open_ids:
            return
        if source.document.readable:
            for called in _calls(source):
                if called in by_id:
                    visit(by_id[called], (*open_ids, source.map_id))
        done[key] = None

    for source in sources:
        visit(source, ())
    by_key = {s.document.path + s.map_id: s for s in sources}
    return [by_key[key] for key in done]


def circles_of(by_id: dict[str, Source]) -> dict[str, list[str]]:
    """Maps that call each other in a circle, with the circle."""
    calls = [
        (map_id, called)
        for map_id, source in by_id.items()
        for called in _calls(source)
        if called in by_id
    ]
    if not calls:
        return {}
    import networkx as nx

    picture: nx.DiGraph[str] = nx.DiGraph(calls)
    found = {}
    for part in nx.strongly_connected_components(picture):
        if len(part) > 1 or any(picture.has_edge(m, m) for m in part):
            for map_id in part:
                found[map_id] = sorted(part)
    return found


def circle_problem(document: Document, circle: list[str]) -> Problem:
    """The fault of a map that lies in such a circle."""
    step = next(key for key, s in document.model.steps.items() if s.call in circle)
    names = " → ".join([*circle, circle[0]])
    return Problem(
        "reference",
        "call-circle",
        f"these maps call each other in a circle: {names}",
        document.span(("steps", step, "call")),
        f"steps/{step}/call",
        blocks=True,
    )

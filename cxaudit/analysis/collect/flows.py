"""The facts of flows between steps."""

from __future__ import annotations

from cxaudit.analysis.collect.steps import visits_of
from cxaudit.analysis.facts.step import FlowFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END, open_share


def _passes(study: Study) -> dict[int, float]:
    """Expected passes of each way, by its number, in an average case."""
    found: dict[int, float] = {}
    for kind, figures in study.figures.items():
        for step, visits in figures.visits.items():
            ways = figures.graph.ways[step]
            opens = open_share(ways) if ways.split else 1.0
            for way in ways.ways:
                share = way.share * (opens if way.branch else 1.0)
                passes = study.shares[kind] * visits * share
                found[way.origin] = found.get(way.origin, 0.0) + passes
    return found


def flow_facts(study: Study) -> list[FlowFacts]:
    """One entry a flow, in file order. Shares are those of an average case."""
    visits = visits_of(study)
    passes = _passes(study)
    found = []
    for ways in study.ways:
        opens = open_share(ways) if ways.split else 1.0
        for way in ways.ways:
            source = study.works[way.source].id
            target = study.works[way.target].id if way.target != END else None
            share = way.share * (opens if way.branch else 1.0)
            if visits is not None and visits.get(way.source):
                share = passes.get(way.origin, 0.0) / visits[way.source]
            facts = FlowFacts(
                id=f"{source}>{target or 'end ' + way.outcome}",
                source=source,
                target=target,
                outcome=way.outcome or None,
                kind=way.kind,
                label=way.label,
                share=share,
                requests=list(way.types),
            )
            if visits is not None:
                facts.visits = passes.get(way.origin, 0.0)
            if not way.given and (way.kind == "else" or (ways.assumed and not way.types)):
                facts.basis["share"] = "assumed"
            found.append(facts)
    return found

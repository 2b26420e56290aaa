"""The facts of flows between steps."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.analysis.collect.steps import middle
from cxaudit.analysis.facts.step import FlowFacts
from cxaudit.analysis.hand_offs import hand_off_ways
from cxaudit.analysis.study import Study
from cxaudit.analysis.unit_hand_offs import (
    HandOver,
    Returns,
    arriving,
    given,
    has_standard,
    unit_hand_offs,
    written_ways,
)
from cxaudit.analysis.ways import END, Way, open_share


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
    visits = study.visits
    passes = _passes(study)
    found = []
    by_number: dict[int, FlowFacts] = {}
    for ways in study.ways:
        opens = open_share(ways) if ways.split else 1.0
        for way in ways.ways:
            share = way.share * (opens if way.branch else 1.0)
            if visits is not None and visits.get(way.source):
                share = passes.get(way.origin, 0.0) / visits[way.source]
            facts = _one(study, way, share)
            if visits is not None:
                facts.visits = passes.get(way.origin, 0.0)
            if not way.given and (way.kind == "else" or (ways.assumed and not way.types)):
                facts.basis["share"] = "assumed"
            by_number[way.origin] = facts
            found.append(facts)
    _hand_offs(study, by_number, visits, passes)
    return found


def _one(study: Study, way: Way, share: float) -> FlowFacts:
    work = study.works[way.source]
    target = study.works[way.target].id if way.target != END else None
    return FlowFacts(
        id=f"{work.id}>{target or 'end ' + way.outcome}",
        source=work.id,
        target=target,
        outcome=way.outcome or None,
        kind=way.kind,
        label=way.label,
        when=_condition(study, way),
        after=middle(way.spent),
        share=share,
        requests=list(way.types),
        recovery=work.recovers is not None,
        gives=[item.what for item in work.step.gives],
    )


def _condition(study: Study, way: Way) -> str | None:
    """The `when` of a branch."""
    step = study.works[way.source].step
    for branch in step.next.branches if step.next is not None and way.kind == "next" else ():
        to = study.works[way.target].id if way.target != END else None
        if branch.when and (branch.label, branch.to) == (way.label, to):
            return branch.when
    return None


def _hand_offs(
    study: Study,
    by_number: dict[int, FlowFacts],
    visits: dict[int, float] | None,
    passes: dict[int, float],
) -> None:
    """Where the case changes hands, and where it changes department."""
    written = written_ways(study.ways)
    across: dict[int, list[HandOver]] = {}
    unknown: set[int] = set()
    for figures in study.distinct:
        for way in hand_off_ways(figures.graph, False, figures.calls):
            by_number[arriving(study.ways, written, way).origin].hand_off = True
        for way, over in unit_hand_offs(figures.graph, figures.calls):
            number = arriving(study.ways, written, way).origin
            if over is None:
                unknown.add(number)
            else:
                across.setdefault(number, []).append(over)
    returns = Returns(study.works, study.ways, passes, study.reached)
    for number, facts in by_number.items():
        if number in across:
            _across(study, facts, across[number], returns, visits)
        elif number not in unknown:
            facts.unit_hand_off = False
    _alike(by_number.values())


def _alike(flows: Iterable[FlowFacts]) -> None:
    """Branches of one step into one department hand over alike: the one of which most comes back
    stands for all."""
    groups: dict[tuple[object, ...], list[FlowFacts]] = {}
    for flow in flows:
        agreed = flow.kind == "next" and not flow.recovery
        flow.hands_over = flow.unit_hand_off if agreed else False
        if flow.hands_over:
            giver, standard = flow.hand_off_path[0], flow.receiver_standard
            key = (giver, flow.from_unit, flow.to_unit, tuple(flow.gives), standard)
            groups.setdefault(key, []).append(flow)
    for group in groups.values():
        first = max(group, key=lambda flow: flow.returned or 0.0)
        for flow in group:
            flow.hands_over = flow is first


def _across(
    study: Study,
    facts: FlowFacts,
    overs: list[HandOver],
    returns: Returns,
    visits: dict[int, float] | None,
) -> None:
    """What is handed over where departments change; of several ways there, on the barest."""
    works = study.works
    over = overs[0]
    if len(overs) > 1:
        over = min(overs, key=lambda o: (bool(given(works, o)), has_standard(works, o)))
    facts.unit_hand_off = True
    steps = dict.fromkeys((over.giver, over.source, over.taker))
    facts.hand_off_path = study.ids(list(steps))
    facts.from_unit, facts.to_unit = over.from_unit, over.to_unit
    facts.gives = given(works, over)
    facts.receiver_standard = has_standard(works, over)
    facts.recovery = facts.recovery or works[over.giver].recovers is not None
    if visits is not None:
        facts.returned = returns.share(over, visits.get(over.taker, 0.0))

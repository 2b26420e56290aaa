"""The facts of sign-offs."""

from __future__ import annotations

from itertools import pairwise

from cxaudit.analysis.collect.steps import dwell_of, middle
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.flow_faults import decision_behind
from cxaudit.analysis.gates import gated_share
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.people import (
    approves_own_work,
    authority,
    covered_by_authority,
    levels_up,
    upstream,
)
from cxaudit.analysis.study import Study
from cxaudit.analysis.touch_points import PAIRS_UP_TO
from cxaudit.analysis.walks import dominating, dominators_of
from cxaudit.analysis.ways import END
from cxaudit.analysis.work import Work, calendar_of
from cxaudit.infer.lexicon import in_words


def sign_off_facts(study: Study) -> list[SignOffFacts]:
    """One entry a sign-off, in file order."""
    visits = study.visits
    times = [(study.shares[k], f.time) for k, f in study.figures.items()]
    known = all(time is not None for _, time in times)
    mean = sum(share * (time or 0.0) for share, time in times) if known else None
    found = [_one(study, work, visits, mean) for work in study.works if work.weight]
    gates = [work for work in study.works if work.weight]
    for work, facts in zip(gates, found, strict=True):
        for kind, figures in study.figures.items():
            if not figures.graph.faults and work.index in figures.graph.members:
                _surroundings(study, facts, work, figures, kind in study.twins)
    _runs(study, found)
    return found


def _one(
    study: Study, work: Work, visits: dict[int, float] | None, mean: float | None
) -> SignOffFacts:
    step = work.step
    days = calendar_of(study.process)
    facts = SignOffFacts(
        step=work.id,
        does=work.label,
        approvers=[a for a in work.approvers if a != "?"],
        weight=work.weight,
        held=work.held,
        because=step.because or None,
        checks=step.checks or None,
        over=step.over.text if step.over else None,
        within=middle(step.within.range(days)) if step.within else None,
        escalates=step.escalates,
        waits=middle(work.waits),
        ways_out=decision_behind(study.works, study.ways, work.index),
        level=study.world.level_of(work.approvers[0]) if work.approvers else None,
    )
    _written(study, work, facts)
    if step.rejects is not None:
        facts.rejects, facts.rejects_of = step.rejects.share, step.rejects.of or 0
    if work.sign_off_basis != "declared":
        facts.basis["step"] = work.sign_off_basis
    if visits is not None:
        facts.visits = visits.get(work.index, 0.0)
        if work.takes is not None or work.waits is not None:
            facts.dwell = dwell_of(study, work)
            if mean:
                facts.dwell_share = facts.dwell / mean
    facts.volume_share = _volume_share(study, work)
    return facts


def _volume_share(study: Study, work: Work) -> float | None:
    """The share of the cases that meet a step. Where no loop passes it, a case comes by once at most,
    so that this is its visits; else those that come back must not count twice."""
    if any(work.index in circle.steps for circle in study.faults.circles):
        return gated_share(study, (work.index,))
    return sum(
        study.shares[kind] * min(1.0, figures.visits.get(work.index, 0.0))
        for kind, figures in study.figures.items()
    )


def _written(study: Study, work: Work, facts: SignOffFacts) -> None:
    """What the map says of the step in so many words."""
    step, days = work.step, calendar_of(study.process)
    facts.mode = step.sign_off.mode if step.sign_off is not None else "each"
    facts.performer, facts.unit, facts.stage = work.performer, work.unit, work.stage
    facts.owner = work.owners[0] if work.owners else None
    facts.takes = middle(work.takes)
    facts.else_to, facts.outcome = step.else_, step.end
    facts.promise = middle(step.promise.range(days)) if step.promise else None
    if step.at_most is not None:
        bound = step.at_most.duration
        facts.at_most = middle(bound.range(days)) if bound else None
        facts.at_most_times = step.at_most.times
    if step.if_late is not None:
        after = step.if_late.after
        facts.late_after = middle(after.range(days)) if after else None
        facts.late_to = step.if_late.next
    facts.recovers = step.if_wrong is not None
    facts.requests, facts.system = list(step.for_), list(work.systems)
    facts.parties = [meeting.party for meeting in work.meetings]
    facts.moment, facts.commits, facts.advocacy = step.moment, bool(step.commits), step.advocacy
    for name in ("purpose", "standard", "script", "batch", "cost", "note"):
        if text := getattr(step, name):
            setattr(facts, name, text)
    for name in ("asks", "gives", "needs"):
        if items := getattr(step, name):
            setattr(facts, name, [item.what for item in items])
    for name in (
        "consult", "inform", "measure", "needs_skill", "covers", "keeps", "allow",
    ):  # fmt: skip
        if names := getattr(step, name):
            setattr(facts, name, list(names))


def _authority(study: Study, facts: SignOffFacts, work: Work, figures: Figures) -> None:
    """Who before it may decide alone, and how far up it asks."""
    graph = figures.graph
    covering = covered_by_authority(study.world, graph, work.index)
    if covering is not None:
        alone = covering not in work.approvers
        if facts.covered_by_authority is None or (alone and _asks_itself(facts)):
            facts.covered_by_authority, facts.covered_requests = covering, []
            facts.authority = authority(study.world.roles[covering], graph.request)
        if covering == facts.covered_by_authority:
            facts.covered_requests.append(graph.request)
    up = levels_up(study.world, graph, work.index)
    if up is not None and (facts.levels_up is None or up[0] > facts.levels_up):
        facts.levels_up, facts.asks_of, facts.work_before = up


def _asks_itself(facts: SignOffFacts) -> bool:
    return facts.covered_by_authority in facts.approvers


def _surroundings(
    study: Study, facts: SignOffFacts, work: Work, figures: Figures, twin: bool
) -> None:
    graph = figures.graph
    if len(graph.reachable) > PAIRS_UP_TO:
        return
    if twin:  # what lies around it is known from the other type, but not who may decide this one
        _authority(study, facts, work, figures)
        return
    before = upstream(graph, work.index)
    performers = [graph.works[s].performer for s in before if graph.works[s].performer]
    facts.upstream = list(dict.fromkeys([*facts.upstream, *(p for p in performers if p)]))
    _authority(study, facts, work, figures)
    if facts.self_approval is None:
        facts.self_approval = approves_own_work(study.world, graph, work.index)
    passed = dominating(dominators_of(graph), work.index)
    met = [graph.works[s] for s in reversed(passed) if graph.works[s].meetings]
    sure = [w.id for w in met if w.step.commits]
    facts.commits_before = list(dict.fromkeys([*facts.commits_before, *sure]))
    asked = [
        w.id
        for w in met
        if w.step.commits is None
        and w.performer_kind != "party"  # what the customer does binds the customer
        and in_words(w.label, "commitments")
    ]
    facts.may_commit_before = list(dict.fromkeys([*facts.may_commit_before, *asked]))
    facts.withdraws = facts.withdraws or _takes_back(graph, work.index, set(passed))


def _takes_back(graph: TypeGraph, gate: int, passed: set[int]) -> bool:
    """Whether a no leads to a bad end, or back to what was done before, without another yes."""
    stack = [way for way in graph.ways[gate].ways if way.kind == "else"]
    seen = {gate}
    while stack:
        way = stack.pop()
        if way.target == END:
            if way.outcome_kind != "good":
                return True
        elif way.target in passed:
            return True
        elif way.target not in seen:
            seen.add(way.target)
            stack += graph.ways[way.target].ways
    return False


def _runs(study: Study, found: list[SignOffFacts]) -> None:
    by_step = {facts.step: facts for facts in found}
    for run in study.runs:
        ids = study.ids(run)
        by_step[ids[0]].run = ids
        by_step[ids[0]].run_approvals = sum(study.works[step].weight for step in run)
        for one, other in pairwise(ids):
            by_step[one].next_sign_off = other
            by_step[other].previous = [one]

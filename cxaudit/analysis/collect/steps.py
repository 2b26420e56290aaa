"""The facts of steps and flows."""

from __future__ import annotations

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.recovery import recovery_gates
from cxaudit.analysis.study import Study
from cxaudit.analysis.work import Minutes, Work, calendar_of
from cxaudit.language.contacts import NOBODY
from cxaudit.language.spans import Span
from cxaudit.language.values import Duration


def middle(minutes: Minutes | None) -> float | None:
    """The middle of a range of minutes."""
    return sum(minutes) / 2 if minutes is not None else None


def dwell_of(study: Study, work: Work) -> float:
    """Expected minutes of an average case at a step: visits x (waits + takes), timeouts weighed."""
    total = 0.0
    for kind, figures in study.figures.items():
        mean = figures.mean[work.index] if figures.mean else sum(work.duration()) / 2
        total += study.shares[kind] * figures.visits.get(work.index, 0.0) * mean
    return total


def exposures_of(study: Study) -> dict[int, float] | None:
    """Exposure of each step in an average case; None where it is unknown for every type."""
    known = {kind: e for kind, e in study.exposures.items() if e is not None}
    if not known:
        return None
    found: dict[int, float] = {}
    for kind, exposure in known.items():
        for step, minutes in exposure.items():
            found[step] = found.get(step, 0.0) + study.shares[kind] * minutes
    return found


def place_of(study: Study, work: Work) -> Span:
    """Where a step stands in its file."""
    if work.recovers is not None:
        return study.document.span(("steps", work.recovers, "if-wrong"), key=True)
    return study.document.span(("steps", work.id), key=True)


def step_facts(study: Study) -> list[StepFacts]:
    """One entry a step, in file order."""
    visits = study.visits
    exposures = exposures_of(study)
    facts = [_one(study, work, visits, exposures) for work in study.works]
    _faults(study, facts)
    _refusals(study, facts)
    return facts


def _one(
    study: Study,
    work: Work,
    visits: dict[int, float] | None,
    exposures: dict[int, float] | None,
) -> StepFacts:
    step = work.step
    facts = StepFacts(
        id=work.id,
        does=work.label,
        kind=work.kind,
        performer=work.performer,
        performer_kind=work.performer_kind,
        owner=work.owners[0] if work.owners else None,
        unit=work.unit,
        stage=work.stage,
        system=list(work.systems),
        is_touch_point=bool(work.meetings),
        is_sign_off=work.is_sign_off,
        maybe_sign_off=work.maybe_sign_off,
        maybe_touch_point=work.maybe_touch_point,
        held=work.held,
        takes=middle(work.takes),
        waits=middle(work.waits),
        moment=step.moment,
        reachable=work.index in study.reached,
        line=place_of(study, work).line,
        basis=dict(work.basis),
    )
    _written(study, work, facts)
    if visits is not None:
        facts.visits = visits.get(work.index, 0.0)
        if work.takes is not None or work.waits is not None:
            facts.dwell = dwell_of(study, work)
    if exposures is not None:
        facts.exposure = exposures.get(work.index, 0.0)
    for kind, figures in study.figures.items():
        by_type = study.exposures.get(kind) or {}
        if work.index in figures.visits:
            facts.by_request[kind] = {
                "visits": figures.visits[work.index],
                "exposure": by_type.get(work.index, 0.0),
            }
    _ownership(study, work, facts)
    ways = study.ways[work.index]
    choices = [w for w in ways.ways if w.kind == "next"] if work.recovers is None else []
    if len(choices) > 1 and not ways.split:
        facts.unlabelled = sum(not way.label and not way.types for way in choices)
    if ways.shares_given is not None and choices:
        short = all(way.given for way in choices)
        off = ways.shares_given - 1.0
        facts.shares_off = off if short or off > 0 else 0.0
        facts.shares_total = ways.shares_given
    facts.opens_block = bool(ways.split)
    facts.recovers = step.if_wrong is not None
    for figures in study.distinct if facts.recovers else ():
        if work.index in figures.graph.members and not facts.recovery_gates:
            facts.recovery_gates = study.ids(recovery_gates(figures.graph, work.index) or [])
    return facts


def _written(study: Study, work: Work, facts: StepFacts) -> None:
    """What the map says of a step in so many words."""
    step = work.step
    facts.commits, facts.advocacy = bool(step.commits), step.advocacy
    facts.promise = _minutes(study, step.promise)
    facts.call, facts.by, facts.end = step.call, step.by, step.end
    for name in ("because", "purpose", "standard", "script", "batch", "cost", "checks", "note"):
        if text := getattr(step, name):
            setattr(facts, name, text)
    for name in ("asks", "gives", "needs"):
        if items := getattr(step, name):
            setattr(facts, name, [item.what for item in items])
    for name in ("measure", "covers", "needs_skill", "consult", "inform", "keeps"):
        if names := getattr(step, name):
            setattr(facts, name, list(names))
    facts.with_ = [contact.party for contact in step.with_]
    facts.for_, facts.allow = list(step.for_), list(step.allow)
    if step.next is not None:
        branches = step.next.branches
        facts.next = [b.to if b.to is not None else f"end {b.outcome or 'done'}" for b in branches]
    facts.split, facts.join = step.split, step.join
    _gate(study, work, facts)
    _bounds(study, work, facts)
    if step.impact is None and step.remembered is None:
        return
    for axis in ("customer", "perception", "relationship"):
        if step.impact is not None:
            setattr(facts, f"impact_{axis}", getattr(step.impact, axis))
        if step.remembered is not None:
            setattr(facts, f"remembered_{axis}", getattr(step.remembered, axis))


def _minutes(study: Study, duration: Duration | None) -> float | None:
    return middle(duration.range(calendar_of(study.process))) if duration is not None else None


def _gate(study: Study, work: Work, facts: StepFacts) -> None:
    """Who must say yes, what they judge, and what happens to a no."""
    step = work.step
    if step.sign_off is not None:
        facts.sign_off = ["no"] if step.sign_off.denied else list(step.sign_off.approvers)
    facts.over = step.over.text if step.over is not None else None
    facts.within, facts.escalates = _minutes(study, step.within), step.escalates
    if step.rejects is not None:
        facts.rejects, facts.rejects_of = step.rejects.share, step.rejects.of
    facts.else_ = step.else_


def _bounds(study: Study, work: Work, facts: StepFacts) -> None:
    """What keeps a step from taking too long, and what follows when it does or goes wrong."""
    step = work.step
    if step.at_most is not None:
        facts.at_most = _minutes(study, step.at_most.duration)
        facts.at_most_times = step.at_most.times
    if step.if_late is not None:
        facts.if_late = step.if_late.next
        facts.if_late_after = _minutes(study, step.if_late.after)
    if step.if_wrong is not None:
        facts.if_wrong = step.if_wrong.to or f"{work.id}/if-wrong"


def _meets_outsider(study: Study, work: Work) -> bool:
    """Whether a step meets somebody who is not one of us."""
    parties = study.world.parties
    return any(m.party not in parties or parties[m.party].kind != "internal" for m in work.meetings)


def _ownership(study: Study, work: Work, facts: StepFacts) -> None:
    step = work.step
    spec = study.process.stages.get(work.stage) if work.stage else None
    passed = step.by == NOBODY and not (work.takes or work.meetings or work.weight)
    facts.needs_performer = work.kind not in ("end", "wait", "call") and not passed
    facts.done_by_us = facts.needs_performer and work.performer_kind not in ("party", "system")
    facts.wants_standard = facts.done_by_us or bool(step.standard)
    facts.owner_of_wait = bool(step.owner or (spec and spec.owner))
    facts.waits_on_party = work.performer_kind == "party" and work.waits is not None
    facts.bounded = step.at_most is not None or step.if_late is not None


def _faults(study: Study, facts: list[StepFacts]) -> None:
    faults = study.faults
    for group in faults.unreachable:
        facts[group[0]].stranded = "unreachable"
        facts[group[0]].stranded_group = study.ids(group)
    stuck = sorted(faults.no_way_out)
    if stuck:
        facts[stuck[0]].stranded = "no-way-out"
        facts[stuck[0]].stranded_group = study.ids(stuck)
    for circle in faults.circles:
        if circle.endless:
            first = facts[circle.steps[0]]
            first.endless_loop = first.loop = study.ids(list(circle.steps))
            continue
        for back in circle.returns:
            source = facts[back.at]
            source.loop = study.ids(list(circle.steps))
            source.return_bounded = circle.bounded
            share = back.share or 0.0
            source.return_share = max(source.return_share, share)
            met = [s for s in back.again if _meets_outsider(study, study.works[s])]
            if met and share >= source.repeat_share:
                source.repeat_share, source.repeats = share, study.ids(back.again)
    for step, pairs in faults.runs_on.items():
        if study.works[step].recovers is None:
            facts[step].runs_on = [study.works[i].id for pair in pairs for i in pair]
    for kind, figures in study.figures.items():
        for step, _ in figures.graph.faults:
            facts[max(step, 0)].types_without_way.append(study.title_of(kind))
        for block in figures.folded.blocks.values():
            if block.in_doubt:
                facts[block.split].join_in_doubt = study.ids(block.meeting)


def _refusals(study: Study, facts: list[StepFacts]) -> None:
    from cxaudit.analysis.recovery import refusals

    for figures in study.distinct:
        if figures.graph.faults:
            continue
        for road in refusals(figures.graph):
            if not facts[road[-1]].refusal:
                facts[road[-1]].refusal = study.ids(road)

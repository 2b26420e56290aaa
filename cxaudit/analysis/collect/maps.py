"""The facts of a whole map."""

from __future__ import annotations

from cxaudit.analysis.collect.basis import of_questions, rest_on_labels
from cxaudit.analysis.collect.hiring import hiring_facts
from cxaudit.analysis.collect.map_people import map_people
from cxaudit.analysis.collect.map_stages import map_stages
from cxaudit.analysis.collect.shape import shape_facts
from cxaudit.analysis.collect.steps import middle
from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.facts.step import FlowFacts, StepFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.work import Work, calendar_of
from cxaudit.infer.lexicon import headed_by, in_words

_IMPACTS = ("customer", "perception", "relationship")


def map_facts(
    study: Study,
    steps: list[StepFacts],
    flows: list[FlowFacts],
    sign_offs: list[SignOffFacts],
    view: View,
) -> MapFacts:
    """The facts of a map, from those of its parts."""
    process = study.process
    facts = MapFacts(
        id=study.id,
        path=study.document.path,
        title=process.process,
        purpose=process.purpose or None,
        purpose_words=len(process.purpose.split()),
        owner=process.owner[0] if len(process.owner) == 1 else None,
        owners=list(process.owner),
        leader=process.leader[0] if process.leader else None,
        profile=process.profile,
        tags=list(process.tags),
        size=len(study.works),
        flows=sum(flow.target is not None for flow in flows),
        request_types=len(process.requests),
        simple_types=sum(spec.simple for spec in process.requests.values()),
        hard_types=sum(not spec.simple for spec in process.requests.values()),
        customers=list(process.customers),
        reviewed=process.reviewed.isoformat() if process.reviewed else None,
        feedback=list(study.world.feedback),
        touch_points=sum(step.is_touch_point for step in steps),
        sign_offs=sum(step.is_sign_off for step in steps),
        language=study.world.language,
    )
    facts.hidden_touch_points = [
        step.id
        for work, step in zip(study.works, steps, strict=True)
        if step.basis.get("is_touch_point") == "inferred-high" and _only_read(work)
    ]
    facts.maybe_touch_points = [s.id for s in steps if s.maybe_touch_point]
    facts.maybe_sign_offs = [s.id for s in steps if s.maybe_sign_off]
    facts.serial_sign_offs = [study.ids(run) for run in study.runs]
    expected = [(study.shares[k], f.expected) for k, f in study.figures.items()]
    if all(value is not None for _, value in expected):
        facts.burden = sum(share * (value or 0.0) for share, value in expected)
    _design(study, facts)
    _measures(study, facts)
    _impacts(study, facts)
    _sign_offs(study, facts, sign_offs)
    _recovery(study, facts)
    _written(study, facts)
    facts.verdict = study.soundness.word
    shape_facts(study, facts)
    facts.decision_steps = [work.id for work in study.works if _decides(study, work)]
    facts.decisions = len(facts.decision_steps)
    map_people(study, facts, flows)
    map_stages(study, facts)
    hiring_facts(study, facts)
    rest_on_labels(study, facts)
    of_questions(facts)
    return facts


def _written(study: Study, facts: MapFacts) -> None:
    """What the map says of itself in so many words."""
    process, days = study.process, calendar_of(study.process)
    facts.in_organisation = study.world.organisation is not None
    facts.leaders = list(process.leader)
    facts.requests = list(process.requests)
    if process.budget is not None:
        facts.budget_worst = process.budget.worst
        facts.budget_least = process.budget.least
        facts.budget_expected = process.budget.expected
    for key in ("parties", "roles", "units", "systems", "promises", "allow"):
        setattr(facts, key, list(getattr(process, key)))
    facts.calendar_day, facts.calendar_week = days.day, days.week
    facts.note = process.note or None
    if "note" in study.document.basis:
        facts.basis["note"] = study.document.basis["note"]


def _only_read(work: Work) -> bool:
    """Whether somebody is met there of whom neither the map nor a message flow says so."""
    named = {contact.party for contact in work.step.with_}
    return any(meeting.party not in named for meeting in work.meetings)


def _decides(study: Study, work: Work) -> bool:
    """Whether a case goes one of several ways; timeouts and recoveries are no choice."""
    ways = study.ways[work.index]
    if work.recovers is not None or ways.split or work.index not in study.reached:
        return False
    return sum(way.kind in ("next", "else") for way in ways.ways) > 1


def _design(study: Study, facts: MapFacts) -> None:
    process, world = study.process, study.world
    if process.designed_with is not None:
        facts.designed_with = list(process.designed_with)
        facts.designed_with_customer_voice = any(
            who in study.front_line
            or any(world.unit_of(role) == who for role in study.front_line)
            or (who in world.named_parties and not world.serves_us(who))
            or world.kind_of(who) == "party"
            or (who not in world.roles and headed_by(who, "front-line"))
            for who in process.designed_with
        )
    if process.considers is not None:
        facts.considers = list(process.considers)
    weighed = [("considers", process.considers or [])]
    weighed += [(f"steps/{work.id}/covers", work.step.covers) for work in study.works]
    facts.internal_only = [
        place
        for place, items in weighed
        if items
        and all(
            in_words(item, "internal") and not in_words(item, "customer-words") for item in items
        )
    ]


def _measures(study: Study, facts: MapFacts) -> None:
    names = list(study.process.measures)
    names += [m for work in study.works for m in work.step.measure]
    facts.measures = list(dict.fromkeys(names))
    known = [study.world.measures[m].kind for m in facts.measures if m in study.world.measures]
    facts.measure_kinds = list(dict.fromkeys(kind for kind in known if kind))
    described = {m for m, spec in study.world.measures.items() if spec.kind}
    facts.unknown_measures = [m for m in facts.measures if m not in described]


def _impacts(study: Study, facts: MapFacts) -> None:
    met = [
        work
        for work in study.works
        if work.meetings and work.index in study.reached and work.recovers is None
    ]

    def complete(work: Work) -> bool:
        impact = work.step.impact
        return impact is not None and all(getattr(impact, axis) is not None for axis in _IMPACTS)

    facts.impacts_stated = sum(complete(work) for work in met)
    some = any(work.step.impact is not None for work in met)
    facts.impact_gaps = [
        work.id for work in met if not complete(work) and (work.step.moment or some)
    ]


def _sign_offs(study: Study, facts: MapFacts, sign_offs: list[SignOffFacts]) -> None:
    index = {work.id: work.index for work in study.works if work.recovers is None}
    sayable = [gate for gate in sign_offs if index.get(gate.step, -1) in study.reached]
    facts.cannot_say_no = [gate.step for gate in sayable if gate.ways_out <= 1]
    for gate in sayable:
        work = study.works[index[gate.step]]
        judged = gate.checks or gate.over or gate.because
        step = work.step
        clocked = step.within or step.at_most or step.escalates or step.if_late
        waits = middle(work.waits) or 0.0
        if not judged or (not clocked and waits >= calendar_of(study.process).day):
            facts.loose_sign_offs.append(gate.step)
            facts.loose_on_simple = facts.loose_on_simple or any(
                spec.simple and work.index in study.figures[kind].graph.members
                for kind, spec in study.process.requests.items()
            )


def _recovery(study: Study, facts: MapFacts) -> None:
    if any(work.step.if_wrong is not None for work in study.works):
        return
    moments = [
        w
        for w in study.works
        if w.meetings
        and w.recovers is None
        and (w.step.moment or (w.performer_kind != "party" and in_words(w.label, "deliveries")))
    ]
    facts.unrecovered_moments = [work.id for work in moments]
    facts.unrecovered_key_party = any(
        study.world.parties[m.party].key
        for work in moments
        for m in work.meetings
        if m.party in study.world.parties
    )

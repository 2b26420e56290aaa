"""The facts of touch-points, parties and feedback."""

from __future__ import annotations

from cxaudit.analysis.collect.steps import middle, visits_of
from cxaudit.analysis.facts.listening import FeedbackFacts
from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.analysis.recovery import unhappy_is_helped
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.work import Meeting, Minutes, Work, calendar_of
from cxaudit.language.values import Duration

AT_ONCE = frozenset(
    ["phone", "person", "in-person", "counter", "desk", "visit", "meeting", "video", "call", "chat"]
)


def touch_point_facts(study: Study, view: View) -> list[TouchPointFacts]:
    """One entry a step and party met, in file order."""
    visits = visits_of(study)
    return [
        _meeting(study, work, meeting, visits) for work in study.works for meeting in work.meetings
    ]


def _minutes(study: Study, duration: Duration | None) -> float | None:
    found: Minutes | None = duration.range(calendar_of(study.process)) if duration else None
    return middle(found)


def _meeting(
    study: Study, work: Work, meeting: Meeting, visits: dict[int, float] | None
) -> TouchPointFacts:
    step, impact = work.step, work.step.impact
    promised = step.promise is not None or any(
        spec.promise is not None
        for key, spec in study.process.requests.items()
        if key in study.figures and work.index in study.figures[key].graph.members
    )
    at_once = meeting.by_party or any(c.lower() in AT_ONCE for c in meeting.channels)
    facts = TouchPointFacts(
        id=f"{work.id}/{meeting.party}",
        step=work.id,
        does=work.label,
        party=meeting.party,
        channels=list(meeting.channels),
        by_party=meeting.by_party,
        performer=work.performer,
        stage=work.stage,
        moment=step.moment,
        commits=bool(step.commits),
        asks=[item.what for item in step.asks],
        promise=_minutes(study, step.promise),
        promised=promised,
        standard=step.standard or None,
        measure=list(step.measure),
        recovers=step.if_wrong is not None,
        customer=impact.customer if impact else None,
        perception=impact.perception if impact else None,
        relationship=impact.relationship if impact else None,
        party_waits=0.0 if work.waits is None and work.takes else middle(work.waits),
        wait_limit=15.0 if at_once else calendar_of(study.process).day,
        visits=visits.get(work.index, 0.0) if visits is not None else None,
    )
    if meeting.basis != "declared":
        facts.basis["party"] = meeting.basis
    return facts


def party_facts(study: Study) -> list[PartyFacts]:
    """Everyone the process is for, affects, or meets."""
    world = study.world
    named: dict[str, str] = dict.fromkeys(study.process.customers, "customers")
    for party, known in world.parties.items():
        if study.id in known.affected_by:
            named.setdefault(party, "affected-by")
    for work in study.works:
        for meeting in work.meetings:
            named.setdefault(meeting.party, "touch-point")
    found = []
    for party, where in named.items():
        spec = world.parties.get(party)
        unknown = world.organisation is not None and spec is None and party not in world.units
        if unknown and where == "customers":
            continue  # told as an unknown name: one fault, one finding
        met = [w for w in study.works if w.meets(party) and w.index in study.reached]
        facts = PartyFacts(
            id=party,
            title=world.title(party),
            named_in=where,
            touch_points=[w.id for w in met],
            stages=list(dict.fromkeys(w.stage for w in met if w.stage)),
            feedback=[k for k, f in world.feedback.items() if party in f.from_],
        )
        if spec is not None:
            facts.kind, facts.key = spec.kind, spec.key
            facts.not_met = spec.not_met or None
            facts.contact = spec.contact
            facts.influences = list(spec.influences)
            facts.wants = list(spec.wants)
            facts.affected_by = list(spec.affected_by)
        found.append(facts)
    return found


def feedback_facts(study: Study, view: View) -> list[FeedbackFacts]:
    """How this process listens, and what it does about what it hears."""
    found = []
    for key, feedback in study.world.feedback.items():
        route = feedback.unhappy
        helped = None
        for figures in study.figures.values():
            one = unhappy_is_helped(feedback, figures.graph, study.world, study.maps)
            helped = one if helped is None else (helped or bool(one))
        found.append(
            FeedbackFacts(
                id=key,
                from_=list(feedback.from_),
                after=list(feedback.after),
                kind=feedback.kind,
                to=list(feedback.to),
                within=_minutes(study, feedback.within),
                every=feedback.every or None,
                last=feedback.last.isoformat() if feedback.last else None,
                unhappy=(route.to or route.does or route.next or "described") if route else None,
                unhappy_within=_minutes(study, route.within if route else None)
                or _minutes(study, feedback.within),
                unhappy_helped=helped,
                answered=bool(feedback.to or (route and route.by)),
                shares=list(feedback.shares),
                used_for=list(feedback.used_for),
            )
        )
    return found

"""The facts of touch-points."""

from __future__ import annotations

from cxaudit.analysis.collect.steps import middle, visits_of
from cxaudit.analysis.facts.meeting import TouchPointFacts
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


def minutes_of(study: Study, duration: Duration | None) -> float | None:
    """The middle of a duration in working minutes of a map; None where there is none."""
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
        promise=minutes_of(study, step.promise),
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

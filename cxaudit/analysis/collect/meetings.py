"""The facts of touch-points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from cxaudit.analysis.collect.steps import middle
from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.targets import stands_worse
from cxaudit.analysis.view import View
from cxaudit.analysis.work import Meeting, Minutes, Work, calendar_of
from cxaudit.infer.lexicon import in_words
from cxaudit.language.process import Impact
from cxaudit.language.read import Document
from cxaudit.language.scenario import Scenario
from cxaudit.language.values import Duration, name

AXES = ("customer", "perception", "relationship")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the touch-points of one map have in common, worked out once.

    `visits` are those of an average case by step, `acted` the names under which actions and
    scenarios speak of steps, `first_met` the first reachable step at which each party is met.
    """

    visits: dict[int, float] | None
    acted: frozenset[str]
    first_met: dict[str, int]
    advocated: bool


def touch_point_facts(study: Study, view: View) -> list[TouchPointFacts]:
    """One entry a step and party met, in file order."""
    first_met: dict[str, int] = {}
    for work in study.works:
        for meeting in work.meetings if work.index in study.reached else ():
            first_met.setdefault(meeting.party, work.index)
    shared = _Shared(
        study.visits,
        _acted(study, view),
        first_met,
        any(work.step.advocacy for work in study.works),
    )
    return [
        _meeting(study, work, meeting, shared) for work in study.works for meeting in work.meetings
    ]


def _waits(work: Work) -> float | None:
    return 0.0 if work.waits is None and work.takes else middle(work.waits)


def minutes_of(study: Study, duration: Duration | None) -> float | None:
    """The middle of a duration in working minutes of a map; None where there is none."""
    found: Minutes | None = duration.range(calendar_of(study.process)) if duration else None
    return middle(found)


def _meeting(study: Study, work: Work, meeting: Meeting, shared: _Shared) -> TouchPointFacts:
    step, impact = work.step, work.step.impact
    types = [
        study.process.requests.get(key)
        for key, figures in study.figures.items()
        if work.index in figures.graph.members
    ]
    promised = step.promise is not None or (
        bool(types) and all(spec is not None and spec.promise is not None for spec in types)
    )
    attended = any(in_words(channel, "at-once") for channel in meeting.channels)
    # What a party does by letter takes the time that the party chooses.
    own_time = meeting.by_party and bool(meeting.channels) and not attended
    at_once = attended or (meeting.by_party and not meeting.channels)
    spec = study.world.parties.get(meeting.party)
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
        party_waits=_waits(work) if not own_time else None,
        wait_limit=15.0 if at_once else calendar_of(study.process).day,
        visits=shared.visits.get(work.index, 0.0) if shared.visits is not None else None,
        purpose=step.purpose or None,
        script=step.script or None,
        advocacy=step.advocacy,
        declared=meeting.basis == "declared",
        first_at_step=meeting is work.meetings[0],
        first_of_party=shared.first_met.get(meeting.party) == work.index,
        party_kind=spec.kind if spec is not None else "",
        advocated=shared.advocated,
        lacks=_lacks(work),
        behind=_behind(study, work),
        acted_on=bool(shared.acted) and not shared.acted.isdisjoint(_names(study, work)),
    )
    _impacts(facts, impact, step.remembered)
    if meeting.basis != "declared":
        facts.basis["party"] = meeting.basis
    return facts


def _lacks(work: Work) -> list[str]:
    """What nobody states of a step: who does it (a called map says that itself), its standard, its
    measure, its recovery."""
    step = work.step
    stated = {
        "performer": work.performer is not None or work.kind == "call",
        "standard": bool(step.standard),
        "measure": bool(step.measure),
        "recovery": step.if_wrong is not None,
    }
    return [what for what, there in stated.items() if not there]


def _impacts(facts: TouchPointFacts, believed: Impact | None, remembered: Impact | None) -> None:
    """Where it hurts most, and where belief and memory lie furthest apart: the first such axis."""
    ours = {axis: getattr(believed, axis, None) for axis in AXES}
    theirs = {axis: getattr(remembered, axis, None) for axis in AXES}
    facts.remembered_customer = theirs["customer"]
    facts.remembered_perception = theirs["perception"]
    facts.remembered_relationship = theirs["relationship"]
    stated = {axis: value for axis, value in ours.items() if value is not None}
    if stated:
        facts.worst_axis = min(stated, key=lambda axis: stated[axis])
        facts.worst_impact = stated[facts.worst_axis]
    gaps = {
        axis: abs(value - theirs[axis])
        for axis, value in stated.items()
        if theirs[axis] is not None
    }
    if gaps:
        axis = max(gaps, key=lambda axis: gaps[axis])
        facts.gap_axis, facts.perception_gap = axis, gaps[axis]
        facts.gap_believed, facts.gap_remembered = ours[axis], theirs[axis]


def _behind(study: Study, work: Work) -> list[str]:
    """Measures of a step that are known to stand worse than their target."""
    known = study.world.measures
    return [m for m in work.step.measure if m in known and stands_worse(known[m])]


def _names(study: Study, work: Work) -> set[str]:
    """The names by which an action may speak of a step."""
    return {name(work.id), name(f"{study.id}/{work.id}"), name(work.label)}


def _acted(study: Study, view: View) -> frozenset[str]:
    """Names of steps that something is done about: open actions of the organisation, and scenarios
    of this map. A change acts through its scenario."""
    organisation = study.world.organisation
    actions = organisation.actions.values() if organisation is not None else ()
    found = {
        name(action.about)
        for action in actions
        if action.about and (action.done is None or action.done > view.as_of)
    }
    for document in view.scenarios:
        scenario = document.model
        if not isinstance(scenario, Scenario) or name(scenario.of) != name(study.id):
            continue
        if _concerns(document, study.document):
            found |= {name(step) for step in scenario.touched}
    return frozenset(found)


def _concerns(scenario: Document, of: Document) -> bool:
    """Whether a scenario is about this map and not about one of the same id in another folder: it
    lies below the map's folder, or its folder (`scenarios` left out) holds the map."""
    above, below = PurePath(of.path).parent, PurePath(scenario.path).parent
    home = below.parent if below.name == "scenarios" else below
    return below.is_relative_to(above) or above.is_relative_to(home)

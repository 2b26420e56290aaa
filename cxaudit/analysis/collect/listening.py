"""The facts of feedback, as a map uses it, and of the measures that a map describes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

from cxaudit.analysis.collect.unhappy import who_speaks
from cxaudit.analysis.dates import turns_missed
from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.names import named
from cxaudit.analysis.recovery import unhappy_is_helped
from cxaudit.analysis.study import Study
from cxaudit.analysis.targets import stands_worse
from cxaudit.analysis.view import View
from cxaudit.analysis.work import Work, calendar_of
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import in_words
from cxaudit.language.organisation import Feedback, Measure
from cxaudit.language.values import Calendar, Duration, name

WANTED = ("owner", "target", "every", "seen_by", "discussed_in")


def minutes_in(days: Calendar, duration: Duration | None) -> float | None:
    """The middle of a duration in working minutes of a calendar; None where there is none."""
    return sum(duration.range(days)) / 2 if duration is not None else None


def feedback_facts(study: Study, view: View) -> list[FeedbackFacts]:
    """How this process listens, and what it does about what it hears."""
    graphs = [figures.graph for figures in study.figures.values()]
    found = []
    for key, feedback in study.world.feedback.items():
        own = study.process.feedback[key].model_fields_set
        facts = feedback_entry(
            key, feedback, study.world, graphs, study.maps, calendar_of(study.process), view.as_of
        )
        facts.place, facts.used_in = "map", [study.id]
        facts.defined = "map" if own else "organisation" if feedback.model_fields_set else ""
        facts.key_parties = key_parties(study.world, hears(feedback, study.works))
        found.append(facts)
    return found


def feedback_entry(
    key: str,
    feedback: Feedback,
    world: World,
    graphs: Sequence[TypeGraph],
    maps: frozenset[str],
    days: Calendar,
    as_of: datetime.date,
) -> FeedbackFacts:
    """What can be said of feedback over the graphs of the request types that it may lead into."""
    route = feedback.unhappy
    helped = [unhappy_is_helped(feedback, graph, world, maps) for graph in graphs]
    met, level = who_speaks(feedback, graphs, world, maps)
    return FeedbackFacts(
        id=key,
        title=named(key),
        from_=list(feedback.from_),
        after=list(feedback.after),
        kind=feedback.kind,
        to=list(feedback.to),
        within=minutes_in(days, feedback.within),
        every=feedback.every or None,
        last=feedback.last.isoformat() if feedback.last else None,
        turns_missed=turns_missed(feedback.every, feedback.last, as_of),
        unhappy=(route.to or route.does or route.next or "described") if route else None,
        unhappy_within=minutes_in(days, route.within if route else None)
        or minutes_in(days, feedback.within),
        unhappy_helped=None if None in helped or not helped else any(helped),
        unhappy_met=met,
        unhappy_level=level,
        answered=bool(feedback.to or (route and route.by)),
        outer=feedback.outer or None,
        shares=list(feedback.shares),
        shares_praise=_praised(feedback.shares),
        used_for=list(feedback.used_for),
        about=list(feedback.about),
        praise_count=feedback.counts.get("praise"),
        complaint_count=feedback.counts.get("complaints"),
    )


def _praised(shares: Sequence[str]) -> bool | None:
    """Whether praise is among what is shared; None where nothing is said of it."""
    if not shares:
        return None
    return any(in_words(item.replace("-", " "), "praise") for item in shares)


def hears(feedback: Feedback, works: Iterable[Work]) -> set[str] | None:
    """The parties that feedback listens to: those it names, else those met at the steps after which
    it asks; None where it says neither, and may listen to anybody."""
    if feedback.from_:
        return set(feedback.from_)
    if not feedback.after:
        return None
    asked = [work for work in works if name(work.id) in feedback.after]
    return {meeting.party for work in asked for meeting in work.meetings}


def key_parties(world: World, heard: Collection[str] | None) -> list[str]:
    """The key parties among some."""
    return [key for key, party in world.parties.items() if party.key and key in (heard or ())]


def measure_facts(study: Study, view: View) -> list[MeasureFacts]:
    """The measures that a map describes for itself; those it only names belong elsewhere."""
    found = []
    for key, measure in study.process.measures.items():
        if measure.model_fields_set:
            facts = measure_entry(key, measure, study.world, view.as_of)
            facts.place = facts.defined = "map"
            facts.used_in = [study.id]
            found.append(facts)
    return found


def measure_entry(key: str, measure: Measure, world: World, as_of: datetime.date) -> MeasureFacts:
    """What can be said of a measure by its own entry."""
    units = set(world.units)
    return MeasureFacts(
        id=key,
        title=named(key),
        kind=measure.kind,
        of=list(measure.of),
        owner=measure.owner,
        target=measure.target or None,
        now=measure.now or None,
        was=measure.was or None,
        behind=stands_worse(measure),
        every=measure.every or None,
        last=measure.last.isoformat() if measure.last else None,
        turns_missed=turns_missed(measure.every, measure.last, as_of),
        seen_by=list(measure.seen_by),
        seen_by_all_units=units <= set(measure.seen_by) if len(units) > 1 else None,
        discussed_in=measure.discussed_in or None,
        keeps=list(measure.keeps),
        lacks=[part.replace("_", "-") for part in WANTED if not getattr(measure, part)],
    )

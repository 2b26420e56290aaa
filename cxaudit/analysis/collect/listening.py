"""The facts of feedback, as a map uses it."""

from __future__ import annotations

from cxaudit.analysis.collect.meetings import minutes_of
from cxaudit.analysis.facts.listening import FeedbackFacts
from cxaudit.analysis.recovery import unhappy_is_helped
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View


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
                within=minutes_of(study, feedback.within),
                every=feedback.every or None,
                last=feedback.last.isoformat() if feedback.last else None,
                unhappy=(route.to or route.does or route.next or "described") if route else None,
                unhappy_within=minutes_of(study, route.within if route else None)
                or minutes_of(study, feedback.within),
                unhappy_helped=helped,
                answered=bool(feedback.to or (route and route.by)),
                shares=list(feedback.shares),
                used_for=list(feedback.used_for),
            )
        )
    return found

"""Who looks at all feedback of a map together, and what was done about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from cxaudit.analysis.estate.routines import kind_of, maps_of, of_kind
from cxaudit.analysis.facts.organisation import ActionFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Feedback, Organisation, Routine
from cxaudit.language.values import name

REVIEWING = ("map-review", "review-customer-surveys")


def unreviewed_maps(world: World, shared: Organisation, studies: Sequence[Study]) -> list[str]:
    """Maps with feedback that no routine looks at which is done by their owner, their leader or
    somebody above them. A map of which nobody is known to answer for is not judged."""
    reviewing = [
        (routine, {study.id for study in maps_of(routine, studies)})
        for routine in of_kind(shared, *REVIEWING).values()
    ]
    found = []
    for study in studies:
        routines = [routine for routine, maps in reviewing if study.id in maps]
        if study.world.feedback and _is_reviewed(world, shared, study, routines) is False:
            found.append(study.id)
    return found


def _is_reviewed(
    world: World, shared: Organisation, study: Study, routines: Sequence[Routine]
) -> bool | None:
    powerful = with_power(study.world)
    found = _by_one_of(world, routines, powerful)
    answers = [
        _outer(world, shared, feedback, powerful) if feedback.outer and not found else found
        for feedback in study.world.feedback.values()
    ]
    if all(answers):
        return True
    return None if any(answer is None for answer in answers) else False


def with_power(world: World) -> set[str] | None:
    """Who may change a map: its owner, its leader and everybody above them; None where neither of
    them is a known role."""
    answering = [*world.process.owner, *world.process.leader]
    known = [who for who in answering if who in world.roles or world.unit_of(who) is not None]
    if not known:
        return None
    return {*known, *(boss for who in known for boss in world.line_of(who))}


def _by_one_of(world: World, routines: Iterable[Routine], powerful: set[str] | None) -> bool | None:
    """Whether one of these people does one of some routines; None where that cannot be told."""
    doubt = False
    for routine in routines:
        heads = [world.units[who].head for who in routine.by if who in world.units]
        if powerful is None or not routine.by:
            doubt = True
        elif powerful & {*routine.by, *heads}:
            return True
    return None if doubt else False


def _outer(
    world: World, shared: Organisation, feedback: Feedback, powerful: set[str] | None
) -> bool | None:
    """Whether what `outer` names is done by one of these people; a sentence is taken at its word."""
    said = name(feedback.outer)
    named = [
        routine for key, routine in shared.routines.items() if said in (key, kind_of(key, routine))
    ]
    return _by_one_of(world, named, powerful) if named else True


def action_facts(shared: Organisation, as_of: datetime.date) -> list[ActionFacts]:
    """One entry an action."""
    return [
        ActionFacts(
            id=key,
            about=action.about or None,
            by=action.by,
            due=action.due.isoformat() if action.due else None,
            done=action.done.isoformat() if action.done else None,
            told=list(action.told),
            closed=(closed := action.done is not None and action.done <= as_of),
            overdue=not closed and action.due is not None and action.due < as_of,
        )
        for key, action in shared.actions.items()
    ]

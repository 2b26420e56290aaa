"""What leaders and teams are seen to do: which routines there are, how old, who is heard by them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

from cxaudit.analysis.collect.listening import minutes_in
from cxaudit.analysis.collect.steps import exposures_of
from cxaudit.analysis.dates import turns_missed
from cxaudit.analysis.facts.organisation import RoutineFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import headed_by, in_words
from cxaudit.language.organisation import Organisation, Routine
from cxaudit.language.values import Calendar, name

LEADER_ROUTINES = (
    "serve-customers", "review-customer-surveys", "contact-unhappy", "front-line-forum",
)  # fmt: skip
VOICE_ROUTINES = ("employee-voice", "ideas")
LAPSED_AFTER = 2  # turns: one may be late, two are a habit that has gone


def kind_of(key: str, routine: Routine) -> str:
    """The kind of a routine; by default its name."""
    return name(routine.kind or key)


def of_kind(shared: Organisation, *kinds: str) -> dict[str, Routine]:
    """The routines of some kinds."""
    return {key: r for key, r in shared.routines.items() if kind_of(key, r) in kinds}


def routine_facts(
    world: World,
    shared: Organisation,
    studies: Sequence[Study],
    front: Collection[str],
    as_of: datetime.date,
) -> list[RoutineFacts]:
    """One entry a routine. `front` are the roles of the front line."""
    return [_routine(world, key, r, studies, front, as_of) for key, r in shared.routines.items()]


def _routine(
    world: World,
    key: str,
    routine: Routine,
    studies: Sequence[Study],
    front: Collection[str],
    as_of: datetime.date,
) -> RoutineFacts:
    looked_at = maps_of(routine, studies)
    facts = RoutineFacts(
        id=key,
        kind=kind_of(key, routine),
        by=list(routine.by),
        for_=list(routine.for_),
        from_=list(routine.from_),
        to=list(routine.to),
        audience=list(routine.audience),
        every=routine.every or None,
        last=routine.last.isoformat() if routine.last else None,
        turns_missed=turns_missed(routine.every, routine.last, as_of),
        channels=list(routine.channels),
        anonymous=is_anonymous(routine),
        answered_within=minutes_in(Calendar(), routine.answered_within),
        involves=list(routine.involves),
        maps=[study.id for study in looked_at],
    )
    if facts.kind == "map-review" and routine.involves:
        on_stage = front_stage(looked_at) | set(front)
        facts.front_stage_only = all(_on_stage(world, who, on_stage) for who in routine.involves)
        facts.backstage_share = backstage_share(looked_at, on_stage)
    return facts


def maps_of(routine: Routine, studies: Sequence[Study]) -> list[Study]:
    """The maps a routine looks at: those that its `for` names, else all."""
    named = [study for study in studies if name(study.id) in routine.for_]
    return named or list(studies)


def is_anonymous(routine: Routine) -> bool:
    """Whether one may take part unnamed."""
    return routine.anonymous or any(
        in_words(channel.replace("-", " "), "anonymous") for channel in routine.channels
    )


def front_stage(studies: Iterable[Study]) -> set[str]:
    """Those of us who do a step at which an outside party is met."""
    found = set()
    for study in studies:
        ours = set(study.world.units)
        ours |= {key for key, party in study.world.parties.items() if party.kind == "internal"}
        for work in study.works:
            outside = any(not m.by_party and m.party not in ours for m in work.meetings)
            if outside and work.performer and work.performer_kind == "role":
                found.add(work.performer)
    return found


def _on_stage(world: World, who: str, on_stage: Collection[str]) -> bool:
    """Whether somebody of a review group, or everybody of a unit in it, meets customers."""
    if who in on_stage or who not in world.units:
        return who in on_stage
    members = {role for role in world.roles if world.unit_of(role) == who}
    members |= set(world.units[who].roles)
    return bool(members) and members <= set(on_stage)


def backstage_share(studies: Iterable[Study], on_stage: Collection[str]) -> float | None:
    """The share of the customer's waiting that is caused by those who meet nobody; None where the
    waiting is unknown or there is none."""
    hidden = total = 0.0
    for study in studies:
        for step, minutes in (exposures_of(study) or {}).items():
            total += minutes
            if study.works[step].performer not in on_stage:
                hidden += minutes
    return hidden / total if total else None


def missing_routines(shared: Organisation) -> list[str]:
    """Of the routines by which leaders stay close to customers, the kinds that nobody does."""
    kinds = {kind_of(key, routine) for key, routine in shared.routines.items()}
    return [kind for kind in LEADER_ROUTINES if kind not in kinds]


def lapsed_routines(shared: Organisation, as_of: datetime.date) -> list[str]:
    """Routines of these kinds whose last turn is more than two turns ago."""
    return [
        key
        for key, routine in of_kind(shared, *LEADER_ROUTINES).items()
        if (turns_missed(routine.every, routine.last, as_of) or 0.0) > LAPSED_AFTER
    ]


def voice_routines(world: World, shared: Organisation, front: Collection[str]) -> list[str]:
    """Routines by which the front line is heard: those that name nobody, or somebody of it."""
    return [
        key
        for key, routine in of_kind(shared, *VOICE_ROUTINES).items()
        if not (asked := [*routine.from_, *routine.for_])
        or any(_of_front_line(world, who, front) for who in asked)
    ]


def _of_front_line(world: World, who: str, front: Collection[str]) -> bool:
    """Whether a name means somebody of the front line: a role, its unit, or everybody."""
    if who in front or any(world.unit_of(role) == who for role in front):
        return True
    known = who in world.roles or who in world.units
    return not known and (headed_by(who, "front-line") or headed_by(who, "group-words"))


def voice_lacks(
    shared: Organisation, voice: Sequence[str], front: Collection[str]
) -> list[str] | None:
    """What the front line lacks to be heard; None where nobody is front line."""
    if not front:
        return None
    if not voice:
        return ["routine"]
    routines = [shared.routines[key] for key in voice]
    lacks = []
    if not any(is_anonymous(routine) for routine in routines):
        lacks.append("anonymous channel")
    if not any(routine.answered_within for routine in routines):
        lacks.append("day by which it is answered")
    return lacks

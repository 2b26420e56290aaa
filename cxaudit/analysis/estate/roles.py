"""The facts of roles, over some maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cxaudit.analysis.estate.doings import Doings
from cxaudit.analysis.estate.rewards import Rewards
from cxaudit.analysis.facts.people import RoleFacts
from cxaudit.analysis.gates import assumed_share, gated_share
from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Measure, Role

HOURS_OF_A_DAY = 24.0
DAYS_OF_A_WEEK = 5.0


def role_facts(
    world: World,
    roles: Iterable[str],
    studies: Sequence[Study],
    done: Doings,
    rewards: Rewards,
    front: frozenset[str],
    place: str,
) -> list[RoleFacts]:
    """One entry a role. `front` are the roles of the front line, `place` where they are judged."""
    by_id = {study.id: study for study in studies}
    measures = {**rewards.measures, **world.measures}
    return [_role(world, role, by_id, done, rewards, front, place, measures) for role in roles]


def known_roles(world: World) -> list[str]:
    """Every role that a file describes, or names as role or head of a unit; in order."""
    found = dict.fromkeys(world.roles)
    for unit in world.units.values():
        found |= dict.fromkeys([*([unit.head] if unit.head else []), *unit.roles])
    return [role for role in found if role not in world.units]


def sees(world: World, who: str, measures: Mapping[str, Measure]) -> list[str]:
    """The measures that a role or unit, or the unit of a role, is said to see."""
    names = {who, world.unit_of(who)}
    return [key for key, measure in measures.items() if names & set(measure.seen_by)]


def _role(
    world: World,
    role: str,
    studies: Mapping[str, Study],
    done: Doings,
    rewards: Rewards,
    front: frozenset[str],
    place: str,
    measures: Mapping[str, Measure],
) -> RoleFacts:
    spec = world.roles.get(role) or Role()
    facts = RoleFacts(
        id=role,
        title=world.title(role),
        place=place,
        level=world.level_of(role),
        unit=world.unit_of(role),
        reports_to=world.boss_of(role),
        front_line=role in front,
        people=spec.people,
        hours=spec.hours,
        deputy=spec.deputy,
        holder=spec.holder or None,
        vacant=spec.vacant,
        may=[f"{what}: {limit.text}" for what, limit in spec.may.items()],
        skills=list(spec.skills),
        answers=list(spec.answers),
        used_in=done.maps.get(role, []),
        exposure=done.exposure_of(role),
        load=_load(world, role, spec, done),
        sees=sees(world, role, measures),
    )
    if facts.load is not None and role in done.assumed:
        facts.basis["load"] = "assumed"
    _gates(facts, studies, done.gates.get(role, {}))
    _rewards(facts, world, rewards)
    return facts


def _load(world: World, role: str, spec: Role, done: Doings) -> float | None:
    """Arrivals x takes x expected visits / (people x hours): the share of a role's working time
    that arrivals take, over all maps that state volumes; None where people or volumes are not
    stated. Hours are those of a day; more than 24 can only be those of a week."""
    if not spec.people or role not in done.minutes:
        return None
    unit = world.units.get(world.unit_of(role) or "")
    hours = spec.hours or (unit.hours if unit is not None else None)
    if not hours:
        return done.days[role] / spec.people
    if hours > HOURS_OF_A_DAY:
        hours /= DAYS_OF_A_WEEK
    return done.minutes[role] / (spec.people * hours * 60)


def _gates(facts: RoleFacts, studies: Mapping[str, Study], gates: dict[str, list[int]]) -> None:
    """The maps in which it must say yes, and the share of their cases that meet it."""
    facts.approves_in = list(gates)
    shares = {key: gated_share(studies[key], steps) for key, steps in gates.items()}
    known = {key: share for key, share in shares.items() if share is not None}
    if known:
        facts.gated_map = max(known, key=lambda key: known[key])
        facts.gated_share = known[facts.gated_map]
        facts.gates = studies[facts.gated_map].ids(gates[facts.gated_map])
        if assumed_share(studies[facts.gated_map]):
            facts.basis["gated_share"] = "assumed"
    elif not gates:
        facts.gated_share = 0.0


def _rewards(facts: RoleFacts, world: World, rewards: Rewards) -> None:
    measures = rewards.of(world, facts.id)
    if measures is None:
        return
    facts.rewarded_on = measures
    facts.reward_kinds = rewards.kinds(measures)
    facts.undefined_rewards = rewards.undefined(measures)
    own = rewards.by.get(facts.id)
    facts.reward_kind = own.kind or None if own is not None else None

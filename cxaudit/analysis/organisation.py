"""The facts of an organisation: its roles, units, measures, routines and changes, over its maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxaudit.analysis.collect.steps import exposures_of
from cxaudit.analysis.facts.base import Facts, dump
from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.facts.listening import MeasureFacts
from cxaudit.analysis.facts.organisation import OrganisationFacts, RoutineFacts
from cxaudit.analysis.facts.people import RoleFacts, UnitFacts
from cxaudit.analysis.people import spine
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.work import calendar_of
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Organisation
from cxaudit.language.process import Process
from cxaudit.language.read import Document


def organisation_facts(
    document: Document, studies: Sequence[Study], view: View
) -> dict[str, list[Facts]]:
    """Facts by judge of an organisation file and the maps that belong to it."""
    shared: Organisation = document.model
    nothing = Process.model_validate({"process": "none", "steps": {"none": {}}})
    world = World(nothing, shared, "en", document.spellings)
    by_role: dict[str, float] = {}
    for study in studies:
        for step, minutes in (exposures_of(study) or {}).items():
            performer = study.works[step].performer
            if performer:
                by_role[performer] = by_role.get(performer, 0.0) + minutes
    front = {role for study in studies for role in study.front_line}
    front |= {role for role, spec in shared.roles.items() if spec.front_line}
    return {
        "organisation": [
            OrganisationFacts(
                title=shared.organisation, path=document.path, promises=list(shared.promises)
            )
        ],
        "role": [
            _role(world, role, by_role, front, _load(world, role, studies)) for role in shared.roles
        ],
        "unit": [_unit(world, unit, by_role) for unit in shared.units],
        "measure": [
            MeasureFacts(
                id=key,
                kind=m.kind,
                of=list(m.of),
                owner=m.owner,
                target=m.target or None,
                now=m.now or None,
                every=m.every or None,
                last=m.last.isoformat() if m.last else None,
                seen_by=list(m.seen_by),
            )
            for key, m in shared.measures.items()
        ],
        "routine": [
            RoutineFacts(
                id=key,
                kind=r.kind or key,
                by=list(r.by),
                every=r.every or None,
                last=r.last.isoformat() if r.last else None,
            )
            for key, r in shared.routines.items()
        ],
        **_change_facts(world, shared),
    }


def _change_facts(world: World, shared: Organisation) -> dict[str, list[Facts]]:
    """The changes under way, and the groups that they touch."""
    return {
        "change": [
            ChangeFacts(
                id=key,
                kind=c.kind,
                sponsors=list(c.sponsors),
                vision=c.vision or None,
                scenario=c.scenario,
            )
            for key, c in shared.changes.items()
        ],
        "group": [
            GroupFacts(
                id=who,
                change=key,
                importance=g.importance,
                effect=g.effect,
                load=g.load,
                equip=list(g.equip),
                spine=(line := spine(world, who, list(c.sponsors))),
                spine_gaps=[level for level in line if level not in c.sponsors],
            )
            for key, c in shared.changes.items()
            for who, g in c.groups.items()
        ],
    }


def _sees(world: World, who: str) -> list[str]:
    unit = world.unit_of(who)
    return [key for key, measure in world.measures.items() if {who, unit} & set(measure.seen_by)]


def _load(world: World, role: str, studies: Sequence[Study]) -> float | None:
    """Arrivals x takes x expected visits / (people x hours): the share of a role's day that its
    work takes, over all maps that state volumes. None where people or volumes are not stated."""
    people = world.roles[role].people
    if not people:
        return None
    total, known = 0.0, False
    for study in studies:
        day = calendar_of(study.process).day
        hours = world.roles[role].hours
        minutes = people * (hours * 60 if hours else day)
        for kind, figures in study.figures.items():
            spec = study.process.requests.get(kind)
            if spec is None or spec.volume is None:
                continue
            for step, visits in figures.visits.items():
                work = study.works[step]
                if work.performer == role and work.takes is not None:
                    known = True
                    total += spec.volume * visits * sum(work.takes) / 2 / minutes
    return total if known else None


def _role(
    world: World, role: str, by_role: dict[str, float], front: set[str], load: float | None
) -> RoleFacts:
    spec = world.roles[role]
    return RoleFacts(
        id=role,
        title=world.title(role),
        level=world.level_of(role),
        unit=world.unit_of(role),
        reports_to=world.boss_of(role),
        front_line=role in front,
        people=spec.people,
        vacant=spec.vacant,
        may=[f"{what}: {limit.text}" for what, limit in spec.may.items()],
        exposure=by_role.get(role, 0.0),
        load=load,
        sees=_sees(world, role),
    )


def _unit(world: World, unit: str, by_role: dict[str, float]) -> UnitFacts:
    spec = world.units[unit]
    return UnitFacts(
        id=unit,
        title=world.title(unit),
        head=spec.head,
        roles=list(spec.roles),
        exposure=sum(m for role, m in by_role.items() if world.unit_of(role) == unit),
        sees=_sees(world, unit),
    )


def as_json(facts: dict[str, list[Facts]]) -> dict[str, Any]:
    """The organisation part of what `cxaudit facts` prints."""
    plurals = {
        "role": "roles",
        "unit": "units",
        "measure": "measures",
        "routine": "routines",
        "change": "changes",
        "group": "groups",
    }
    found: dict[str, Any] = {"organisation": dump(facts["organisation"][0])}
    found |= {plural: [dump(f) for f in facts[judge]] for judge, plural in plurals.items()}
    return found

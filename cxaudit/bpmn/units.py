"""Departments: named lanes around the lanes of those who work."""

from __future__ import annotations

from typing import Any

from cxaudit.bpmn.elements import Plan
from cxaudit.bpmn.owners import named
from cxaudit.bpmn.parties import Parties
from cxaudit.infer.lexicon import lexicon_for
from cxaudit.language.values import name


def units_of(plan: Plan, parties: Parties) -> dict[str, dict[str, Any]]:
    """The named lanes that have named lanes inside, each with these as its roles. Parties and
    systems are nobody's roles."""
    systems = lexicon_for(parties.language)["systems"]
    leaves = {name(lane.name) for lane in plan.lanes if lane.leaf and lane.name}
    found: dict[str, list[str]] = {}
    for lane in plan.lanes:
        around = named(lane.above)
        if not (lane.leaf and lane.name) or around is None:
            continue
        outside = parties.is_one(lane.name) or parties.is_one(around.name)
        if outside or systems.ends(name(lane.name).split("-")) or name(around.name) in leaves:
            continue
        roles = found.setdefault(around.name, [])
        if name(lane.name) not in map(name, roles):
            roles.append(lane.name)
    return {unit: {"roles": roles} for unit, roles in found.items()}

"""The facts of roles and units that a map describes for itself."""

from __future__ import annotations

from cxaudit.analysis.estate.doings import doings
from cxaudit.analysis.estate.rewards import rewards_of
from cxaudit.analysis.estate.roles import role_facts
from cxaudit.analysis.estate.units import passing_between, unit_facts
from cxaudit.analysis.facts.people import RoleFacts, UnitFacts
from cxaudit.analysis.study import Study


def map_role_facts(study: Study) -> list[RoleFacts]:
    """One entry a role that the map describes, in the order written; this map alone counts."""
    own = study.process.roles
    if not own:
        return []
    world, done = study.world, doings([study], shared=False)
    rewards = rewards_of(world.organisation, [study])
    return role_facts(world, own, [study], done, rewards, study.front_line, "map")


def map_unit_facts(study: Study) -> list[UnitFacts]:
    """One entry a unit that the map describes, in the order written; this map alone counts."""
    own = study.process.units
    if not own:
        return []
    world, done = study.world, doings([study], shared=False)
    rewards = rewards_of(world.organisation, [study])
    return unit_facts(world, own, done, rewards, passing_between([study]), "map")

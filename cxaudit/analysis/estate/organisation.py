"""The facts of an organisation: of its people, of its listening, of itself, over its maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxaudit.analysis.estate.changes import change_facts
from cxaudit.analysis.estate.clones import clone_facts
from cxaudit.analysis.estate.doings import doings
from cxaudit.analysis.estate.listening import discipline_feedback, feedback_facts, measure_facts
from cxaudit.analysis.estate.parties import party_facts
from cxaudit.analysis.estate.promises import promise_ledger, unkept
from cxaudit.analysis.estate.reviews import action_facts, unreviewed_maps
from cxaudit.analysis.estate.rewards import Rewards, rewards_of
from cxaudit.analysis.estate.roles import known_roles, role_facts
from cxaudit.analysis.estate.routines import (
    lapsed_routines,
    missing_routines,
    of_kind,
    routine_facts,
    voice_lacks,
    voice_routines,
)
from cxaudit.analysis.estate.units import passing_between, teamless_pairs, unit_facts
from cxaudit.analysis.facts.base import Facts, dump
from cxaudit.analysis.facts.organisation import OrganisationFacts, RewardFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Organisation
from cxaudit.language.process import Process
from cxaudit.language.read import Document

TOP_LEVELS = 2

_PLURALS = {
    "party": "parties",
    "role": "roles",
    "unit": "units",
    "measure": "measures",
    "feedback": "feedback",
    "routine": "routines",
    "change": "changes",
    "group": "groups",
    "clone": "clones",
}


def organisation_facts(
    document: Document, studies: Sequence[Study], view: View
) -> dict[str, list[Facts]]:
    """Facts by judge of an organisation file and the maps that belong to it."""
    shared: Organisation = document.model
    nothing = Process.model_validate({"process": "none", "steps": {"none": {}}})
    language = studies[0].world.language if studies else "en"
    world = World(nothing, shared, language, document.spellings)
    front = _front_line(shared, studies)
    done, passing = doings(studies, shared=True), passing_between(studies)
    rewards = rewards_of(shared, studies)
    roles = known_roles(world)
    whole = OrganisationFacts(
        title=shared.organisation,
        path=document.path,
        maps=[study.id for study in studies],
        leaders=[r for r in roles if (world.level_of(r) or TOP_LEVELS + 1) <= TOP_LEVELS],
        front_line=[role for role in roles if role in front],
        unit_hand_offs=sum(passing.values()),
        teamless_pairs=teamless_pairs(world, rewards, passing),
        discipline_feedback=discipline_feedback(shared, studies),
    )
    _promises(whole, shared, studies)
    _rewards(whole, world, shared, rewards)
    _routines(whole, world, shared, studies, view)
    place = "organisation"
    return {
        "organisation": [whole],
        "party": [*party_facts(world, shared, studies)],
        "role": [*role_facts(world, roles, studies, done, rewards, front, place)],
        "unit": [*unit_facts(world, shared.units, done, rewards, passing, place)],
        "measure": [*measure_facts(world, shared, studies, view.as_of)],
        "feedback": [*feedback_facts(world, shared, studies, view.as_of)],
        "routine": [*routine_facts(world, shared, studies, front, view.as_of)],
        "clone": clone_facts(studies),
        **change_facts(world, shared, studies, view),
    }


def _front_line(shared: Organisation, studies: Sequence[Study]) -> frozenset[str]:
    """Roles of the front line: those that the file says, else those that a map shows to be."""
    said = {role for role, spec in shared.roles.items() if spec.front_line}
    return frozenset(said.union(*(study.front_line for study in studies)))


def _promises(whole: OrganisationFacts, shared: Organisation, studies: Sequence[Study]) -> None:
    whole.promises = list(shared.promises)
    whole.promise_ledger = promise_ledger(shared, studies)
    whole.unkept_promises = unkept(whole.promise_ledger)


def _rewards(
    whole: OrganisationFacts, world: World, shared: Organisation, rewards: Rewards
) -> None:
    whole.rewards = [
        RewardFacts(id=key, measures=list(reward.measures), kind=reward.kind)
        for key, reward in shared.rewards.items()
    ]
    whole.leader_rewards = rewards.together(world, whole.leaders)
    whole.front_line_rewards = rewards.together(world, whole.front_line)
    if whole.leaders and whole.front_line:
        whole.shared_customer_measures = rewards.shared_by(
            whole.leader_rewards, whole.front_line_rewards
        )


def _routines(
    whole: OrganisationFacts,
    world: World,
    shared: Organisation,
    studies: Sequence[Study],
    view: View,
) -> None:
    whole.missing_routines = missing_routines(shared)
    whole.lapsed_routines = lapsed_routines(shared, view.as_of)
    whole.recognition = list(of_kind(shared, "recognition"))
    whole.voice = voice_routines(world, shared, whole.front_line)
    whole.voice_lacks = voice_lacks(shared, whole.voice, whole.front_line)
    whole.unreviewed_maps = unreviewed_maps(world, shared, studies)
    whole.actions = action_facts(shared, view.as_of)
    whole.open_actions = [action.id for action in whole.actions if not action.closed]
    whole.overdue_actions = [action.id for action in whole.actions if action.overdue]
    whole.untold_actions = [a.id for a in whole.actions if a.closed and not a.told]


def as_json(facts: dict[str, list[Facts]]) -> dict[str, Any]:
    """The organisation part of what `cxaudit facts` prints."""
    found: dict[str, Any] = {"organisation": dump(facts["organisation"][0])}
    found |= {plural: [dump(f) for f in facts[judge]] for judge, plural in _PLURALS.items()}
    return found

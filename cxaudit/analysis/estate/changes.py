"""The changes under way, and the groups that they touch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from cxaudit.analysis.estate.phases import in_order, phases_of
from cxaudit.analysis.estate.sponsorship import gaps, spine, units_without_advocate
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.months import months_between, months_of
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.world import World
from cxaudit.language.contacts import NOBODY
from cxaudit.language.organisation import Change, Group, Organisation
from cxaudit.language.process import Step
from cxaudit.language.read import Document
from cxaudit.language.scenario import Scenario


def change_facts(
    world: World, shared: Organisation, studies: Sequence[Study], view: View
) -> dict[str, list[Facts]]:
    """Entries of the judges change and group."""
    changes: list[Facts] = []
    groups: list[Facts] = []
    for key, change in shared.changes.items():
        changes.append(_change(world, key, change, studies, view))
        alone = units_without_advocate(world, change.groups, change.sponsors, change.advocates)
        # One group speaks for all, the same one in whatever order they are written.
        speaker = min((who for who in change.groups if world.unit_of(who) in alone), default=None)
        for who, group in change.groups.items():
            facts = _group(world, shared, key, change, who, group, view)
            if who == speaker:
                facts.unadvocated_units = alone
            groups.append(facts)
    return {"change": changes, "group": groups}


def _change(
    world: World, key: str, change: Change, studies: Sequence[Study], view: View
) -> ChangeFacts:
    phases = phases_of(change.phases)
    units = [unit for who in change.groups if (unit := world.unit_of(who))]
    facts = ChangeFacts(
        id=key,
        title=world.title(key),
        kind=change.kind,
        sponsors=list(change.sponsors),
        advocates=list(change.advocates),
        when=change.when or None,
        months=months_of(change.when),
        case=change.case or None,
        vision=change.vision or None,
        phases=[name for name, _ in phases],
        phases_in_order=in_order(phases),
        scenario=change.scenario,
        groups=list(change.groups),
        affected_units=list(dict.fromkeys(units)),
        allow=list(change.allow),
        note=change.note or None,
    )
    found = _scenario(change.scenario, studies, view)
    if found is not None:
        scenario, study = found
        facts.touched_steps = scenario.touched
        facts.unassessed = [
            who for who in _performers(scenario, study) if not _assessed(study.world, who, change)
        ]
    return facts


def _scenario(
    wanted: str | None, studies: Sequence[Study], view: View
) -> tuple[Scenario, Study] | None:
    """The scenario of a name with the map it edits, where both are in view; of several, the one that
    lies nearest to its map."""
    found = []
    for document in view.scenarios:
        if not isinstance(document.model, Scenario) or PurePath(document.path).stem != wanted:
            continue
        for study in studies:
            if study.id == document.model.of:
                found.append((_shared_folders(document, study.document), document, study))
    if not found:
        return None
    _, document, study = max(found, key=lambda one: one[0])
    return document.model, study


def _shared_folders(one: Document, other: Document) -> int:
    folders = zip(PurePath(one.path).parts, PurePath(other.path).parts, strict=False)
    count = 0
    for first, second in folders:
        if first != second:
            break
        count += 1
    return count


def _performers(scenario: Scenario, study: Study) -> list[str]:
    """The roles that do the steps which a scenario edits, as the map has them and as it will."""
    works = {work.id: work for work in study.works}
    found: list[str | None] = []
    for edit in scenario.edits:
        for step_id in edit.steps:
            work = works.get(step_id)
            if work is not None and work.performer != "?":
                found.append(work.performer)
            written = (edit.add or edit.change or {}).get(step_id)
            if written is not None:
                found.append(_performer(written))
    kinds = study.world.kind_of
    return list(dict.fromkeys(who for who in found if who and kinds(who) == "role"))


def _performer(step: Step) -> str | None:
    if step.by is not None:
        return step.by if step.by != NOBODY else None
    approvers = step.sign_off.approvers if step.sign_off is not None else []
    return approvers[0] if approvers else None


def _assessed(world: World, who: str, change: Change) -> bool:
    """Whether a performer is or belongs to a group; a unit is where one of its roles is a group."""
    roles = world.units[who].roles if who in world.units else []
    return any(one in change.groups for one in (who, world.unit_of(who), *roles))


def _group(
    world: World,
    shared: Organisation,
    key: str,
    change: Change,
    who: str,
    group: Group,
    view: View,
) -> GroupFacts:
    line = spine(world, who, change.sponsors)
    facts = GroupFacts(
        id=who,
        title=world.title(who),
        change=key,
        unit=world.unit_of(who),
        importance=group.importance,
        effect=group.effect,
        load=group.load,
        hours=group.hours,
        capacity=_capacity(world, who),
        equip=list(group.equip),
        worry=list(group.worry),
        answer=list(group.answer),
        unanswered=list(group.worry[len(group.answer) :]),
        spine=line,
        spine_gaps=gaps(line, change.sponsors),
        allow=list(group.allow),
    )
    if group.importance is not None and group.effect is not None:
        facts.stake = group.importance * group.effect
    oldest = _oldest_policy(world, shared, who, view)
    if oldest is not None:
        facts.policy, facts.policy_months = oldest
    return facts


def _capacity(world: World, who: str) -> float | None:
    """People x hours of a role (its unit's hours where it says none itself), or of all roles of a
    unit; None where one of them is not said."""
    unit = world.units.get(world.unit_of(who) or "")
    roles = world.units[who].roles if who in world.units else [who]
    total = 0.0
    for role in roles:
        spec = world.roles.get(role)
        hours = (spec.hours if spec is not None else None) or (unit.hours if unit else None)
        if spec is None or spec.people is None or hours is None:
            return None
        total += spec.people * hours
    return total or None


def _oldest_policy(
    world: World, shared: Organisation, who: str, view: View
) -> tuple[str, float] | None:
    """The policy that binds a group and was reviewed longest ago, with its age in months. A group is
    bound by name, through its unit, and a unit through its roles."""
    roles = world.units[who].roles if who in world.units else []
    bound = {who, world.unit_of(who), *roles}
    ages = [
        (months_between(policy.reviewed, view.as_of), key)
        for key, policy in shared.policies.items()
        if policy.reviewed is not None and bound & set(policy.binds)
    ]
    if not ages:
        return None
    months, key = max(ages)
    return key, months

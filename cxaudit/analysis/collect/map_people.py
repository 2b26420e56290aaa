"""Who answers for a map, who leads it, who makes customers wait, and whether they see it."""

from __future__ import annotations

from cxaudit.analysis.collect.steps import exposures_of
from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.step import FlowFacts
from cxaudit.analysis.reach import beyond_reach, leader_in_line, unsponsored
from cxaudit.analysis.study import Study
from cxaudit.analysis.unit_hand_offs import outside
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import headed_by
from cxaudit.texts.catalogue import _

SEEING = ("customer", "time")


def map_people(study: Study, facts: MapFacts, flows: list[FlowFacts]) -> None:
    """Add what follows from who owns, leads and does a process."""
    _owners(study, facts)
    _reach(study, facts)
    _hand_offs(study, facts, flows)
    exposures = exposures_of(study)
    if exposures is not None:
        _silo(study, facts, exposures)
        _blind(study, facts, exposures)


def _owners(study: Study, facts: MapFacts) -> None:
    process, world = study.process, study.world
    places = [(_("the process"), list(process.owner))]
    places += [
        (_("stage {title}").format(title=title), [stage.owner])
        for title, stage in process.stages.items()
        if stage.owner
    ]
    places += [(w.label, list(w.step.owner)) for w in study.works]
    for place, owners in places:
        several = len(owners) > 1
        vague = any(headed_by(o, "group-words") for o in owners)
        vacant = any(o in world.roles and world.roles[o].vacant for o in owners)
        if several or vague or vacant:
            facts.diluted_owners.append(
                f"{place}: {_(' and ').join(o.replace('-', ' ') for o in owners)}"
            )


def _reach(study: Study, facts: MapFacts) -> None:
    world = study.world
    if facts.owner is None:
        return
    beyond = beyond_reach(world, study.works, facts.owner)
    if beyond is not None:
        beyond = [step for step in beyond if step in study.reached]
        facts.beyond_reach = study.ids(beyond)
        alone = unsponsored(world, study.works, beyond)
        facts.unsponsored_steps = study.ids(alone)
        units = [study.works[step].unit or "" for step in alone]
        facts.unsponsored_units = list(dict.fromkeys(units))
    if world.organisation is not None:
        facts.leader_in_line = leader_in_line(world, facts.owner)


def _hand_offs(study: Study, facts: MapFacts, flows: list[FlowFacts]) -> None:
    """Changes of department on the agreed roads, and whether those who receive are asked."""
    works = {work.id: work for work in study.works}
    agreed = [
        flow
        for flow in flows
        if flow.unit_hand_off
        and flow.kind == "next"
        and not flow.recovery
        and works[flow.source].index in study.reached
    ]
    facts.unit_hand_offs = len(agreed)
    receivers = dict.fromkeys(flow.target for flow in agreed if flow.target)
    facts.unit_hand_off_steps = list(receivers)
    shared = study.world.organisation
    if shared is not None:
        units = {flow.to_unit for flow in agreed}
        sources = [*study.world.feedback.values(), *shared.feedback.values()]
        heard = {who for feedback in sources for who in feedback.from_}
        facts.internal_feedback = any(study.world.unit_of(who) in units for who in heard)


def _silo(study: Study, facts: MapFacts, exposures: dict[int, float]) -> None:
    """Whether customers are the matter of one department, while others make them wait."""
    unit = _one_unit(study, facts)
    total = sum(exposures.values())
    if unit is None or not total:
        return
    facts.silo_unit = unit
    elsewhere: dict[str, float] = {}
    for work in study.works:
        minutes = exposures.get(work.index, 0.0)
        if minutes and work.unit is not None and work.unit != unit:
            facts.silo_steps.append(work.id)
            elsewhere[work.unit] = elsewhere.get(work.unit, 0.0) + minutes
    facts.silo_elsewhere = round(sum(elsewhere.values()) / total, 12)
    facts.silo_causes = sorted(elsewhere, key=lambda u: (-elsewhere[u], u))


def _one_unit(study: Study, facts: MapFacts) -> str | None:
    """The unit in which everybody sits who meets a party, or owns a customer measure; None where
    there are several, or one whose unit is not known. What parties and systems do belongs to none."""
    world = study.world
    units: set[str | None] = set()
    for work in study.works:
        if work.index in study.reached and work.meetings and _ours(work):
            units.add(work.unit)
    if not units:
        return None
    for key in facts.measures:
        measure = world.measures.get(key)
        if measure is not None and measure.kind == "customer" and measure.owner:
            units.add(world.unit_of(measure.owner))
    return units.pop() if len(units) == 1 else None


def _blind(study: Study, facts: MapFacts, exposures: dict[int, float]) -> None:
    """Roles that make customers wait and see no measure which would tell them so. A role that sees
    a measure of which nobody states the kind is left out."""
    world = study.world
    measures = world.measures.values()
    if world.organisation is None and not any(measure.seen_by for measure in measures):
        return
    seeing = {who for m in measures if m.kind in SEEING or not m.kind for who in m.seen_by}
    waiting: dict[str, float] = {}
    steps: dict[str, list[str]] = {}
    for work in study.works:
        minutes, role = exposures.get(work.index, 0.0), work.performer
        if role is None or not _ours(work) or not minutes or not _known(world, role):
            continue
        if not {role, work.unit} & seeing:
            waiting[role] = waiting.get(role, 0.0) + minutes
            steps.setdefault(role, []).append(work.id)
    facts.backstage_blind = sorted(waiting, key=lambda role: -waiting[role])
    facts.blind_steps = [step for role in facts.backstage_blind for step in steps[role]]


def _ours(work: Work) -> bool:
    """Whether a step is for one of us to do: no system does it and no party outside."""
    return work.performer_kind != "system" and not outside(work)


def _known(world: World, role: str) -> bool:
    """Whether the organisation file knows a role; one that it does not is another finding."""
    if world.organisation is None or role in world.roles or role in world.units:
        return True
    return world.unit_of(role) is not None

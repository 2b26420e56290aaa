"""The facts of parties, as a map meets them."""

from __future__ import annotations

from collections.abc import Collection

from cxaudit.analysis.collect.listening import hears
from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World


def party_facts(study: Study) -> list[PartyFacts]:
    """Everyone the process is for, affects, meets, or describes."""
    world = study.world
    named: dict[str, str] = dict.fromkeys(study.process.customers, "customers")
    for party, known in world.parties.items():
        if study.id in known.affected_by:
            named.setdefault(party, "affected-by")
    met_at: dict[str, list[Work]] = {}
    for work in study.works:
        for party in dict.fromkeys(meeting.party for meeting in work.meetings):
            named.setdefault(party, "touch-point")
            if work.index in study.reached:
                met_at.setdefault(party, []).append(work)
    for party in study.process.parties:
        named.setdefault(party, "parties")
    heard = {key: hears(f, study.works) for key, f in world.feedback.items()}
    found = []
    for party, where in named.items():
        spec = world.parties.get(party)
        unknown = world.organisation is not None and spec is None and party not in world.units
        if unknown and where == "customers":
            continue  # told as an unknown name: one fault, one finding
        facts = party_entry(world, party)
        met = met_at.get(party, [])
        facts.named_in = where
        facts.touch_points = [w.id for w in met]
        facts.met_in_calls = _met_in_calls(study, party)
        facts.stages = list(dict.fromkeys(w.stage for w in met if w.stage))
        facts.maps_in_view, facts.met_in = 1, [study.id] if met else []
        facts.feedback = [key for key, parties in heard.items() if party in (parties or ())]
        facts.heard = bool(facts.feedback) or (None if None in heard.values() else False)
        if party in study.process.parties:
            facts.defined = "map"
        found.append(facts)
    return found


def _met_in_calls(study: Study, party: str) -> bool | None:
    if any(party in called.meets for called in study.calls.values()):
        return True
    return None if any(not called.in_view for called in study.calls.values()) else False


def party_entry(world: World, party: str) -> PartyFacts:
    """What files say of a party; where it is met and heard is left open."""
    facts = PartyFacts(id=party, title=world.title(party))
    spec = world.parties.get(party)
    if spec is None:
        return facts
    facts.defined = "organisation"
    facts.kind, facts.key = spec.kind, spec.key
    facts.not_met = spec.not_met or None
    facts.contact = spec.contact
    facts.contact_may = may_of(world, spec.contact)
    facts.influences = list(spec.influences)
    facts.wants = list(spec.wants)
    facts.affected_by = list(spec.affected_by)
    return facts


def may_of(world: World, contact: str | None) -> list[str] | None:
    """What a contact may decide; None where there is none, or nobody of that name is known."""
    if contact in world.roles:
        return [f"{what}: {limit.text}" for what, limit in world.roles[contact].may.items()]
    if contact in world.units:
        members = [role for role in world.units[contact].roles if role in world.roles]
        return [told for role in members for told in may_of(world, role) or []]
    known: Collection[str] = {role for unit in world.units.values() for role in unit.roles}
    return [] if contact in known else None

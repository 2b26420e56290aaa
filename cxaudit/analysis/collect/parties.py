"""The facts of parties, as a map meets them."""

from __future__ import annotations

from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.analysis.study import Study


def party_facts(study: Study) -> list[PartyFacts]:
    """Everyone the process is for, affects, or meets."""
    world = study.world
    named: dict[str, str] = dict.fromkeys(study.process.customers, "customers")
    for party, known in world.parties.items():
        if study.id in known.affected_by:
            named.setdefault(party, "affected-by")
    for work in study.works:
        for meeting in work.meetings:
            named.setdefault(meeting.party, "touch-point")
    found = []
    for party, where in named.items():
        spec = world.parties.get(party)
        unknown = world.organisation is not None and spec is None and party not in world.units
        if unknown and where == "customers":
            continue  # told as an unknown name: one fault, one finding
        met = [w for w in study.works if w.meets(party) and w.index in study.reached]
        facts = PartyFacts(
            id=party,
            title=world.title(party),
            named_in=where,
            touch_points=[w.id for w in met],
            stages=list(dict.fromkeys(w.stage for w in met if w.stage)),
            feedback=[k for k, f in world.feedback.items() if party in f.from_],
        )
        if spec is not None:
            facts.kind, facts.key = spec.kind, spec.key
            facts.not_met = spec.not_met or None
            facts.contact = spec.contact
            facts.influences = list(spec.influences)
            facts.wants = list(spec.wants)
            facts.affected_by = list(spec.affected_by)
        found.append(facts)
    return found

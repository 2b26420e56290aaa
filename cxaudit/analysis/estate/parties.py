"""The facts of the parties that an organisation describes, over all its maps in view."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.collect.listening import hears
from cxaudit.analysis.collect.parties import party_entry
from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Organisation


def party_facts(world: World, shared: Organisation, studies: Sequence[Study]) -> list[PartyFacts]:
    """One entry a party: where it is met, and what listens to it."""
    met: dict[str, dict[str, list[str]]] = {}
    stages: dict[str, list[str]] = {}
    for study in studies:
        for work in study.works:
            if work.index not in study.reached:
                continue
            for party in {meeting.party for meeting in work.meetings}:
                met.setdefault(party, {}).setdefault(study.id, []).append(work.id)
                if work.stage:
                    stages.setdefault(party, []).append(work.stage)
    listening, anybody = _listening(shared, studies)
    found = []
    for party in shared.parties:
        facts = party_entry(world, party)
        where = met.get(party, {})
        facts.place, facts.named_in = "organisation", "organisation"
        facts.touch_points = [
            f"{map_id}/{step}" for map_id, steps in where.items() for step in steps
        ]
        facts.stages = list(dict.fromkeys(stages.get(party, [])))
        facts.maps_in_view, facts.met_in = len(studies), list(where)
        facts.feedback = listening.get(party, [])
        doubt = bool(anybody & {"", *where})
        facts.heard = bool(facts.feedback) or (None if doubt else False)
        found.append(facts)
    return found


def _listening(
    shared: Organisation, studies: Sequence[Study]
) -> tuple[dict[str, list[str]], set[str]]:
    """The feedback that listens to each party, and the maps (or "" for the organisation itself) with
    feedback that may listen to anybody."""
    found: dict[str, dict[str, None]] = {}
    anybody: set[str] = set()
    used: set[str] = set()
    for study in studies:
        for key, feedback in study.world.feedback.items():
            used.add(key)
            parties = hears(feedback, study.works)
            if parties is None:
                anybody.add(study.id)
            for party in parties or ():
                found.setdefault(party, {})[key] = None
    for key, feedback in shared.feedback.items():
        parties = set(feedback.from_) if feedback.from_ or feedback.after else None
        if parties is None and key not in used:
            anybody.add("")
        for party in parties or ():
            found.setdefault(party, {})[key] = None
    return {party: list(keys) for party, keys in found.items()}, anybody

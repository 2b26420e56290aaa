"""The organisation file of imported maps: the parties they meet, their roles and departments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cxaudit.analysis.study import Study
from cxaudit.infer.labels import is_supplier


@dataclass(slots=True)
class People:
    """Everybody whom some maps name, by compared name and as it is spelled."""

    parties: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    units: dict[str, dict[str, str]] = field(default_factory=dict)
    unit_names: dict[str, str] = field(default_factory=dict)

    def add(self, study: Study) -> None:
        """Take in the people of one map."""
        world, spellings = study.world, study.document.spellings

        def spelled(who: str) -> str:
            return spellings.get(who, who)

        for unit, spec in study.process.units.items():
            self.unit_names.setdefault(unit, spelled(unit))
            members = self.units.setdefault(unit, {})
            for role in spec.roles:
                members.setdefault(role, spelled(role))
        met = {meeting.party for work in study.works for meeting in work.meetings}
        named = {work.performer for work in study.works if work.performer}
        named |= {who for work in study.works for who in work.approvers}
        for who in sorted({*met, *named, *study.process.customers} - {"?", "nobody"}):
            kind = world.kind_of(who)
            if kind == "party" or who in met:
                self.parties.setdefault(who, spelled(who))
            elif kind == "role" and who not in study.process.units:
                self.roles.setdefault(who, spelled(who))
        # What one map takes for a role may be a party in another, which knows more of it.
        for who in self.parties:
            self.roles.pop(who, None)


def organisation(title: str, studies: Iterable[Study]) -> tuple[dict[str, Any], dict[str, str]]:
    """The data of the file and its comments; parties and roles in alphabetical order."""
    people = People()
    for study in studies:
        people.add(study)
    data: dict[str, Any] = {"organisation": title}
    comments: dict[str, str] = {}
    if people.parties:
        data["parties"] = {spelled: {} for _, spelled in sorted(people.parties.items())}
        for who, spelled in people.parties.items():
            if is_supplier(who):
                comments[f"parties/{spelled}"] = "a supplier, by its name"
        comments["parties"] = "found by their names and by messages; say of each what kind it is"
    if people.units:
        data["units"] = {
            people.unit_names[unit]: {"roles": [members[who] for who in sorted(members)]}
            for unit, members in sorted(people.units.items())
        }
        comments["units"] = "lanes with lanes inside; say who heads them"
    if people.roles:
        data["roles"] = {spelled: {} for _, spelled in sorted(people.roles.items())}
    return data, comments

"""Who is who: the organisation and the map's own names, answered in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cxaudit.analysis.names import named
from cxaudit.infer.labels import is_party, is_supplier
from cxaudit.infer.lexicon import lexicon_for
from cxaudit.language.organisation import (
    Feedback,
    Measure,
    Organisation,
    Party,
    Role,
    Unit,
)
from cxaudit.language.process import Process
from cxaudit.language.values import name


@dataclass
class World:
    """The names that a map may use: those of its organisation file and those it brings itself."""

    process: Process
    organisation: Organisation | None = None
    language: str = "en"
    spellings: dict[str, str] = field(default_factory=dict)
    met: frozenset[str] = frozenset()
    _kinds: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Parties that a file describes."""
        shared = self.organisation.parties if self.organisation else {}
        return {**shared, **self.process.parties}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units that a file describes."""
        shared = self.organisation.units if self.organisation else {}
        return {**shared, **self.process.units}

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles that a file describes."""
        shared = self.organisation.roles if self.organisation else {}
        return {**shared, **self.process.roles}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Measures: the organisation's; a definition in the map adds to or replaces them."""
        found = dict(self.organisation.measures) if self.organisation else {}
        for key, measure in self.process.measures.items():
            if key not in found or measure.model_fields_set:
                found[key] = measure
        return found

    @cached_property
    def feedback(self) -> dict[str, Feedback]:
        """Feedback of this map: what it defines, or names from the organisation file."""
        shared = self.organisation.feedback if self.organisation else {}
        return {
            key: shared[key] if not own.model_fields_set and key in shared else own
            for key, own in self.process.feedback.items()
        }

    @cached_property
    def named_parties(self) -> frozenset[str]:
        """Every name that a file calls a party: described, in `customers`, `from` or a `with`."""
        process = self.process
        found = {name(party) for party in self.parties} | set(process.customers) | set(self.met)
        found |= {request.from_ for request in process.requests.values() if request.from_}
        for step in process.steps.values():
            found |= {contact.party for contact in step.with_ if contact.party != "nobody"}
        return frozenset(found)

    @cached_property
    def systems(self) -> frozenset[str]:
        """Names of systems: listed, or used in any `in`."""
        found = set(self.process.systems)
        if self.organisation:
            found |= set(self.organisation.systems)
        for step in self.process.steps.values():
            found |= set(step.in_)
        return frozenset(found)

    def kind_of(self, who: str) -> str:
        """`party`, `system` or `role`."""
        if who not in self._kinds:
            self._kinds[who] = self._kind_of(who)
        return self._kinds[who]

    def _kind_of(self, who: str) -> str:
        ours = who in self.roles or who in self.units or who in self._roles_of_units
        if ours and who not in self.parties:
            return "role"
        if who in self.named_parties:
            return "party"
        if who in self.systems:
            return "system"
        if ours:
            return "role"
        if is_party(who, self.language):
            return "party"
        last = who.split("-")[-1]
        return "system" if last in lexicon_for(self.language)["systems"] else "role"

    @cached_property
    def _roles_of_units(self) -> dict[str, str]:
        return {role: unit for unit, spec in self.units.items() for role in spec.roles}

    def is_internal(self, who: str) -> bool:
        """Roles, units and parties of kind `internal`: those whose approval is a sign-off."""
        if who in self.units:
            return True
        party = self.parties.get(who)
        return party.kind == "internal" if party else self.kind_of(who) == "role"

    def serves_us(self, party: str) -> bool:
        """Whether a party is a supplier, or one of ourselves: meeting it makes no front line."""
        known = self.parties.get(party)
        if known is not None and known.kind:
            return known.kind in ("supplier", "internal")
        return party in self.units or is_supplier(party)

    def unit_of(self, role: str | None) -> str | None:
        """The unit a role belongs to; a unit is its own."""
        if role is None:
            return None
        if role in self.units:
            return role
        spec = self.roles.get(role)
        if spec is not None and spec.unit:
            return spec.unit
        if role in self._roles_of_units:
            return self._roles_of_units[role]
        return next((unit for unit, spec in self.units.items() if spec.head == role), None)

    def boss_of(self, role: str) -> str | None:
        """The superior of a role; by default the head of its unit."""
        spec = self.roles.get(role)
        if spec is not None and spec.reports_to:
            return spec.reports_to
        unit = self._roles_of_units.get(role) or (spec.unit if spec else None)
        head = self.units[unit].head if unit in self.units else None
        return head if head != role else None

    def line_of(self, role: str) -> list[str]:
        """The reporting line above a role, the nearest superior first."""
        line: list[str] = []
        boss = self.boss_of(role)
        while boss and boss not in line and boss != role:
            line.append(boss)
            boss = self.boss_of(boss)
        return line

    def level_of(self, role: str) -> int | None:
        """The level of a role, 1 being the top; by default one below its superior."""
        seen: set[str] = set()
        steps = 0
        current: str | None = role
        while current and current not in seen:
            seen.add(current)
            spec = self.roles.get(current)
            if spec is not None and spec.level is not None:
                return spec.level + steps
            current, steps = self.boss_of(current), steps + 1
        return None

    def title(self, who: str) -> str:
        """A name as people write it."""
        for known in (self.roles, self.parties, self.units):
            spec = known.get(who)
            if spec is not None and spec.title:
                return spec.title
        written = self.spellings.get(who, who)
        return written if written != who else named(who)

    def front_line(self, performers_of_meetings: Iterable[str]) -> frozenset[str]:
        """Front-line roles: those that say so, else those that meet parties who are served."""
        said = {role for role, spec in self.roles.items() if spec.front_line}
        denied = {role for role, spec in self.roles.items() if spec.front_line is False}
        return frozenset(said or set(performers_of_meetings) - denied)

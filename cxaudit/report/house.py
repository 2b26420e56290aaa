"""An organisation as the sections of a report see it: its facts, its maps, names for people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cxaudit.analysis.facts.organisation import OrganisationFacts
from cxaudit.analysis.facts.people import PartyFacts, RoleFacts, UnitFacts
from cxaudit.analysis.names import named
from cxaudit.report import words
from cxaudit.report.context import Context, Ref
from cxaudit.report.places import anchors_of
from cxaudit.rules.finding import Finding
from cxaudit.run.estate import Estate


@dataclass(frozen=True)
class House:
    """An organisation with those of its maps that could be studied, and the findings about its own
    file, the gravest first. Without an organisation file it has what its maps say themselves."""

    estate: Estate
    maps: tuple[Context, ...]
    findings: tuple[Finding, ...]
    prefix: str
    as_of: datetime.date

    @property
    def known(self) -> bool:
        """Whether there is an organisation file that can be read."""
        return bool(self.estate.facts)

    @cached_property
    def whole(self) -> OrganisationFacts:
        """The facts of the organisation itself; empty ones where there is no file."""
        found = self.estate.facts.get("organisation", [])
        return found[0] if found else OrganisationFacts()  # type: ignore[return-value]

    def all(self, judge: str) -> list[Any]:
        """What the organisation file describes, then what the maps describe for themselves."""
        own = list(self.estate.facts.get(judge, []))
        seen = {getattr(entry, "id", "") for entry in own}
        for context in self.maps:
            for entry in context.analysis.all(judge):
                if entry.id not in seen:
                    seen.add(entry.id)
                    own.append(entry)
        return own

    @cached_property
    def parties(self) -> list[PartyFacts]:
        """Parties."""
        return self.all("party")

    @cached_property
    def roles(self) -> list[RoleFacts]:
        """Roles."""
        return self.all("role")

    @cached_property
    def units(self) -> list[UnitFacts]:
        """Departments."""
        return self.all("unit")

    @cached_property
    def systems(self) -> frozenset[str]:
        """Names of systems: nobody can be asked there."""
        return frozenset(name for context in self.maps for name in context.study.world.systems)

    @cached_property
    def refs(self) -> dict[int, Ref]:
        """The link of each finding about the organisation, by its identity."""
        anchors = anchors_of(self.findings, self.prefix)
        return {
            id(f): Ref(f.code, anchor) for f, anchor in zip(self.findings, anchors, strict=True)
        }

    def about(self, path: str) -> tuple[Ref, ...]:
        """Links to the findings about an element of the organisation file, such as `roles/boss`."""
        found = [
            self.refs[id(f)]
            for f in self.findings
            if any(p == path or p.startswith(path + "/") for p in (f.path, *f.elements))
        ]
        return tuple(dict.fromkeys(found))

    def who(self, name: str | None) -> str:
        """A role, unit, party or measure for people."""
        if not name:
            return ""
        if self.maps:
            return self.maps[0].who(name)
        model = self.estate.model
        tables = (model.roles, model.parties, model.units) if model is not None else ()
        for known in tables:
            if name in known and known[name].title:
                return str(known[name].title)
        document = self.estate.document
        written = document.spellings.get(name, name) if document is not None else name
        return words.proper(written if written != name else named(name))

    def names(self, names: Iterable[str]) -> list[str]:
        """Several, for people."""
        return [self.who(name) for name in names]

    def map(self, map_id: str) -> Context | None:
        """A map by its id, where it could be studied."""
        return next((c for c in self.maps if c.analysis.id == map_id), None)

    def place(self, path: str) -> str:
        """A step that is named `map/step`, for people."""
        map_id, _, step = path.partition("/")
        context = self.map(map_id)
        return context.step(step) if context is not None else path.replace("-", " ")

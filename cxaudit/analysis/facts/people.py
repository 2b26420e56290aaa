"""The facts of people: parties outside, roles and units inside."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class PartyFacts(Facts):
    """A party seen from one map: everyone it is for, affects or meets."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    kind: str = F("", description="buyer, user, influencer, ...; empty where nobody says")
    key: bool = F(False, description="A key party")
    named_in: str = F("", description="Where it is named: customers, affected-by or a touch-point")
    touch_points: list[str] = F([], description="Steps at which it is met")
    stages: list[str] = F([], description="Stages in which it is met")
    not_met: str | None = F(None, description="Why it is not met")
    contact: str | None = F(None, description="Its named contact")
    influences: list[str] = F([], description="Whom it influences")
    feedback: list[str] = F([], description="Feedback that listens to it")
    wants: list[str] = F([], description="What it wants")
    affected_by: list[str] = F([], description="Maps that affect it")


class RoleFacts(Facts):
    """A role of the organisation."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    level: int | None = F(None, description="1 is the top")
    unit: str | None = F(None, description="Its unit")
    reports_to: str | None = F(None, description="Its superior")
    front_line: bool = F(False, description="It meets those who are served")
    people: float | None = F(None, description="How many hold it")
    vacant: bool = F(False, description="Nobody holds it")
    may: list[str] = F([], description="What it may decide alone")
    exposure: float = F(0.0, description="Minutes of customer waiting it causes, summed over maps")
    load: float | None = F(
        None, description="Share of its working time that arrivals take; wants volumes and people"
    )
    sees: list[str] = F([], description="Measures it sees")


class UnitFacts(Facts):
    """A unit of the organisation."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    head: str | None = F(None, description="Its head")
    roles: list[str] = F([], description="Its roles")
    exposure: float = F(0.0, description="Minutes of customer waiting it causes, summed over maps")
    sees: list[str] = F([], description="Measures it sees")

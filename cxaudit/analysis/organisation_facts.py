"""The fact models of an organisation: its roles, units, measures, routines and changes."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.fact import Facts


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


class MeasureFacts(Facts):
    """A measure."""

    id: str = F(description="Name")
    kind: str = F("", description="customer, time, employee or internal")
    of: list[str] = F([], description="Whose view it takes")
    owner: str | None = F(None, description="Who answers for it")
    target: str | None = F(None, description="Its target")
    now: str | None = F(None, description="Where it stands")
    every: str | None = F(None, description="How often it is taken")
    last: str | None = F(None, description="When last")
    seen_by: list[str] = F([], description="Who sees it")


class RoutineFacts(Facts):
    """Something leaders or teams are seen to do."""

    id: str = F(description="Name")
    kind: str = F("", description="Its kind; default its name")
    by: list[str] = F([], description="Who does it")
    every: str | None = F(None, description="How often")
    last: str | None = F(None, description="When last")


class ChangeFacts(Facts):
    """A change under way."""

    id: str = F(description="Name")
    kind: str = F("", description="transformation or improvement")
    sponsors: list[str] = F([], description="Who stands for it")
    vision: str | None = F(None, description="What it is for")
    scenario: str | None = F(None, description="Its scenario")


class GroupFacts(Facts):
    """People whom a change touches."""

    id: str = F(description="Name")
    change: str = F(description="The change")
    importance: int | None = F(None, description="1 to 5")
    effect: int | None = F(None, description="1 to 5")
    load: float | None = F(None, description="Changes already running")
    equip: list[str] = F([], description="What equips them")
    spine: list[str] = F([], description="The reporting line from the group to the top sponsor")
    spine_gaps: list[str] = F([], description="Levels of that line without a sponsor")


class OrganisationFacts(Facts):
    """The organisation."""

    title: str = F("", description="Its name")
    path: str = F("", description="Its file")
    promises: list[str] = F([], description="What it promises")

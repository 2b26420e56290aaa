"""The facts of an organisation and of what its leaders are seen to do."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class OrganisationFacts(Facts):
    """The organisation."""

    title: str = F("", description="Its name")
    path: str = F("", description="Its file")
    promises: list[str] = F([], description="What it promises")


class RoutineFacts(Facts):
    """Something leaders or teams are seen to do."""

    id: str = F(description="Name")
    kind: str = F("", description="Its kind; default its name")
    by: list[str] = F([], description="Who does it")
    every: str | None = F(None, description="How often")
    last: str | None = F(None, description="When last")

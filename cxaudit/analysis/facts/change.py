"""The facts of changes under way and of the groups that they touch."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


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

"""The facts of changes under way and of the groups that they touch."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class ChangeFacts(Facts):
    """A change under way."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    kind: str = F("", description="transformation or improvement")
    sponsors: list[str] = F(default_factory=list, description="Who stands for it")
    advocates: list[str] = F(default_factory=list, description="Who speaks for it among colleagues")
    when: str | None = F(None, description="From when to when, as written")
    months: float | None = F(
        None, description="Calendar months that it lasts, its last day included"
    )
    case: str | None = F(None, description="What it is worth")
    vision: str | None = F(None, description="What it is for")
    phases: list[str] = F(default_factory=list, description="Its phases, as they are listed")
    phases_in_order: bool | None = F(
        None, description="Three phases or more, none before one that it builds on"
    )
    scenario: str | None = F(None, description="Its scenario")
    groups: list[str] = F(default_factory=list, description="The groups that it touches")
    affected_units: list[str] = F(default_factory=list, description="Units of these groups")
    touched_steps: list[str] = F(default_factory=list, description="Steps that its scenario edits")
    unassessed: list[str] | None = F(
        None, description="Performers of these steps that neither are nor belong to a group"
    )
    allow: list[str] = F(
        default_factory=list, description="Codes of the findings that are accepted for it"
    )
    note: str | None = F(None, description="Text for people")


class GroupFacts(Facts):
    """People whom a change touches."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    change: str = F(description="The change")
    unit: str | None = F(None, description="Its unit")
    importance: int | None = F(None, description="1 to 5")
    effect: int | None = F(None, description="1 to 5")
    stake: int | None = F(None, description="Importance x effect, 1 to 25")
    load: float | None = F(None, description="Changes already running")
    hours: float | None = F(None, description="Hours that its changes ask of it")
    capacity: float | None = F(None, description="Its hours: people x hours of the role or unit")
    equip: list[str] = F(default_factory=list, description="What equips them")
    worry: list[str] = F(default_factory=list, description="What they worry about")
    answer: list[str] = F(
        default_factory=list, description="What they are told about it, in the same order"
    )
    unanswered: list[str] = F(
        default_factory=list, description="Worries that no answer stands beside"
    )
    policy: str | None = F(None, description="The policy that binds them and is longest unreviewed")
    policy_months: float | None = F(None, description="Calendar months since it was reviewed")
    spine: list[str] = F(
        default_factory=list, description="The reporting line from the group to the top sponsor"
    )
    spine_gaps: list[str] = F(
        default_factory=list, description="Levels of that line, above the group, without a sponsor"
    )
    unadvocated_units: list[str] = F(
        default_factory=list,
        description="Units beyond the sponsors' that the change touches and where it has no advocate "
        "at all, on the first group of them",
    )
    allow: list[str] = F(
        default_factory=list, description="Codes of the findings that are accepted for it"
    )

"""The facts of measuring and listening."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


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


class FeedbackFacts(Facts):
    """A way of listening to customers, as a map uses it."""

    id: str = F(description="Name")
    from_: list[str] = F([], alias="from", description="Who is heard")
    after: list[str] = F([], description="After which steps")
    kind: str = F("", description="survey, interview, complaint or review")
    to: list[str] = F([], description="Who answers")
    within: float | None = F(None, description="Within which time, working minutes")
    every: str | None = F(None, description="How often")
    last: str | None = F(None, description="When last")
    unhappy: str | None = F(None, description="What happens to the unhappy")
    unhappy_within: float | None = F(None, description="Within which time they are helped")
    unhappy_helped: bool | None = F(None, description="Somebody calls them or puts things right")
    answered: bool = F(False, description="It names who answers")
    shares: list[str] = F([], description="What is shared: praise, complaints")
    used_for: list[str] = F([], description="What it is used for")

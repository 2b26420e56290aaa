"""The fact models of meetings: touch-points, the parties met, the feedback that is heard."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.fact import Facts


class TouchPointFacts(Facts):
    """One meeting: a step and a party."""

    id: str = F(description="`step/party`")
    step: str = F(description="The step")
    does: str = F("", description="Its label")
    party: str = F(description="Who is met")
    channels: list[str] = F([], description="By which channels")
    by_party: bool = F(False, description="The party does the step")
    performer: str | None = F(None, description="Who meets them")
    stage: str | None = F(None, description="The stage it lies in")
    moment: bool = F(False, description="A moment of truth")
    commits: bool = F(False, description="It binds the company")
    asks: list[str] = F([], description="What is asked of the party")
    promise: float | None = F(None, description="What the party is promised here")
    promised: bool = F(False, description="The step or the request type carries a promise")
    standard: str | None = F(None, description="The standard it must meet")
    measure: list[str] = F([], description="Its measures")
    recovers: bool = F(False, description="It has a recovery")
    customer: int | None = F(None, description="Believed impact on the customer")
    perception: int | None = F(None, description="Believed impact on their perception")
    relationship: int | None = F(None, description="Believed impact on the relationship")
    party_waits: float | None = F(
        None, description="Minutes the party waits before it, aware of it"
    )
    wait_limit: float = F(480.0, description="Minutes a party bears without a promise here")
    visits: float | None = F(None, description="Expected visits of one case")
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


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

"""The facts of touch-points: a step and a party."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class TouchPointFacts(Facts):
    """One meeting: a step and a party."""

    id: str = F(description="`step/party`")
    step: str = F(description="The step")
    does: str = F("", description="Its label")
    party: str = F(description="Who is met")
    channels: list[str] = F(default_factory=list, description="By which channels")
    by_party: bool = F(False, description="The party does the step")
    performer: str | None = F(None, description="Who meets them")
    stage: str | None = F(None, description="The stage it lies in")
    moment: bool = F(False, description="A moment of truth")
    commits: bool = F(False, description="It binds the company")
    asks: list[str] = F(default_factory=list, description="What is asked of the party")
    promise: float | None = F(None, description="What the party is promised here")
    promised: bool = F(False, description="The step or the request type carries a promise")
    standard: str | None = F(None, description="The standard it must meet")
    measure: list[str] = F(default_factory=list, description="Its measures")
    recovers: bool = F(False, description="It has a recovery")
    customer: int | None = F(None, description="Believed impact on the customer")
    perception: int | None = F(None, description="Believed impact on their perception")
    relationship: int | None = F(None, description="Believed impact on the relationship")
    party_waits: float | None = F(
        None, description="Minutes the party waits before it, aware of it"
    )
    wait_limit: float = F(480.0, description="Minutes a party bears without a promise here")
    visits: float | None = F(None, description="Expected visits of one case")
    purpose: str | None = F(None, description="What it is for")
    script: str | None = F(None, description="The script it follows")
    advocacy: bool = F(False, description="It makes people recommend us")
    declared: bool = F(True, description="The map says so; else its label tells")
    first_at_step: bool = F(
        True, description="The first party met at its step: what belongs to the step is told here"
    )
    first_of_party: bool = F(
        True, description="The first step of the map at which a case can meet the party"
    )
    party_kind: str = F("", description="Kind of the party: buyer, user, influencer, ...")
    advocated: bool = F(False, description="Some step of the map makes people recommend us")
    lacks: list[str] = F(
        default_factory=list,
        description="Of performer, standard, measure and recovery, what nobody states",
    )
    worst_impact: int | None = F(None, description="The lowest believed impact, -2 to 2")
    worst_axis: str = F("", description="customer, perception or relationship: where that lies")
    remembered_customer: int | None = F(
        None, description="Impact on the customer, as customers say"
    )
    remembered_perception: int | None = F(None, description="On their perception, as they say")
    remembered_relationship: int | None = F(None, description="On the relationship, as they say")
    perception_gap: int | None = F(
        None, description="Largest difference between what we believe and what they remember"
    )
    gap_axis: str = F("", description="customer, perception or relationship: where it lies")
    gap_believed: int | None = F(None, description="What we believe there")
    gap_remembered: int | None = F(None, description="What they remember there")
    behind: list[str] = F(
        default_factory=list, description="Its measures that stand worse than their target"
    )
    acted_on: bool = F(False, description="An open action, a scenario or a change refers to it")
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )

"""The facts of sign-offs."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class SignOffFacts(Facts):
    """One sign-off."""

    step: str = F(description="The step")
    does: str = F("", description="Its label")
    approvers: list[str] = F(default_factory=list, description="Who must say yes")
    mode: str = F("each", description="each (one after the other), all (side by side) or any")
    performer: str | None = F(None, description="Who does the step")
    owner: str | None = F(None, description="Who answers for it")
    unit: str | None = F(None, description="The performer's unit")
    stage: str | None = F(None, description="The stage it lies in")
    weight: int = F(1, description="How many approvals it takes")
    held: bool = F(False, description="A law, contract or policy demands it")
    because: str | None = F(None, description="Which one")
    checks: str | None = F(None, description="What is judged")
    over: str | None = F(None, description="The limit above which it is needed")
    within: float | None = F(None, description="The clock, in working minutes")
    escalates: str | None = F(None, description="To whom it goes when it takes too long")
    rejects: float | None = F(None, description="How often it says no")
    rejects_of: int = F(0, description="Cases on which that was measured; 0 where it is declared")
    waits: float | None = F(None, description="Queue before it")
    ways_out: int = F(1, description="Ways that lead on from it")
    previous: list[str] = F(
        default_factory=list, description="Sign-offs directly before it, no work between"
    )
    next_sign_off: str | None = F(None, description="The sign-off directly behind it")
    run: list[str] = F(default_factory=list, description="The run of sign-offs that begins with it")
    run_approvals: int = F(0, description="Approvals in that run")
    upstream: list[str] = F(
        default_factory=list, description="Performers of steps that can come before it"
    )
    covered_by_authority: str | None = F(
        None,
        description="A performer of a step before it who may decide this type of request alone; "
        "one who is no approver here, if there is one",
    )
    covered_requests: list[str] = F(
        default_factory=list, description="The types of which that holds"
    )
    authority: str | None = F(None, description="The limit up to which, as it is written")
    commits_before: list[str] = F(
        default_factory=list, description="Binding touch-points every run to it has passed"
    )
    may_commit_before: list[str] = F(
        default_factory=list, description="Touch-points before it whose label may bind"
    )
    withdraws: bool = F(False, description="Its no can take the commitment back")
    self_approval: str | None = F(None, description="An approver who also did the work")
    dwell: float | None = F(None, description="Expected visits x (waits + takes)")
    dwell_share: float | None = F(None, description="That as a share of the expected time")
    visits: float | None = F(None, description="Expected visits of one case")
    volume_share: float | None = F(None, description="Share of the cases that meet it")
    level: int | None = F(None, description="Level of the first approver")
    levels_up: int | None = F(
        None,
        description="Levels from who did the work before up to the approver, the most of any; of "
        "several approvers of whom one is enough, the nearest counts",
    )
    work_before: str | None = F(None, description="Who did that work")
    asks_of: str | None = F(None, description="The approver who stands that far up")
    else_to: str | None = F(None, description="Where a no goes: a step, or an end")
    takes: float | None = F(None, description="Work, middle of the range")
    at_most: float | None = F(None, description="A bound on its time, in working minutes")
    at_most_times: int | None = F(None, description="A bound on rounds")
    late_after: float | None = F(None, description="After which time it counts as late")
    late_to: str | None = F(None, description="Where a case goes then")
    recovers: bool = F(False, description="It has a recovery")
    requests: list[str] = F(
        default_factory=list, description="Types it is for (`for`); none means all"
    )
    consult: list[str] = F(default_factory=list, description="Who is consulted")
    inform: list[str] = F(default_factory=list, description="Who is informed")
    parties: list[str] = F(default_factory=list, description="Who is met")
    asks: list[str] = F(default_factory=list, description="What is taken from the party")
    gives: list[str] = F(default_factory=list, description="What is handed to the next step")
    needs: list[str] = F(default_factory=list, description="What is needed from earlier steps")
    moment: bool = F(False, description="A moment of truth")
    commits: bool = F(False, description="It binds the company")
    promise: float | None = F(None, description="What is promised here, in working minutes")
    standard: str | None = F(None, description="The standard it must meet")
    purpose: str | None = F(None, description="What it is for")
    measure: list[str] = F(default_factory=list, description="Its measures")
    script: str | None = F(None, description="The script it follows")
    needs_skill: list[str] = F(default_factory=list, description="Skills it needs")
    covers: list[str] = F(default_factory=list, description="What it covers")
    system: list[str] = F(default_factory=list, description="Systems used")
    batch: str | None = F(None, description="What is collected before it begins")
    cost: str | None = F(None, description="What it costs")
    keeps: list[str] = F(
        default_factory=list, description="Promises of the organisation that it keeps"
    )
    advocacy: bool = F(False, description="It makes people recommend us")
    outcome: str | None = F(None, description="How the case ends after it, where it does")
    allow: list[str] = F(default_factory=list, description="Rules that it waives")
    note: str | None = F(None, description="Text for people")
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )

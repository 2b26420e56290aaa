"""The facts of sign-offs."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class SignOffFacts(Facts):
    """One sign-off."""

    step: str = F(description="The step")
    does: str = F("", description="Its label")
    approvers: list[str] = F([], description="Who must say yes")
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
    previous: list[str] = F([], description="Sign-offs directly before it, no work between")
    next_sign_off: str | None = F(None, description="The sign-off directly behind it")
    run: list[str] = F([], description="The run of sign-offs that begins with it")
    run_approvals: int = F(0, description="Approvals in that run")
    upstream: list[str] = F([], description="Performers of steps that can come before it")
    covered_by_authority: str | None = F(
        None, description="An upstream performer who may decide this alone"
    )
    commits_before: list[str] = F([], description="Binding touch-points every run to it has passed")
    may_commit_before: list[str] = F([], description="Touch-points before it whose label may bind")
    withdraws: bool = F(False, description="Its no can take the commitment back")
    self_approval: str | None = F(None, description="An approver who also did the work")
    dwell: float | None = F(None, description="Expected visits x (waits + takes)")
    dwell_share: float | None = F(None, description="That as a share of the expected time")
    visits: float | None = F(None, description="Expected visits of one case")
    volume_share: float | None = F(None, description="Share of the cases that meet it")
    level: int | None = F(None, description="Level of the first approver")
    levels_up: int | None = F(
        None, description="Levels between the first approver and who did the work before"
    )
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")

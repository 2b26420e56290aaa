"""The facts: what rules judge and reports show, one model a judge, a description a field.

Durations are working minutes, shares 0 to 1, paths lists of step ids in order. A field that may be
None is unknown where it is; rules see it with a boolean twin, `has_<name>`.
"""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.fact import Facts
from cxaudit.analysis.meeting_facts import FeedbackFacts, PartyFacts, TouchPointFacts
from cxaudit.analysis.organisation_facts import (
    ChangeFacts,
    GroupFacts,
    MeasureFacts,
    OrganisationFacts,
    RoleFacts,
    RoutineFacts,
    UnitFacts,
)


class MapFacts(Facts):
    """One process map."""

    id: str = F(description="Identity: `id:` in the map, else the file's name")
    path: str = F(description="The file, as it was named")
    title: str = F(description="Name of the process")
    purpose: str | None = F(None, description="What the customer gets, in one sentence")
    purpose_words: int = F(0, description="Words of the purpose")
    owner: str | None = F(None, description="The one who answers for the process")
    owners: list[str] = F([], description="Everybody named as owner")
    diluted_owners: list[str] = F(
        [], description="Owners that are several, a group word or a vacant role, with their place"
    )
    beyond_reach: list[str] = F(
        [], description="Steps done in units outside the owner's reporting line"
    )
    leader: str | None = F(None, description="Who leads it")
    profile: str | None = F(None, description="The threshold profile it asks for")
    tags: list[str] = F([], description="Free words")
    size: int = F(0, description="Number of steps, recovery steps included")
    flows: int = F(0, description="Number of flows between steps")
    request_types: int = F(0, description="Number of request types named")
    simple_types: int = F(0, description="Request types that ought to be easy")
    hard_types: int = F(0, description="Request types that are not said to be easy")
    customers: list[str] = F([], description="Parties the process is for")
    designed_with: list[str] | None = F(None, description="Who was in the room when designed")
    designed_with_customer_voice: bool = F(
        False, description="A front-line role or a party was in the room"
    )
    considers: list[str] | None = F(None, description="What was weighed")
    internal_only: list[str] = F(
        [], description="Places (`considers`, steps with `covers`) that weigh only our own matters"
    )
    reviewed: str | None = F(None, description="Date when the map was last held against reality")
    measures: list[str] = F([], description="Measures of the process and of its steps")
    measure_kinds: list[str] = F([], description="Kinds of these measures, where known")
    unknown_measures: list[str] = F([], description="Measures whose kind nobody states")
    feedback: list[str] = F([], description="Feedback sources of the process")
    touch_points: int = F(0, description="Steps at which a party is met")
    sign_offs: int = F(0, description="Steps at which somebody must say yes")
    hidden_touch_points: list[str] = F(
        [], description="Steps whose label alone says that a party is met"
    )
    maybe_touch_points: list[str] = F([], description="Steps that may meet a party, by their label")
    maybe_sign_offs: list[str] = F([], description="Steps that may be sign-offs, by their label")
    impact_gaps: list[str] = F(
        [],
        description="Touch-points that lack an impact although they are moments of truth or others "
        "state theirs",
    )
    impacts_stated: int = F(0, description="Touch-points with all three impacts stated")
    cannot_say_no: list[str] = F([], description="Sign-offs with only one way out")
    loose_sign_offs: list[str] = F(
        [], description="Sign-offs that judge nothing in particular, or wait long without a clock"
    )
    loose_on_simple: bool = F(False, description="A simple request type meets one of them")
    unrecovered_moments: list[str] = F(
        [], description="Moments of truth with no recovery, where the process has none at all"
    )
    unrecovered_key_party: bool = F(False, description="One of them meets a key party")
    serial_sign_offs: list[list[str]] = F([], description="Runs of sign-offs with no work between")
    burden: float | None = F(None, description="Expected sign-offs of an average request")
    language: str = F("en", description="Language in which labels were read")
    verdict: str | None = F(None, description="Soundness over all request types")
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


class RequestFacts(Facts):
    """One request type of a map: why customers come."""

    id: str = F(description="Id of the type; `any` where the map names none")
    title: str = F(description="Name for people")
    share: float = F(1.0, description="Share of the volume")
    simple: bool = F(False, description="It ought to be easy")
    promise: float | None = F(None, description="What we promise, in working minutes")
    volume: float | None = F(None, description="Cases a working day")
    budget_worst: float | None = F(None, description="Sign-offs it may cost at worst")
    budget_expected: float | None = F(None, description="Sign-offs an average case may cost")
    from_: str | None = F(None, alias="from", description="The party that asks")
    worst: float | None = F(None, description="Most approvals one complete run can meet")
    worst_path: list[str] = F([], description="The steps of such a run")
    worst_at_most: bool = F(False, description="`worst` is an upper bound")
    worst_at_least: bool = F(False, description="`worst` is a lower bound: a called map is missing")
    least: float | None = F(None, description="Fewest approvals of a run to a good end")
    least_path: list[str] = F([], description="The steps of such a run")
    least_free: float | None = F(None, description="The same without held sign-offs")
    unavoidable: list[str] | None = F(
        None, description="Sign-offs on every complete run to a good end, in order"
    )
    unavoidable_free: list[str] | None = F(None, description="Those that nothing demands")
    expected: float | None = F(None, description="Expected approvals of one case, rework included")
    fastest: float | None = F(None, description="Shortest time to a good end")
    fastest_path: list[str] = F([], description="The steps of that run")
    time: float | None = F(None, description="Expected time of one case")
    time_low: float | None = F(None, description="The same with the low end of every range")
    time_high: float | None = F(None, description="The same with the high end of every range")
    time_at_least: bool = F(False, description="`time` is a lower bound")
    time_missing: list[str] = F([], description="Steps whose time nobody states")
    slowest: float | None = F(None, description="Longest time, each step counted once")
    work: float | None = F(None, description="Expected work, without queues")
    efficiency: float | None = F(None, description="Work as a share of time")
    hand_offs_expected: float | None = F(None, description="Expected changes of performer")
    hand_offs_most: int | None = F(None, description="Most changes of performer on one run")
    unit_hand_offs_most: int | None = F(None, description="Most changes of unit on one run")
    unit_hand_offs_path: list[str] = F([], description="The steps of such a run")
    ping_pongs: int = F(0, description="Steps that get a case and hand it straight back")
    silence: float | None = F(None, description="Longest time between two meetings")
    silence_path: list[str] = F([], description="The steps of that stretch")
    silence_party: str | None = F(None, description="The party that hears nothing")
    silence_steps: int | None = F(
        None, description="Without times: most backstage steps between two meetings"
    )
    silence_unbounded: bool = F(False, description="A loop in that stretch may go round again")
    untold_ends: list[str] | None = F(
        None, description="Steps at which a case ends unheard after a decision"
    )
    untold_path: list[str] = F([], description="From such a decision to such an end")
    hands_tied: bool | None = F(
        None, description="The front line meets the requester and cannot settle the matter"
    )
    front_line_met: list[str] = F([], description="Front-line roles that meet the requester")
    verdict: str | None = F(None, description="Soundness")
    faults: list[str] = F([], description="What keeps this type from having figures")
    same_gates_as: list[str] = F(
        [], description="Other types, not simple, whose unavoidable free sign-offs it meets as well"
    )
    gates_path: list[str] = F([], description="From where it should part to the last shared gate")
    parts_at: str | None = F(None, description="Where it should part from the others")
    time_ratio: float | None = F(
        None, description="Its time over the least time of a type that is not simple"
    )
    step_ratio: float | None = F(None, description="The same in expected steps")
    hard_type_time: float | None = F(None, description="Least time of a type that is not simple")
    steps_before_triage: int | None = F(
        None, description="Steps all types share before the first place where they part"
    )
    sign_offs_before_triage: int | None = F(None, description="Approvals among those steps")
    triage_path: list[str] = F(
        [], description="The steps before types part; where they never part, its worst walk"
    )
    decides_first: bool = F(
        False, description="A decision tells requests apart before the first unavoidable sign-off"
    )
    approved_twice: list[list[str]] = F([], description="Pairs of sign-offs with equal judgement")
    asked_twice: list[list[str]] | None = F(
        None, description="[item, step, step]: asked again of the same party"
    )
    passed_around: int | None = F(
        None, description="Most changes of performer from meeting to meeting"
    )
    channel_switches: int | None = F(None, description="Most changes of channel between meetings")
    refusals: list[list[str]] = F(
        [], description="Roads from a refusal to its end with no alternative on them"
    )
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


class StepFacts(Facts):
    """One step. Figures that differ by type are weighted by share; `by_request` has them apart."""

    id: str = F(description="Id of the step")
    does: str = F(description="Its label")
    kind: str = F("task", description="task, sign-off, decision, wait, call or end")
    performer: str | None = F(None, description="Who does it")
    performer_kind: str = F("", description="role, party or system")
    owner: str | None = F(None, description="Who answers for it")
    unit: str | None = F(None, description="The performer's unit")
    stage: str | None = F(None, description="The stage it lies in")
    system: list[str] = F([], description="Systems used")
    is_touch_point: bool = F(False, description="A party is met")
    is_sign_off: bool = F(False, description="Somebody must say yes")
    maybe_sign_off: bool = F(False, description="The label leaves open whether it is a sign-off")
    maybe_touch_point: bool = F(False, description="The label leaves open whether a party is met")
    held: bool = F(False, description="A law, contract or policy demands it")
    takes: float | None = F(None, description="Work, middle of the range")
    waits: float | None = F(None, description="Queue before it, middle of the range")
    visits: float | None = F(None, description="Expected visits of one case")
    exposure: float | None = F(None, description="Minutes of customer waiting it causes a case")
    dwell: float | None = F(None, description="Expected visits x (waits + takes)")
    moment: bool = F(False, description="A moment of truth")
    commits: bool = F(False, description="It binds the company")
    because: str | None = F(None, description="The law, contract or policy that demands it")
    promise: float | None = F(None, description="What is promised here, in working minutes")
    purpose: str | None = F(None, description="What it is for")
    standard: str | None = F(None, description="The standard it must meet")
    script: str | None = F(None, description="The script it follows")
    batch: str | None = F(None, description="What is collected before it begins")
    cost: str | None = F(None, description="What it costs")
    call: str | None = F(None, description="The map it calls")
    asks: list[str] = F([], description="What is taken from the party")
    gives: list[str] = F([], description="What is handed to the next step")
    needs: list[str] = F([], description="What is needed from earlier steps")
    measure: list[str] = F([], description="Its measures")
    covers: list[str] = F([], description="What it covers")
    needs_skill: list[str] = F([], description="Skills it needs")
    consult: list[str] = F([], description="Who is consulted")
    inform: list[str] = F([], description="Who is informed")
    keeps: list[str] = F([], description="Promises of the organisation that it keeps")
    advocacy: bool = F(False, description="It makes people recommend us")
    reachable: bool = F(True, description="Some request type can meet it")
    stranded: str | None = F(
        None, description="`unreachable` or `no-way-out`, on the first step of such a group"
    )
    stranded_group: list[str] = F([], description="The steps of that group")
    endless_loop: list[str] = F([], description="A loop without exit, on its first step")
    return_share: float = F(0.0, description="Largest given share that it sends back")
    return_bounded: bool = F(False, description="That loop has an `at-most`")
    loop: list[str] = F([], description="The loop it sends cases round, or is the first step of")
    repeats: list[str] = F(
        [], description="Steps passed again when it sends back, a touch-point among them"
    )
    repeat_share: float = F(0.0, description="Largest given share that repeats a touch-point")
    unlabelled: int = F(0, description="Branches of a decision without a label")
    shares_off: float = F(0.0, description="Written shares of its branches less 100%")
    shares_total: float = F(1.0, description="Written shares of its branches together")
    types_without_way: list[str] = F([], description="Request types that find no way on here")
    runs_on: list[str] = F(
        [], description="A branch that runs on by file order, and the branch it runs into"
    )
    opens_block: bool = F(False, description="Its branches run side by side")
    join_in_doubt: list[str] = F([], description="Steps where its branches meet, none the join")
    needs_performer: bool = F(True, description="Its kind wants somebody who does it")
    owner_of_wait: bool = F(False, description="The step itself or its stage has an owner")
    waits_on_party: bool = F(False, description="The case waits for an outside party")
    bounded: bool = F(False, description="It has `at-most` or `if-late`")
    recovers: bool = F(False, description="It has a recovery")
    recovery_gates: list[str] = F(
        [], description="From going wrong to the sign-off that help must wait for"
    )
    refusal: list[str] = F(
        [], description="From the refusing decision to this end, no way beside it"
    )
    line: int = F(1, description="Line in the file")
    by_request: dict[str, dict[str, float]] = F({}, description="Visits and exposure by type")
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


class FlowFacts(Facts):
    """One flow between two steps."""

    id: str = F(description="`from>to`")
    source: str = F(description="Step it leaves")
    target: str | None = F(None, description="Step it reaches; unknown where it ends the case")
    outcome: str | None = F(None, description="How the case ends on it")
    kind: str = F("next", description="next, else, late or wrong")
    label: str = F("", description="Its label")
    share: float = F(1.0, description="Share of the cases at the source that take it")
    requests: list[str] = F([], description="Types it is for; none means all")
    visits: float | None = F(None, description="Expected passes in one case")
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


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
    basis: dict[str, str] = F({}, description="Fact name to basis, where not declared")


class ProblemFacts(Facts):
    """What the reader could not read, or would have somebody look at again."""

    kind: str = F(description="What is wrong, in one word")
    family: str = F(description="invalid, reference or unfinished")
    path: str = F("", description="Element path")
    found: str = F("", description="The offending word")
    nearest: str = F("", description="The nearest known word")
    says: str = F("", description="The fault and the way out, in a sentence")
    line: int = F(1, description="Line in the file")
    note: bool = F(False, description="It may well be meant")


JUDGES: dict[str, type[Facts]] = {
    "map": MapFacts,
    "request": RequestFacts,
    "step": StepFacts,
    "flow": FlowFacts,
    "touch_point": TouchPointFacts,
    "sign_off": SignOffFacts,
    "party": PartyFacts,
    "feedback": FeedbackFacts,
    "problem": ProblemFacts,
    "role": RoleFacts,
    "unit": UnitFacts,
    "measure": MeasureFacts,
    "routine": RoutineFacts,
    "change": ChangeFacts,
    "group": GroupFacts,
    "organisation": OrganisationFacts,
}

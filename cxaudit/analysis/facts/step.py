"""The facts of steps and of the flows between them."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


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
    system: list[str] = F(default_factory=list, description="Systems used")
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
    asks: list[str] = F(default_factory=list, description="What is taken from the party")
    gives: list[str] = F(default_factory=list, description="What is handed to the next step")
    needs: list[str] = F(default_factory=list, description="What is needed from earlier steps")
    measure: list[str] = F(default_factory=list, description="Its measures")
    covers: list[str] = F(default_factory=list, description="What it covers")
    needs_skill: list[str] = F(default_factory=list, description="Skills it needs")
    consult: list[str] = F(default_factory=list, description="Who is consulted")
    inform: list[str] = F(default_factory=list, description="Who is informed")
    keeps: list[str] = F(
        default_factory=list, description="Promises of the organisation that it keeps"
    )
    advocacy: bool = F(False, description="It makes people recommend us")
    by: str | None = F(None, description="Who does it, as the step itself says")
    with_: list[str] = F(
        default_factory=list, alias="with", description="Parties met, as written; `nobody` denies"
    )
    for_: list[str] = F(
        default_factory=list, alias="for", description="Request types it is for; none means all"
    )
    next: list[str] = F(
        default_factory=list, description="Where `next` leads: steps, or `end` with an outcome"
    )
    split: str | None = F(None, description="`some` where only some branches may be taken")
    join: str | None = F(None, description="all or any, where the step says that branches meet")
    end: str | None = F(None, description="The outcome with which the case ends after it")
    sign_off: list[str] = F(
        default_factory=list, description="Who must say yes, as written; `no` denies"
    )
    checks: str | None = F(None, description="What is judged")
    over: str | None = F(None, description="The limit above which it is judged")
    within: float | None = F(None, description="The clock of a sign-off, working minutes")
    escalates: str | None = F(None, description="To whom it goes when it takes too long")
    rejects: float | None = F(None, description="How often the answer is no")
    rejects_of: int | None = F(None, description="Cases on which that was measured")
    else_: str | None = F(None, alias="else", description="Where a no goes")
    at_most: float | None = F(None, description="Its bound, working minutes")
    at_most_times: int | None = F(None, description="Its bound as rounds of a loop")
    if_late: str | None = F(None, description="Where a case goes that takes too long")
    if_late_after: float | None = F(None, description="After which time, working minutes")
    if_wrong: str | None = F(None, description="The step that puts it right when it goes wrong")
    impact_customer: int | None = F(None, description="Believed impact on the customer, -2 to 2")
    impact_perception: int | None = F(None, description="Believed impact on their perception")
    impact_relationship: int | None = F(None, description="Believed impact on the relationship")
    remembered_customer: int | None = F(None, description="Impact on the customer, as they say")
    remembered_perception: int | None = F(None, description="On their perception, as they say")
    remembered_relationship: int | None = F(None, description="On the relationship, as they say")
    allow: list[str] = F(
        default_factory=list, description="Codes of the findings that are accepted for it"
    )
    note: str | None = F(None, description="Text for people")
    reachable: bool = F(True, description="Some request type can meet it")
    stranded: str | None = F(
        None, description="`unreachable` or `no-way-out`, on the first step of such a group"
    )
    stranded_group: list[str] = F(default_factory=list, description="The steps of that group")
    endless_loop: list[str] = F(
        default_factory=list, description="A loop without exit, on its first step"
    )
    return_share: float = F(0.0, description="Largest given share that it sends back")
    return_bounded: bool = F(False, description="That loop has an `at-most`")
    loop: list[str] = F(
        default_factory=list, description="The loop it sends cases round, or is the first step of"
    )
    repeats: list[str] = F(
        default_factory=list,
        description="Steps passed again when it sends back, a touch-point among them",
    )
    repeat_share: float = F(0.0, description="Largest given share that repeats a touch-point")
    unlabelled: int = F(0, description="Branches of a decision without a label")
    shares_off: float = F(0.0, description="Written shares of its branches less 100%")
    shares_total: float = F(1.0, description="Written shares of its branches together")
    types_without_way: list[str] = F(
        default_factory=list, description="Request types that find no way on here"
    )
    runs_on: list[str] = F(
        default_factory=list,
        description="A branch that runs on by file order, and the branch it runs into",
    )
    opens_block: bool = F(False, description="Its branches run side by side")
    join_in_doubt: list[str] = F(
        default_factory=list, description="Steps where its branches meet, none the join"
    )
    needs_performer: bool = F(True, description="Its kind wants somebody who does it")
    done_by_us: bool = F(
        False, description="Somebody of ours does it or should, no party or system"
    )
    wants_standard: bool = F(False, description="It is done by us, or has a standard all the same")
    owner_of_wait: bool = F(False, description="The step itself or its stage has an owner")
    waits_on_party: bool = F(False, description="The case waits for an outside party")
    bounded: bool = F(False, description="It has `at-most` or `if-late`")
    recovers: bool = F(False, description="It has a recovery")
    recovery_gates: list[str] = F(
        default_factory=list, description="From going wrong to the sign-off that help must wait for"
    )
    refusal: list[str] = F(
        default_factory=list, description="From the refusing decision to this end, no way beside it"
    )
    standard_observable: bool | None = F(
        None, description="Its standard holds a number, a date or an act that can be seen"
    )
    instruction_lines: int = F(0, description="Lines of its script and note")
    skills_missing: list[str] | None = F(
        None, description="Skills it needs that its performer is not said to have"
    )
    label_style: str | None = F(
        None,
        description="How its label is built: verb-object, noun or single-word; unknown where that "
        "cannot be told or no work is done",
    )
    mismatch: str | None = F(
        None,
        description="runs-twice, never-continues or waits-in-vain, where a split and a join do not "
        "match",
    )
    mismatch_path: list[str] = F(
        default_factory=list, description="From the split or decision to where its ways meet"
    )
    independent_of: str | None = F(
        None, description="The next step, where neither needs what the other gives"
    )
    cheaper_knock_out: str | None = F(
        None, description="A cheaper test that could end the case, done after this dearer one"
    )
    batch_delays: bool = F(False, description="It collects cases while a customer waits")
    line: int = F(1, description="Line in the file")
    by_request: dict[str, dict[str, float]] = F(
        default_factory=dict, description="Visits and exposure by type"
    )
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )


class FlowFacts(Facts):
    """One flow between two steps."""

    id: str = F(description="`from>to`")
    source: str = F(description="Step it leaves")
    target: str | None = F(None, description="Step it reaches; unknown where it ends the case")
    outcome: str | None = F(None, description="How the case ends on it")
    kind: str = F("next", description="next, else, late or wrong")
    label: str = F("", description="Its label")
    when: str | None = F(None, description="The condition that is written with it")
    after: float | None = F(None, description="The minutes after which a timeout takes it")
    share: float = F(1.0, description="Share of the cases at the source that take it")
    requests: list[str] = F(default_factory=list, description="Types it is for; none means all")
    visits: float | None = F(None, description="Expected passes in one case")
    recovery: bool = F(False, description="It leads on from a recovery that a step describes")
    hand_off: bool = F(False, description="The case changes hands on it")
    unit_hand_off: bool | None = F(
        None,
        description="The case changes department on it; unknown where a department is. To and from "
        "parties nothing is handed over inside",
    )
    hand_off_path: list[str] = F(
        default_factory=list,
        description="The step that hands over to another department, and the one that receives",
    )
    hands_over: bool | None = F(
        None,
        description="It does so on the agreed road; of branches of one step by which the same is "
        "handed to one department, one stands for all. Unknown where a department is",
    )
    from_unit: str | None = F(None, description="The department that hands over")
    to_unit: str | None = F(None, description="The department that receives")
    gives: list[str] = F(default_factory=list, description="What is handed over")
    receiver_standard: bool = F(
        False, description="What is handed over has the receiver's standard"
    )
    returned: float | None = F(
        None,
        description="Share of the receiver's visits that its department sends back across it by "
        "`else`",
    )
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )

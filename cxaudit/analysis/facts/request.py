"""The facts of a request type: why customers come, and what it costs them."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


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
    budget_least: float | None = F(None, description="Sign-offs it may cost at least")
    starts: str | None = F(None, description="The step at which it starts, where the map says so")
    allow: list[str] = F(
        default_factory=list, description="Codes of the findings that are accepted for it"
    )
    from_: str | None = F(None, alias="from", description="The party that asks")
    worst: float | None = F(None, description="Most approvals one complete run can meet")
    worst_path: list[str] = F(default_factory=list, description="The steps of such a run")
    worst_at_most: bool = F(False, description="`worst` is an upper bound")
    worst_at_least: bool = F(False, description="`worst` is a lower bound: a called map is missing")
    least: float | None = F(None, description="Fewest approvals of a run to a good end")
    least_path: list[str] = F(default_factory=list, description="The steps of such a run")
    least_free: float | None = F(None, description="The same without held sign-offs")
    unavoidable: list[str] | None = F(
        None, description="Sign-offs on every complete run to a good end, in order"
    )
    unavoidable_free: list[str] | None = F(None, description="Those that nothing demands")
    expected: float | None = F(None, description="Expected approvals of one case, rework included")
    fastest: float | None = F(None, description="Shortest time to a good end")
    fastest_path: list[str] = F(default_factory=list, description="The steps of that run")
    time: float | None = F(None, description="Expected time of one case")
    time_low: float | None = F(None, description="The same with the low end of every range")
    time_high: float | None = F(None, description="The same with the high end of every range")
    time_at_least: bool = F(False, description="`time` is a lower bound")
    time_missing: list[str] = F(default_factory=list, description="Steps whose time nobody states")
    slowest: float | None = F(None, description="Longest time, each step counted once")
    work: float | None = F(None, description="Expected work, without queues")
    efficiency: float | None = F(None, description="Work as a share of time")
    hand_offs_expected: float | None = F(None, description="Expected changes of performer")
    hand_offs_most: int | None = F(None, description="Most changes of performer on one run")
    unit_hand_offs_most: int | None = F(None, description="Most changes of unit on one run")
    unit_hand_offs_path: list[str] = F(default_factory=list, description="The steps of such a run")
    ping_pongs: int = F(0, description="Steps that get a case and hand it straight back")
    silence: float | None = F(None, description="Longest time between two meetings")
    silence_path: list[str] = F(default_factory=list, description="The steps of that stretch")
    silence_party: str | None = F(None, description="The party that hears nothing")
    silence_steps: int | None = F(
        None, description="Without times: most backstage steps between two meetings"
    )
    silence_unbounded: bool = F(False, description="A loop in that stretch may go round again")
    untold_ends: list[str] | None = F(
        None, description="Steps at which a case ends unheard after a decision"
    )
    untold_path: list[str] = F(
        default_factory=list, description="From such a decision to such an end"
    )
    hands_tied: bool | None = F(
        None, description="The front line meets the requester and cannot settle the matter"
    )
    front_line_met: list[str] = F(
        default_factory=list, description="Front-line roles that meet the requester"
    )
    verdict: str | None = F(
        None,
        description="The first of its `faults`, else sound, or undecided where not all is known",
    )
    faults: list[str] = F(
        default_factory=list,
        description="What can happen to a case: deadlock (it waits for ever), "
        "lack-of-synchronisation (work is done twice unawares), no-way-out (it comes round for "
        "ever), dead-step (a step that no case of any type meets)",
    )
    fault_places: list[list[str]] = F(
        default_factory=list,
        description="[fault, step]: where each is to be mended; what is no step, at the last before",
    )
    verdict_witness: list[str] = F(
        default_factory=list, description="The steps of a run that shows the first of its faults"
    )
    without_figures: list[str] = F(
        default_factory=list, description="What keeps this type from having figures"
    )
    same_gates_as: list[str] = F(
        default_factory=list,
        description="Other types, not simple, whose unavoidable free sign-offs it meets as well",
    )
    gates_path: list[str] = F(
        default_factory=list, description="From where it should part to the last shared gate"
    )
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
        default_factory=list,
        description="The steps before types part; where they never part, its worst walk",
    )
    decides_first: bool = F(
        False, description="A decision tells requests apart before the first unavoidable sign-off"
    )
    approved_twice: list[list[str]] = F(
        default_factory=list, description="Pairs of sign-offs with equal judgement"
    )
    asked_twice: list[list[str]] | None = F(
        None, description="[item, step, step]: asked again of the same party"
    )
    asked_again: list[str] = F(
        default_factory=list, description="What is asked again of the same party"
    )
    asked_twice_path: list[str] = F(
        default_factory=list, description="The steps at which it is asked, in file order"
    )
    passed_around: int | None = F(
        None, description="Most changes of performer from meeting to meeting"
    )
    channel_switches: int | None = F(None, description="Most changes of channel between meetings")
    passed_path: list[str] = F(
        default_factory=list,
        description="The meetings on a run with the most changes, of performer or of channel",
    )
    contact_share: float | None = F(
        None, description="Share of the requester's meetings that its named contact holds"
    )
    base_worst: float | None = F(None, description="`worst` of the earlier version")
    base_least: float | None = F(None, description="`least` of the earlier version")
    base_expected: float | None = F(None, description="`expected` of the earlier version")
    newly_held: list[str] = F(
        default_factory=list,
        description="Sign-offs with a `because` that the earlier version had not",
    )
    crept: list[str] | None = F(
        None,
        description="Of worst, least and expected, what lies above the earlier version or the "
        "budget even without the sign-offs that are newly held; unknown where there is neither",
    )
    over_budget: list[str] = F(
        default_factory=list, description="Of these, what lies above the budget"
    )
    refusals: list[list[str]] = F(
        default_factory=list,
        description="Roads from a refusal to its end with no alternative on them",
    )
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )

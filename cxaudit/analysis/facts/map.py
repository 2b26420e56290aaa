"""The facts of a whole map."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class MapFacts(Facts):
    """One process map."""

    id: str = F(description="Identity: `id:` in the map, else the file's name")
    path: str = F(description="The file, as it was named")
    title: str = F(description="Name of the process")
    purpose: str | None = F(None, description="What the customer gets, in one sentence")
    purpose_words: int = F(0, description="Words of the purpose")
    owner: str | None = F(None, description="The one who answers for the process")
    owners: list[str] = F(default_factory=list, description="Everybody named as owner")
    diluted_owners: list[str] = F(
        default_factory=list,
        description="Owners that are several, a group word or a vacant role, with their place",
    )
    beyond_reach: list[str] = F(
        default_factory=list, description="Steps done in units outside the owner's reporting line"
    )
    leader: str | None = F(None, description="Who leads it")
    leaders: list[str] = F(default_factory=list, description="Everybody named as leader")
    profile: str | None = F(None, description="The threshold profile it asks for")
    tags: list[str] = F(default_factory=list, description="Free words")
    size: int = F(0, description="Number of steps, recovery steps included")
    flows: int = F(0, description="Number of flows between steps")
    requests: list[str] = F(default_factory=list, description="Ids of the request types it names")
    request_types: int = F(0, description="Number of request types named")
    simple_types: int = F(0, description="Request types that ought to be easy")
    hard_types: int = F(0, description="Request types that are not said to be easy")
    customers: list[str] = F(default_factory=list, description="Parties the process is for")
    designed_with: list[str] | None = F(None, description="Who was in the room when designed")
    designed_with_customer_voice: bool = F(
        False, description="A front-line role or a party was in the room"
    )
    considers: list[str] | None = F(None, description="What was weighed")
    internal_only: list[str] = F(
        default_factory=list,
        description="Places (`considers`, steps with `covers`) that weigh only our own matters",
    )
    reviewed: str | None = F(None, description="Date when the map was last held against reality")
    measures: list[str] = F(
        default_factory=list, description="Measures of the process and of its steps"
    )
    measure_kinds: list[str] = F(
        default_factory=list, description="Kinds of these measures, where known"
    )
    unknown_measures: list[str] = F(
        default_factory=list, description="Measures whose kind nobody states"
    )
    feedback: list[str] = F(default_factory=list, description="Feedback sources of the process")
    touch_points: int = F(0, description="Steps at which a party is met")
    sign_offs: int = F(0, description="Steps at which somebody must say yes")
    hidden_touch_points: list[str] = F(
        default_factory=list, description="Steps whose label alone says that a party is met"
    )
    maybe_touch_points: list[str] = F(
        default_factory=list, description="Steps that may meet a party, by their label"
    )
    maybe_sign_offs: list[str] = F(
        default_factory=list, description="Steps that may be sign-offs, by their label"
    )
    impact_gaps: list[str] = F(
        default_factory=list,
        description="Touch-points that lack an impact although they are moments of truth or others "
        "state theirs",
    )
    impacts_stated: int = F(0, description="Touch-points with all three impacts stated")
    cannot_say_no: list[str] = F(
        default_factory=list, description="Sign-offs with only one way out"
    )
    loose_sign_offs: list[str] = F(
        default_factory=list,
        description="Sign-offs that judge nothing in particular, or wait long without a clock",
    )
    loose_on_simple: bool = F(False, description="A simple request type meets one of them")
    unrecovered_moments: list[str] = F(
        default_factory=list,
        description="Moments of truth and deliveries with no recovery, where the process has none",
    )
    unrecovered_key_party: bool = F(False, description="One of them meets a key party")
    serial_sign_offs: list[list[str]] = F(
        default_factory=list, description="Runs of sign-offs with no work between"
    )
    burden: float | None = F(None, description="Expected sign-offs of an average request")
    language: str = F("en", description="Language in which labels were read")
    in_organisation: bool = F(False, description="An organisation file describes its people")
    budget_worst: float | None = F(None, description="Sign-offs it may cost at worst")
    budget_expected: float | None = F(None, description="Sign-offs an average case may cost")
    budget_least: float | None = F(None, description="Sign-offs it may cost at least")
    parties: list[str] = F(default_factory=list, description="Parties it describes itself")
    roles: list[str] = F(default_factory=list, description="Roles it describes itself")
    units: list[str] = F(default_factory=list, description="Departments it describes itself")
    systems: list[str] = F(default_factory=list, description="Systems it lists")
    promises: list[str] = F(
        default_factory=list, description="Promises it names or makes of its own"
    )
    calendar_day: float = F(480.0, description="A working day, in minutes")
    calendar_week: float = F(5.0, description="A working week, in days")
    allow: list[str] = F(default_factory=list, description="Rules that it waives for the whole map")
    note: str | None = F(None, description="Text for people")
    fragment: list[str] = F(
        default_factory=list,
        description="The longest stretch with one way in and one way out that could be a map of its "
        "own, at most half of this one where that is 8 steps or more",
    )
    decisions: int = F(
        0, description="Steps that send a case one of several ways, a sign-off's no included"
    )
    decision_steps: list[str] = F(default_factory=list, description="These steps")
    reviewed_months: float | None = F(None, description="Months since the last review")
    changed: str | None = F(None, description="Date when the file was last changed, by its history")
    changed_after_review: bool | None = F(None, description="It was changed and not reviewed since")
    stages: list[str] = F(
        default_factory=list, description="Its stages, in the order of their first steps"
    )
    attended_stages: list[str] = F(
        default_factory=list,
        description="Stages with a standard, a measure or feedback at one of their steps",
    )
    bookend: bool = F(False, description="Such attention is given, in the first or last stage only")
    unattended_steps: list[str] = F(
        default_factory=list,
        description="The first step of each stage between the first and the last without any",
    )
    unsponsored_steps: list[str] | None = F(
        None,
        description="Steps beyond the owner's reach, in units where no sponsor of a change sits; "
        "unknown where the organisation file does not place the owner",
    )
    unsponsored_units: list[str] = F(
        default_factory=list, description="The units in which they are done"
    )
    silo_unit: str | None = F(
        None, description="The one unit that has all touch-points and customer measures"
    )
    silo_elsewhere: float | None = F(
        None, description="Share of the exposure that other units cause, where there is such a unit"
    )
    silo_steps: list[str] = F(default_factory=list, description="The steps by which they cause it")
    silo_causes: list[str] = F(
        default_factory=list, description="These units, the one that causes most first"
    )
    backstage_blind: list[str] | None = F(
        None,
        description="Roles that make customers wait and see no customer or time measure; unknown "
        "without times, and where nobody says who sees what",
    )
    blind_steps: list[str] = F(
        default_factory=list, description="The steps by which they make customers wait"
    )
    unit_hand_offs: int = F(0, description="Agreed flows on which the case changes department")
    unit_hand_off_steps: list[str] = F(
        default_factory=list, description="The steps that receive it there"
    )
    internal_feedback: bool | None = F(
        None,
        description="A department that receives cases, or a role in it, is asked for feedback; "
        "unknown without an organisation file",
    )
    leader_in_line: bool | None = F(
        None,
        description="A role of the two top levels is, leads or stands above the owner; unknown "
        "where a level is",
    )
    hires_front_line: bool | None = F(
        None,
        description="It is tagged `hiring`, for a front-line role or for no role in particular; "
        "unknown without an organisation file, and for a hiring map where it has no front line",
    )
    hires_for: list[str] = F(
        default_factory=list, description="Front-line roles that it names as those hired"
    )
    attitude_steps: list[str] = F(
        default_factory=list,
        description="Steps that look at attitude, or see candidates in a group",
    )
    verdict: str | None = F(
        None,
        description="The worst verdict of its request types: deadlock, lack-of-synchronisation, "
        "no-way-out, dead-step, undecided, sound",
    )
    elements: int = F(
        0,
        description="Elements as drawn, in BPMN events and gateways too; what follows is of these",
    )
    connectivity: float | None = F(None, description="Flows per element (CNC)")
    density: float | None = F(
        None, description="Flows as a share of those that could be drawn between any two elements"
    )
    diameter: int = F(0, description="Elements on the longest way through, circles counted once")
    connector_degree: float | None = F(
        None, description="Flows at a connector (where flows part or meet), on average"
    )
    connector_degree_most: int = F(0, description="Flows at the connector that has most")
    control_flow_complexity: int = F(
        0,
        description="Sum over splits of the states they can lead to: 1 where all flows are taken, each "
        "flow where one is, 2^n - 1 where some are",
    )
    gateway_mismatch: int = F(
        0, description="Splits without joins of their kind, or joins without splits"
    )
    gateway_heterogeneity: float | None = F(
        None, description="How mixed the kinds of connectors are: 0 one kind, 1 all three alike"
    )
    sequentiality: float | None = F(None, description="Share of flows that touch no connector")
    separability: float | None = F(
        None, description="Share of elements, two left out, without which the drawing falls apart"
    )
    structuredness: float | None = F(
        None, description="Share of elements in rows, blocks and loops with one way in and one out"
    )
    depth: int = F(0, description="Most splits that an element lies between and their joins")
    cyclicity: float | None = F(None, description="Share of elements that lie on a circle")
    token_split: int = F(0, description="Flows that begin to run side by side at splits")
    cross_connectivity: float | None = F(
        None, description="Strength of the ties between any two elements; unknown above 2,000"
    )
    duplicate_tasks: int = F(0, description="Tasks with the label of an earlier one")
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )

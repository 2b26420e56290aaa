"""The models of a process map: process, request types, steps."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, Field

from cxaudit.language.contacts import Contacts
from cxaudit.language.fields import (
    AnyLimit,
    Before,
    Day,
    Name,
    Names,
    Part,
    Reads,
    Real,
    Share,
    Span_,
    Text,
    Texts,
    Truth,
    Volume,
    Waivers,
    Written,
    between,
    by_name,
    from_text,
    one_or_more,
)
from cxaudit.language.flow import (
    AtMostField,
    Join,
    LateField,
    NextField,
    RejectsField,
    SignOffField,
    Split,
    WrongField,
)
from cxaudit.language.organisation import (
    Feedback,
    Measure,
    Party,
    PromiseField,
    Role,
    Unit,
)
from cxaudit.language.values import amount


class Impact(Part):
    """What a step does to the customer, their perception and the relationship, -2 to 2."""

    customer: between(-2, 2) | None = Field(  # type: ignore[valid-type]
        None, description="What it does to the customer's own doings: -2 harms, 2 helps."
    )
    perception: between(-2, 2) | None = Field(  # type: ignore[valid-type]
        None, description="What it does to how the company is seen, -2 to 2."
    )
    relationship: between(-2, 2) | None = Field(  # type: ignore[valid-type]
        None, description="What it does to how well both know and trust each other, -2 to 2."
    )


class Item(Part):
    """Something asked for, given or needed, and the standard it must meet."""

    what: Text = Field(description="What it is.")
    standard: Text = Field(
        "", description="What must be true of it, so that the one who gets it need not ask back."
    )


Items = Annotated[
    list[Item],
    Before(lambda v: [{"what": i} if isinstance(i, str) else i for i in one_or_more(v)]),
    Written("items"),
]


def _end(value: Any) -> str:
    if value is None:
        return "done"
    if isinstance(value, str):
        return value.strip() or "done"
    raise ValueError("an outcome is a word: write `end: booked`")


End = Annotated[str | None, Reads(_end), Written("end")]


class Step(Part):
    """One step: what is done, by whom, with whom, and where the case goes then."""

    does: Text = Field(
        "",
        validation_alias=AliasChoices("does", "name"),
        description="The label, best a verb and an object; else the id in words. Also `name`.",
    )
    by: Name | None = Field(
        None,
        description="The role, party or system that does it; else the `by` of its stage; `nobody` "
        "where a case only passes.",
    )
    owner: Names = Field(
        default_factory=list,
        description="The one who answers for it; else the owner of its stage or process.",
    )
    consult: Names = Field(
        default_factory=list, description="Roles that are asked before it is done."
    )
    inform: Names = Field(default_factory=list, description="Roles that are told when it is done.")
    with_: Contacts = Field(
        default_factory=list,
        description="Who is met, and how: `agent via phone, email`; `nobody` denies a guess.",
    )
    for_: Names = Field(
        default_factory=list,
        description="The request types that do this step; others pass it at once.",
    )
    next: NextField | None = Field(
        None,
        description="Where it goes: a step, `end`, `{label 70%: step}`, or `[one, other]`.",
    )
    split: Split | None = Field(
        None,
        description="`some`: one or more branches of `next` are taken, each by its share.",
    )
    join: Join | None = Field(
        None,
        description="The branches side by side meet here: it waits for `all`, or for `any` of them.",
    )
    takes: Span_ | None = Field(
        None,
        description="The work, such as 15m, 2h, 1d, or 10m to 2h; `d` and `w` are working time.",
    )
    waits: Span_ | None = Field(
        None, description="The queue before the work, such as 4h or 1d to 3d."
    )
    at_most: AtMostField | None = Field(
        None, description="A bound: a duration, or how many times round a loop, such as `3 times`."
    )
    if_late: LateField | None = Field(
        None,
        description="Where the case goes when it has taken too long: `{after: 2d, next: step}`.",
    )
    if_wrong: WrongField | None = Field(
        None,
        description="What happens when it goes wrong: a step, or `{does, by, with, within, ...}`.",
    )
    sign_off: SignOffField | None = Field(
        None,
        description="Who must say yes: a role, a list, `{any-of: [..]}`; `no` denies a guess.",
    )
    checks: Text = Field("", description="What the sign-off judges.")
    over: AnyLimit | None = Field(
        None, description="The limit above which the sign-off is needed, such as 5000 EUR."
    )
    within: Span_ | None = Field(
        None, description="The time within which it must be decided or done."
    )
    escalates: Name | None = Field(None, description="The role to whom it goes when it is late.")
    rejects: RejectsField | None = Field(
        None,
        description="How often the answer is no: `3%`, or `{share, of}` where it was measured.",
    )
    else_: Text | None = Field(None, description="The step where a no goes.")
    because: Text = Field(
        "",
        description="The law, contract or policy that demands this step: nobody proposes to drop it.",
    )
    asks: Items = Field(
        default_factory=list,
        description="What is taken from the party: names, or `{what, standard}`.",
    )
    gives: Items = Field(
        default_factory=list,
        description="What is handed to the next step: names, or `{what, standard}`.",
    )
    needs: Items = Field(
        default_factory=list,
        description="What earlier steps must have given: names, or `{what, standard}`.",
    )
    impact: Impact | None = Field(
        None, description="What we believe the step does to the customer, -2 to 2 on three axes."
    )
    remembered: Impact | None = Field(
        None, description="What customers said the step did to them, -2 to 2 on three axes."
    )
    moment: Truth = Field(
        False,
        description="Whether it is a moment of truth: here customers make up their minds.",
    )
    commits: Truth | None = Field(
        None, description="Whether it binds the company, as an offer or a confirmation does."
    )
    promise: Span_ | None = Field(
        None, description="How soon the customer is told that it will be done."
    )
    standard: Text = Field("", description="What must be true of it each time.")
    purpose: Text = Field("", description="What the step is for.")
    measure: Names = Field(default_factory=list, description="Measures that watch this step.")
    script: Text = Field("", description="What is said, where it is laid down.")
    needs_skill: Texts = Field(default_factory=list, description="Skills that it takes.")
    covers: Texts = Field(default_factory=list, description="What is talked over in it.")
    in_: Names = Field(default_factory=list, description="The systems it is done in.")
    stage: Text | None = Field(
        None, description="The stage it belongs to, where that is not the stage it stands in."
    )
    batch: Text = Field(
        "", description="When it is done for many cases at once, such as `every Friday`."
    )
    cost: Text = Field("", description="What it costs.")
    end: End = Field(
        None,
        description="How the case ends after it: `booked`; lost, refused and the like are bad.",
    )
    keeps: Names = Field(
        default_factory=list, description="The promises of the organisation that it keeps."
    )
    advocacy: Truth = Field(False, description="Whether it makes people recommend us.")
    call: Text | None = Field(None, description="The id of the map that this step stands for.")
    allow: Waivers = Field(
        default_factory=dict,
        description="Findings about this step that are accepted: `{SO201: why}`.",
    )
    note: Text = Field("", description="Text for people.")


def _day_length(text: str) -> float:
    minutes = amount(text)
    if minutes.days or minutes.weeks or minutes.minutes <= 0:
        raise ValueError(f"{text!r} is no working day: write its hours, such as 8h")
    return minutes.minutes


def _week_length(text: str) -> float:
    days = amount(text)
    if days.minutes or days.weeks or days.days <= 0:
        raise ValueError(f"{text!r} is no working week: write its days, such as 5d")
    return days.days


DayLength = Annotated[float, Reads(from_text(_day_length, "hours such as 8h")), Written("duration")]
WeekLength = Annotated[
    float, Reads(from_text(_week_length, "days such as 5d")), Written("duration")
]


class Budget(Part):
    """What a process or type may cost in sign-offs."""

    worst: Real | None = Field(None, description="The most sign-offs that a request may ever need.")
    expected: Real | None = Field(
        None, description="The most sign-offs that a request may need on average."
    )
    least: Real | None = Field(
        None, description="The most sign-offs that the shortest way may need."
    )


class Request(Part):
    """Why customers come: how often, how easy it ought to be, what they are promised."""

    title: Text = Field("", description="What people call it; else its id in words.")
    share: Share | None = Field(
        None, description="How many of all requests are of this type, such as 60%."
    )
    volume: Volume | None = Field(
        None, description="How many arrive, such as 40/d; given for every type, or for none."
    )
    simple: Truth = Field(
        False,
        description="Whether it ought to be easy: fewer sign-offs and less time are expected of it.",
    )
    promise: Span_ | None = Field(
        None, description="How soon the customer is told that it will be done, such as 2d."
    )
    from_: Name | None = Field(
        None, description="The party who asks; else the party of the first touch-point."
    )
    starts: Text | None = Field(None, description="The step where it begins; else the first step.")
    budget: Budget | None = Field(None, description="What it may cost in sign-offs.")
    allow: Waivers = Field(
        default_factory=dict,
        description="Findings about this type that are accepted: `{SO201: why}`.",
    )


class Stage(Part):
    """A stretch of the process: it begins at the step `from`."""

    from_: Text = Field(description="The first step of the stage.")
    owner: Name | None = Field(
        None, description="Who answers for its steps, where they do not say."
    )
    by: Name | None = Field(None, description="Who does its steps, where they do not say.")


class CalendarModel(Part):
    """What `d` and `w` mean: the hours of a day, the days of a week."""

    day: DayLength | None = Field(None, description="The hours of a working day, such as 8h.")
    week: WeekLength | None = Field(None, description="The days of a working week, such as 5d.")


def _stages(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("write `stages: {Name: first-step, ...}`")
    return {key: {"from": item} if isinstance(item, str) else item for key, item in value.items()}


def _steps(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return {key: {} if item is None else item for key, item in value.items()}
    raise ValueError("a process has at least one step: write `steps:` with one step a line")


class Process(Part):
    """A process map: how a request travels through the house."""

    process: Text = Field(description="The name of the process. It is the first key of the file.")
    purpose: Text = Field("", description="One sentence: what the customer gets.")
    id: Text | None = Field(
        None,
        description="The identity of the map when its file is renamed; else the name of the file.",
    )
    owner: Names = Field(
        default_factory=list, description="The one role or person who answers for the process."
    )
    leader: Names = Field(default_factory=list, description="The one who leads it.")
    customers: Names = Field(
        default_factory=list,
        description="Everyone it is for; whoever is named here and never met is a finding.",
    )
    requests: Annotated[dict[str, Request], by_name()] = Field(
        default_factory=dict,
        description="Why customers come: `repeat-order: {share: 60%, simple: true, promise: 1d}`.",
    )
    stages: Annotated[dict[str, Stage], Before(_stages), Written("stages")] = Field(
        default_factory=dict,
        description="The stages in order, each with its first step, or `{from, owner, by}`.",
    )
    budget: Budget | None = Field(
        None, description="What the process may cost in sign-offs; more of them is a finding."
    )
    designed_with: Names | None = Field(
        None, description="Who was in the room when it was designed: roles and parties."
    )
    considers: Texts | None = Field(None, description="What was weighed when it was designed.")
    reviewed: Day | None = Field(
        None, description="The day when somebody last held the map against reality, as YYYY-MM-DD."
    )
    measures: Annotated[dict[str, Measure], by_name()] = Field(
        default_factory=dict,
        description="Measures that watch it: names from the organisation file, or defined here.",
    )
    feedback: Annotated[dict[str, Feedback], by_name()] = Field(
        default_factory=dict,
        description="How customers are heard: names from the organisation file, or defined here.",
    )
    promises: Annotated[dict[str, PromiseField], by_name()] = Field(
        default_factory=dict,
        description="Promises it makes: names from the organisation file, or defined here.",
    )
    parties: Annotated[dict[str, Party], by_name("kind")] = Field(
        default_factory=dict, description="Parties, for a shop too small for an organisation file."
    )
    roles: Annotated[dict[str, Role], by_name()] = Field(
        default_factory=dict, description="Roles, for a shop too small for an organisation file."
    )
    units: Annotated[dict[str, Unit], by_name()] = Field(
        default_factory=dict, description="Units, for a shop too small for an organisation file."
    )
    systems: Names = Field(
        default_factory=list,
        description="Names that are systems, so that no role is taken for one.",
    )
    calendar: CalendarModel | None = Field(
        None, description="What `d` and `w` mean; else 8 hours a day and 5 days a week."
    )
    profile: Text | None = Field(
        None,
        description="Which limits the rules apply.",
        examples=["service-desk", "b2b-sales", "project", "regulated"],
    )
    tags: Texts = Field(
        default_factory=list,
        description="Free words that rules may ask for, such as hiring or complaint.",
    )
    allow: Waivers = Field(
        default_factory=dict,
        description="Findings about the map that are accepted: `{SO201: why}`.",
    )
    note: Text = Field("", description="Text for people.")
    steps: Annotated[dict[str, Step], Before(_steps), Written("steps")] = Field(
        description="The steps in order: id with step, or a list of sentences or of exported rows."
    )

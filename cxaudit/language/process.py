"""The models of a process map: process, request types, steps."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, PlainValidator

from cxaudit.language.contacts import Contacts
from cxaudit.language.fields import (
    AnyLimit,
    Day,
    Name,
    Names,
    Part,
    Real,
    Share,
    Span_,
    Text,
    Texts,
    Truth,
    Volume,
    Waivers,
    between,
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
    by_name,
)
from cxaudit.language.values import amount


class Impact(Part):
    """What a step does to the customer, their perception and the relationship, -2 to 2."""

    customer: between(-2, 2) | None = None  # type: ignore[valid-type]
    perception: between(-2, 2) | None = None  # type: ignore[valid-type]
    relationship: between(-2, 2) | None = None  # type: ignore[valid-type]


class Item(Part):
    """Something asked for, given or needed, and the standard it must meet."""

    what: Text
    standard: Text = ""


Items = Annotated[
    list[Item],
    BeforeValidator(lambda v: [{"what": i} if isinstance(i, str) else i for i in one_or_more(v)]),
]


def _end(value: Any) -> str:
    if value is None:
        return "done"
    if isinstance(value, str):
        return value.strip() or "done"
    raise ValueError("an outcome is a word: write `end: booked`")


End = Annotated[str | None, PlainValidator(_end)]


class Step(Part):
    """One step as written; what is derived from it stands in the analysis."""

    does: Text = Field("", validation_alias=AliasChoices("does", "name"))
    by: Name | None = None
    owner: Names = Field(default_factory=list)
    consult: Names = Field(default_factory=list)
    inform: Names = Field(default_factory=list)
    with_: Contacts = Field(default_factory=list)
    for_: Names = Field(default_factory=list)
    next: NextField | None = None
    split: Split | None = None
    join: Join | None = None
    takes: Span_ | None = None
    waits: Span_ | None = None
    at_most: AtMostField | None = None
    if_late: LateField | None = None
    if_wrong: WrongField | None = None
    sign_off: SignOffField | None = None
    checks: Text = ""
    over: AnyLimit | None = None
    within: Span_ | None = None
    escalates: Name | None = None
    rejects: RejectsField | None = None
    else_: Text | None = None
    because: Text = ""
    asks: Items = Field(default_factory=list)
    gives: Items = Field(default_factory=list)
    needs: Items = Field(default_factory=list)
    impact: Impact | None = None
    remembered: Impact | None = None
    moment: Truth = False
    commits: Truth | None = None
    promise: Span_ | None = None
    standard: Text = ""
    purpose: Text = ""
    measure: Names = Field(default_factory=list)
    script: Text = ""
    needs_skill: Texts = Field(default_factory=list)
    covers: Texts = Field(default_factory=list)
    in_: Names = Field(default_factory=list)
    stage: Text | None = None
    batch: Text = ""
    cost: Text = ""
    end: End = None
    keeps: Names = Field(default_factory=list)
    advocacy: Truth = False
    call: Text | None = None
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


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


DayLength = Annotated[float, PlainValidator(from_text(_day_length, "hours such as 8h"))]
WeekLength = Annotated[float, PlainValidator(from_text(_week_length, "days such as 5d"))]


class Budget(Part):
    """What a process or type may cost in sign-offs."""

    worst: Real | None = None
    expected: Real | None = None
    least: Real | None = None


class Request(Part):
    """Why customers come: how often, how easy it ought to be, what they are promised."""

    title: Text = ""
    share: Share | None = None
    volume: Volume | None = None
    simple: Truth = False
    promise: Span_ | None = None
    from_: Name | None = None
    starts: Text | None = None
    budget: Budget | None = None
    allow: Waivers = Field(default_factory=dict)


class Stage(Part):
    """A stretch of the process: it begins at the step `from_`."""

    from_: Text
    owner: Name | None = None
    by: Name | None = None


class CalendarModel(Part):
    """What `d` and `w` mean: the hours of a day, the days of a week."""

    day: DayLength | None = None
    week: WeekLength | None = None


def _stages(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("write `stages: {Name: first-step, ...}`")
    return {key: {"from": item} if isinstance(item, str) else item for key, item in value.items()}


def _steps(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return {key: {} if item is None else item for key, item in value.items()}
    raise ValueError("a process has at least one step: write `steps:` with one step a line")


class Process(Part):
    """A process map as written."""

    process: Text
    purpose: Text = ""
    id: Text | None = None
    owner: Names = Field(default_factory=list)
    leader: Names = Field(default_factory=list)
    customers: Names = Field(default_factory=list)
    requests: Annotated[dict[str, Request], by_name()] = Field(default_factory=dict)
    stages: Annotated[dict[str, Stage], BeforeValidator(_stages)] = Field(default_factory=dict)
    budget: Budget | None = None
    designed_with: Names | None = None
    considers: Texts | None = None
    reviewed: Day | None = None
    measures: Annotated[dict[str, Measure], by_name()] = Field(default_factory=dict)
    feedback: Annotated[dict[str, Feedback], by_name()] = Field(default_factory=dict)
    promises: Annotated[dict[str, PromiseField], by_name()] = Field(default_factory=dict)
    parties: Annotated[dict[str, Party], by_name("kind")] = Field(default_factory=dict)
    roles: Annotated[dict[str, Role], by_name()] = Field(default_factory=dict)
    units: Annotated[dict[str, Unit], by_name()] = Field(default_factory=dict)
    systems: Names = Field(default_factory=list)
    calendar: CalendarModel | None = None
    profile: Text | None = None
    tags: Texts = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""
    steps: Annotated[dict[str, Step], BeforeValidator(_steps)]

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


End = Annotated[str, PlainValidator(_end)]


class Step(Part):
    """One step as written; what is derived from it stands in the analysis."""

    does: Text = Field("", validation_alias=AliasChoices("does", "name"))
    by: Name | None = None
    owner: Names = []
    consult: Names = []
    inform: Names = []
    with_: Contacts = []
    for_: Names = []
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
    asks: Items = []
    gives: Items = []
    needs: Items = []
    impact: Impact | None = None
    remembered: Impact | None = None
    moment: Truth = False
    commits: Truth | None = None
    promise: Span_ | None = None
    standard: Text = ""
    purpose: Text = ""
    measure: Names = []
    script: Text = ""
    needs_skill: Texts = []
    covers: Texts = []
    in_: Names = []
    stage: Text | None = None
    batch: Text = ""
    cost: Text = ""
    end: End | None = None
    keeps: Names = []
    advocacy: Truth = False
    call: Text | None = None
    allow: Waivers = {}
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
    allow: Waivers = {}


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
    owner: Names = []
    leader: Names = []
    customers: Names = []
    requests: Annotated[dict[str, Request], by_name()] = {}
    stages: Annotated[dict[str, Stage], BeforeValidator(_stages)] = {}
    budget: Budget | None = None
    designed_with: Names | None = None
    considers: Texts | None = None
    reviewed: Day | None = None
    measures: Annotated[dict[str, Measure], by_name()] = {}
    feedback: Annotated[dict[str, Feedback], by_name()] = {}
    promises: Annotated[dict[str, PromiseField], by_name()] = {}
    parties: Annotated[dict[str, Party], by_name("kind")] = {}
    roles: Annotated[dict[str, Role], by_name()] = {}
    units: Annotated[dict[str, Unit], by_name()] = {}
    systems: Names = []
    calendar: CalendarModel | None = None
    profile: Text | None = None
    tags: Texts = []
    allow: Waivers = {}
    note: Text = ""
    steps: Annotated[dict[str, Step], BeforeValidator(_steps)]

"""The models of a process map: process, request types, steps."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, PlainValidator

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

_CHANNELS = re.compile(r"\s*,\s*|\s+and\s+|\s+or\s+|\s*/\s*")


class Contact(Part):
    """A meeting: the party, and the channels it may happen by."""

    party: Name
    via: Texts = []


def contacts(value: Any) -> Any:
    """`agent via phone, email`, a mapping, or a list of either, as a list of mappings."""
    if value is None:
        raise ValueError("nothing stands here: write `party via channel`, or `nobody`")
    found = []
    for item in one_or_more(value):
        if isinstance(item, str):
            party, _, channels = re.sub(r"\s+", " ", item).partition(" via ")
            via = [part for part in _CHANNELS.split(channels.strip()) if part]
            found.append({"party": party, "via": via} if via else {"party": party})
        else:
            found.append(item)
    return found


Contacts = Annotated[list[Contact], BeforeValidator(contacts)]


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
    """What `d` and `w` mean."""

    day: Text | None = None
    week: Text | None = None


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

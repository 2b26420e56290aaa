"""The models of an organisation file: parties, units, roles, measures, routines, changes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from cxaudit.language.contacts import Contacts
from cxaudit.language.fields import (
    AnyLimit,
    Day,
    Name,
    Names,
    Part,
    Real,
    Span_,
    Text,
    Texts,
    Truth,
    Waivers,
    Whole,
    between,
    one_of,
)
from cxaudit.language.values import name

PARTY_KINDS = (
    "buyer", "user", "influencer", "ancillary", "partner", "supplier", "regulator", "internal",
)  # fmt: skip
OUTSIDE_SERVED = frozenset({"buyer", "user", "influencer", "ancillary", "partner", "regulator"})


def by_name(shorthand: str | None = None) -> Any:
    """A mapping keyed by name; an empty entry is an empty mapping, a text the field `shorthand`."""

    def expand(value: Any) -> Any:
        if isinstance(value, list):
            return {name(item): {} for item in value if isinstance(item, str)}
        if not isinstance(value, dict):
            raise ValueError("a mapping is expected here: one entry a line, `name: {...}`")
        return {
            name(key): {}
            if item is None
            else {shorthand: item}
            if shorthand and isinstance(item, str)
            else item
            for key, item in value.items()
        }

    return BeforeValidator(expand)


class Party(Part):
    """Somebody outside, or a unit as internal customer."""

    kind: one_of(*PARTY_KINDS) = ""  # type: ignore[valid-type]
    key: Truth = False
    title: Text = ""
    wants: Texts = Field(default_factory=list)
    influences: Names = Field(default_factory=list)
    affected_by: Texts = Field(default_factory=list)
    contact: Name | None = None
    not_met: Text = ""
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Unit(Part):
    """A department: its head and its roles."""

    head: Name | None = None
    roles: Names = Field(default_factory=list)
    hours: Real | None = None
    title: Text = ""
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Role(Part):
    """A role: its level (1 is the top), its superior, what it may decide alone."""

    level: Whole | None = None
    reports_to: Name | None = None
    unit: Name | None = None
    people: Real | None = None
    hours: Real | None = None
    front_line: Truth | None = None
    may: dict[str, AnyLimit] = Field(default_factory=dict)
    skills: Texts = Field(default_factory=list)
    deputy: Name | None = None
    vacant: Truth = False
    holder: Text = ""
    answers: dict[str, Text] = Field(default_factory=dict)
    title: Text = ""
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Promise(Part):
    """What the organisation promises, and by what it is kept."""

    says: Text = ""
    keeps: Texts = Field(default_factory=list)
    made: Text = ""
    kept: Text = ""
    allow: Waivers = Field(default_factory=dict)


PromiseField = Annotated[
    Promise, BeforeValidator(lambda v: {"says": v} if isinstance(v, str) else v)
]


class Measure(Part):
    """A number that is watched: of whom, how often, by whom, to what target."""

    kind: one_of("customer", "time", "employee", "internal") = ""  # type: ignore[valid-type]
    of: Names = Field(default_factory=list)
    target: Text = ""
    now: Text = ""
    was: Text = ""
    every: Text = ""
    last: Day | None = None
    owner: Name | None = None
    seen_by: Names = Field(default_factory=list)
    discussed_in: Text = ""
    keeps: Names = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Unhappy(Part):
    """What happens to an unhappy customer."""

    to: Text | None = None
    does: Text = ""
    by: Name | None = None
    with_: Contacts = Field(default_factory=list)
    within: Span_ | None = None
    next: Text | None = None


def _unhappy(value: Any) -> Any:
    return {"to": value} if isinstance(value, str) else value


class Feedback(Part):
    """How customers are listened to, and what is done about it."""

    from_: Names = Field(default_factory=list)
    after: Names = Field(default_factory=list)
    kind: one_of("survey", "interview", "complaint", "review") = ""  # type: ignore[valid-type]
    every: Text = ""
    last: Day | None = None
    to: Names = Field(default_factory=list)
    within: Span_ | None = None
    unhappy: Annotated[Unhappy | None, BeforeValidator(_unhappy)] = None
    outer: Text = ""
    shares: Texts = Field(default_factory=list)
    used_for: Texts = Field(default_factory=list)
    about: Texts = Field(default_factory=list)
    counts: dict[str, Real] = Field(default_factory=dict)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Routine(Part):
    """What leaders and teams are seen to do, and how often."""

    kind: Text = ""
    by: Names = Field(default_factory=list)
    for_: Names = Field(default_factory=list)
    from_: Names = Field(default_factory=list)
    to: Names = Field(default_factory=list)
    audience: Texts = Field(default_factory=list)
    every: Text = ""
    last: Day | None = None
    channels: Texts = Field(default_factory=list)
    anonymous: Truth = False
    answered_within: Span_ | None = None
    involves: Names = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Reward(Part):
    """What a role is paid or appraised for."""

    measures: Names = Field(default_factory=list)
    kind: one_of("pay", "appraisal") = ""  # type: ignore[valid-type]
    allow: Waivers = Field(default_factory=dict)


RewardField = Annotated[
    Reward, BeforeValidator(lambda v: {"measures": v} if not isinstance(v, dict) else v)
]


class Action(Part):
    """Something done about what was heard."""

    about: Text = ""
    by: Name | None = None
    due: Day | None = None
    done: Day | None = None
    told: Names = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Group(Part):
    """People whom a change touches: how much it matters, how hard it hits them."""

    importance: between(1, 5) | None = None  # type: ignore[valid-type]
    effect: between(1, 5) | None = None  # type: ignore[valid-type]
    load: Real | None = None
    hours: Real | None = None
    equip: Texts = Field(default_factory=list)
    worry: Texts = Field(default_factory=list)
    answer: Texts = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)


class Change(Part):
    """A change under way: who stands for it, when, and whom it touches."""

    kind: one_of("transformation", "improvement") = ""  # type: ignore[valid-type]
    sponsors: Names = Field(default_factory=list)
    advocates: Names = Field(default_factory=list)
    when: Text = ""
    case: Text = ""
    vision: Text = ""
    phases: Any = None
    scenario: Text | None = None
    groups: Annotated[dict[str, Group], by_name()] = Field(default_factory=dict)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""


class Policy(Part):
    """A written rule of the house: what it says, when it was last looked at, whom it binds."""

    says: Text = ""
    owner: Name | None = None
    reviewed: Day | None = None
    binds: Names = Field(default_factory=list)
    allow: Waivers = Field(default_factory=dict)


class Organisation(Part):
    """An organisation file as written."""

    organisation: Text
    promises: Annotated[dict[str, PromiseField], by_name("says")] = Field(default_factory=dict)
    parties: Annotated[dict[str, Party], by_name("kind")] = Field(default_factory=dict)
    units: Annotated[dict[str, Unit], by_name()] = Field(default_factory=dict)
    roles: Annotated[dict[str, Role], by_name()] = Field(default_factory=dict)
    measures: Annotated[dict[str, Measure], by_name("kind")] = Field(default_factory=dict)
    feedback: Annotated[dict[str, Feedback], by_name()] = Field(default_factory=dict)
    routines: Annotated[dict[str, Routine], by_name()] = Field(default_factory=dict)
    rewards: Annotated[dict[str, RewardField], by_name()] = Field(default_factory=dict)
    actions: Annotated[dict[str, Action], by_name("about")] = Field(default_factory=dict)
    changes: Annotated[dict[str, Change], by_name()] = Field(default_factory=dict)
    systems: Annotated[dict[str, Policy], by_name("says")] = Field(default_factory=dict)
    policies: Annotated[dict[str, Policy], by_name("says")] = Field(default_factory=dict)
    allow: Waivers = Field(default_factory=dict)
    note: Text = ""

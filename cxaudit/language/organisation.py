"""The models of an organisation file: parties, units, roles, measures, routines, changes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

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
    wants: Texts = []
    influences: Names = []
    affected_by: Texts = []
    contact: Name | None = None
    not_met: Text = ""
    allow: Waivers = {}
    note: Text = ""


class Unit(Part):
    """A department: its head and its roles."""

    head: Name | None = None
    roles: Names = []
    hours: Real | None = None
    title: Text = ""
    allow: Waivers = {}
    note: Text = ""


class Role(Part):
    """A role: its level (1 is the top), its superior, what it may decide alone."""

    level: Whole | None = None
    reports_to: Name | None = None
    unit: Name | None = None
    people: Real | None = None
    hours: Real | None = None
    front_line: Truth | None = None
    may: dict[str, AnyLimit] = {}
    skills: Texts = []
    deputy: Name | None = None
    vacant: Truth = False
    holder: Text = ""
    answers: dict[str, Text] = {}
    title: Text = ""
    allow: Waivers = {}
    note: Text = ""


class Promise(Part):
    """What the organisation promises, and by what it is kept."""

    says: Text = ""
    keeps: Texts = []
    made: Text = ""
    kept: Text = ""
    allow: Waivers = {}


PromiseField = Annotated[
    Promise, BeforeValidator(lambda v: {"says": v} if isinstance(v, str) else v)
]


class Measure(Part):
    """A number that is watched: of whom, how often, by whom, to what target."""

    kind: one_of("customer", "time", "employee", "internal") = ""  # type: ignore[valid-type]
    of: Names = []
    target: Text = ""
    now: Text = ""
    was: Text = ""
    every: Text = ""
    last: Day | None = None
    owner: Name | None = None
    seen_by: Names = []
    discussed_in: Text = ""
    keeps: Names = []
    allow: Waivers = {}
    note: Text = ""


class Unhappy(Part):
    """What happens to an unhappy customer."""

    to: Text | None = None
    does: Text = ""
    by: Name | None = None
    with_: Contacts = []
    within: Span_ | None = None
    next: Text | None = None


def _unhappy(value: Any) -> Any:
    return {"to": value} if isinstance(value, str) else value


class Feedback(Part):
    """How customers are listened to, and what is done about it."""

    from_: Names = []
    after: Names = []
    kind: one_of("survey", "interview", "complaint", "review") = ""  # type: ignore[valid-type]
    every: Text = ""
    last: Day | None = None
    to: Names = []
    within: Span_ | None = None
    unhappy: Annotated[Unhappy | None, BeforeValidator(_unhappy)] = None
    outer: Text = ""
    shares: Texts = []
    used_for: Texts = []
    about: Texts = []
    counts: dict[str, Real] = {}
    allow: Waivers = {}
    note: Text = ""


class Routine(Part):
    """What leaders and teams are seen to do, and how often."""

    kind: Text = ""
    by: Names = []
    for_: Names = []
    from_: Names = []
    to: Names = []
    audience: Texts = []
    every: Text = ""
    last: Day | None = None
    channels: Texts = []
    anonymous: Truth = False
    answered_within: Span_ | None = None
    involves: Names = []
    allow: Waivers = {}
    note: Text = ""


class Reward(Part):
    """What a role is paid or appraised for."""

    measures: Names = []
    kind: one_of("pay", "appraisal") = ""  # type: ignore[valid-type]
    allow: Waivers = {}


RewardField = Annotated[
    Reward, BeforeValidator(lambda v: {"measures": v} if not isinstance(v, dict) else v)
]


class Action(Part):
    """Something done about what was heard."""

    about: Text = ""
    by: Name | None = None
    due: Day | None = None
    done: Day | None = None
    told: Names = []
    allow: Waivers = {}
    note: Text = ""


class Group(Part):
    """People whom a change touches: how much it matters, how hard it hits them."""

    importance: between(1, 5) | None = None  # type: ignore[valid-type]
    effect: between(1, 5) | None = None  # type: ignore[valid-type]
    load: Real | None = None
    hours: Real | None = None
    equip: Texts = []
    worry: Texts = []
    answer: Texts = []
    allow: Waivers = {}


class Change(Part):
    """A change under way: who stands for it, when, and whom it touches."""

    kind: one_of("transformation", "improvement") = ""  # type: ignore[valid-type]
    sponsors: Names = []
    advocates: Names = []
    when: Text = ""
    case: Text = ""
    vision: Text = ""
    phases: Any = None
    scenario: Text | None = None
    groups: Annotated[dict[str, Group], by_name()] = {}
    allow: Waivers = {}
    note: Text = ""


class Policy(Part):
    """A written rule of the house: what it says, when it was last looked at, whom it binds."""

    says: Text = ""
    owner: Name | None = None
    reviewed: Day | None = None
    binds: Names = []
    allow: Waivers = {}


class Organisation(Part):
    """An organisation file as written."""

    organisation: Text
    promises: Annotated[dict[str, PromiseField], by_name("says")] = {}
    parties: Annotated[dict[str, Party], by_name("kind")] = {}
    units: Annotated[dict[str, Unit], by_name()] = {}
    roles: Annotated[dict[str, Role], by_name()] = {}
    measures: Annotated[dict[str, Measure], by_name("kind")] = {}
    feedback: Annotated[dict[str, Feedback], by_name()] = {}
    routines: Annotated[dict[str, Routine], by_name()] = {}
    rewards: Annotated[dict[str, RewardField], by_name()] = {}
    actions: Annotated[dict[str, Action], by_name("about")] = {}
    changes: Annotated[dict[str, Change], by_name()] = {}
    systems: Annotated[dict[str, Policy], by_name("says")] = {}
    policies: Annotated[dict[str, Policy], by_name("says")] = {}
    allow: Waivers = {}
    note: Text = ""

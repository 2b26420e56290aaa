"""The models of an organisation file: parties, units, roles, measures, routines, changes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cxaudit.language.contacts import Contacts
from cxaudit.language.fields import (
    AnyLimit,
    Before,
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
    Written,
    between,
    by_name,
    one_of,
)

PARTY_KINDS = (
    "buyer", "user", "influencer", "ancillary", "partner", "supplier", "regulator", "internal",
)  # fmt: skip
OFTEN = ["day", "week", "month", "quarter", "year", "2 weeks"]
ROUTINES = [
    "serve-customers", "review-customer-surveys", "contact-unhappy", "front-line-forum",
    "walk-the-floor", "employee-voice", "ideas", "recognition", "map-review",
]  # fmt: skip
OUTSIDE_SERVED = frozenset({"buyer", "user", "influencer", "ancillary", "partner", "regulator"})


class Party(Part):
    """Somebody outside, or a unit as internal customer."""

    kind: one_of(*PARTY_KINDS) = Field(  # type: ignore[valid-type]
        "", description="What it is to the company."
    )
    key: Truth = Field(False, description="Whether the company lives by it.")
    title: Text = Field("", description="What people call it; else its id in words.")
    wants: Texts = Field(default_factory=list, description="What it wants of the company.")
    influences: Names = Field(default_factory=list, description="Parties whose choice it sways.")
    affected_by: Texts = Field(
        default_factory=list, description="Maps, by id, that touch it whether it is met or not."
    )
    contact: Name | None = Field(None, description="The one role that it can always turn to.")
    not_met: Text = Field(
        "",
        description="Why nobody meets it; a party that is met nowhere without a reason is a finding.",
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Unit(Part):
    """A department: its head and its roles."""

    head: Name | None = Field(None, description="The role that leads it.")
    roles: Names = Field(default_factory=list, description="The roles that belong to it.")
    hours: Real | None = Field(None, description="The hours it works a day.")
    title: Text = Field("", description="What people call it; else its id in words.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Role(Part):
    """A role: its level (1 is the top), its superior, what it may decide alone."""

    level: Whole | None = Field(
        None, description="How far from the top: 1 is the top. Else one below its superior."
    )
    reports_to: Name | None = Field(None, description="Its superior; else the head of its unit.")
    unit: Name | None = Field(None, description="The unit it belongs to.")
    people: Real | None = Field(None, description="How many people have it.")
    hours: Real | None = Field(None, description="The hours a day that one of them works.")
    front_line: Truth | None = Field(None, description="Whether it meets customers.")
    may: dict[str, AnyLimit] = Field(
        default_factory=dict,
        description="What it may decide alone: request type or action, with `up to 5000 EUR`.",
    )
    skills: Texts = Field(default_factory=list, description="What its people can do.")
    deputy: Name | None = Field(None, description="The role that stands in for it.")
    vacant: Truth = Field(False, description="Whether nobody has it at present.")
    holder: Text = Field(
        "", description="Who has it. `@handle` or an e-mail address is used by `cxaudit owners`."
    )
    answers: dict[str, Text] = Field(
        default_factory=dict,
        description="What its people answered about themselves: question, with the answer.",
    )
    title: Text = Field("", description="What people call it; else its id in words.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Promise(Part):
    """What the organisation promises, and by what it is kept."""

    says: Text = Field("", description="The promise, in the words the customer hears.")
    keeps: Texts = Field(default_factory=list, description="What keeps it.")
    made: Text = Field("", description="Where or how often it is made.")
    kept: Text = Field("", description="How often it is kept.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )


PromiseField = Annotated[
    Promise,
    Before(lambda v: {"says": v} if isinstance(v, str) else v),
    Written("short", ("says",)),
]


class Measure(Part):
    """A number that is watched: of whom, how often, by whom, to what target."""

    kind: one_of("customer", "time", "employee", "internal") = Field(  # type: ignore[valid-type]
        "",
        description="Whose view it is: of the customer, of time, of employees, or of the house itself.",
    )
    of: Names = Field(
        default_factory=list, description="The parties or roles whose view or doing is measured."
    )
    target: Text = Field("", description="The value it should have, such as 31% or 1d.")
    now: Text = Field("", description="The value it has.")
    was: Text = Field("", description="The value it had before.")
    every: Text = Field(
        "",
        description="How often it is taken: day, week, month, quarter, year, or such as `2 weeks`.",
        examples=OFTEN,
    )
    last: Day | None = Field(None, description="When it was last taken, as YYYY-MM-DD.")
    owner: Name | None = Field(None, description="The role that answers for it.")
    seen_by: Names = Field(default_factory=list, description="Roles and units that see it.")
    discussed_in: Text = Field("", description="The meeting in which it is talked about.")
    keeps: Names = Field(default_factory=list, description="The promises that it watches.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Unhappy(Part):
    """What happens to an unhappy customer."""

    to: Text | None = Field(None, description="The step or map where an unhappy customer goes.")
    does: Text = Field("", description="What is done for them.")
    by: Name | None = Field(None, description="Who does it.")
    with_: Contacts = Field(
        default_factory=list, description="Who is met doing it, and how: `customer via phone`."
    )
    within: Span_ | None = Field(None, description="How soon, such as 1d.")
    next: Text | None = Field(None, description="The step that follows.")


UnhappyField = Annotated[
    Unhappy | None,
    Before(lambda v: {"to": v} if isinstance(v, str) else v),
    Written("short", ("to",)),
]


class Feedback(Part):
    """How customers are listened to, and what is done about it."""

    from_: Names = Field(default_factory=list, description="The parties who are asked.")
    after: Names = Field(default_factory=list, description="The steps after which they are asked.")
    kind: one_of("survey", "interview", "complaint", "review") = Field(  # type: ignore[valid-type]
        "", description="How they are heard."
    )
    every: Text = Field(
        "",
        description="How often: day, week, month, quarter, year, or such as `2 weeks`.",
        examples=OFTEN,
    )
    last: Day | None = Field(None, description="When it was last done, as YYYY-MM-DD.")
    to: Names = Field(default_factory=list, description="The roles that answer those who gave it.")
    within: Span_ | None = Field(None, description="How soon they answer, such as 2d.")
    unhappy: UnhappyField = Field(
        None, description="What happens to the unhappy: a step, a map, or `{does, by, with}`."
    )
    outer: Text = Field("", description="The routine in which causes are taken up.")
    shares: Texts = Field(
        default_factory=list, description="What is passed on: praise, complaints."
    )
    used_for: Texts = Field(
        default_factory=list, description="What it is used for, such as coaching."
    )
    about: Texts = Field(default_factory=list, description="What it asks about.")
    counts: dict[str, Real] = Field(
        default_factory=dict,
        description="How much of each was heard: `{praise: 12, complaints: 4}`.",
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Routine(Part):
    """What leaders and teams are seen to do, and how often."""

    kind: Text = Field("", description="What it is; else its own name tells.", examples=ROUTINES)
    by: Names = Field(default_factory=list, description="The roles that do it.")
    for_: Names = Field(default_factory=list, description="What or whom it is for.")
    from_: Names = Field(
        default_factory=list, description="The roles or parties from whom it takes."
    )
    to: Names = Field(default_factory=list, description="The roles to whom it goes.")
    audience: Texts = Field(default_factory=list, description="Who hears of it.")
    every: Text = Field(
        "",
        description="How often: day, week, month, quarter, year, or such as `2 weeks`.",
        examples=OFTEN,
    )
    last: Day | None = Field(None, description="When it was last done, as YYYY-MM-DD.")
    channels: Texts = Field(default_factory=list, description="The ways it happens by.")
    anonymous: Truth = Field(False, description="Whether people can speak without their name.")
    answered_within: Span_ | None = Field(
        None, description="How soon people get an answer, such as 1w."
    )
    involves: Names = Field(
        default_factory=list,
        description="Roles and parties that take part, as in a group that reviews a map.",
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Reward(Part):
    """What a role is paid or appraised for."""

    measures: Names = Field(default_factory=list, description="The measures it depends on.")
    kind: one_of("pay", "appraisal") = Field(  # type: ignore[valid-type]
        "", description="Whether it is pay or an appraisal."
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )


RewardField = Annotated[
    Reward,
    Before(lambda v: {"measures": v} if not isinstance(v, dict) else v),
    Written("short", ("measures",)),
]


class Action(Part):
    """Something done about what was heard."""

    about: Text = Field("", description="The step, map, measure or feedback it is about.")
    by: Name | None = Field(None, description="Who does it.")
    due: Day | None = Field(None, description="The day by which, as YYYY-MM-DD.")
    done: Day | None = Field(None, description="The day on which it was done, as YYYY-MM-DD.")
    told: Names = Field(default_factory=list, description="Who was told what came of it.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Group(Part):
    """People whom a change touches: how much it matters, how hard it hits them."""

    importance: between(1, 5) | None = Field(  # type: ignore[valid-type]
        None, description="How much the change depends on them, 1 to 5."
    )
    effect: between(1, 5) | None = Field(  # type: ignore[valid-type]
        None, description="How hard it hits them, 1 to 5."
    )
    load: Real | None = Field(None, description="How many other changes they are in already.")
    hours: Real | None = Field(None, description="The hours a week that it takes of them.")
    equip: Texts = Field(default_factory=list, description="What they get for it: tools, training.")
    worry: Texts = Field(default_factory=list, description="What they fear.")
    answer: Texts = Field(default_factory=list, description="What they are told about that.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )


class Change(Part):
    """A change under way: who stands for it, when, and whom it touches."""

    kind: one_of("transformation", "improvement") = Field(  # type: ignore[valid-type]
        "", description="Whether much is made new, or something better."
    )
    sponsors: Names = Field(
        default_factory=list, description="Roles that stand for it, best on every level."
    )
    advocates: Names = Field(
        default_factory=list, description="Roles that speak for it without being asked."
    )
    when: Text = Field("", description="From when to when, as `2026-01-01 to 2026-04-30`.")
    case: Text = Field("", description="Why it must be.")
    vision: Text = Field("", description="What it will be like, in a few words.")
    phases: Annotated[Any, Written("phases")] = Field(
        None, description="Its phases: a list, a mapping, or words with commas."
    )
    scenario: Text | None = Field(None, description="The id of the scenario that draws it.")
    groups: Annotated[dict[str, Group], by_name()] = Field(
        default_factory=dict,
        description="Those whom it touches, each with importance and effect from 1 to 5.",
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )
    note: Text = Field("", description="Text for people.")


class Policy(Part):
    """A written rule of the house: what it says, when it was last looked at, whom it binds."""

    says: Text = Field("", description="What it says or is for.")
    owner: Name | None = Field(None, description="The role that answers for it.")
    reviewed: Day | None = Field(None, description="When it was last looked at, as YYYY-MM-DD.")
    binds: Names = Field(default_factory=list, description="Roles and units that it binds.")
    allow: Waivers = Field(
        default_factory=dict, description="Findings about it that are accepted: `{CU507: why}`."
    )


class Organisation(Part):
    """An organisation: parties, units, roles, and what they do for customers."""

    organisation: Text = Field(
        description="The name of the organisation; the first key of the file. Also `organization`."
    )
    promises: Annotated[dict[str, PromiseField], by_name("says")] = Field(
        default_factory=dict,
        description="What is promised to customers: a sentence, or `{says, keeps, made, kept}`.",
    )
    parties: Annotated[dict[str, Party], by_name("kind")] = Field(
        default_factory=dict,
        description="Everybody outside, met or not: `purchasing-agent: {kind: buyer, key: true}`.",
    )
    units: Annotated[dict[str, Unit], by_name()] = Field(
        default_factory=dict, description="Departments, each with its head and roles."
    )
    roles: Annotated[dict[str, Role], by_name()] = Field(
        default_factory=dict, description="Roles: level, superior, what they may decide alone."
    )
    measures: Annotated[dict[str, Measure], by_name("kind")] = Field(
        default_factory=dict, description="Numbers that are watched, with owner and target."
    )
    feedback: Annotated[dict[str, Feedback], by_name()] = Field(
        default_factory=dict, description="How customers are listened to, and what follows."
    )
    routines: Annotated[dict[str, Routine], by_name()] = Field(
        default_factory=dict, description="What leaders and teams are seen to do, and how often."
    )
    rewards: Annotated[dict[str, RewardField], by_name()] = Field(
        default_factory=dict,
        description="What roles are paid or appraised for: role, with its measures.",
    )
    actions: Annotated[dict[str, Action], by_name("about")] = Field(
        default_factory=dict, description="What is done about what was heard."
    )
    changes: Annotated[dict[str, Change], by_name()] = Field(
        default_factory=dict,
        description="Changes under way or planned, with their sponsors and groups.",
    )
    systems: Annotated[dict[str, Policy], by_name("says")] = Field(
        default_factory=dict, description="Systems: names, or each with what it is for."
    )
    policies: Annotated[dict[str, Policy], by_name("says")] = Field(
        default_factory=dict,
        description="Written rules of the house: names, or each with what it says.",
    )
    allow: Waivers = Field(
        default_factory=dict,
        description="Findings about the organisation that are accepted: `{OR801: why}`.",
    )
    note: Text = Field("", description="Text for people.")

"""The facts of an organisation and of what its leaders are seen to do."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class PromiseFacts(Facts):
    """A promise of the organisation, and by what it is kept."""

    id: str = F(description="Name")
    says: str = F("", description="What is promised")
    keeps: list[str] = F(default_factory=list, description="By what it is kept, in its own words")
    steps: list[str] = F(default_factory=list, description="Steps that keep it, as `map/step`")
    measures: list[str] = F(default_factory=list, description="Measures that watch it")
    made: str | None = F(None, description="Where or when it is made")
    kept: str | None = F(None, description="How often it is kept")


class RewardFacts(Facts):
    """What a role or a unit is paid or appraised on."""

    id: str = F(description="The role or unit")
    measures: list[str] = F(default_factory=list, description="What counts")
    kind: str = F("", description="pay or appraisal")


class ActionFacts(Facts):
    """Something done about what was heard."""

    id: str = F(description="Name")
    about: str | None = F(None, description="What it is about")
    by: str | None = F(None, description="Who does it")
    due: str | None = F(None, description="By which day")
    done: str | None = F(None, description="On which day it was done")
    told: list[str] = F(default_factory=list, description="Who was told")
    closed: bool = F(False, description="It is done")
    overdue: bool = F(False, description="It is past its day and not done")


class OrganisationFacts(Facts):
    """The organisation."""

    title: str = F("", description="Its name")
    path: str = F("", description="Its file")
    maps: list[str] = F(default_factory=list, description="Its maps in view")
    promises: list[str] = F(default_factory=list, description="What it promises")
    promise_ledger: list[PromiseFacts] = F(
        default_factory=list, description="Each promise, and what keeps it"
    )
    unkept_promises: list[str] = F(
        default_factory=list,
        description="Promises that neither say by what they are kept nor have a step or measure",
    )
    leaders: list[str] = F(default_factory=list, description="Roles of the two top levels")
    front_line: list[str] = F(
        default_factory=list, description="Roles that meet those who are served"
    )
    rewards: list[RewardFacts] = F(
        default_factory=list, description="What roles and units are rewarded on"
    )
    leader_rewards: list[str] | None = F(
        None, description="What roles of the two top levels are rewarded on, together"
    )
    front_line_rewards: list[str] | None = F(
        None, description="What front-line roles are rewarded on, together"
    )
    shared_customer_measures: list[str] | None = F(
        None,
        description="Customer measures in both; unknown without rewards, leaders or front line, or "
        "where they share a measure of unknown kind and none of customers",
    )
    missing_routines: list[str] = F(
        default_factory=list,
        description="Of serve-customers, review-customer-surveys, contact-unhappy and "
        "front-line-forum, what nobody does",
    )
    lapsed_routines: list[str] = F(
        default_factory=list,
        description="Routines of these kinds whose last turn is more than two turns ago",
    )
    discipline_feedback: list[str] = F(
        default_factory=list, description="Feedback that is used for discipline"
    )
    recognition: list[str] = F(
        default_factory=list, description="Routines that recognise good work"
    )
    unit_hand_offs: int = F(0, description="Flows on which work passes between two known units")
    teamless_pairs: list[str] | None = F(
        None,
        description="Pairs of units, `one with other`, that have two hand-offs or more between them "
        "and of which neither is rewarded for working with others; unknown without rewards",
    )
    voice: list[str] = F(
        default_factory=list, description="Routines by which the front line is heard"
    )
    voice_lacks: list[str] | None = F(
        None,
        description="What the front line lacks to be heard: a routine, an anonymous channel, a "
        "date for the answer; unknown where nobody is front line",
    )
    unreviewed_maps: list[str] = F(
        default_factory=list,
        description="Maps whose feedback nobody with power over them looks at together",
    )
    actions: list[ActionFacts] = F(
        default_factory=list, description="What was done about what was heard"
    )
    open_actions: list[str] = F(default_factory=list, description="Actions not done yet")
    overdue_actions: list[str] = F(
        default_factory=list, description="Actions past their day and not done"
    )
    untold_actions: list[str] = F(
        default_factory=list, description="Actions done of which nobody was told"
    )


class RoutineFacts(Facts):
    """Something leaders or teams are seen to do."""

    id: str = F(description="Name")
    kind: str = F("", description="Its kind; default its name")
    by: list[str] = F(default_factory=list, description="Who does it")
    for_: list[str] = F(default_factory=list, alias="for", description="For whom or what")
    from_: list[str] = F(default_factory=list, alias="from", description="From whom")
    to: list[str] = F(default_factory=list, description="To whom")
    audience: list[str] = F(default_factory=list, description="Who is told")
    every: str | None = F(None, description="How often")
    last: str | None = F(None, description="When last")
    turns_missed: float | None = F(
        None, description="Age of the last turn in turns: 2 is twice the rhythm"
    )
    channels: list[str] = F(default_factory=list, description="Ways to take part")
    anonymous: bool = F(False, description="One may stay unnamed")
    answered_within: float | None = F(
        None, description="Within which time there is an answer, working minutes"
    )
    involves: list[str] = F(default_factory=list, description="Who takes part")
    maps: list[str] = F(
        default_factory=list, description="Maps it looks at: those it names, else all in view"
    )
    front_stage_only: bool | None = F(
        None, description="Of a review group: each of them meets customers"
    )
    backstage_share: float | None = F(
        None,
        description="Share of the customer's waiting in these maps that is caused by those who "
        "meet nobody",
    )

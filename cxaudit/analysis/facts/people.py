"""The facts of people: parties outside, roles and units inside.

`place` is where an entry is judged: `map`, as one map sees it, or `organisation`, over all maps in
view. `defined` is where it is described; a rule about what it *is* speaks where both are the same.
"""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts

PLACE = "map or organisation: seen from one map, or over all maps in view"


class PartyFacts(Facts):
    """A party: everyone a map is for, affects or meets, or that the organisation describes."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    place: str = F("map", description=PLACE)
    defined: str = F("", description="map or organisation: where it is described; empty if nowhere")
    kind: str = F("", description="buyer, user, influencer, ...; empty where nobody says")
    key: bool = F(False, description="A key party")
    named_in: str = F(
        "",
        description="Where it is named: customers, affected-by, touch-point, or parties alone; "
        "organisation where it is seen over all maps",
    )
    met_in_calls: bool | None = F(
        False, description="A called map meets it; unknown where one of them is not in view"
    )
    touch_points: list[str] = F(
        default_factory=list, description="Steps at which it is met; over all maps as `map/step`"
    )
    maps_in_view: int = F(0, description="Maps in which it could have been met")
    met_in: list[str] = F(default_factory=list, description="Maps in which it is met")
    stages: list[str] = F(default_factory=list, description="Stages in which it is met")
    not_met: str | None = F(None, description="Why it is not met")
    contact: str | None = F(None, description="Its named contact")
    contact_may: list[str] | None = F(
        None, description="What its contact may decide; unknown where the contact is"
    )
    influences: list[str] = F(default_factory=list, description="Whom it influences")
    feedback: list[str] = F(default_factory=list, description="Feedback that listens to it")
    heard: bool | None = F(
        None,
        description="Some feedback listens to it; unknown where feedback says neither `from` nor "
        "`after` and may do so",
    )
    wants: list[str] = F(default_factory=list, description="What it wants")
    affected_by: list[str] = F(default_factory=list, description="Maps that affect it")


class RoleFacts(Facts):
    """A role of the organisation, or one that a map describes for itself."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    place: str = F("organisation", description=PLACE)
    level: int | None = F(None, description="1 is the top")
    unit: str | None = F(None, description="Its unit")
    reports_to: str | None = F(None, description="Its superior")
    front_line: bool = F(False, description="It meets those who are served")
    people: float | None = F(None, description="How many hold it")
    hours: float | None = F(None, description="Hours each of them works, as the file says")
    deputy: str | None = F(None, description="Who stands in")
    holder: str | None = F(None, description="The person who holds it")
    vacant: bool = F(False, description="Nobody holds it")
    may: list[str] = F(default_factory=list, description="What it may decide alone")
    skills: list[str] = F(default_factory=list, description="What it is trained for")
    answers: list[str] = F(
        default_factory=list, description="Questions of the self-assessment that it has answered"
    )
    used_in: list[str] = F(
        default_factory=list, description="Maps in which it does or approves something"
    )
    exposure: float | None = F(
        None, description="Minutes of customer waiting it causes, a case of each map"
    )
    load: float | None = F(
        None, description="Share of its working time that arrivals take; wants volumes and people"
    )
    approves_in: list[str] = F(
        default_factory=list,
        description="Maps with a sign-off that nobody else could give in its stead",
    )
    gated_share: float | None = F(
        None, description="Largest share of the cases of a map that need such a sign-off"
    )
    gated_map: str | None = F(None, description="The map of that share")
    gates: list[str] = F(default_factory=list, description="Its sign-offs in that map")
    sees: list[str] = F(default_factory=list, description="Measures it sees")
    rewarded_on: list[str] | None = F(
        None, description="What it is paid or appraised on; unknown where no rewards are written"
    )
    reward_kinds: list[str] | None = F(
        None,
        description="Kinds of these measures; unknown where one of them has none that is stated",
    )
    reward_kind: str | None = F(None, description="pay or appraisal")
    undefined_rewards: list[str] | None = F(
        None, description="Of these, what is described nowhere as a measure"
    )
    basis: dict[str, str] = F(
        default_factory=dict, description="Fact name to basis, where not declared"
    )


class UnitFacts(Facts):
    """A unit of the organisation, or one that a map describes for itself."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    place: str = F("organisation", description=PLACE)
    head: str | None = F(None, description="Its head")
    roles: list[str] = F(default_factory=list, description="Its roles")
    hours: float | None = F(None, description="Hours it works, as the file says")
    used_in: list[str] = F(default_factory=list, description="Maps in which it does something")
    exposure: float | None = F(
        None, description="Minutes of customer waiting it causes, a case of each map"
    )
    sees: list[str] = F(default_factory=list, description="Measures it sees")
    hands_to: list[str] = F(default_factory=list, description="Units that work passes to from it")
    teamwork: bool | None = F(
        None, description="It, or a role of it, is rewarded for working with others"
    )

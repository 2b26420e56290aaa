"""The facts of measuring and listening.

`place` is where an entry is judged: `map`, as one map uses it, or `organisation`, over all maps in
view. `defined` is where it is described; a rule about what it *is* speaks where both are the same.
"""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.people import PLACE

DEFINED = "map or organisation: where it is described; empty if nowhere"


class MeasureFacts(Facts):
    """A measure, where it is described."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    place: str = F("organisation", description=PLACE)
    defined: str = F("organisation", description=DEFINED)
    kind: str = F("", description="customer, time, employee or internal")
    of: list[str] = F(default_factory=list, description="Whose view it takes")
    owner: str | None = F(None, description="Who answers for it")
    target: str | None = F(None, description="Its target")
    now: str | None = F(None, description="Where it stands")
    was: str | None = F(None, description="Where it stood before")
    behind: bool | None = F(None, description="It stands worse than its target")
    every: str | None = F(None, description="How often it is taken")
    last: str | None = F(None, description="When last")
    turns_missed: float | None = F(
        None, description="Age of the last turn in turns: 2 is twice the rhythm"
    )
    seen_by: list[str] = F(default_factory=list, description="Who sees it")
    seen_by_all_units: bool | None = F(
        None, description="That names every unit; unknown where there are fewer than two"
    )
    discussed_in: str | None = F(None, description="Where it is talked about")
    keeps: list[str] = F(default_factory=list, description="Promises that it watches")
    lacks: list[str] = F(
        default_factory=list,
        description="Of owner, target, every, seen-by and discussed-in, what nobody states",
    )
    used_in: list[str] = F(
        default_factory=list, description="Maps that name it, for the process or a step"
    )


class FeedbackFacts(Facts):
    """A way of listening: as a map uses it, or as the organisation describes it."""

    id: str = F(description="Name")
    title: str = F("", description="Name for people")
    place: str = F("map", description=PLACE)
    defined: str = F("", description=DEFINED)
    used_in: list[str] = F(default_factory=list, description="Maps that use it")
    from_: list[str] = F(default_factory=list, alias="from", description="Who is heard")
    after: list[str] = F(default_factory=list, description="After which steps")
    kind: str = F("", description="survey, interview, complaint or review")
    to: list[str] = F(default_factory=list, description="Who answers")
    within: float | None = F(None, description="Within which time, working minutes")
    every: str | None = F(None, description="How often")
    last: str | None = F(None, description="When last")
    turns_missed: float | None = F(
        None, description="Age of the last turn in turns: 2 is twice the rhythm"
    )
    unhappy: str | None = F(None, description="What happens to the unhappy")
    unhappy_within: float | None = F(None, description="Within which time they are helped")
    unhappy_helped: bool | None = F(None, description="Somebody calls them or puts things right")
    unhappy_met: bool | None = F(
        None, description="Somebody speaks with the unhappy; unknown where the way is not said"
    )
    unhappy_level: int | None = F(
        None, description="Level of the most senior who does; unknown where a level is"
    )
    answered: bool = F(False, description="It names who answers")
    outer: str | None = F(None, description="What is learned from all of it together, and where")
    shares: list[str] = F(default_factory=list, description="What is shared: praise, complaints")
    shares_praise: bool | None = F(
        None, description="Praise is among it; unknown where nothing is said"
    )
    used_for: list[str] = F(default_factory=list, description="What it is used for")
    about: list[str] = F(default_factory=list, description="What it is about")
    praise_count: float | None = F(None, description="Praise counted")
    complaint_count: float | None = F(None, description="Complaints counted")
    key_parties: list[str] = F(default_factory=list, description="Key parties that it hears")

"""A map as the export needs it: steps with who does them, the roads between, where blocks close.

Whoever has studied a map fills these records; from here on nothing is worked out about it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

OUT = -1
RoadKind = Literal["next", "else", "late", "wrong"]


@dataclass(frozen=True, slots=True)
class Met:
    """A party met in a step, as people call it, and by which channels."""

    party: str
    title: str
    channels: tuple[str, ...] = ()
    by_party: bool = False
    served: bool = True


@dataclass(slots=True)
class Stop:
    """A step: `kind` as the language derives it, `idle` where nothing is done in it. `wait` is its
    time in the queue as ISO 8601, `keys` what the map says of it (None for a recovery step, which
    belongs to the step it `recovers`)."""

    id: str
    label: str
    kind: str = "task"
    performer: str = ""
    title: str = ""
    performer_kind: str = ""
    idle: bool = False
    met: tuple[Met, ...] = ()
    asks: bool = False
    systems: tuple[str, ...] = ()
    wait: str = ""
    called: str = ""
    question: str = ""
    routes: bool = False
    split: str = ""
    keys: dict[str, Any] | None = None
    recovers: str = ""
    note: str = ""
    roads: list[Road] = field(default_factory=list)


@dataclass(slots=True)
class Road:
    """One way on, to a step by index or OUT with an outcome. `share` is None where the map does not
    say it, `after` the time that a timeout waits (ISO 8601)."""

    target: int
    kind: RoadKind = "next"
    label: str = ""
    share: float | None = None
    outcome: str = ""
    good: bool = True
    when: str = ""
    branch: bool = False
    after: str = ""
    after_words: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A block of steps that run side by side: where it opens and closes, the first step of each
    branch, the steps inside. `first` where the first arrival goes on."""

    split: int
    join: int | None
    some: bool
    first: bool
    heads: tuple[int, ...]
    steps: frozenset[int]


@dataclass(slots=True)
class Story:
    """One map. `starts` are where cases begin, each with the request types that begin there;
    `keys` what the map says beside its steps; `house` who runs the process, `language` that of its
    labels."""

    map_id: str
    title: str
    house: str
    stops: list[Stop]
    starts: list[tuple[str, int]]
    closings: list[Closing] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    language: str = "en"

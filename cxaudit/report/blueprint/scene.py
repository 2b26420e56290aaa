"""What a service blueprint shows, as plain data: the contract between a report and its drawing.

Times are working minutes, shares are parts of 1, `visits` are visits of a step per case.
Ids of cards and ends live in one namespace: a flow may lead to either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["task", "decision", "sign-off", "wait", "call", "end"]
FlowKind = Literal["next", "else", "late", "wrong"]
HandOff = Literal["", "role", "unit"]
Outcome = Literal["good", "refused", "gone"]


@dataclass(frozen=True, slots=True)
class Card:
    """One step. `on_stage`: somebody meets a party here; `by_party`: the party does it."""

    id: str
    label: str
    role: str | None
    unit: str | None
    kind: Kind
    on_stage: bool
    by_party: bool = False
    waits: float | None = None  # minutes in the queue before the work
    takes: float | None = None  # minutes of work
    quickest: tuple[float, float] | None = None  # both in the fastest run, if others
    moment: bool = False  # a moment of truth
    held: bool = False  # the sign-off is demanded by a named control
    approvers: int = 0
    channel: str = ""
    perception: int | None = None  # -2..2, None = not stated
    systems: tuple[str, ...] = ()
    visits: float | None = None
    has_finding: bool = False
    reachable: bool = True
    party: str = ""  # who is met, where it is not the requester
    only: str = ""  # "only simple quote": which request types come here, if not all
    inside: tuple[Card, ...] = ()  # the steps of a chain that this card stands for

    @property
    def on_clock(self) -> tuple[float, float]:
        """Minutes of its queue and of its work in the fastest run."""
        return self.quickest or (self.waits or 0.0, self.takes or 0.0)


@dataclass(frozen=True, slots=True)
class Flow:
    """A way from a card to a card or an end."""

    source: str
    target: str
    label: str = ""
    share: float | None = None
    kind: FlowKind = "next"
    hand_off: HandOff = ""
    named: str = ""  # "from>to" in the map, where a chain stands for one of its steps
    types: tuple[str, ...] = ()  # whose way it is, where another flow has the same ends


@dataclass(frozen=True, slots=True)
class End:
    """An outcome of a case. `unstated`: only ways whose share nobody has stated lead to it."""

    id: str
    label: str
    outcome: Outcome
    share: float | None
    unstated: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """The time between two meetings; an empty source means: from the request itself. `slower`: it is
    that of a run slower than the one that the clock shows."""

    source: str
    target: str
    minutes: float | None
    worst: bool
    slower: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What a request type was promised, in minutes from the request. `apart`: the clock shows the run
    of another type, so the promise is told in words and has no place on the strip."""

    label: str
    minutes: float
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Branches that run side by side between a split and its join."""

    split: str
    join: str | None
    branches: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A named stretch of the process that begins at a step."""

    name: str
    first: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole blueprint. `fastest` lists the steps of the fastest run; empty = no times. `fastest_of`
    names the request types whose run that is, where other types have another."""

    title: str
    party: str
    party_note: str
    never_met: tuple[str, ...]
    cards: tuple[Card, ...]
    flows: tuple[Flow, ...]
    ends: tuple[End, ...]
    silences: tuple[Silence, ...]
    promises: tuple[Promise, ...]
    fastest: tuple[str, ...]
    day_minutes: float = 480.0
    stages: tuple[Stage, ...] = ()
    blocks: tuple[Block, ...] = ()
    units: tuple[str, ...] = ()  # order of the lanes backstage; empty = by first visit
    description: str = ""
    fastest_of: str = ""

"""What a map adds where another one calls it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.analysis.holders import NOBODY, Holding


@dataclass(slots=True)
class Called:
    """What a called map adds at its `call` step: the figures of its matching type.

    `known` is false where the map is not in view: its sign-offs are then not counted, and what
    is computed is "at least". `in_view` tells whether the map is there at all, `meets` the parties met
    at some step of it or of the maps it calls.
    """

    known: bool = False
    worst: float = 0.0
    least: float = 0.0
    least_free: float = 0.0
    expected: float = 0.0
    unavoidable: tuple[str, ...] = ()
    unavoidable_free: tuple[str, ...] = ()
    fastest: float | None = None
    time: float | None = None
    slowest: float | None = None
    work: float | None = None
    hand_offs_most: float = 0.0
    hand_offs_expected: float = 0.0
    quiet: dict[str, Quiet] = field(default_factory=dict)
    unit_hand_offs_most: float = 0.0
    holding: Holding = NOBODY
    in_view: bool = False
    meets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Silences of a map that always meets a party: to the first meeting, after the last, between."""

    first: float
    since: float
    inside: float

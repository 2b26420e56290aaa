"""Who holds a case: at a step, and first and last in a map that another one calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cxaudit.analysis.work import Work

Chances = dict[str, float]  # performers, with the chance of each


@dataclass(frozen=True, slots=True)
class Holding:
    """Who takes a case over and who hands it on: performers with the chance of each (0 where it
    merely can be them), and their units.

    `passes` is the chance that nobody holds it and whoever had it before still has it; `may_pass`
    says whether that can happen at all.
    """

    first: Mapping[str, float] = field(default_factory=dict)
    last: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, str | None] = field(default_factory=dict)
    passes: float = 1.0
    may_pass: bool = True

    def names(self, holders: Iterable[str], by_unit: bool) -> set[str]:
        """Performers, or their units where these are known."""
        return {(self.units.get(who) or who) if by_unit else who for who in holders}


NOBODY = Holding()


def held_at(work: Work, called: Holding | None = None) -> Holding:
    """Who holds a case at a step: its performer; inside a call whoever does there. Steps without
    performer and systems are looked through."""
    if work.performer_kind == "system":
        return NOBODY
    if work.performer is None:
        return called or NOBODY
    return _held_by(work.performer, work.unit)


@lru_cache(1024)
def _held_by(performer: str, unit: str | None) -> Holding:
    me = {performer: 1.0}
    return Holding(me, me, {performer: unit}, 0.0, False)


def mixed(parts: Iterable[tuple[float, Holding]]) -> Holding:
    """Several holdings as one, each with its share."""
    first: Chances = {}
    last: Chances = {}
    units: dict[str, str | None] = {}
    passes, may_pass, total = 0.0, False, 0.0
    for share, part in parts:
        total += share
        passes += share * part.passes
        may_pass = may_pass or part.may_pass
        units |= part.units
        for mine, theirs in ((first, part.first), (last, part.last)):
            for who, chance in theirs.items():
                mine[who] = mine.get(who, 0.0) + share * chance
    if not total:
        return NOBODY
    for mine in (first, last):
        for who in mine:
            mine[who] /= total
    return Holding(first, last, units, passes / total, may_pass)

"""Who does what over some maps, summed in one pass: waiting caused, work that arrives, sign-offs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.collect.steps import exposures_of
from cxaudit.analysis.gates import sole_approvers
from cxaudit.analysis.study import Study
from cxaudit.analysis.work import calendar_of


@dataclass
class Doings:
    """What roles and units do, by name. A name that a map describes for itself is not counted there
    for the organisation.

    `maps` in which they do or approve something, `exposure` in minutes of customer waiting, `dark`
    those who do something in a map whose exposure is unknown, `minutes` of work that arrive a day
    and the same in working `days`, `gates` their sign-offs by map.
    """

    maps: dict[str, list[str]] = field(default_factory=dict)
    exposure: dict[str, float] = field(default_factory=dict)
    dark: set[str] = field(default_factory=set)
    minutes: dict[str, float] = field(default_factory=dict)
    days: dict[str, float] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    gates: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def exposure_of(self, who: str) -> float | None:
        """Minutes of waiting that somebody causes; None where that is unknown and may be more than
        nothing."""
        known = self.exposure.get(who, 0.0)
        return None if who in self.dark and not known else known


def doings(studies: Sequence[Study], shared: bool) -> Doings:
    """What everybody does in some maps; `shared` for the organisation's own roles and units."""
    found = Doings()
    for study in studies:
        apart = set(study.process.roles) | set(study.process.units) if shared else set()
        _steps(found, study, apart)
        _arrivals(found, study, apart)
    return found


def _names(*names: str | None, apart: Iterable[str]) -> list[str]:
    """A performer and its unit, each once."""
    return [who for who in dict.fromkeys(names) if who and who not in apart]


def _steps(found: Doings, study: Study, apart: set[str]) -> None:
    exposures = exposures_of(study)
    for work in study.works:
        if work.index not in study.reached:
            continue
        doers = _names(work.performer, work.unit, apart=apart)
        for who in _names(*doers, *work.approvers, apart=apart):
            maps = found.maps.setdefault(who, [])
            if not maps or maps[-1] != study.id:
                maps.append(study.id)
        for who in _names(*sole_approvers(work), apart=apart):
            found.gates.setdefault(who, {}).setdefault(study.id, []).append(work.index)
        for who in doers:
            if exposures is None:
                found.dark.add(who)
            elif work.index in exposures:
                found.exposure[who] = found.exposure.get(who, 0.0) + exposures[work.index]


def _arrivals(found: Doings, study: Study, apart: set[str]) -> None:
    """Arrivals x expected visits x takes, of the request types that state a volume."""
    day = calendar_of(study.process).day
    for kind, figures in study.figures.items():
        spec = study.process.requests.get(kind)
        if spec is None or spec.volume is None:
            continue
        for step, visits in figures.visits.items():
            work = study.works[step]
            if work.takes is None:
                continue
            minutes = spec.volume * visits * sum(work.takes) / 2
            for who in _names(work.performer, apart=apart):
                found.minutes[who] = found.minutes.get(who, 0.0) + minutes
                found.days[who] = found.days.get(who, 0.0) + minutes / day
                if "visits" in figures.assumed:
                    found.assumed.add(who)

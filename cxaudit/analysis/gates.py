"""How many cases must have somebody's yes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.analysis.expected import Endless, Expected
from cxaudit.analysis.levels import Level
from cxaudit.analysis.study import Study
from cxaudit.analysis.touch_points import PAIRS_UP_TO
from cxaudit.analysis.work import Work


def sole_approvers(work: Work) -> tuple[str, ...]:
    """Whose yes a step cannot do without: nobody's where any of several will do."""
    field = work.step.sign_off
    if field is not None and field.mode == "any" and len(set(work.approvers)) > 1:
        return ()
    return tuple(who for who in work.approvers if who != "?") if work.weight else ()


@dataclass
class _Stopping(Expected):
    """Passages of cases that stop where they first meet one of some steps."""

    gates: frozenset[int] = frozenset()

    def _arcs(self, level: Level) -> dict[int, dict[int, float]]:
        arcs = super()._arcs(level)
        return {step: {} if step in self.gates else row for step, row in arcs.items()}


def gated_share(study: Study, gates: Iterable[int]) -> float | None:
    """The share of a map's cases that meet one of some steps at least once.

    None where the expected course of a request type is unknown, or the map is too large.
    """
    steps = frozenset(gates)
    total = 0.0
    for kind, figures in study.figures.items():
        top = figures.folded.top
        if not steps & figures.graph.members:
            continue
        if top is None or figures.expected is None or len(figures.graph.reachable) > PAIRS_UP_TO:
            return None
        try:
            passage = _Stopping(gates=steps).level(top)
        except Endless:
            return None
        total += study.shares[kind] * max(0.0, 1.0 - sum(passage.chances.values()))
    return total


def assumed_share(study: Study) -> bool:
    """Whether such a share rests on shares that nobody stated."""
    requests = study.process.requests.values()
    silent = any(spec.share is None and spec.volume is None for spec in requests)
    return (silent and len(requests) > 1) or any(
        "visits" in figures.assumed for figures in study.figures.values()
    )

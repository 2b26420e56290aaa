"""The figures of a run before and after: which of them moved, and which way is sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cxaudit.analysis.analysis import Analysis
from cxaudit.texts.catalogue import marked

Move = Literal["up", "down", "same", "unknown"]
TOLERANCE = 1e-9  # of the figure, or of one: figures of loops are solved, not counted
Facts = Mapping[str, Any]
Weights = tuple[Mapping[str, int], Mapping[str, int]]  # before and after


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a request type: the fact it is, what people call it, whether it is a time, and the
    facts by which it is a bound."""

    fact: str
    label: str
    is_time: bool = False
    at_least: str = ""
    at_most: str = ""


WORST = Figure("worst", marked("sign-offs at worst"), False, "worst_at_least", "worst_at_most")
UNAVOIDABLE = Figure("unavoidable", marked("sign-offs nobody can avoid"))
EXPECTED = Figure("expected", marked("sign-offs expected"))
TIME = Figure("time", marked("time expected"), True, "time_at_least")
SILENCE = Figure("silence", marked("longest silence"), True)
SILENT_STEPS = Figure("silence_steps", marked("longest silence, in steps"))
HAND_OFFS = Figure("hand_offs_most", marked("hand-offs at most"))
FIGURES = (WORST, UNAVOIDABLE, EXPECTED, TIME, SILENCE, SILENT_STEPS, HAND_OFFS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure on one side, with the bounds between which it lies; None where it is unknown."""

    value: float | None = None
    at_least: bool = False
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure on both sides. `move` is unknown where a side is, or where a bound hides it."""

    figure: Figure
    before: Reading
    after: Reading
    move: Move

    @property
    def by(self) -> float:
        """How much more there is after; 0 where a side is unknown."""
        if self.before.value is None or self.after.value is None:
            return 0.0
        return self.after.value - self.before.value

    @property
    def told(self) -> bool:
        """Whether either side knows it."""
        return self.before.value is not None or self.after.value is not None


def approvals(analysis: Analysis | None) -> dict[str, int]:
    """How many approvals each sign-off of a map takes."""
    facts = analysis.all("sign_off") if analysis is not None else []
    return {sign_off.step: sign_off.weight for sign_off in facts}


def shifts(before: Facts | None, after: Facts | None, weights: Weights) -> list[Shift]:
    """Every figure of a request type on both sides. `weights` are the approvals that sign-offs take.
    Where a side has no such type, all its readings are unknown."""
    found = []
    for figure in FIGURES:
        old = _reading(before, figure, weights[0])
        new = _reading(after, figure, weights[1])
        found.append(Shift(figure, old, new, _move(old, new)))
    by_time, by_step = (next(s for s in found if s.figure is f) for f in (SILENCE, SILENT_STEPS))
    if by_time.told or not by_step.told:  # counted in steps only where no side has times
        found = [shift for shift in found if shift.figure is not SILENT_STEPS]
    return found


def _reading(side: Facts | None, figure: Figure, weights: Mapping[str, int]) -> Reading:
    value = side.get(figure.fact) if side is not None else None
    if side is None or value is None:
        return Reading()
    if isinstance(value, list):
        value = sum(weights.get(step, 1) for step in value)
    return Reading(float(value), bool(side.get(figure.at_least)), bool(side.get(figure.at_most)))


def _move(before: Reading, after: Reading) -> Move:
    if before.value is None or after.value is None:
        return "same" if before.value is after.value else "unknown"
    by = after.value - before.value
    if abs(by) <= TOLERANCE * max(1.0, abs(before.value), abs(after.value)):
        return "same"
    # Bounds of the same kind leave the same things out; else a bound must not hide the other side.
    if (before.at_least, before.at_most) == (after.at_least, after.at_most):
        return "up" if by > 0 else "down"
    hidden = (before.at_least or after.at_most) if by > 0 else (before.at_most or after.at_least)
    return "unknown" if hidden else "up" if by > 0 else "down"

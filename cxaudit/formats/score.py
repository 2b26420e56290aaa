"""The scorecard on a terminal: a line a dimension, its arithmetic, and what holds the grade down."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.rules.score import PROPOSITIONS, Dimension, Scorecard

_HEAD = ("", "score", "grade", "coverage", "level", "arithmetic")
_NAME = max(len("Leadership and readiness"), len("Overall"))


def score_lines(card: Scorecard) -> Iterator[str]:
    """The lines of a scorecard, without colour: numbers and letters say it all."""
    yield "Scorecard"
    yield _columns(*_HEAD)
    for one in card.dimensions:
        yield _row(one.name, one.score, one.grade, one.coverage, _level(one), one.arithmetic)
        if one.capped:
            yield _columns("", "", "", "", "", f"{one.grade} at best: {one.capped}")
    yield _row("Overall", card.score, card.grade, card.coverage, "", card.arithmetic)
    if card.capped:
        best = f"{card.grade} at best: " if card.grade else ""
        yield _columns("", "", "", "", "", best + card.capped)
    yield "  A check weighs 5 as an error, 2 as a warning, 0.5 as a question. What could not be"
    yield "  assessed lowers the coverage, never the score. Level: how many of these hold in turn:"
    for number, says in enumerate(PROPOSITIONS, start=1):
        yield f"    P{number} {says}"


def _level(one: Dimension) -> str:
    return f"P{one.level}" if one.made else "-"


def _row(
    name: str, score: float | None, grade: str | None, coverage: float, level: str, says: str
) -> str:
    shown = f"{score:.1f}" if score is not None else "-"
    return _columns(name, shown, grade or "-", f"{coverage:.0%}", level, says)


def _columns(name: str, score: str, grade: str, coverage: str, level: str, says: str) -> str:
    return f"  {name:<{_NAME}}  {score:>5}  {grade:>5}  {coverage:>8}  {level:>5}  {says}".rstrip()

"""Section: the scorecard and the grade, every score with its arithmetic and its coverage."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.texts import _
from cxaudit.rules.score import COVERAGE_FOR_A_GRADE, PROPOSITIONS, Dimension, Scorecard
from cxaudit.texts.numbers import localised, percentage

ALMOST = 99.5  # from which a whole number would say 100
A_HAIR = 1e-6  # sums of the same weights in another order


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One dimension as it is shown. `share` is its score for a bar, 0 to 1; None where it has none."""

    name: str
    score: str
    grade: str
    share: float | None
    coverage: str
    level: str
    failed: str
    arithmetic: str
    capped: str


@dataclass(frozen=True, slots=True)
class Score:
    """The scorecard of an audit."""

    head: Head
    rows: tuple[ScoreRow, ...]
    overall: ScoreRow
    levels: tuple[str, ...]

    @property
    def told(self) -> str:
        """The overall grade in a sentence."""
        told = _("Overall grade: {grade}, score {score}, coverage {coverage}.")
        whole = self.overall
        return told.format(grade=whole.grade, score=whole.score, coverage=whole.coverage)


def score_of(card: Scorecard) -> Score:
    """The section for a scorecard."""
    rows = tuple(_row(dimension) for dimension in card.dimensions)
    capped = _sentence(card.grade, card.capped)
    share = card.score / 100 if card.score is not None else None
    overall = ScoreRow(_("Overall"), _shown(card.score), card.grade or _("none"), share,
                       _percent(card.coverage), "", "", card.arithmetic, capped)  # fmt: skip
    return Score(_head(card), rows, overall, tuple(_(one) for one in PROPOSITIONS))


def _head(card: Scorecard) -> Head:
    return Head("scorecard", _("Scorecard"), _title(card), _lead(card), _write(card))


def _title(card: Scorecard) -> str:
    scored = [d for d in card.dimensions if d.score is not None]
    if card.score is None or not scored:
        return _("Nothing could be scored")
    weakest = min(scored, key=lambda d: d.score or 0.0)
    grade = _("grade {letter}").format(letter=card.grade) if card.grade else _("no grade yet")
    told = _("{n} of 100, {grade}; weakest: {dimension}")
    name = words.lower(_(weakest.name))
    n = shown_score(card.score, 1 if ALMOST <= card.score < 100 - A_HAIR else 0)
    return told.format(n=n, grade=grade, dimension=name)


def _lead(card: Scorecard) -> str:
    return _(
        "A score is 100 less the weighted share of checks that failed: an error weighs 5, a warning "
        "2, a question 0.5, a request type as much as its share of the volume. What nobody has "
        "written down lowers the coverage, never the score."
    )


def _write(card: Scorecard) -> str:
    if card.coverage < COVERAGE_FOR_A_GRADE:
        return _("Answer the questions of this report: each fact written down adds coverage.")
    return ""


def _row(dimension: Dimension) -> ScoreRow:
    counts = (
        (dimension.errors, "error"),
        (dimension.warnings, "warning"),
        (dimension.infos, "question"),
    )
    failed = words.listed([words.counted(n, word, True) for n, word in counts if n])
    return ScoreRow(
        name=_(dimension.name),
        score=_shown(dimension.score),
        grade=dimension.grade or _("none"),
        share=dimension.score / 100 if dimension.score is not None else None,
        coverage=_percent(dimension.coverage),
        level=f"P{dimension.level}" if dimension.made else _("none"),
        failed=failed or (_("nothing open") if dimension.made else ""),
        arithmetic=dimension.arithmetic,
        capped=_sentence(dimension.grade, dimension.capped),
    )


def _sentence(grade: str | None, capped: str) -> str:
    if not capped or not grade:
        return capped
    return _("{grade} at best: {why}").format(grade=grade, why=capped)


def shown_score(score: float, digits: int = 1) -> str:
    """A score as a reader says it: what is not all of 100 is not rounded up to it."""
    most = 100.0 if score > 100 - A_HAIR else 100 - 10**-digits
    return localised(f"{min(score, most):.{digits}f}")


def _shown(score: float | None) -> str:
    return shown_score(score) if score is not None else _("not assessed")


def _percent(share: float) -> str:
    return percentage(shown_score(100 * share, 0))

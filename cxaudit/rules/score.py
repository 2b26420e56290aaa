"""The scorecard: seven dimensions, each with the checks behind its score and how many could be made.

A check is one rule on one element whose facts are known. A score is 100 x (1 - the weighted share of
checks that failed). A failed check weighs by the severity it failed with (5, 2, 0.5), a passed one by
the severity that its rule has by default, a check of a request type by the type's share of the volume.
What was not assessed is no failure: it lowers the coverage that stands beside the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.rules.judge import Tally
from cxaudit.rules.rule import Rule
from cxaudit.texts.catalogue import _, marked
from cxaudit.texts.numbers import localised, percentage

DIMENSIONS = (
    (marked("Customer"), ("TP", "CU")),
    (marked("Sign-offs"), ("SO",)),
    (marked("Flow"), ("FL", "ST")),
    (marked("Ownership"), ("OW",)),
    (marked("Listening"), ("ME",)),
    (marked("Front line and recovery"), ("RE",)),
    (marked("Leadership and readiness"), ("OR", "CH")),
)
WEIGHTS = {"error": 5.0, "warning": 2.0, "info": 0.5}
GRADES = ((90.0, "A"), (75.0, "B"), (60.0, "C"), (40.0, "D"))
COVERAGE_FOR_A_GRADE = 0.4
COVERAGE_FOR_THE_TOP = 0.8
CAP_OF_AN_ERROR = "C"
CAP_OF_THE_WHOLE = {"SO204": "B", "RE703": "B", "OW302": "B"}
ORGANISATION_JUDGES = frozenset(["role", "unit", "measure", "routine", "change", "group",
                                 "organisation", "clone"])  # fmt: skip
PROPOSITIONS = (
    marked("Nothing contradicts itself or breaks the model: no error is open."),
    marked("Nothing is likely to harm a customer: no warning is open either."),
    marked("Nothing is left to ask: no question is open either."),
    marked("And at least 80% of the checks could be made."),
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension. `failed` and `weight` are sums of weights: score = 100 x (1 - failed / weight);
    `level` says how many of PROPOSITIONS hold, from the first on."""

    name: str
    families: tuple[str, ...]
    score: float | None
    grade: str | None
    capped: str
    coverage: float
    made: int
    not_assessed: int
    failed: float
    weight: float
    errors: int
    warnings: int
    infos: int
    waived: int
    level: int

    @property
    def arithmetic(self) -> str:
        """How the score came about."""
        if self.score is None:
            return _("no check could be made")
        return (
            f"100 x (1 - {localised(f'{self.failed:.2f}')} / {localised(f'{self.weight:.2f}')})"
            f" = {localised(f'{self.score:.1f}')}"
        )


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The dimensions and the whole: the mean of the dimensions that have a score. `grade` is None
    where too few checks could be made; `capped` says why it is no better."""

    dimensions: tuple[Dimension, ...]
    score: float | None
    grade: str | None
    capped: str
    coverage: float

    @property
    def arithmetic(self) -> str:
        """How the overall score came about."""
        scores = [d.score for d in self.dimensions if d.score is not None]
        if self.score is None:
            return _("no check could be made")
        told = " + ".join(localised(f"{score:.1f}") for score in scores)
        return f"({told}) / {len(scores)} = {localised(f'{self.score:.1f}')}"

    def as_json(self) -> dict[str, Any]:
        """The scorecard as plain data."""
        return {
            "score": _rounded(self.score),
            "grade": self.grade,
            "capped": self.capped,
            "coverage": round(self.coverage, 4),
            "arithmetic": self.arithmetic,
            "dimensions": [_dimension_json(dimension) for dimension in self.dimensions],
        }


def scorecard(
    rules: Mapping[str, Rule],
    tallies: Mapping[str, Tally],
    findings: Iterable[Finding],
    absorbed: Iterable[Finding],
    organisation_judged: bool,
) -> Scorecard:
    """Score an audit from the checks that were made and what became of them.

    `findings` hold waived ones too, `absorbed` those whose root cause another finding tells: neither
    counts as failed or passed. What a baseline holds has failed all the same: a customer
    meets it. Where no organisation was judged, each rule about one counts as a check that could not be
    made.
    """
    open_, silent = _by_code(f for f in findings if not is_waived(f)), _by_code(absorbed)
    waived = _by_code(f for f in findings if is_waived(f))
    found = []
    for name, families in DIMENSIONS:
        mine = [rule for code, rule in rules.items() if code.rstrip("0123456789") in families]
        sums = _Sums()
        for rule in mine:
            tally = tallies.get(rule.code)
            if tally is None:
                missing = rule.judges in ORGANISATION_JUDGES and not organisation_judged
                sums.not_assessed += missing
                continue
            sums.add(
                rule,
                tally,
                open_.get(rule.code, []),
                [*waived.get(rule.code, []), *silent.get(rule.code, [])],
            )
            sums.waived += len(waived.get(rule.code, []))
        found.append(_dimension(name, families, sums))
    return _whole(tuple(found), open_)


@dataclass(slots=True)
class _Sums:
    """What the checks of one dimension add up to."""

    made: int = 0
    not_assessed: int = 0
    failed: float = 0.0
    passed: float = 0.0
    waived: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0

    def add(self, rule: Rule, tally: Tally, fails: list[Finding], excused: list[Finding]) -> None:
        self.made += tally.assessed
        self.not_assessed += tally.not_assessed
        for finding in fails:
            self.failed += finding.weight * WEIGHTS[finding.severity]
            setattr(self, finding.severity, getattr(self, finding.severity) + 1)
        told = sum(finding.weight for finding in [*fails, *excused])
        self.passed += max(0.0, tally.weight - told) * WEIGHTS[rule.severity[-1].severity]


def _by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding)
    return found


def _grade(score: float) -> str:
    return next((grade for least, grade in GRADES if score >= least), "E")


def _share(made: int, not_assessed: int) -> float:
    return made / (made + not_assessed) if made + not_assessed else 0.0


def _dimension(name: str, families: tuple[str, ...], sums: _Sums) -> Dimension:
    weight = sums.failed + sums.passed
    score = 100.0 * (1.0 - sums.failed / weight) if weight else None
    grade, capped = (_grade(score) if score is not None else None), ""
    if sums.error and grade is not None and grade < CAP_OF_AN_ERROR:
        grade, capped = CAP_OF_AN_ERROR, _("an error is open")
    coverage = _share(sums.made, sums.not_assessed)
    return Dimension(
        name=name,
        families=families,
        score=score,
        grade=grade,
        capped=capped,
        coverage=coverage,
        made=sums.made,
        not_assessed=sums.not_assessed,
        failed=sums.failed,
        weight=weight,
        errors=sums.error,
        warnings=sums.warning,
        infos=sums.info,
        waived=sums.waived,
        level=_level(sums, coverage),
    )


def _level(sums: _Sums, coverage: float) -> int:
    """How many propositions hold, each resting on those before it."""
    if not sums.made:
        return 0
    clean = [not getattr(sums, severity) for severity in SEVERITIES]
    holds = [*clean, coverage >= COVERAGE_FOR_THE_TOP]
    return next((number for number, one in enumerate(holds) if not one), len(holds))


def _whole(dimensions: tuple[Dimension, ...], found: Mapping[str, list[Finding]]) -> Scorecard:
    scores = [d.score for d in dimensions if d.score is not None]
    score = sum(scores) / len(scores) if scores else None
    made = sum(d.made for d in dimensions)
    coverage = _share(made, sum(d.not_assessed for d in dimensions))
    grade, capped = (_grade(score) if score is not None else None), ""
    caps = [code for code in CAP_OF_THE_WHOLE if found.get(code)]
    if caps and grade is not None and grade < CAP_OF_THE_WHOLE[caps[0]]:
        told = _("{codes} is open").format(codes=", ".join(caps))
        grade, capped = CAP_OF_THE_WHOLE[caps[0]], told
    if grade is not None and coverage < COVERAGE_FOR_A_GRADE:
        share = percentage(f"{100 * coverage:.0f}")
        told = _("no grade: only {share} of the checks could be made").format(share=share)
        grade, capped = None, told
    return Scorecard(dimensions, score, grade, capped, coverage)


def _rounded(value: float | None) -> float | None:
    return round(value, 2) if value is not None else None


def _dimension_json(dimension: Dimension) -> dict[str, Any]:
    return {
        "name": dimension.name,
        "families": list(dimension.families),
        "score": _rounded(dimension.score),
        "grade": dimension.grade,
        "capped": dimension.capped,
        "coverage": round(dimension.coverage, 4),
        "checks": dimension.made,
        "not_assessed": dimension.not_assessed,
        "failed_weight": round(dimension.failed, 4),
        "weight": round(dimension.weight, 4),
        "errors": dimension.errors,
        "warnings": dimension.warnings,
        "questions": dimension.infos,
        "waived": dimension.waived,
        "level": dimension.level,
        "arithmetic": dimension.arithmetic,
    }

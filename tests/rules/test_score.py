"""The scorecard: what a check weighs, what caps a grade, what is no failure."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.formats.score import score_lines
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Tally
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.score import Scorecard, scorecard
from cxaudit.run.audit import audit

RULES = all_rules(built_in())
DAY = datetime.date(2026, 1, 15)


def finding(
    code: str, severity: str, weight: float = 1.0, suppressed: str | None = None
) -> Finding:
    return Finding(
        code, RULES[code].name, severity, "certain", "", "m", "", "m.yaml",
        weight=weight, suppressed=suppressed,
    )  # fmt: skip


def card(
    tallies: dict[str, tuple[float, int]],
    findings: list[Finding],
    absorbed: list[Finding] | None = None,
    organisation: bool = True,
) -> Scorecard:
    """A scorecard from `{code: (assessed, not assessed)}`."""
    counted = {code: Tally(int(n), n, unknown) for code, (n, unknown) in tallies.items()}
    return scorecard(RULES, counted, findings, absorbed or [], organisation)


def dimension(card: Scorecard, name: str):
    return next(d for d in card.dimensions if d.name == name)


def test_a_score_is_the_weighted_share_of_checks_that_held() -> None:
    # 10 checks of a warning rule, 2 failed; 4 checks of a question, 1 failed:
    # 100 x (1 - (2 x 2 + 0.5) / (10 x 2 + 4 x 0.5))
    found = [finding("OW302", "warning", 2.0), finding("OW306", "info")]
    got = dimension(card({"OW302": (10, 0), "OW306": (4, 0)}, found), "Ownership")
    assert got.score == pytest.approx(100 * (1 - 4.5 / 22))
    assert got.arithmetic == f"100 x (1 - 4.50 / 22.00) = {got.score:.1f}"


def test_what_was_not_assessed_lowers_the_coverage_only() -> None:
    sure, unsure = card({"SO201": (4, 0)}, []), card({"SO201": (4, 12)}, [])
    assert dimension(sure, "Sign-offs").score == dimension(unsure, "Sign-offs").score == 100
    assert dimension(unsure, "Sign-offs").coverage == 0.25
    assert unsure.grade is None and "25%" in unsure.capped and unsure.score == 100


def test_an_error_caps_its_dimension_at_c() -> None:
    got = dimension(card({"SO201": (100, 0)}, [finding("SO201", "error")]), "Sign-offs")
    assert got.score > 90 and got.grade == "C" and got.capped


@pytest.mark.parametrize("code", ["SO204", "RE703", "OW302"])
def test_three_findings_cap_the_whole_at_b(code: str) -> None:
    severity = RULES[code].severity[-1].severity
    got = card({code: (1000, 0)}, [finding(code, severity)])
    assert got.score > 99 and got.grade == "B" and code in got.capped


def test_what_is_waived_or_told_by_another_finding_neither_fails_nor_passes() -> None:
    waived = finding("SO201", "warning", suppressed="agreed")
    assert dimension(card({"SO201": (2, 0)}, [waived]), "Sign-offs").weight == 2
    assert dimension(card({"SO201": (2, 0)}, [], [waived]), "Sign-offs").weight == 2
    assert dimension(card({"SO201": (1, 0)}, [waived]), "Sign-offs").score is None


def test_without_an_organisation_its_rules_count_as_not_assessed() -> None:
    got = dimension(card({}, [], organisation=False), "Leadership and readiness")
    assert got.score is None and got.made == 0 and got.not_assessed > 10
    assert dimension(card({}, []), "Leadership and readiness").not_assessed == 0


def test_levels_rest_on_each_other() -> None:
    def level(*found: Finding, unknown: int = 0) -> int:
        return dimension(card({"OW302": (10, unknown)}, list(found)), "Ownership").level

    assert level(finding("OW302", "error")) == 0
    assert level(finding("OW302", "warning")) == 1
    assert level(finding("OW302", "info")) == 2
    assert level(unknown=10) == 3
    assert level() == 4


@given(st.lists(st.tuples(st.sampled_from(["SO201", "SO202", "SO203"]),
                          st.sampled_from(["error", "warning", "info"])), max_size=12))  # fmt: skip
def test_a_score_lies_between_0_and_100_and_more_failures_never_raise_it(
    fails: list[tuple[str, str]],
) -> None:
    tallies = dict.fromkeys(("SO201", "SO202", "SO203"), (12.0, 0))
    scores = [
        dimension(card(tallies, [finding(*fail) for fail in fails[:n]]), "Sign-offs").score
        for n in range(len(fails) + 1)
    ]
    assert all(0 <= score <= 100 for score in scores)
    assert scores == sorted(scores, reverse=True)


def test_a_request_type_weighs_by_its_share(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "m.yaml").write_text(
        "process: P\nowner: boss\nrequests: {many: {share: 90%, simple: true}, few: {share: 10%}}\n"
        "steps:\n  take: {by: desk, with: customer via phone, takes: 5m,"
        " next: {many: serve, few: check}}\n"
        "  check: {sign-off: boss, takes: 1h}\n  look: {sign-off: head, takes: 1h}\n"
        "  read: {sign-off: chief, takes: 1h}\n"
        "  serve: {by: desk, with: customer via phone, takes: 5m}\n"
    )
    result = audit([str(tmp_path)], {"SO201": RULES["SO201"]}, DAY)
    assert [(f.requests, f.weight) for f in result.findings] == [(["few"], pytest.approx(0.1))]
    assert dimension(result.scorecard, "Sign-offs").score == pytest.approx(90)


def test_the_lines_show_every_dimension_and_the_arithmetic() -> None:
    lines = "\n".join(score_lines(card({"SO204": (10, 0)}, [finding("SO204", "error")])))
    assert "Sign-offs" in lines and "100 x (1 - 5.00 / 50.00) = 90.0" in lines
    assert "C at best: an error is open" in lines and "B at best: SO204 is open" in lines
    assert "no check could be made" in lines
    assert max(len(line) for line in lines.splitlines()) < 120


def test_of_a_map_that_cannot_be_read_nearly_nothing_is_assessed(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "m.yaml").write_text("process: X\nsteps: 5\n")
    got = audit([str(tmp_path)], as_of=DAY).scorecard
    assert got.grade is None and got.coverage < 0.1
    assert dimension(got, "Flow").score == 0

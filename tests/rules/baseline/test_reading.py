"""A baseline from its text: what it holds, and each fault with its place and the nearest word."""

from __future__ import annotations

import datetime

import pytest

from cxaudit.language.nodes import compose
from cxaudit.rules.baseline.entries import Baseline
from cxaudit.rules.baseline.reading import read_baseline
from tests.rules.baseline.helper import RULES

WHOLE = """\
baseline: 1
maps:
  - map: loan
    file: maps/loan.yaml
    elements:
      .:
        SO209: {since: 2026-03-01, reason: nobody knows yet}
      steps/approve:
        too-many-sign-offs: {severity: error, count: 2, since: 2026-03-01, until: 2027-01-31,
                             reason: waits for the new system}
"""


def read(text: str, as_of: datetime.date | None = None) -> tuple[Baseline, list[str]]:
    found, problems = read_baseline(compose(text), "b.yaml", RULES, as_of)
    return found, [f"{p.span.line}:{p.span.column} {p.says}" for p in problems]


def test_what_it_holds() -> None:
    found, problems = read(WHOLE)
    assert not problems and found.findings == 3
    (section,) = found.sections
    assert (section.map, section.file) == ("loan", "maps/loan.yaml")
    whole, step = section.entries
    assert (whole.element, whole.code, whole.count, whole.severity) == ("", "SO209", 1, "")
    assert (step.element, step.code, step.written) == (
        "steps/approve",
        "SO201",
        "too-many-sign-offs",
    )
    assert step.until == datetime.date(2027, 1, 31) and (step.severity, step.count) == ("error", 2)
    assert (step.span.line, step.span.column) == (9, 9)


def test_a_day_that_has_not_come_is_told() -> None:
    day = datetime.date(2026, 2, 27)
    _, problems = read(WHOLE, day)
    assert problems == [
        f"{place} 2026-03-01 has not come yet: write the day since which it is accepted"
        for place in ("7:24", "9:64")
    ]
    assert not read(WHOLE, day + datetime.timedelta(days=1))[1]  # in the east it is March already


def test_the_elements_of_a_line() -> None:
    found, problems = read(WHOLE.replace("nobody knows yet", "new, elements: [steps/a, steps/b c]"))
    assert not problems and found.entries[0].elements == ("steps/a", "steps/b c")
    _, problems = read(WHOLE.replace("nobody knows yet", "new, elements: [[a]]"))
    assert problems == ["7:60 text is expected here"]


@pytest.mark.parametrize("text", ["baseline: 1", "baseline: 1\nmaps:\n", "baseline: 1\nmaps: []"])
def test_one_may_hold_nothing(text: str) -> None:
    found, problems = read(text)
    assert not problems and not found.sections


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("SO209", "SO2O9", "7:9 no rule is called 'SO2O9'; did you mean SO209?"),
        ("too-many-sign-offs", "too-many-signoffs", "did you mean too-many-sign-offs?"),
        ("SO209", "ACME77X", "name its pack with --rules"),
        ("SO209", "ST001", "7:9 ST001 is mandatory and cannot be held by a baseline"),
        ("reason: nobody", "raeson: nobody", "7:36 an entry has no key 'raeson'"),
        ("reason: nobody", "raeson: nobody", "7:9 `reason` is missing"),
        ("reason: nobody knows yet", "reason: ''", "7:44 text is expected here"),
        ("since: 2026-03-01, reason: nobody", "reason: nobody", "7:9 `since` is missing"),
        ("2026-03-01, reason: nobody", "2026-02-30, reason: nobody", "no day of the calendar"),
        ("2026-03-01, reason: nobody", "march, reason: nobody", "write it as YYYY-MM-DD"),
        ("until: 2027-01-31", "until: 2025-01-31", "9:83 2025-01-31 is before 2026-03-01"),
        ("count: 2", "count: 0", "write 1 or more"),
        ("count: 2", "count: two", "'two' is not a whole number"),
        ("severity: error", "severity: eror", "did you mean 'error'?"),
        ("baseline: 1\n", "baseline: 2\n", "1:11 this version of cxaudit reads `baseline: 1`"),
        ("baseline: 1\n", "", "1:1 a baseline begins with `baseline: 1`"),
        ("maps:", "mpas:", "2:1 a baseline has no key 'mpas'; did you mean 'maps'?"),
        ("map: loan\n    file", "file", "`map` is missing"),
        ("elements:", "element:", "did you mean 'elements'?"),
        ("      .:", "      steps/approve:", "'steps/approve' stands twice"),
        ("{since: 2026-03-01, reason: nobody knows yet}", "yes", "`since` and `reason` are expected"),
        ("SO209: {since", "SO201: {since: 2026-03-01, reason: a}\n        too-many-sign-offs: {since",
         "8:9 SO201 stands here twice"),
        ("maps:\n", "maps: {\n", "a bracket is not closed"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(old: str, new: str, says: str) -> None:
    assert old in WHOLE
    _, problems = read(WHOLE.replace(old, new, 1))
    assert any(says in problem for problem in problems), problems


def test_two_sections_of_one_map_are_told() -> None:
    _, problems = read(WHOLE + "  - map: loan\n    file: maps/loan.yaml\n")
    assert problems == ["11:10 this map has entries on line 3 already: put them there"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "text", "baseline: 1\nmaps: [[1], 2]"])
def test_what_is_no_baseline_is_told(text: str) -> None:
    assert read(text)[1]

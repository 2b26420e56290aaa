"""Steps on roads whose share nobody has stated are "not stated" wherever the report counts visits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cxaudit.report.build import build
from cxaudit.report.context import Context
from cxaudit.report.markdown import render_markdown
from cxaudit.run.audit import Audit

MAP = """
process: Credit
steps:
  promise: {by: desk, with: buyer via phone, takes: 5m, WRONG}
  check: {by: clerk, takes: 1h}
  pay: {by: desk, with: buyer via letter, takes: 5m, end: paid}
  reopen: {sign-off: boss, by: boss, waits: 1d}
  settle: {by: boss, with: buyer via phone, takes: 20m, end: settled}
"""
OPEN = MAP.replace("WRONG", "if-wrong: reopen")


def _uncounted(result: Audit) -> frozenset[str]:
    (analysis,) = result.analyses
    assert analysis.study is not None
    return Context(analysis, analysis.study, (), "m").uncounted


@pytest.mark.parametrize(
    ("way", "steps"),
    [
        ("if-wrong: reopen", {"reopen", "settle"}),
        ("if-late: {after: 1d, next: reopen}", {"reopen", "settle"}),
        ("if-wrong: {to: reopen, share: 10%}", set()),
        ("if-wrong: {to: reopen, share: 0%}", set()),
        ("if-wrong: check", set()),
    ],
)
def test_only_steps_that_a_stated_road_does_not_reach(
    audited_text: Callable[..., Audit], way: str, steps: set[str]
) -> None:
    found = _uncounted(audited_text(MAP.replace("WRONG", way)))
    assert found & {"promise", "check", "pay"} == set()
    reached = "reopen" in way
    assert found == (steps if reached else set())


def test_the_tables_say_not_stated_and_never_zero(audited_text: Callable[..., Audit]) -> None:
    told = render_markdown(build(audited_text(OPEN)))
    lines = told.splitlines()
    steps = {line.split("|")[1].strip(): line for line in lines if line.count("|") == 13}
    assert "reopen (share not stated)" in steps["Promise"]
    for name in ("Reopen", "Settle"):
        assert "| not stated |" in steps[name] and "0.00" not in steps[name]
    assert "- Ends settled: share not known" in lines
    (boss,) = [line for line in lines if line.startswith("| Boss | reopen |")]
    assert boss.startswith("| Boss | reopen | not stated |")
    (gate,) = [
        line for line in lines if line.startswith("| Reopen | boss") and line not in steps.values()
    ]
    assert "0.00" not in gate and "0 min" not in gate
    assert "not stated: nobody says how many cases come here" in told
    assert told.count("0 h a case") == 1, "the desk, whose steps are meetings, makes nobody wait"

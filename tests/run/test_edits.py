"""What each edit of a scenario buys, one after the other."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.run import edits
from cxaudit.run.whatif import Whatif, try_scenarios

AS_OF = datetime.date(2026, 11, 1)

MAP = """
process: Order
requests: {repeat: {share: 60%}, custom: {share: 40%}}
steps:
  take: {by: desk, with: buyer via phone, takes: 10m}
  approve: {sign-off: boss, waits: 2d}
  release: {sign-off: chief, waits: 1d}
  confirm: {by: desk, with: buyer via email, takes: 5m, end: booked}
"""
SCENARIO = """
whatif: Lighter
of: order
edits:
  - drop: approve
  - route: {at: take, repeat: book, custom: release}
  - add: {book: {by: desk, takes: 5m, next: confirm}}
  - change: {release: {waits: 1h}}
"""


def _tried(folder: Path, scenario: str = SCENARIO, by_edit: bool = True) -> Whatif:
    (folder / "cxaudit.yaml").write_text("")
    (folder / "order.yaml").write_text(MAP)
    (folder / "lighter.yaml").write_text(scenario)
    (found,) = try_scenarios([str(folder)], None, AS_OF, by_edit=by_edit).whatifs
    assert found.applied
    return found


def _expected(found: Whatif, number: int, side: str) -> dict[str, float]:
    changes = found.edits[number - 1].requests
    return {r.id: getattr(r, side)["expected"] for r in changes}


def test_each_edit_is_told_on_top_of_those_before(tmp_path: Path) -> None:
    found = _tried(tmp_path)
    assert [(e.number, e.operation, e.steps) for e in found.edits] == [
        (1, "drop", ("approve",)),
        (2, "route", ("take",)),
        (3, "add", ("book",)),
        (4, "change", ("release",)),
    ]
    assert _expected(found, 1, "before") == {"repeat": 2, "custom": 2}
    assert _expected(found, 1, "after") == {"repeat": 1, "custom": 1}
    assert _expected(found, 3, "before") == _expected(found, 1, "after")
    assert _expected(found, 3, "after") == {"repeat": 0, "custom": 1}


def test_an_edit_that_leaves_no_whole_map_is_told_with_the_next(tmp_path: Path) -> None:
    found = _tried(tmp_path)
    assert [bool(e.requests) for e in found.edits] == [True, False, True, True]


def test_the_edits_together_are_the_scenario(tmp_path: Path) -> None:
    found = _tried(tmp_path)
    tried = [e for e in found.edits if e.requests]
    assert [r.after for r in tried[-1].requests] == [r.after for r in found.requests]
    assert [r.before for r in tried[0].requests] == [r.before for r in found.requests]
    gain = sum(len(e.findings.new) - len(e.findings.gone) for e in tried)
    whole = found.findings
    assert gain == len(whole.new) - len(whole.gone) - len(whole.unassessed)


def test_they_are_tried_only_where_asked(tmp_path: Path) -> None:
    assert _tried(tmp_path, by_edit=False).edits == []


def test_one_edit_is_the_scenario_itself(tmp_path: Path) -> None:
    assert _tried(tmp_path, "whatif: Lighter\nof: order\nedits: [{drop: approve}]\n").edits == []


def test_too_many_are_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "MOST_EDITS", 3)
    assert _tried(tmp_path).edits == []


def test_a_scenario_with_a_fault_tells_no_edits(tmp_path: Path) -> None:
    wrong = SCENARIO + "  - drop: approve\n"
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "order.yaml").write_text(MAP)
    (tmp_path / "lighter.yaml").write_text(wrong)
    (found,) = try_scenarios([str(tmp_path)], None, AS_OF, by_edit=True).whatifs
    assert found.faults and found.edits == []

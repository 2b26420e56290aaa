"""Scenarios in the report: what each of their edits buys."""

from __future__ import annotations

import datetime
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.markdown import render_markdown
from cxaudit.run.audit import audit
from cxaudit.run.whatif import try_scenarios

VOLTA = str(Path(__file__).parents[2] / "process_maps" / "volta-switchgear" / "as-is")
AS_OF = datetime.date(2026, 11, 20)


def _lines(by_edit: bool) -> list[str]:
    """The Markdown report with the scenario in it."""
    tried = try_scenarios([VOLTA], None, AS_OF, by_edit=by_edit).whatifs
    return render_markdown(build(audit([VOLTA], None, AS_OF), tried)).splitlines()


def _rows(by_edit: bool) -> list[list[str]]:
    """The table of the edits as the Markdown report has it."""
    lines = _lines(by_edit)
    start = next((i for i, x in enumerate(lines) if x.startswith("| Edits up to this one")), None)
    if start is None:
        return []
    end = lines.index("", start)
    return [[c.strip() for c in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def test_each_edit_has_its_row_beside_today() -> None:
    rows = _rows(by_edit=True)
    assert rows[0][:4] == ["Today", "3.78", "≥ 9.3 d", "7.4 d"]
    assert [row[0].split(".")[0] for row in rows[1:]] == list("1234567")
    assert rows[1][0] == "1. Part the request types at: take request"
    assert rows[1][1] == rows[2][1] == "only together with the next"
    assert rows[3][1] not in (rows[0][1], "only together with the next")
    assert rows[-1][0] == "7. Drop: approve order"
    assert (rows[-1][1], rows[-1][3]) == ("0.23", "4.4 d"), "as the scenario as a whole"


def test_the_heading_names_the_edit_that_takes_the_most_away() -> None:
    assert "### One-day quotes: most sign-offs go with edit 3" in _lines(by_edit=True)


def test_without_them_there_is_no_table() -> None:
    assert _rows(by_edit=False) == []

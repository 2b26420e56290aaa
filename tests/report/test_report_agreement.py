"""What one section says of a map agrees with what another says, and with what is so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.build import build
from cxaudit.report.lens import Lens, Panel, Table
from cxaudit.report.markdown import render_markdown
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.words import NBSP
from cxaudit.run.audit import audit

from .conftest import AS_OF

Told = Callable[..., Report]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The report of texts: maps, and an organisation file where one says so."""

    def make(*texts: str) -> Report:
        (tmp_path / "cxaudit.yaml").write_text("")
        for number, text in enumerate(texts):
            name = "organisation" if "organisation:" in text else f"map-{number}"
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return build(audit([str(tmp_path)], None, AS_OF))

    return make


def the_map(report: Report) -> MapPart:
    return next(part for part in report.parts if isinstance(part, MapPart))


def of_house(report: Report, subject: str) -> Lens:
    house = next(part for part in report.parts if isinstance(part, HousePart))
    return next(lens for lens in house.lenses if lens.head.subject == subject)


def panel(found: Lens | tuple[Panel, ...], key: str) -> Panel:
    panels = found.panels if isinstance(found, Lens) else found
    return next(p for p in panels if p.key == key)


def rows(found: Panel) -> list[list[str]]:
    tables = [block for block in found.blocks if isinstance(block, Table)]
    return [[cell.text.replace(NBSP, " ") for cell in row] for t in tables for row in t.rows]


HARBOUR = """
organisation: Harbour
parties:
  skipper: {kind: buyer}
  broker: {kind: partner, contact: clerk}
  yard: {kind: supplier}
roles: {clerk: {level: 3}}
"""
REPAIR = """
process: Repair
customers: [skipper, broker]
steps:
  ask: {by: clerk, with: skipper via phone, takes: 10m}
  judge: {by: broker, waits: 3d, takes: 1h}
  price: {does: Wait for the yard, with: yard, waits: 2d}
  tell-broker: {by: clerk, with: broker via phone, waits: 2h, takes: 10m}
  tell: {by: clerk, with: skipper via phone, takes: 10m, end: told}
"""
TOW = """
process: Tow
steps:
  send: {by: clerk, waits: 2h}
  pull: {by: yard, takes: 1h, end: done}
"""


def test_partners_wait_for_us_only_where_we_keep_them_waiting(told: Told) -> None:
    lens = the_map(told(HARBOUR, REPAIR)).lenses["partners"]
    waits = {row[0]: row[2] for row in rows(panel(lens, "caused"))}
    assert waits == {"Broker": "2 h", "Yard": "not stated"}


@pytest.mark.parametrize(("more", "quiet"), [("", "not stated"), ("requests: {x: {from: yard}}", "2 h")])
def test_a_supplier_hears_nothing_before_it_knows_of_the_case_unless_it_asks(
    more: str, quiet: str, told: Told
) -> None:
    report = told(HARBOUR, TOW.replace("steps:", f"{more}\nsteps:"))
    assert [row[3] for row in rows(panel(the_map(report).lenses["partners"], "caused"))] == [quiet]

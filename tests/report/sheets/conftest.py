"""Sheets by their names, from maps that ship and from maps written in a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.sheets import Beside, Sheet, audiences, house_of, houses_of, sheet_of
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit

from ..conftest import AS_OF

VOLTA = "process_maps/volta-switchgear/as-is"
Sheets = Callable[..., Sheet]


def sheet_in(audit: Audit, name: str, beside: Beside | None = None) -> Sheet:
    """The sheet that has a name, such as `role-clerk`."""
    houses = houses_of(audit)
    found = {one.name: one for one in audiences(houses)}
    assert name in found, f"{name} is none of {sorted(found)}"
    return sheet_of(house_of(houses, found[name]), found[name], beside or Beside())


@pytest.fixture
def sheet(trial_rules: dict[str, Rule], tmp_path: Path) -> Sheets:
    """The sheet of a name, from the texts of maps and of an organisation file."""

    def make(name: str, *texts: str) -> Sheet:
        (tmp_path / "cxaudit.yaml").write_text("")
        for number, text in enumerate(texts):
            file = "organisation" if "organisation:" in text else f"map-{number}"
            (tmp_path / f"{file}.yaml").write_text(text, encoding="utf-8")
        return sheet_in(audit([str(tmp_path)], trial_rules, AS_OF), name)

    return make


@pytest.fixture(scope="session")
def volta_sheet(audited: Callable[..., Audit]) -> Callable[[str], Sheet]:
    """The sheet of a name, from the example as it is."""
    found = audited(VOLTA)
    return lambda name: sheet_in(found, name)

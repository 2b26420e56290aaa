"""A called map breaks the silence of everybody it always meets, whoever it says it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.run.audit import audit

CALLER = """process: Sale
customers: [owner, tenant]
steps:
  ask: {by: agent, with: [owner via phone, tenant via phone], takes: 10m}
  prepare: {by: clerk, waits: 1d, takes: 10m}
  visit: {call: visit}
  write: {by: clerk, waits: 1d, takes: 10m}
  close: {by: agent, with: [owner via phone, tenant via phone], takes: 10m}
"""
VISIT = """process: Visit
customers: [owner]
steps:
  ring: {by: agent, with: [owner via visit, tenant via visit], takes: 10m}
"""


def test_a_party_that_the_called_map_meets_and_is_not_for(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "sale.yaml").write_text(CALLER)
    (tmp_path / "visit.yaml").write_text(VISIT)
    result = audit([str(tmp_path)])
    sale = next(a for a in result.analyses if a.id == "sale")
    assert sale.one("request").silence == pytest.approx(480 + 10)

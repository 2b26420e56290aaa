"""People: load, reach, sponsorship, who may decide, on small organisations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxaudit.run.audit import Audit, audit

ORGANISATION = """
organisation: Clinic
parties: {patient: {kind: user}}
units:
  ward: {head: ward-sister, roles: [nurse]}
  lab: {head: lab-head, roles: [analyst]}
roles:
  director: {level: 1}
  ward-sister: {level: 2, reports-to: director, people: 1}
  lab-head: {level: 2, reports-to: director}
  nurse: {level: 3, reports-to: ward-sister, people: 2, front-line: true, may: {check_up: any}}
  analyst: {level: 3, reports-to: lab-head}
changes:
  one-day-results:
    sponsors: [director, nurse]
    groups: {nurse: {importance: 5, effect: 4}, analyst: {importance: 3, effect: 3}}
"""
MAP = """
process: Check-up
owner: ward-sister
customers: [patient]
requests: {check-up: {volume: 16/d, simple: true}}
steps:
  take-blood: {by: nurse, with: patient via visit, takes: 30m}
  analyse: {by: analyst, takes: 20m, waits: 1d}
  approve-result: {sign-off: ward-sister, checks: values, rejects: 10%, else: take-blood, takes: 5m}
  tell-patient: {by: nurse, with: patient via phone, takes: 10m}
"""


def studied(tmp_path: Path) -> tuple[Audit, dict[str, Any]]:
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / "check-up.yaml").write_text(MAP)
    result = audit([str(tmp_path)], rules={})
    estate = result.estates[0]
    return result, {judge: {f.id: f for f in estate.facts[judge]} for judge in ("role", "group")}  # type: ignore[attr-defined]


def test_load_is_the_share_of_the_day_that_arrivals_take(tmp_path: Path) -> None:
    _, facts = studied(tmp_path)
    visits = 1 / 0.9
    assert abs(facts["role"]["nurse"].load - 16 * (30 * visits + 10) / (2 * 480)) < 1e-9
    assert facts["role"]["analyst"].load is None, "nobody says how many they are"


def test_steps_beyond_the_owner_s_reach(tmp_path: Path) -> None:
    result, _ = studied(tmp_path)
    assert result.analyses[0].one("map").beyond_reach == ["analyse"]


def test_the_spine_from_a_group_to_the_top_sponsor(tmp_path: Path) -> None:
    _, facts = studied(tmp_path)
    nurse = facts["group"]["nurse"]
    assert nurse.spine == ["nurse", "ward-sister", "director"]
    assert nurse.spine_gaps == ["ward-sister"]


def test_authority_of_the_front_line_covers_a_sign_off(tmp_path: Path) -> None:
    result, _ = studied(tmp_path)
    gate = result.analyses[0].all("sign_off")[0]
    assert gate.covered_by_authority == "nurse"
    request = result.analyses[0].all("request")[0]
    assert request.hands_tied and request.front_line_met == ["nurse"]

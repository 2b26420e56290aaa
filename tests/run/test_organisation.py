"""Rules about an organisation: when they speak, over which maps, and how they are waived."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.rules.packs import read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit

DAY = datetime.date(2026, 1, 15)
EXAMPLES = "  examples: {bad: 'process: A', good: 'process: B'}\n"
COMMON = "  severity: warning\n  why: because\n  instead: otherwise\n  needs: organisation\n"
PACK = f"""rules: Test
T001:
  name: role-waits
  judges: role
  when: role.exposure > 0
  says: "{{role.title}} makes customers wait"
{COMMON}{EXAMPLES}T002:
  name: nobody-meets
  judges: party
  when: party.touch_points.size() == 0
  says: "{{party.title}} is met by nobody"
{COMMON}{EXAMPLES}T003:
  name: organisation-is-there
  judges: organisation
  when: "true"
  says: "here"
{COMMON}{EXAMPLES}T006:
  name: unfinished
  judges: problem
  when: problem.family == "unfinished"
  says: "{{problem.says}}"
{COMMON}{EXAMPLES}"""
SHOP = """organisation: Shop
roles:
  clerk: {level: 3, reports-to: head}
  buyer: {level: 3, reports-to: head}
  head: {level: 1}
"""
MAP = """process: P
owner: head
steps:
  take: {by: clerk, with: customer via phone, takes: 5m}
  fetch: {by: buyer, waits: 1d, takes: 5m}
  serve: {by: clerk, with: customer via phone, takes: 5m}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(SHOP)
    (tmp_path / "p.yaml").write_text(MAP)
    return tmp_path


def rules() -> dict[str, Rule]:
    pack = read_pack(PACK, "test.yaml")
    assert not pack.problems, [p.says for p in pack.problems]
    return {rule.code: rule for rule in pack.rules}


def judged(*paths: Path) -> Audit:
    return audit([str(path) for path in paths], rules(), DAY)


def told(result: Audit) -> list[tuple[str, str]]:
    return [(f.code, f.path) for f in result.open_findings]


def test_they_speak_only_where_the_organisation_file_is_asked_for(shop: Path) -> None:
    assert told(judged(shop / "p.yaml")) == []
    assert ("T001", "roles/buyer") in told(judged(shop))


def test_an_organisation_file_named_alone_is_judged_over_the_maps_of_its_folder(
    shop: Path,
) -> None:
    result = judged(shop / "organisation.yaml")
    assert ("T001", "roles/buyer") in told(result)
    assert result.files == [] and result.analyses == []


def test_findings_stand_at_the_entity_they_are_about(shop: Path) -> None:
    result = judged(shop)
    place = next(f for f in result.findings if f.path == "roles/buyer")
    assert (place.file, place.span.line) == (str(shop / "organisation.yaml"), 4)


def test_a_waiver_of_an_entity_silences_what_is_said_of_it(shop: Path) -> None:
    allow = "allow: {T001: he is new}"
    (shop / "organisation.yaml").write_text(SHOP.replace("buyer: {", f"buyer: {{{allow}, "))
    result = judged(shop)
    assert ("T001", "roles/buyer") not in told(result)
    assert [f.suppressed for f in result.findings if f.code == "T001"] == ["he is new"]
    assert not [f for f in result.findings if f.code == "T006"]


def test_a_waiver_of_the_whole_file_and_one_that_silences_nothing(shop: Path) -> None:
    allow = "allow: {T003: known, T002: nobody needs this}\n"
    (shop / "organisation.yaml").write_text(SHOP + allow)
    found = judged(shop).open_findings
    assert not [f for f in found if f.code == "T003"]
    assert [f.path for f in found if f.code == "T006"] == ["allow/T002"]


def test_an_unknown_or_outdated_waiver_in_an_organisation_file_is_told(shop: Path) -> None:
    allow = "allow: {T01: typo, T003: {reason: once, until: 2025-01-01}}\n"
    (shop / "organisation.yaml").write_text(SHOP + allow)
    says = [f.says for f in judged(shop).open_findings if f.code == "T006"]
    assert any("T01" in line for line in says) and any("ended on 2025-01-01" in s for s in says)

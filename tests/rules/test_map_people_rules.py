"""Rules on a whole map's people, hand-offs, stages and sign-offs: where they speak and where not."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit

RULES = all_rules(built_in())
MINE = [
    "TP111", "SO210", "OW305", "OW306", "OW307", "ME609", "ME611", "OR801", "OR808", "X04", "X05",
    "X06",
]  # fmt: skip
Findings = Callable[..., list[Finding]]


@pytest.fixture
def findings(tmp_path: Path) -> Findings:
    """The findings of some rules (all of these by default) on a map and its organisation file."""

    def of(text: str, organisation: str = "", codes: str = "") -> list[Finding]:
        head = "" if text.startswith("process:") else "process: P\nowner: chief\n"
        (tmp_path / "map.yaml").write_text(head + text)
        if organisation:
            (tmp_path / "organisation.yaml").write_text("organisation: House\n" + organisation)
        chosen = {code: RULES[code] for code in codes.split() or MINE}
        result = audit([str(tmp_path)], chosen, datetime.date(2026, 1, 15))
        assert not result.crashes and result.analyses[0].study is not None
        return result.open_findings

    return of


def test_opt_in_rules_say_so() -> None:
    assert [code for code in MINE if RULES[code].opt_in] == ["X04", "X05", "X06"]


SILENT = """process: Table for two
owner: host
requests: {dinner: {simple: true}}
stages: {Come: take, Eat: cook-it, Go: pay}
tags: [hiring]
steps:
  take: {by: waiter, with: guest, standard: within a minute, takes: 5m, gives: order}
  cook-it: {by: cook, waits: 3d, takes: 10m}
  approve-dish: {sign-off: chef, checks: taste, rejects: 20%, else: take}
  serve: {by: waiter, with: guest}
  pay: {by: guest}
"""


def test_without_an_organisation_file_rules_about_people_are_silent(findings: Findings) -> None:
    assert {f.code for f in findings(SILENT)} <= {"TP111", "X05"}


UNITS = """
parties: {guest: {kind: user}}
units:
  front: {head: host, roles: [waiter]}
  back: {head: chef, roles: [cook]}
"""


def test_a_hand_off_is_bare_without_thing_or_standard(findings: Findings) -> None:
    steps = "steps:\n  take: {by: waiter, gives: GIVES}\n  cook-it: {by: cook}\n"
    told = findings(steps.replace(", gives: GIVES", ""), UNITS, "OW305")
    assert [(f.path, f.severity, f.witness) for f in told] == [
        ("steps/take/next", "info", ["take", "cook-it"])
    ]
    assert "nothing says what is handed over" in told[0].says
    told = findings(steps.replace("GIVES", "order"), UNITS, "OW305")
    assert "order" in told[0].says and "needs it to be" in told[0].says
    assert not findings(steps.replace("GIVES", "{what: order, standard: table}"), UNITS, "OW305")


@pytest.mark.parametrize(("rejects", "severity"), [("10%", "info"), ("11%", "warning")])
def test_what_comes_back_makes_a_bare_hand_off_a_warning(
    findings: Findings, rejects: str, severity: str
) -> None:
    steps = (
        f"steps:\n  take: {{by: waiter}}\n  cook-it: {{by: cook, rejects: {rejects}, else: take}}\n"
    )
    assert [f.severity for f in findings(steps, UNITS, "OW305")] == [severity]


def test_branches_into_one_department_are_one_hand_off(findings: Findings) -> None:
    steps = """steps:
  take: {by: waiter, next: {hot 50%: cook-it, cold 50%: cut-it}}
  cook-it: {by: cook, next: end}
  cut-it: {by: chef, rejects: 30%, else: take}
"""
    told = findings(steps, UNITS, "OW305")
    assert [(f.severity, f.witness) for f in told] == [("warning", ["take", "cut-it"])]


def test_recoveries_parties_and_flows_of_other_kinds_are_no_bare_hand_off(
    findings: Findings,
) -> None:
    steps = """steps:
  take: {by: waiter, if-wrong: {does: Cook anew, by: cook}, if-late: {after: 1h, next: calm}}
  choose: {by: guest}
  cook-it: {by: cook, else: calm}
  calm: {by: chef}
"""
    assert not findings(steps, UNITS, "OW305")


def test_many_bare_hand_offs_are_one_line(findings: Findings) -> None:
    rooms = "\n".join(f"  unit-{n}: {{roles: [role-{n}]}}" for n in range(9))
    steps = "steps:\n" + "".join(f"  step-{n}: {{by: role-{n}}}\n" for n in range(9))
    told = findings(steps, f"units:\n{rooms}\n", "OW305")
    assert len(told) == 1 and told[0].path == "" and "8 of" in told[0].says


LINES = (
    UNITS
    + """
roles:
  director: {level: 1}
  host: {level: 2, reports-to: director}
  chef: {level: 2, reports-to: director}
  agent: {level: 3}
"""
)
SERVE = "steps:\n  take: {by: waiter, with: guest}\n  cook-it: {by: cook}\n"


def test_an_owner_without_reach(findings: Findings) -> None:
    told = findings(f"process: P\nowner: host\n{SERVE}", LINES, "OW306")
    assert [(f.path, f.severity, f.witness) for f in told] == [("owner", "info", ["cook-it"])]
    assert not findings(f"process: P\nowner: director\n{SERVE}", LINES, "OW306")
    assert not findings(f"process: P\nowner: nobody-we-know\n{SERVE}", LINES, "OW306")


def test_no_answerable_leader(findings: Findings) -> None:
    told = findings(f"process: P\nowner: agent\n{SERVE}", LINES, "OR801")
    assert [(f.path, f.severity) for f in told] == [("owner", "warning")]
    for head in ("owner: waiter", "owner: agent\nleader: director", "owner: guest-angel"):
        assert not findings(f"process: P\n{head}\n{SERVE}", LINES, "OR801")


@pytest.mark.parametrize(("waits", "fires"), [("9m", False), ("10m", True), ("1d", True)])
def test_a_silo_needs_half_of_the_waiting_elsewhere(
    findings: Findings, waits: str, fires: bool
) -> None:
    steps = f"""steps:
  take: {{by: waiter, with: guest, takes: 5m}}
  cook-it: {{by: cook, takes: {waits}}}
  carry: {{by: waiter, takes: 10m}}
  serve: {{by: waiter, with: guest, takes: 5m}}
"""
    told = findings(steps, UNITS, "OW307")
    assert [f.witness for f in told] == ([["cook-it"]] if fires else [])


def test_rules_on_departments_ask_for_three_changes(findings: Findings) -> None:
    two = SERVE + "  serve: {by: waiter, with: guest}\n"
    assert not findings(two, UNITS, "ME611")
    three = two + "  wash: {by: cook}\n"
    told = findings(three, UNITS, "ME611")
    assert [(f.severity, f.witness) for f in told] == [("info", ["cook-it", "serve", "wash"])]
    assert not findings(three, UNITS + "feedback: {slips: {from: back, every: week}}", "ME611")
    units = "units: {front: {roles: [waiter]}, back: {roles: [cook]}}\n"
    assert not findings(f"process: P\nowner: chief\n{units}{three}", "", "ME611")


GATE = """steps:
  take: {by: waiter, with: guest}
  approve-dish: {sign-off: SIGN, checks: taste, rejects: 5%, else: take}
  serve: {by: waiter, with: guest}
"""
MAY = LINES.replace("  agent", "  waiter: {level: 5, may: {any: up to 20 EUR}}\n  agent")


@pytest.mark.parametrize(
    ("sign", "fires"),
    [
        ("chef", True),
        ("chef, over: 20 EUR", False),
        ("chef, because: food act", False),
        ("waiter", False),
        ("[waiter, chef]", True),
    ],
)
def test_a_yes_that_somebody_before_may_say(findings: Findings, sign: str, fires: bool) -> None:
    told = findings(GATE.replace("SIGN", sign), MAY, "SO210")
    assert [f.path for f in told] == (["steps/approve-dish/sign-off"] if fires else [])
    assert not findings(GATE.replace("SIGN", sign), LINES, "SO210")


def test_an_approver_three_levels_up(findings: Findings) -> None:
    told = findings(GATE.replace("SIGN", "chef"), MAY, "X04")
    assert [f.path for f in told] == ["steps/approve-dish/sign-off"] and "3 levels" in told[0].says
    assert not findings(GATE.replace("SIGN", "agent"), MAY, "X04")


def test_six_forks_are_not_yet_too_many(findings: Findings) -> None:
    fork = "  s{0}: {{by: waiter, next: {{on 50%: s{1}, out 50%: end lost}}}}\n"

    def forks(count: int) -> str:
        last = f"  s{count}: {{by: waiter}}\n"
        return "steps:\n" + "".join(fork.format(n, n + 1) for n in range(count)) + last

    assert not findings(forks(6), "", "X06")
    assert len(findings(forks(7), "", "X06")) == 1


def test_efficiency_below_five_percent(findings: Findings) -> None:
    steps = "steps:\n  take: {by: waiter, takes: 5m, waits: WAITS}\n"
    assert not findings(steps.replace("WAITS", "95m"), "", "X05")
    assert len(findings(steps.replace("WAITS", "96m"), "", "X05")) == 1
    assert not findings("steps:\n  take: {by: waiter}\n", "", "X05")

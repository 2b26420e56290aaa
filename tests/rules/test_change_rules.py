"""Rules on changes under way and on what maps share: where they speak and where not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit

RULES = all_rules(built_in())
DAY = datetime.date(2026, 1, 15)
Told = list[tuple[str, str]]

HOUSE = """organisation: House
units:
  sales: {head: sales-head, roles: [desk, planner]}
  works: {head: works-head, roles: [fitter]}
roles:
  chief: {level: 1}
  sales-head: {level: 2, reports-to: chief}
  works-head: {level: 2, reports-to: chief}
  desk: {level: 3, people: 2, hours: 8}
  planner: {level: 3, people: 1}
  fitter: {level: 3}
"""
MAP = """process: Repair
steps:
  take-call: {by: desk}
  plan-visit: {by: planner}
  mend-pipe: {by: fitter}
  approve-bill: {sign-off: sales-head, else: take-call}
  send-bill: {by: ERP, in: ERP}
"""


def told(
    folder: Path, code: str, change: str, *, house: str = HOUSE, scenario: str = "", text: str = MAP
) -> Told:
    """(severity, path) of the findings of one rule on one change."""
    (folder / "cxaudit.yaml").write_text("")
    (folder / "organisation.yaml").write_text(f"{house}changes:\n  quick:\n{change}")
    (folder / "repair.yaml").write_text(text)
    if scenario:
        (folder / "scenarios").mkdir(exist_ok=True)
        (folder / "scenarios" / "quick-repair.yaml").write_text(scenario)
    result = audit([str(folder)], {code: RULES[code]}, DAY)
    assert not result.crashes, [crash.says for crash in result.crashes]
    broken = [f.says for f in audit([str(folder)], {"ST001": RULES["ST001"]}, DAY).findings]
    assert not broken
    return [(f.severity, f.path) for f in result.open_findings]


def group(what: str, sponsors: str = "[chief, sales-head]", who: str = "desk") -> str:
    return f"    sponsors: {sponsors}\n    groups: {{{who}: {{{what}}}}}\n"


@pytest.mark.parametrize(
    ("what", "who", "fires"),
    [
        ("load: 3", "desk", True),
        ("load: 2", "desk", False),
        ("importance: 5", "desk", False),
        ("hours: 17", "desk", True),  # two people, eight hours each
        ("hours: 16", "desk", False),
        ("hours: 100", "planner", False),  # nobody says how long they work
        ("hours: 100", "sales", False),
    ],
)
def test_change_overload(tmp_path: Path, what: str, who: str, fires: bool) -> None:
    found = told(tmp_path, "CH901", group(what, who=who))
    assert found == ([("warning", f"changes/quick/groups/{who}")] if fires else [])


def test_a_unit_as_a_group_has_the_hours_of_all_its_roles(tmp_path: Path) -> None:
    house = HOUSE.replace(
        "planner: {level: 3, people: 1}", "planner: {level: 3, people: 1, hours: 4}"
    )
    assert told(tmp_path, "CH901", group("hours: 20", who="sales"), house=house) == []
    found = told(tmp_path, "CH901", group("hours: 21", who="sales"), house=house)
    assert found == [("warning", "changes/quick/groups/sales")]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (group("importance: 4"), []),
        (group("importance: 3, effect: 3", "[chief]"), []),
        (group("importance: 4", "[chief]"), ["desk"]),
        (group("effect: 4", "[chief]"), ["desk"]),
        (group("importance: 5", "[]"), ["desk"]),
        # the top sponsor stands next above: nobody higher is asked for
        (group("importance: 5", "[sales-head]"), []),
        # a unit's line begins with its head
        (group("importance: 5", "[chief]", "sales"), ["sales"]),
        (group("importance: 5", "[chief, sales-head]", "sales"), []),
        # another affected unit, and nobody there speaks for the change
        ("    sponsors: [chief, sales-head]\n    groups: {desk: {}, fitter: {}}\n", ["fitter"]),
        (
            "    sponsors: [chief, sales-head]\n    advocates: [fitter]\n"
            "    groups: {desk: {}, fitter: {}}\n",
            [],
        ),
        (
            "    sponsors: [chief, sales-head]\n    advocates: [planner]\n"
            "    groups: {desk: {}, fitter: {}}\n",
            ["fitter"],
        ),
        ("    sponsors: [chief, works-head, sales-head]\n    groups: {desk: {}, fitter: {}}\n", []),
    ],
)
def test_a_broken_spine(tmp_path: Path, change: str, paths: list[str]) -> None:
    found = told(tmp_path, "CH902", change)
    assert found == [("warning", f"changes/quick/groups/{who}") for who in paths]


def test_a_group_without_a_line_upwards_breaks_nothing(tmp_path: Path) -> None:
    house = "organisation: House\nroles: {desk: {}}\n"
    assert told(tmp_path, "CH902", group("importance: 5", "[]"), house=house, text=SMALL) == []


SMALL = "process: Repair\nsteps:\n  take-call: {by: desk}\n"


@pytest.mark.parametrize(
    ("what", "fires"),
    [
        ("importance: 4, effect: 4", True),
        ("importance: 5, effect: 3", False),
        ("importance: 5", False),
        ("importance: 4, effect: 4, equip: [a tool]", False),
        ("importance: 4, effect: 4, equip: [a tool], worry: blame", True),
        ("importance: 4, effect: 4, equip: [a tool], worry: blame, answer: none is given", False),
        ("importance: 4, effect: 4, equip: [a tool], worry: [blame, pay], answer: no blame", True),
    ],
)
def test_an_unready_group(tmp_path: Path, what: str, fires: bool) -> None:
    found = told(tmp_path, "CH903", group(what))
    assert found == ([("warning", "changes/quick/groups/desk")] if fires else [])


@pytest.mark.parametrize(
    ("policy", "fires"),
    [
        ("{binds: [desk], reviewed: 2024-01-15}", False),  # 24 months to the day
        ("{binds: [desk], reviewed: 2024-01-14}", True),
        ("{binds: [sales], reviewed: 2024-01-14}", True),
        ("{binds: [fitter], reviewed: 2020-01-01}", False),
        ("{binds: [desk]}", False),
        ("{reviewed: 2020-01-01}", False),
    ],
)
def test_a_group_bound_by_an_old_policy(tmp_path: Path, policy: str, fires: bool) -> None:
    house = f"{HOUSE}policies: {{old-way: {policy}}}\n"
    change = group("importance: 4, effect: 4, equip: [a tool]")
    found = told(tmp_path, "CH903", change, house=house)
    assert found == ([("warning", "changes/quick/groups/desk")] if fires else [])


SCENARIO = """whatif: Quick repair
of: repair
edits:
  - change: {plan-visit: {by: desk}}
  - drop: approve-bill
  - change: {send-bill: {takes: 1m}}
  - add: {call-back: {by: fitter}}
"""


@pytest.mark.parametrize(
    ("groups", "fires"),
    [
        ("{desk: {}, planner: {}, fitter: {}, sales-head: {}}", False),
        ("{desk: {}, fitter: {}, sales-head: {}}", True),  # planner did what is changed
        ("{sales: {}, fitter: {}}", False),  # the unit stands for its roles and its head
        ("{sales: {}}", True),  # fitter does what is added
    ],
)
def test_performers_of_changed_steps_are_groups(tmp_path: Path, groups: str, fires: bool) -> None:
    change = f"    scenario: quick-repair\n    groups: {groups}\n"
    found = told(tmp_path, "CH904", change, scenario=SCENARIO)
    assert found == ([("warning", "changes/quick/groups")] if fires else [])


def test_without_the_scenario_in_view_nobody_is_missed(tmp_path: Path) -> None:
    assert told(tmp_path, "CH904", "    groups: {desk: {}}\n", scenario=SCENARIO) == []
    other = SCENARIO.replace("of: repair", "of: elsewhere")
    change = "    scenario: quick-repair\n    groups: {desk: {}}\n"
    assert told(tmp_path, "CH904", change, scenario=other) == []


PLAN = """    kind: transformation
    case: fewer second calls
    vision: mended on the day
    phases: [install, realise, repeat]
    when: 2026-01-01 to 2027-06-30
"""


@pytest.mark.parametrize(
    ("old", "new", "fires"),
    [
        ("", "", False),
        ("    case: fewer second calls\n", "", True),
        ("    vision: mended on the day\n", "", True),
        ("    phases: [install, realise, repeat]\n", "", True),
        ("[install, realise, repeat]", "[realise, install, repeat]", True),
        ("to 2027-06-30", "to 2026-09-30", False),  # nine months
        ("to 2027-06-30", "to 2026-09-29", True),
        ("to 2027-06-30", "to 2028-12-31", False),  # thirty-six
        ("to 2027-06-30", "to 2029-01-01", True),
        ("    when: 2026-01-01 to 2027-06-30\n", "", False),
        ("transformation", "improvement", False),
    ],
)
def test_a_thin_plan(tmp_path: Path, old: str, new: str, fires: bool) -> None:
    text = PLAN.replace(old, new) if old else PLAN
    if "improvement" in new:
        text = "    kind: improvement\n    when: 2026-01-01 to 2026-02-01\n"
    found = told(tmp_path, "CH905", text)
    assert found == ([("info", "changes/quick")] if fires else [])


def copied(folder: Path, count: int, organisation: bool = True) -> Told:
    """Two maps that share some steps in a row."""
    verbs = ["take-call", "find-part", "plan-visit", "mend-pipe", "clean-up", "send-bill"][:count]
    lines = "".join(f"  {verb}: {{by: desk}}\n" for verb in verbs)
    (folder / "cxaudit.yaml").write_text("")
    if organisation:
        (folder / "organisation.yaml").write_text("organisation: House\nroles: {desk: {}}\n")
    (folder / "roof.yaml").write_text(f"process: Roof\nsteps:\n{lines}  fix-roof: {{by: desk}}\n")
    (folder / "tap.yaml").write_text(f"process: Tap\nsteps:\n  fix-tap: {{by: desk}}\n{lines}")
    result = audit([str(folder)], {"CH906": RULES["CH906"]}, DAY)
    assert not result.crashes
    return [(Path(f.file).name, f.witness[0]) for f in result.open_findings]


def test_two_maps_that_share_five_steps_in_a_row(tmp_path: Path) -> None:
    assert copied(tmp_path, 4) == []
    assert copied(tmp_path, 5) == [("roof.yaml", "take-call")]


def test_maps_without_an_organisation_are_nobody_s_copies(tmp_path: Path) -> None:
    assert copied(tmp_path, 6, organisation=False) == []

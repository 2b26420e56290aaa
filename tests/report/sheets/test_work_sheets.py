"""Sheets of roles and departments: what they do, what waits for them, what they may settle."""

from __future__ import annotations

from collections.abc import Callable

from cxaudit.report.sheets import Sheet

from .conftest import Sheets
from .reading import bars, figures, keys, panel, plain, prose, rows, smalls

ORGANISATION = """
organisation: Harbour
units: {office: {head: chief, roles: [clerk, checker]}}
roles:
  chief: {level: 1, deputy: checker}
  clerk: {level: 3, front-line: true, people: 4, may: {small: up to 100 EUR}, skills: [patience]}
  checker: {level: 3}
parties: {skipper: {kind: buyer, key: true}}
measures: {delay: {kind: time, target: 2d, now: 3d, seen-by: [checker]}}
rewards: {checker: [delay]}
changes:
  faster:
    sponsors: [chief]
    when: 2026-12-01 to 2027-02-28
    groups: {checker: {importance: 4, effect: 5, load: 2, worry: [lost work], equip: [training]}}
"""
BERTH = """
process: Berth request
owner: chief
requests: {small: {share: 50%, from: skipper}, large: {share: 50%, promise: 1d, from: skipper}}
steps:
  take: {by: clerk, with: skipper via radio, takes: 10m, needs-skill: [patience, charts],
         moment: true, impact: {customer: 1, perception: -1, relationship: 0},
         next: {small: tell, large: check}}
  check: {by: checker, waits: 1d, takes: 2h}
  sign: {sign-off: chief, waits: 1d, rejects: 10%, because: harbour law, else: check}
  tell: {by: clerk, with: skipper via radio, takes: 5m, end: berthed}
"""


def test_who_makes_customers_wait_reads_it_first(sheet: Sheets) -> None:
    found = sheet("role-checker", ORGANISATION, BERTH)
    assert plain(found.headline) == (
        "The customer waits 5.6 h a case for you, 56% of all waiting, and you never meet them"
    )
    assert bars(found, "waiting") == {"Check": "5.6 h"}
    assert rows(found, "work")[0][:2] == ["Check", "5.6 h"]


def test_what_customers_feel_stands_beside_the_step(sheet: Sheets) -> None:
    found = sheet("role-clerk", ORGANISATION, BERTH)
    assert rows(found, "work")[0][:4] == [
        "Take ★", "skipper (radio)", "customer +1, perception −1, relationship 0", "not for this"
    ]  # fmt: skip
    assert rows(found, "work")[1][2] == "not stated"
    assert figures(found)["steps at which you meet the customer"] == "2 of 2"


def test_what_a_role_may_settle_alone(sheet: Sheets) -> None:
    free = BERTH.replace("because: harbour law, ", "")
    found = sheet("role-clerk", ORGANISATION, free)
    assert found.headline == (
        "You meet the customer at 2 steps and can settle 50% of the cases alone"
    )
    assert rows(found, "alone") == [["Small", "yes"], ["Large", "no"]]
    assert smalls(found, "alone")[0] == ["50% of the cases", "up to 100 EUR"]


def test_sign_offs_given_and_waited_for(sheet: Sheets) -> None:
    given = sheet("role-chief", ORGANISATION, BERTH)
    assert rows(given, "given") == [["Sign", "4.4 h", "10%", "harbour law"]]
    assert panel(given, "given").title.startswith("Your one sign-off is demanded by a law")
    awaited = sheet("role-checker", ORGANISATION, BERTH)
    assert rows(awaited, "awaited") == [["Sign", "Chief", "4.4 h", "10%"]]


def test_hand_offs_of_which_nothing_is_written_are_a_sentence(sheet: Sheets) -> None:
    found = sheet("role-checker", ORGANISATION, BERTH)
    assert prose(found, "hand-offs").startswith("From clerk (check)")
    assert "write `gives: {what, standard}`" in prose(found, "hand-offs")


def test_hand_offs_with_their_standard_are_a_table(sheet: Sheets) -> None:
    text = BERTH.replace(
        "takes: 10m,", "takes: 10m, gives: {what: form, standard: all fields filled},", 1
    )
    desk = ORGANISATION.replace("roles: [clerk, checker]", "roles: [checker]").replace(
        "units: {", "units: {desk: {roles: [clerk]}, "
    )
    found = sheet("role-checker", desk, text)
    assert ["From clerk", "form", "yes"] in rows(found, "hand-offs")
    assert ["To chief", "not stated", "same department"] in rows(found, "hand-offs")


def test_a_change_says_what_it_asks_and_gives(sheet: Sheets) -> None:
    found = sheet("role-checker", ORGANISATION, BERTH)
    assert rows(found, "changes") == [
        ["Faster", "importance 4, effect 5 of 5; in 2 other changes", "training"]
    ]
    assert smalls(found, "changes")[0][2] == "no answer yet to: lost work"
    assert panel(found, "changes").title == "1 change begins on 2026-12-01"


def test_a_change_whose_last_day_is_past_is_not_under_way(sheet: Sheets) -> None:
    over = ORGANISATION.replace("2026-12-01 to 2027-02-28", "2026-01-01 to 2026-04")
    told = "1 change was to be over on 2026-04-30; nobody says how it ended"
    assert panel(sheet("role-checker", over, BERTH), "changes").title == told
    two = (
        over
        + """
  kinder:
    sponsors: [chief]
    when: 2026-11-01 to 2026-11-22
    groups: {checker: {importance: 1, effect: 1}}
"""
    )
    both = panel(sheet("role-checker", two, BERTH), "changes").title
    assert both == f"1 change under way touches you. {told}"


def test_a_change_is_under_way_from_its_first_day_on(sheet: Sheets) -> None:
    begun = ORGANISATION.replace("2026-12-01 to 2027-02-28", "2026-11 to 2027-02")
    told = panel(sheet("role-checker", begun, BERTH), "changes").title
    assert told == "1 change under way touches you"
    undated = ORGANISATION.replace("2026-12-01 to 2027-02-28", "next spring")
    told = panel(sheet("role-checker", undated, BERTH), "changes").title
    assert told == "1 change under way touches you"


def test_numbers_and_skills(sheet: Sheets) -> None:
    checker = sheet("role-checker", ORGANISATION, BERTH)
    assert rows(checker, "numbers") == [["Delay", "3d", "seen and rewarded"]]
    clerk = sheet("role-clerk", ORGANISATION, BERTH)
    assert ["patience", "yes"] in rows(clerk, "skills")
    assert ["charts", "nobody is said to have it"] in rows(clerk, "skills")


def test_a_department_sums_its_roles(sheet: Sheets) -> None:
    found = sheet("unit-office", ORGANISATION, BERTH)
    assert bars(found, "waiting") == {"Checker": "5.6 h", "Chief": "4.4 h"}
    assert figures(found)["sign-off given"] == "1"
    assert found.headline.startswith("Office makes the customer wait")


def test_a_role_that_no_map_names(sheet: Sheets) -> None:
    organisation = ORGANISATION.replace("roles:\n", "roles:\n  diver: {level: 4}\n", 1)
    found = sheet("role-diver", organisation, BERTH)
    assert found.headline == "No map says what you do for the customer"
    assert keys(found) == []
    assert "`by:` on the steps" in panel(found, "work").write


def test_a_leader_without_steps_is_sent_to_the_other_sheet(
    volta_sheet: Callable[[str], Sheet],
) -> None:
    found = volta_sheet("role-chief-executive")
    assert found.lead.endswith("is on the sheet for leader:chief-executive.")


def test_without_an_organisation_what_nobody_wrote_is_asked_for(sheet: Sheets) -> None:
    text = "process: Post\nsteps:\n  sort: {by: sorter}\n  bring: {by: carrier, with: resident}\n"
    found = sheet("role-sorter", text)
    assert found.headline == "You do 1 step of Post and never meet the customer"
    assert rows(found, "work")[0][1] == "not stated"
    wanted = {p.key for p in found.panels if not p.blocks and p.write}
    assert {"waiting", "changes", "numbers", "skills"} <= wanted


def test_several_maps_are_told_apart(volta_sheet: Callable[[str], Sheet]) -> None:
    found = volta_sheet("role-engineering")
    assert "in Quote to order" in found.headline
    assert {row[0] for row in smalls(found, "work")} <= {"Quote to order", "Web shop reorder", ""}

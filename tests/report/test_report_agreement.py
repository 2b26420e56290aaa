"""What one section says of a map agrees with what another says, and with what is so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.lens import Cards, Lens, Panel, Table
from cxaudit.report.markdown import render_markdown
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.score import shown_score
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


@pytest.mark.parametrize(
    ("more", "quiet"), [("", "not stated"), ("requests: {x: {from: yard}}", "2 h")]
)
def test_a_supplier_hears_nothing_before_it_knows_of_the_case_unless_it_asks(
    more: str, quiet: str, told: Told
) -> None:
    report = told(HARBOUR, TOW.replace("steps:", f"{more}\nsteps:"))
    assert [row[3] for row in rows(panel(the_map(report).lenses["partners"], "caused"))] == [quiet]


WRONG = """
process: Mooring
steps:
  moor:
    by: clerk
    with: skipper via radio
    takes: 10m
    if-wrong: {does: Call the skipper, by: clerk, with: skipper via radio, within: 1h, next: leave}
  leave: {by: clerk, with: skipper via radio, takes: 5m, end: gone}
"""
HELP = "{does: Call the skipper, by: clerk, with: skipper via radio, within: 1h, next: leave}"
FETCHED = (
    WRONG.replace(HELP, "{to: fetch, within: 1h}")
    + "  fetch: {by: clerk, waits: 3h, takes: 1h, next: leave}\n"
)


@pytest.mark.parametrize(
    ("text", "title", "until"),
    [
        (WRONG, "Help is promised within 1 h", "within 1 h, as promised"),
        (FETCHED, "The slowest help arrives after 4 h", "4 h"),
        (WRONG.replace("within: 1h, ", ""), "How fast help arrives is not stated, or it is at once",
         "not stated"),
    ],
)  # fmt: skip
def test_help_that_is_promised_within_a_time_has_it_told(
    text: str, title: str, until: str, told: Told
) -> None:
    drill = panel(the_map(told(HARBOUR, text)).lenses["recovery"], "drill")
    assert drill.title.replace(NBSP, " ") == title
    assert [row[4] for row in rows(drill)] == [until]


def test_help_later_than_its_promise_is_marked(told: Told) -> None:
    drill = panel(the_map(told(HARBOUR, FETCHED)).lenses["recovery"], "drill")
    (until,) = (row[4] for block in drill.blocks if isinstance(block, Table) for row in block.rows)
    assert (until.tone, until.small.replace(NBSP, " ")) == ("bad", "promised within 1 h")


def test_complaints_between_departments_are_not_the_customers(told: Told) -> None:
    house = HARBOUR + (
        "units: {office: {roles: [clerk]}}\nfeedback:\n"
        "  call: {from: skipper, counts: {praise: 34, complaints: 9}, shares: [praise]}\n"
        "  log: {from: office, to: clerk, counts: {complaints: 12}}\n"
    )
    found = panel(of_house(told(house, REPAIR), "Measuring and listening"), "praise")
    assert (
        found.title
        == "Praise is passed on from the one way of listening; 34 praise to 9 complaints"
    )
    assert [row[0] for row in rows(found)] == ["Call"]


@pytest.mark.parametrize(
    ("promises", "title", "by"),
    [
        ("{soon: {says: Soon}}", "The one promise is kept by nothing; a measure watches it",
         ["nothing"]),
        ("{soon: {says: Soon, keeps: a spare boat}}", "The one promise is kept by something",
         ["a spare boat"]),
        ("{late: {says: Never late}}", "The one promise is kept by nothing", ["nothing"]),
        ("{soon: {says: Soon}, late: {says: Never late}, word: {says: A word, keeps: a bell}}",
         "2 of 3 promises are kept by nothing; 1 of these is watched by a measure",
         ["nothing", "nothing", "a bell"]),
    ],
)  # fmt: skip
def test_the_heading_on_promises_agrees_with_their_rows(
    promises: str, title: str, by: list[str], told: Told
) -> None:
    house = f"{HARBOUR}promises: {promises}\nmeasures: {{days: {{kind: time, keeps: soon}}}}\n"
    lens = of_house(told(house, REPAIR), "What the house promises")
    assert lens.head.title == title
    assert [row[1] for row in rows(panel(lens, "trace"))] == by


DOCK = """
process: Dock
customers: [skipper]
steps:
  ask: {by: clerk, with: skipper via phone, takes: 10m}
  judge: {by: broker, waits: 3d, takes: 1h}
  draw: {by: clerk, waits: 2h, takes: 1h}
  sign: {sign-off: clerk, waits: 4h, takes: 10m}
  tell: {by: clerk, with: skipper via phone, takes: 10m, end: told}
"""
OFFICE = HARBOUR + "units: {office: {roles: [clerk]}}\n"


def test_a_party_outside_and_a_role_without_a_unit_are_no_departments(told: Told) -> None:
    part = the_map(told(HARBOUR, DOCK))
    assert part.exposure.head.title.endswith("of it for the broker, outside")
    assert [(row.title, row.sees) for row in part.exposure.rows] == [
        ("Waiting for the broker", "Outside: no department of ours"),
        ("Clerk", "No department stated; nobody says who sees which measure"),
    ]
    units = {row[0]: row[2] for row in rows(panel(part.more["departments"], "steps"))}
    assert (units["Judge"], units["Draw"]) == ("outside", "not stated")


def test_a_role_without_a_unit_makes_them_wait_as_a_role(told: Told) -> None:
    alone = DOCK.replace("  judge: {by: broker, waits: 3d, takes: 1h}\n", "")
    title = the_map(told(HARBOUR, alone)).exposure.head.title.replace(NBSP, " ")
    assert (
        title
        == "7.2 h of waiting a case, all of it in the hands of the clerk; no department is stated"
    )
    known = the_map(told(OFFICE, alone)).exposure.head.title.replace(NBSP, " ")
    assert known == "7.2 h of waiting a case, all of it in Office"


def test_a_role_that_works_and_signs_is_named_once_with_all_of_its_hours(told: Told) -> None:
    report = told(OFFICE, DOCK.replace("  judge: {by: broker, waits: 3d, takes: 1h}\n", ""))
    (row,) = the_map(report).exposure.rows
    assert row.by_role.replace(NBSP, " ") == "clerk 7.2 h"
    assert "clerk 7.2 h |" in render_markdown(report).replace(NBSP, " ")


TWICE = """
process: Twice
customers: [skipper]
steps:
  ask: {by: clerk, with: skipper via phone, next: {large: weigh, heavy: weigh, small: count}}
  count: {by: clerk, next: weigh}
  weigh: {by: porter, with: skipper via counter, end: weighed}
"""


def test_a_hand_off_by_two_branches_is_one(told: Told) -> None:
    house = OFFICE.replace("clerk: {level: 3}", "clerk: {level: 3}, porter: {level: 3}").replace(
        "units: {", "units: {quay: {roles: [porter]}, "
    )
    found = the_map(told(house, TWICE)).more["departments"]
    assert [row[1] for row in rows(panel(found, "hand-offs"))] == ["ask → weigh", "count → weigh"]
    assert ["Clerk", "not stated", "Porter", "weigh"] in rows(panel(found, "suppliers"))


@pytest.mark.parametrize(
    ("when", "title", "small"),
    [
        ("2026-01-01 to 2026-04", "1 change was to be over on 2026-04-30; nobody says how it ended",
         "4 months; was to be over on 2026-04-30"),
        ("2027-01-10 to 2027-03-31", "1 change begins on 2027-01-10", "3 months; has not begun"),
        ("2026-11-01 to 2026-11-30", "", "1 month"),
    ],
)  # fmt: skip
def test_change_readiness_says_where_a_change_stands(
    when: str, title: str, small: str, told: Told
) -> None:
    house = HARBOUR + (
        f"changes: {{faster: {{when: {when}, groups: {{clerk: {{importance: 1, effect: 1}}}}}}}}\n"
    )
    lens = of_house(told(house, REPAIR), "Change readiness")
    assert lens.head.title == ". ".join(filter(None, ("The one group is not hit hard", title)))
    (card,) = next(b for b in panel(lens, "changes").blocks if isinstance(b, Cards)).cards
    assert dict(card.facts)["When"].small == small


WAITS = """
process: Survey
owner: clerk
steps:
  ask: {by: clerk, with: skipper via phone, takes: 10m}
  measure: {does: Measure the hull, call: tow}
  hear: {by: yard, waits: 3d, takes: 1h}
  tell: {by: clerk, with: skipper via phone, takes: 10m, end: told}
"""


def test_the_matrix_of_owners_tells_the_wait_that_nobody_watches(told: Told) -> None:
    raci = panel(the_map(told(HARBOUR, WAITS)).more["owners"], "raci")
    assert raci.title.endswith("; 1 wait is watched by nobody")
    gaps = {row[0]: (row[1], row[-1]) for row in rows(raci)}
    assert gaps == {
        "Ask": ("R A", ""),
        "Measure the hull": ("A", ""),
        "Hear": ("A", "nobody watches the wait"),
        "Tell": ("R A", ""),
    }
    watched = WAITS.replace("by: yard,", "by: yard, owner: clerk,")
    raci = panel(the_map(told(HARBOUR, watched)).more["owners"], "raci")
    assert all(row[-1] == "" for row in rows(raci))


def test_what_was_looked_for_and_not_found_is_no_gap(told: Told) -> None:
    text = render_markdown(told(HARBOUR, TOW))
    assert "- Looked for and found: nothing left out" in text
    assert "Never considers" not in text


def test_markdown_has_no_nameless_bold_and_no_sentence_that_begins_small(told: Told) -> None:
    text = render_markdown(told(HARBOUR, TWICE))
    assert "****" not in text
    assert "\nThree steps, two touch-points, no sign-offs." in text


def test_a_walk_without_times_is_a_numbered_list(told: Told) -> None:
    text = render_markdown(told(HARBOUR, TWICE))
    assert "\n1. You are met by clerk: ask (phone).\n" in text
    assert "- then:" not in text
    assert "- Day 1: You are met by clerk" in render_markdown(told(HARBOUR, DOCK))


SOME = """
process: Some
requests: [free, bound]
steps:
  ask: {by: clerk, with: skipper via phone, next: {free: tell, bound: sign}}
  sign: {sign-off: clerk}
  tell: {by: clerk, with: skipper via phone, end: told}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TWICE, "on none of them must a request wait for a sign-off."),
        (SOME, "on none of them does every request wait for a sign-off."),
    ],
)
def test_the_overview_says_what_no_map_has(text: str, says: str, told: Told) -> None:
    assert told(HARBOUR, TOW, text).headline == f"Two maps; {says}"


def test_markdown_explains_the_table_of_all_maps_as_the_page_does(told: Told) -> None:
    report = told(HARBOUR, TOW, TWICE)
    told_why = "A lead time is that of the first type whose promise is broken"
    assert told_why in render_markdown(report) and told_why in render_html(report)


@pytest.mark.parametrize(
    ("score", "digits", "shown"),
    [(99.97, 1, "99.9"), (99.6, 0, "99"), (100.0, 1, "100.0"), (100.0, 0, "100"),
     (99.94, 1, "99.9"), (88.26, 1, "88.3")],
)  # fmt: skip
def test_a_score_is_never_rounded_up_to_all_of_it(score: float, digits: int, shown: str) -> None:
    assert shown_score(score, digits) == shown


def test_files_of_which_nothing_could_be_read_are_told_at_the_top(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"process: {name}\nsteps:\n  a: {{by: clerk}}\n")
    (tmp_path / "broken.yaml").write_text("process: [")
    (tmp_path / "binary.yaml").write_bytes(b"process: \xff\xfe")
    told = build(audit([str(tmp_path)])).standfirst
    assert told.endswith("2 other files could not be read.")

"""Sheets of parties, leaders and owners."""

from __future__ import annotations

from collections.abc import Callable

from cxaudit.report.build import build
from cxaudit.report.sheets import Beside, Sheet
from cxaudit.run.audit import Audit
from cxaudit.run.whatif import try_scenarios

from ..conftest import AS_OF, ROOT
from .conftest import VOLTA, Sheets, sheet_in
from .reading import bars, facts, figures, keys, panel, plain, prose, rows

ORGANISATION = """
organisation: Harbour
promises: {word: {says: A word every day, kept: 80%}}
units: {office: {head: chief, roles: [clerk]}}
roles:
  chief: {level: 1}
  clerk: {level: 3, front-line: true, reports-to: chief, may: {berth: up to 100 EUR}}
parties:
  skipper: {kind: buyer, key: true, wants: [a berth tonight], contact: clerk}
  pilot: {kind: influencer, influences: skipper}
  widow: {not-met: she lives abroad}
measures: {word-of-mouth: {kind: customer, target: 50, now: 41, seen-by: [office]}}
rewards: {chief: [word-of-mouth]}
routines:
  serve-customers: {by: chief, every: month, last: 2026-11-02}
  front-line-forum: {by: chief, every: month, last: 2026-01-02}
"""
BERTH = """
process: Berth request
owner: chief
reviewed: 2026-05-22
requests: {berth: {promise: 1d, from: skipper}}
steps:
  take: {by: clerk, with: skipper via radio, takes: 10m, asks: [length], moment: true,
         impact: {customer: 1, perception: -1, relationship: 0}}
  sign: {sign-off: chief, waits: 3d, rejects: 10%, else: take}
  tell: {by: clerk, with: skipper via radio, takes: 5m, keeps: word, end: berthed}
feedback:
  call: {from: skipper, unhappy: {does: call the skipper, by: clerk, within: 1d}, last: 2026-10-01}
"""


def test_a_party_reads_its_meetings_and_its_silence(sheet: Sheets) -> None:
    found = sheet("party-skipper", ORGANISATION, BERTH)
    assert plain(found.headline) == (
        "Skipper: met at 2 steps, between them without a word for up to 3 days"
    )
    assert found.about == "buyer, key party"
    assert rows(found, "met")[0][:4] == [
        "Take ★", "Clerk", "length", "customer +1, perception −1, relationship 0"
    ]  # fmt: skip
    assert bars(found, "silence") == {"Berth": "3 d"}
    assert rows(found, "promises")[0][:2] == ["Berth", "1 d"]
    assert panel(found, "promises").title == "The one promise is shorter than an average case"
    assert rows(found, "house") == [["A word every day", "tell", "80%"]]
    assert facts(found, "contact") == {
        "Contact": "Clerk", "May decide alone": "berth: up to 100 EUR"
    }  # fmt: skip
    assert prose(found, "wants") == "A berth tonight."


def test_a_party_that_nobody_meets_says_whom_it_sways(sheet: Sheets) -> None:
    found = sheet("party-pilot", ORGANISATION, BERTH)
    assert found.headline == "Pilot: met by nobody, and sways skipper"
    assert "met" not in keys(found)
    assert "`with: pilot via …` on a step" in panel(found, "met").write
    assert prose(found, "sways") == "They sway skipper."
    skipper = sheet("party-skipper", ORGANISATION, BERTH)
    assert "Of these, pilot is met by nobody." in prose(skipper, "sways")


def test_a_party_left_out_for_a_reason_has_it_told(sheet: Sheets) -> None:
    found = sheet("party-widow", ORGANISATION, BERTH)
    assert found.headline == "Widow: met by nobody, for a reason"
    assert prose(found, "met") == "She lives abroad."


def test_a_leader_reads_departments_routines_and_rewards(sheet: Sheets) -> None:
    found = sheet("leader-chief", ORGANISATION, BERTH)
    assert plain(found.headline) == (
        "The customer waits 26.7 h a case for your departments, 100% of all waiting; 1 of 2 "
        "routines of yours was done in its time"
    )
    assert rows(found, "units")[0][0] == "Office"
    assert ["Serve customers", "2026-11-02", "done"] in rows(found, "routines")
    assert ["Front line forum", "2026-01-02", "lapsed"] in rows(found, "routines")
    assert ["Contact unhappy", "–", "nobody does it"] in rows(found, "routines")
    assert rows(found, "rewards") == [["Word of mouth", "41", "no"]]
    assert rows(found, "unhappy") == [["Call", "call the skipper", "yes"]]
    assert rows(found, "decide")[0][0] == "Promise what can be kept, under `promise`."


def test_an_owner_reads_figures_against_promises(sheet: Sheets) -> None:
    found = sheet("owner-chief", ORGANISATION, BERTH)
    assert plain(found.headline) == (
        "The one promise is shorter than an average case, and customers hear nothing for up to 3 d"
    )
    assert rows(found, "figures")[0] == ["Berth", "3.4 d", "1 d", "3 d", "1", "1.11", "1"]
    assert figures(found)["error"] == "1"
    assert rows(found, "gates") == [["Sign", "3.3 d", "10%", "nothing named"]]
    assert rows(found, "reach") == [["Berth request", "No step", "2026-05-22"]]


def test_an_owner_of_a_map_without_times(sheet: Sheets) -> None:
    found = sheet("owner-chief", "process: Post\nowner: chief\nsteps:\n  sort: {by: sorter}\n")
    assert found.headline == "You answer for 1 map, and nobody says how long it takes"
    assert rows(found, "figures")[0][1:4] == ["not stated"] * 3


def test_scenarios_and_questions_come_from_beside(audited: Callable[..., Audit]) -> None:
    audit = audited(VOLTA)
    alone = sheet_in(audit, "owner-sales-operations-manager")
    assert "whatif" not in keys(alone) and "questions" not in keys(alone)
    tried = tuple(try_scenarios([str(ROOT / VOLTA)], audit.rules, AS_OF).whatifs)
    beside = Beside(build(audit, tried).inquiry, tried)
    found = sheet_in(audit, "owner-sales-operations-manager", beside)
    assert rows(found, "whatif")[0][:3] == ["One-day quotes", "3.78 → 0.23", "9.3 d → 1.5 d"]


def test_an_audit_that_does_not_recommend_leaves_out_what_to_decide(
    audited: Callable[..., Audit],
) -> None:
    audit = audited(VOLTA)
    found = sheet_in(audit, "owner-sales-operations-manager", Beside(advises=False))
    assert "decide" not in keys(found) and "findings" in keys(found)


def test_a_sponsor_who_changes_a_map_is_told_so(volta_sheet: Callable[[str], Sheet]) -> None:
    found = volta_sheet("leader-sales-director")
    assert rows(found, "changes")[0][:2] == ["One day quotes", "you stand for it"]
    owner = volta_sheet("owner-sales-operations-manager")
    assert rows(owner, "changes")[0][1:] == [
        "8 steps", "pricing manager, credit controller and sales director"
    ]  # fmt: skip
    ended = "1 change was to be over on 2026-04-30; nobody says how it ended"
    assert panel(found, "changes").title == panel(owner, "changes").title == ended


def test_a_silence_between_meetings_of_two_maps_is_not_said_to_lie_between_all(
    sheet: Sheets,
) -> None:
    leave = "process: Leave\nsteps:\n  go: {by: clerk, with: skipper via radio, end: gone}\n"
    assert plain(sheet("party-skipper", ORGANISATION, BERTH, leave).headline) == (
        "Skipper: met at 3 steps, and up to 3 days without a word"
    )


def test_a_silence_before_the_first_meeting_is_not_said_to_come_behind_it(sheet: Sheets) -> None:
    late = """
process: Fuel
requests: {fuel: {from: skipper}}
steps:
  fetch: {by: clerk, waits: 3d, takes: 5m}
  fill: {by: clerk, with: skipper via hose, takes: 5m, end: filled}
"""
    assert plain(sheet("party-skipper", ORGANISATION, late).headline) == (
        "Skipper: met at 1 step, and up to 3 days without a word"
    )


def test_a_leader_and_a_department_add_the_waiting_of_all_maps_alike(sheet: Sheets) -> None:
    fuel = BERTH.replace("Berth request", "Fuel").replace("waits: 3d", "waits: 1d")
    leader, unit = (
        figures(sheet(name, ORGANISATION, BERTH, fuel)) for name in ("leader-chief", "unit-office")
    )
    own = leader["of customer waiting in your departments, a case of each map"]
    assert own == unit["of customer waiting, a case of each map"] == "35.6 h"

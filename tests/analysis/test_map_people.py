"""Whole maps and their people: departments, owners, silos, who sees what, hiring, authority."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxaudit.analysis.analysis import Analysis
from cxaudit.run.audit import audit

Read = Callable[..., Analysis]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The analysis of a map given as text, under an organisation file where one is given; further
    maps by id."""

    def of(text: str, organisation: str = "", **others: str) -> Analysis:
        head = "" if text.lstrip().startswith("process:") else "process: P\nowner: chief\n"
        (tmp_path / "map.yaml").write_text(head + text)
        if organisation:
            (tmp_path / "organisation.yaml").write_text("organisation: House\n" + organisation)
        for key, other in others.items():
            (tmp_path / f"{key}.yaml").write_text(other)
        result = audit([str(tmp_path)], rules={})
        found = next(a for a in result.analyses if a.id == "map")
        assert found.study is not None, [p.says for p in found.problems]
        return found

    return of


def flow(analysis: Analysis, key: str) -> Any:
    return next(f for f in analysis.all("flow") if f.id == key)


UNITS = """
parties: {guest: {kind: user}}
units:
  front: {head: host, roles: [waiter, cashier]}
  back: {head: cook, roles: [helper]}
"""


def test_a_change_of_department_is_seen_through_systems(read: Read) -> None:
    found = read(
        """steps:
  take: {by: waiter, with: guest, gives: order}
  print: {by: till, in: till}
  cook-it: {by: helper, next: plate}
  plate: {by: cook, next: serve}
  serve: {by: waiter, with: guest}
""",
        UNITS + "systems: [till]\n",
    )
    over = flow(found, "print>cook-it")
    assert over.unit_hand_off and over.hand_off and over.gives == ["order"]
    assert over.hand_off_path == ["take", "print", "cook-it"]
    assert (over.from_unit, over.to_unit) == ("front", "back")
    assert not flow(found, "take>print").unit_hand_off
    inside = flow(found, "cook-it>plate")
    assert inside.hand_off and inside.unit_hand_off is False
    assert found.one("map").unit_hand_off_steps == ["cook-it", "serve"]


def test_between_parties_and_departments_nothing_is_handed_over_inside(read: Read) -> None:
    found = read(
        """steps:
  take: {by: waiter}
  choose: {by: guest}
  cook-it: {by: cook}
""",
        UNITS,
    )
    assert [f.unit_hand_off for f in found.all("flow")] == [False, False, False]
    assert flow(found, "take>choose").hand_off


def test_without_departments_no_change_of_department_is_known(read: Read) -> None:
    found = read("steps:\n  take: {by: waiter}\n  again: {by: waiter}\n  cook-it: {by: cook}\n")
    assert flow(found, "take>again").unit_hand_off is False
    assert flow(found, "again>cook-it").unit_hand_off is None
    assert found.one("map").internal_feedback is None


def test_a_department_that_is_a_party_is_one_of_us(read: Read) -> None:
    units = UNITS + "roles: {cook: {}}\n"
    units = units.replace("guest: {kind: user}", "guest: {kind: user}, back: {kind: internal}")
    found = read("steps:\n  take: {by: waiter}\n  cook-it: {by: back}\n", units)
    assert flow(found, "take>cook-it").unit_hand_off


@pytest.mark.parametrize(
    ("gives", "needs", "met"),
    [
        ("order", "", False),
        ("{what: order, standard: table and time}", "", True),
        ("order", "{what: the order, standard: table and time}", True),
        ("order", "{what: clean pans, standard: ten}", False),
        ("[order, {what: allergies, standard: by name}]", "", True),
    ],
)
def test_the_receiver_s_standard_stands_at_either_end(
    read: Read, gives: str, needs: str, met: bool
) -> None:
    wants = f", needs: {needs}" if needs else ""
    found = read(
        f"steps:\n  take: {{by: waiter, gives: {gives}}}\n  cook-it: {{by: cook{wants}}}\n", UNITS
    )
    assert flow(found, "take>cook-it").receiver_standard is met


def test_what_comes_back_across_a_hand_off(read: Read) -> None:
    found = read(
        """steps:
  take: {by: waiter, with: guest}
  read-slip: {by: helper}
  cook-it: {by: cook, rejects: 20%, else: take}
  plate: {by: cook, rejects: 10%, else: cook-it}
  serve: {by: waiter, with: guest, rejects: 10%, else: say-sorry}
  pay: {by: cashier, with: guest, end: paid}
  say-sorry: {by: cook, with: guest, end: refunded}
""",
        UNITS,
    )
    steps = {step.id: step.visits for step in found.all("step")}
    over = flow(found, "take>read-slip")
    share = 0.2 * steps["cook-it"] / steps["read-slip"]
    assert over.returned == pytest.approx(share) and share > 0.2
    assert flow(found, "plate>serve").returned == 0, "what goes on elsewhere does not come back"


def test_a_type_that_passes_a_step_hands_over_where_it_arrives(read: Read) -> None:
    found = read(
        """requests: {lunch: {share: 50%}, feast: {share: 50%}}
steps:
  take: {by: waiter, gives: {what: order, standard: table and time}}
  plan: {by: waiter, for: feast, gives: menu}
  cook-it: {by: cook}
""",
        UNITS,
    )
    over = flow(found, "plan>cook-it")
    assert over.unit_hand_off and flow(found, "take>plan").unit_hand_off is False
    assert over.gives == ["menu"] and not over.receiver_standard, "the barest of both"


def test_feedback_of_a_receiving_department_counts_wherever_it_is_written(read: Read) -> None:
    steps = "steps:\n  take: {by: waiter}\n  cook-it: {by: cook}\n  serve: {by: waiter}\n"
    assert read(steps, UNITS).one("map").internal_feedback is False
    asked = UNITS + "feedback: {slips: {from: helper, every: week}}\n"
    assert read(steps, asked).one("map").internal_feedback is True
    outside = UNITS + "feedback: {card: {from: guest, every: week}}\n"
    assert read(steps, outside).one("map").internal_feedback is False


LINES = """
parties: {guest: {kind: user}}
units:
  front: {head: host, roles: [waiter]}
  back: {head: chef, roles: [helper]}
  cellar: {roles: [cellarman]}
roles:
  director: {level: 1}
  host: {level: 2, reports-to: director, holder: J. Doe}
  chef: {level: 2, reports-to: director}
"""
SERVING = """steps:
  take: {by: waiter, with: guest}
  cook-it: {by: helper}
  fetch-wine: {by: cellarman}
  serve: {by: waiter, with: guest}
"""


@pytest.mark.parametrize(
    ("head", "more", "expected"),
    [
        ("owner: host", "", ["cook-it"]),
        ("owner: waiter", "", ["cook-it"]),
        ("owner: director", "", []),
        ("owner: chef", "", ["take", "serve"]),
        ("owner: stranger", "", None),
        ("owner: [host, chef]", "", None),
        ("owner: J. Doe", "", ["cook-it"]),
        ("owner: host\nleader: director", "", []),
        ("owner: host\nleader: chef", "", []),
        ("owner: host\nleader: waiter", "", ["cook-it"]),
        ("owner: host", "changes: {quick: {sponsors: [helper]}}", []),
        ("owner: host", "changes: {quick: {sponsors: [host], advocates: [chef]}}", ["cook-it"]),
    ],
)
def test_steps_that_neither_owner_nor_sponsor_reaches(
    read: Read, head: str, more: str, expected: list[str] | None
) -> None:
    found = read(f"process: P\n{head}\n{SERVING}", LINES + more)
    assert found.one("map").unsponsored_steps == expected


def test_a_line_that_breaks_off_below_the_owner_is_unknown(read: Read) -> None:
    open_line = LINES.replace("chef: {level: 2, reports-to: director}", "chef: {level: 3}")
    found = read(f"process: P\nowner: host\n{SERVING}", open_line)
    assert found.one("map").unsponsored_steps == []
    peer = LINES.replace("chef: {level: 2, reports-to: director}", "chef: {level: 2}")
    assert read(f"process: P\nowner: host\n{SERVING}", peer).one("map").unsponsored_steps


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("owner: host", True),
        ("owner: J. Doe", True),
        ("owner: director", True),
        ("owner: waiter", True),
        ("owner: clerk", False),
        ("owner: clerk\nleader: host", True),
        ("owner: clerk\nleader: waiter", False),
        ("owner: clerk\nleader: A. Stranger", None),
        ("owner: apprentice", None),
        ("owner: stranger", None),
        ("owner: front", True),
    ],
)
def test_a_leader_who_answers(read: Read, head: str, expected: bool | None) -> None:
    more = "  clerk: {level: 4, reports-to: master}\n  master: {level: 3}\n  apprentice: {}\n"
    assert (
        read(f"process: P\n{head}\n{SERVING}", LINES + more).one("map").leader_in_line is expected
    )
    assert read(f"process: P\n{head}\n{SERVING}roles: {{clerk: {{level: 4}}}}\n").one("map").path


TIMED = """measures: [glad-guests, minutes-to-table]
steps:
  take: {by: waiter, with: guest, takes: 5m}
  cook-it: {by: helper, waits: 10m, takes: 20m}
  taste: {by: chef, takes: 10m}
  serve: {by: waiter, with: guest, waits: 10m, takes: 5m, next: end}
"""
SEEN = """measures:
  glad-guests: {kind: customer, owner: host, seen-by: [front, chef]}
  minutes-to-table: {kind: time, owner: chef, seen-by: [waiter]}
  food-cost: {kind: internal, seen-by: [front, back]}
"""


def test_customers_are_one_department_s_matter(read: Read) -> None:
    found = read(TIMED, LINES + SEEN).one("map")
    assert (found.silo_unit, found.silo_causes) == ("front", ["back"])
    assert found.silo_elsewhere == pytest.approx(40 / 50)
    assert found.silo_steps == ["cook-it", "taste"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("owner: host", "owner: chef"),
        ("owner: host", "owner: director"),
        ("taste: {by: chef,", "taste: {by: chef, with: guest,"),
        ("taste: {by: chef,", "taste: {by: stranger, with: guest,"),
        ("takes", "note"),
    ],
)
def test_no_silo_where_others_meet_or_measure_or_nothing_is_known(
    read: Read, old: str, new: str
) -> None:
    steps = TIMED.replace(old, new).replace(
        "waits: 10m, ", "" if old == "takes" else "waits: 10m, "
    )
    assert read(steps, (LINES + SEEN).replace(old, new)).one("map").silo_unit is None


def test_a_customer_s_own_steps_and_systems_belong_to_no_department(read: Read) -> None:
    steps = TIMED.replace("steps:\n", "steps:\n  sit-down: {by: guest, takes: 5m}\n")
    steps = steps.replace("  taste", "  say-when: {by: till, in: till, with: guest}\n  taste")
    assert read(steps, LINES + SEEN + "systems: [till]\n").one("map").silo_unit == "front"


def test_roles_that_make_customers_wait_and_see_nothing_of_it(read: Read) -> None:
    found = read(TIMED, LINES + SEEN).one("map")
    assert found.backstage_blind == ["helper"] and found.blind_steps == ["cook-it"]
    none = read(TIMED, LINES).one("map")
    assert none.backstage_blind == ["helper", "chef", "waiter"], "the one who causes most first"
    assert none.blind_steps == ["cook-it", "taste", "serve"]


def test_a_measure_of_unknown_kind_may_be_the_customer_s(read: Read) -> None:
    seen = LINES + SEEN.replace("kind: internal, ", "")
    assert read(TIMED, seen).one("map").backstage_blind == []


def test_a_map_alone_tells_who_sees_what_only_where_it_says_so(read: Read) -> None:
    alone = TIMED.replace("measures: [glad-guests, minutes-to-table]\n", "")
    assert read(alone).one("map").backstage_blind is None
    says = "measures: {glad-guests: {kind: customer, seen-by: [waiter]}}\n" + alone
    assert read(says).one("map").backstage_blind == ["helper", "chef"]
    untimed = read(says.replace("takes", "note").replace("waits", "cost"))
    assert untimed.one("map").backstage_blind is None


def test_a_role_that_the_organisation_does_not_know_is_another_finding(read: Read) -> None:
    assert read(TIMED.replace("helper", "hepler"), LINES).one("map").backstage_blind == [
        "chef",
        "waiter",
    ]


STAGED = """stages: {Book: book, Stay: clean, Leave: pay}
feedback: {card: {from: guest, after: pay, every: week}}
steps:
  book: {by: desk, with: guest}
  clean: {by: maid}
  breakfast: {by: waiter, with: guest}
  pay: {by: desk, with: guest}
"""


def test_attention_in_the_first_and_last_stage_only(read: Read) -> None:
    found = read(STAGED).one("map")
    assert found.stages == ["Book", "Stay", "Leave"] and found.attended_stages == ["Leave"]
    assert found.bookend and found.unattended_steps == ["clean"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("clean: {by: maid", "clean: {by: maid, standard: no dust on the lamp"),
        ("breakfast: {by: waiter", "breakfast: {by: waiter, measure: minutes-to-coffee"),
        ("after: pay", "after: [pay, breakfast]"),
        ("feedback: {card: {from: guest, after: pay, every: week}}\n", ""),
        ("after: pay", "about: pay"),
    ],
)
def test_attention_in_between_or_nowhere_is_no_bookend(read: Read, old: str, new: str) -> None:
    assert not read(STAGED.replace(old, new)).one("map").bookend


HOUSE = """
parties: {candidate: {kind: user}}
roles:
  head: {level: 1}
  nurse: {reports-to: head, front-line: true}
  head-nurse: {reports-to: head}
  accountant: {reports-to: head}
"""
HIRE = """steps:
  read-letters: {by: head}
  talk: {by: head, with: candidate via meeting}
"""


@pytest.mark.parametrize(
    ("top", "expected", "named"),
    [
        ("process: Hiring nurses\ntags: [hiring]", True, ["nurse"]),
        ("process: Nurses\ntags: [Recruitment]", True, ["nurse"]),
        ("process: Hiring\ntags: [hiring]", True, []),
        ("process: Hiring\ntags: [hiring]\nrequests: {nurse: {}, accountant: {}}", True, ["nurse"]),
        ("process: Hiring a head nurse\ntags: [hiring]", False, []),
        ("process: Hiring an accountant\ntags: [hiring]", False, []),
        ("process: Hiring nurses\ntags: [people]", False, []),
        ("process: Hiring nurses", False, []),
    ],
)
def test_hiring_for_the_front_line(read: Read, top: str, expected: bool, named: list[str]) -> None:
    found = read(f"{top}\nowner: head\n{HIRE}", HOUSE).one("map")
    assert found.hires_front_line is expected and found.hires_for == named


def test_hiring_is_unknown_where_no_role_is_said_to_be_front_line(read: Read) -> None:
    top = "process: Hiring\nowner: head\ntags: [hiring]\n"
    assert read(top + HIRE).one("map").hires_front_line is None
    assert (
        read(top + HIRE, HOUSE.replace(", front-line: true", "")).one("map").hires_front_line
        is None
    )


@pytest.mark.parametrize(
    "step",
    [
        "group-interview: {by: head}",
        "meet: {does: See six candidates in a group, by: head}",
        "meet: {by: head, checks: attitude and skill}",
        "meet: {by: head, covers: [certificates, empathy]}",
        "gespräch: {does: Gruppengespräch führen, by: head}",
    ],
)
def test_steps_that_look_at_attitude(read: Read, step: str) -> None:
    top = "process: Hiring\nowner: head\ntags: [hiring]\n"
    found = read(f"{top}{HIRE}  {step}\n", HOUSE).one("map")
    assert found.attitude_steps == [step.split(":")[0]]
    assert read(f"{top}{HIRE}", HOUSE).one("map").attitude_steps == []


GATED = """requests: {small: {share: 60%}, large: {share: 40%}}
steps:
  take: {by: desk, with: guest}
  approve: {sign-off: boss, checks: price, else: take}
  send: {by: clerk, with: guest}
"""
MAY = """
parties: {guest: {kind: user}}
roles:
  director: {level: 1}
  boss: {level: 2, reports-to: director, may: {large: any}}
  lead: {level: 4}
  desk: {level: 5, may: {small: up to 50 EUR}}
  clerk: {level: 5, may: {large: any}}
"""


def test_authority_of_those_who_come_before_a_sign_off(read: Read) -> None:
    gate = read(GATED, MAY).one("sign_off")
    assert gate.covered_by_authority == "desk" and gate.covered_requests == ["small"]
    assert gate.authority == "up to 50 EUR"
    none = read(GATED, MAY.replace("up to 50 EUR", "0 EUR")).one("sign_off")
    assert none.covered_by_authority is None, "nothing may be decided, and later steps do not count"
    skipped = read(GATED.replace("sign-off: boss", "sign-off: boss, for: large"), MAY)
    assert skipped.one("sign_off").covered_by_authority is None


def test_levels_between_the_approver_and_who_did_the_work(read: Read) -> None:
    gate = read(GATED, MAY).one("sign_off")
    assert (gate.levels_up, gate.asks_of, gate.work_before) == (3, "boss", "desk")
    either = GATED.replace("sign-off: boss", "sign-off: {any-of: [director, lead]}")
    assert read(either, MAY).one("sign_off").levels_up == 1
    both = GATED.replace("sign-off: boss", "sign-off: [lead, director]")
    assert read(both, MAY).one("sign_off").levels_up == 4
    unknown = read(GATED, MAY.replace("desk: {level: 5, ", "desk: {"))
    assert unknown.one("sign_off").levels_up is None


def test_forks_of_the_road(read: Read) -> None:
    found = read(
        """steps:
  take: {by: desk, next: {yes 50%: approve, no 50%: send}}
  approve: {sign-off: boss, rejects: 5%, else: take}
  both: {by: desk, next: [send, file]}
  send: {by: desk, if-late: {after: 1d, next: remind}, if-wrong: {does: Mend it}, next: close}
  file: {by: desk, next: close}
  close: {by: desk, end: done}
  remind: {by: desk, next: close}
"""
    ).one("map")
    assert found.decision_steps == ["take", "approve"] and found.decisions == 2


def test_what_a_map_and_a_sign_off_say_of_themselves(read: Read) -> None:
    found = read(
        """process: P
owner: boss
leader: [chief, deputy]
budget: {worst: 2, expected: 1, least: 0}
calendar: {day: 7h, week: 4d}
note: as it is
systems: [till]
units: {shop: {roles: [boss]}}
allow: {SO208: agreed}
steps:
  approve:
    sign-off: {any-of: [boss, chief]}
    takes: 10m
    at-most: 2 times
    if-late: {after: 1d, next: file}
    else: end refused
    inform: [desk]
    needs: {what: file, standard: complete}
    note: by hand
  file: {by: desk}
"""
    )
    whole, gate = found.one("map"), found.one("sign_off")
    assert whole.leaders == ["chief", "deputy"] and whole.note == "as it is"
    assert (whole.budget_worst, whole.budget_expected, whole.budget_least) == (2, 1, 0)
    assert (whole.calendar_day, whole.calendar_week) == (420, 4)
    assert (whole.systems, whole.units, whole.allow) == (["till"], ["shop"], ["SO208"])
    assert not whole.in_organisation
    assert (gate.mode, gate.performer, gate.takes, gate.at_most_times) == ("any", "boss", 10, 2)
    assert (gate.late_after, gate.late_to, gate.else_to) == (420, "file", "end refused")
    assert (gate.inform, gate.needs, gate.note) == (["desk"], ["file"], "by hand")


SUB = """process: Sub
owner: host
customers: [guest]
steps:
  sort: {by: till, in: till, next: {hot 25%: cook-it, cold 75%: pour}}
  cook-it: {by: helper, next: log}
  pour: {by: waiter, next: log}
  log: {by: till, in: till}
"""
MAIN = """steps:
  take: {by: waiter, with: guest}
  prepare: {call: sub}
  serve: {by: waiter, with: guest}
"""


def test_hand_offs_into_and_out_of_a_called_map(read: Read) -> None:
    found = read(MAIN, UNITS + "systems: [till]\n", sub=SUB)
    request = found.one("request")
    assert request.hand_offs_most == 2, "in to the helper and out again"
    assert request.hand_offs_expected == pytest.approx(0.5), "a quarter, there and back"
    assert request.unit_hand_offs_most == 2
    assert flow(found, "take>prepare").hand_off and flow(found, "prepare>serve").hand_off
    assert flow(found, "take>prepare").to_unit == "back"
    assert flow(found, "prepare>serve").from_unit == "back"


def test_a_called_map_that_nobody_holds_is_looked_through(read: Read) -> None:
    idle = "process: Sub\nowner: host\nsteps:\n  log: {by: till, in: till}\n"
    main = MAIN.replace("serve: {by: waiter", "serve: {by: cook")
    request = read(main, UNITS + "systems: [till]\n", sub=idle).one("request")
    assert request.hand_offs_most == 1 and request.hand_offs_expected == pytest.approx(1)


def test_who_holds_the_case_in_a_map_out_of_view_is_unknown(read: Read) -> None:
    found = read(MAIN.replace("sub", "elsewhere"), UNITS)
    assert flow(found, "take>prepare").unit_hand_off is None
    assert flow(found, "prepare>serve").unit_hand_off is None

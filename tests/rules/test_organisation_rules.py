"""Rules over an organisation: where they speak, at what severity, and where they stay silent."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit

RULES = all_rules(built_in())
DAY = datetime.date(2026, 1, 15)
Told = list[tuple[str, str]]

ROLES = """
roles:
  head: {level: 1}
  keeper: {level: 3, reports-to: head, people: 1}
  desk: {level: 4, reports-to: keeper, people: 1, front-line: true}
  bench: {level: 4, reports-to: keeper, people: 1}
"""
MAP = """
process: Loan
owner: head
customers: [reader]
steps:
  ask: {by: desk, with: reader via desk, takes: 5m}
  fetch: {by: bench, waits: 1d, takes: 10m}
  approve: {sign-off: keeper, waits: 2h, rejects: 10%, else: tell-no}
  lend: {by: desk, with: reader via desk, takes: 5m, end: lent}
  tell-no: {by: desk, with: reader via desk, takes: 5m, end: refused}
"""
PARTY = "parties: {reader: {kind: user}}\n"


def told(folder: Path, code: str, organisation: str | None, *maps: str) -> Told:
    """(severity, path) of the findings of one rule."""
    (folder / "cxaudit.yaml").write_text("")
    if organisation is not None:
        text = organisation if "parties:" in organisation else PARTY + organisation
        (folder / "organisation.yaml").write_text("organisation: Test\n" + text)
    for number, text in enumerate(maps):
        (folder / f"map-{number}.yaml").write_text(text)
    result = audit([str(folder)], {code: RULES[code]}, DAY)
    assert not result.crashes
    return [(f.severity, f.path) for f in result.open_findings]


def test_so211_one_person_nobody_standing_in(tmp_path: Path) -> None:
    assert told(tmp_path, "SO211", ROLES, MAP) == [("warning", "roles/keeper")]
    two = ROLES.replace("reports-to: head, people: 1", "reports-to: head, people: 2")
    assert not told(tmp_path, "SO211", two, MAP)
    deputy = ROLES.replace("reports-to: head, people: 1", "people: 1, deputy: head")
    assert not told(tmp_path, "SO211", deputy, MAP)
    unsaid = ROLES.replace("reports-to: head, people: 1", "reports-to: head")
    assert not told(tmp_path, "SO211", unsaid, MAP)
    either = MAP.replace("sign-off: keeper", "sign-off: {any-of: [keeper, head]}")
    assert not told(tmp_path, "SO211", ROLES, either)


def test_so211_three_maps_or_three_tenths_of_one(tmp_path: Path) -> None:
    rare = MAP.replace("takes: 10m}", "takes: 10m, next: {big 10%: approve, small 90%: lend}}")
    assert not told(tmp_path, "SO211", ROLES, rare, rare)
    assert told(tmp_path, "SO211", ROLES, rare, rare, rare) == [("warning", "roles/keeper")]
    often = rare.replace("10%: approve, small 90%", "30%: approve, small 70%")
    assert told(tmp_path, "SO211", ROLES, often) == [("warning", "roles/keeper")]


def test_so211_in_a_map_that_describes_its_own_roles(tmp_path: Path) -> None:
    own = "roles: {keeper: {people: 1}}\n"
    assert told(tmp_path, "SO211", None, MAP + own) == [("warning", "roles/keeper")]


@pytest.mark.parametrize(("volume", "speaks"), [("40/d", False), ("41/d", True), (None, False)])
def test_fl409_above_85_percent(tmp_path: Path, volume: str | None, speaks: bool) -> None:
    requests = f"requests: {{loan: {{volume: {volume}}}}}\n" if volume else ""
    organisation = ROLES.replace("people: 1, front-line", "people: 2, front-line")
    found = told(tmp_path, "FL409", organisation, MAP + requests)
    assert found == ([("warning", "roles/bench")] if speaks else [])


def test_cu502_an_influencer_whom_no_map_meets(tmp_path: Path) -> None:
    parties = (
        "parties: {reader: {kind: user}, critic: {kind: influencer}, child: {kind: ancillary}}\n"
    )
    met = MAP.replace(
        "with: reader via desk, takes: 5m, end: lent", "with: child via desk, end: lent"
    )
    both = [("warning", "parties/child"), ("warning", "parties/critic")]
    assert sorted(told(tmp_path, "CU502", parties + ROLES, MAP)) == both
    assert told(tmp_path, "CU502", parties + ROLES, MAP, met) == [("warning", "parties/critic")]
    reason = parties.replace("kind: influencer", "kind: influencer, not-met: he wants no contact")
    assert not told(tmp_path, "CU502", reason + ROLES, MAP, met)


def test_cu502_without_any_map_says_nothing(tmp_path: Path) -> None:
    assert not told(tmp_path, "CU502", "parties: {critic: {kind: influencer}}\n")


def test_cu502_is_about_all_maps_of_an_organisation(tmp_path: Path) -> None:
    own = "parties: {reader: {kind: user}, critic: {kind: influencer}}\n"
    assert not told(tmp_path, "CU502", None, MAP + own), "another map may well meet the critic"
    assert not told(tmp_path, "CU501", None, MAP + own), "it is neither a customer nor affected"


def test_cu503_where_a_party_is_described(tmp_path: Path) -> None:
    assert told(tmp_path, "CU503", ROLES, MAP) == [("info", "parties/reader")]
    key = "parties: {reader: {kind: user, key: true}, press: {kind: influencer}}\n"
    assert told(tmp_path, "CU503", key + ROLES, MAP) == [("warning", "parties/reader")]
    assert not told(tmp_path, "CU503", ROLES + "feedback: {card: {from: reader}}\n", MAP)
    assert not told(tmp_path, "CU503", ROLES, MAP + "feedback: {card: {after: lend}}\n")
    assert not told(tmp_path, "CU503", ROLES, MAP + "feedback: {card: {every: week}}\n")


def test_cu503_speaks_not_of_parties_that_nobody_describes(tmp_path: Path) -> None:
    assert not told(tmp_path, "CU503", None, MAP)
    own = "parties: {reader: {kind: user}}\n"
    assert told(tmp_path, "CU503", None, MAP + own) == [("info", "parties/reader")]


def test_cu506_names_the_first_promise(tmp_path: Path) -> None:
    promises = "promises: {one: A, two: B}\nmeasures: {m: {keeps: one}}\n"
    assert told(tmp_path, "CU506", promises, MAP) == [("warning", "promises/two")]
    assert not told(tmp_path, "CU506", promises, MAP.replace("end: lent", "end: lent, keeps: two"))
    assert not told(tmp_path, "CU506", ROLES, MAP)


@pytest.mark.parametrize(
    ("party", "speaks"),
    [
        ("key: true", True),
        ("key: true, contact: desk", True),
        ("key: true, contact: head", False),
        ("key: true, contact: nobody-known", False),
        ("key: true, not-met: the law forbids it", False),
        ("contact: desk", False),
    ],
)
def test_cu507_a_key_party_and_its_contact(tmp_path: Path, party: str, speaks: bool) -> None:
    roles = ROLES.replace("head: {level: 1}", "head: {level: 1, may: {refund: any}}")
    found = told(tmp_path, "CU507", f"parties: {{reader: {{{party}}}}}\n{roles}", MAP)
    assert found == ([("info", "parties/reader")] if speaks else [])


def test_me603_and_me604_speak_where_a_measure_is_described(tmp_path: Path) -> None:
    measures = "measures: {speed: {kind: time, target: 1d, owner: head}}\n"
    used = MAP + "measures: [speed]\n"
    assert told(tmp_path, "ME603", ROLES + measures, used, used) == [("info", "measures/speed")]
    assert told(tmp_path, "ME604", ROLES + measures, used, used) == [("warning", "measures/speed")]
    own = MAP + "measures: {speed: {kind: time, target: 1d}, other: {}}\n"
    assert told(tmp_path, "ME603", ROLES, own) == [("info", "measures/speed")] * 1
    (tmp_path / "organisation.yaml").unlink()
    assert told(tmp_path, "ME603", None, MAP + "measures: [speed]\n") == []


@pytest.mark.parametrize(
    ("rhythm", "speaks"),
    [
        ("every: month, last: 2025-11-16", False),
        ("every: month, last: 2025-11-14", True),
        ("every: month", False),
        ("last: 2026-01-14", True),
        ("every: when we feel like it, last: 2020-01-01", False),
        ("every: month, last: 2026-03-01", False),
    ],
)
def test_me604_twice_the_rhythm(tmp_path: Path, rhythm: str, speaks: bool) -> None:
    text = f"measures: {{m: {{{rhythm}}}}}\nfeedback: {{f: {{from: reader, {rhythm}}}}}\n"
    found = told(tmp_path, "ME604", ROLES + text, MAP + "feedback: [f]\n")
    assert found == ([("warning", "measures/m"), ("warning", "feedback/f")] if speaks else [])


def test_feedback_of_the_organisation_is_told_on_the_maps_that_use_it(tmp_path: Path) -> None:
    feedback = ROLES + "feedback: {card: {from: reader}, box: {from: reader, unhappy: file it}}\n"
    for code in ("ME605", "ME606"):
        (tmp_path / code).mkdir()
    found = told(tmp_path / "ME605", "ME605", feedback, MAP + "feedback: [card]\n")
    assert found == [("warning", "feedback/card"), ("warning", "feedback/box")]
    found = told(tmp_path / "ME606", "ME606", feedback, MAP + "feedback: [card]\n")
    assert found == [("warning", "feedback/box")]


def test_me608_only_where_something_is_said_to_be_shared(tmp_path: Path) -> None:
    feedback = (
        ROLES + "feedback: {a: {shares: complaints}, b: {shares: [praise, complaints]}, c: {}}\n"
    )
    assert told(tmp_path, "ME608", feedback, MAP) == [("info", "feedback/a/shares")]


@pytest.mark.parametrize(
    ("unhappy", "speaks"),
    [
        ("{does: Call the reader, by: desk, with: reader via phone}", True),
        ("{does: Call the reader, by: keeper, with: reader via phone}", False),
        ("{does: Write it down, by: head}", True),
        ("thank them", True),
    ],
)
def test_re705_a_leader_speaks_with_a_key_party(tmp_path: Path, unhappy: str, speaks: bool) -> None:
    feedback = f"feedback: {{card: {{from: reader, unhappy: {unhappy}}}}}\n"
    key = "parties: {reader: {kind: user, key: true}}\n" + ROLES
    found = told(tmp_path, "RE705", key + feedback, MAP + "feedback: [card]\n")
    assert found == ([("info", "feedback/card")] if speaks else [])
    assert not told(tmp_path, "RE705", ROLES + feedback, MAP), "no key party"


ALL = """
routines:
  serve-customers: {by: head, every: month, last: 2026-01-02}
  review-customer-surveys: {by: head, every: month, last: 2026-01-02}
  contact-unhappy: {by: head, every: month, last: 2026-01-02}
  forum: {kind: front-line-forum, by: head, every: month}
"""


def test_or802_missing_asks_and_lapsed_warns(tmp_path: Path) -> None:
    assert not told(tmp_path, "OR802", ROLES + ALL, MAP)
    assert told(tmp_path, "OR802", ROLES, MAP) == [("info", "")]
    one = ALL.replace("  contact-unhappy: {by: head, every: month, last: 2026-01-02}\n", "")
    assert told(tmp_path, "OR802", ROLES + one, MAP) == [("info", "")]
    lapsed = one.replace(
        "serve-customers: {by: head, every: month, last: 2026",
        "serve-customers: {by: head, every: month, last: 2025",
    )
    assert told(tmp_path, "OR802", ROLES + lapsed, MAP) == [("warning", "routines/serve-customers")]


MEASURES = """
measures:
  joy: {kind: customer}
  cost: {kind: internal}
  speed: {kind: time}
  mood: {kind: employee}
  odd: {}
"""


@pytest.mark.parametrize(
    ("rewards", "found"),
    [
        ("{bench: [joy, cost]}", []),
        ("{bench: [cost, speed]}", [("warning", "roles/bench")]),
        ("{bench: [mood, cost]}", [("info", "roles/bench")]),
        ("{bench: [cost, odd]}", []),
        ("{bench: [joy, nowhere]}", [("error", "roles/bench")]),
        ("{}", [("info", "roles/bench")]),
    ],
)
def test_or804_what_those_who_make_customers_wait_are_rewarded_on(
    tmp_path: Path, rewards: str, found: Told
) -> None:
    rewards = rewards.replace("{", "{keeper: [joy], ", 1) if rewards != "{}" else "{keeper: [joy]}"
    text = f"{ROLES}{MEASURES}rewards: {rewards}\n"
    assert told(tmp_path, "OR804", text, MAP) == found


def test_or804_without_rewards_or_times_says_nothing(tmp_path: Path) -> None:
    assert not told(tmp_path, "OR804", ROLES + MEASURES, MAP)
    untimed = MAP.replace("waits: 1d, takes: 10m", "in: stacks").replace("takes: 5m, ", "")
    untimed = untimed.replace(", takes: 5m", "").replace("waits: 2h, ", "")
    assert not told(tmp_path, "OR804", f"{ROLES}{MEASURES}rewards: {{head: [joy]}}\n", untimed)


def test_or805_a_stick_or_no_carrot(tmp_path: Path) -> None:
    carrot = "routines: {thanks: {kind: recognition, by: head}}\n"
    assert told(tmp_path, "OR805", ROLES, MAP) == [("info", "")]
    assert not told(tmp_path, "OR805", ROLES + carrot, MAP)
    stick = MAP + "feedback: {card: {from: reader, used-for: [discipline]}}\n"
    assert told(tmp_path, "OR805", ROLES + carrot, stick) == [("info", "feedback/card")]


def test_or807_nobody_to_be_heard_is_not_assessed(tmp_path: Path) -> None:
    good = "routines: {ideas: {from: desk, anonymous: yes, answered-within: 1w}}\n"
    assert told(tmp_path, "OR807", ROLES, MAP) == [("info", "")]
    assert not told(tmp_path, "OR807", ROLES + good, MAP)
    assert told(tmp_path, "OR807", ROLES + good.replace("desk", "bench"), MAP) == [("info", "")]
    assert not told(tmp_path, "OR807", "roles: {head: {level: 1}}\n")


def test_or809_only_where_half_the_wait_is_made_backstage(tmp_path: Path) -> None:
    review = "routines: {day: {kind: map-review, involves: [desk]}}\n"
    found = [("warning", "routines/day/involves")]
    assert told(tmp_path, "OR809", ROLES + review, MAP) == found
    slow = MAP.replace("lend: {by: desk, ", "lend: {by: desk, waits: 3d, ")
    assert not told(tmp_path, "OR809", ROLES + review, slow)
    assert not told(tmp_path, "OR809", ROLES + review.replace("map-review", "ideas"), MAP)


def test_x02_wants_more_than_one_unit(tmp_path: Path) -> None:
    assert RULES["X02"].opt_in
    measure = "measures: {m: {kind: time, seen-by: [front, back]}}\n"
    units = "units: {front: {roles: [desk]}, back: {roles: [bench]}}\n"
    assert told(tmp_path, "X02", ROLES + units + measure, MAP) == [("info", "measures/m/seen-by")]
    assert not told(tmp_path, "X02", ROLES + "units: {front: {roles: [desk]}}\n" + measure, MAP)

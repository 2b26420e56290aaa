"""Facts over an organisation and its maps: roles, units, rewards, routines, listening, promises."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from cxaudit.run.audit import Audit, audit

DAY = datetime.date(2026, 1, 15)


def audited(folder: Path, organisation: str = "", **maps: str) -> Audit:
    """Audit some maps, `one_map` as `one-map.yaml`, and their organisation file."""
    (folder / "cxaudit.yaml").write_text("")
    if organisation:
        (folder / "organisation.yaml").write_text("organisation: Test\n" + organisation)
    for key, text in maps.items():
        (folder / f"{key.replace('_', '-')}.yaml").write_text(text)
    result = audit([str(folder)], {}, DAY)
    assert not result.crashes and not result.failures
    return result


def facts(result: Audit, judge: str, key: str = "") -> Any:
    """One entry over the organisation; the only one where no name is given."""
    entries = result.estates[0].facts[judge]
    return next(f for f in entries if not key or f.id == key)  # type: ignore[attr-defined]


def on_map(result: Audit, judge: str, key: str) -> Any:
    return next(f for f in result.analyses[0].all(judge) if f.id == key)


SHOP = """
parties: {client: {kind: buyer, key: true}}
units:
  front: {head: chief, roles: [desk]}
  back: {head: works, roles: [bench]}
roles:
  chief: {level: 1}
  works: {level: 2, reports-to: chief, people: 1}
  desk: {level: 4, reports-to: chief, people: 2, hours: 6, front-line: true}
  bench: {reports-to: works, people: 1, hours: 30}
measures:
  joy:
    {kind: customer, of: client, target: 90%, now: 80%, every: month, last: 2025-09-01, owner: chief,
     seen-by: [front, back], discussed-in: round}
  cost: {kind: internal}
  odd: {}
"""
MAP = """
process: Repair
owner: works
customers: [client]
requests: {easy: {volume: 6/d, simple: true}, hard: {volume: 2/d}}
steps:
  take: {by: desk, with: client via counter, takes: 30m, next: {easy: mend, hard: approve}}
  approve: {sign-off: works, checks: price, waits: 1d, takes: 10m, rejects: 50%, else: ask}
  mend: {by: bench, waits: 2h, takes: 60m, next: hand-back}
  ask: {by: desk, with: client via phone, takes: 15m, next: approve}
  hand-back: {by: desk, with: client via counter, takes: 15m, end: mended}
"""


def test_roles_have_their_attributes_and_those_named_by_units_alone(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "units: {yard: {head: boss, roles: [hand]}}\n"
        "roles: {boss: {level: 1, holder: Ann, deputy: hand, skills: [lifting], vacant: yes,"
        " answers: {serve: yes}, may: {refund: up to 5 EUR}, hours: 7}}\n",
        one="process: One\nsteps: {lift: {by: hand}}\n",
    )
    boss = facts(result, "role", "boss")
    assert boss.place == "organisation" and boss.holder == "Ann" and boss.deputy == "hand"
    assert boss.skills == ["lifting"] and boss.answers == ["serve"] and boss.hours == 7
    assert boss.may == ["refund: up to 5 EUR"] and boss.vacant and boss.used_in == []
    hand = facts(result, "role", "hand")
    assert hand.level == 2 and hand.unit == "yard" and hand.used_in == ["one"]


def test_load_uses_hours_of_a_day_or_of_a_week(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP, repair=MAP)
    assert facts(result, "role", "bench").load == pytest.approx(8 * 60 / (1 * 6 * 60))
    visits = 8 * 45 + 2 * 15  # everybody twice; a hard case goes round once, on average
    assert facts(result, "role", "desk").load == pytest.approx(visits / (2 * 6 * 60))
    assert facts(result, "role", "chief").load is None


def test_gated_share_counts_cases_not_visits(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP, repair=MAP)
    works = facts(result, "role", "works")
    assert works.gated_share == pytest.approx(0.25), "hard cases come twice and count once"
    assert works.gated_map == "repair" and works.gates == ["approve"]
    assert works.approves_in == ["repair"] and not works.basis
    assert facts(result, "role", "desk").gated_share == 0


def test_gated_share_over_blocks_branches_and_several_gates(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "roles: {a: {people: 1}, b: {people: 1}, c: {}}",
        one="""
process: One
steps:
  ask: {by: c, next: {left 30%: gate-a, right 20%: gate-b, on 50%: split}}
  gate-a: {sign-off: a, next: split}
  gate-b: {sign-off: {any-of: [a, b]}, next: split}
  split: {by: c, next: [up, down]}
  up: {by: c, next: {yes 50%: gate-c, no 50%: meet}}
  gate-c: {sign-off: [a, b], next: meet}
  down: {by: c, next: meet}
  meet: {by: c}
""",
    )
    assert facts(result, "role", "a").gated_share == pytest.approx(0.3 + 0.7 * 0.5)
    assert facts(result, "role", "b").gated_share == pytest.approx(0.5), "either of two is no gate"


def test_a_share_that_nobody_stated_is_assumed(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "roles: {a: {people: 1}, c: {}}",
        one="process: One\nsteps:\n  ask: {by: c, next: {x: gate, y: go}}\n"
        "  gate: {sign-off: a}\n  go: {by: c}\n",
    )
    role = facts(result, "role", "a")
    assert role.gated_share == pytest.approx(0.5) and role.basis["gated_share"] == "assumed"


def test_exposure_is_unknown_where_times_are(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "parties: {client: {}}\nroles: {a: {}, b: {}, c: {}}",
        one="process: One\nsteps: {x: {by: a, with: client}, y: {by: b}, z: {by: a, with: client}}",
    )
    assert facts(result, "role", "b").exposure is None
    assert facts(result, "role", "c").exposure == 0, "it does nothing anywhere"


def test_exposure_of_roles_and_units(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP, repair=MAP)
    bench = facts(result, "role", "bench")
    assert bench.exposure == pytest.approx(180.0)
    works = 0.25 * 2 * 490
    assert facts(result, "role", "works").exposure == pytest.approx(works)
    assert facts(result, "unit", "back").exposure == pytest.approx(180.0 + works)
    assert facts(result, "unit", "front").exposure == 0


def test_what_a_map_describes_for_itself_has_facts_there(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        one="""
process: Kiosk
parties: {child: {kind: user}, parent: {kind: influencer}}
roles: {owner: {people: 1}, helper: {people: 1, front-line: true}}
units: {stand: {head: owner, roles: [helper]}}
measures: {smiles: {kind: customer}, sales: {}}
feedback: {chat: {from: child, every: week}, card: {}}
steps:
  sell: {by: helper, with: child via counter, measure: smiles}
  approve-credit: {sign-off: owner}
""",
    )
    owner = on_map(result, "role", "owner")
    assert owner.place == "map" and owner.gated_share == 1 and owner.used_in == ["one"]
    assert owner.rewarded_on is None, "no rewards are written"
    assert on_map(result, "unit", "stand").used_in == ["one"]
    measures = result.analyses[0].all("measure")
    assert [m.id for m in measures] == ["smiles"], "the other is only named"
    assert measures[0].lacks == ["owner", "target", "every", "seen-by", "discussed-in"]
    assert on_map(result, "feedback", "chat").defined == "map"
    assert on_map(result, "feedback", "card").defined == ""
    parent = on_map(result, "party", "parent")
    assert parent.named_in == "parties" and parent.defined == "map" and not parent.touch_points


def test_rewards_without_a_section_are_unknown_and_absent_ones_nothing(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP, repair=MAP)
    assert facts(result, "role", "desk").rewarded_on is None
    whole = facts(result, "organisation")
    assert whole.teamless_pairs is None and whole.shared_customer_measures is None
    result = audited(tmp_path, SHOP + "rewards: {chief: [joy], front: [joy, odd], bench: [cost]}\n")
    desk = facts(result, "role", "desk")
    assert desk.rewarded_on == ["joy", "odd"], "by its unit"
    assert desk.reward_kinds is None and desk.undefined_rewards == []
    assert facts(result, "role", "works").rewarded_on == []
    assert facts(result, "role", "works").reward_kinds == []
    assert facts(result, "role", "bench").reward_kinds == ["internal"]


@pytest.mark.parametrize(
    ("rewards", "shared"),
    [
        ("{chief: [joy], desk: [joy]}", ["joy"]),
        ("{chief: [cost], desk: [cost]}", []),
        ("{chief: [joy], desk: [cost]}", []),
        ("{desk: [joy]}", []),
        ("{chief: [odd], desk: [odd]}", None),
        ("{chief: [odd, joy], desk: [odd, joy]}", ["joy"]),
        ("{chief: [nowhere], desk: [nowhere]}", None),
    ],
)
def test_what_leaders_and_front_line_are_rewarded_on_together(
    tmp_path: Path, rewards: str, shared: list[str] | None
) -> None:
    result = audited(tmp_path, f"{SHOP}rewards: {rewards}\n", repair=MAP)
    whole = facts(result, "organisation")
    assert whole.leaders == ["chief", "works"] and whole.front_line == ["desk"]
    assert whole.shared_customer_measures == shared


def test_units_that_hand_over_twice_and_are_not_rewarded_for_teamwork(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP + "rewards: {chief: [joy]}\n", repair=MAP)
    assert facts(result, "organisation").teamless_pairs == ["back with front"]
    assert facts(result, "unit", "front").hands_to == ["back"]
    result = audited(tmp_path, SHOP + "rewards: {bench: [cross-team-work, team-work]}\n")
    assert facts(result, "organisation").teamless_pairs == []
    assert facts(result, "unit", "back").teamwork


def test_routines_missing_lapsed_and_by_whom_the_front_line_is_heard(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        SHOP
        + """
routines:
  at-the-counter: {kind: serve-customers, by: chief, every: month, last: 2025-10-01}
  contact-unhappy: {by: chief, every: month}
  front-line-forum: {by: chief, every: quarter, last: 2025-07-20}
  office-ideas: {kind: ideas, from: bench, anonymous: true, answered-within: 1w}
  ideas: {from: [front], channels: [open meeting]}
""",
        repair=MAP,
    )
    whole = facts(result, "organisation")
    assert whole.missing_routines == ["review-customer-surveys"]
    assert whole.lapsed_routines == ["at-the-counter"], "the forum is less than two turns old"
    assert whole.voice == ["ideas"]
    assert whole.voice_lacks == ["anonymous channel", "day by which it is answered"]
    ideas = facts(result, "routine", "office-ideas")
    assert ideas.from_ == ["bench"] and ideas.answered_within == 5 * 480 and ideas.anonymous


def test_a_review_group_that_meets_customers_while_others_cause_the_wait(tmp_path: Path) -> None:
    routines = "routines: {{day: {{kind: map-review, by: works, involves: [{}]}}}}\n"
    result = audited(tmp_path, SHOP + routines.format("desk"), repair=MAP)
    day = facts(result, "routine", "day")
    assert day.front_stage_only and day.backstage_share == 1 and day.maps == ["repair"]
    for others in ("desk, bench", "desk, client", "front, back", ""):
        result = audited(tmp_path, SHOP + routines.format(others))
        assert not facts(result, "routine", "day").front_stage_only


def test_parties_over_all_maps(tmp_path: Path) -> None:
    organisation = """
parties:
  buyer: {kind: buyer, key: true, contact: desk}
  friend: {kind: influencer, influences: buyer}
  press: {kind: influencer}
roles: {desk: {may: {refund: up to 9 EUR}}}
feedback: {card: {from: buyer}}
"""
    result = audited(
        tmp_path,
        organisation,
        one="process: One\nsteps: {sell: {by: desk, with: buyer}}",
        two="process: Two\nfeedback: {talk: {after: tell}}\nsteps: {tell: {by: desk, with: friend}}",
    )
    buyer, friend, press = (facts(result, "party", key) for key in ("buyer", "friend", "press"))
    assert buyer.place == buyer.defined == "organisation" and buyer.met_in == ["one"]
    assert buyer.touch_points == ["one/sell"] and buyer.heard and buyer.feedback == ["card"]
    assert buyer.contact_may == ["refund: up to 9 EUR"]
    assert friend.heard and friend.feedback == ["talk"], "it is asked after a step that it takes"
    assert press.touch_points == [] and press.heard is False and press.maps_in_view == 2
    assert [p.defined for p in result.analyses[0].all("party")] == ["organisation"]


def test_feedback_that_may_listen_to_anybody_leaves_open_who_is_heard(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "parties: {buyer: {}, guest: {}}\nroles: {desk: {}}\n",
        one="process: One\nfeedback: {box: {every: week}}\nsteps: {sell: {by: desk, with: buyer}}",
        two="process: Two\nsteps: {feed: {by: desk, with: guest}}",
    )
    assert facts(result, "party", "buyer").heard is None
    assert facts(result, "party", "guest").heard is False


ROUTES = """
process: Stay
customers: [guest]
steps:
  host: {by: waiter, with: guest via table, next: {content: end, upset: call-guest, away: send-mail}}
  call-guest: {by: manager, with: guest via phone, next: call-again}
  call-again: {by: head, with: guest via phone, end: settled}
  send-mail: {by: mailer, with: guest via email, end: mailed}
systems: [mailer]
"""


@pytest.mark.parametrize(
    ("feedback", "met", "level"),
    [
        ("{from: guest, unhappy: thank-you-email}", False, None),
        ("{from: guest, unhappy: call-guest}", True, 2),
        ("{from: guest, unhappy: {does: Mend it, by: head}}", False, None),
        ("{from: guest, unhappy: {does: Mend it, by: head, next: call-guest}}", True, 2),
        ("{from: guest, unhappy: {does: Call the guest, by: manager}}", True, 3),
        ("{from: guest, to: waiter, unhappy: Call the guest}", True, 4),
        ("{from: guest, unhappy: Call the guest}", True, None),
        ("{from: guest, unhappy: send-mail}", False, None),
        ("{from: guest, unhappy: {by: stranger, with: guest via phone}}", True, None),
        ("{from: guest, unhappy: other}", None, None),
        ("{from: guest, kind: complaint, to: manager}", True, 3),
        ("{from: guest, kind: survey, to: manager}", None, None),
        ("{from: guest}", None, None),
    ],
)
def test_who_speaks_with_the_unhappy(
    tmp_path: Path, feedback: str, met: bool | None, level: int | None
) -> None:
    result = audited(
        tmp_path,
        "parties: {guest: {key: true}}\n"
        "roles: {head: {level: 2}, manager: {level: 3}, waiter: {level: 4}}\n",
        stay=f"{ROUTES}feedback: {{card: {feedback}}}\n",
        other="process: Other\nsteps: {go: {by: head}}",
    )
    card = next(f for a in result.analyses if a.id == "stay" for f in a.all("feedback"))
    assert (card.unhappy_met, card.unhappy_level) == (met, level)
    assert card.key_parties == ["guest"]


def test_feedback_of_the_organisation_over_its_maps(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        """
parties: {guest: {key: true}}
roles: {head: {level: 2}, manager: {level: 3}, waiter: {level: 4}}
feedback:
  card:
    {from: guest, every: month, last: 2025-10-15, shares: [complaints], outer: board, about: food,
     counts: {praise: 4, complaints: 2}}
  box: {unhappy: call-guest, used-for: [coaching, disciplinary action], shares: [compliments]}
  talk: {used-for: never for discipline}
""",
        stay=ROUTES + "feedback: [card]\n",
    )
    card, box = facts(result, "feedback", "card"), facts(result, "feedback", "box")
    assert card.place == "organisation" and card.used_in == ["stay"] and box.used_in == []
    assert card.turns_missed == 3 and card.shares_praise is False
    assert (card.praise_count, card.complaint_count) == (4, 2) and card.outer == "board"
    assert box.unhappy_helped and box.unhappy_level == 2 and box.shares_praise
    assert facts(result, "feedback", "talk").shares_praise is None
    assert facts(result, "organisation").discipline_feedback == ["box"]
    mine = on_map(result, "feedback", "card")
    assert mine.place == "map" and mine.defined == "organisation"


def test_measures_of_the_organisation(tmp_path: Path) -> None:
    result = audited(tmp_path, SHOP, repair=MAP.replace("owner: works", "measures: [joy]"))
    joy = facts(result, "measure", "joy")
    assert joy.behind and joy.used_in == ["repair"] and joy.lacks == []
    assert joy.seen_by_all_units and joy.turns_missed == pytest.approx(4 + 14 / 31)
    assert facts(result, "measure", "cost").seen_by_all_units is False


def test_promises_are_kept_by_steps_measures_or_their_own_word(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        "promises: {a: We answer., b: {says: B, keeps: [the desk]}, c: C, d: D, e: E}\n"
        "measures: {m: {keeps: c}}\n",
        one="process: One\nsteps: {go: {keeps: d}}\nmeasures: {own: {kind: time, keeps: e}}",
    )
    whole = facts(result, "organisation")
    assert whole.unkept_promises == ["a"]
    assert whole.promise_ledger[3].steps == ["one/go"] and whole.promise_ledger[4].measures


REVIEWED = """
process: Stay
owner: manager
feedback: [card]
steps: {host: {by: waiter, with: guest}}
"""


@pytest.mark.parametrize(
    ("routines", "unreviewed"),
    [
        ("", ["stay"]),
        ("routines: {review-customer-surveys: {by: head}}", []),
        ("routines: {r: {kind: map-review, by: manager}}", []),
        ("routines: {r: {kind: map-review, by: hotel}}", []),
        ("routines: {review-customer-surveys: {by: waiter}}", ["stay"]),
        ("routines: {review-customer-surveys: {every: month}}", []),
        ("routines: {serve-customers: {by: head}}", ["stay"]),
        ("routines: {r: {kind: map-review, by: head, for: other}}", ["stay"]),
        ("routines: {r: {kind: map-review, by: head, for: stay}}", []),
    ],
)
def test_maps_whose_feedback_nobody_with_power_reviews(
    tmp_path: Path, routines: str, unreviewed: list[str]
) -> None:
    organisation = f"""
parties: {{guest: {{}}}}
units: {{hotel: {{head: head}}}}
roles: {{head: {{level: 1}}, manager: {{reports-to: head}}, waiter: {{reports-to: manager}}}}
feedback: {{card: {{from: guest}}}}
{routines}
"""
    other = "process: Other\nowner: manager\nsteps: {go: {by: waiter}}"
    result = audited(tmp_path, organisation, stay=REVIEWED, other=other)
    assert facts(result, "organisation").unreviewed_maps == unreviewed


def test_a_map_that_nobody_answers_for_is_judged_only_where_nobody_reviews(tmp_path: Path) -> None:
    organisation = "parties: {guest: {}}\nroles: {waiter: {}}\nfeedback: {card: {from: guest}}\n"
    nobody = REVIEWED.replace("owner: manager\n", "")
    result = audited(tmp_path, organisation, stay=nobody)
    assert facts(result, "organisation").unreviewed_maps == ["stay"]
    routines = "routines: {review-customer-surveys: {by: waiter}}\n"
    result = audited(tmp_path, organisation + routines, stay=nobody)
    assert facts(result, "organisation").unreviewed_maps == []


@pytest.mark.parametrize(
    ("outer", "unreviewed"),
    [("board", []), ("desk-round", ["stay"]), ("what the head hears each Monday", [])],
)
def test_what_the_outer_loop_of_feedback_names(
    tmp_path: Path, outer: str, unreviewed: list[str]
) -> None:
    organisation = f"""
parties: {{guest: {{}}}}
roles: {{head: {{level: 1}}, manager: {{reports-to: head}}, waiter: {{reports-to: manager}}}}
feedback: {{card: {{from: guest, outer: {outer}}}}}
routines: {{board: {{by: head}}, desk-round: {{by: waiter}}}}
"""
    result = audited(tmp_path, organisation, stay=REVIEWED)
    assert facts(result, "organisation").unreviewed_maps == unreviewed


def test_actions_closed_overdue_and_untold(tmp_path: Path) -> None:
    result = audited(
        tmp_path,
        """
actions:
  told: {about: queue, by: head, due: 2025-03-01, done: 2025-02-01, told: [guest]}
  silent: {done: 2026-01-15}
  ahead: {done: 2026-02-01}
  late: {due: 2026-01-14}
roles: {head: {}}
""",
    )
    whole = facts(result, "organisation")
    assert whole.untold_actions == ["silent"] and whole.open_actions == ["ahead", "late"]
    assert whole.overdue_actions == ["late"]
    assert whole.actions[0].about == "queue" and whole.actions[0].closed

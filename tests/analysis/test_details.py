"""Small maps, each for one sentence of what is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxaudit.run.audit import audit


@pytest.fixture
def facts(tmp_path: Path) -> Any:
    """The facts of a judge for a map given as text."""

    def of(text: str, judge: str = "request") -> list[Any]:
        (tmp_path / "map.yaml").write_text("process: P\nowner: boss\n" + text)
        analysis = audit([str(tmp_path / "map.yaml")], rules={}).analyses[0]
        assert analysis.study is not None, [p.says for p in analysis.problems]
        return analysis.all(judge)

    return of


def test_shares_of_routed_flows_are_those_of_the_types(facts: Any) -> None:
    text = """requests: {a: {share: 70%}, b: {share: 30%}}
steps:
  ask: {by: x, takes: 1m, next: {a: one, b: two}}
  one: {by: x, takes: 1m, end: done}
  two: {by: x, takes: 1m, end: done}
"""
    flows = {f.target: f for f in facts(text, "flow") if f.source == "ask"}
    assert (flows["one"].share, flows["two"].share) == pytest.approx((0.7, 0.3))
    assert "share" not in flows["one"].basis
    assert "expected" not in facts(text)[0].basis


def test_most_hand_offs_grow_with_a_loop_round_a_block(facts: Any) -> None:
    straight = """steps:
  d: {by: chef, next: [t, q]}
  t: {by: chef, next: j}
  q: {by: clerk, next: j}
  j: {by: chef, next: k}
  k: {by: baker}
"""
    looped = straight.replace("next: k", "next: {yes: k, no: d}")
    assert facts(straight)[0].hand_offs_most == 3
    assert facts(looped)[0].hand_offs_most >= 3


def test_a_timeout_spends_its_own_time(facts: Any) -> None:
    text = """steps:
  a: {by: clerk, takes: 1h, waits: 1h, if-late: {after: 1h to 3h, next: c, share: 50%}}
  b: {by: clerk, takes: 1h}
  c: {by: clerk, takes: 30m}
"""
    request = facts(text)[0]
    assert request.time_low <= request.time <= request.time_high
    assert request.time == pytest.approx(0.5 * (120 + 60) + 0.5 * 120 + 30)
    assert request.fastest == 210, "the fewest figures never take a timeout"


def test_an_outside_party_s_yes_is_a_meeting_and_no_sign_off(facts: Any) -> None:
    text = """customers: [buyer]
steps:
  agree: {sign-off: [manager, buyer], takes: 1h}
"""
    gate = facts(text, "sign_off")[0]
    assert (gate.weight, gate.approvers) == (1, ["manager"])
    assert [m.party for m in facts(text, "touch_point")] == ["buyer"]


def test_some_of_the_branches_route_by_type(facts: Any) -> None:
    text = """requests: {a1: {}, b1: {}}
steps:
  y: {by: x, takes: 1m, split: some, next: {a1 80%: a, b1: b}}
  a: {sign-off: m, takes: 1m, next: z}
  b: {sign-off: n, takes: 1m, next: z}
  z: {by: x, takes: 1m}
"""
    assert [request.worst for request in facts(text)] == [1, 1]


def test_an_end_belongs_to_no_stage(facts: Any) -> None:
    text = """stages: {One: {from: a, by: desk}, Two: {from: b, by: shop}}
steps:
  a: {takes: 1m, next: z}
  b: {takes: 1m}
  z: {end: done}
"""
    steps = {step.id: step for step in facts(text, "step")}
    assert (steps["a"].performer, steps["b"].performer) == ("desk", "shop")
    assert (steps["z"].performer, steps["z"].stage) == (None, None)


def test_deep_blocks_and_long_runs_of_sign_offs_end(facts: Any) -> None:
    deep = "steps:\n" + "".join(
        f"  o{i}: {{by: a, takes: 1m, next: [{f'o{i + 1}' if i < 199 else 'x'}, b{i}]}}\n"
        for i in range(200)
    )
    deep += "  x: {by: a, takes: 1m, next: j}\n" + "".join(
        f"  b{i}: {{by: b, takes: 1m, next: j}}\n" for i in range(200)
    )
    assert facts(deep + "  j: {by: a, takes: 1m}\n")[0].time == 202
    gates = "".join(f"  s{i}: {{sign-off: r{i}, takes: 1h}}\n" for i in range(400))
    assert facts("steps:\n" + gates)[0].worst == 400


def test_every_time_out_of_a_block_is_bounded_by_its_longest_branch(facts: Any) -> None:
    text = """customers: [customer]
steps:
  m: {by: x, with: customer via phone, takes: 5m}
  s: {by: x, takes: 1m, next: [a, b]}
  a: {by: y, takes: 3h, next: j}
  b: {by: z, takes: 1h, next: j}
  j: {by: x, with: customer via phone, takes: 1m}
"""
    exposure = {step.id: step.exposure for step in facts(text, "step")}
    assert (exposure["a"], exposure["b"]) == (180, 0)
    assert sum(exposure.values()) <= facts(text)[0].time


def test_where_a_case_only_passes_nobody_is_missed(facts: Any) -> None:
    text = """steps:
  approved-already: {by: nobody, next: {"yes": pay, "no": end refused}}
  ask-the-customer: {next: pay}
  pay: {by: nobody, takes: 5m, end: paid}
"""
    steps = {f.id: f for f in facts(text, "step")}
    passed = steps["approved-already"]
    assert passed.kind == "decision" and passed.performer is None
    assert not passed.needs_performer and not passed.is_sign_off
    assert steps["ask-the-customer"].needs_performer
    assert steps["pay"].needs_performer, "five minutes of work are somebody's"


def test_which_way_goes_back_does_not_hang_on_the_order_of_the_file(facts: Any) -> None:
    """Cases begin at "ask", which stands behind what follows it."""
    ask = "  ask: {with: guest via phone, takes: 5m, next: look}\n"
    look = "  look: {takes: 5m, next: {done 20%: sign, again 80%: look}}\n"
    sign = "  sign: {sign-off: chief, takes: 5m, else: ask, next: send}\n"
    send = "  send: {takes: 5m, next: end sent}\n"
    head = "customers: [guest]\nrequests: {all: {starts: ask}}\nsteps:\n"
    found = []
    for order in (ask + look + sign + send, sign + look + ask + send):
        steps = {s.id: s for s in facts(head + order, "step")}
        found.append([set(steps[name].repeats) for name in ("look", "sign")])
    assert found == [[set(), {"ask", "look", "sign"}]] * 2

"""Touch-points, what is asked twice, being passed around, and creep, on maps of a few lines."""

from __future__ import annotations

import datetime
import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from cxaudit.language.read import read_text
from cxaudit.run.audit import audit

DAY = datetime.date(2026, 1, 15)
HOUSE = """organisation: House
parties: {guest: {kind: user}}
units: {office: {roles: [desk, clerk]}}
roles: {chief: {level: 1}, desk: {level: 3}, clerk: {level: 3}}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Any:
    """The facts of a judge for a map and, where given, its organisation, scenario, earlier version."""

    def of(
        text: str,
        judge: str = "request",
        organisation: str = "",
        scenario: str = "",
        before: str = "",
    ) -> list[Any]:
        (tmp_path / "cxaudit.yaml").write_text("")
        (tmp_path / "map.yaml").write_text("process: P\nowner: chief\n" + text)
        if organisation:
            (tmp_path / "organisation.yaml").write_text(HOUSE + organisation)
        if scenario:
            (tmp_path / "scenario.yaml").write_text(scenario)
        earlier = [read_text("process: P\n" + before, "map.yaml")] if before else []
        result = audit([str(tmp_path)], rules={}, as_of=DAY, before=earlier)
        analysis = result.analyses[0]
        assert analysis.study is not None, [p.says for p in analysis.problems]
        assert not result.crashes
        return analysis.all(judge)

    return of


def meeting(facts: Any, step: str, **given: str) -> Any:
    """The facts of the first touch-point of a map with one step."""
    text = f"steps:\n  meet-guest: {{by: desk, with: guest via phone, {step}}}\n"
    return facts(text, "touch_point", **given)[0]


# What a moment lacks


@pytest.mark.parametrize(
    ("step", "lacks"),
    [
        ("by: desk", ["standard", "measure", "recovery"]),
        ("standard: within 5 minutes, measure: calls", ["performer", "recovery"]),
        ("by: desk, standard: s, measure: m, if-wrong: next-step", []),
        ("by: desk, standard: s, measure: m, if-wrong: {does: Put it right}", []),
        ("by: guest", ["standard", "measure", "recovery"]),
        ("call: other-map", ["standard", "measure", "recovery"]),
        ("sign-off: chief, promise: 1d, if-wrong: next-step", ["standard", "measure"]),
    ],
)
def test_what_a_meeting_lacks(facts: Any, step: str, lacks: list[str]) -> None:
    text = f"steps:\n  meet-guest: {{with: guest via phone, {step}}}\n  next-step: {{by: desk}}\n"
    assert facts(text, "touch_point")[0].lacks == lacks


def test_a_step_with_two_parties_is_told_once(facts: Any) -> None:
    text = """steps:
  meet-both: {by: desk, with: [guest via phone, bank via letter]}
  meet-bank: {by: desk, with: bank via letter, end: done}
  never: {by: desk, with: broker via phone}
"""
    found = facts(text, "touch_point")
    assert [(f.party, f.first_at_step, f.first_of_party) for f in found] == [
        ("guest", True, True),
        ("bank", False, True),
        ("bank", True, False),
        ("broker", True, False),
    ]


# Belief, memory, measures


@pytest.mark.parametrize(
    ("step", "worst", "axis", "gap", "at", "pair"),
    [
        ("takes: 1m", None, "", None, "", (None, None)),
        ("impact: {customer: 1}", 1, "customer", None, "", (None, None)),
        ("impact: {customer: 1, perception: -2}", -2, "perception", None, "", (None, None)),
        ("remembered: {customer: -2}", None, "", None, "", (None, None)),
        ("impact: {customer: 1}, remembered: {perception: -2}", 1, "customer", None, "", (None, None)),
        (
            "impact: {customer: 1, perception: 0}, remembered: {customer: 0, perception: 2}",
            0, "perception", 2, "perception", (0, 2),
        ),
        ("impact: {relationship: 0}, remembered: {relationship: 0}", 0, "relationship", 0,
         "relationship", (0, 0)),
    ],
)  # fmt: skip
def test_impact_and_memory(
    facts: Any, step: str, worst: int, axis: str, gap: int, at: str, pair: tuple[int, int]
) -> None:
    found = meeting(facts, step)
    assert (found.worst_impact, found.worst_axis) == (worst, axis)
    assert (found.perception_gap, found.gap_axis) == (gap, at)
    assert (found.gap_believed, found.gap_remembered) == pair


@pytest.mark.parametrize(
    ("measure", "behind"),
    [
        ("{kind: time, target: 1d, now: 3d}", True),
        ("{kind: time, target: 3d, now: 1d}", False),
        ("{kind: customer, target: 90%, now: 70%}", True),
        ("{kind: customer, target: 90%}", False),
        ("{kind: customer, target: most of them, now: some}", False),
        ("", False),
    ],
)
def test_measures_behind_their_target(facts: Any, measure: str, behind: bool) -> None:
    text = f"measures: {{speed: {measure or '{}'}}}\n"
    text += "steps:\n  meet: {by: x, with: guest, measure: speed}\n"
    assert facts(text, "touch_point")[0].behind == (["speed"] if behind else [])


@pytest.mark.parametrize(
    ("action", "acted"),
    [
        ("about: meet-guest", True),
        ("about: Meet guest", True),
        ("about: map/meet-guest", True),
        ("about: other/meet-guest", False),
        ("about: greet-guest", False),
        ("by: desk", False),
        ("about: meet-guest, done: 2025-12-01", False),
        ("about: meet-guest, done: 2026-12-01", True),
        ("about: meet-guest, due: 2025-12-01", True),
    ],
)
def test_open_actions_about_a_step(facts: Any, action: str, acted: bool) -> None:
    found = meeting(facts, "takes: 1m", organisation=f"actions: {{shorten: {{{action}}}}}")
    assert found.acted_on is acted


def test_an_action_may_name_the_label(facts: Any) -> None:
    about = 'actions: {shorten: {about: "Ring the guest"}}'
    assert meeting(facts, "does: Ring the guest", organisation=about).acted_on
    assert not meeting(facts, "does: Ring them", organisation=about).acted_on


@pytest.mark.parametrize(
    ("edit", "acted"),
    [
        ("change: {meet-guest: {takes: 5m}}", True),
        ("drop: meet-guest", True),
        ("route: {at: meet-guest, any: last}", True),
        ("add: {meet-later: {by: desk}}", False),
        ("change: {last: {takes: 5m}}", False),
    ],
)
def test_scenarios_that_touch_a_step(facts: Any, edit: str, acted: bool) -> None:
    text = "steps:\n  meet-guest: {by: desk, with: guest via phone}\n  last: {by: desk}\n"
    found = facts(text, "touch_point", scenario=f"whatif: S\nof: map\nedits:\n  - {edit}\n")
    assert found[0].acted_on is acted


def test_a_scenario_of_another_map_and_a_change_without_its_scenario_act_on_nothing(
    facts: Any,
) -> None:
    elsewhere = "whatif: S\nof: other\nedits: [{drop: meet-guest}]\n"
    change = "changes: {faster: {sponsors: chief, scenario: faster}}"
    assert not meeting(facts, "takes: 1m", scenario=elsewhere, organisation=change).acted_on


# Asked twice

ASKING = """steps:
  one: {by: a, with: guest via phone, asks: [Tax ID, size], next: NEXT}
  two: {by: b, with: PARTY via phone, asks: ASKS, next: end}
  three: {by: c, with: guest via phone, asks: [tax-id], next: end}
"""


@pytest.mark.parametrize(
    ("onward", "party", "asks", "expected"),
    [
        ("two", "guest", "[tax_id, colour]", [["Tax ID", "one", "two"]]),
        ("two", "guest", "[size, tax id]", [["size", "one", "two"], ["Tax ID", "one", "two"]]),
        ("two", "bank", "[tax id]", []),
        ("two", "guest", "[colour]", []),
        ("{x: two, y: three}", "guest", "[tax id]",
         [["Tax ID", "one", "two"], ["Tax ID", "one", "three"]]),
        ("[two, three]", "guest", "[tax id, tax id]",
         [["Tax ID", "one", "two"], ["Tax ID", "one", "three"], ["tax id", "two", "three"]]),
    ],
)  # fmt: skip
def test_asked_twice(facts: Any, onward: str, party: str, asks: str, expected: list[Any]) -> None:
    text = ASKING.replace("NEXT", onward).replace("PARTY", party).replace("ASKS", asks)
    found = facts(text)[0]
    assert sorted(found.asked_twice) == sorted(expected)
    steps = dict.fromkeys(s for s in ("one", "two", "three") if any(s in p[1:] for p in expected))
    assert found.asked_twice_path == list(steps)
    assert len(found.asked_again) == len({item.lower() for item, *_ in expected})


def test_two_ways_of_a_choice_ask_twice_only_where_a_loop_joins_them(facts: Any) -> None:
    text = """steps:
  choose: {by: a, next: {x: one, y: two}}
  one: {by: a, with: guest via phone, asks: [size], next: NEXT}
  two: {by: b, with: guest via phone, asks: [size], next: end}
"""
    assert facts(text.replace("NEXT", "end"))[0].asked_twice == []
    looped = facts(text.replace("NEXT", "{good: end, again: choose}"))[0]
    assert looped.asked_twice == [["size", "one", "two"]]


def test_a_meeting_that_comes_round_again_is_one_meeting(facts: Any) -> None:
    text = "steps:\n  one: {by: a, with: guest via phone, asks: [size], next: {ok: end, no: one}}\n"
    assert facts(text)[0].asked_twice == []


# Passed around


def line(*performers: str, channels: str = "") -> str:
    """A map in which the guest meets performers one after the other; `-` names nobody."""
    via = channels.split() or ["phone"] * len(performers)
    text = "customers: [guest]\nsteps:\n"
    for number, (who, how) in enumerate(zip(performers, via, strict=True)):
        by = "" if who == "-" else f"by: {who}, "
        met = "guest" if how == "-" else f"guest via {how}"
        text += f"  s{number}: {{{by}with: {met}}}\n"
    return text


@pytest.mark.parametrize(
    ("performers", "changes", "path"),
    [
        ("a a a", 0, []),
        ("a b c d", 3, ["s0", "s1", "s2", "s3"]),
        ("a a b b", 1, ["s1", "s2"]),
        ("a guest b", 1, ["s0", "s2"]),
        ("a - b", 1, ["s0", "s2"]),
        ("a - a", 0, []),
        ("guest a guest", 0, []),
        ("a b a b", 3, ["s0", "s1", "s2", "s3"]),
    ],
)
def test_changes_of_performer(facts: Any, performers: str, changes: int, path: list[str]) -> None:
    found = facts(line(*performers.split()))[0]
    assert (found.passed_around, found.passed_path) == (changes, path)
    assert found.channel_switches == 0


def test_changes_of_channel_want_two_named_channels(facts: Any) -> None:
    found = facts(line("a", "a", "a", "a", channels="phone email - letter"))[0]
    assert (found.channel_switches, found.passed_path) == (1, ["s0", "s1"])
    text = line("a", "a", channels="phone Phone").replace("via phone", "via phone or email")
    assert facts(text)[0].channel_switches == 0


def test_backstage_steps_and_other_parties_lie_between(facts: Any) -> None:
    text = """customers: [guest]
steps:
  a: {by: one, with: guest via phone}
  b: {by: two}
  c: {by: three, with: bank via phone}
  d: {by: four, with: guest via phone}
"""
    assert facts(text)[0].passed_around == 1


def test_the_longest_walk_is_that_of_all_paths(facts: Any, tmp_path: Path) -> None:
    """Against an enumeration of all paths, on random maps without loops."""
    dice = random.Random(7)
    for _ in range(25):
        size = 7
        ways = {
            n: sorted(dice.sample(range(n + 1, size), min(2, size - n - 1))) for n in range(size)
        }
        who = {n: dice.choice(["a", "b", "c", "guest", ""]) for n in range(size)}
        lines = ["customers: [guest]", "steps:"]
        for n in range(size):
            by = f"by: {who[n]}, " if who[n] else ""
            onward = ", ".join(f"w{m}: s{m}" for m in ways[n])
            lines.append(
                f"  s{n}: {{{by}with: guest via phone, next: {f'{{{onward}}}' if onward else 'end'}}}"
            )
        most = 0
        stack = [(0,)]
        while stack:
            path = stack.pop()
            ours = [who[n] for n in path if who[n] not in ("", "guest")]
            most = max(most, sum(x != y for x, y in itertools.pairwise(ours)))
            stack += [(*path, m) for m in ways[path[-1]]]
        assert facts("\n".join(lines) + "\n")[0].passed_around == most


@pytest.mark.parametrize(
    ("party", "performers", "share"),
    [
        ("{}", "a b", None),
        ("{contact: a}", "a b", 0.5),
        ("{contact: a}", "a b guest", 0.5),
        ("{contact: a}", "b c -", 0.0),
        ("{contact: a}", "guest", None),
        ("{contact: team}", "a b c c", 0.5),
    ],
)
def test_the_share_of_the_named_contact(
    facts: Any, party: str, performers: str, share: float
) -> None:
    text = f"parties: {{guest: {party}}}\nunits: {{team: {{roles: [a, b]}}}}\n"
    assert facts(text + line(*performers.split()))[0].contact_share == share


# Budgets and creep


def test_a_budget_of_a_type_completes_that_of_the_map(facts: Any) -> None:
    text = """budget: {worst: 3, expected: 2, least: 1}
requests: {easy: {budget: {worst: 1}, starts: meet, allow: {SO201: pilot}}, hard: {volume: 4/d}}
steps:
  meet: {by: desk, with: guest via phone}
""".replace("{volume: 4/d}", "{}")
    easy, hard = facts(text)
    assert (easy.budget_worst, easy.budget_expected, easy.budget_least) == (1, 2, 1)
    assert (hard.budget_worst, easy.starts, hard.starts) == (3, "meet", None)
    assert easy.allow == ["SO201"]


GATE = "{sign-off: boss, checks: x, rejects: 20%, else: work}"
HELD = "{sign-off: boss, because: act 7, checks: x, rejects: 20%, else: work}"


def gates(**steps: str) -> str:
    """A map whose sign-offs stand between one step of work and the end."""
    return "steps:\n  work: {by: desk, with: guest via phone}\n" + "".join(
        f"  {key}: {step}\n" for key, step in steps.items()
    )


@pytest.mark.parametrize(
    ("now", "before", "crept", "held"),
    [
        ({"a": GATE}, {"a": GATE}, [], []),
        ({"a": GATE}, {"a": GATE, "b": GATE}, [], []),
        ({"a": GATE, "b": GATE}, {"a": GATE}, ["worst", "least", "expected"], []),
        ({"a": GATE, "b": HELD}, {"a": GATE}, [], ["b"]),
        ({"a": HELD}, {"a": GATE}, [], ["a"]),
        ({"a": HELD, "b": GATE}, {"a": GATE}, ["worst", "least", "expected"], ["a"]),
        ({"a": GATE, "b": HELD, "c": GATE}, {"a": GATE}, ["worst", "least", "expected"], ["b"]),
        ({"a": GATE.replace("20%", "30%")}, {"a": GATE}, ["expected"], []),
        (
            {"a": GATE.replace("boss", "[boss, chief]")},
            {"a": GATE},
            ["worst", "least", "expected"],
            [],
        ),
        ({"a": HELD.replace("boss", "[boss, chief]")}, {"a": GATE}, [], ["a"]),
    ],
)
def test_creep_beside_an_earlier_version(
    facts: Any, now: dict[str, str], before: dict[str, str], crept: list[str], held: list[str]
) -> None:
    found = facts(gates(**now), before=gates(**before))[0]
    assert (found.crept, found.newly_held, found.over_budget) == (crept, held, [])
    assert found.base_worst == len(before)


def test_creep_is_unknown_without_history_and_budget(facts: Any) -> None:
    assert facts(gates(a=GATE))[0].crept is None


def test_a_type_that_the_earlier_version_had_not_is_compared_with_nothing(facts: Any) -> None:
    found = facts("requests: {new: {}}\n" + gates(a=GATE), before=gates())[0]
    assert found.crept is None and found.base_worst is None


def test_an_earlier_version_that_calls_a_map_out_of_view_is_unknown(facts: Any) -> None:
    called = "{call: somewhere-else}"
    found = facts(gates(a=GATE, b=called), before=gates(b=called))[0]
    assert found.base_worst is None and found.crept is None


@pytest.mark.parametrize(
    ("budget", "crept"),
    [
        ("{worst: 2, expected: 3}", []),
        ("{worst: 1}", ["worst"]),
        ("{worst: 2, expected: 2}", ["expected"]),
        ("{least: 1}", ["least"]),
    ],
)
def test_a_budget_wants_no_history(facts: Any, budget: str, crept: list[str]) -> None:
    found = facts(f"budget: {budget}\n" + gates(a=GATE, b=HELD))[0]
    assert found.crept == found.over_budget == crept


def test_what_is_newly_held_may_exceed_the_budget(facts: Any) -> None:
    text = "budget: {worst: 1}\n" + gates(a=GATE, b=HELD)
    assert facts(text, before=gates(a=GATE))[0].over_budget == []


# What the front line is given


@pytest.mark.parametrize(
    ("roles", "by", "missing"),
    [
        ("{clerk: {skills: [typing]}}", "clerk", ["visa rules"]),
        ("{clerk: {skills: [Visa_Rules, typing]}}", "clerk", []),
        ("{clerk: {}, chief: {skills: [typing]}}", "clerk", ["visa rules"]),
        ("{clerk: {}}", "clerk", None),
        ("{chief: {skills: [typing]}}", "clerk", None),
        ("{chief: {skills: [typing]}}", "guest", None),
    ],
)
def test_missing_skills(facts: Any, roles: str, by: str, missing: list[str] | None) -> None:
    text = f"roles: {roles}\nsteps:\n  help: {{by: {by}, needs-skill: [visa rules]}}\n"
    text += "  rest: {by: x}\n"
    found = facts(text, "step")
    assert [f.skills_missing for f in found] == [missing, None]


def test_instruction_lines_are_those_of_script_and_note(facts: Any) -> None:
    text = """steps:
  talk:
    by: desk
    script: page 4
    note: |
      greet

      ask the name
      smile
  quiet: {by: desk}
"""
    assert [f.instruction_lines for f in facts(text, "step")] == [4, 0]


def test_a_step_without_a_standard_has_none_to_observe(facts: Any) -> None:
    text = (
        'steps:\n  a: {by: x, standard: timely}\n  b: {by: x}\n  c: {by: x, standard: "in 2 h"}\n'
    )
    assert [f.standard_observable for f in facts(text, "step")] == [False, None, True]

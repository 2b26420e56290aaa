"""How maps are drawn: fragments, label styles, splits and joins, the order of work, ages, clones."""

from __future__ import annotations

import datetime
import random
import time

import networkx as nx
import pytest

from cxaudit.analysis.analysis import Analysis, analysed
from cxaudit.analysis.estate.clones import clone_facts
from cxaudit.analysis.estate.phases import in_order, phases_of
from cxaudit.analysis.facts.base import value_of
from cxaudit.analysis.facts.clone import CloneFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.fragments import longest_fragment
from cxaudit.analysis.months import last_day_of, months_between, months_of
from cxaudit.analysis.study import Study, study
from cxaudit.analysis.view import View
from cxaudit.analysis.ways import END, Way, Ways
from cxaudit.infer.label_style import label_style
from cxaudit.language.read import read_text

DAY = datetime.date(2026, 1, 15)


def studied(text: str, name: str = "map") -> Study:
    document = read_text(text, f"{name}.yaml")
    assert document.readable, [problem.says for problem in document.problems]
    return study(document, name)


def facts(text: str, **view: object) -> Analysis:
    return analysed(studied(text), [], View(DAY, **view))  # type: ignore[arg-type]


def steps(text: str) -> dict[str, StepFacts]:
    return {step.id: step for step in facts(text).all("step")}


# -- fragments ------------------------------------------------------------------------------------


def ways_to(targets: list[set[int]]) -> list[Ways]:
    return [Ways(ways=[Way(i, to) for to in sorted(own)]) for i, own in enumerate(targets)]


def longest_by_trying(targets: list[set[int]], most: int) -> int:
    """The length of the longest stretch with one way in and one way out, by trying every two points:
    steps (0, 1, ...) and flows (pairs of them)."""
    graph: nx.DiGraph[object] = nx.DiGraph([("in", (-2, 0)), ((-2, 0), 0)])
    for step, own in enumerate(targets):
        for to in own:
            graph.add_edges_from([(step, (step, to)), ((step, to), "out" if to == END else to)])
    live = nx.descendants(graph, "in") & (nx.ancestors(graph, "out") if "out" in graph else set())
    closed = graph.subgraph(live | {"in", "out"})
    best = 0
    for first in live:
        for last in live - {first}:
            inside, stack = {first, last}, [first]
            while stack:
                fresh = [to for to in closed.successors(stack.pop()) if to not in inside]
                inside.update(fresh)
                stack += fresh
            sound = "out" not in inside - {last} and nx.has_path(
                closed.subgraph(inside), first, last
            )
            for one, other in closed.edges:
                enters = other in inside and one not in inside and other != first
                leaves = one in inside and other not in inside and one != last
                turns = {one, other} <= inside and (other == first) != (one == last)
                sound = sound and not enters and not leaves and not turns
            length = sum(isinstance(point, int) for point in inside)
            begins = first[1] if isinstance(first, tuple) else first
            ends = last[0] if isinstance(last, tuple) else last
            if sound and begins != ends and length <= most:
                best = max(best, length)
    return best


@pytest.mark.parametrize("seed", range(300))
def test_the_longest_fragment_is_what_trying_every_two_steps_finds(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(2, 10)
    targets: list[set[int]] = []
    for step in range(size):
        own = {step + 1} if chance.random() < 0.85 and step + 1 < size else set[int]()
        own |= {chance.randrange(size)} if chance.random() < 0.35 else set()
        own |= {END} if chance.random() < 0.1 or not own else set()
        targets.append(own)
    most = chance.randint(2, size)
    found = longest_fragment(ways_to(targets), [0], most)
    assert len(found) == longest_by_trying(targets, most)


def test_a_fragment_names_its_first_and_last_step_and_avoids_what_jumps_into_it() -> None:
    # 0 → 1 → {2, 3} → 4 → 5 → 6 → end, and 5 sends back to 4: 1 to 4 is no fragment, 1 to 5 is.
    targets = [{1}, {2, 3}, {4}, {4}, {5}, {6, 4}, {END}]
    assert longest_fragment(ways_to(targets), [0], 5) == [1, 2, 3, 4, 5]
    assert longest_fragment(ways_to(targets), [0], 4) == [0, 1]


def test_a_chain_of_a_hundred_thousand_steps_costs_seconds_at_most() -> None:
    size = 100_000
    ways = ways_to([{step + 1} for step in range(size - 1)] + [{END}])
    begun = time.perf_counter()
    assert len(longest_fragment(ways, [0], size // 2)) == size // 2
    assert time.perf_counter() - begun < 20


def test_only_maps_above_fifty_steps_have_a_fragment() -> None:
    chain = "process: P\nsteps:\n" + "".join(f"  do-{i}: {{by: a}}\n" for i in range(60))
    whole = facts(chain).one("map")
    assert len(whole.fragment) == 30 and whole.fragment[0] == "do-0"
    assert facts(chain.split("  do-50:")[0]).one("map").fragment == []


# -- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Invoice approval", "noun"),
        ("Order confirmation", "noun"),
        ("Approval of the invoice", "noun"),
        ("Final approval by the manager", "noun"),
        ("Payment processing", "noun"),
        ("Goods inspection", "noun"),
        ("Evaluation", "single-word"),
        ("Check", "single-word"),
        ("Check the form", "verb-object"),
        ("ReserveSeats", "verb-object"),
        ("Clerk checks the form", "verb-object"),
        ("Nurse weighs the animal", "verb-object"),
        ("Request approval", "verb-object"),
        ("Finance the purchase", None),
        ("Price request", None),
        ("Expedite delivery", None),
        ("Customers order", None),
        ("Is the order complete?", None),
        ("Unnamed user task", None),
        ("承認", None),
    ],
)
def test_the_style_of_english_labels(text: str, style: str | None) -> None:
    assert label_style(text, "en") == style


@pytest.mark.parametrize(
    ("text", "language", "style"),
    [
        ("Rechnung prüfen", "de", "verb-object"),
        ("Prüfung der Rechnung", "de", "noun"),
        ("Prüfung der Unterlagen veranlassen", "de", "verb-object"),
        ("Valider la commande", "fr", "verb-object"),
        ("Validation de la commande", "fr", "noun"),
        ("Aprobación del pedido", "es", "noun"),
        ("Aprovação do pedido", "pt", "noun"),
        ("Invoice approval", "nl", None),
    ],
)
def test_the_style_of_labels_in_other_languages(
    text: str, language: str, style: str | None
) -> None:
    assert label_style(text, language) == style


def test_only_labels_of_work_have_a_style() -> None:
    found = steps("""
process: P
steps:
  take-order: {by: desk, next: ask}
  ask: {does: Availability, next: {yes: rest, no: gone}}
  rest: {waits: 1d}
  other-map: {call: x}
  approval: {sign-off: boss, end: done, if-wrong: {by: desk}}
  gone: {end: lost}
""")
    assert {step: one.label_style for step, one in found.items()} == {
        "take-order": "verb-object",
        "ask": None,
        "rest": None,
        "other-map": None,
        "approval": "single-word",
        "approval/if-wrong": None,
        "gone": None,
    }


# -- splits and joins -----------------------------------------------------------------------------


def mismatches(text: str) -> dict[str, tuple[str | None, list[str]]]:
    return {
        step.id: (step.mismatch, step.mismatch_path)
        for step in facts(text).all("step")
        if step.mismatch
    }


def test_two_of_three_branches_that_meet_before_the_join_run_twice() -> None:
    text = """
process: P
steps:
  open: {by: a, next: [b, c, d]}
  b: {by: a, next: both}
  c: {by: a, next: both}
  d: {by: a, next: close}
  both: {by: a, next: close}
  close: {by: a}
"""
    assert mismatches(text) == {"open": ("runs-twice", ["open", "c", "both"])}
    stated = text.replace("both: {by: a,", "both: {by: a, join: all,")
    assert mismatches(stated) == {}, "a step that says that it waits is not done twice"


def test_a_branch_that_may_take_the_steps_of_another_runs_twice() -> None:
    assert mismatches("""
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {by: a, next: {plain: close, special: pack}}
  c: {by: a, next: pack}
  pack: {by: a, next: close}
  close: {by: a, join: all}
""") == {"open": ("runs-twice", ["open", "c", "pack"])}


@pytest.mark.parametrize(
    "text",
    [
        # a block that closes well, one inside the other, the inner one with a loop
        """
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {by: a, next: [e, f]}
  c: {by: a, takes: 1h, rejects: 5%, else: c, next: close}
  e: {by: a, next: inner}
  f: {by: a, next: inner}
  inner: {by: a, next: {good: close, again: e}}
  close: {by: a}
""",
        # branches that refuse into one step, which leaves the block
        """
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {sign-off: x, else: refuse, next: close}
  c: {sign-off: y, else: refuse, next: close}
  close: {by: a, end: done}
  refuse: {by: a, end: refused}
""",
        # branches that end apart, or in a bare end
        "process: P\nsteps:\n  open: {by: a, next: [b, c]}\n  b: {by: a, next: stop}\n"
        "  c: {by: a, next: stop}\n  stop: {end: done}\n",
        # run-on by file order: told as an open decision
        "process: P\nsteps:\n  open: {by: a, next: [b, c, d]}\n  b: {by: a}\n  c: {by: a, next: e}\n"
        "  d: {by: a, next: e}\n  e: {by: a}\n",
        # a choice whose ways meet again without a word
        "process: P\nsteps:\n  ask: {by: a, next: {yes: b, no: c}}\n"
        "  b: {by: a, next: c}\n  c: {by: a}\n",
        # the first arrival goes on
        "process: P\nsteps:\n  open: {by: a, next: [b, c]}\n  b: {by: a, next: d}\n"
        "  c: {by: a, next: d}\n  d: {by: a, join: any}\n",
        # a loop that comes back to a join: it passes at once
        "process: P\nsteps:\n  open: {by: a, next: [b, c]}\n  b: {by: a, next: d}\n"
        "  c: {by: a, next: d}\n  d: {by: a, join: all}\n  e: {by: a, next: {fine: end, again: d}}\n",
        # one or more of them
        "process: P\nsteps:\n  open: {by: a, split: some, next: {one: b, two: c}}\n"
        "  b: {by: a, next: d}\n  c: {by: a, next: d}\n  d: {by: a, join: all}\n",
    ],
)
def test_what_matches_is_left_alone(text: str) -> None:
    assert mismatches(text) == {}


def test_a_choice_joined_as_if_it_ran_side_by_side_never_continues() -> None:
    text = """
process: P
steps:
  ask: {by: a, next: {yes: b, no: c}}
  b: {by: a, next: d}
  c: {by: a, next: d}
  d: {by: a, join: all}
"""
    assert mismatches(text) == {"d": ("never-continues", ["ask", "b", "d"])}


def test_a_choice_inside_a_branch_joined_as_if_side_by_side() -> None:
    found = mismatches("""
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {by: a, next: {yes: d, no: e}}
  d: {by: a, next: f}
  e: {by: a, next: f}
  f: {by: a, join: all, next: g}
  c: {by: a, next: g}
  g: {by: a, join: all}
""")
    assert found == {"f": ("never-continues", ["b", "d", "f"])}


# -- the order of work ----------------------------------------------------------------------------

TESTS = """
process: P
steps:
  take: {{by: desk, with: customer via phone}}
  first: {{by: a, {first}}}
  second: {{by: b, {second}}}
  third: {{by: desk, with: customer via phone}}
"""


@pytest.mark.parametrize(
    ("first", "second", "cheaper"),
    [
        (
            "takes: 2h, rejects: 10%, else: end refused",
            "takes: 1h, rejects: 10%, else: end lost",
            True,
        ),
        (
            "takes: 1h, rejects: 10%, else: end refused",
            "takes: 2h, rejects: 10%, else: end lost",
            False,
        ),
        # dearer, but it ends so many more cases that it comes first
        (
            "takes: 2h, rejects: 40%, else: end refused",
            "takes: 1h, rejects: 5%, else: end lost",
            False,
        ),
        # the chances are not given: the time alone counts
        ("takes: 2h, else: end refused", "takes: 1h, rejects: 5%, else: end lost", True),
        # one sends back instead of ending
        ("takes: 2h, rejects: 10%, else: take", "takes: 1h, rejects: 10%, else: end lost", False),
        # no times
        ("rejects: 10%, else: end refused", "takes: 1h, rejects: 10%, else: end lost", False),
        # the second needs what the first gives
        (
            "gives: [measures], takes: 2h, rejects: 10%, else: end refused",
            "needs: [measures], takes: 1h, rejects: 10%, else: end lost",
            False,
        ),
        # never the same case
        (
            "for: x, takes: 2h, rejects: 10%, else: end refused",
            "for: y, takes: 1h, rejects: 10%, else: end lost",
            False,
        ),
    ],
)
def test_a_dearer_test_before_a_cheaper_one(first: str, second: str, cheaper: bool) -> None:
    text = TESTS.format(first=first, second=second)
    text = text.replace("steps:", "requests: {x: {}, y: {}}\nsteps:") if "for:" in first else text
    assert steps(text)["first"].cheaper_knock_out == ("second" if cheaper else None)


@pytest.mark.parametrize(
    ("first", "second", "independent"),
    [
        ("needs: [form], gives: [score]", "needs: [part numbers], gives: [stock]", True),
        ("needs: [form], gives: [score]", "needs: [Score]", False),
        ("needs: [form], gives: [credit score]", "needs: [score]", False),
        ("needs: [stock]", "needs: [form], gives: [stock]", False),
        ("needs: [form]", "gives: [stock]", False),
        ("sign-off: boss, needs: [form]", "needs: [part numbers]", False),
        ("needs: [form], else: end lost", "needs: [part numbers]", False),
        ("needs: [form]", "needs: [first]", False),
    ],
)
def test_neighbours_that_need_nothing_from_each_other(
    first: str, second: str, independent: bool
) -> None:
    found = steps(TESTS.format(first=first, second=second))
    assert found["first"].independent_of == ("second" if independent else None)
    assert found["second"].independent_of is None


def test_a_batch_delays_where_a_customer_waits() -> None:
    text = """
process: P
customers: [customer]
steps:
  plan: {by: a, batch: weekly plan}
  take: {by: desk, with: customer via phone}
  collect: {by: a, batch: Friday run}
  tell: {by: desk, with: customer via phone}
  file: {by: a, batch: monthly box}
"""
    found = steps(text)
    assert [one.id for one in found.values() if one.batch_delays] == ["collect"]
    timed = steps(text.replace("file: {by: a,", "file: {by: a, waits: 1d,"))
    assert timed["file"].batch_delays == bool(timed["file"].exposure)


# -- ages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ("2025-01-15", "2026-01-15", 12.0),
        ("2025-01-31", "2025-02-28", 1.0),
        ("2024-02-29", "2025-02-28", 12.0),
        ("2026-01-15", "2025-01-15", -12.0),
        ("2026-01-01", "2026-01-16", 15 / 31),
    ],
)
def test_calendar_months_are_exact(first: str, second: str, months: float) -> None:
    day = datetime.date.fromisoformat
    assert months_between(day(first), day(second)) == pytest.approx(months)


@pytest.mark.parametrize(
    ("when", "months"),
    [
        ("2026-01-01 to 2026-09-30", 9.0),
        ("2026-01 to 2027-06", 18.0),
        ("18 months", 18.0),
        ("2 years", 24.0),
        ("2026-01-01", None),
        ("2026-09-01 to 2026-01-01", None),
        ("2026-02-30 to 2026-05-01", None),
        ("next year", None),
        ("", None),
    ],
)
def test_how_long_a_change_lasts(when: str, months: float | None) -> None:
    assert months_of(when) == (pytest.approx(months) if months else None)


@pytest.mark.parametrize(
    ("when", "last"),
    [
        ("2026-01-01 to 2026-04-30", "2026-04-30"),
        ("2026-01 to 2028-02", "2028-02-29"),
        ("18 months", None),
        ("2026-09-01 to 2026-01-01", None),
        ("2026-01-01 to 2026-02-30", None),
    ],
)
def test_when_a_change_is_to_be_over(when: str, last: str | None) -> None:
    assert last_day_of(when) == (datetime.date.fromisoformat(last) if last else None)


def test_a_review_and_a_change_after_it() -> None:
    text = "process: P\nreviewed: 2025-01-15\nsteps:\n  take-order: {by: desk}\n"
    whole = facts(text).one("map")
    assert (whole.reviewed_months, whole.changed_after_review) == (12.0, None)
    later = {"map.yaml": datetime.date(2025, 3, 1)}
    assert facts(text, changed=later).one("map").changed_after_review is True
    same = {"map.yaml": datetime.date(2025, 1, 15)}
    assert facts(text, changed=same).one("map").changed_after_review is False
    assert facts(text.replace("reviewed: 2025-01-15\n", "")).one("map").reviewed_months is None


@pytest.mark.parametrize(
    ("phases", "ordered"),
    [
        (None, None),
        (["install", "realise", "repeat"], True),
        (["Prepare and train", "Roll out", "Embed and refresh"], True),
        (["realise", "install", "repeat"], False),
        (["install", "realise"], False),
        ("install, realise, repeat", True),
        ({"one": "2026-05-01", "two": "2026-01-01", "three": "2026-09-01"}, False),
        ({"one": "2026-01-01", "two": "2026-05-01", "three": "2026-09-01"}, True),
        ([{"install": "2026-01-01"}, {"realise": {"from": "2026-05-01"}}, {"repeat": None}], True),
        ([{"phase": "first steps"}, {"phase": "next steps"}, {"phase": "last steps"}], True),
    ],
)
def test_phases_in_order_in_any_wording(phases: object, ordered: bool | None) -> None:
    assert in_order(phases_of(phases)) is ordered


# -- what a step says -----------------------------------------------------------------------------


def test_every_attribute_of_a_step_is_a_fact() -> None:
    step = steps("""
process: P
requests: {x: {}, y: {}}
steps:
  before: {by: a}
  gate:
    by: clerk
    for: [x, y]
    with: customer via phone
    sign-off: [boss, director]
    checks: price
    over: 5000 EUR
    within: 1d
    escalates: chief
    rejects: {share: 10%, of: 60}
    else: before
    at-most: 2 times
    if-late: {after: 2d, next: before}
    if-wrong: {does: Call back, by: clerk}
    impact: {customer: -1, perception: 2}
    remembered: {relationship: -2}
    allow: {SO201: a law}
    note: mind the step
    next: {yes 60%: last, no: end lost}
  last: {by: a, join: all, end: done}
""")["gate"]
    names = """by with for sign_off checks over within escalates rejects rejects_of else at_most
    at_most_times if_late if_late_after if_wrong impact_customer impact_perception
    impact_relationship remembered_customer remembered_relationship allow note next end join"""
    assert {name: value_of(step, name) for name in names.split()} == {
        "by": "clerk",
        "with": ["customer"],
        "for": ["x", "y"],
        "sign_off": ["boss", "director"],
        "checks": "price",
        "over": "5000 EUR",
        "within": 480.0,
        "escalates": "chief",
        "rejects": 0.1,
        "rejects_of": 60,
        "else": "before",
        "at_most": None,
        "at_most_times": 2,
        "if_late": "before",
        "if_late_after": 960.0,
        "if_wrong": "gate/if-wrong",
        "impact_customer": -1,
        "impact_perception": 2,
        "impact_relationship": None,
        "remembered_customer": None,
        "remembered_relationship": -2,
        "allow": ["SO201"],
        "note": "mind the step",
        "next": ["last", "end lost"],
        "end": None,
        "join": None,
    }


# -- clones ---------------------------------------------------------------------------------------


def listed(name: str, *labels: str) -> Study:
    lines = "".join(f"  s{i}: {{does: {label}, by: desk}}\n" for i, label in enumerate(labels))
    return studied(f"process: {name}\nsteps:\n{lines}", name)


SHARED = ("Check the stock", "Reserve the goods", "Plan a delivery", "Print papers", "Load the van")


def shared_by(*maps: Study) -> list[CloneFacts]:
    return [one for one in clone_facts(maps) if isinstance(one, CloneFacts)]


def test_a_shared_row_of_steps_is_found_whatever_stands_around_it() -> None:
    one = listed("a", "Take an order", *SHARED, "Send the bill")
    other = listed("b", *SHARED[:4], "Load vans", "Call the customer")
    (found,) = shared_by(other, one)
    assert (found.map, found.other) == ("a", "b"), "maps in the order of their files"
    assert found.steps == ["s1", "s2", "s3", "s4", "s5"] and found.other_steps[0] == "s0"
    assert (found.first, found.last) == ("Check the stock", "Load the van")
    assert 0.9 <= found.likeness < 1


def test_what_breaks_a_row() -> None:
    turned = listed("b", *reversed(SHARED))
    assert shared_by(listed("a", *SHARED), turned) == []
    split = listed("c", *SHARED[:2], "Feed the cat", *SHARED[2:])
    assert [len(one.steps) for one in shared_by(listed("a", *SHARED), split)] == [3]
    calls = "process: {}\nsteps:\n" + "".join(f"  s{i}: {{{{call: m{i}}}}}\n" for i in range(6))
    assert shared_by(studied(calls.format("d"), "d"), studied(calls.format("e"), "e")) == []


def test_a_fragment_in_three_maps_is_told_of_each_and_the_first() -> None:
    maps = [listed(name, *SHARED, f"Ring number {name * 9}") for name in "abc"]
    assert [(one.map, one.other) for one in shared_by(*maps)] == [("a", "b"), ("a", "c")]


def test_a_row_that_follows_the_flow_and_not_the_file() -> None:
    jumping = studied(
        """
process: B
steps:
  s0: {does: Check the stock, by: desk, next: {there: s2, missing: s1}}
  s1: {does: Order the part, by: desk, next: s2}
  s2: {does: Reserve the goods, by: desk}
  s3: {does: Plan a delivery, by: desk}
  s4: {does: Print papers, by: desk}
  s5: {does: Load the van, by: desk}
""",
        "b",
    )
    (found,) = shared_by(listed("a", *SHARED), jumping)
    assert found.other_steps == ["s0", "s2", "s3", "s4", "s5"]

"""Edits of a map, one by one: what each changes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import pytest

from cxaudit.analysis.analysis import Analysis
from cxaudit.change.scenario import left_behind
from tests.change.helper import analysis_of, edited, map_of, scenario_of, tried, ways

LOAN = """process: Book loan
customers: [reader]
stages: {Ask: ask, Decide: check, Lend: hand-out}
steps:
  ask: {by: clerk, with: reader via desk, takes: 5m}
  check: {by: clerk, takes: 5m}
  approve: {sign-off: librarian, waits: 1d, rejects: 10%, else: refuse}
  hand-out: {by: clerk, with: reader via desk, takes: 5m, end: lent}
  refuse: {by: clerk, with: reader via desk, takes: 2m}
feedback:
  how-was-it: {from: reader, after: approve, unhappy: refuse}
"""


def faults(text: str, edits: str) -> list[tuple[int, int, str]]:
    """Line, column and sentence of every fault of a scenario."""
    applied = tried(map_of(text), edits)
    found = [*applied.faults, *_left(text, edits)]
    return [(f.span.line, f.span.column, f.says) for f in found]


def _left(text: str, edits: str) -> list:  # type: ignore[type-arg]
    source = map_of(text)
    applied = tried(source, edits)
    before, after = analysis_of(source), analysis_of(applied.document)
    return left_behind(applied, before.problems, after.problems)


def request(document: object, kind: str = "any") -> object:
    """The facts of one request type."""
    analysis: Analysis = analysis_of(document)  # type: ignore[arg-type]
    return next(facts for facts in analysis.all("request") if facts.id == kind)


def test_added_behind_everything_the_last_step_ends_the_case() -> None:
    found = edited(LOAN, "  - add: {post: {by: clerk, takes: 5m}}")
    assert ways(found)["refuse"] == ["end refused"] and ways(found)["post"] == ["> end"]
    assert list(found.model.steps)[-1] == "post"


def test_the_last_step_ends_as_its_words_say() -> None:
    text = "process: P\nsteps:\n  try: {by: a}\n  order-lost: {by: a}\n"
    found = edited(text, "  - add: {post: {by: a}}")
    assert ways(found)["order-lost"] == ["end lost"]


def test_added_after_a_step_it_stands_between() -> None:
    found = edited(LOAN, "  - add: {look-up: {by: clerk}, sort: {by: clerk}}\n    after: ask")
    led = ways(found)
    assert (led["ask"], led["look-up"], led["sort"]) == (["> look-up"], ["> sort"], ["> check"])


def test_added_after_a_step_that_says_where_it_goes_it_is_only_placed() -> None:
    found = edited(LOAN, "  - add: {stamp: {by: clerk}}\n    after: hand-out")
    assert ways(found)["hand-out"] == ["end lent"] and ways(found)["stamp"] == ["> refuse"]


def test_a_step_added_after_the_one_that_was_last_follows_it() -> None:
    edits = "  - add: {post: {by: a}}\n  - add: {pack: {by: a}}\n    after: b"
    led = ways(edited("process: P\nsteps: {a: {by: x}, b: {by: x}}\n", edits))
    assert led == {"a": ["> b"], "b": ["> pack"], "pack": ["end done"], "post": ["> end"]}


def test_change_replaces_the_named_keys_and_null_removes_one() -> None:
    found = edited(LOAN, "  - change: {approve: {waits: 1h, rejects: null, else: null}}")
    step = found.model.steps["approve"]
    assert step.waits.text == "1h" and step.rejects is None and step.else_ is None
    assert step.sign_off.approvers == ["librarian"]
    assert list(found.model.steps) == list(map_of(LOAN).model.steps)


def test_a_step_whose_end_is_removed_runs_on() -> None:
    found = edited(LOAN, "  - change: {hand-out: {end: null}}")
    assert ways(found)["hand-out"] == ["> refuse"]


def test_a_label_changed_by_its_other_name() -> None:
    found = edited(LOAN, "  - change: {check: {name: Look it up}}\n  - change: {ask: {name: null}}")
    assert found.model.steps["check"].does == "Look it up"


def test_what_came_in_at_a_dropped_step_goes_on_where_it_went_on() -> None:
    text = """process: P
requests: {red: {starts: b}, blue: {}}
steps:
  a: {by: x, next: {left: b, right: c}, else: b, rejects: 5%, if-late: {after: 1d, next: b}}
  d: {by: x, if-wrong: {does: Mend it, next: b}}
  b: {by: x, next: c, join: any}
  e: {by: x, if-wrong: b, next: [b, d]}
  c: {by: x}
"""
    found = edited(text, "  - drop: b")
    steps = found.model.steps
    assert ways(found)["a"] == ["c", "c"] and steps["a"].else_ == "c"
    assert steps["a"].if_late.next == "c" and steps["d"].if_wrong.next == "c"
    assert steps["e"].if_wrong.to == "c" and ways(found)["e"] == ["c", "d"]
    assert ways(found)["d"] == ["c"], "it ran on into the step that is gone"
    assert found.model.requests["red"].starts == "c" and found.model.requests["blue"].starts is None
    assert steps["c"].join == "any", "branches that met there meet where it led"


def test_what_came_in_at_a_dropped_end_ends() -> None:
    text = "process: P\nsteps:\n  a: {by: x, next: {yes: b, no: c}, else: c}\n  b: {end: done}\n"
    found = edited(text + "  c: {end: lost}\n", "  - drop: c\n  - drop: b")
    assert ways(found)["a"] == ["end done", "end lost"]
    assert found.model.steps["a"].else_ == "end lost"


def test_dropping_the_last_line_lets_the_line_before_end_the_case() -> None:
    assert ways(edited(LOAN, "  - drop: refuse"))["approve"] == ["> hand-out"]
    text = "process: P\nsteps: {a: {by: x}, b: {by: x}, c: {by: x}}\n"
    assert ways(edited(text, "  - drop: c")) == {"a": ["> b"], "b": ["> end"]}
    assert ways(edited(text, "  - drop: [a, c]")) == {"b": ["> end"]}


def test_stages_and_feedback_of_a_dropped_step_move() -> None:
    found = edited(LOAN, "  - drop: check\n  - drop: approve").model
    assert {title: stage.from_ for title, stage in found.stages.items()} == {
        "Ask": "ask",
        "Lend": "hand-out",
    }
    assert found.feedback["how-was-it"].after == ["ask"], "it is asked at the same moment"
    kept = edited(LOAN, "  - drop: check").model
    assert kept.stages["Decide"].from_ == "approve"


def test_the_unhappy_are_helped_where_a_dropped_step_led() -> None:
    moved = edited(LOAN, "  - change: {refuse: {next: ask}}\n  - drop: refuse").model
    assert moved.feedback["how-was-it"].unhappy.to == "ask"
    gone = edited(LOAN, "  - drop: refuse").model
    assert gone.feedback["how-was-it"].unhappy is None


def test_dropping_the_first_step_starts_where_it_led() -> None:
    text = "process: P\nsteps:\n  a: {by: x, next: c}\n  b: {by: x}\n  c: {by: x, next: {y: b, n: d}}\n"
    text += "  d: {by: x}\n"
    found = edited(text, "  - drop: a")
    assert list(found.model.steps) == ["c", "b", "d"]
    assert ways(found)["b"] == ["c"] and ways(found)["c"] == ["b", "d"]
    typed = edited(
        text.replace("steps:", "requests: {red: {}, blue: {starts: d}}\nsteps:"), "  - drop: a"
    )
    assert list(typed.model.steps) == ["b", "c", "d"]
    assert [r.starts for r in typed.model.requests.values()] == ["c", "d"]


def test_route_replaces_where_a_step_goes() -> None:
    text = "process: P\nrequests: {red: {}, blue: {}}\nsteps:\n"
    text += "  a: {takes: 1h, end: over}\n  b: {takes: 1h}\n"
    edits = "  - route: {at: a, Red: b, otherwise: c}\n  - add: {c: {takes: 1h}}"
    found = edited(text, edits)
    assert ways(found)["a"] == ["b", "c"] and found.model.steps["a"].end is None
    assert request(found, "red").fastest_path == ["a", "b"]  # type: ignore[attr-defined]
    assert request(found, "blue").fastest_path == ["a", "c"]  # type: ignore[attr-defined]


def test_places_lead_to_the_file_in_which_a_part_stands() -> None:
    applied = tried(map_of(LOAN), "  - change: {approve: {waits: 2d}}\n  - add: {pay: {by: clerk}}")
    document, sheet = applied.document, applied.sheet
    assert document.span(("steps", "approve"), key=True).line == 7
    assert document.span(("steps", "approve", "rejects")).line == 7
    for loc, line in ((("steps", "approve", "waits"), 4), (("steps", "pay", "by"), 5)):
        span = document.span(loc)
        assert sheet.in_scenario(span) and sheet.home(span).line == line


REFUSED = [
    ("- drop: aprove", 4, 11, "no step is called 'aprove'; did you mean 'approve'?"),
    ("- change: {chek: {by: x}}", 4, 14, "no step is called 'chek'; did you mean 'check'?"),
    ("- add: {x: {by: y}}\n    after: aks", 5, 12, "no step is called 'aks'; did you mean 'ask'?"),
    ("- add: {ask: {by: y}}", 4, 11, "there is a step called 'ask' already"),
    ("- add: {end: {by: y}}", 4, 11, "no step is called `end`"),
    ("- drop: [check, check]", 4, 19, "'check' is dropped on line 4"),
    ("- drop: check\n  - change: {check: {by: x}}", 5, 14, "'check' is dropped on line 4"),
    ("- drop: check\n  - change: {ask: {next: check}}", 5, 26, "'check' is dropped on line 4"),
    ("- change: {ask: {next: chekc}}", 4, 26, "no step is called 'chekc'; did you mean 'check'?"),
    ("- change: {ask: {next: check, end: over}}", 4, 38, "keep `end` or `next`"),
    ("- change: {hand-out: {next: ask}}", 4, 14, "(`null` takes a key away)"),
    ("- change: {ask: {for: red}}", 4, 25, "no request type is called 'red'"),
    ("- route: {at: ask, red: check}", 4, 22, "no request type is called 'red'; there are any"),
    ("- route: {at: aks, any: check}", 4, 17, "no step is called 'aks'; did you mean 'ask'?"),
    ("- add: {a/if-wrong: {by: y}}", 4, 23, "ids ending in /if-wrong belong to recoveries"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "line", "column", "says"), REFUSED)
def test_a_fault_is_told_where_it_stands(edit: str, line: int, column: int, says: str) -> None:
    (found,) = faults(LOAN, f"  {edit}")
    assert found[:2] == (line, column) and says in found[2]


def test_a_step_with_several_ways_is_not_dropped() -> None:
    text = "process: P\nsteps:\n  a: {by: x, next: {yes: b, no: c}}\n  b: {by: x}\n  c: {by: x}\n"
    ((line, column, says),) = faults(text, "  - drop: a")
    assert (line, column) == (4, 11) and "several ways (yes, no)" in says
    assert "`change: {a: {next: step}}`" in says
    assert not faults(text, "  - change: {a: {next: c}}\n  - drop: a")


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("a: {by: x}", "the only step left"),
        ("a: {by: x}\n  b: {by: x, next: b}", "leads back to itself"),
        ("b: {by: x, end: over}\n  a: {by: x}", "nothing is left"),
    ],
)
def test_what_would_leave_no_process(steps: str, says: str) -> None:
    gone = "b" if "b: " in steps else "a"
    ((_, _, told),) = faults(f"process: P\nsteps:\n  {steps}\n", f"  - drop: {gone}")
    assert says in told


def test_a_type_called_at_cannot_be_routed() -> None:
    text = "process: P\nrequests: {at: {}}\nsteps: {a: {by: x}}\n"
    ((line, _, says),) = faults(text, "  - route: {at: a, otherwise: a}")
    assert line == 4 and "a request type is called `at`" in says


def test_a_recovery_goes_with_its_step() -> None:
    text = "process: P\nsteps: {a: {by: x, if-wrong: {does: Mend it}}}\n"
    ((_, _, says),) = faults(text, "  - drop: a/if-wrong")
    assert "`change: {a: {if-wrong: null}}`" in says


def test_problems_that_the_map_had_are_not_the_scenario_s() -> None:
    text = "process: P\nsteps:\n  a: {by: x, next: nowhere}\n  b: {by: x}\n"
    assert not faults(text, "  - change: {b: {takes: 5m}}")
    assert not faults(text, "  - change: {a: {next: b}}")


def test_what_a_scenario_may_not_say_is_told_by_reading_it() -> None:
    from cxaudit.language.read import read_text

    text = "whatif: X\nof: y\nedits:\n"
    text += "  - dorp: a\n  - add: {x: {tkes: 5m, waits: 5}}\n  - change: {x: {tkaes: null}}\n"
    text += "  - {drop: a, add: {b: {}}}\n  - {drop: a, after: b}\n  - {}\n  - route: {red: a}\n"
    told = [(p.span.line, p.says) for p in read_text(text, "x.yaml").problems]
    assert [line for line, _ in told] == [4, 5, 5, 6, 7, 8, 9, 10]
    assert "did you mean 'drop'?" in told[0][1] and "did you mean 'takes'?" in told[1][1]
    assert "5 has no unit" in told[2][1] and "did you mean 'takes'?" in told[3][1]
    assert "an item of its own" in told[4][1] and "does not go with `drop`" in told[5][1]
    assert "route, add, change, drop" in told[6][1] and "say at which step" in told[7][1]


def test_the_steps_that_a_scenario_touches() -> None:
    edits = (
        "  - route: {at: a, any: b}\n  - add: {c: {}, d: {}}\n  - change: {a: {by: x}}\n  - drop: e"
    )
    assert scenario_of(edits).model.touched == ["a", "c", "d", "e"]

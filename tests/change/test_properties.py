"""Edits of random small maps: what must change nothing changes nothing, and nothing crashes."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from cxaudit.change.scenario import apply
from cxaudit.language.read import Document, read_text
from tests.change.helper import analysis_of, facts_of, map_of, scenario_of, tried, ways
from tests.conftest import THOROUGH
from tests.oracle import runs
from tests.oracle.generate import Plan, maps, maps_with_blocks

RUNS = settings(
    max_examples=150 if THOROUGH else 50, deadline=None, suppress_health_check=list(HealthCheck)
)
MAPS = st.one_of(maps(), maps_with_blocks())
NEW = {"by": "desk", "takes": "5m"}
FIGURES = (
    "worst", "least", "least_free", "unavoidable", "expected", "fastest", "time", "slowest", "silence"
)  # fmt: skip
ENDS = FIGURES.index("expected")  # unknown where a case may never come to an end
NOTHING_DONE: dict[str, Any] = dict.fromkeys(
    ("by", "with", "sign-off", "because", "waits", "else", "rejects", "for"), "null"
) | {"takes": "0m"}


def figures(document: Document, names: tuple[str, ...] = FIGURES) -> dict[str, list[Any]]:
    """The figures of every request type, times rounded."""
    found = {}
    for request in analysis_of(document).all("request"):
        values = [getattr(request, name) for name in names]
        found[request.id] = [round(v, 6) if isinstance(v, float) else v for v in values]
    return found


@RUNS
@given(MAPS)
def test_an_empty_scenario_changes_nothing(plan: Plan) -> None:
    source = map_of(plan)
    assert facts_of(tried(source, []).document) == facts_of(source)


@RUNS
@given(MAPS, st.data())
def test_dropping_what_was_just_added_is_nothing(plan: Plan, data: st.DataObject) -> None:
    source = map_of(plan)
    after = data.draw(st.sampled_from([None, *plan["steps"]]))
    add: dict[str, Any] = {"add": {"new": NEW, "newer": NEW}}
    if after is not None:
        add["after"] = after
    applied = tried(source, [add, {"drop": "newer"}, {"drop": "new"}])
    assert not applied.faults
    assert facts_of(applied.document) == facts_of(source)


@RUNS
@given(MAPS, st.data())
def test_changing_to_what_it_is_is_nothing(plan: Plan, data: st.DataObject) -> None:
    source = map_of(plan)
    edits = [{"change": {step_id: step}} for step_id, step in plan["steps"].items() if step]
    applied = tried(source, edits)
    assert not applied.faults
    assert applied.document.model == source.model
    assert facts_of(applied.document) == facts_of(source)


def dropped_or_idle(source: Document, step_id: str, names: tuple[str, ...] = FIGURES) -> None:
    """Without a step every figure is what it is when nothing is done in it."""
    without = tried(source, [{"drop": step_id}])
    assume(not without.faults)
    idle = tried(source, [{"change": {step_id: NOTHING_DONE}}])
    assert not idle.faults
    found, known = figures(without.document, names), figures(idle.document, names)
    assume(all(values[ENDS] is not None for values in (*known.values(), *found.values())))
    assert found == known


@RUNS
@given(maps(), st.data())
def test_a_dropped_step_is_like_one_in_which_nothing_is_done(
    plan: Plan, data: st.DataObject
) -> None:
    dropped_or_idle(map_of(plan), data.draw(st.sampled_from(list(plan["steps"]))))


@settings(RUNS, max_examples=40 if THOROUGH else 20)
@given(maps_with_blocks(), st.data())
def test_so_is_one_inside_a_block(plan: Plan, data: st.DataObject) -> None:
    """Unless a branch begins or ends in it, or branches meet there: then the block is another. What
    a way back to the split adds to the silence is left open by the language."""
    try:
        runs.figures(plan)
    except runs.Undefined:  # where the block ends can be read in two ways
        reject()
    source = map_of(plan)
    led = ways(source)
    step_id = data.draw(st.sampled_from(list(plan["steps"])))
    arrivals = [one for one, found in led.items() for way in found if way.split()[-1] == step_id]
    assume(len(arrivals) == 1 and not led[step_id][0].startswith(("end", "> end")))
    assume(not isinstance(plan["steps"][arrivals[0]].get("next"), list))
    dropped_or_idle(source, step_id, FIGURES[:-1])


@RUNS
@given(MAPS, st.data())
def test_a_step_put_between_is_passed(plan: Plan, data: st.DataObject) -> None:
    """An empty step between a step and its next line changes no figure."""
    source = map_of(plan)
    step_id = data.draw(st.sampled_from(list(plan["steps"])))
    added = tried(source, [{"add": {"new": {"takes": "0m"}}, "after": step_id}])
    assert not added.faults
    assert figures(added.document) == figures(source)


WORDS = st.sampled_from(["s0", "s1", "s2", "s3", "s9", "new", "end", "end lost", "red", "lost-end"])
STEPS = st.fixed_dictionaries(
    {},
    optional={
        "by": WORDS,
        "takes": st.sampled_from(["5m", "1d to 2d"]),
        "next": st.one_of(
            WORDS,
            st.lists(WORDS, min_size=1, max_size=3),
            st.dictionaries(st.sampled_from(["red", "left 20%", "right"]), WORDS, min_size=1),
        ),
        "sign-off": st.sampled_from(["boss", "no"]),
        "else": WORDS,
        "if-wrong": st.one_of(WORDS, st.fixed_dictionaries({"does": WORDS, "next": WORDS})),
        "if-late": WORDS,
        "join": st.sampled_from(["all", "any"]),
        "call": WORDS,
    },
)
EDITS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"drop": WORDS}),
        st.fixed_dictionaries(
            {"add": st.dictionaries(WORDS, STEPS, min_size=1, max_size=2)},
            optional={"after": WORDS},
        ),
        st.fixed_dictionaries({"change": st.dictionaries(WORDS, STEPS, min_size=1, max_size=2)}),
        st.builds(
            lambda at, routes: {"route": {"at": at, **routes}},
            WORDS,
            st.dictionaries(st.sampled_from(["red", "blue", "otherwise"]), WORDS, min_size=1),
        ),
    ),
    max_size=5,
)


@settings(RUNS, max_examples=300 if THOROUGH else 100)
@given(MAPS, EDITS)
def test_edits_never_crash_and_never_touch_the_map(plan: Plan, edits: list[Any]) -> None:
    source = map_of(plan)
    model, root = source.model.model_copy(deep=True), copy.deepcopy(source.root)
    applied = apply(scenario_of(edits), source)
    assert source.model == model and source.root == root
    for fault in applied.faults:
        assert fault.says and fault.span.line >= 3
    analysis_of(applied.document)


@RUNS
@given(st.text(alphabet="abd:{}[], \n-roputechangeonwl", max_size=120))
def test_any_text_is_answered(text: str) -> None:
    scenario = read_text("whatif: X\nof: map\nedits:" + text, "try.yaml")
    if scenario.readable:
        apply(scenario, map_of({"process": "P", "steps": {"a": {}, "b": {}}}))

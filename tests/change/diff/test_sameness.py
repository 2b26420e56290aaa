"""Whatever a map is: what changes nothing for anybody is no difference."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxaudit.change.diff.wording import NOTHING, sentence
from cxaudit.change.diff.worse import worse
from tests.change.diff.helper import compared
from tests.oracle.generate import Plan, maps, maps_with_blocks

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
EITHER = st.one_of(maps(), maps_with_blocks())


def plainly(plan: Plan) -> Plan:
    """The same map with every way written, so that the order of lines says nothing more."""
    steps = dict(plan["steps"])
    ids = list(steps)
    for number, (key, step) in enumerate(steps.items()):
        if "next" not in step and "end" not in step:
            onward = ids[number + 1] if number + 1 < len(ids) else "end done"
            steps[key] = {**step, "next": onward}
    return {**plan, "steps": steps}


def with_ids(value: Any, ids: dict[str, str]) -> Any:
    """A plan with other ids of steps, or of request types, also before the share of a branch."""
    if isinstance(value, dict):
        named = {key: key.partition(" ") for key in value}
        renamed = {
            key: ids.get(name, name) + gap + rest for key, (name, gap, rest) in named.items()
        }
        return {renamed[key]: with_ids(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [with_ids(item, ids) for item in value]
    return ids.get(value, value)


def same(before: Plan, after: Plan) -> None:
    change = compared(before, after)
    told = [(f.code, f.path, f.says) for f in (*change.findings.new, *change.findings.gone)]
    assert not change.differs, (sentence(change), told)
    assert sentence(change) == f"{NOTHING}." and worse(change) == []


@SLOW
@given(EITHER)
def test_a_map_is_as_it_is(plan: Plan) -> None:
    same(plan, plan)


@SLOW
@given(EITHER)
def test_ways_may_be_written_or_left_to_the_order(plan: Plan) -> None:
    change = compared(plan, plainly(plan))
    # A finding may go: some rules ask whether a way that the order alone gives is meant.
    assert not change.findings.new and not any(r.moved for r in change.requests)


@SLOW
@given(EITHER, st.data())
def test_steps_may_stand_in_any_order(plan: Plan, data: st.DataObject) -> None:
    plan = plainly(plan)
    first, *rest = plan["steps"].items()
    shuffled = data.draw(st.permutations(rest))
    same(plan, {**plan, "steps": dict([first, *shuffled])})


@SLOW
@given(EITHER, st.data())
def test_steps_may_have_other_ids(plan: Plan, data: st.DataObject) -> None:
    renamed = data.draw(st.sets(st.sampled_from(sorted(plan["steps"]))))
    labelled = {
        key: {"does": f"Do the work of {key}", **step} for key, step in plan["steps"].items()
    }
    plan = {**plan, "steps": labelled}
    same(plan, with_ids(plan, {key: f"{key}-again" for key in renamed}))


@SLOW
@given(EITHER.filter(lambda plan: plan.get("requests")), st.data())
def test_request_types_may_have_other_ids(plan: Plan, data: st.DataObject) -> None:
    renamed = data.draw(st.sets(st.sampled_from(sorted(plan["requests"]))))
    titled = {key: {"title": f"Case {key}", **spec} for key, spec in plan["requests"].items()}
    plan = {**plan, "requests": titled}
    same(plan, with_ids(plan, {key: f"{key}-again" for key in renamed}))

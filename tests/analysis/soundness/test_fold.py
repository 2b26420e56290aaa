"""Folding makes nets small and changes no verdict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.analysis.soundness.fold import fold, unfolded
from cxaudit.analysis.soundness.search import search
from cxaudit.analysis.soundness.verdict import DEAD, LACK, Verdict, judge, judge_folded
from cxaudit.bpmn.net import Options, net_of_plan
from cxaudit.language.net import Net
from tests.analysis.soundness.models import anything, blocks, nested, plan_of
from tests.analysis.soundness.play import play

SEEDS = st.integers(0, 1_000_000)


def dead(verdict: Verdict) -> set[str]:
    return {fault.at for fault in verdict.faults if fault.kind == DEAD}


def same_verdict(body: str) -> None:
    net = net_of_plan(plan_of(body))
    small, whole = judge(net), judge_folded(unfolded(net))
    if LACK in whole.kinds or LACK in small.kinds:
        # Where work is done twice the states have no end, and what else is found may differ.
        assert LACK in small.kinds and LACK in whole.kinds
    elif whole.complete:
        assert small.kinds == whole.kinds
        assert small.complete
        assert dead(small) == dead(whole)
    assert small.states <= whole.states


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_a_folded_net_has_the_verdict_of_the_whole_one(seed: int) -> None:
    same_verdict(anything(seed))


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_blocks_with_a_wrong_gateway(seed: int) -> None:
    same_verdict(blocks(seed, spoil=True))


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_sub_processes(seed: int) -> None:
    same_verdict(nested(seed))


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_blocks_that_close_what_they_open_are_sound_and_fold(seed: int) -> None:
    net = net_of_plan(plan_of(blocks(seed)))
    assert judge(net).word == "sound"
    assert len(search(fold(net)).states) <= 20


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_a_run_of_the_folded_net_is_a_run_of_the_whole_one(seed: int) -> None:
    for body in (anything(seed), nested(seed)):
        net = net_of_plan(plan_of(body))
        found = search(fold(net), budget=300)
        for state in range(0, len(found.states), 7):
            play(net, found, state)


def branches(count: int, length: int) -> Net:
    net = Net()
    start = net.place(kind="rest")
    net.start = (start,)
    opened, arrived = [], []
    for branch in range(count):
        here = net.place("split", f"{branch}.0")
        opened.append(here)
        for step in range(length):
            onward = net.place(f"{branch}.{step}", f"{branch}.{step + 1}")
            net.move(f"{branch}.{step}", (here,), (onward,))
            here = onward
        arrived.append(here)
    net.move("split", (start,), tuple(opened))
    last = net.place("join", "end")
    net.move("join", tuple(arrived), (last,))
    net.move("end", (last,), ())
    return net


@pytest.mark.parametrize(("count", "length"), [(17, 10), (60, 40)])
def test_long_branches_side_by_side_fold_to_one_move(count: int, length: int) -> None:
    net = branches(count, length)
    verdict = judge(net)
    assert (verdict.word, verdict.states) == ("sound", 2)
    assert len(fold(net).steps) == 1


def test_a_row_of_ten_thousand_steps_folds() -> None:
    assert judge(branches(1, 10_000)).states == 2


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_the_same_model_gives_the_same_answer(seed: int) -> None:
    options = Options(repeats=True, ends_once=True)
    first, second = (judge(net_of_plan(plan_of(anything(seed)), options)) for _ in range(2))
    assert first == second

"""Above 40 ranks, chains of plain steps stand as one card; what matters never does."""

from __future__ import annotations

import re

import pytest
from blueprint_scenes import card, loops, random_scene, scene

from cxaudit.report.blueprint import Card, End, Flow, Scene, Stage, narrow, wide
from cxaudit.report.blueprint.collapse import collapsed

DAY = 480.0


def _chain(count: int = 46, **special: dict[str, object]) -> Scene:
    """A long chain of plain steps; `special` describes some of them by id."""
    cards = [
        card(f"s{i}", f"Step {i}", waits=60.0, takes=60.0, **special.get(f"s{i}", {}))
        for i in range(count)
    ]
    flows = [Flow(f"s{i}", f"s{i + 1}") for i in range(count - 1)]
    flows.append(Flow(f"s{count - 1}", "done"))
    return scene(cards, flows, [End("done", "done", "good", 1.0)])


def _inside(drawn: Scene) -> list[str]:
    return [step.id for c in drawn.cards for step in c.inside]


def test_forty_ranks_stay_as_they_are() -> None:
    assert collapsed(_chain(40)) == _chain(40)


def test_a_chain_of_one_unit_is_one_card() -> None:
    less = collapsed(_chain(46, s20={"on_stage": True}))
    first, meeting, rest = less.cards
    assert (first.label, rest.label) == (
        "20 steps, 5\N{NO-BREAK SPACE}d",
        "25 steps, 6.2\N{NO-BREAK SPACE}d",
    )
    assert meeting.id == "s20"
    assert [(f.source, f.target, f.named) for f in less.flows] == [
        ("s0..s19", "s20", "s19>s20"),
        ("s20", "s21..s45", "s20>s21"),
        ("s21..s45", "done", "s45>done"),
    ]


@pytest.mark.parametrize(
    "kept",
    [
        {"on_stage": True},
        {"by_party": True},
        {"moment": True},
        {"kind": "sign-off", "approvers": 1},
        {"kind": "decision"},
        {"kind": "call"},
        {"has_finding": True},
        {"reachable": False},
    ],
)
def test_what_matters_never_collapses(kept: dict[str, object]) -> None:
    less = collapsed(_chain(46, s20=kept))
    assert "s20" in {c.id for c in less.cards}


def test_a_unit_or_a_stage_ends_a_chain() -> None:
    parted = collapsed(_chain(46, **{f"s{i}": {"unit": "Lab"} for i in range(20, 46)}))
    assert [len(c.inside) for c in parted.cards] == [20, 26]
    whole = _chain(46)
    staged = Scene(**{**_fields(whole), "stages": (Stage("Late", "s30"),)})
    assert [len(c.inside) for c in collapsed(staged).cards] == [30, 16]


def _fields(whole: Scene) -> dict[str, object]:
    return {name: getattr(whole, name) for name in whole.__dataclass_fields__}


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_no_step_is_lost_and_none_stands_twice(seed: int) -> None:
    whole = random_scene(seed)
    less = collapsed(whole, most=3)
    drawn = [c.id for c in less.cards if not c.inside] + _inside(less)
    assert sorted(drawn) == sorted(c.id for c in whole.cards)
    ends = {e.id for e in whole.ends} | {c.id for c in less.cards}
    known = {f.source for f in less.flows} | {f.target for f in less.flows}
    strays = {f.target for f in whole.flows} - {c.id for c in whole.cards} - ends
    assert known <= ends | strays


def test_time_is_the_same_collapsed() -> None:
    def total(cards: tuple[Card, ...]) -> float:
        return sum((c.waits or 0.0) + (c.takes or 0.0) for c in cards)

    whole = loops(60)
    less = collapsed(whole)
    assert len(less.cards) < len(whole.cards)
    assert total(less.cards) == total(whole.cards)
    assert set(less.fastest) <= {c.id for c in less.cards}


def test_on_a_page_the_card_opens_and_every_step_is_a_button() -> None:
    for form in (wide, narrow):
        svg = form(_chain(46, s20={"on_stage": True})).svg
        buttons = re.findall(r'<g class="n in" data-s="(s\d+)" tabindex="0" role="button"', svg)
        assert buttons == [f"s{i}" for i in range(46) if i != 20]
        assert 'class="n in"' not in form(_chain(46), opens=False).svg

"""Small pictures: well-formed whatever they are told, and true to it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cxaudit.report.pictures.calendar import Row, calendar
from cxaudit.report.pictures.coverage import Square, coverage
from cxaudit.report.pictures.gap import Pair, gap
from cxaudit.report.pictures.influence import Node, influence, ranks
from cxaudit.report.pictures.loops import Loop, loops
from cxaudit.report.pictures.phases import phases
from cxaudit.report.pictures.readiness import Dot, readiness
from cxaudit.report.pictures.spine import Level, Line, spine

AS_OF = datetime.date(2026, 11, 22)
TEXT = st.text(max_size=40)


def _tree(svg: str) -> Any:
    return etree.fromstring(svg.encode("utf-8"))


def _classed(svg: str, name: str) -> list[Any]:
    return [e for e in _tree(svg).iter() if name in (e.get("class") or "").split()]


@given(st.lists(st.builds(Dot, TEXT, st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_critical_groups_are_orange(dots: list[Dot]) -> None:
    svg = readiness(tuple(dots))
    critical = sum(d.importance * d.effect >= 16 for d in dots)
    # Each group once in the list beside the cells, and in its cell unless that is crowded.
    orange = len(_classed(svg, "gate"))
    assert critical <= orange <= 2 * critical
    assert critical == 0 or orange > critical
    assert len(_classed(svg, "hot")) == 4  # 4 x 4, 4 x 5, 5 x 4, 5 x 5


LEVELS = st.lists(
    st.builds(Level, TEXT, st.sampled_from(["sponsor", "gap", "group"])), min_size=1, max_size=5
)


@given(st.lists(st.builds(Line, TEXT, TEXT, LEVELS.map(tuple)), max_size=6))
def test_a_dashed_circle_for_each_gap(lines: list[Line]) -> None:
    svg = spine(tuple(lines))
    gaps = [level for line in lines for level in line.levels if level.state == "gap"]
    assert len(_classed(svg, "gap")) == len(gaps)


IDS = st.sampled_from("abcdef")


@given(
    st.lists(
        st.builds(Node, IDS, TEXT, TEXT, st.booleans(), st.booleans(), st.lists(IDS).map(tuple)),
        unique_by=lambda node: node.id,
        max_size=6,
    )
)
def test_influence_in_circles_is_drawn_all_the_same(nodes: list[Node]) -> None:
    svg = influence(tuple(nodes))
    assert len(_classed(svg, "unmet")) == sum(not node.met for node in nodes)
    assert set(ranks(tuple(nodes))) == {node.id for node in nodes}


def test_those_who_decide_stand_at_the_right() -> None:
    nodes = tuple(
        Node(i, i, "", True, False, s) for i, s in (("x", ("y",)), ("y", ("z",)), ("z", ()))
    )
    assert ranks(nodes) == {"x": 2, "y": 1, "z": 0}


DAYS = st.none() | st.dates(datetime.date(2020, 1, 1), AS_OF)
STATES = st.sampled_from(["done", "lapsed", "missing", "unknown"])


@given(st.lists(st.builds(Row, TEXT, TEXT, DAYS, STATES, TEXT), max_size=6))
def test_the_calendar_stays_within_its_twelve_months(rows: list[Row]) -> None:
    svg = calendar(tuple(rows), AS_OF)
    for circle in _tree(svg).iter("{*}circle"):
        assert 218 <= float(circle.get("cx")) <= 218 + 12 * 34


@given(st.lists(st.builds(Pair, TEXT, st.integers(-2, 2), st.integers(-2, 2)), max_size=8))
def test_wide_gaps_are_marked(pairs: list[Pair]) -> None:
    far = sum(abs(p.believed - p.remembered) >= 2 for p in pairs)
    assert len(_classed(gap(tuple(pairs)), "far")) == far


@given(st.lists(st.builds(Loop, TEXT, st.booleans(), st.booleans(), st.booleans()), max_size=8))
def test_open_loops_are_open(rings: list[Loop]) -> None:
    inner = [e for e in _classed(loops(tuple(rings)), "inner") if "open" in e.get("class")]
    assert len(inner) == sum(not (r.answered and r.helped) for r in rings)


@given(st.lists(st.builds(Square, TEXT, st.booleans(), st.booleans()), max_size=90))
def test_a_square_a_step(squares: list[Square]) -> None:
    svg = coverage(tuple(squares), "meetings", "our steps")
    assert len(_classed(svg, "sq")) == len(squares)
    assert len(_classed(svg, "on")) == sum(s.measured for s in squares)


@given(st.lists(TEXT, max_size=8), TEXT, TEXT)
def test_an_arrow_a_phase(names: list[str], begin: str, end: str) -> None:
    assert len(_classed(phases(tuple(names), begin, end), "arrow")) == len(names)


@pytest.mark.parametrize(
    "draw",
    [
        lambda text: readiness((Dot(text, 5, 5),)),
        lambda text: spine((Line(text, text, (Level(text, "gap"),)),)),
        lambda text: influence((Node("a", text, text, False, True, ("a",)),)),
        lambda text: calendar((Row(text, text, AS_OF, "done", text),), AS_OF),
        lambda text: gap((Pair(text, 1, -1),)),
        lambda text: loops((Loop(text, False, False, False),)),
        lambda text: phases((text,), text, text),
    ],
)
def test_texts_stay_texts(draw: Callable[[str], str]) -> None:
    svg = draw("<script>alert(1)</script> & \"x\" 'y'")
    assert not [e for e in _tree(svg).iter() if str(e.tag).endswith("script")]
    assert draw("same") == draw("same")

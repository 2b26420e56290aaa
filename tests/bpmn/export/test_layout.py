"""Drawings that need no mending: measured on the maps that ship and on maps nobody has seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cxaudit.analysis.study import study
from cxaudit.bpmn.export.draw import sheet_of
from cxaudit.bpmn.export.layout.place import lay_out
from cxaudit.bpmn.export.layout.text import label_size, wrapped
from cxaudit.language.read import read_text
from cxaudit.run.audit import audit
from cxaudit.run.stories import story_of
from tests.bpmn.export.dense import dense
from tests.bpmn.export.helper import MAPS, flaws, map_of, sheet
from tests.oracle.generate import Plan, maps, maps_with_blocks, to_yaml


def test_the_maps_that_ship_are_drawn_without_flaws(maps: Path) -> None:
    found = {}
    for estate in audit([str(maps)], rules={}).estates:
        for analysis in estate.analyses:
            assert analysis.study is not None
            paper = sheet_of(story_of(analysis.study, estate.title))
            found[analysis.document.path] = flaws(paper, lay_out(paper))
    assert len(found) > 20 and MAPS
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def _drawn_well(plan: Plan) -> None:
    document = read_text(to_yaml(plan), "try.yaml")
    if document.readable:
        paper = sheet_of(story_of(study(document, "try"), ""))
        assert flaws(paper, lay_out(paper)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(maps())
def test_any_map_is_drawn_without_flaws(plan: Plan) -> None:
    _drawn_well(plan)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(maps_with_blocks())
def test_any_map_with_blocks_is_drawn_without_flaws(plan: Plan) -> None:
    _drawn_well(plan)


@pytest.mark.parametrize("seed", range(60))
def test_dense_maps_are_drawn_without_flaws(seed: int) -> None:
    found = sheet(dense(seed))
    assert flaws(found, lay_out(found)) == []


@pytest.mark.parametrize(
    "steps",
    [
        "a: {by: x, if-late: {after: 1d, next: b}, if-wrong: b, next: c}\nb: {by: y}\nc: {by: x}",
        "a: {by: x, next: {one: b, two: b, three: b, four: b, five: a, six: end lost}}\nb: {by: y}",
        "a: {by: x, next: a}",
        "a: {by: x, with: [p1 via mail, p2 via mail, p3 via phone, p4, p5, p6 via visit]}\nb: {by: y}",
        "a: {does: Donaudampfschifffahrtsgesellschaftskapitänsmütze anprobieren lassen, by: x}\nb: {}",
    ],
)
def test_hard_ones(steps: str) -> None:
    found = sheet(map_of(steps))
    assert flaws(found, lay_out(found)) == []


def test_the_main_road_is_straight() -> None:
    found = sheet(
        map_of(
            """
            a: {by: x}
            b: {by: x, next: {rarely 5%: c, mostly 95%: d}}
            c: {by: x, next: d}
            d: {by: x}
            """
        )
    )
    boxes = lay_out(found).bounds
    middles = {boxes[key][1] + boxes[key][3] / 2 for key in ("a", "b", "Gateway_b", "d")}
    assert len(middles) == 1
    assert boxes["c"][1] > boxes["b"][1]


def test_a_loop_leads_back_above_or_below_the_steps() -> None:
    found = sheet(map_of("a: {by: x}\nb: {by: x, next: {again: a, good: c}}\nc: {by: x}"))
    drawing = lay_out(found)
    back = next(f.id for f in found.flows.values() if f.name == "again")
    heights = {y for _, y in drawing.points[back]}
    top, bottom = drawing.bounds["a"][1], drawing.bounds["a"][1] + drawing.bounds["a"][3]
    assert min(heights) < top or max(heights) > bottom


def test_texts_wrap_where_a_modeler_wraps_them() -> None:
    assert wrapped("Purchasing agent asks", 90.0) == ["Purchasing", "agent asks"]
    assert label_size("") == (0.0, 0.0)
    assert all(len(line) < 40 for line in wrapped("x" * 200, 90.0))

"""What holds of every report, on maps that nobody wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from cxaudit.analysis.analysis import analysed
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.language.read import read
from cxaudit.report.context import Context
from cxaudit.report.houses import houses_of
from cxaudit.report.lens_markdown import lens_lines
from cxaudit.report.sections.advice import at_stake
from cxaudit.report.sections.front_line import closed_alone
from cxaudit.report.sections.recovery import first_help
from cxaudit.report.sections.shoes import shoes, walks_of
from cxaudit.run.audit import Audit
from tests.oracle.generate import Plan, maps, maps_with_blocks, to_yaml

from .conftest import AS_OF

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _context(plan: Plan) -> Context | None:
    document = read(to_yaml(plan).encode(), "map.yaml")
    if not document.readable:
        return None
    trial = study(document, "map")
    return Context(analysed(trial, [], View(AS_OF)), trial, (), "m")


@MANY
@given(maps() | maps_with_blocks())
def test_a_walk_is_told_whole(plan: Plan) -> None:
    context = _context(plan)
    if context is None:
        return
    for walk in walks_of(context):
        for request in walk.requests:
            if walk.timed:
                assert sum(walk.lasts) == pytest.approx(request.fastest)
    assert lens_lines(shoes(context))


@MANY
@given(maps() | maps_with_blocks())
def test_nothing_can_save_more_than_there_is(plan: Plan) -> None:
    context = _context(plan)
    if context is None:
        return
    kinds = {r.id for r in context.requests}
    minutes, sign_offs = at_stake(context, list(context.steps), kinds)
    time, expected = context.mean("time"), context.mean("expected")
    if time is not None:
        assert minutes <= time + 1e-6
    if expected is not None:
        assert sign_offs <= expected + 1e-6
    share = closed_alone(context)
    assert share is None or -1e-9 <= share <= 1 + 1e-9


def test_branches_that_meet_in_a_fault_save_no_more_than_a_case_lasts(
    audited_text: Callable[..., Audit],
) -> None:
    """ "s3" and "s4" run on into "s6" one after the other, which waits for neither."""
    (house,) = houses_of(
        audited_text(
            "process: Once more\ncustomers: [guest]\nsteps:\n"
            "  s1: {by: a, takes: 5m, next: [s2, s7]}\n  s2: {by: a, takes: 5m, next: [s3, s4]}\n"
            "  s3: {by: a, takes: 5m, next: s6}\n  s4: {by: a, with: guest via phone, takes: 5m}\n"
            "  s5: {by: a, takes: 5m}\n  s6: {by: a, takes: 45m, next: s8}\n"
            "  s7: {by: a, takes: 5m}\n  s8: {by: a, takes: 5m, join: all, end: done}\n"
        )
    )
    (context,) = house.maps
    time = context.mean("time")
    assert time is not None and sum(s.exposure or 0.0 for s in context.steps.values()) > time
    minutes, _sign_offs = at_stake(context, list(context.steps), {r.id for r in context.requests})
    assert minutes <= time


@MANY
@given(maps() | maps_with_blocks())
def test_first_help_is_a_road_to_a_meeting(plan: Plan) -> None:
    context = _context(plan)
    if context is None:
        return
    for start in context.steps:
        found = first_help(context, start)
        if found is None:
            continue
        road, _minutes, gates = found
        assert road[0] == start and context.steps[road[-1]].is_touch_point
        assert not any(context.steps[s].is_touch_point for s in road[:-1])
        assert gates <= sum(g.weight for g in context.sign_offs if g.step in road)

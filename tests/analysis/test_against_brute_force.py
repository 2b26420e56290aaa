"""Figures of random small maps, held against an oracle that plays every run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cxaudit.analysis.figures import Figures, compute
from cxaudit.analysis.graph import request_types, type_graph
from cxaudit.analysis.ways import all_ways
from cxaudit.analysis.work import calendar_of, resolve
from cxaudit.analysis.world import World
from cxaudit.language.read import read_text
from tests.conftest import THOROUGH
from tests.oracle import generate, runs

RUNS = settings(
    max_examples=400 if THOROUGH else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def figures_of(plan: dict[str, Any]) -> dict[str, Figures]:
    """The figures that the analysis finds, by request type."""
    document = read_text(generate.to_yaml(plan), "map.yaml")
    assert document.readable, document.problems
    process = document.model
    works = resolve(World(process))
    types = request_types(process)
    ways = all_ways(works, list(types), calendar_of(process))
    return {
        kind: compute(type_graph(process, works, ways, kind), {}, "customer", ["customer"])
        for kind in types
    }


def compare(plan: dict[str, Any]) -> None:
    """Every figure that both know."""
    try:
        truth = runs.figures(plan)
    except runs.Undefined:
        return
    ours = figures_of(plan)
    for kind, expected in truth.items():
        found = ours[kind]
        assert found.folded.top is not None, (kind, found.graph.faults, found.folded.blocks)
        if found.worst_at_most:
            assert expected.shared
            assert expected.worst <= found.worst <= expected.total
        else:
            assert found.worst == expected.worst, kind
        assert found.least == expected.least, kind
        if expected.least is not None:
            assert set(found.unavoidable or ()) == expected.unavoidable, kind
        if expected.expected is not None:
            assert found.expected == pytest.approx(float(expected.expected), abs=1e-9), kind
        if expected.time is not None and found.time is not None:
            if expected.time_exact:
                assert found.time == pytest.approx(float(expected.time), rel=1e-9), kind
            else:
                assert found.time <= float(expected.time) + 1e-6, kind
        if expected.silence is not None:
            assert found.silence == pytest.approx(float(expected.silence)), kind


@RUNS
@given(generate.maps())
def test_figures_agree_with_every_run(plan: dict[str, Any]) -> None:
    compare(plan)


@RUNS
@given(generate.maps_with_blocks())
def test_figures_agree_with_every_run_of_blocks(plan: dict[str, Any]) -> None:
    compare(plan)

"""Request types that meet the same share their figures: the facts are as though each had its own."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cxaudit.analysis import study as studying
from cxaudit.analysis.analysis import analysed, as_json
from cxaudit.analysis.view import View
from cxaudit.language.read import read_text
from tests.oracle import generate

VIEW = View(datetime.date(2026, 1, 15))
TYPES = """
process: Bicycle repair
customers: [rider]
requests: {puncture: {share: 60%, simple: true}, frame: {promise: 3d}, parts: {from: dealer}}
roles: {mechanic: {may: {puncture: up to 50 EUR}}, chief: {level: 1}}
steps:
  take: {by: mechanic, with: rider, takes: 10m}
  agree: {sign-off: chief, waits: 1d, else: refuse}
  mend: {by: mechanic, takes: 2h, next: hand-over}
  refuse: {by: mechanic, with: rider, end: refused}
  hand-over: {by: mechanic, with: rider via phone, takes: 5m, end: mended}
"""


def facts_of(text: str) -> dict[str, Any]:
    document = read_text(text, "map.yaml")
    return as_json(analysed(studying.study(document, "map"), document.problems, VIEW))


def apart(text: str) -> dict[str, Any]:
    """The facts where no type knows of another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studying, "_twin", lambda *given: None)
        return facts_of(text)


def test_types_that_meet_the_same_from_one_asker_are_twins() -> None:
    found = studying.study(read_text(TYPES, "map.yaml"), "map")
    assert found.twins == {"frame": "puncture"}  # parts come from another party
    assert [figures.requester for figures in found.distinct] == ["rider", "dealer"]
    assert found.figures["frame"].graph.request == "frame"


def test_what_a_role_may_decide_is_asked_for_each_twin() -> None:
    gate = facts_of(TYPES)["sign_offs"][0]
    assert gate["covered_requests"] == ["puncture"]
    assert facts_of(TYPES) == apart(TYPES)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(generate.maps())
def test_facts_are_as_though_each_type_had_its_own(plan: generate.Plan) -> None:
    text = generate.to_yaml(plan)
    assert facts_of(text) == apart(text)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(generate.maps_with_blocks())
def test_with_blocks_too(plan: generate.Plan) -> None:
    text = generate.to_yaml(plan)
    assert facts_of(text) == apart(text)

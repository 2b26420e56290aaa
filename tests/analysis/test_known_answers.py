"""Published answers for the quote-to-order example, as it is and mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app

GATES = ["approve-price", "approve-credit", "approve-order"]


def facts(path: Path) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["facts", str(path)])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["maps"][0]


@pytest.fixture(scope="module")
def as_is(maps: Path) -> dict[str, Any]:
    return facts(maps / "volta-switchgear" / "as-is" / "quote-to-order.yaml")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_quote_to_order_as_it_is(as_is: dict[str, Any], number: int) -> None:
    request = as_is["requests"][number]
    assert (request["worst"], request["least"]) == (3, 3)
    assert request["unavoidable"] == GATES
    assert request["expected"] == pytest.approx(3.781812, abs=5e-7)
    assert request["time"] == pytest.approx(4467.82, abs=5e-3)
    assert request["silence"] == 3540
    assert (request["silence_path"][0], request["silence_path"][-1]) == (
        "take-request",
        "send-quote",
    )


# type: worst, least, expected, time, silence
MENDED = {
    "repeat-order": (1, 0, 0.04, 317.92, 751),
    "simple-quote": (1, 0, 0.035, 321.305, 751),
    "custom-quote": (2, 1, 1.32366, 2973.238, 2100),
}


@pytest.mark.parametrize("request_type", MENDED)
def test_quote_to_order_after_the_scenario(maps: Path, request_type: str) -> None:
    found = facts(maps / "volta-switchgear" / "mended" / "quote-to-order.yaml")
    request = next(r for r in found["requests"] if r["id"] == request_type)
    worst, least, expected, time, silence = MENDED[request_type]
    assert (request["worst"], request["least"]) == (worst, least)
    assert request["expected"] == pytest.approx(expected, abs=5e-6)
    assert request["time"] == pytest.approx(time, abs=5e-4)
    assert request["silence"] == silence


def test_the_arithmetic_of_waiting(as_is: dict[str, Any]) -> None:
    """The hours of customer waiting that each step causes, and who approves how often."""
    steps = {step["id"]: step for step in as_is["steps"]}
    assert steps["check-engineering"]["exposure"] == pytest.approx(1080)
    assert sum(step["exposure"] for step in steps.values()) / 60 == pytest.approx(73.6, abs=0.1)
    gates = {gate["step"]: gate for gate in as_is["sign_offs"]}
    assert gates["approve-order"]["dwell_share"] == pytest.approx(0.264, abs=0.001)
    assert sum(gate["dwell_share"] for gate in gates.values()) == pytest.approx(0.54, abs=0.005)
    assert as_is["requests"][0]["hand_offs_expected"] == pytest.approx(8.17, abs=0.01)


def test_names_are_stable(as_is: dict[str, Any]) -> None:
    """The names that rules and scripts rely on."""
    promised = """id title share simple promise from worst worst_path worst_at_most least least_path
    least_free unavoidable unavoidable_free expected fastest time time_low time_high time_at_least
    time_missing slowest work efficiency hand_offs_expected hand_offs_most unit_hand_offs_most
    ping_pongs silence silence_path silence_party silence_steps silence_unbounded untold_ends
    hands_tied verdict basis same_gates_as parts_at time_ratio steps_before_triage
    sign_offs_before_triage approved_twice asked_twice passed_around channel_switches refusals"""
    assert set(promised.split()) <= set(as_is["requests"][0])
    step = """id does kind performer owner unit stage is_touch_point is_sign_off maybe_sign_off
    maybe_touch_point held takes waits visits exposure dwell reachable line basis by_request"""
    assert set(step.split()) <= set(as_is["steps"][0])
    gate = """step approvers weight held checks over within escalates rejects ways_out previous
    next_sign_off upstream covered_by_authority commits_before volume_share"""
    assert set(gate.split()) <= set(as_is["sign_offs"][0])
    assert {"id", "path", "title", "owner", "size", "flows", "burden", "basis"} <= set(as_is["map"])

"""`--customer` and `--collaboration`: what is said of BPMN files beside what they say themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app

# Each pool waits for the other one to begin.
WAITING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
<collaboration id="c">
<participant id="p1" name="Shop" processRef="a"/>
<participant id="p2" name="Store" processRef="b"/>
<messageFlow id="m1" sourceRef="a2" targetRef="b1"/>
<messageFlow id="m2" sourceRef="b2" targetRef="a1"/>
</collaboration>
<process id="a">
<startEvent id="s"/>
<receiveTask id="a1" name="Wait for goods"/>
<sendTask id="a2" name="Order goods"/>
<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a1"/>
<sequenceFlow id="f2" sourceRef="a1" targetRef="a2"/>
<sequenceFlow id="f3" sourceRef="a2" targetRef="e"/>
</process>
<process id="b">
<startEvent id="t"/>
<receiveTask id="b1" name="Take order"/>
<sendTask id="b2" name="Send goods"/>
<endEvent id="g"/>
<sequenceFlow id="g1" sourceRef="t" targetRef="b1"/>
<sequenceFlow id="g2" sourceRef="b1" targetRef="b2"/>
<sequenceFlow id="g3" sourceRef="b2" targetRef="g"/>
</process>
</definitions>
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "waiting.bpmn"
    path.write_text(WAITING)
    return str(path)


def maps(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["facts", *words])
    assert result.exit_code == 0, result.output
    return {one["map"]["title"]: one for one in json.loads(result.stdout)["maps"]}


def test_messages_count_for_soundness_where_that_is_asked_for(file: str) -> None:
    assert {one["map"]["verdict"] for one in maps(file).values()} == {"sound"}
    assert {one["map"]["verdict"] for one in maps(file, "--collaboration").values()} == {"deadlock"}
    found = CliRunner().invoke(app, ["check", file, "--collaboration", "--select", "FL402"]).stdout
    assert "FL402" in found
    assert "FL402" not in CliRunner().invoke(app, ["check", file, "--select", "FL402"]).stdout


def test_the_customer_is_the_pool_that_is_named(file: str) -> None:
    def customers(*words: str) -> set[str]:
        return {who for one in maps(file, *words).values() for who in one["map"]["customers"]}

    assert "store" not in customers()
    assert "store" in customers("--customer", "Store")

"""What rules say of models: nothing that the model itself answers."""

from __future__ import annotations

import datetime

from cxaudit.analysis.analysis import Analysis, analysed
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.rules.judge import judge, panels_of
from cxaudit.rules.packs import all_rules, built_in
from tests.bpmn.helper import one, process

START = '<startEvent id="s"/>'


def facts(data: bytes) -> Analysis:
    return analysed(study(one(data), "map"), [], View(datetime.date(2026, 1, 15)))


def told(data: bytes, code: str) -> list[str]:
    rule = all_rules(built_in())[code]
    return [finding.says for finding in judge(facts(data), panels_of([rule])).findings]


def awaited(gateway: str) -> bytes:
    events = (
        f'<{gateway} id="g" name="What now?"/><task id="a" name="Ask"/><task id="b" name="Close"/>'
        '<intermediateCatchEvent id="m" name="Answer came"><messageEventDefinition/>'
        '</intermediateCatchEvent><intermediateCatchEvent id="t"><timerEventDefinition>'
        "<timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    )
    return process(START + events, "s a\na g\ng m\ng t\nm b\nt b")


def test_the_timer_of_an_event_based_gateway_is_the_clock_of_the_wait() -> None:
    assert told(awaited("eventBasedGateway"), "OW304") == []
    (says,) = told(awaited("exclusiveGateway"), "OW304")
    assert "no clock ends it" in says


def test_a_clock_does_not_bound_the_loop_that_it_lies_on() -> None:
    data = awaited("eventBasedGateway").replace(
        b'sourceRef="t" targetRef="b"', b'sourceRef="t" targetRef="a"'
    )
    returning = [step for step in facts(data).all("step") if step.loop]
    assert returning and not any(step.return_bounded for step in returning)


def test_who_is_met_by_a_message_is_not_said_by_the_label_alone() -> None:
    pools = (
        '<collaboration><participant id="one" name="Shop" processRef="p"/><participant id="two" '
        'name="Customer"/><messageFlow id="m" sourceRef="a" targetRef="two"/></collaboration>'
    )
    tasks = '<task id="a" name="Send the offer"/><task id="b" name="Call the customer"/>'
    data = process(START + tasks, "s a\na b", pools)
    assert facts(data).one("map").hidden_touch_points == ["b"]
    (says,) = told(data, "TP101")
    assert "only the label says so" in says and "Send the offer" not in says


def test_what_is_connected_to_nothing_may_be_done_all_the_same() -> None:
    (says,) = told(process('<task id="a" name="Do it"/>', ""), "BP005")
    assert says == "“Do it” is connected to nothing"


def test_notes_that_a_reader_made_are_marked() -> None:
    timer = (
        '<intermediateCatchEvent id="t" name="Tomorrow"><timerEventDefinition><timeDate>${day}'
        "</timeDate></timerEventDefinition></intermediateCatchEvent>"
    )
    task = '<task id="a" name="Do"><documentation>Since the fire.</documentation></task>'
    begins = '<startEvent id="s" name="Order came"/>'
    found = facts(process(begins + timer + task, "s t\nt a"))
    assert found.one("map").note == "Starts when: Order came."
    assert "note" in found.one("map").basis
    steps = {step.id: step for step in found.all("step")}
    assert steps["t"].note == "When: ${day}." and "note" in steps["t"].basis
    assert steps["a"].note == "Since the fire." and "note" not in steps["a"].basis

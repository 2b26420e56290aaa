"""What a map cannot say is kept aside and told, and what it can say is not lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.bpmn.elements import Source
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from tests.bpmn.helper import file, flows, one, process, steps

START = '<startEvent id="s"/>'
TASKS = "".join(f'<task id="{key}" name="Do {key}"/>' for key in "abcd")


def told(document: Document, *words: str) -> list[str]:
    """The losses that hold all of some words."""
    return [loss for loss in document.losses if all(word in loss for word in words)]


def test_annotations_become_notes_of_what_they_are_tied_to() -> None:
    notes = (
        '<textAnnotation id="n"><text>Only on\nweekdays</text></textAnnotation>'
        '<association id="x" sourceRef="a" targetRef="n"/>'
        '<textAnnotation id="m"><text>Drawn in March</text></textAnnotation>'
    )
    model: Process = one(process(START + TASKS + notes, "s a\na b")).model
    assert model.steps["a"].note == "Only on weekdays"
    assert "Drawn in March" in model.note


def test_a_note_on_what_is_no_step_is_told() -> None:
    gateways = '<exclusiveGateway id="g"/><exclusiveGateway id="m" name="Together">'
    gateways += "<documentation>Joined by hand</documentation></exclusiveGateway>"
    document = one(process(START + TASKS + gateways, "s g\ng a x\ng b y\na m\nb m\nm c"))
    assert told(document, "'Together'", "Joined by hand")
    assert told(document, "the name 'Together'")


def test_names_and_conditions_of_single_flows_are_told() -> None:
    document = one(process(START + TASKS, "s a\na b paperwork\nb c ?"))
    assert told(document, "'paperwork'", "from 'Do a' to 'Do b'")


def test_a_gateway_behind_a_task_asks_its_question() -> None:
    gateway = '<exclusiveGateway id="g" name="Complete?"><documentation>By eye</documentation>'
    document = one(
        process(START + TASKS + gateway + "</exclusiveGateway>", "s a\na g\ng b y\ng c n")
    )
    step = document.model.steps["a"]
    assert step.checks == "Complete?" and step.note == "By eye"
    assert document.span(("steps", "a", "next")).line == document.span(("elements", "g")).line


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ("<timerEventDefinition><timeCycle>R/P1M</timeCycle></timerEventDefinition>", "R/P1M"),
        (
            "<timerEventDefinition><timeDate>2026-01-01</timeDate></timerEventDefinition>",
            "2026-01-01",
        ),
        (
            "<conditionalEventDefinition><condition>rain</condition></conditionalEventDefinition>",
            "rain",
        ),
    ],
)
def test_what_begins_a_case_is_noted(definition: str, says: str) -> None:
    model = one(process(f'<startEvent id="s">{definition}</startEvent>{TASKS}', "s a")).model
    assert says in model.note


def test_messages_with_parties_are_noted_and_others_told() -> None:
    body = (
        '<collaboration><participant id="us" name="Shop" processRef="p"/>'
        '<participant id="them" name="Customer"/><participant id="store" name="Store" '
        'processRef="q"/><messageFlow id="m" name="Invoice" sourceRef="a" targetRef="them"/>'
        '<messageFlow id="n" name="Pick list" sourceRef="a" targetRef="z"/></collaboration>'
        '<process id="p"><task id="a" name="Bill"/></process>'
        '<process id="q"><task id="z" name="Pick"/></process>'
    )
    shop, store = read_bpmn(file(body), "try.bpmn")
    assert shop.model.steps["a"].note == "Message to Customer: Invoice."
    assert told(shop, "a message between this process and 'Store'", "Pick list")
    assert told(store, "'Shop'")


def test_settings_for_engines_are_counted() -> None:
    task = (
        '<scriptTask id="a" name="Sum"><extensionElements><camunda:x/><camunda:y/></extensionElements>'
        "<script>1+1</script></scriptTask>"
    )
    document = one(process(START + task, "s a"))
    assert told(document, "2 settings of camunda.org", "1 scripts")


def test_pools_lanes_data_and_groups_that_no_step_shows_are_told() -> None:
    around = '<collaboration><participant id="x" name="Auditor"/></collaboration>'
    inside = (
        '<laneSet><lane id="l" name="Night shift"/></laneSet><dataObjectReference id="d" '
        'name="Ledger"/><group id="g"/>'
    )
    document = one(process(START + TASKS + inside, "s a", around))
    for word in ("'Auditor'", "'Night shift'", "'Ledger'", "the group"):
        assert told(document, word), word


def test_lanes_around_lanes_are_departments() -> None:
    lanes = (
        '<laneSet><lane id="o" name="Finance"><childLaneSet><lane id="l" name="Clerk">'
        '<flowNodeRef>a</flowNodeRef></lane><lane id="m" name="Customer"><flowNodeRef>b</flowNodeRef>'
        "</lane></childLaneSet></lane></laneSet>"
    )
    model = one(process(START + TASKS + lanes, "s a\na b")).model
    assert model.units["finance"].roles == ["clerk"]
    assert model.steps["a"].by == "clerk" and model.customers == ["customer"]


def test_a_call_of_a_process_in_the_file_calls_its_map() -> None:
    body = (
        '<process id="p1" name="Order"><callActivity id="c" name="Bill" calledElement="p2"/></process>'
        '<process id="p2" name="Bill"><task id="b"/><callActivity id="d" calledElement="p1"/></process>'
    )
    order, bill = read_bpmn(file(body), "shop.bpmn")
    assert order.model.steps["c"].call == "shop-bill" and not told(order, "another process")
    assert bill.model.steps["d"].call is None and told(bill, "another process")


def test_a_loop_that_ends_is_bounded() -> None:
    task = '<task id="a" name="Ask"><standardLoopCharacteristics loopMaximum="3"/></task>'
    bound = steps(process(START + task, "s a"))["a"].at_most
    assert bound is not None and bound.times == 3


@pytest.mark.parametrize("most", ["9" * 5000, "1" + "0" * 9, "²", "${most}"])
def test_a_loop_with_a_number_that_bounds_nothing_is_only_told(most: str) -> None:
    task = f'<task id="a" name="Ask"><standardLoopCharacteristics loopMaximum="{most}"/></task>'
    document = one(process(START + task, "s a"))
    assert document.model.steps["a"].at_most is None and told(document, "several times")


def test_a_join_that_may_wait_for_what_never_comes_is_told() -> None:
    gateways = '<inclusiveGateway id="g" name="Which?"/><parallelGateway id="m"/>'
    document = one(process(START + TASKS + gateways, "s a\na g\ng b ?\ng c ?\nb m\nc m\nm d"))
    assert told(document, "waits for every way in", "'Which?'")


def test_the_data_that_a_task_gives_has_its_state() -> None:
    data = (
        '<dataObjectReference id="d" name="Offer"><dataState name="signed"/></dataObjectReference>'
        '<task id="a" name="Write"><dataOutputAssociation><targetRef>d</targetRef>'
        "</dataOutputAssociation></task>"
    )
    assert [item.what for item in steps(process(START + data, "s a"))["a"].gives] == [
        "Offer (signed)"
    ]


def test_losses_are_told_in_the_order_of_the_file() -> None:
    document = one(
        process(START + TASKS + '\n<group id="g"/>\n<group id="h"/>', "s a\na b x\nb c y")
    )
    lines = [int(loss.split()[1].rstrip(":")) for loss in document.losses]
    assert lines == sorted(lines) and len(lines) > 2


WORD = st.text("abcdefgh ", min_size=3, max_size=12).map(str.strip).filter(lambda w: len(w) > 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, min_size=6, max_size=6, unique=True), st.data())
def test_every_name_stands_in_the_map_or_among_the_losses(
    words: list[str], data: st.DataObject
) -> None:
    kinds = st.sampled_from(
        ["task", "subProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "endEvent",
         "startEvent", "intermediateThrowEvent", "eventBasedGateway"]
    )  # fmt: skip
    ids = [f"n{number}" for number in range(len(words))]
    parts = [
        f'<{(kind := data.draw(kinds))} id="{id_}" name="{word}">'
        + ("<task/>" if kind == "subProcess" else "")
        + f"</{kind}>"
        for id_, word in zip(ids, words, strict=True)
    ]
    pairs = data.draw(st.lists(st.tuples(*[st.sampled_from(ids)] * 2), max_size=8))
    edges = flows("\n".join(f"{a} {b}" for a, b in pairs))
    document = one(file(f'<process id="p">{"".join(parts)}{edges}</process>'))
    assert isinstance(document.source_model, Source)
    said = "\n".join([*document.losses, repr(document.model)])
    assert all(" ".join(word.split()) in said for word in words)


def test_data_is_told_once_where_it_is_used_nowhere() -> None:
    data = (
        '<dataObject id="o1" name="ID card"/><dataObjectReference id="r1" dataObjectRef="o1"/>'
        '<dataObject id="o2" name="Form"/><dataObjectReference id="r2" dataObjectRef="o2" name="Form"/>'
    )
    used = (
        '<task id="b" name="Check"><dataInputAssociation><sourceRef>r1</sourceRef>'
        "</dataInputAssociation></task>"
    )
    document = one(process(f'{START}<task id="a" name="Ask"/>{used}{data}', "s a\na b"))
    assert [item.what for item in document.model.steps["b"].needs] == ["ID card"]
    assert len(told(document, "goes in or out of no step")) == 1
    assert told(document, "'Form' goes in or out of no step")

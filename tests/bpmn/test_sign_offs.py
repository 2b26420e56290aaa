"""Sign-offs known by the gateway behind a task, and what is none."""

from __future__ import annotations

import pytest

from tests.bpmn.helper import figures, labels, one, onward, process

LANE = (
    '<laneSet><lane id="l" name="Supervisor"><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="m" name="Customer"><flowNodeRef>c</flowNodeRef></lane></laneSet>'
)


def behind(
    label: str, question: str, yes: str, no: str, kind: str = "task", id_: str = "a"
) -> bytes:
    """A task with a gateway behind it; `yes` and `no` are the names of the flows."""
    body = (
        f'{LANE}<startEvent id="s"/><{kind} id="{id_}" name="{label}"/>'
        f'<exclusiveGateway id="g" name="{question}"/>'
        '<task id="y" name="Go on"/><task id="n" name="Stop here"/>'
    )
    return process(body, f"s {id_}\n{id_} g\ng y {yes}\ng n {no}")


@pytest.mark.parametrize(
    ("label", "question", "yes", "no"),
    [
        ("prove request", "approved?", "yes", "no"),
        ("Assess application", "", "granted", "denied"),
        ("Evaluate application", "", "Application approved", "Application rejected"),
        ("Check documents", "Documents approved?", "yes", "no"),
        ("Decide on application", "Decision?", "accepted", "declined"),
    ],
)
def test_a_gateway_that_approves_makes_the_task_a_sign_off(
    label: str, question: str, yes: str, no: str
) -> None:
    document = one(behind(label, question, yes, no))
    step = document.model.steps["a"]
    assert step.sign_off is not None and step.sign_off.approvers == ["supervisor"]
    assert document.basis["steps/a/sign-off"] == "inferred-high"
    assert "g" not in document.model.steps
    assert onward(step) == ["y", "n"] and labels(step) == [yes, no]
    assert step.checks == question
    assert document.span(("steps", "a", "next")) != document.span(("steps", "a"))


@pytest.mark.parametrize(
    ("label", "question", "yes", "no"),
    [
        ("Check stock", "In stock?", "yes", "no"),
        ("Check stock", "", "available", "not available"),
        ("Check insurance", "", "insured", "not insured"),
        ("Perform risk assessment", "Subject to approval?", "yes", "no"),
        ("Pay order", "Payment accepted?", "yes", "no"),
        ("Send offer", "", "accepted", "rejected"),
        ("Discuss the offer", "Customer approved?", "yes", "no"),
        ("Ask for papers", "Complete?", "yes", "no"),
    ],
)
def test_other_gateways_do_not(label: str, question: str, yes: str, no: str) -> None:
    document = one(behind(label, question, yes, no))
    step = document.model.steps["a"]
    assert step.sign_off is None and step.checks == question
    assert labels(step) == [yes, no] and "g" not in document.model.steps


@pytest.mark.parametrize("kind", ["serviceTask", "receiveTask", "sendTask", "callActivity"])
def test_machines_and_messages_do_not_judge(kind: str) -> None:
    document = one(behind("prove request", "approved?", "yes", "no", kind))
    assert document.model.steps["a"].sign_off is None


def test_the_approval_of_a_customer_is_no_sign_off() -> None:
    document = one(behind("Look at offer", "approved?", "yes", "no", "task", "c"))
    assert document.model.steps["c"].sign_off is None


def test_nobody_in_particular_can_sign_off() -> None:
    document = one(behind("prove request", "approved?", "yes", "no", "task", "free"))
    sign_off = document.model.steps["free"].sign_off
    assert sign_off is not None and sign_off.approvers == ["?"]


def test_a_named_sign_off_takes_the_answers_behind_it() -> None:
    document = one(behind("Approve request", "Approved?", "yes", "no"))
    step = document.model.steps["a"]
    assert step.sign_off is None and labels(step) == ["yes", "no"]
    assert figures(document).worst == 1


def test_another_question_behind_a_sign_off_stays_its_own() -> None:
    document = one(behind("Approve request", "Same person as before?", "yes", "no"))
    assert "g" in document.model.steps


def test_where_the_branches_of_an_unnamed_gateway_lead_tells_too() -> None:
    body = (
        f'{LANE}<startEvent id="s"/><task id="a" name="Decide on coverage"/>'
        '<exclusiveGateway id="g"/><task id="y" name="Prepare approval letter"/>'
        '<task id="n" name="Prepare rejection letter"/>'
    )
    document = one(process(body, "s a\na g\ng y\ng n"))
    assert document.model.steps["a"].sign_off is not None

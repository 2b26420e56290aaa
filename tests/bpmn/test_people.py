"""Who does a step and who is met."""

from __future__ import annotations

import pytest

from cxaudit.bpmn.read import read_bpmn
from tests.bpmn.helper import file, flows, one, process, steps

START = '<startEvent id="s"/>'
TASK = '<task id="a" name="Do it"/>'


def lane(name: str, members: str, inside: str = "") -> str:
    references = "".join(f"<flowNodeRef>{m}</flowNodeRef>" for m in members.split())
    return f'<lane id="lane-{name}" name="{name}">{references}{inside}</lane>'


def test_a_named_lane_performs() -> None:
    document = one(process(f"<laneSet>{lane('Order desk', 's a')}</laneSet>" + START + TASK, "s a"))
    assert document.model.steps["a"].by == "order-desk"
    assert "steps/a/by" not in document.basis
    assert document.spellings["order-desk"] == "Order desk"


def test_the_innermost_named_lane_performs() -> None:
    inner = f"<childLaneSet>{lane('Desk', 'a')}{lane('', 'b')}</childLaneSet>"
    lanes = f"<laneSet>{lane('Sales', 'a b', inner)}</laneSet>"
    found = steps(process(lanes + TASK + '<task id="b"/>', "a b"))
    assert (found["a"].by, found["b"].by) == ("desk", "sales")


def test_an_unnamed_lane_is_nobody() -> None:
    assert steps(process(f"<laneSet>{lane('', 'a')}</laneSet>" + TASK, ""))["a"].by is None


def test_what_lies_in_a_sub_process_belongs_to_its_lane() -> None:
    lanes = f"<laneSet>{lane('Desk', 'sub')}</laneSet>"
    found = steps(process(lanes + '<subProcess id="sub"><task id="i"/></subProcess>', ""))
    assert found["i"].by == "desk"


@pytest.mark.parametrize(
    ("task", "who"),
    [
        ('<userTask id="a" camunda:assignee="anna"/>', "anna"),
        ('<userTask id="a" camunda:candidateGroups="sales, service"/>', "sales"),
        ('<userTask id="a" camunda:assignee="${starter}"/>', None),
        ('<userTask id="a"><potentialOwner><resourceAssignmentExpression><formalExpression>'
         "group(Clerks)</formalExpression></resourceAssignmentExpression></potentialOwner>"
         "</userTask>", "clerks"),
        ('<userTask id="a"><performer><resourceRef>r</resourceRef></performer></userTask>',
         "head-of-sales"),
        ('<userTask id="a"><potentialOwner><resourceAssignmentExpression><formalExpression>'
         "user(kermit), group(management)</formalExpression></resourceAssignmentExpression>"
         "</potentialOwner></userTask>", "kermit"),
        ('<userTask id="a" camunda:candidateUsers="${first(a, b)}, anna"/>', "anna"),
    ],
)  # fmt: skip
def test_performer_attributes(task: str, who: str | None) -> None:
    resource = '<resource id="r" name="Head of sales"/>'
    assert steps(process(task, "", resource))["a"].by == who


def role(says: str) -> str:
    return (
        '<userTask id="a" name="Do it"><potentialOwner><resourceAssignmentExpression>'
        f"<formalExpression>{says}</formalExpression></resourceAssignmentExpression>"
        "</potentialOwner></userTask>"
    )


@pytest.mark.parametrize(
    ("task", "others"),
    [
        ('<userTask id="a" name="Do it" camunda:candidateGroups="accounting,management"/>',
         "'management'"),
        ('<userTask id="a" name="Do it" camunda:candidateUsers="anna, Bert, anna"/>', "'Bert'"),
        ('<userTask id="a" name="Do it" camunda:assignee="anna" camunda:candidateGroups="x,y"/>',
         "'x', 'y'"),
        (role("user(kermit), group(management)"), "'management'"),
        (role("group(sales, service)"), "'service'"),
        ('<userTask id="a" name="Do it"><performer><resourceRef>r</resourceRef></performer>'
         "<potentialOwner><resourceRef>q</resourceRef></potentialOwner></userTask>", "'Board'"),
    ],
)  # fmt: skip
def test_who_else_is_named_for_a_task_is_told(task: str, others: str) -> None:
    resources = '<resource id="r" name="Head of sales"/><resource id="q" name="Board"/>'
    losses = one(process(task, "", resources)).losses
    assert [loss.partition(": ")[2] for loss in losses if "also be done" in loss] == [
        f"'Do it' may also be done by {others}"
    ]


def test_who_is_named_beside_a_lane_is_told() -> None:
    lanes = f"<laneSet>{lane('Sales desk', 'a')}</laneSet>"
    task = '<userTask id="a" name="Do it" camunda:candidateGroups="{}"/>'
    losses = one(process(lanes + task.format("anna"), "")).losses
    assert any("'Do it' may also be done by 'anna'" in loss for loss in losses)
    losses = one(process(lanes + task.format("sales-desk,${x}"), "")).losses
    assert not any("also be done" in loss for loss in losses)


def test_parameters_of_a_resource_are_nobody() -> None:
    resource = '<resource id="r" name="Clerks"/>'
    task = (
        '<userTask id="a"><potentialOwner><resourceRef>r</resourceRef><resourceParameterBinding>'
        "<formalExpression>north</formalExpression></resourceParameterBinding></potentialOwner>"
        "</userTask>"
    )
    document = one(process(task, "", resource))
    assert document.model.steps["a"].by == "clerks"
    assert not any("north" in loss for loss in document.losses)


@pytest.mark.parametrize(
    "pool",
    ["Urlaubsantrag", "Kundenanfrage", "Process 1", "Order process v2", "PROCESS_DEMO",
     "Insurance claim handling", "Bestellablauf (neu)"],
)  # fmt: skip
def test_a_pool_named_after_the_work_does_nothing(pool: str) -> None:
    around = f'<collaboration><participant id="q" name="{pool}" processRef="p"/></collaboration>'
    assert steps(process(TASK, "", around))["a"].by is None


@pytest.mark.parametrize("pool", ["Sachbearbeitung", "Auftragsbearbeitung", "Desk 2", "24"])
def test_a_pool_named_after_a_desk_does_the_work(pool: str) -> None:
    around = f'<collaboration><participant id="q" name="{pool}" processRef="p"/></collaboration>'
    assert steps(process(TASK, "", around))["a"].by == pool.lower().replace(" ", "-")


def test_a_lane_of_a_french_service_is_no_customer() -> None:
    lanes = f"<laneSet>{lane('Service client', 'a')}{lane('Client', 'b')}</laneSet>"
    tasks = '<task id="a" name="Valider la demande"/><task id="b" name="Payer la facture"/>'
    document = one(process(lanes + tasks, "a b"))
    assert document.model.customers == ["client"]


def test_a_lane_beats_an_attribute_and_an_attribute_the_pool() -> None:
    pool = '<collaboration><participant id="q" name="Acme" processRef="p"/></collaboration>'
    task = '<userTask id="a" camunda:assignee="anna"/>'
    lanes = f"<laneSet>{lane('Desk', 'a')}</laneSet>"
    assert steps(process(lanes + task, "", pool))["a"].by == "desk"
    assert steps(process(task, "", pool))["a"].by == "anna"
    document = one(process(TASK, "", pool))
    assert document.model.steps["a"].by == "acme"
    assert document.basis["steps/a/by"] == "inferred-medium"


def test_the_picture_tells_the_lane_where_the_model_does_not() -> None:
    def shape(shown: str, box: tuple[int, int, int, int]) -> str:
        x, y, width, height = box
        bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
        return f'<di:BPMNShape bpmnElement="{shown}">{bounds}</di:BPMNShape>'

    lanes = f"<laneSet>{lane('Up', '')}{lane('Down', '')}</laneSet>"
    drawn = (
        shape("lane-Up", (0, 0, 500, 100))
        + shape("lane-Down", (0, 100, 500, 100))
        + shape("a", (50, 120, 80, 60))
    )
    picture = (
        f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{drawn}</di:BPMNPlane></di:BPMNDiagram>'
    )
    document = one(process(lanes + TASK, "", picture))
    assert document.model.steps["a"].by == "down"
    assert document.basis["steps/a/by"] == "inferred-high"


def test_machines_do_service_tasks_that_nobody_owns() -> None:
    document = one(process('<serviceTask id="a" name="Post it"/>', ""))
    assert document.model.steps["a"].by == "system"
    assert document.model.systems == ["system"]
    assert document.basis["steps/a/by"] == "inferred-high"


def two_pools(outsider: str, message: str = "a out") -> bytes:
    source, target = message.split()
    return process(
        START + TASK,
        "s a",
        f'<collaboration><participant id="in" name="Shop" processRef="p"/>'
        f'<participant id="out" name="{outsider}"/>'
        f'<messageFlow id="m" sourceRef="{source}" targetRef="{target}"/></collaboration>',
    )


def test_a_message_to_a_customer_pool_is_a_touch_point() -> None:
    document = one(two_pools("New Customer"))
    step = document.model.steps["a"]
    assert [contact.party for contact in step.with_] == ["new-customer"]
    assert document.basis["steps/a/with"] == "inferred-high"
    assert document.model.customers == ["new-customer"]


def test_a_start_by_the_customer_is_a_step() -> None:
    found = steps(two_pools("Customer", "out s"))
    assert next(iter(found)) == "s"
    assert found["s"].with_[0].party == "customer" and found["s"].by == "shop"


def test_a_supplier_is_met_but_is_no_customer() -> None:
    document = one(two_pools("Supplier"))
    assert document.model.steps["a"].with_[0].party == "supplier"
    assert document.model.customers == []


def test_a_department_named_after_customers_is_no_customer_but_a_question() -> None:
    document = one(two_pools("Customer Onboarding"))
    assert document.model.steps["a"].with_ == []
    assert any("--customer" in loss and "Customer Onboarding" in loss for loss in document.losses)


def test_the_customer_can_be_named() -> None:
    document = one(two_pools("Harbour"), "harbour")
    assert document.model.steps["a"].with_[0].party == "harbour"
    assert document.model.customers == ["harbour"]
    assert "steps/a/with" not in document.basis
    assert any("'ferry'" in loss for loss in one(two_pools("Harbour"), "ferry").losses)


def test_who_does_a_task_can_be_named_the_customer() -> None:
    task = '<userTask id="a" camunda:assignee="clerk"/>'
    document = one(process(task, ""), "Clerk")
    assert document.model.customers == ["clerk"]
    assert "customers" not in document.basis
    assert not any("'Clerk'" in loss for loss in document.losses)


def test_a_lane_of_the_customer_does_customer_actions() -> None:
    lanes = f"<laneSet>{lane('Customer', 'a')}{lane('Desk', 'b')}</laneSet>"
    document = one(process(lanes + TASK + '<task id="b"/>', "a b"))
    assert document.model.steps["a"].by == "customer"
    assert document.model.customers == ["customer"]


def test_the_process_of_a_customer_pool_is_done_by_the_party() -> None:
    body = (
        '<collaboration><participant id="x" name="Customer" processRef="c"/>'
        '<participant id="y" name="Shop" processRef="p"/>'
        '<messageFlow id="m" sourceRef="k" targetRef="a"/></collaboration>'
        f'<process id="c"><task id="k" name="Order"/></process><process id="p">{TASK}</process>'
    )
    theirs, ours = read_bpmn(file(body), "shop.bpmn")
    assert theirs.model.steps["k"].by == "customer"
    assert ours.model.steps["a"].with_[0].party == "customer"


def test_a_supplier_that_is_mapped_does_its_own_work() -> None:
    body = (
        '<collaboration><participant id="x" name="Supplier" processRef="p"/>'
        '<participant id="y" name="Customer"/>'
        '<messageFlow id="m" sourceRef="a" targetRef="y"/></collaboration>'
        f'<process id="p"><laneSet>{lane("Desk", "a")}</laneSet>{TASK}</process>'
    )
    step = one(file(body)).model.steps["a"]
    assert step.by == "desk" and step.with_[0].party == "customer"


def test_a_message_event_at_the_end_is_a_touch_point() -> None:
    data = process(
        START + TASK + '<endEvent id="e" name="Refusal"><messageEventDefinition/></endEvent>',
        "s a\na e",
        '<collaboration><participant id="in" name="Shop" processRef="p"/><participant id="out" '
        'name="Applicant"/><messageFlow id="m" sourceRef="e" targetRef="out"/></collaboration>',
    )
    step = steps(data)["e"]
    assert step.with_[0].party == "applicant" and step.end == "Refusal"


def test_words_of_gateways_are_no_work() -> None:
    gateway = '<exclusiveGateway id="g" name="Approval of the board necessary?"/>'
    body = START + TASK + gateway + '<task id="b"/>'
    step = steps(process(body, "s g\ng a yes\ng b no"))["g"]
    assert step.by == "nobody"


def test_line_breaks_and_entities_in_labels() -> None:
    data = file(
        '<process id="p"><task id="a" name="Ask&#10;the  &quot;boss&quot; &amp; wait"/>'
        + flows("")
        + "</process>"
    )
    assert steps(data)["a"].does == 'Ask the "boss" & wait'

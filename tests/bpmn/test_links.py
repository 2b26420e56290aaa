"""Link events: where a case goes on, in the map and in the net alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.analysis.soundness.verdict import judge
from cxaudit.bpmn.elements import read_file
from cxaudit.bpmn.links import linked
from cxaudit.bpmn.net import net_of_plan
from cxaudit.bpmn.xml import Tree, parse
from tests.analysis.soundness.models import plan_of
from tests.bpmn.helper import flows

TASKS = '<startEvent id="s"/><task id="a"/><task id="b"/><endEvent id="e"/>'
EDGES = "s a\na t\nc b\nb e"


def throws(key: str, link: str = "", name: str = "", tag: str = "intermediateThrowEvent") -> str:
    said = f' name="{link}"' if link else ""
    return f'<{tag} id="{key}" name="{name}"><linkEventDefinition{said}/></{tag}>'


def catches(key: str, link: str = "", name: str = "") -> str:
    return throws(key, link, name, "intermediateCatchEvent")


@pytest.mark.parametrize(
    "events",
    [
        throws("t", name="on") + catches("c", name="on"),
        throws("t", "L1", "see below") + catches("c", "L1", "from above"),
        throws("t", "L1") + catches("c", "L1"),
        throws("t", "L1") + catches("c", name="L1"),
        throws("t") + catches("c"),
        throws("t", "L1", tag="endEvent") + catches("c", "L1"),
    ],
)
def test_a_case_goes_on_at_the_link_of_the_same_name(events: str) -> None:
    plan = plan_of(TASKS + events + flows(EDGES))
    assert linked(plan.nodes.values()) == {"t": "c"}
    assert judge(net_of_plan(plan)).word == "sound"


def test_two_pairs_without_event_names_are_not_mixed_up() -> None:
    body = TASKS + '<parallelGateway id="g"/><parallelGateway id="h"/>'
    body += throws("t", "L1") + catches("c", "L1") + throws("u", "L2") + catches("d", "L2")
    plan = plan_of(body + flows("s g\ng t\ng u\nc a\nd b\na h\nb h\nh e"))
    assert linked(plan.nodes.values()) == {"t": "c", "u": "d"}
    assert judge(net_of_plan(plan)).word == "sound"


def test_without_any_name_nothing_is_guessed_between_two() -> None:
    plan = plan_of(TASKS + throws("t") + catches("c") + catches("d") + flows(EDGES + "\nd e"))
    assert linked(plan.nodes.values()) == {}


def test_a_link_does_not_lead_out_of_its_sub_process() -> None:
    inside = f'<subProcess id="p"><task id="i"/>{throws("t", "L")}{flows("i t")}</subProcess>'
    plan = plan_of(TASKS + inside + catches("c", "L") + flows("s p\np a\na e\nc b\nb e"))
    assert linked(plan.nodes.values()) == {}
    assert {fault.at for fault in judge(net_of_plan(plan)).faults} == {"b", "c"}


@pytest.mark.corpora
@pytest.mark.parametrize(
    "path",
    [
        "bpmnlint/test/rules/link-event/valid.bpmn",
        "bpmnlint/test/rules/link-event/valid-collaboration.bpmn",
        "bpmnspector/src/test/resources/117/EXT117_success.bpmn",
    ],
)
def test_models_of_others_with_links_are_sound(corpora: Path, path: str) -> None:
    tree = parse((corpora / path).read_bytes())
    assert isinstance(tree, Tree)
    plans = [plan for plan in read_file(tree).plans if plan.nodes]
    assert plans and {judge(net_of_plan(plan)).word for plan in plans} == {"sound"}

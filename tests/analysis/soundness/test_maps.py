"""The soundness of maps: written ones by their blocks, those read from a model by its net."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cxaudit.analysis.analysis import Analysis, analysed
from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.soundness.blocks import net_of_type
from cxaudit.analysis.soundness.maps import Behaving, runs_out
from cxaudit.analysis.soundness.verdict import judge
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.bpmn.elements import Plan
from cxaudit.bpmn.net import net_of_plan
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.net import Net
from cxaudit.language.read import read_text
from cxaudit.rules.judge import judge as judge_rules
from cxaudit.rules.judge import panels_of
from cxaudit.rules.packs import all_rules, built_in
from tests.analysis.soundness.models import plan_of
from tests.bpmn.helper import file, flows, process
from tests.oracle import generate

DAY = datetime.date(2026, 1, 15)


def facts(text: str) -> Analysis:
    document = read_text(text, "map.yaml")
    assert document.readable, document.problems
    return analysed(study(document, "map"), [], View(DAY))


def whole(text: str) -> MapFacts:
    found = facts(text).one("map")
    assert isinstance(found, MapFacts)
    return found


def request(text: str) -> RequestFacts:
    (found,) = facts(text).all("request")
    assert isinstance(found, RequestFacts)
    return found


def test_a_map_in_which_every_case_ends_is_sound() -> None:
    found = request("process: P\nsteps:\n  a: {by: x}\n  b: {by: y, end: done}\n")
    assert (found.verdict, found.faults, found.verdict_witness) == ("sound", [], [])


def test_branches_of_ten_steps_side_by_side() -> None:
    lines = [
        "process: P",
        "steps:",
        f"  open: {{next: [{', '.join(f'b{n}s0' for n in range(17))}]}}",
    ]
    for branch in range(17):
        for step in range(10):
            onward = f"b{branch}s{step + 1}" if step < 9 else "close"
            lines.append(f"  b{branch}s{step}: {{by: a, next: {onward}}}")
    lines.append("  close: {by: a, join: all}")
    document = read_text("\n".join(lines) + "\n", "map.yaml")
    known = study(document, "map")
    assert known.soundness.word == "sound"
    net = net_of_type(known.figures["any"].folded)
    assert len(net.places) > 170 and judge(net).states == 2


def test_work_that_two_branches_run_into_is_done_twice() -> None:
    found = request("""
process: P
steps:
  take: {by: a}
  open: {by: a, next: [b, c, d]}
  b: {by: a, next: both}
  c: {by: a, next: both}
  d: {by: a, next: close}
  both: {by: a, next: close}
  close: {by: a}
""")
    assert found.verdict == "lack-of-synchronisation"
    assert found.fault_places == [["lack-of-synchronisation", "open"]]
    assert found.verdict_witness == ["take", "open", "c", "both"]


def test_a_choice_joined_as_if_it_ran_side_by_side_stops() -> None:
    found = request("""
process: P
steps:
  ask: {by: a, next: {yes: b, no: c}}
  b: {by: a, next: d}
  c: {by: a, next: d}
  d: {by: a, join: all}
  e: {by: a}
""")
    assert found.faults == ["deadlock", "dead-step"]
    assert found.fault_places == [["deadlock", "d"], ["dead-step", "d"], ["dead-step", "e"]]
    assert found.verdict_witness[0] == "ask" and len(found.verdict_witness) == 2


def test_a_circle_without_a_way_out_inside_a_branch() -> None:
    found = request("""
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {by: a, next: {fine: close, wait: ask}}
  ask: {by: a, next: ask-again}
  ask-again: {by: a, next: ask}
  c: {by: a, next: close}
  close: {by: a, join: all}
""")
    assert found.verdict == "no-way-out"
    assert found.verdict_witness == ["open", "b", "ask"] or found.verdict_witness[:2] == [
        "open",
        "b",
    ]


def test_a_circle_without_a_way_out_where_nothing_runs_side_by_side() -> None:
    found = request(
        "process: P\nsteps:\n  a: {by: x, next: {fine: end, wait: b}}\n"
        "  b: {by: x, next: c}\n  c: {by: x, next: b}\n"
    )
    assert found.verdict == "no-way-out"
    assert found.fault_places == [["no-way-out", "b"]]
    assert found.verdict_witness == ["a", "b"]


def test_a_circle_beside_a_branch_that_ends() -> None:
    """The start is met all the same; only what waits for the circle never comes."""
    found = request("""
process: P
steps:
  a: {by: x, next: [b, d]}
  b: {by: x, next: b}
  d: {by: x, next: e}
  e: {by: x, join: all, end: done}
""")
    assert found.faults == ["no-way-out"]
    assert found.fault_places == [["no-way-out", "b"]]


def test_the_circle_is_told_and_not_what_only_leads_to_it() -> None:
    found = request("""
process: P
steps:
  a: {by: x, next: b}
  b: {by: x, next: c}
  c: {by: x, next: d}
  d: {by: x, next: c}
""")
    assert found.fault_places == [["no-way-out", "c"]]
    assert found.verdict_witness == ["a", "b", "c"]


def test_steps_are_dead_where_no_type_meets_them() -> None:
    text = """
process: P
requests: {one: {}, two: {}}
steps:
  ask: {by: a, next: {one: b, two: c}}
  b: {by: a, end: done}
  c: {by: a, end: done}
  d: {by: a, end: done}
"""
    found = facts(text)
    assert [one.faults for one in found.all("request")] == [["dead-step"], ["dead-step"]]
    assert found.all("request")[0].fault_places == [["dead-step", "d"]]
    assert whole(text).verdict == "dead-step"


def test_a_type_that_has_no_way_on_is_undecided_and_says_why() -> None:
    text = """
process: P
requests: {one: {}, two: {}}
steps:
  ask: {by: a, next: {one: b}}
  b: {by: a, end: done}
"""
    one, two = facts(text).all("request")
    assert (one.verdict, two.verdict) == ("sound", "undecided")
    assert two.without_figures == ["no branch leads on for it"]
    assert whole(text).verdict == "undecided"


def test_a_join_in_doubt_is_undecided() -> None:
    found = request("""
process: P
steps:
  open: {by: a, next: [b, c]}
  b: {by: a, next: {x: d, y: e}}
  c: {by: a, next: {x: d, y: e}}
  d: {by: a, next: f}
  e: {by: a, next: g}
  f: {by: a, next: {x: g, y: end}}
  g: {by: a, next: {x: f, y: end}}
""")
    assert found.verdict == "undecided"


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(generate.maps_with_blocks())
def test_blocks_are_judged_as_their_net_is(plan: dict[str, Any]) -> None:
    """The short way, by levels, says sound just where every state of the net is fine."""
    document = read_text(generate.to_yaml(plan), "map.yaml")
    known = study(document, "map")
    for figures in known.figures.values():
        folded = figures.folded
        if folded.top is None or figures.graph.faults:
            continue
        verdict = judge(net_of_type(folded))
        assert verdict.complete
        assert runs_out(folded, folded.top) == (not verdict.faults)


# -- maps read from a model -----------------------------------------------------------------------


@dataclass
class Model:
    """A source that says how its cases move, as readers of other formats give it."""

    plan: Plan

    def behaviour(self) -> Net:
        return net_of_plan(self.plan)


def of_model(body: str, edges: str) -> Analysis:
    (document,) = read_bpmn(process(body, edges), "try.bpmn")
    document.source_model = Model(plan_of(body + flows(edges)))
    assert isinstance(document.source_model, Behaving)
    return analysed(study(document, "map"), [], View(DAY))


def gateways(split: str, join: str) -> Analysis:
    body = (
        f'<startEvent id="s"/><task id="a" name="Check"/><{split} id="x"/><task id="b" name="Ask"/>'
    )
    body += f'<task id="c" name="Call"/><{join} id="y"/><task id="d" name="Pay"/><endEvent id="e"/>'
    return of_model(body, "s a\na x\nx b\nx c\nb y\nc y\ny d\nd e")


def mismatches(analysis: Analysis) -> dict[str, tuple[str, list[str]]]:
    return {
        step.id: (step.mismatch, step.mismatch_path)
        for step in analysis.all("step")
        if step.mismatch
    }


@pytest.mark.parametrize("kind", ["parallelGateway", "exclusiveGateway", "inclusiveGateway"])
def test_a_model_whose_gateways_match(kind: str) -> None:
    found = gateways(kind, kind)
    assert found.one("map").verdict == "sound" and not mismatches(found)


def test_elements_that_are_no_steps_are_told_at_the_steps_beside_them() -> None:
    found = gateways("parallelGateway", "exclusiveGateway")
    assert found.one("map").verdict == "lack-of-synchronisation"
    ((step, (kind, path)),) = mismatches(found).items()
    assert (step, kind) == ("a", "runs-twice")
    assert path[0] == "a" and path[-1] == "d"


def test_a_join_that_waits_in_vain_is_told_at_the_step_behind_it() -> None:
    found = gateways("exclusiveGateway", "parallelGateway")
    (told,) = found.all("request")
    assert told.faults == ["deadlock", "dead-step"]
    ((step, (kind, path)),) = mismatches(found).items()
    assert (step, kind, path[-1]) == ("d", "never-continues", "d")
    assert ["deadlock", "d"] in told.fault_places


def test_what_the_map_cannot_show_is_judged_all_the_same() -> None:
    """The reminder does not stop the work: the case is closed twice."""
    body = '<startEvent id="s"/><task id="a" name="Work"/><task id="r" name="Remind"/>'
    body += '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"/>'
    body += '<task id="c" name="Close"/><task id="z" name="File"/><endEvent id="e"/>'
    edges = "s a\na c\nt r\nr c\nc z\nz e"
    found = of_model(body, edges)
    assert found.one("map").verdict == "lack-of-synchronisation"
    stops = of_model(body.replace(' cancelActivity="false"', ""), edges)
    assert stops.one("map").verdict == "sound"


def test_a_map_that_was_edited_is_judged_by_itself() -> None:
    body = '<startEvent id="s"/><task id="a"/><endEvent id="e"/>'
    (document,) = read_bpmn(process(body, "s a\na e"), "try.bpmn")
    document.source_model = Model(plan_of(body + '<task id="b"/>' + flows("s a\na e")))
    assert study(document, "map").soundness.word == "dead-step"
    document.root = read_text("process: P\nsteps: {a: {by: x}}\n", "m.yaml").root
    assert study(document, "map").soundness.word == "sound"


def told(analysis: Analysis) -> list[str]:
    """What rule FL402 says of a map."""
    rule = all_rules(built_in())["FL402"]
    return [finding.says for finding in judge_rules(analysis, panels_of([rule])).findings]


def test_the_rule_tells_what_the_search_found() -> None:
    (twice,) = told(gateways("parallelGateway", "exclusiveGateway"))
    assert twice.startswith(
        "Two of the branches that “Check” starts side by side run on into “Pay”"
    )
    (stuck,) = told(gateways("exclusiveGateway", "parallelGateway"))
    assert "“Pay” waits for everything that leads to it" in stuck
    assert "“Check” may send a case only one of these ways" in stuck
    assert told(gateways("inclusiveGateway", "inclusiveGateway")) == []


def test_a_join_that_waits_for_its_own_work() -> None:
    body = '<startEvent id="s"/><task id="a" name="Take"/><parallelGateway id="y"/>'
    body += '<task id="b" name="Do"/><parallelGateway id="x"/><endEvent id="e"/>'
    found = of_model(body, "s a\na y\ny b\nb x\nx y\nx e")
    ((step, (kind, path)),) = mismatches(found).items()
    assert (step, kind, path) == ("b", "waits-in-vain", ["a", "b"])
    assert told(found) == [
        "“Do” waits for something that need not come after “Take”: the case stops there for ever"
    ]


def test_a_join_right_behind_itself_says_so_without_naming_one_step_twice() -> None:
    body = '<startEvent id="s"/><parallelGateway id="y" name="All in"/><task id="a"/>'
    body += '<exclusiveGateway id="x"/><endEvent id="e"/>'
    found = of_model(body, "s y\ny a\na x\nx y\nx e")
    ((step, (kind, path)),) = mismatches(found).items()
    assert (step, kind, path) == ("y", "waits-in-vain", ["y"])
    assert told(found) == [
        "“All in” waits for several things of which a case need not bring all: it stops there for ever"
    ]


def test_what_is_wrong_in_one_pool_is_told_there_alone() -> None:
    """The shop waits for a message that the customer sends only now and then."""
    customer = (
        '<process id="c" name="Customer"><startEvent id="cs"/><exclusiveGateway id="cx" name="Sure?"/>'
        '<task id="c1" name="Order"/><task id="c2" name="Go home"/><endEvent id="ce"/>'
        + flows("cs cx\ncx c1 yes\ncx c2 no\nc1 ce\nc2 ce")
        + "</process>"
    )
    shop = (
        '<process id="p" name="Shop"><startEvent id="s"/><task id="a" name="Open"/>'
        '<receiveTask id="r" name="Take order"/><endEvent id="e"/>'
        + flows("s a\na r\nr e")
        + "</process>"
    )
    pools = (
        '<collaboration><participant id="one" name="Buyer" processRef="c"/><participant id="two" '
        'name="Shop" processRef="p"/><messageFlow id="m" sourceRef="c1" targetRef="r"/>'
        "</collaboration>"
    )
    documents = read_bpmn(file(pools + customer + shop), "try.bpmn", collaboration=True)
    buyer, seller = (analysed(study(d, d.default_id), [], View(DAY)) for d in documents)
    assert mismatches(seller) == {"r": ("waits-in-vain", ["a", "r"])}
    assert mismatches(buyer) == {}
    assert buyer.one("map").verdict == seller.one("map").verdict == "deadlock"
    assert [one.fault_places for one in buyer.all("request")] == [[]]
    assert [one.fault_places for one in seller.all("request")] == [[["deadlock", "r"]]]

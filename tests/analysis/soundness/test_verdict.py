"""What each verdict means, on the smallest models that show it: a run, and where to mend."""

from __future__ import annotations

import pytest

from cxaudit.analysis.soundness.verdict import Fault, Verdict, judge, worst
from cxaudit.bpmn.net import Options, net_of_file, net_of_plan
from tests.analysis.soundness.models import file_of, plan_of
from tests.bpmn.helper import flows

ENDS = '<startEvent id="s"/><endEvent id="e"/>'
AND, XOR, OR = "parallelGateway", "exclusiveGateway", "inclusiveGateway"


def verdict(body: str, edges: str, **options: bool) -> Verdict:
    return judge(net_of_plan(plan_of(body + flows(edges)), Options(**options)))


def split_and_join(split: str, join: str) -> Verdict:
    body = ENDS + f'<{split} id="x"/><{join} id="y"/><task id="a"/><task id="b"/>'
    return verdict(body, "s x\nx a\nx b\na y\nb y\ny e")


@pytest.mark.parametrize(
    ("split", "join", "word"),
    [
        (XOR, XOR, "sound"),
        (AND, AND, "sound"),
        (OR, OR, "sound"),
        (AND, OR, "sound"),
        (XOR, OR, "sound"),
        (XOR, AND, "deadlock"),
        (OR, AND, "deadlock"),
        (AND, XOR, "lack-of-synchronisation"),
        (OR, XOR, "lack-of-synchronisation"),
    ],
)
def test_splits_and_joins(split: str, join: str, word: str) -> None:
    assert split_and_join(split, join).word == word


def test_a_deadlock_is_told_at_the_join_with_the_decision_before_it() -> None:
    (fault, *others) = split_and_join(XOR, AND).faults
    assert fault == Fault("deadlock", "y", ("s", "x", "a"), ("x", "a", "y"))
    assert {(one.kind, one.at) for one in others} == {("dead-step", "y"), ("dead-step", "e")}


def test_work_done_twice_is_told_where_the_branches_meet() -> None:
    (fault,) = split_and_join(AND, XOR).faults
    assert (fault.kind, fault.at) == ("lack-of-synchronisation", "y")
    assert fault.path[0] == "x" and fault.path[-1] == "y" and len(fault.path) == 3


def test_a_task_that_two_branches_reach_is_done_twice() -> None:
    body = ENDS + f'<{AND} id="x"/><task id="a"/><task id="b"/><task id="c"/>'
    found = verdict(body, "s x\nx a\nx b\na c\nb c\nc e").faults
    assert ("lack-of-synchronisation", "c") in {(one.kind, one.at) for one in found}


def test_a_circle_without_a_way_out() -> None:
    body = ENDS + f'<{XOR} id="x"/><{XOR} id="y"/><task id="a"/><task id="b"/>'
    found = verdict(body, "s x\nx a\nx e\na y\ny b\nb y")
    (fault,) = [one for one in found.faults if one.kind == "no-way-out"]
    assert found.word == "no-way-out"
    assert set(fault.path) == {"y", "b"} and fault.run[:2] == ("s", "x")


def test_a_circle_that_sends_out_more_and_more_has_no_way_out_either() -> None:
    body = ENDS + f'<{XOR} id="x"/><{AND} id="y"/>'
    found = verdict(body, "s x\nx y\ny x\ny e")
    assert found.kinds == ["lack-of-synchronisation", "no-way-out"]


def test_a_step_that_nothing_leads_to_is_dead() -> None:
    found = verdict(ENDS + '<task id="a"/><task id="b"/>', "s a\na e\nb e")
    assert [(one.kind, one.at) for one in found.faults] == [("dead-step", "b")]


def test_the_search_goes_on_after_the_first_fault() -> None:
    body = ENDS + f'<{XOR} id="x"/><{AND} id="y"/><{AND} id="z"/><task id="a"/><task id="b"/>'
    body += f'<{XOR} id="m"/><task id="c"/>'
    edges = "s x\nx a\nx y\na y\ny e\nx z\nz b\nz c\nb m\nc m\nm e"
    assert verdict(body, edges).kinds == ["deadlock", "lack-of-synchronisation", "dead-step"]


def test_beyond_the_budget_nothing_is_proved() -> None:
    body = ENDS + f'<{AND} id="x"/><{AND} id="y"/>'
    edges = ["s x"]
    names = [f"t{number}" for number in range(8)]
    for name in names:
        body += f'<{XOR} id="{name}"/><{AND} id="j{name}"/>'
        edges += [f"x {name}", f"{name} j{name}", f"j{name} y"]
    # Each branch crosses into its neighbour's join, so that no block folds.
    edges += [f"{one} j{two}" for one, two in zip(names, names[1:] + names[:1], strict=True)]
    net = net_of_plan(plan_of(body + flows("\n".join([*edges, "y e"]))))
    few = judge(net, budget=5)
    assert not few.complete and few.states == 5
    assert few.word == "undecided" and judge(net).word == "deadlock"


# -- what BPMN adds -------------------------------------------------------------------------------


def test_an_interrupting_event_takes_the_place_of_the_work() -> None:
    body = ENDS + '<task id="a"/><task id="b"/><boundaryEvent id="t" attachedToRef="a"/>'
    body += f'<{XOR} id="x"/>'
    assert verdict(body, "s a\na x\nt b\nb x\nx e").word == "sound"


def test_an_event_that_does_not_interrupt_runs_beside_the_work() -> None:
    body = ENDS + '<task id="a"/><task id="b"/><endEvent id="f"/>'
    body += '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"/>'
    assert verdict(body, "s a\na e\nt b\nb f").word == "sound"
    meeting = body + f'<{XOR} id="x"/><task id="c"/>'
    found = verdict(meeting, "s a\na x\nt b\nb x\nx c\nc e")
    assert found.word == "lack-of-synchronisation"


def test_a_reminder_that_may_repeat_is_asked_for() -> None:
    body = ENDS + '<task id="a"/><task id="b"/><endEvent id="f"/>'
    body += '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"/>'
    assert verdict(body, "s a\na e\nt b\nb f", repeats=True).word == "lack-of-synchronisation"


def sub_process(inner: str, around: str = "") -> str:
    return f'<startEvent id="S"/><subProcess id="P">{inner}</subProcess><endEvent id="E"/>{around}'


def test_a_sub_process_is_done_when_its_last_token_is_gone() -> None:
    inner = f'<startEvent id="s"/><{AND} id="x"/><task id="a"/><endEvent id="e"/><endEvent id="f"/>'
    inner += flows("s x\nx a\na e\nx f")
    assert verdict(sub_process(inner), "S P\nP E").word == "sound"


def test_a_deadlock_inside_a_sub_process_is_found() -> None:
    inner = f'<startEvent id="s"/><{XOR} id="x"/><{AND} id="y"/><endEvent id="e"/>'
    inner += flows("s x\nx y\nx y\ny e")
    found = verdict(sub_process(inner), "S P\nP E")
    assert found.word == "deadlock" and found.faults[0].at == "y"


def test_a_terminate_stops_what_else_is_going_on() -> None:
    ends = '<startEvent id="s"/><endEvent id="t"><terminateEventDefinition/></endEvent>'
    body = ends + f'<{AND} id="x"/><{XOR} id="y"/><{AND} id="z"/><task id="a"/><endEvent id="e"/>'
    edges = "s x\nx a\na t\nx y\ny z\ny z\nz e"
    stops = verdict(body, edges)
    assert stops.word == "dead-step", "the join that waits in vain is stopped; it is never passed"
    goes_on = body.replace("<terminateEventDefinition/>", "")
    assert verdict(goes_on, edges).word == "deadlock"


def test_an_error_leaves_the_sub_process_by_the_event_that_catches_it() -> None:
    inner = f'<startEvent id="s"/><{AND} id="x"/><task id="a"/><{AND} id="y"/>'
    inner += '<endEvent id="f"><errorEventDefinition/></endEvent><endEvent id="e"/>'
    inner += flows("s x\nx a\nx y\na y\ny e\nx f")
    guard = '<boundaryEvent id="G" attachedToRef="P"><errorEventDefinition/></boundaryEvent>'
    assert (
        verdict(sub_process(inner, guard + f'<{XOR} id="J"/>'), "S P\nP J\nG J\nJ E").word
        == "sound"
    )


def test_several_starts_are_alternatives_unless_they_begin_together() -> None:
    body = '<startEvent id="s"/><startEvent id="t"/><task id="a"/><endEvent id="e"/>'
    assert verdict(body, "s a\nt a\na e").word == "sound"
    together = verdict(body, "s a\nt a\na e", starts_together=True)
    assert together.word == "lack-of-synchronisation"


def test_several_branches_may_end_in_one_end_unless_it_counts_them() -> None:
    body = ENDS + f'<{AND} id="x"/><task id="a"/><task id="b"/>'
    edges = "s x\nx a\nx b\na e\nb e"
    assert verdict(body, edges).word == "sound"
    assert verdict(body, edges, ends_once=True).ends_twice


def test_links_are_followed() -> None:
    throw = (
        '<intermediateThrowEvent id="l" name="L"><linkEventDefinition/></intermediateThrowEvent>'
    )
    catch = (
        '<intermediateCatchEvent id="m" name="L"><linkEventDefinition/></intermediateCatchEvent>'
    )
    assert verdict(ENDS + throw + catch + '<task id="a"/>', "s l\nm a\na e").word == "sound"


def test_conditions_on_the_flows_of_a_task_choose_some_of_them() -> None:
    body = ENDS + f'<task id="a"/><task id="b"/><task id="c"/><{AND} id="y"/>'
    assert verdict(body, "s a\na b ?\na c ?\nb y\nc y\ny e").word == "deadlock"
    assert verdict(body, "s a\na b\na c\nb y\nc y\ny e").word == "sound"


def test_an_inclusive_join_waits_for_what_may_still_come() -> None:
    """Branches that cross: no block closes the split, so the join looks at the whole process."""
    body = ENDS + f'<{OR} id="x"/><{XOR} id="m"/><{OR} id="y"/>'
    body += "".join(f'<task id="{name}"/>' for name in "abc")
    found = verdict(body, "s x\nx a\nx b\nx c\na m\nb y\nm y\nm e\nc y\ny e")
    assert found.word == "sound"


def test_an_inclusive_gateway_with_very_many_flows_proves_nothing() -> None:
    names = [f"t{number}" for number in range(9)]
    body = ENDS + f'<{OR} id="x"/>' + "".join(f'<task id="{name}"/>' for name in names)
    found = verdict(body, "s x\n" + "\n".join(f"x {name}\n{name} e" for name in names))
    assert found.word == "undecided" and not found.faults


# -- pools and messages ---------------------------------------------------------------------------

POOLS = """<collaboration id="c"><participant id="A" processRef="p"/>
<participant id="B" processRef="q"/><participant id="C" name="Black box"/>{messages}</collaboration>"""


def two(messages: str, second: str, edges: str) -> str:
    first = '<startEvent id="s"/><sendTask id="a"/><receiveTask id="b"/><endEvent id="e"/>'
    one = f'<process id="p">{first}{flows("s a" + chr(10) + "a b" + chr(10) + "b e")}</process>'
    other = f'<process id="q">{second}{flows(edges)}</process>'
    return POOLS.format(messages=messages) + one + other


def test_messages_count_only_where_asked() -> None:
    messages = '<messageFlow id="m" sourceRef="a" targetRef="c"/>'
    messages += '<messageFlow id="n" sourceRef="d" targetRef="b"/>'
    second = '<startEvent id="t"/><receiveTask id="c"/><exclusiveGateway id="x"/><sendTask id="d"/>'
    second += '<endEvent id="f"/><endEvent id="g"/>'
    file = file_of(two(messages, second, "t c\nc x\nx d\nd f\nx g"))
    assert judge(net_of_file(file, Options())).word == "sound"
    found = judge(net_of_file(file, Options(collaboration=True)))
    assert found.word == "deadlock" and found.faults[0].at == "b"


def test_a_black_box_never_blocks() -> None:
    messages = '<messageFlow id="m" sourceRef="C" targetRef="b"/>'
    file = file_of(two(messages, '<startEvent id="t"/><endEvent id="f"/>', "t f"))
    assert judge(net_of_file(file, Options(collaboration=True))).word == "sound"


def test_a_message_that_nobody_takes_is_left() -> None:
    messages = '<messageFlow id="m" sourceRef="a" targetRef="c"/>'
    second = '<startEvent id="t"/><exclusiveGateway id="x"/><receiveTask id="c"/>'
    second += '<endEvent id="f"/><endEvent id="g"/>'
    file = file_of(two(messages, second, "t x\nx c\nc f\nx g"))
    found = judge(net_of_file(file, Options(collaboration=True)))
    assert found.word == "sound" and found.undelivered


def test_the_worst_of_several() -> None:
    assert worst(["sound", "undecided", "dead-step"]) == "dead-step"
    assert worst(["sound", "undecided"]) == "undecided"
    assert worst([]) == "sound"

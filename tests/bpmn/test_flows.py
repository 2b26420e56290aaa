"""Tasks, gateways, events, sub-processes and links as steps and ways."""

from __future__ import annotations

import pytest

from cxaudit.bpmn.durations import from_iso
from cxaudit.bpmn.read import read_bpmn
from tests.bpmn.helper import file, labels, one, onward, process, steps

TASKS = "".join(f'<task id="{key}" name="Do {key}"/>' for key in "abcd")
START = '<startEvent id="s"/>'


def test_tasks_follow_each_other_and_the_end_gives_the_outcome() -> None:
    found = steps(process(START + TASKS + '<endEvent id="e" name="booked"/>', "s a\na b\nb e"))
    assert list(found)[:2] == ["a", "b"]
    assert onward(found["a"]) == ["b"]
    assert found["b"].end == "booked"
    assert found["a"].does == "Do a"


def test_a_start_that_only_starts_is_a_note_and_no_step() -> None:
    data = process('<startEvent id="s" name="Order came in"/>' + TASKS, "s a\na b")
    document = one(data)
    assert "s" not in document.model.steps
    assert "Order came in" in document.model.note


def test_a_choice_keeps_labels_and_shares_and_names_the_rest() -> None:
    gateway = '<exclusiveGateway id="g" name="Which?"/>'
    found = steps(process(START + TASKS + gateway, "s a\na g\ng b fine 70%\ng c\ng d bad 10%"))
    assert found["a"].checks == "Which?"
    assert labels(found["a"]) == ["fine", "otherwise", "bad"]
    shares = [branch.share for branch in found["a"].next.branches]  # type: ignore[union-attr]
    assert shares == [pytest.approx(0.7), None, pytest.approx(0.1)]


def test_a_limit_in_a_label_is_no_share() -> None:
    gateway = '<exclusiveGateway id="g"/>'
    found = steps(process(START + TASKS + gateway, "s g\ng a less than 10%\ng b more than 10%"))
    assert labels(found["g"]) == ["less than 10%", "more than 10%"]
    assert all(branch.share is None for branch in found["g"].next.branches)  # type: ignore[union-attr]


def test_labels_differ_even_where_the_flows_are_called_alike() -> None:
    gateway = '<exclusiveGateway id="g"/>'
    found = steps(process(START + TASKS + gateway, "s g\ng a yes\ng b yes\ng c yes"))
    assert len(set(labels(found["g"]))) == 3


def test_branches_without_a_label_have_none_here_either() -> None:
    gateway = '<exclusiveGateway id="g" default="flow2-g-b"/>'
    found = steps(process(START + TASKS + gateway, "s g\ng a\ng b\ng c ?\ng d no"))
    assert labels(found["g"]) == ["", "otherwise", "Do c", "no"]


def test_the_only_branch_without_a_label_is_for_the_rest() -> None:
    gateway = '<exclusiveGateway id="g"/>'
    assert labels(steps(process(START + TASKS + gateway, "s g\ng a yes\ng b"))["g"]) == [
        "yes",
        "otherwise",
    ]


def test_a_gateway_that_only_merges_is_no_step() -> None:
    gateways = '<exclusiveGateway id="g"/><exclusiveGateway id="m"/>'
    edges = "s g\ng a x\ng b y\na m\nb m\nm c"
    found = steps(process(START + TASKS + gateways, edges))
    assert "m" not in found
    assert onward(found["a"]) == onward(found["b"]) == ["c"]


def test_a_parallel_split_and_join_move_to_the_tasks_beside_them() -> None:
    gateways = '<parallelGateway id="g"/><parallelGateway id="m"/>'
    edges = "s a\na g\ng b\ng c\nb m\nc m\nm d"
    found = steps(process(START + TASKS + gateways, edges))
    assert list(found) == ["a", "b", "c", "d"]
    assert found["a"].next is not None and found["a"].next.kind == "all"
    assert onward(found["a"]) == ["b", "c"]
    assert found["d"].join == "all"


def test_a_parallel_split_with_several_ways_in_stays_a_step() -> None:
    gateways = '<parallelGateway id="g"/><exclusiveGateway id="x"/>'
    edges = "s x\nx g yes\nx a no\na g\ng b\ng c"
    document = one(process(START + TASKS + gateways, edges))
    split = document.model.steps["g"]
    assert split.next is not None and split.next.kind == "all"
    assert split.by == "nobody"


def test_an_inclusive_gateway_takes_some_and_waits_for_them() -> None:
    gateways = '<inclusiveGateway id="g"/><inclusiveGateway id="m"/>'
    edges = "s a\na g\ng b ?\ng c ?\nb m\nc m\nm d"
    found = steps(process(START + TASKS + gateways, edges))
    assert found["g"].split == "some"
    assert found["d"].join == "all"


def test_several_ways_out_of_a_task_run_side_by_side_unless_they_have_conditions() -> None:
    assert steps(process(START + TASKS, "s a\na b\na c"))["a"].next.kind == "all"  # type: ignore[union-attr]
    assert steps(process(START + TASKS, "s a\na b ?\na c ?"))["a"].next.kind == "choice"  # type: ignore[union-attr]
    mixed = steps(process(START + TASKS, "s a\na b\na c ?"))["a"]
    assert mixed.split == "some"
    assert [b.share for b in mixed.next.branches] == [1.0, None]  # type: ignore[union-attr]


def test_an_event_based_gateway_is_a_decision_by_what_happens() -> None:
    events = (
        '<eventBasedGateway id="g"/><intermediateCatchEvent id="m" name="Answer came">'
        '<messageEventDefinition/></intermediateCatchEvent><intermediateCatchEvent id="t">'
        "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>"
        "</intermediateCatchEvent>"
    )
    found = steps(process(START + TASKS + events, "s a\na g\ng m\ng t\nm b\nt c"))
    assert labels(found["g"]) == ["Answer came", "timer"]
    assert onward(found["g"]) == ["b", "t"]
    assert found["t"].waits is not None and found["t"].waits.text == "3d"
    assert found["t"].at_most is not None and found["t"].at_most.duration is not None


def test_a_timer_of_its_own_is_no_clock_of_anything() -> None:
    timer = (
        '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P3D</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    found = steps(process(START + TASKS + timer, "s a\na t\nt b"))
    assert found["t"].waits is not None and found["t"].at_most is None


@pytest.mark.parametrize(
    ("label", "split", "join", "choice"),
    [
        ("Pay the invoice", "Side by side", "Wait for all", "Which way?"),
        ("Rechnung bezahlen", "Nebeneinander", "Auf alle warten", "Welcher Weg?"),
        ("Payer la facture", "En parallèle", "Attendre toutes les branches", "Quelle voie ?"),
    ],
)
def test_gateways_without_a_name_are_called_in_the_language_of_the_labels(
    label: str, split: str, join: str, choice: str
) -> None:
    tasks = "".join(f'<task id="{key}" name="{label} {key}"/>' for key in "abcd")
    gateways = '<parallelGateway id="g"/><parallelGateway id="h"/><exclusiveGateway id="x"/>'
    edges = "s g\ng a\ng b\na h\nb h\nh x\nx c\nx d"
    found = steps(process(START + tasks + gateways, edges))
    assert [found[key].does for key in "gx"] == [split, choice]
    several = gateways.replace('<exclusiveGateway id="x"/>', "")
    found = steps(process(START + tasks + several, "s g\ng a\ng b\na h\nb h\nh c\nh d"))
    assert found["h"].does == join


def test_a_complex_gateway_is_a_decision_and_a_loss() -> None:
    document = one(process(START + TASKS + '<complexGateway id="g"/>', "s g\ng a x\ng b y"))
    assert document.model.steps["g"].next.kind == "choice"
    assert any("complex gateway" in loss for loss in document.losses)


def test_a_timer_on_the_border_is_a_timeout_and_an_error_a_way_to_mend() -> None:
    events = (
        '<boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>PT48H'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
        '<boundaryEvent id="x" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
    )
    found = steps(process(START + TASKS + events, "s a\na b\nt c\nx d"))
    late = found["a"].if_late
    assert late is not None and late.next == "c"
    assert late.after is not None and late.after.text == "2d"
    assert found["a"].if_wrong is not None and found["a"].if_wrong.to == "d"


def test_several_ways_off_the_border_meet_in_a_decision() -> None:
    events = (
        '<boundaryEvent id="x" name="No card" attachedToRef="a"><errorEventDefinition/>'
        '</boundaryEvent><boundaryEvent id="y" name="Cancelled" attachedToRef="a" '
        'cancelActivity="false"><messageEventDefinition/></boundaryEvent>'
    )
    document = one(process(START + TASKS + events, "s a\na b\nx c\ny d"))
    found = document.model.steps
    wrong = found["a"].if_wrong
    assert wrong is not None and labels(found[wrong.to]) == ["No card", "Cancelled"]
    assert any("beside the work" in loss for loss in document.losses)


def test_a_sub_process_is_shown_by_its_steps() -> None:
    inner = (
        '<subProcess id="sub" name="Handle"><startEvent id="s1"/><task id="i" name="Inside"/>'
        '<endEvent id="e1"/><sequenceFlow id="x1" sourceRef="s1" targetRef="i"/>'
        '<sequenceFlow id="x2" sourceRef="i" targetRef="e1"/></subProcess>'
    )
    found = steps(process(START + TASKS + inner, "s a\na sub\nsub b"))
    assert onward(found["a"]) == ["i"]
    assert onward(found["i"]) == ["b"]
    assert found["i"].stage == "Handle"
    assert "sub" not in found


def test_a_sub_process_waits_for_all_that_runs_in_it() -> None:
    inner = '<subProcess id="sub"><task id="i"/><task id="j"/></subProcess>'
    found = steps(process(START + TASKS + inner, "s a\na sub\nsub b"))
    assert onward(found["a"]) == ["i", "j"] and found["a"].next.kind == "all"  # type: ignore[union-attr]
    assert found["b"].join == "all"


def test_an_error_that_ends_a_sub_process_goes_where_it_is_caught() -> None:
    inner = (
        '<subProcess id="sub"><task id="i" name="Inside"/><endEvent id="bad">'
        '<errorEventDefinition errorRef="E"/></endEvent>'
        '<sequenceFlow id="x2" sourceRef="i" targetRef="bad"/></subProcess>'
        '<boundaryEvent id="x" attachedToRef="sub"><errorEventDefinition errorRef="E"/>'
        "</boundaryEvent>"
    )
    found = steps(process(START + TASKS + inner, "s sub\nsub a\nx b"))
    assert onward(found["i"]) == ["b"]


def test_an_error_that_nobody_catches_ends_badly() -> None:
    data = process(
        START + TASKS + '<endEvent id="e" name="Payment"><errorEventDefinition/></endEvent>',
        "s a\na e",
    )
    assert steps(data)["a"].end == "failed: Payment"


def test_an_event_sub_process_is_left_out_and_told() -> None:
    inner = (
        '<subProcess id="sub" name="On fire" triggeredByEvent="true"><task id="i"/></subProcess>'
    )
    document = one(process(START + TASKS + inner, "s a"))
    assert "i" not in document.model.steps
    assert any("'On fire'" in loss for loss in document.losses)


def test_a_call_is_one_step_and_a_loss() -> None:
    document = one(process(START + '<callActivity id="x" name="Bill" calledElement="q"/>', "s x"))
    assert document.model.steps["x"].does == "Bill"
    assert any("another process (q)" in loss for loss in document.losses)


def test_links_are_joined() -> None:
    links = (
        '<intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>'
    )
    found = steps(process(START + TASKS + links, "s a\na out\nin b"))
    assert onward(found["a"]) == ["b"]


def test_several_starts_are_a_choice_only_where_they_lead_apart() -> None:
    starts = '<startEvent id="s1" name="By phone"/><startEvent id="s2" name="By mail"/>'
    apart = steps(process(starts + TASKS, "s1 a\ns2 b\na c\nb c"))
    assert labels(next(iter(apart.values()))) == ["By phone", "By mail"]
    together = steps(process(starts + TASKS, "s1 a\ns2 a"))
    assert next(iter(together)) == "a"


def test_a_process_without_events_begins_where_nothing_leads() -> None:
    found = steps(process(TASKS, "a b\nb c\nc d"))
    assert list(found) == ["a", "b", "c", "d"]


def test_a_circle_of_gateways_and_a_start_alone_are_read() -> None:
    ring = '<exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
    assert steps(process(START + ring, "s g\ng h\nh g"))
    assert steps(process(START, "")) and steps(process('<endEvent id="e"/>', ""))


def test_a_step_is_never_called_end() -> None:
    found = steps(
        process('<startEvent id="s"/><task id="End" name="Close"/><task id="a"/>', "s a\na End")
    )
    assert onward(found["a"]) == ["End-event"]


def test_a_way_that_rejects_ends_badly_where_the_end_has_no_name() -> None:
    data = process(START + '<task id="r" name="Reject the claim"/><endEvent id="e"/>', "s r\nr e")
    document = one(data)
    assert document.model.steps["r"].end == "refused"
    assert document.basis["steps/r/end"] == "inferred-high"


def test_flows_to_nowhere_are_told_with_their_line() -> None:
    (document,) = read_bpmn(process(START + TASKS, "s a\na nowhere"), "try.bpmn")
    assert document.readable
    (problem,) = document.problems
    assert problem.family == "reference" and "nowhere" in problem.says and problem.span.line > 2


def test_several_processes_are_several_maps_with_their_own_ids() -> None:
    body = (
        '<process id="p1" name="Order"><task id="a"/></process>'
        '<process id="p2" name="Order"><task id="b"/></process><process id="p3"/>'
    )
    found = read_bpmn(file(body), "dir/shop.bpmn")
    assert [document.default_id for document in found] == ["shop-order", "shop-order-2"]
    assert read_bpmn(process(TASKS, "a b"), "dir/shop.bpmn20.xml")[0].default_id == "shop"


def test_places_are_the_lines_of_the_elements() -> None:
    data = process("\n\n" + START + '\n<task\n  id="a"\n  name="Long"/>', "s a")
    document = one(data)
    assert document.span(("steps", "a")).line == 6
    assert document.span(("steps", "a", "by")).line == 6
    assert document.lines.line(6).startswith("<task")


def test_characters_that_steer_a_terminal_are_no_part_of_a_label() -> None:
    found = steps(process(START + '<task id="a" name="Do\u009b31m it\u007f\u0085now"/>', "s a"))
    assert found["a"].does == "Do31m it now"


def test_loops_are_told() -> None:
    task = '<task id="a" name="Ask"><multiInstanceLoopCharacteristics/></task>'
    assert any("several times" in loss for loss in one(process(START + task, "s a")).losses)


def test_data_is_needed_and_given_and_stores_are_systems() -> None:
    data = (
        '<dataObjectReference id="d" name="Offer"/><dataStoreReference id="q" name="CRM"/>'
        '<task id="a" name="Write"><dataInputAssociation><sourceRef>q</sourceRef>'
        "</dataInputAssociation><dataOutputAssociation><targetRef>d</targetRef>"
        "</dataOutputAssociation></task>"
    )
    found = steps(process(START + data, "s a"))["a"]
    assert [item.what for item in found.gives] == ["Offer"] and found.in_ == ["crm"]


@pytest.mark.parametrize(
    ("iso", "ours"),
    [
        ("PT15M", "15m"), ("P3D", "3d"), ("P1DT4H", "1d 4h"), ("P2W", "2w"), ("PT48H", "2d"),
        ("PT36H", "36h"), ("PT30S", "0.5m"), ("R3/PT10M", "10m"), ("P1Y", "52w"),
        ('="P1D"', "1d"), ("P", None), ("${x}", None), ("tomorrow", None),
    ],
)  # fmt: skip
def test_iso_durations(iso: str, ours: str | None) -> None:
    assert from_iso(iso) == ours

"""Which elements of BPMN a map becomes."""

from __future__ import annotations

import pytest

from tests.bpmn.export.helper import behind, flow, map_of, onward, sheet


@pytest.mark.parametrize(
    ("step", "tag"),
    [
        ("{by: clerk}", "userTask"),
        ("{takes: 5m}", "task"),
        ("{by: ERP, in: ERP}", "serviceTask"),
        ("{sign-off: boss}", "userTask"),
        ("{by: clerk, with: customer via visit}", "manualTask"),
        ("{by: clerk, with: customer via letter}", "sendTask"),
        ("{by: clerk, with: customer via letter, asks: tax id}", "receiveTask"),
        ("{by: clerk, with: customer via letter, in: CRM}", "userTask"),
        ("{by: customer}", "manualTask"),
        ("{call: other-map}", "callActivity"),
        ("{waits: 2d}", "intermediateCatchEvent"),
    ],
)
def test_a_step_is_a_task_of_its_kind(step: str, tag: str) -> None:
    found = sheet(map_of(f"one: {step}\ntwo: {{by: clerk}}", "customers: customer\n"))
    assert found.nodes["one"].tag == tag


def test_a_sign_off_asks_and_its_branches_are_labelled() -> None:
    found = sheet(
        map_of(
            """
            price: {by: desk}
            approve: {sign-off: boss, rejects: 3%, else: price}
            send: {by: desk}
            """
        )
    )
    gateway = behind(found, "approve")
    assert (gateway.tag, gateway.name) == ("exclusiveGateway", "Approved?")
    texts = {name: target for target, name in onward(found, gateway.id)}
    assert texts["approved"] == "send"
    agreed = flow(found, gateway.id, "send")
    assert gateway.default == agreed.id and not agreed.condition
    refused = next(f for f in found.flows.values() if f.name == "rejected 3%")
    assert refused.condition == "rejected 3%"


def test_what_is_checked_is_the_question() -> None:
    found = sheet(map_of("a: {sign-off: boss, checks: the credit limit, else: end refused}\nb: {}"))
    assert behind(found, "a").name == "the credit limit"


def test_a_decision_keeps_labels_shares_and_conditions() -> None:
    found = sheet(
        map_of(
            """
            sort: {by: desk, next: {small 80%: {to: a, when: under 100 EUR}, otherwise: b}}
            a: {by: desk, end: done}
            b: {by: desk}
            """
        )
    )
    gateway = behind(found, "sort")
    assert onward(found, gateway.id) == [("a", "small 80%"), ("b", "otherwise")]
    assert flow(found, gateway.id, "a").condition == "under 100 EUR"
    assert gateway.default == flow(found, gateway.id, "b").id


def test_a_decision_in_which_nothing_is_done_is_the_gateway_itself() -> None:
    found = sheet(map_of("a: {by: x}\nb: {next: {left: a, right: c}}\nc: {by: x}"))
    assert found.nodes["b"].tag == "exclusiveGateway"


def test_a_loop_leads_back_to_a_merge() -> None:
    found = sheet(map_of("a: {by: x}\nb: {by: x, next: {again: a, good: c}}\nc: {by: x}"))
    merge = next(node for node in found.nodes.values() if node.id.startswith("Merge"))
    assert behind(found, merge.id).id == "a"
    assert {f.source for f in found.flows.values() if f.target == merge.id} == {
        "Start",
        "Gateway_b",
    }


def test_side_by_side_opens_and_closes() -> None:
    found = sheet(map_of("a: {by: x, next: [b, c]}\nb: {by: y, next: d}\nc: {by: z}\nd: {by: x}"))
    fork = behind(found, "a")
    assert fork.tag == "parallelGateway" and {t for t, _ in onward(found, fork.id)} == {"b", "c"}
    join = behind(found, "b")
    assert join is behind(found, "c") and join.tag == "parallelGateway"
    assert behind(found, join.id).id == "d"


def test_a_choice_inside_a_branch_is_merged_before_the_join() -> None:
    found = sheet(
        map_of(
            """
            a: {by: x, next: [b, c]}
            b: {by: y, next: {this: d, that: e}}
            e: {by: y, next: d}
            c: {by: z}
            d: {by: x}
            """
        )
    )
    join = behind(found, "c")
    into = {f.source for f in found.flows.values() if f.target == join.id}
    assert join.tag == "parallelGateway" and len(into) == 2
    (merge,) = into - {"c"}
    assert found.nodes[merge].tag == "exclusiveGateway"


def test_some_of_them_wait_for_those_that_were_taken() -> None:
    found = sheet(
        map_of("a: {by: x, split: some, next: {mail: b, call: c}}\nb: {next: d}\nc: {}\nd: {by: x}")
    )
    fork = behind(found, "a")
    assert fork.tag == "inclusiveGateway"
    assert all(f.condition for f in found.flows.values() if f.source == fork.id)
    assert behind(found, "b").tag == "inclusiveGateway"


def test_a_branch_that_can_end_is_not_waited_for() -> None:
    found = sheet(
        map_of(
            """
            a: {by: x, next: [b, c]}
            b: {by: y, next: {done with it: end, on: d}}
            c: {by: z, next: d}
            d: {by: x}
            """
        )
    )
    assert behind(found, "c").tag == "inclusiveGateway"


def test_the_first_that_arrives_goes_on() -> None:
    found = sheet(map_of("a: {next: [b, c]}\nb: {by: y, next: d}\nc: {by: z}\nd: {join: any}"))
    assert behind(found, "b").tag == "complexGateway"


def test_a_bad_end_inside_a_block_stops_the_rest() -> None:
    found = sheet(
        map_of(
            """
            a: {by: x, next: [b, c]}
            b: {by: y, next: {fine: d, broken: end failed}}
            c: {by: z, next: d}
            d: {by: x}
            """
        )
    )
    ends = {node.name: node.event for node in found.nodes.values() if node.tag == "endEvent"}
    assert ends == {"failed": "terminate", "done": ""}


def test_a_timeout_and_a_recovery_stand_on_the_border() -> None:
    found = sheet(
        map_of(
            """
            ask: {by: desk, if-late: {after: 1d 4h, next: call}, if-wrong: {does: Say sorry, by: boss}}
            close: {by: desk, end: done}
            call: {by: desk}
            """
        )
    )
    late, wrong = found.nodes["Late_ask"], found.nodes["Wrong_ask"]
    assert (late.host, late.event, late.timer) == ("ask", "timer", "P1DT4H")
    assert behind(found, late.id).id == "call"
    assert (wrong.host, wrong.event) == ("ask", "error")
    recovery = behind(found, wrong.id)
    assert (recovery.name, recovery.part, recovery.said) == ("Say sorry", "ask", None)
    assert {node.tag for node in (late, wrong)} == {"boundaryEvent"}


@pytest.mark.parametrize(
    ("written", "iso"),
    [("15m", "PT15M"), ("1d 4h", "P1DT4H"), ("2w", "P2W"), ("1w 1d", "P8D"), ("1d to 3d", "P3D")],
)
def test_durations_are_iso(written: str, iso: str) -> None:
    assert sheet(map_of(f"a: {{waits: {written}}}\nb: {{by: x}}")).nodes["a"].timer == iso


def test_a_wait_with_a_timeout_is_a_task_that_can_carry_it() -> None:
    found = sheet(map_of("a: {waits: 3d, if-late: {after: 5d, next: c}}\nb: {by: x}\nc: {by: x}"))
    assert found.nodes["a"].tag == "receiveTask"


def test_ends_are_called_by_their_outcome() -> None:
    found = sheet(
        map_of("""
            a: {by: x, next: {yes: b, no: lost}}
            b: {by: x, end: booked}
            lost: {end: lost}
            """)
    )
    ends = {node.id: node.name for node in found.nodes.values() if node.tag == "endEvent"}
    assert ends == {"lost": "lost", "End_b": "booked"}


def test_types_that_begin_at_different_steps_part_behind_the_start() -> None:
    head = "requests: {new: {starts: a}, old: {starts: b, title: Known customer}}\n"
    found = sheet(map_of("a: {by: x}\nb: {by: x}", head))
    fork = behind(found, "Start")
    assert fork.name == "Which request?"
    assert {name for _, name in onward(found, fork.id)} == {"New", "Known customer"}


def test_routing_asks_which_request() -> None:
    head = "requests: {new: {}, old: {}}\n"
    found = sheet(map_of("a: {by: x, next: {new: b, old: c}}\nb: {by: x}\nc: {by: x}", head))
    assert behind(found, "a").name == "Which request?"


def test_what_is_added_speaks_the_language_of_the_map() -> None:
    found = sheet(
        map_of(
            """
            antrag: {does: Der Kunde stellt den Antrag, by: kunde}
            pruefen: {does: Der Sachbearbeiter prüft die Unterlagen, by: sachbearbeiter}
            genehmigen: {does: Der Leiter genehmigt den Antrag, sign-off: leiter, else: pruefen}
            """
        )
    )
    gateway = behind(found, "genehmigen")
    assert gateway.name == "Genehmigt?"
    assert {name for _, name in onward(found, gateway.id)} == {"genehmigt", "abgelehnt"}

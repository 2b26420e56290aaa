"""Who stands in which lane, and who is met from outside."""

from __future__ import annotations

from cxaudit.bpmn.export.sheet import Sheet
from tests.bpmn.export.helper import back, drawn, map_of, sheet


def lanes(found: Sheet) -> list[str]:
    return [lane.name for lane in found.lanes.values()]


def lane(found: Sheet, node: str) -> str:
    return found.lanes[found.nodes[node].lane].name


def test_a_lane_for_each_performer_parties_first_systems_last() -> None:
    found = sheet(
        map_of("a: {by: ERP, in: ERP}\nb: {by: order desk}\nc: {by: customer}\nd: {sign-off: boss}")
    )
    assert lanes(found) == ["Customer", "Order desk", "Boss", "ERP"]


def test_nodes_without_work_lie_with_their_neighbours() -> None:
    found = sheet(
        map_of("a: {by: desk}\nw: {waits: 1d}\nb: {sign-off: boss, else: a}\nlost: {end: lost}")
    )
    assert lane(found, "Start") == lane(found, "Merge_a") == lane(found, "w") == "Desk"
    assert lane(found, "Gateway_b") == lane(found, "lost") == "Boss"


def test_where_nobody_is_named_there_are_no_lanes() -> None:
    assert not sheet(map_of("a: {takes: 1h}\nb: {takes: 1h}")).lanes


def test_a_step_of_which_nobody_is_named_lies_in_a_lane_that_says_so() -> None:
    source = map_of("a: {by: desk}\nb: {takes: 1h}")
    found = sheet(source)
    assert lanes(found) == ["Desk", "Nobody named"] and lane(found, "b") == "Nobody named"
    assert back(drawn(source)).model.steps["b"].by is None


def test_what_a_case_only_passes_is_an_event_or_gateway_beside_its_neighbours() -> None:
    found = sheet(
        map_of(
            """
            a: {by: desk}
            b: {by: nobody}
            c: {by: nobody, next: {"yes": d, "no": end refused}}
            d: {by: boss}
            """
        )
    )
    assert lanes(found) == ["Desk", "Boss"]
    tags = {node.id: node.tag for node in found.nodes.values()}
    assert (tags["b"], tags["c"]) == ("intermediateThrowEvent", "exclusiveGateway")


def test_the_pool_is_the_house_and_its_process_the_map() -> None:
    found = sheet(map_of("a: {by: desk}"), "Volta Switchgear")
    (pool,) = found.pools.values()
    assert (pool.name, pool.process_name) == ("Volta Switchgear", "Try")


def test_parties_are_black_boxes_those_served_on_top() -> None:
    head = "parties: {buyer: {kind: buyer}, mill: {kind: supplier}}\n"
    found = sheet(map_of("a: {by: desk, with: mill via email}\nb: {by: desk, with: buyer}", head))
    names = [(pool.name, pool.process, pool.below) for pool in found.pools.values()]
    assert names == [("Buyer", "", False), ("Try", "try", False), ("Mill", "", True)]


def test_messages_go_to_the_party_or_come_from_it() -> None:
    found = sheet(
        map_of(
            """
            tell: {by: desk, with: customer via email}
            ask: {by: desk, with: customer via phone, asks: tax id}
            receive-order: {by: desk, with: customer via "letter, fax"}
            """.replace('"letter, fax"', "letter")
        )
    )
    ends = [(m.source, m.target, m.name) for m in found.messages.values()]
    assert ends == [
        ("tell", "Party_customer", "email"),
        ("Party_customer", "ask", "phone"),
        ("Party_customer", "receive-order", "letter"),
    ]


def test_what_a_party_does_itself_is_in_its_lane_and_no_message() -> None:
    found = sheet(map_of("a: {by: customer}\nb: {by: desk}"))
    assert lane(found, "a") == "Customer" and not found.messages

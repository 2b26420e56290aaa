"""Hand-computed cases that check the brute force itself, and the generator's yield."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from .generate import Plan, maps, maps_with_blocks, to_yaml
from .runs import (
    READINGS,
    Figures,
    Undefined,
    figures,
    find_block,
    find_join,
    minutes,
    net,
    types_of,
    undefined,
)

Steps = dict[str, Any]


def plan(steps: Steps, **more: Any) -> Plan:
    """A map of these steps; a step without a time takes ten minutes."""
    timed = {
        key: one if "end" in one and len(one) == 1 else {"takes": "10m", **one}
        for key, one in steps.items()
    }
    return {"process": "P", "customers": ["customer"], **more, "steps": timed}


def only(steps: Steps, **more: Any) -> Figures:
    """The figures of the only request type of a map."""
    (found,) = figures(plan(steps, **more)).values()
    return found


GATE = {"sign-off": "boss"}
TWO = {"sign-off": ["boss", "head"]}
AGENT = "purchasing-agent via email"

QUOTE: Plan = {
    "process": "Quote to order",
    "requests": {
        "repeat-order": {"share": "60%", "simple": True},
        "simple-quote": {"share": "25%"},
        "custom-quote": {"share": "15%"},
    },
    "customers": ["purchasing-agent", "distributor"],
    "steps": {
        "take-request": {"by": "inside-sales", "with": AGENT, "takes": "15m"},
        "check-engineering": {"by": "engineering", "waits": "2d", "takes": "2h"},
        "price-request": {"by": "pricing", "waits": "1d", "takes": "1h"},
        "approve-price": {
            "sign-off": "pricing-manager",
            "waits": "1d",
            "rejects": "3%",
            "else": "price-request",
        },
        "approve-credit": {
            "sign-off": "credit-controller",
            "because": "credit policy FIN-12",
            "waits": "1d",
            "rejects": "2%",
            "else": "decline-request",
        },
        "approve-order": {
            "sign-off": "sales-director",
            "waits": "2d",
            "rejects": "1%",
            "else": "price-request",
        },
        "send-quote": {
            "by": "inside-sales",
            "with": AGENT,
            "takes": "20m",
            "next": {
                "accepts 70%": "book-order",
                "asks for a change 20%": "price-request",
                "goes elsewhere 10%": "lost",
            },
        },
        "book-order": {"by": "order-desk", "waits": "4h", "takes": "30m", "in": "ERP"},
        "confirm-order": {"by": "order-desk", "with": AGENT, "takes": "15m", "end": "booked"},
        "decline-request": {"by": "inside-sales", "with": AGENT, "waits": "0m", "end": "refused"},
        "lost": {"end": "lost"},
    },
}


def test_quote_to_order() -> None:
    found = figures(QUOTE)
    assert list(found) == ["repeat-order", "simple-quote", "custom-quote"]
    for one in found.values():
        assert (one.worst, one.least, one.silence) == (3, 3, 3540)
        assert one.unavoidable == {"approve-price", "approve-credit", "approve-order"}
        assert one.expected == pytest.approx(3.781812, abs=5e-7)
        assert one.time == pytest.approx(4467.82, abs=5e-3)


def test_after_the_scenario() -> None:
    """The same map after the scenario of the language, edited by hand."""
    steps = {key: dict(one) for key, one in QUOTE["steps"].items() if key != "approve-order"}
    steps["take-request"]["next"] = {
        "repeat-order": "check-credit-limit",
        "simple-quote": "price-from-list",
        "custom-quote": "check-engineering",
    }
    steps["approve-price"]["next"] = "send-quote"
    steps["approve-credit"] |= {"next": "book-order", "rejects": "50%"}
    steps["send-quote"]["next"] = {
        "accepts 70%": "check-credit-limit",
        "asks for a change 20%": "take-request",
        "goes elsewhere 10%": "lost",
    }
    steps["decline-request"]["next"] = {"accepts 60%": "book-order", "declines 40%": "lost"}
    del steps["decline-request"]["end"]
    steps["price-from-list"] = {"by": "inside-sales", "takes": "10m", "next": "send-quote"}
    steps["check-credit-limit"] = {
        "by": "ERP",
        "takes": "1m",
        "next": {"within limit 96%": "book-order", "over limit 4%": "approve-credit"},
    }
    found = figures({**QUOTE, "steps": steps})
    wanted = {
        "repeat-order": (1, 0, 0.04, 317.92, 751),
        "simple-quote": (1, 0, 0.035, 321.305, 751),
        "custom-quote": (2, 1, 1.32366, 2973.238, 2100),
    }
    for kind, (worst, least, expected, time, silence) in wanted.items():
        one = found[kind]
        assert (one.worst, one.least, one.silence) == (worst, least, silence)
        assert one.expected == pytest.approx(expected, abs=5e-6)
        assert one.time == pytest.approx(time, abs=5e-4)


def test_durations() -> None:
    assert minutes("1d 4h") == 720
    assert minutes("1w") == 2400
    assert minutes("1.5d", {"day": "6h"}) == 540


def test_loop_passes_both_sides_before_it_leaves() -> None:
    found = only(
        {
            "a": {"next": {"left": "b", "right": "c"}},
            "b": {**GATE, "next": "d"},
            "c": {**TWO, "next": "d"},
            "d": {"next": {"again 50%": "a", "on": "e"}},
            "e": GATE,
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 2, frozenset({"e"}))
    assert found.expected == pytest.approx(2 * 1.5 + 1)
    assert found.time == pytest.approx(2 * 30 + 10)


def test_choice_takes_the_larger_side() -> None:
    found = only(
        {
            "a": {"next": {"left": "b", "right": "c"}},
            "b": {**GATE, "next": "end"},
            "c": {"sign-off": {"all-of": ["x", "y", "z"]}, "next": "end lost"},
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (3, 1, frozenset({"b"}))
    assert found.expected == pytest.approx(2)


def test_else_without_share_counts_for_most_and_fewest() -> None:
    found = only({"a": {**GATE, "else": "c"}, "b": {**TWO, "end": "done"}, "c": {**GATE}})
    assert (found.worst, found.least, found.unavoidable) == (3, 2, frozenset({"a"}))
    assert found.expected == pytest.approx(3)


def test_least_counts_repeats_and_only_bad_ends_give_none() -> None:
    found = only({"a": {**GATE, "rejects": "20%", "else": "b"}, "b": {"end": "lost"}})
    assert (found.worst, found.least, found.unavoidable) == (1, None, frozenset())
    assert found.expected == pytest.approx(1)


def test_missing_shares_split_what_is_left() -> None:
    found = only(
        {
            "a": {"next": {"left 40%": "b", "middle": "c", "right": "end"}},
            "b": {**TWO, "next": "end"},
            "c": GATE,
        }
    )
    assert found.expected == pytest.approx(0.4 * 2 + 0.3)


def test_routing_scales_and_bypasses() -> None:
    types: Steps = {"red": {}, "blue": {}, "green": {"starts": "c"}}
    found = figures(
        plan(
            {
                "a": {"next": {"Red": "b", "otherwise 30%": "b", "or else 10%": "c"}},
                "b": {**GATE, "for": "blue", "rejects": "50%", "else": "a"},
                "c": {**TWO, "for": ["blue", "green"]},
                "d": {},
            },
            requests=types,
        )
    )
    assert (found["red"].worst, found["red"].time) == (0, 20)
    assert (found["blue"].worst, found["blue"].least) == (3, 2)
    # a and b come round: x(a) = 1 + 0.5 x(b), x(b) = 0.75 x(a)
    assert found["blue"].expected == pytest.approx(2 + 0.75 * 1.6)
    assert (found["green"].worst, found["green"].time) == (2, 20)


def test_a_type_without_a_way_has_no_figures() -> None:
    broken = plan(
        {"a": {"next": {"red": "b"}}, "b": {}}, requests={"red": {}, "blue": {"share": "10%"}}
    )
    assert list(figures(broken)) == ["red"]
    assert list(undefined(broken)) == ["blue"]


def test_long_form_routes_by_for() -> None:
    found = figures(
        plan(
            {"a": {"next": {"x": {"to": "b", "for": "red"}, "y": "c"}}, "b": GATE, "c": {}},
            requests={"red": {}, "blue": {}},
        )
    )
    assert (found["red"].worst, found["blue"].worst) == (1, 0)


def test_no_way_out_is_undefined() -> None:
    with pytest.raises(Undefined):
        figures(plan({"a": {"next": {"x": "b", "y": "c"}}, "b": {"next": "b"}, "c": {}}))


def test_silence() -> None:
    steps: Steps = {
        "a": {"waits": "1h", "with": "customer via phone"},
        "b": {"waits": "2h"},
        "c": {"waits": "3h", "by": "customer"},
        "d": {"waits": "30m", "takes": "5m", "next": {"on": "e", "back": "d"}},
        "e": {"waits": "2h", "with": {"party": "customer", "via": "email"}},
        "f": {"takes": "1d"},
    }
    assert only(steps).silence == 480
    del steps["f"]
    assert only(steps).silence == 35 + 120
    steps["e"]["by"] = "customer"
    assert only(steps).silence == 130
    assert only({"a": {}, "b": {}}).silence == 20
    assert only({"a": {}, "b": {}}).untouched


# --- blocks ----------------------------------------------------------------------------------


def test_block_adds_and_lasts_as_its_longest_branch() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "next": "j"},
            "b": {**TWO, "takes": "1h", "next": "j"},
            "j": GATE,
        }
    )
    assert (found.worst, found.least, found.expected, found.time) == (4, 4, 4, 80)
    assert found.unavoidable == {"a", "b", "j"}
    assert found.time_exact and not found.shared and found.silence is None


def test_rework_in_a_branch() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "rejects": "50%", "else": "a", "next": "j"},
            "b": {"takes": "25m", "next": "j"},
            "j": {},
        }
    )
    assert (found.worst, found.least, found.expected) == (1, 1, 2)
    assert found.time == pytest.approx(20 + 28.75)
    assert not found.time_exact


def test_join_stands_anywhere_and_is_the_nearest_common_step() -> None:
    steps = plan(
        {
            "s": {"next": ["a", "b"]},
            "j": {"next": {"on": "k", "again": "s"}},
            "a": {"next": {"x": "j", "y": "c"}},
            "b": {"next": "j"},
            "c": {"next": "j"},
            "k": {},
        }
    )
    block = find_block(net(steps, "any"), "s", READINGS[0])
    assert (block.join, block.inside) == ("j", frozenset({"a", "b", "c"}))


def test_a_way_past_a_meeting_place_moves_the_join() -> None:
    graph = net(
        plan(
            {
                "s": {"next": ["a", "b"]},
                "a": {"next": {"x": "j", "y": "k"}},
                "b": {"next": "j"},
                "j": {**GATE, "next": "k"},
                "k": {},
            }
        ),
        "any",
    )
    assert find_join(graph, "s", READINGS[0]) == "k"
    block = find_block(graph, "s", READINGS[0])
    assert block.inside == {"a", "b", "j"}


def test_a_step_in_two_branches_is_done_for_each_and_counts_once_in_worst() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {"next": {"x": "m", "y": "k"}},
            "b": {"next": "m"},
            "m": {**GATE, "next": "k"},
            "k": {},
        }
    )
    assert (found.worst, found.least, found.shared) == (1, 1, True)
    assert found.expected == pytest.approx(1.5)


def test_leaving_above_the_split() -> None:
    found = only(
        {
            "top": GATE,
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "rejects": "50%", "else": "top", "next": "j"},
            "b": {**TWO, "next": "j"},
            "j": {},
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 4, frozenset({"top", "a", "b"}))
    assert found.time is None and found.expected is None


def test_leaving_beyond_the_join_takes_the_leaving_branch_alone() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "else": "k", "next": "j"},
            "b": {**TWO, "next": "j"},
            "j": GATE,
            "k": {},
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 1, frozenset({"a"}))


def test_most_on_leaving_counts_the_others_in_full() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "else": "x", "next": "j"},
            "b": {**TWO, "next": "j"},
            "j": {"next": "end"},
            "x": {"sign-off": ["p", "q", "r"], "next": "end lost"},
        }
    )
    assert (found.worst, found.least) == (6, 3)


def test_bad_end_in_a_block_ends_the_case() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "next": {"on": "j", "off": "end lost"}},
            "b": {**TWO, "next": "j"},
            "j": GATE,
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 4, frozenset({"a", "b", "j"}))
    assert found.time is None


def test_good_end_in_a_block_ends_its_branch() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "next": {"on": "j", "off": "end filed"}},
            "b": {**TWO, "next": {"on": "j", "off": "end kept"}},
            "j": GATE,
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 3, frozenset({"a", "b"}))
    assert found.expected == pytest.approx(3 + 0.75)
    assert found.time == pytest.approx(20 + 0.75 * 10)


def test_a_branch_that_ends_in_steps_of_its_own() -> None:
    steps = plan(
        {
            "s": {"next": ["a", "b"]},
            "a": {"next": {"on": "j", "off": "f"}},
            "b": {**TWO, "next": "j"},
            "j": {**GATE, "next": "end"},
            "f": {**GATE, "takes": "1h", "end": "filed"},
        }
    )
    assert find_block(net(steps, "any"), "s", READINGS[0]).inside == {"a", "b", "f"}
    (found,) = figures(steps).values()
    assert (found.worst, found.least, found.unavoidable) == (4, 3, frozenset({"b", "j"}))
    assert found.expected == pytest.approx(3.5)
    assert found.time == pytest.approx(10 + 0.5 * 10 + 0.5 * 70 + 10)


def test_join_receives_one_arrival_at_least() -> None:
    """Both branches may do without their second sign-off, but only one of them at a time."""
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {"next": {"on": "a2", "off": "end filed"}},
            "a2": {**GATE, "next": "j"},
            "b": {"next": {"on": "b2", "off": "end kept"}},
            "b2": {**GATE, "next": "j"},
            "j": {"sign-off": "head", "next": {"on": "end", "off": "end lost"}},
        }
    )
    # both end well: no sign-off at all
    assert (found.worst, found.least, found.unavoidable) == (3, 0, frozenset())


def test_no_join() -> None:
    found = only(
        {
            "s": {"next": ["a", "b", "c"]},
            "a": {**GATE, "takes": "1h", "end": "done"},
            "b": {**TWO, "next": "end"},
            "c": {"next": "e"},
            "d": {**GATE},
            "e": {"end": "done"},
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (3, 3, frozenset({"a", "b"}))
    assert found.time == pytest.approx(70)


def test_an_end_only_step_is_no_meeting_place() -> None:
    graph = net(
        plan(
            {
                "s": {"next": ["a", "b"]},
                "a": {"next": "e"},
                "b": {"next": "e"},
                "e": {"end": "done"},
            }
        ),
        "any",
    )
    assert find_join(graph, "s", READINGS[0]) is None


def test_nested_blocks_share_a_join() -> None:
    found = only(
        {
            "s": {"next": ["t", "b"]},
            "t": {"next": ["x", "y"]},
            "x": {**GATE, "next": "j"},
            "y": {**GATE, "takes": "2h", "next": "j"},
            "b": {**TWO, "takes": "1h", "next": "j"},
            "j": GATE,
        }
    )
    assert (found.worst, found.least, found.expected) == (5, 5, 5)
    assert found.time == 10 + 130 + 10


def test_leaving_the_inner_block_alone() -> None:
    found = only(
        {
            "s": {"next": ["t", "b"]},
            "t": {"next": ["x", "y"]},
            "x": {**GATE, "else": "r", "next": "i"},
            "y": {**TWO, "next": "i"},
            "i": {"next": {"on": "r"}},
            "r": {**GATE, "next": "j"},
            "b": {**TWO, "next": "j"},
            "j": {},
        }
    )
    # x may refuse before y has begun; r and b are then still done
    assert (found.worst, found.least, found.unavoidable) == (6, 4, frozenset({"x", "r", "b"}))


def test_join_any() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {**GATE, "next": "j"},
            "b": {**TWO, "next": "j"},
            "j": {**GATE, "join": "any"},
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (4, 2, frozenset({"j"}))
    assert found.time is None


def test_join_all_names_a_later_step() -> None:
    steps = plan(
        {
            "s": {"next": ["a", "b"]},
            "a": {"next": "m"},
            "b": {"next": "m"},
            "m": GATE,
            "j": {"join": "all"},
        }
    )
    graph = net(steps, "any")
    assert find_join(graph, "s", READINGS[0]) == "j"
    (found,) = figures(steps).values()
    assert (found.worst, found.least, found.expected, found.shared) == (1, 2, 2, True)


def test_join_in_doubt() -> None:
    with pytest.raises(Undefined, match="doubt"):
        only(
            {
                "s": {"next": ["a", "b"]},
                "a": {"next": {"x": "m", "y": "n"}},
                "b": {"next": {"x": "m", "y": "n"}},
                "m": {**GATE, "end": "done"},
                "n": {**GATE, "end": "done"},
            }
        )


def test_a_block_in_a_loop() -> None:
    found = only(
        {
            "s": {"next": ["a", "b"]},
            "a": {"next": {"x": "a1", "y": "a2"}},
            "a1": {**GATE, "next": "j"},
            "a2": {**TWO, "next": "j"},
            "b": {**GATE, "next": "j"},
            "j": {"rejects": "50%", "else": "s"},
            "k": GATE,
        }
    )
    assert (found.worst, found.least, found.unavoidable) == (5, 3, frozenset({"b", "k"}))
    assert found.expected == pytest.approx(2 * (1.5 + 1) + 1)
    assert found.time == pytest.approx(2 * 40 + 10)


# --- the generator ---------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", [maps(), maps_with_blocks()], ids=["plain", "blocks"])
def test_most_maps_have_figures(strategy: SearchStrategy[Plan]) -> None:
    seen, without = 0, 0

    @settings(
        max_examples=120,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def look(made: Plan) -> None:
        nonlocal seen, without
        seen += len(types_of(made))
        without += len(undefined(made))
        assert to_yaml(made).startswith('{\n "process"')

    look()
    assert without < 0.3 * seen


@settings(max_examples=150, deadline=None, database=None)
@given(maps())
def test_figures_agree_with_each_other(made: Plan) -> None:
    try:
        found = figures(made)
    except Undefined:
        return
    weights = {key: node.weight for key, node in net(made, None).nodes.items()}
    for one in found.values():
        if one.least is not None:
            sure = sum(weights[step] for step in one.unavoidable)
            assert sure <= one.least
            assert sure <= one.worst
        assert one.worst <= one.total

"""The small parts: ranks, ways back, words, widths and paths."""

from __future__ import annotations

import pytest
from blueprint_scenes import card, quote_to_order, scene

from cxaudit.report.blueprint import Flow
from cxaudit.report.blueprint.geometry import Field, meets, overlap
from cxaudit.report.blueprint.model import back_edges, build
from cxaudit.report.blueprint.svg import arrow, esc, num, rounded
from cxaudit.report.blueprint.text_width import clean, cut, measure, split_word, wrap
from cxaudit.report.blueprint.words import duration, flow_label, impact, percent

NB = "\N{NO-BREAK SPACE}"


def test_ranks_are_the_longest_way_from_the_start() -> None:
    model = build(quote_to_order())
    assert model.rank["take-request"] == 0
    assert model.rank["approve-order"] == model.rank["decline-request"] == 5
    assert model.rank["confirm-order"] == 8
    assert {e.owner for e in model.edges if e.back} == {
        "approve-price>price-request",
        "approve-order>price-request",
        "send-quote>price-request",
    }


def test_cycles_lose_just_the_links_that_close_them() -> None:
    links = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "c"), ("a", "c")]
    assert back_edges(["a", "b", "c"], links) == {("c", "a"), ("c", "c")}


def test_deep_maps_do_not_exhaust_the_stack() -> None:
    cards = [card(f"s{i}") for i in range(3000)]
    flows = [Flow(f"s{i}", f"s{i + 1}") for i in range(2999)]
    assert build(scene(cards, flows)).rank["s2999"] == 2999


def test_flows_to_nowhere_are_left_out() -> None:
    model = build(scene([card("a")], [Flow("a", "missing"), Flow("missing", "a")]))
    assert model.edges == ()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (15, f"15{NB}min"),
        (240, f"4{NB}h"),
        (480, f"1{NB}d"),
        (1200, f"2.5{NB}d"),
        (90, f"1.5{NB}h"),
    ],
)
def test_durations(minutes: float, words: str) -> None:
    assert duration(minutes, 480.0) == words


def test_shares_never_say_zero_or_all_falsely() -> None:
    assert percent(0.025) == "2.5%"
    assert percent(0.0001) == "<0.1%"
    assert percent(0.9999) == ">99.9%"
    assert (percent(0.0), percent(1.0)) == ("0%", "100%")
    assert flow_label("accepts 70%", 0.7) == "accepts 70%"
    assert flow_label("accepts", 0.7) == "accepts 70%"
    assert flow_label("", 1.0) == ""


def test_impact_is_always_printed() -> None:
    assert [impact(v) for v in (None, -2, 0, 2)] == ["?", "−2", "0", "+2"]


def test_widths_grow_with_text_and_know_bold_and_strange_letters() -> None:
    assert measure("iii", 12) < measure("WWW", 12)
    assert measure("Label", 13) < measure("Label", 13, True)
    assert measure("漢字🙂", 12) > 3 * 12
    assert measure("e\u0301", 12) == measure("e", 12)


def test_wrapping_breaks_at_spaces_and_cuts_what_does_not_fit() -> None:
    assert wrap("Check manufacturability and parts", 120, 13, bold=True) == [
        "Check", "manufacturability", "and parts",
    ]  # fmt: skip
    rows = wrap("one two three four five six seven", 40, 12, lines=2)
    assert len(rows) == 2 and rows[-1].endswith("…")
    assert all(measure(r, 12) <= 40 for r in rows)
    assert split_word("x" * 60, 50, 12)[0].endswith("…")
    assert cut("short", 400, 12) == "short"
    assert wrap("", 50, 12) == []


def test_clean_text_holds_nothing_xml_forbids() -> None:
    assert clean("a\nb\x00c\ud800\ttab") == "a b c tab"
    assert clean(f"2{NB}d") == f"2{NB}d"
    assert esc('<a href="x">\'&') == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;"


def test_paths() -> None:
    assert num(-0.001) == "0" and num(3.10) == "3.1"
    assert rounded([(0, 0), (10, 0)]) == "M0 0L10 0"
    assert "Q20 0 20 7" in rounded([(0, 0), (20, 0), (20, 40)])
    assert arrow((0, 0), (10, 0)).count("L10 0") == 1


def test_fields_and_rectangles() -> None:
    field = Field()
    field.add((0, 0, 10, 10))
    assert not field.free((5, 5, 20, 20)) and field.free((10, 0, 20, 10))
    field.add_line([(100, 100), (300, 100)], 2)
    assert not field.free((200, 99, 210, 105)) and field.free((200, 103, 210, 110))
    assert overlap((0, 0, 2, 2), (1, 1, 3, 3)) and not overlap((0, 0, 2, 2), (2, 0, 3, 3))
    assert meets((0, 0, 10, 10), [(-5, 5), (15, 5)]) and not meets(
        (0, 0, 10, 10), [(-5, 11), (15, 11)]
    )

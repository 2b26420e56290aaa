"""The blueprint as a file: title, legend of what is drawn, panels, colours."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from blueprint_geometry import faults
from blueprint_scenes import card, loops, no_times, parallel, quote_to_order, scene

from cxaudit.report.blueprint import Drawing, Flow, Panel, Scene, picture, wide
from cxaudit.report.blueprint.document import Width


def _texts(drawing: Drawing) -> list[str]:
    return [b.text for b in drawing.boxes if b.kind == "text"]


@pytest.mark.parametrize("form", ["wide", "narrow", "wall"])
@pytest.mark.parametrize("shown", [quote_to_order(), no_times(), parallel(), loops(20)])
def test_title_drawing_and_legend_keep_clear_of_each_other(shown: Scene, form: Width) -> None:
    drawing = picture([Panel(replace(shown, title="A title " * 30))], form)
    assert faults(drawing) == []


def test_the_legend_tells_what_is_drawn_and_nothing_else() -> None:
    full = " ".join(_texts(picture([Panel(quote_to_order())])))
    for words in ("sign-off held by a policy", "moment of truth", "sent back", "silence"):
        assert words in full
    plain = _texts(picture([Panel(scene([card("a"), card("b")], [Flow("a", "b")]))]))
    assert not {"touch-point", "sign-off", "silence", "sent back"} & set(plain)


def test_steps_that_some_types_alone_meet_say_so() -> None:
    shown = scene([card("a"), card("b", only="only simple quote")], [Flow("a", "b")])
    drawing = picture([Panel(shown)])
    assert "simple quote" in " ".join(_texts(drawing))
    assert "for some request types only" in _texts(drawing)
    assert 'class="some"' in drawing.svg


def test_panels_stand_under_each_other_equally_wide() -> None:
    drawing = picture(
        [Panel(quote_to_order(), "First", "a note"), Panel(no_times(), "Second")],
        title="Both",
        notes=("Compared.",),
    )
    assert faults(drawing) == []
    assert {"Both", "Compared.", "First", "a note", "Second"} <= set(_texts(drawing))
    assert drawing.svg.count('id="bp-hatch-wide-') == 2
    assert drawing.svg.count('id="bp-hatch-wide-0"') == 1


def test_lanes_stand_in_the_order_that_is_wanted() -> None:
    def lanes(shown: Scene) -> list[str]:
        return [t for t in _texts(wide(shown)) if t in ("Operations", "Finance")]

    assert lanes(quote_to_order()) == ["Operations", "Finance"]
    turned = replace(quote_to_order(), units=("Finance", "Operations"))
    assert lanes(turned) == ["Finance", "Operations"]


def test_light_units_share_a_lane_and_name_themselves() -> None:
    heavy = [card(f"h{i}", unit=f"Unit {i}", waits=4800.0) for i in range(6)]
    light = [card(f"l{i}", unit=f"Small {i}", role="aide", waits=5.0) for i in range(3)]
    cards = [*heavy, *light]
    flows = [Flow(a.id, b.id) for a, b in itertools.pairwise(cards)]
    texts = _texts(wide(scene(cards, flows)))
    assert "other units" in texts and all(f"Unit {i}" in texts for i in range(6))
    assert "Small 0, aide" in " ".join(texts)
    signed = [replace(c, kind="sign-off", approvers=1) for c in light[:2]]
    texts = _texts(wide(scene([*heavy, *signed, light[2]], flows)))
    assert "other units" not in texts  # one light unit alone keeps its lane


def test_lanes_without_a_step_shrink_in_long_processes() -> None:
    def height(*users: str) -> float:
        shown = loops(20)
        cards = [replace(c, systems=("ERP",)) if c.id in users else c for c in shown.cards]
        return wide(replace(shown, cards=tuple(cards))).height

    assert height("s1", "s7", "s13", "s19") - height("s1") > 30


def test_what_turns_off_first_leaves_outermost() -> None:
    """Two ways up: the one to the nearer column must not cross the one that goes on."""
    cards = [
        card("near", unit="Top"),
        card("between", unit="Top"),
        card("beside", unit="Top"),
        card("far", unit="Top"),
        card("start", unit="Low"),
        card("mid", unit="Mid"),
    ]
    flows = [
        Flow("near", "between"),
        Flow("between", "beside"),
        Flow("beside", "far"),
        Flow("near", "start"),
        Flow("start", "mid", "little", 0.1),
        Flow("mid", "far"),
        Flow("start", "far", "most", 0.9),
    ]
    drawing = wide(scene(cards, flows, units=("Top", "Mid", "Low")))
    lines = {b.owner: b.points for b in drawing.boxes if b.kind == "flow"}
    assert lines["start>mid"][0][1] < lines["start>far"][0][1]


def test_a_long_name_is_whole_where_nothing_else_tells_it() -> None:
    name = "Tell the queue how long it takes and open a second counter for those with children"
    shown = scene([card("a", name), card("b")], [Flow("a", "b")])
    said = " ".join(b.text for b in picture([Panel(shown)]).boxes if b.owner == "a")
    assert name in said
    assert "…" in " ".join(b.text for b in wide(shown).boxes if b.owner == "a")

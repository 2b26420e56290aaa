"""Blueprints on a page: well formed, each step one button beside its words, ids of their own."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given

from cxaudit.report.blueprint import Flow, narrow, wide
from cxaudit.report.blueprint_page import for_page
from cxaudit.report.drawings.types import overlay
from tests.oracle.generate import Plan, maps, maps_with_blocks

from .blueprint.blueprint_scenes import card, scene
from .test_report_properties import MANY, _context


def _held(svg: str) -> None:
    """Every step that was drawn as a button is a group with one button, its words hidden from those who
    hear the page."""
    drawn = ElementTree.fromstring(svg)
    cards = [e.get("data-s") for e in drawn.iter() if e.get("role") == "button"]
    tree = ElementTree.fromstring(for_page(svg, "m"))
    groups = [g for g in tree.iter() if g.get("data-s") and "n" in g.get("class", "").split()]
    assert [g.get("data-s") for g in groups] == cards
    for group in groups:
        assert group.get("role") is None and group.get("tabindex") is None
        buttons = [e for e in group.iter() if e.get("role") == "button"]
        assert [b.get("class") for b in buttons] == ["hit"]
        assert buttons[0].get("aria-label") and buttons[0].get("tabindex") == "0"
        words = [e for e in group if e.get("aria-hidden") == "true"]
        assert len(words) == 1
        texts = [e for e in group.iter() if e.tag.endswith("text")]
        assert all(t in list(words[0].iter()) for t in texts)
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert all(name.startswith("m-") for name in ids)


@MANY
@given(maps() | maps_with_blocks())
def test_every_step_is_one_button(plan: Plan) -> None:
    context = _context(plan)
    if context is None:
        return
    drawn = overlay(context)
    for form in (wide, narrow):
        _held(form(drawn).svg)


def test_hostile_words_stay_words() -> None:
    names = [
        '"><script>',
        "</g></svg>",
        "a\nb",
        '<g class="n" data-s="x" tabindex="0" role="button"',
    ]
    cards = [card(f"s{i}", label=name, role=name) for i, name in enumerate(names)]
    flows = [Flow(f"s{i}", f"s{i + 1}") for i in range(len(names) - 1)]
    shown = scene(cards, flows)
    for form in (wide, narrow):
        _held(form(shown).svg)


def test_steps_in_one_card_are_buttons_too() -> None:
    cards = [card(f"s{i}", unit="works") for i in range(50)]
    shown = scene(cards, [Flow(f"s{i}", f"s{i + 1}") for i in range(49)])
    for form in (wide, narrow):
        _held(form(shown).svg)

"""One request type, several under each other, and all in one picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.report.blueprint import Scene
from cxaudit.report.context import Context
from cxaudit.report.drawings.types import of_type, overlay, panels
from cxaudit.run.audit import audit

MAP = """
process: Order
requests: {repeat: {share: 60%, promise: 1d}, simple: {share: 25%}, custom: {share: 15%}}
steps:
  take: {by: desk, with: buyer via phone, takes: 10m, next: {custom: price, otherwise: book}}
  price: {by: pricing, waits: 1d, for: [custom]}
  tell: {by: desk, for: [simple, custom], takes: 5m}
  book: {by: desk, takes: 20m}
  confirm: {by: desk, with: buyer via email, end: booked}
"""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    path = tmp_path / "order.yaml"
    path.write_text(MAP)
    (analysis,) = audit([str(path)], rules={}).analyses
    assert analysis.study is not None, analysis.problems
    return Context(analysis, analysis.study, (), "m")


def _steps(scene: Scene) -> list[str]:
    return [card.id for card in scene.cards]


def test_a_type_shows_what_it_meets_with_its_own_figures(context: Context) -> None:
    repeat = of_type(context, "repeat")
    assert _steps(repeat) == ["take", "book", "confirm"]
    assert [p.label for p in repeat.promises] == ["repeat"]
    assert "60% of all requests" in repeat.description
    custom = of_type(context, "custom")
    assert _steps(custom) == ["take", "price", "tell", "book", "confirm"]
    assert {c.visits for c in custom.cards} == {1.0}
    assert not custom.promises


def test_in_one_picture_steps_say_who_meets_them(context: Context) -> None:
    only = {card.id: card.only for card in overlay(context).cards}
    assert only == {
        "take": "",
        "price": "only custom",
        "tell": "only custom",
        "book": "",
        "confirm": "",
    }


def test_several_types_stand_under_each_other_with_lanes_alike(context: Context) -> None:
    listed = panels(context, ["repeat", "custom"])
    assert [panel.title for panel in listed] == ["Repeat", "Custom"]
    assert listed[0].scene.units == listed[1].scene.units
    assert [panel.title for panel in panels(context, [])] == [""]


def test_no_such_type(context: Context) -> None:
    with pytest.raises(KeyError):
        of_type(context, "other")

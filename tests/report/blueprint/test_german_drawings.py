"""Drawings in a language whose words are longer: still nothing meets, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from blueprint_geometry import faults
from blueprint_scenes import quote_to_order
from generate_maps import map_text
from test_generated_maps import FORMS, judged, scenes

from cxaudit.report.blueprint import Panel, narrow, picture, wide
from cxaudit.texts.catalogue import speaking


@pytest.mark.parametrize("seed", [0, 10, 25, 61, 105])
def test_generated_maps_have_no_fault_in_german(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(map_text(seed), encoding="utf-8")
    with speaking("de"):
        (scene,) = scenes(path)
        for form in FORMS:
            drawing = picture([Panel(judged(scene, seed))], form)
            assert (form, faults(drawing), drawing.dropped) == (form, [], ())


def test_the_words_of_the_frame_are_german() -> None:
    with speaking("de"):
        said = {box.text for box in wide(quote_to_order()).boxes if box.kind == "text"}
        slim = {box.text for box in narrow(quote_to_order()).boxes if box.kind == "text"}
    assert {"Kunde", "Vorderbühne", "Hinterbühne", "Systeme"} <= said
    assert {"Interaktionslinie", "Sichtbarkeitslinie", "Arbeitstage"} <= said
    assert {"Kunde", "Vorderbühne", "Hinterbühne", "Tag"} <= slim
    assert any("Tage Schweigen" in text for text in said)

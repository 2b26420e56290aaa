"""Blueprints of maps as companies draw them: no text, card or flow meets another, none is lost.

A sample by default; `CXAUDIT_ALL_DRAWINGS=1` draws all 200 generated maps and every model of the
corpus (some five minutes).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from blueprint_geometry import faults
from generate_maps import map_text

from cxaudit.report.blueprint import Panel, Scene, picture
from cxaudit.report.blueprint.document import Width
from cxaudit.report.context import Context
from cxaudit.report.scenes import scene_of
from cxaudit.run.audit import audit

EVERYTHING = bool(os.environ.get("CXAUDIT_ALL_DRAWINGS"))
SEEDS = range(200) if EVERYTHING else (0, 10, 25, 61, 105, 154, 172)
FORMS: tuple[Width, ...] = ("wide", "narrow")


def scenes(path: Path) -> Iterator[Scene]:
    """The scene of every map of a file that can be read."""
    for analysis in audit([str(path)], rules={}).analyses:
        if analysis.study is not None:
            yield scene_of(Context(analysis, analysis.study, (), "m"))


def judged(scene: Scene, seed: int) -> Scene:
    """A scene in which some steps have a finding: they stay where chains collapse."""
    random = Random(seed)
    cards = tuple(replace(c, has_finding=random.random() < 0.1) for c in scene.cards)
    return replace(scene, cards=cards)


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_maps_have_no_fault(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(map_text(seed), encoding="utf-8")
    (scene,) = scenes(path)
    assert len(scene.cards) >= 5
    for form in FORMS:
        drawing = picture([Panel(judged(scene, seed))], form)
        assert (form, faults(drawing), drawing.dropped) == (form, [], ())


def test_a_wall_shows_every_step_on_a_sheet_of_a_usual_shape(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(map_text(3, 70), encoding="utf-8")
    (scene,) = scenes(path)
    drawing = picture([Panel(scene)], "wall")
    assert faults(drawing) == []
    assert {b.owner for b in drawing.boxes if b.kind == "card"} >= {
        c.id for c in scene.cards if c.kind != "end"
    }
    assert 0.9 < drawing.width / drawing.height < 2.2


def test_the_generator_makes_what_it_says() -> None:
    """Loops, sign-offs, work side by side, long and strange names, from 5 to 150 steps."""
    whole = "".join(map_text(seed) for seed in range(0, 200, 7))
    for mark in ('"sign-off"', '"if-late"', "no, once more", "Start everything", "Donaudampf"):
        assert mark in whole
    sizes = [map_text(seed).count('"does"') for seed in range(18)]
    assert min(sizes) <= 8 and max(sizes) >= 150


@pytest.mark.corpora
def test_models_of_others_have_no_fault(corpora: Path) -> None:
    models = sorted((corpora / "hdbpmn").rglob("*.bpmn"))
    if not models:
        pytest.skip("no hdbpmn among the corpora")
    bad = {}
    for path in models if EVERYTHING else models[::54]:
        for scene in scenes(path):
            for form in FORMS:
                drawing = picture([Panel(scene)], form)
                found = [*faults(drawing), *drawing.dropped]
                if found:
                    bad[path.name, form] = found
    assert bad == {}

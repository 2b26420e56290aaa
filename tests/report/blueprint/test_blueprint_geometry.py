"""No text meets a text, a foreign card or a flow line: in both forms, for maps of any shape."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest
from blueprint_geometry import faults
from blueprint_scenes import (
    card,
    loops,
    no_times,
    one_step,
    parallel,
    quote_to_order,
    random_scene,
    scene,
)

from cxaudit.report.blueprint import Box, Drawing, End, Flow, Scene, Stage, narrow, wide
from tests.conftest import THOROUGH

FORMS: dict[str, Callable[[Scene], Drawing]] = {"wide": wide, "narrow": narrow}


def _cycles() -> Scene:
    cards = [card(f"s{i}", on_stage=i == 2) for i in range(5)]
    flows = [Flow(f"s{a}", f"s{b}", f"{a} to {b}") for a in range(5) for b in range(5)]
    return scene(cards, flows)


def _many_ends() -> Scene:
    cards = [
        card("ask", on_stage=True),
        card("judge", kind="decision"),
        card("tell", on_stage=True),
    ]
    outcomes = ("good", "good", "refused", "refused", "gone", "gone", "gone")
    ends = [End(f"e{i}", f"outcome number {i}", o, 0.1) for i, o in enumerate(outcomes)]  # type: ignore[arg-type]
    flows = [Flow("ask", "judge"), Flow("judge", "tell", "yes", 0.4)]
    flows += [Flow("judge", e.id, f"case {e.id}", 0.1) for e in ends]
    flows += [Flow("tell", ends[0].id), Flow("tell", ends[2].id, "late", None, "late")]
    return scene(cards, flows, ends)


def _no_roles() -> Scene:
    cards = [card(f"s{i}", role=None, unit=None) for i in range(6)]
    return scene(cards, [Flow(f"s{i}", f"s{i + 1}") for i in range(5)])


def _long_words() -> Scene:
    cards = [
        card("a", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenamt"),
        card("b", "x" * 60, role="y" * 60, unit="z" * 60),
        card("c", " ".join(["a very long label that goes on and on"] * 5), on_stage=True,
             channel="carrier pigeon, telegram, fax and a visit in person"),
    ]  # fmt: skip
    flows = [Flow("a", "b", "w" * 60, 0.5), Flow("b", "c", "many words " * 12, 0.2),
             Flow("a", "c", "other", 0.5, "else"), Flow("c", "e")]  # fmt: skip
    ends = [End("e", "an end with quite a long name as well", "gone", 0.5)]
    return scene(
        cards,
        flows,
        ends,
        party="a party with a remarkably long name",
        party_note="and a note " * 6,
    )


def _unreachable() -> Scene:
    cards = [card(f"s{i}", reachable=i < 3, on_stage=i == 4) for i in range(6)]
    flows = [
        Flow("s0", "s1"),
        Flow("s1", "s2"),
        Flow("s3", "s4"),
        Flow("s4", "s2"),
        Flow("s5", "s5"),
    ]
    return scene(cards, flows)


SHAPES: dict[str, Scene] = {
    "example": quote_to_order(),
    "one step": one_step(),
    "nothing": scene([], []),
    "no times": no_times(),
    "branches": parallel(4),
    "ten branches": parallel(10),
    "loops": loops(20),
    "sixty steps": loops(60),
    "cycles": _cycles(),
    "many ends": _many_ends(),
    "no roles": _no_roles(),
    "long words": _long_words(),
    "unreachable": _unreachable(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHAPES)
def test_shapes_have_no_fault(name: str, form: str) -> None:
    drawing = FORMS[form](SHAPES[name])
    assert faults(drawing) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("start", range(0, 200 if THOROUGH else 100, 25))
def test_random_scenes_have_no_fault(start: int, form: str) -> None:
    bad = {}
    for seed in range(start, start + 25):
        found = faults(FORMS[form](random_scene(seed)))
        if found:
            bad[seed] = found
    assert bad == {}


@pytest.mark.parametrize("form", FORMS)
def test_every_label_of_the_example_is_written_in_full(form: str) -> None:
    drawing = FORMS[form](quote_to_order())
    assert drawing.dropped == ()
    said: dict[str, str] = {}
    for box in drawing.boxes:
        if box.kind == "text":
            said[box.owner] = f"{said.get(box.owner, '')} {box.text}".strip()
    assert said["send-quote>book-order"] == "accepts 70%"
    assert said["send-quote>lost"] == "goes elsewhere 10%"
    assert said["send-quote>price-request"] == "asks for a change 20%"
    assert said["approve-price>price-request"] == "no 3%"


def test_few_labels_are_lost_in_random_scenes() -> None:
    labelled = lost = 0
    for seed in range(120):
        drawn = random_scene(seed)
        labelled += sum(bool(f.label or f.share is not None) for f in drawn.flows)
        lost += len(wide(drawn).dropped)
    assert lost <= labelled * 0.02


@pytest.mark.parametrize("form", FORMS)
def test_large_maps_are_drawn_quickly(form: str) -> None:
    large = loops(160)
    begin = time.perf_counter()
    FORMS[form](large)
    assert time.perf_counter() - begin < 2.0


def test_long_processes_stand_in_rows_joined_by_pins() -> None:
    shown = loops(20)
    drawing = wide(shown)
    assert drawing.width <= 1300.0
    texts = [b.text for b in drawing.boxes if b.kind == "text"]
    rows = sum(t.startswith("Row ") for t in texts)
    assert rows >= 2
    for row in range(1, rows):
        assert f"to row {row + 1}" in texts and f"from row {row}" in texts
    assert {b.owner for b in drawing.boxes if b.kind == "card"} >= {c.id for c in shown.cards}
    wanted = {f"{f.source}>{f.target}" for f in shown.flows}
    assert {b.owner for b in drawing.boxes if b.kind == "flow"} == wanted
    assert texts.count("line of visibility") == rows


def test_twelve_ranks_stand_in_one_row() -> None:
    assert not any(b.text.startswith("Row ") for b in wide(loops(12)).boxes)


def test_rows_begin_where_a_stage_begins() -> None:
    shown = loops(20)
    staged = dataclasses.replace(shown, stages=(Stage("Begin", "s0"), Stage("Later", "s5")))
    for drawn, first_of_second_row in ((staged, "s5"), (shown, "s6")):
        boxes = wide(drawn).boxes
        line = next(b.rect[1] for b in boxes if b.text.startswith("Row 2"))
        below = [b for b in boxes if b.kind == "card" and b.rect[1] > line and ">" not in b.owner]
        assert min(below, key=lambda b: int(b.owner[1:])).owner == first_of_second_row


def test_narrow_keeps_to_a_phone() -> None:
    for name in ("example", "no times", "branches", "one step", "no roles"):
        assert narrow(SHAPES[name]).width <= 368.0, name


def test_the_example_is_1200_wide() -> None:
    assert wide(quote_to_order()).width <= 1206.0


def test_the_judge_finds_faults() -> None:
    """The judge of all tests above must itself be able to say no."""

    def drawing(*boxes: Box) -> Drawing:
        return Drawing("", boxes, 100.0, 100.0)

    text = Box("text", "a", (10, 10, 40, 20), text="one")
    assert faults(drawing(text, Box("text", "b", (30, 12, 60, 22), text="two")))
    assert faults(drawing(text, Box("card", "b", (0, 0, 50, 50))))
    assert faults(drawing(text, Box("flow", "x>y", (0, 15, 90, 15), ((0, 15), (90, 15)))))
    assert faults(drawing(Box("card", "a", (0, 0, 50, 50)), Box("card", "b", (40, 40, 90, 90))))
    assert faults(drawing(Box("card", "a", (60, 0, 120, 50))))
    line = Box("flow", "x>y", (0, 25, 90, 25), ((0, 25), (90, 25)))
    assert faults(drawing(Box("card", "a", (10, 0, 50, 50)), line))
    other = Box("flow", "v>w", (20, 25, 80, 25), ((20, 25), (80, 25)))
    assert faults(drawing(line, other))
    assert not faults(drawing(text, Box("card", "a", (0, 0, 50, 50))))

"""What the drawing says: lanes, gates, marks, names for screen readers, safe and stable text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from blueprint_scenes import card, loops, no_times, parallel, quote_to_order, random_scene, scene

from cxaudit.report.blueprint import (
    End,
    Flow,
    Scene,
    Silence,
    mini,
    narrow,
    styles,
    svg_document,
    tokens,
    wide,
)

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(\"1\")</script> & 'it' \n\x07 🙂"


def _tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def _texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in _tree(svg).iter(f"{SVG}text")]


def _steps(svg: str) -> dict[str, ElementTree.Element]:
    return {e.get("data-s", ""): e for e in _tree(svg).iter(f"{SVG}g") if e.get("data-s")}


def _classes(element: ElementTree.Element, name: str) -> int:
    return sum(name in (e.get("class") or "").split() for e in element.iter())


@pytest.mark.parametrize("form", [wide, narrow])
def test_every_step_is_a_button_and_every_flow_is_named(form) -> None:  # type: ignore[no-untyped-def]
    shown = quote_to_order()
    svg = form(shown).svg
    steps = _steps(svg)
    assert set(steps) == {c.id for c in shown.cards}
    for element in steps.values():
        assert element.get("role") == "button"
        assert element.get("tabindex") == "0"
    flows = {e.get("data-e") for e in _tree(svg).iter() if e.get("data-e")}
    drawn = {f"{f.source}>{f.target}" for f in shown.flows}
    assert drawn - flows <= {"decline-request>refused"}
    label = steps["approve-credit"].get("aria-label") or ""
    for word in ("Approve credit", "credit controller", "sign-off", "held by a policy",
                 "waits 1", "1.26 visits"):  # fmt: skip
        assert word in label


def test_gates_have_a_pair_of_posts_for_each_approver_at_most_four() -> None:
    for approvers, pairs, more in ((1, 1, ""), (3, 3, ""), (4, 4, ""), (7, 4, "×7")):
        shown = scene([card("g", kind="sign-off", approvers=approvers)], [])
        svg = wide(shown).svg
        assert _classes(_steps(svg)["g"], "post") == 2 * pairs
        assert (more in _texts(svg)) == bool(more)


def test_held_gates_have_a_lock_and_moments_a_star() -> None:
    steps = _steps(wide(quote_to_order()).svg)
    assert _classes(steps["approve-credit"], "lock") == 1
    assert _classes(steps["approve-price"], "lock") == 0
    assert {s for s, e in steps.items() if _classes(e, "star")} == {"take-request", "send-quote"}


def test_meetings_say_what_is_believed_and_a_question_mark_what_is_not() -> None:
    texts = _texts(wide(quote_to_order()).svg)
    assert {"+1", "−2", "?"} <= set(texts)
    assert {"phone, email", "email", "letter"} <= set(texts)


def test_silence_from_half_a_day_up_is_a_band_with_its_length() -> None:
    shown = quote_to_order()
    bands = [b for b in wide(shown).boxes if b.kind == "silence"]
    assert len(bands) == 2
    texts = _texts(wide(shown).svg)
    assert "7.4\N{NO-BREAK SPACE}days of silence" in texts
    assert "take request → send quote" in texts
    assert "0.6\N{NO-BREAK SPACE}d" in texts


def test_short_silence_has_no_band_and_unknown_silence_says_so() -> None:
    cards = [card("a", on_stage=True), card("b", on_stage=True), card("c", on_stage=True)]
    flows = [Flow("a", "b"), Flow("b", "c")]
    shown = scene(cards, flows, silences=(Silence("a", "b", 200.0, False),
                                          Silence("b", "c", None, False)))  # fmt: skip
    bands = [b for b in wide(shown).boxes if b.kind == "silence"]
    assert [b.owner for b in bands] == ["b>c"]
    assert "length not stated" in _texts(wide(shown).svg)


def test_ends_stand_above_the_line_of_interaction() -> None:
    for shown in (quote_to_order(), no_times(), loops(12)):
        drawing = wide(shown)
        line = next(b for b in drawing.boxes if b.text == "line of interaction")
        ends = [b for b in drawing.boxes if b.kind == "end"]
        assert {b.owner for b in ends} == {e.id for e in shown.ends}
        assert all(b.rect[3] < line.rect[3] + 8 for b in ends)


def test_order_of_lanes() -> None:
    """Customer actions above the line, touch-points between the lines, the rest below."""
    drawing = wide(no_times())
    line = {b.text: b.rect[3] for b in drawing.boxes if b.text.startswith("line of")}
    cards = {b.owner: b.rect for b in drawing.boxes if b.kind == "card"}
    assert cards["apply"][3] < line["line of interaction"] + 7
    assert line["line of interaction"] < cards["hand-over"][1]
    assert cards["hand-over"][3] < line["line of visibility"] + 7
    assert line["line of visibility"] < min(cards[c][1] for c in ("check", "approve", "print"))


def test_columns_follow_the_flow_and_ways_back_run_left() -> None:
    drawing = wide(quote_to_order())
    cards = {b.owner: b.rect for b in drawing.boxes if b.kind == "card"}
    for box in drawing.boxes:
        if box.kind != "flow":
            continue
        source, target = box.owner.split(">")
        if target not in cards:
            continue
        back = source != "take-request" and target == "price-request"
        back = back and source != "check-engineering"
        assert (cards[target][0] < cards[source][0]) == back
    returns = [e for e in _tree(drawing.svg).iter() if e.get("class") == "e ret"]
    assert len(returns) == 3


def test_clock_is_true_to_time() -> None:
    svg = _tree(wide(quote_to_order()).svg)
    widths = {
        e.get("data-s2"): float(e.get("width") or 0)
        for e in svg.iter(f"{SVG}rect")
        if "seg" in (e.get("class") or "").split()
    }
    assert widths["approve-order"] / widths["approve-credit"] == pytest.approx(2.0, abs=0.05)
    assert "fan" in wide(quote_to_order()).svg


def test_a_queue_before_a_meeting_is_waiting_and_the_meeting_alone_is_blue() -> None:
    cards = [
        card("ask", on_stage=True, takes=60.0),
        card("mend", on_stage=True, waits=2400.0, takes=480.0),
        card("gate", kind="sign-off", waits=480.0),
        card("wait", by_party=True, waits=480.0),
        card("tell", on_stage=True, waits=480.0),
    ]
    names = [c.id for c in cards]
    flows = [Flow(a, b) for a, b in pairwise(names)]
    svg = _tree(wide(replace(scene(cards, flows), fastest=tuple(names))).svg)
    strip: dict[str, list[tuple[str, float]]] = {}
    for e in svg.iter(f"{SVG}rect"):
        cls = (e.get("class") or "").split()
        if "seg" in cls:
            strip.setdefault(e.get("data-s2") or "", []).append(
                (cls[1], float(e.get("width") or 0))
            )
    colours = {name: [cls for cls, _ in parts] for name, parts in strip.items()}
    assert colours == {
        "ask": ["f-tp"], "mend": ["f-n", "f-tp"], "gate": ["f-so"], "wait": ["f-n"],
        "tell": ["f-n", "f-tp"],
    }  # fmt: skip
    queue, work = (width + 1 for _, width in strip["mend"])
    assert queue / work == pytest.approx(5.0, abs=0.05)
    assert strip["tell"][1][1] == 2.0  # a moment without a length is seen too


def test_without_times_there_is_no_strip() -> None:
    drawing = wide(no_times())
    assert _classes(_tree(drawing.svg), "seg") == 0
    assert {"1", "2", "3", "4", "5"} <= set(_texts(drawing.svg))


def test_forks_and_joins_are_bars() -> None:
    assert _classes(_tree(wide(parallel(4)).svg), "bar") == 2


def test_unreachable_steps_are_dashed_and_say_so() -> None:
    shown = scene([card("a"), card("b", reachable=False)], [])
    svg = wide(shown).svg
    assert "off-path" in (_steps(svg)["b"].get("class") or "")
    assert "no way leads here" in " ".join(_texts(svg))


def test_other_parties_are_named() -> None:
    shown = scene([card("a", on_stage=True, party="supplier", channel="email")], [])
    assert "supplier: email" in _texts(wide(shown).svg)


def test_outcome_steps_are_drawn_as_their_outcome() -> None:
    ends = [End("e", "lost", "gone", 0.2)]
    cards = [card("a"), card("lost", kind="end")]
    drawing = wide(scene(cards, [Flow("a", "lost"), Flow("lost", "e")], ends))
    assert [b.owner for b in drawing.boxes if b.kind == "card"] == ["a"]
    assert [b.owner for b in drawing.boxes if b.kind == "end"] == ["e"]


def _nasty() -> Scene:
    cards = [
        card("a\"<b>'&", NASTY, role=NASTY, unit=NASTY, on_stage=True, channel=NASTY,
             party=NASTY, systems=(NASTY,), moment=True, waits=300.0),
        card("b", NASTY, role=NASTY, unit=NASTY, systems=(NASTY,)),
    ]  # fmt: skip
    return scene(
        cards, [Flow("a\"<b>'&", "b", NASTY, 0.5), Flow("b", "e<", NASTY)],
        [End("e<", NASTY, "good", 0.1)],
        title=NASTY, party=NASTY, party_note=NASTY, never_met=(NASTY,), description=NASTY,
        fastest=("a\"<b>'&", "b"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "draw",
    [lambda s: wide(s).svg, lambda s: narrow(s).svg, lambda s: mini(s, ("b",)), svg_document],
)
def test_everything_shown_is_escaped(draw) -> None:  # type: ignore[no-untyped-def]
    svg = draw(_nasty())
    root = _tree(svg)  # well-formed
    assert "<script" not in svg
    assert not [e for e in root.iter() if e.tag.endswith("script")]
    attributes = {k for e in root.iter() for k in e.attrib}
    assert not [k for k in attributes if k.startswith("on")]


@pytest.mark.parametrize("seed", range(0, 60, 7))
def test_the_same_scene_gives_the_same_bytes(seed: int) -> None:
    for draw in (wide, narrow):
        assert draw(random_scene(seed)).svg == draw(random_scene(seed)).svg
    assert mini(random_scene(seed), ("s0",)) == mini(random_scene(seed), ("s0",))


@pytest.mark.parametrize("seed", range(12))
def test_random_scenes_are_well_formed(seed: int) -> None:
    for svg in (wide(random_scene(seed)).svg, narrow(random_scene(seed)).svg):
        _tree(svg)


def test_the_mini_walk_lights_its_steps_only() -> None:
    svg = mini(quote_to_order(), ("approve-price", "approve-credit"))
    root = _tree(svg)
    assert root.get("viewBox") == "0 0 246 86"
    assert _classes(root, "hlm") == 1
    marks = [
        e
        for e in root.iter()
        if (e.get("class") or "").split()[:1] in (["mg"], ["mh"], ["mn"], ["mt"])
    ]
    lit = [e for e in marks if "off" not in (e.get("class") or "").split()]
    assert (len(marks), len(lit)) == (10, 2)
    plain = _tree(mini(quote_to_order(), ()))
    assert _classes(plain, "off") == 0 and _classes(plain, "hlm") == 0


def test_every_class_has_a_style_and_every_colour_a_token() -> None:
    sheet = styles()
    named = set(re.findall(r"--([\w-]+):", tokens()))
    assert set(re.findall(r"var\(--([\w-]+)\)", sheet)) <= named
    used = set()
    for svg in (wide(quote_to_order()).svg, narrow(loops(20)).svg, wide(parallel()).svg):
        for element in _tree(svg).iter():
            used |= set((element.get("class") or "").split())
    # Names that only scripts, or no rule at all, need.
    silent = {
        "bp",
        "e",
        "f",
        "no",
        "near",
        "el",
        "wt",
        "fp",
        "lit",
        "syst",
        "f-tp",
        "n",
        "lane",
        "unk",
    }
    assert {c for c in used - silent if f".{c}" not in sheet} == set()


def test_print_forces_light_and_dark_has_its_own_tokens() -> None:
    css = tokens()
    assert css.count("--paper:#FCFCFA") == 2
    assert css.count("--paper:#101316") == 1
    assert css.index("prefers-color-scheme:dark") < css.index("@media print")


def test_the_document_stands_alone() -> None:
    """Colours are written out, because few programs besides browsers know custom properties."""
    for theme, paper, ink in (("light", "#FCFCFA", "#15181C"), ("dark", "#101316", "#ECEEEF")):
        text = svg_document(quote_to_order(), theme)
        root = _tree(text)
        assert root.tag == f"{SVG}svg"
        sheet = "".join(e.text or "" for e in root.iter(f"{SVG}style"))
        assert paper in sheet and ink in sheet
        assert "var(" not in text and "@" not in sheet and ":hover" not in sheet
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")

"""Finding things on the page: one box for everything, filters for findings, counts told aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .browsing import Visit

pytestmark = pytest.mark.browser

QUOTE = "volta-switchgear-quote-to-order"
Go = Callable[..., Visit]
# Wholly within the window; the one above the other.
IN_SIGHT = """at => { const r = document.querySelector(at).getBoundingClientRect();
    return r.width > 0 && r.top >= 0 && r.bottom <= innerHeight; }"""
CLEAR = """([one, other]) => document.querySelector(one).getBoundingClientRect().bottom
    <= document.querySelector(other).getBoundingClientRect().top"""


def test_a_stroke_goes_to_the_box_and_escape_leaves_it(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("approve CRÉDIT")
    assert page.inner_text("#counted").endswith(" places")
    assert "Approve credit, credit controller" in page.inner_text("#hits")
    page.keyboard.press("Escape")
    assert page.input_value("#find") == ""
    assert not page.locator("#found").is_visible()
    assert page.evaluate("document.activeElement.id") != "find"


def test_a_stroke_in_a_box_is_a_stroke(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    box = seen.page.locator(f"#{QUOTE}-findings .sift input")
    box.focus()
    seen.page.keyboard.type("a/b")
    assert box.input_value() == "a/b"


def test_a_step_is_found_and_pinned(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    seen.page.fill("#find", "approve credit, credit")
    seen.page.keyboard.press("ArrowDown")
    assert seen.page.evaluate("document.activeElement.tagName") == "A"
    seen.page.keyboard.press("Enter")
    assert "Approve credit" in seen.page.inner_text(f"#{QUOTE} .strip h3")
    assert seen.steps(f"#{QUOTE} .bp-wide .n.cur") == {"approve-credit"}
    assert seen.address == f"{QUOTE}-blueprint"


def test_a_finding_is_found_though_it_is_closed_and_filtered(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    page.locator(f"#{QUOTE}-findings .sift [data-severity=warning]").click()
    closed = page.locator(f"#{QUOTE}-findings .f[data-severity=info]").last
    assert not closed.is_visible()
    page.fill("#find", closed.locator(".ti b").text_content() or "")
    page.keyboard.press("Enter")
    assert closed.is_visible() and closed.get_attribute("open") is not None
    assert seen.address == closed.get_attribute("id")


def test_a_link_leads_to_a_finding_though_a_filter_hides_it(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    page.locator(f"#{QUOTE}-findings .sift [data-severity=info]").click()
    link = page.locator(f"#{QUOTE} .story a.ref, #{QUOTE} .story a").first
    target = page.locator(link.get_attribute("href") or "")
    assert not target.is_visible()
    link.click()
    page.wait_for_function(
        "id => { const box = document.querySelector(id).getBoundingClientRect();"
        " return box.height > 0 && box.top >= 0 && box.top < innerHeight; }",
        arg=link.get_attribute("href"),
    )


def test_nothing_found_is_said(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    seen.page.fill("#find", "no such thing anywhere")
    assert seen.page.inner_text("#counted") == "Nothing is called so."
    seen.page.keyboard.press("Enter")
    seen.quiet()


def test_findings_by_severity_dimension_rule_and_words(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    bar, told = f"#{QUOTE}-findings .sift", f"#{QUOTE}-findings .sifted-told"
    shown = page.locator(f"#{QUOTE}-findings .fl>.f:visible")
    every = shown.count()
    assert page.inner_text(told) == ""

    page.click(f"{bar} [data-severity=warning]")
    assert {c.get_attribute("data-severity") for c in shown.all()} == {"warning"}
    alone = shown.count()
    page.click(f"{bar} [data-severity=error]")
    assert {c.get_attribute("data-severity") for c in shown.all()} == {"error", "warning"}
    assert shown.count() > alone
    assert page.inner_text(told) == f"{shown.count()} of {every} findings shown."
    page.click(f"{bar} .reset")
    assert shown.count() == every and page.inner_text(told) == ""

    page.select_option(f"{bar} select", "dimension Sign-offs")
    assert {(c.get_attribute("data-code") or "")[:2] for c in shown.all()} == {"SO"}
    page.select_option(f"{bar} select", "code TP103")
    assert {c.get_attribute("data-code") for c in shown.all()} == {"TP103"}
    page.select_option(f"{bar} select", "")

    page.fill(f"{bar} input", "hears nothing")
    assert 0 < shown.count() < every
    page.fill(f"{bar} input", "zzzz")
    assert page.inner_text(told) == f"None of {every} findings fits."
    page.locator(f"{bar} input").press("Escape")
    assert shown.count() == every
    seen.quiet()


def test_filters_do_not_reach_paper(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    every = seen.page.locator(f"#{QUOTE}-findings .fl>.f").count()
    seen.page.fill(f"#{QUOTE}-findings .sift input", "zzzz")
    seen.page.emulate_media(media="print")
    assert seen.page.locator(f"#{QUOTE}-findings .fl>.f:visible").count() == every


def test_back_leads_to_where_the_search_began(estate: Path, visit: Go) -> None:
    seen = visit(estate, at=f"#{QUOTE}-owners")
    seen.page.fill("#find", "approve credit, credit")
    seen.page.keyboard.press("Enter")
    assert seen.address == f"{QUOTE}-blueprint"
    seen.page.go_back()
    assert seen.page.url.startswith("file:") and seen.address == f"{QUOTE}-owners"
    seen.page.go_forward()
    assert seen.address == f"{QUOTE}-blueprint"


def test_a_walk_is_a_place_to_come_back_from(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    card = page.locator(f"#{QUOTE}-findings .f:has(.walk)").first
    finding = card.get_attribute("id")
    page.evaluate("place => { location.hash = place; }", finding)
    button = card.locator(".walk")
    button.click()
    assert seen.address == f"{QUOTE}-blueprint"
    page.keyboard.press("Escape")
    assert seen.address == finding and button.get_attribute("aria-pressed") == "false"
    assert button.evaluate("node => node === document.activeElement")
    button.click()
    page.go_back()
    assert seen.address == finding and button.is_visible()


def test_each_finding_of_one_walk_leads_to_the_picture(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    page = seen.page
    walks = page.locator(f"#{QUOTE}-findings .f .walk")
    by_walk: dict[str | None, list[int]] = {}
    for number, button in enumerate(walks.all()):
        by_walk.setdefault(button.get_attribute("data-walk"), []).append(number)
    first, second = next(numbers for numbers in by_walk.values() if len(numbers) > 1)[:2]
    page.evaluate("() => document.querySelectorAll('details.f').forEach(f => { f.open = true; })")
    for number, other in ((first, second), (second, first), (first, second)):
        walks.nth(number).click()
        assert walks.nth(number).get_attribute("aria-pressed") == "true"
        assert walks.nth(other).get_attribute("aria-pressed") == "false"
        page.wait_for_function(IN_SIGHT, arg=f"#{QUOTE} .bp-wide .n.lit")
    walks.nth(first).click()
    assert page.locator(f"#{QUOTE} .bp .lit").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_step_that_is_found_is_seen_with_its_facts(estate: Path, visit: Go, width: int) -> None:
    seen = visit(estate, width)
    seen.page.fill("#find", "approve credit, credit")
    seen.page.keyboard.press("Enter")
    form = "wide" if width > 820 else "tall"
    step, facts = f"#{QUOTE} .bp-{form} .n.cur", f"#{QUOTE} .strip"
    seen.page.wait_for_function(IN_SIGHT, arg=step)
    seen.page.wait_for_function(IN_SIGHT, arg=facts)
    assert seen.page.evaluate(CLEAR, [step, facts])
    # Who lets the step go has the page back.
    seen.page.keyboard.press("Escape")
    place = seen.page.locator(facts).evaluate("n => getComputedStyle(n).position")
    assert place == "static"

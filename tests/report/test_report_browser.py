"""The report in a real browser: quiet, offline, no sideways scroll, prints, lights its walks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.write import write_report
from cxaudit.rules.packs import all_rules, read_pack
from cxaudit.run.audit import Audit, audit

from .browsing import Visit
from .conftest import AS_OF, PACK
from .nasty_maps import NASTY

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1440, "dark"), (390, "light")])
def test_quiet_and_within_the_page(
    volta: Path, visit: Callable[..., Visit], width: int, scheme: str
) -> None:
    seen = visit(volta, width, scheme)
    seen.quiet()
    seen.fits()
    wide = seen.page.locator(".bpwide").first.is_visible()
    assert wide == (width > 820)
    assert seen.page.locator(".bptall").first.is_visible() != wide
    # What is said of the strip above the wide drawing is said where that is.
    lead = seen.page.locator(".blue .lead").first.inner_text()
    assert ("The top strip is true to time" in lead) == wide
    assert "Point at a step" in lead


def test_every_real_map_fits(
    audited: Callable[..., Audit], tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    file = write_report(audited("process_maps"), tmp_path)[0]
    seen = visit(file)
    for width in (1280, 390):
        seen.look(width, "light")
        seen.go(file)
        seen.quiet()
        seen.fits()


def test_nasty_maps_fit_and_stay_text(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    file = write_report(audited_text(*NASTY.values()), tmp_path / "out")[0]
    seen = visit(file)
    for width in (1280, 390):
        seen.look(width, "light")
        seen.go(file)
        seen.quiet()
        seen.fits()
    assert "<script>alert(1)</script>" in seen.page.inner_text("main")


def test_a_walk_button_lights_its_walk(volta: Path, visit: Callable[..., Visit]) -> None:
    page = visit(volta).page
    button = page.locator(".walks .walk").first
    walk = (button.get_attribute("data-walk") or "").split()
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    lit = page.eval_on_selector_all(
        ".bp-wide .n.lit[data-s]", "nodes => nodes.map(n => n.getAttribute('data-s'))"
    )
    assert set(lit) == set(walk)
    assert page.locator(".bp-wide.has-lit .e.lit").count() >= len(walk) - 1
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator(".lit").count() == 0


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_a_cell_of_a_matrix_stands_below_its_head(
    volta: Path, visit: Callable[..., Visit], width: int
) -> None:
    """Empty cells are left out of lists on a small screen, and kept where a column means somebody."""
    found = visit(volta, width).page.evaluate(
        """[...document.querySelectorAll("table.mt")].map(table => {
          const left = cells => [...cells].filter(c => c.getClientRects().length)
            .map(c => Math.round(c.getBoundingClientRect().left));
          return [left(table.tHead.rows[0].cells), [...table.tBodies[0].rows].map(r => left(r.cells))];
        })"""
    )
    assert found and any(len(heads) > 3 for heads, _rows in found)
    for heads, rows in found:
        assert all(row == heads for row in rows)


def test_a_small_screen_shows_the_whole_scorecard(volta: Path, visit: Callable[..., Visit]) -> None:
    """Its heads are gone there, so that nobody would know what lies to the right."""
    table = visit(volta, 390).page.locator("#scorecard table")
    assert table.evaluate("t => t.scrollWidth <= t.parentElement.clientWidth")
    told = table.locator("td").first.evaluate("c => getComputedStyle(c, '::before').content")
    assert told == '"Score"'


def test_a_step_fills_the_strip(volta: Path, visit: Callable[..., Visit]) -> None:
    page = visit(volta).page
    strip = page.locator(".strip")
    assert "An average case" in strip.inner_text()
    step = page.locator('.bp-wide .n[data-s="approve-credit"]')
    step.hover()
    assert "Approve credit" in strip.inner_text() and "1.26" in strip.inner_text()
    step.click()
    page.mouse.move(5, 5)
    assert "Approve credit" in strip.inner_text()
    assert step.locator(".hit").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert "An average case" in strip.inner_text()
    step.locator(".hit").focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.closest('[data-s]').dataset.s")
    assert focused and focused != "approve-credit"


def test_keyboard_reaches_the_verdict(volta: Path, visit: Callable[..., Visit]) -> None:
    page = visit(volta).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the verdict"


def test_links_open_closed_findings(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    file = write_report(audited_text(NASTY["forty steps"]), tmp_path / "out")[0]
    page = visit(file).page
    last = page.locator("details.f").last
    assert last.get_attribute("open") is None
    anchor = last.get_attribute("id")
    page.evaluate(f"location.hash = '#{anchor}'")
    page.wait_for_function(f"document.getElementById('{anchor}').open")


def test_reads_without_script(volta: Path, chromium: Any) -> None:
    page = chromium.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page.goto(volta.as_uri())
    assert page.locator(".h1").first.inner_text().startswith("Every request")
    for control in (".walks", ".kinds", ".tools", ".sift", ".strip"):
        assert not page.locator(control).first.is_visible()
    assert page.locator("details.f").first.is_visible()
    page.close()


def test_prints_with_all_findings_open(
    volta: Path, tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    page = visit(volta).page
    paper = page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    for control in (".walks", ".kinds", ".tools", ".sift", ".chip", ".strip"):
        assert not page.locator(control).first.is_visible()
    assert page.locator("details.f .body").last.is_visible()


def test_the_example_is_light_enough_to_send(audited: Callable[..., Audit], tmp_path: Path) -> None:
    """An organisation with its maps as they are and mended, in one file of at most 1.5 MB."""
    file = write_report(audited("process_maps/volta-switchgear"), tmp_path)[0]
    assert file.stat().st_size < 1_500_000


def test_a_link_in_the_strip_is_reached_from_its_step(
    volta: Path, visit: Callable[..., Visit]
) -> None:
    page = visit(volta).page
    step = page.locator(".bp-wide .n[data-s] .hit").last
    step.focus()
    told = page.inner_text(".strip h3")
    if not page.locator(".strip a").count():
        page.locator('.bp-wide .n[data-s="confirm-order"] .hit').focus()
        told = page.inner_text(".strip h3")
    page.locator(".strip a").first.focus()
    assert page.inner_text(".strip h3") == told
    page.locator("summary").first.focus()
    assert page.inner_text(".strip h3") == "An average case"


@pytest.mark.parametrize(("width", "form"), [(1280, "wide"), (390, "tall")])
def test_a_walk_through_a_chain_lights_its_card(
    tmp_path: Path, visit: Callable[..., Visit], width: int, form: str
) -> None:
    """Steps that stand together in one card are lit with it, in both forms."""
    lines = ["process: Long", "steps:", "  ask: {by: desk, with: caller via phone, takes: 5m}"]
    lines += [f"  s{n}: {{does: Do part {n}, by: crew, takes: 5m, waits: 1d}}" for n in range(50)]
    lines += ["  tell: {by: desk, with: caller via phone, takes: 5m, end: told}"]
    (tmp_path / "long.yaml").write_text("\n".join(lines) + "\n")
    rules = {k: r for k, r in all_rules([read_pack(PACK, "trial.yaml")]).items() if k == "TP103"}
    file = write_report(audit([str(tmp_path / "long.yaml")], rules, AS_OF), tmp_path / "out")[0]
    seen = visit(file, width)
    chain = f".bp-{form} .n.sum"
    assert seen.page.locator(chain).count() == 1
    seen.page.locator(".f .walk").first.click()
    assert seen.page.locator(f".bp-{form} .n.in.lit").count() == 50
    assert seen.opacity(chain) == 1
    # The card opens by pointer and by key, and a step in it can be pinned.
    seen.page.keyboard.press("Escape")
    seen.page.locator(f"{chain} .hit").click()
    seen.page.locator(f'.bp-{form} .n.in[data-s="s3"] .hit').click()
    assert "Do part 3" in seen.page.inner_text(".strip")


@pytest.mark.parametrize("name", ["volta-switchgear", "brightwrap-packaging"])
def test_paper_is_wide_enough_and_a_verdict_is_one_page(
    audited: Callable[..., Audit], tmp_path: Path, visit: Callable[..., Visit], name: str
) -> None:
    """A page that is too wide for the paper would be printed smaller than it is meant."""
    file = write_report(audited(f"process_maps/{name}/as-is"), tmp_path)[0]
    page = visit(file, 695).page  # A4 less its margins, in CSS pixels
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 695
    heights = page.evaluate(
        "[...document.querySelectorAll('article[data-map]')].map(a => "
        "a.querySelector('section.first').getBoundingClientRect().bottom"
        " - a.getBoundingClientRect().top)"
    )
    assert heights and max(heights) <= 1017

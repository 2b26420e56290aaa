"""The report in a real browser: quiet, offline, no sideways scroll, prints, lights its walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.write import write_report
from cxaudit.run.audit import Audit

from .nasty_maps import NASTY

pytestmark = pytest.mark.browser


class _Visit:
    """A page with everything it logged and asked for."""

    def __init__(self, browser: Any, file: Path, width: int, scheme: str = "light") -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.logged: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.logged.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def quiet(self) -> None:
        assert not self.logged
        assert all(url.startswith("file:") for url in self.asked)
        assert len(self.asked) == 1

    def fits(self) -> None:
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= room


@pytest.fixture(scope="session")
def volta(audited: Callable[..., Audit], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example."""
    audit = audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml")
    return write_report(audit, tmp_path_factory.mktemp("volta"))[0]


@pytest.fixture(scope="session")
def visit(chromium: Any) -> Iterator[Callable[..., _Visit]]:
    opened: list[_Visit] = []

    def go(file: Path, width: int = 1280, scheme: str = "light") -> _Visit:
        opened.append(_Visit(chromium, file, width, scheme))
        return opened[-1]

    yield go
    for one in opened:
        one.page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1440, "dark"), (390, "light")])
def test_quiet_and_within_the_page(
    volta: Path, visit: Callable[..., _Visit], width: int, scheme: str
) -> None:
    seen = visit(volta, width, scheme)
    seen.quiet()
    seen.fits()
    wide = seen.page.locator(".bpwide").first.is_visible()
    assert wide == (width > 820)
    assert seen.page.locator(".bptall").first.is_visible() != wide


def test_every_real_map_fits(
    audited: Callable[..., Audit], tmp_path: Path, visit: Callable[..., _Visit]
) -> None:
    file = write_report(audited("process_maps"), tmp_path)[0]
    for width in (1280, 390):
        seen = visit(file, width)
        seen.quiet()
        seen.fits()


def test_nasty_maps_fit_and_stay_text(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., _Visit]
) -> None:
    file = write_report(audited_text(*NASTY.values()), tmp_path / "out")[0]
    for width in (1280, 390):
        seen = visit(file, width)
        seen.quiet()
        seen.fits()
    assert "<script>alert(1)</script>" in seen.page.inner_text("main")


def test_a_walk_button_lights_its_walk(volta: Path, visit: Callable[..., _Visit]) -> None:
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


def test_a_step_fills_the_strip(volta: Path, visit: Callable[..., _Visit]) -> None:
    page = visit(volta).page
    strip = page.locator(".strip")
    assert "An average case" in strip.inner_text()
    step = page.locator('.bp-wide .n[data-s="approve-credit"]')
    step.hover()
    assert "Approve credit" in strip.inner_text() and "1.26" in strip.inner_text()
    step.click()
    page.mouse.move(5, 5)
    assert "Approve credit" in strip.inner_text()
    page.keyboard.press("Escape")
    assert "An average case" in strip.inner_text()
    step.focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.getAttribute('data-s')")
    assert focused and focused != "approve-credit"


def test_keyboard_reaches_the_verdict(volta: Path, visit: Callable[..., _Visit]) -> None:
    page = visit(volta).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the verdict"


def test_links_open_closed_findings(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., _Visit]
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
    assert not page.locator(".walks").is_visible()
    assert page.locator("details.f").first.is_visible()
    page.close()


def test_prints_with_all_findings_open(
    volta: Path, tmp_path: Path, visit: Callable[..., _Visit]
) -> None:
    page = visit(volta).page
    paper = page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".walks").first.is_visible()
    assert page.locator("details.f .body").last.is_visible()

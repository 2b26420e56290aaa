"""The portal in a real browser, opened from its folder: quiet, within the page, searched by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.site.files import site_files
from cxaudit.report.site.publish import publish
from cxaudit.run.audit import Audit, audit
from tests.conftest import THOROUGH

from ..access import grave
from ..conftest import AS_OF, ROOT
from ..nasty_maps import NASTY

pytestmark = pytest.mark.browser
ONE_OF_EACH = (
    "index.html", "maps.html", "people.html", "rules.html", "audit.html", "maps/quote-to-order.html",
    "roles/inside-sales.html", "departments/finance.html", "parties/distributor.html",
    "leaders/sales-director.html", "owners/sales-operations-manager.html", "rules/SO204.html",
    "organisations/volta-switchgear.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def volta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal of the example, in a folder."""
    folder = tmp_path_factory.mktemp("portal")
    publish(
        folder, site_files(audit([str(ROOT / "process_maps/volta-switchgear/as-is")], None, AS_OF))
    )
    return folder


class _Visit:
    """A page with what it logged and asked for."""

    def __init__(self, browser: Any, width: int, scheme: str) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.logged: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.logged.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def go(self, file: Path) -> Any:
        self.page.goto(file.as_uri())
        return self.page

    def well(self) -> None:
        """Nothing was logged, nothing asked of a network, nothing sticks out."""
        assert not self.logged
        assert all(url.startswith("file:") for url in self.asked)
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= room, self.page.url


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., _Visit]]:
    opened: list[_Visit] = []

    def begin(width: int = 1280, scheme: str = "light") -> _Visit:
        opened.append(_Visit(chromium, width, scheme))
        return opened[-1]

    yield begin
    for one in opened:
        one.page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (820, "dark")])
def test_every_kind_of_page_is_quiet_and_fits(
    volta: Path, visit: Callable[..., _Visit], width: int, scheme: str
) -> None:
    seen = visit(width, scheme)
    for path in ONE_OF_EACH:
        page = seen.go(volta / path)
        seen.well()
        assert page.locator("h1").count() == 1, path


def test_nasty_maps_fit(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., _Visit]
) -> None:
    folder = tmp_path / "public"
    publish(folder, site_files(audited_text(*NASTY.values())))
    for width in (1280, 390):
        seen = visit(width)
        for path in sorted(folder.rglob("*.html")):
            if path.parent.name != "rules":
                seen.go(path)
                seen.well()


def test_type_choose_enter(volta: Path, visit: Callable[..., _Visit]) -> None:
    seen = visit()
    page = seen.go(volta / "roles/inside-sales.html")
    page.keyboard.press("/")
    page.keyboard.type("distrib")
    box = page.get_by_role("combobox")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert options.first.get_attribute("aria-selected") == "true"
    assert options.first.get_attribute("id") == box.get_attribute("aria-activedescendant")
    assert "Distributor" in options.first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/distributor.html")
    seen.well()


def test_arrows_walk_and_escape_leaves(volta: Path, visit: Callable[..., _Visit]) -> None:
    page = visit().go(volta / "index.html")
    page.keyboard.press("/")
    page.keyboard.type("sales")
    options = page.get_by_role("option")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert options.count() == 0 and page.get_by_role("combobox").input_value() == ""
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_words_in_any_order_without_accents_and_nothing(
    volta: Path, visit: Callable[..., _Visit]
) -> None:
    page = visit().go(volta / "people.html")
    box = page.get_by_role("combobox")
    box.fill("ORDER quóte")
    page.get_by_role("option").first.wait_for()
    assert "Quote to order" in page.get_by_role("option").first.inner_text()
    box.fill("no such thing anywhere")
    assert page.get_by_role("option").count() == 0
    assert page.locator(".seek [role=status]").inner_text() == "Nothing is called so."


@pytest.mark.parametrize("width", [1280, 390])
def test_a_step_that_was_searched_for_is_pinned_and_seen(
    volta: Path, visit: Callable[..., _Visit], width: int
) -> None:
    seen = visit(width)
    page = seen.go(volta / "index.html")
    page.get_by_role("combobox").fill("approve credit")
    page.get_by_role("option").filter(has_text="Approve credit").first.click()
    page.wait_for_url("**/maps/quote-to-order.html*")
    form = "wide" if width > 820 else "tall"
    page.wait_for_function(
        """form => ['.bp-' + form + ' .n.cur', '.strip'].every(at => {
            const r = document.querySelector(at)?.getBoundingClientRect();
            return r && r.width > 0 && r.top >= 0 && r.bottom <= innerHeight; })""",
        arg=form,
    )
    assert "Approve credit" in page.locator(".strip").inner_text()
    seen.well()


def test_a_finding_that_was_searched_for_is_open(volta: Path, visit: Callable[..., _Visit]) -> None:
    page = visit().go(volta / "index.html")
    page.get_by_role("combobox").fill("RE701")
    hit = page.get_by_role("option").filter(has_text="Finding").first
    hit.wait_for()
    hit.click()
    page.wait_for_url("**/maps/quote-to-order.html#*")
    assert page.evaluate("document.getElementById(location.hash.slice(1)).open")


def test_without_script_everything_is_there(volta: Path, chromium: Any) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto((volta / "index.html").as_uri())
    assert not page.get_by_role("combobox").is_visible()
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Inside sales").first.click()
    assert page.url.endswith("/roles/inside-sales.html")
    page.close()


LOOKS = [(1280, "light"), (390, "dark")] if THOROUGH else [(390, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_grave_violation(
    axe: str, volta: Path, visit: Callable[..., _Visit], width: int, scheme: str
) -> None:
    seen = visit(width, scheme)
    for path in ONE_OF_EACH:
        page = seen.go(volta / path)
        page.locator("#portal-search").fill("sales")
        page.locator("#portal-found [role=option]").first.wait_for()
        assert grave(page, axe) == [], path

"""A page in a real browser, with everything that it logged and asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Visit:
    """One visit to a page."""

    def __init__(
        self, browser: Any, file: Path, width: int, scheme: str, at: str, **more: Any
    ) -> None:
        viewport = {"width": width, "height": 900}
        self.page = browser.new_page(viewport=viewport, color_scheme=scheme, **more)
        self.logged: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.logged.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.go(file, at)

    def go(self, file: Path, at: str = "") -> None:
        """Open another file in the same place; nothing counts of what went before."""
        self.logged.clear()
        self.asked.clear()
        self.page.goto(file.as_uri() + at)

    def look(self, width: int, scheme: str) -> None:
        """Another width and scheme, for what is opened next."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)

    def quiet(self) -> None:
        """Nothing was logged, and nothing asked for but the page."""
        assert not self.logged
        assert all(url.startswith("file:") for url in self.asked)
        assert len(self.asked) == 1

    def fits(self) -> None:
        """The page does not scroll sideways."""
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= room

    @property
    def address(self) -> str:
        """What stands behind the sign # in the address."""
        return str(self.page.evaluate("location.hash.slice(1)"))

    def texts(self, selector: str) -> list[str]:
        """The texts of what can be seen of some elements."""
        return [e.inner_text().strip() for e in self.page.locator(selector).all() if e.is_visible()]

    def steps(self, selector: str) -> set[str]:
        """The steps of some cards of the picture."""
        ids = self.page.eval_on_selector_all(selector, "n => n.map(x => x.dataset.s)")
        return set(ids)

    def opacity(self, selector: str) -> float:
        """How strongly something is drawn, once it has come to rest."""
        self.page.wait_for_timeout(250)
        found = self.page.locator(selector).first
        return float(found.evaluate("n => getComputedStyle(n).opacity"))

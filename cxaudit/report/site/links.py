"""Links between pages: what the report links by anchor in its one file, led to the page that has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxaudit.report.site.addresses import between
from cxaudit.report.site.pages import Page

# Both begin with what is always there, so that a long page is read quickly.
_ID = re.compile(r'id="(?<=\sid=")([^"]+)"')
_HREF = re.compile(r'href="([^"#:]*)#([^"]+)"')
# Where an anchor of a page stands within it, or is named.
_NAMING = (' id="', 'href="#', ' for="', 'labelledby="', 'describedby="', 'controls="', "url(#")


@dataclass(frozen=True, slots=True)
class Places:
    """Where each anchor of the report stands, and by what it is called there."""

    pages: Mapping[str, str]
    names: Mapping[str, str]

    def of(self, anchor: str) -> tuple[str, str] | None:
        """The page and the anchor on it; None where there is no such place."""
        page = self.pages.get(anchor)
        return (page, self.names.get(anchor, anchor)) if page is not None else None

    def to(self, target: str) -> str:
        """An address whose anchor is the report's, as it is in the portal."""
        page, mark, anchor = target.partition("#")
        found = self.of(anchor)
        return f"{page}{mark}{found[1] if found else anchor}"


def places_of(texts: Sequence[tuple[Page, str]]) -> Places:
    """The anchors of rendered pages; one that several have is nobody's."""
    pages: dict[str, str] = {}
    names: dict[str, str] = {}
    shared: set[str] = set()
    for page, text in texts:
        for anchor in _ID.findall(text):
            if pages.setdefault(anchor, page.path) != page.path:
                shared.add(anchor)
            names[anchor] = _renamed(anchor, page)
    for anchor in shared:
        del pages[anchor]
    return Places(pages, names)


def _renamed(anchor: str, page: Page) -> str:
    if page.prefix and (anchor == page.prefix or anchor.startswith(page.prefix + "-")):
        return page.stem + anchor[len(page.prefix) :]
    return anchor


def settled(page: Page, text: str, places: Places) -> str:
    """The text of a page with its links led to where they belong and its anchors renamed."""
    own = set(_ID.findall(text))

    def lead(found: re.Match[str]) -> str:
        to, anchor = found.groups()
        if to:
            return f'href="{to}#{places.names.get(anchor, anchor)}"'
        there = places.of(anchor) if anchor not in own else None
        return f'href="{between(page.path, there[0])}#{there[1]}"' if there else found[0]

    text = _HREF.sub(lead, text)
    if page.prefix and page.prefix != page.stem:
        for before in _NAMING:
            for after in ("-", '"'):
                text = text.replace(before + page.prefix + after, before + page.stem + after)
    return text

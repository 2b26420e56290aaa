"""Each page drawn by its template within the frame of the portal."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cxaudit.report.html import templates
from cxaudit.report.parts import Report
from cxaudit.report.sheets import KINDS
from cxaudit.report.sheets.fit import strips
from cxaudit.report.site.addresses import between
from cxaudit.report.site.pages import Page
from cxaudit.report.site.search import INDEX, kinds
from cxaudit.report.theme import Theme

Told = Callable[[int, int], None]
_LONG_WORD = re.compile(r"\w{31,}")  # such a word must break anywhere, or it bursts its column
_OF_REPORT = ("map", "unread", "house", "whole")  # pages that are parts of the report


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has: the title of the portal, the look, the addresses of styles and scripts.
    `report` is what the parts of the report say of the whole."""

    title: str
    report: Report
    theme: Theme
    assets: dict[str, str]


def drawn(pages: Sequence[Page], frame: Frame, told: Told | None = None) -> list[str]:
    """Each page as text. `told` hears how many pages of how many are done."""
    texts = []
    for number, page in enumerate(pages, 1):
        texts.append(page_text(page, frame))
        if told is not None:
            told(number, len(pages))
    return texts


def page_text(page: Page, frame: Frame) -> str:
    """One page, its anchors still those of the report."""

    def to(there: str) -> str:
        return between(page.path, there)

    def kept(*names: str) -> list[str]:
        return [to(frame.assets[name]) for name in names]

    report = frame.report
    people = page.kind in KINDS
    of_report = page.kind in _OF_REPORT
    readers = tuple(r for r in report.readers if page.kind == "whole" or r.mark in page.marks)
    return (
        templates()
        .get_template(f"site/{page.kind}.html.j2")
        .render(
            page=page,
            c=page.content,
            title=frame.title,
            theme=frame.theme,
            report=replace(report, readers=readers),
            to=to,
            sheets=kept("report.css", *(["sheet.css"] if people else []), "site.css"),
            scripts=kept(*(["report.js"] if of_report else []), "site.js"),
            index=INDEX,
            kinds=kinds(),
            people=people,
            long=people and _LONG_WORD.search(repr(page.content)) is not None,
            parts_of_report=of_report,
            strips=strips,
        )
    )

"""The pages of the portal as text: a dictionary from the path of each file to what is in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.resources import files

from cxaudit.report.html import script, style
from cxaudit.report.parts import Report
from cxaudit.report.sections.questions import questions_csv, questions_markdown
from cxaudit.report.sheets.render import sheet_style
from cxaudit.report.site.drawing import Frame, Told, drawn
from cxaudit.report.site.links import places_of, settled
from cxaudit.report.site.pages import Site
from cxaudit.report.site.search import INDEX, index_of
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.report.theme import css as theme_css


def render(
    site: Site, report: Report, theme: Theme = PLAIN, told: Told | None = None
) -> dict[str, str]:
    """Every file of the portal, by its path, in the language that is spoken. `told` is as `drawn` takes
    it."""
    assets = {
        "report.css": style() + theme_css(theme),
        "sheet.css": sheet_style(),
        "site.css": _asset("site.css"),
        "report.js": script(),
        "site.js": _asset("site.js"),
    }
    frame = Frame(
        title=theme.title or site.title,
        report=replace(report, overview=()),  # a part stands on a page of its own
        theme=theme,
        assets={name: f"assets/{name}?{_mark(text)}" for name, text in assets.items()},
    )
    pairs = list(zip(site.pages, drawn(site.pages, frame, told), strict=True))
    places = places_of(pairs)
    pages = {page.path: settled(page, text, places) for page, text in pairs}
    if len(pages) < len(pairs):
        raise ValueError("two pages of the portal have one address")
    return {
        **pages,
        **{f"assets/{name}": text for name, text in assets.items()},
        INDEX: index_of(site.pages, places),
        "questions.md": questions_markdown(report.inquiry, report.title),
        "questions.csv": questions_csv(report.inquiry),
    }


def _mark(text: str) -> str:
    """What tells a browser that a file it keeps has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _asset(name: str) -> str:
    folder = files("cxaudit.report") / "templates" / "site"
    return (folder / name).read_text(encoding="utf-8")

"""A sheet as one HTML page that needs nothing but itself, and as Markdown."""

from __future__ import annotations

import re
from importlib.resources import files

from markupsafe import Markup

from cxaudit.report.html import style, templates
from cxaudit.report.lens import missing
from cxaudit.report.lens_markdown import panel_lines
from cxaudit.report.marks import safe
from cxaudit.report.sheets.fit import strips
from cxaudit.report.sheets.model import Sheet
from cxaudit.report.texts import _
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.report.theme import css as theme_css
from cxaudit.texts.catalogue import language

_LONG_WORD = re.compile(r"\w{31,}")  # such a word must break anywhere, or it bursts its column


def sheet_style() -> str:
    """What a sheet adds to the style sheet of the report."""
    return (files("cxaudit.report") / "templates" / "sheet.css").read_text(encoding="utf-8")


def render_sheet(sheet: Sheet, organisation: str, as_of: str, theme: Theme = PLAIN) -> str:
    """The sheet as a page of its own, with the logo, accent and footer of a theme. `as_of` is
    the day of the audit, for people."""
    return (
        templates()
        .get_template("sheet.html.j2")
        .render(
            sheet=sheet,
            strips=strips(sheet.panels),
            unwritten=missing(sheet.panels),
            organisation=organisation,
            as_of=as_of,
            theme=theme,
            language=language(),
            long_words=_LONG_WORD.search(sheet_markdown(sheet, organisation, as_of)) is not None,
            # Our own files, and colours that were checked: no text of a map is in them.
            css=Markup("\n".join((style(), sheet_style(), theme_css(theme)))),
        )
    )


def sheet_markdown(sheet: Sheet, organisation: str, as_of: str) -> str:
    """The sheet as Markdown."""
    place = ", ".join(filter(None, (sheet.about, organisation)))
    lines = [
        f"# {safe(sheet.headline)}",
        "",
        f"**{safe(sheet.title)}**" + (f", {safe(place)}" if place else ""),
        "",
        f"{safe(sheet.lead)} {safe(_('Audit of {day}.').format(day=as_of))}",
        "",
        *(f"- {safe(f.value)} {safe(f.label)}" for f in sheet.figures),
        "",
        *panel_lines(sheet.panels),
        safe(sheet.note),
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"

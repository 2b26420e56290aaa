"""The index of the search: a script that pages load when somebody begins to search, because a page
that is opened as a file may fetch nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable

from cxaudit.report.site.links import Places
from cxaudit.report.site.pages import Page
from cxaudit.report.texts import _
from cxaudit.report.words import short

INDEX = "assets/pages.js"
ON_PAGES = ("step", "finding")  # kinds of what stands on pages
MOST = 140  # characters of a text; the page has all of it


def kinds() -> dict[str, str]:
    """What the search calls the kinds of pages, the likeliest to be meant first."""
    return {
        "map": _("Map"),
        "unread": _("Map"),
        "role": _("Role"),
        "unit": _("Department"),
        "party": _("Party"),
        "leader": _("Leader"),
        "owner": _("Owner"),
        "house": _("Organisation"),
        "rule": _("Rule"),
        "whole": _("The audit"),
    }


def index_of(pages: Iterable[Page], places: Places) -> str:
    """The index as a script. Each page is a list: kind, title, sub, address, and what stands on it as
    lists of a number that names the kind, a text and the rest of the address."""
    names = kinds()
    order = list(names)
    known = sorted((p for p in pages if p.kind in names), key=lambda p: order.index(p.kind))
    rows = [
        [
            names[page.kind],
            short(page.title, MOST),
            short(page.sub, MOST),
            page.path,
            [
                [ON_PAGES.index(entry.kind), short(entry.text, MOST), places.to(entry.at)]
                for entry in page.entries
            ],
        ]
        for page in known
    ]
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.cxauditPages={data};\n".replace("\u2028", "\\u2028").replace(
        "\u2029", "\\u2029"
    )

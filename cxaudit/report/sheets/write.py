"""Sheets on disk: whole files or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.houses import houses_of
from cxaudit.report.sheets.choose import chosen
from cxaudit.report.sheets.compose import sheet_of
from cxaudit.report.sheets.model import Beside
from cxaudit.report.sheets.readers import audiences, house_of
from cxaudit.report.sheets.render import render_sheet, sheet_markdown
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.run.audit import Audit
from cxaudit.run.whatif import Whatif
from cxaudit.run.writing import write_whole

FORMATS = ("html", "md")


def write_sheets(
    audit: Audit,
    wanted: Sequence[str],
    folder: Path,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
    formats: Sequence[str] = FORMATS,
    theme: Theme = PLAIN,
) -> list[Path]:
    """Write `sheet-KIND-NAME.html` and `.md` for each reader; all are rendered before any is touched.
    Raises `UnknownAudience` for a reader that no file names."""
    houses = houses_of(audit)
    readers = chosen(audiences(houses), wanted)
    report = build(audit, tried, advises)
    beside = Beside(report.inquiry, tuple(tried), advises)
    texts: dict[str, str] = {}
    for reader in readers:
        house = house_of(houses, reader)
        sheet = sheet_of(house, reader, beside)
        stem, organisation = f"sheet-{reader.name}", house.estate.title
        if "html" in formats:
            texts[f"{stem}.html"] = render_sheet(sheet, organisation, report.as_of, theme)
        if "md" in formats:
            texts[f"{stem}.md"] = sheet_markdown(sheet, organisation, report.as_of)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        # A lone surrogate in a name has no UTF-8 form and is shown as a question mark.
        write_whole(folder / name, text.encode("utf-8", "replace"))
    return [folder / name for name in texts]

"""Parts of a sheet, for a test that reads it."""

from __future__ import annotations

from cxaudit.report.lens import Bars, Cards, Panel, Prose, Table
from cxaudit.report.sheets import Sheet
from cxaudit.report.words import NBSP


def plain(text: str) -> str:
    """A text in which a figure and its unit may part."""
    return text.replace(NBSP, " ")


def panel(sheet: Sheet, key: str) -> Panel:
    """A panel by its key; an empty one where it was left out for want of room."""
    return next((p for p in sheet.panels if p.key == key), Panel(key, ""))


def keys(sheet: Sheet) -> list[str]:
    """The panels that have something to show."""
    return [p.key for p in sheet.panels if p.blocks]


def rows(sheet: Sheet, key: str) -> list[list[str]]:
    """The rows of the tables of a panel: the texts of their cells."""
    tables = [b for b in panel(sheet, key).blocks if isinstance(b, Table)]
    return [[plain(cell.text) for cell in row] for table in tables for row in table.rows]


def smalls(sheet: Sheet, key: str) -> list[list[str]]:
    """The small print of the cells."""
    tables = [b for b in panel(sheet, key).blocks if isinstance(b, Table)]
    return [[cell.small for cell in row] for table in tables for row in table.rows]


def bars(sheet: Sheet, key: str) -> dict[str, str]:
    """The bars of a panel: their values by their names."""
    found = [b for b in panel(sheet, key).blocks if isinstance(b, Bars)]
    return {bar.name: plain(bar.value) for block in found for bar in block.bars}


def prose(sheet: Sheet, key: str) -> str:
    """The sentences of a panel."""
    return " ".join(b.text for b in panel(sheet, key).blocks if isinstance(b, Prose))


def facts(sheet: Sheet, key: str) -> dict[str, str]:
    """The facts of the first card of a panel."""
    cards = next(b for b in panel(sheet, key).blocks if isinstance(b, Cards))
    return {name: value.text for name, value in cards.cards[0].facts}


def figures(sheet: Sheet) -> dict[str, str]:
    """The figures at the head, by their labels."""
    return {figure.label: plain(figure.value) for figure in sheet.figures}

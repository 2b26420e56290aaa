"""Sections made of panels, as Markdown: tables and lists, readable on their own."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.report import words
from cxaudit.report.lens import (
    Account,
    Bars,
    Block,
    Cards,
    Cell,
    Lens,
    Panel,
    Picture,
    Prose,
    Table,
    missing,
    shown,
)
from cxaudit.report.marks import head_lines, safe, table
from cxaudit.report.texts import _


def lens_lines(lens: Lens) -> list[str]:
    """A section."""
    return head_lines(lens.head) + panel_lines(lens.panels)


def panel_lines(panels: Iterable[Panel]) -> list[str]:
    """Panels below each other, and what to write to see the others."""
    panels = tuple(panels)
    lines: list[str] = []
    for panel in shown(panels):
        lines += [f"### {safe(panel.title)}", ""]
        lines += [safe(panel.lead), ""] if panel.lead else []
        for block in panel.blocks:
            lines += [*block_lines(block), ""]
        lines += [safe(panel.note), ""] if panel.note else []
    empty = missing(panels)
    if empty:
        told = "; ".join(f"**{safe(p.name or p.title)}**, {safe(p.write)}" for p in empty)
        lines += [
            f"> {safe(_('Write in the map or the organisation file to see it:'))} {told}.",
            "",
        ]
    return lines


def block_lines(block: Block) -> list[str]:
    """One block."""
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Cards):
        return _cards(block)
    if isinstance(block, Bars):
        rows = [
            (f"{b.name} ({b.small})" if b.small else b.name, b.value, b.mark_label)
            for b in block.bars
        ]
        return table((safe(block.caption), " ", " "), rows)
    if isinstance(block, Account):
        return _account(block)
    if isinstance(block, Picture):
        return [safe(words.capital(block.alternative))]
    assert isinstance(block, Prose)
    return [safe(block.text)]


def _told(cell: Cell) -> str:
    codes = ", ".join(dict.fromkeys(ref.code for ref in cell.refs))
    text = " ".join(filter(None, (cell.text, codes)))
    return f"{text} ({cell.small})" if cell.small else text


def _table(block: Table) -> list[str]:
    heads = [safe(head) or " " for head in block.heads]
    lines = table(heads, [[_told(cell) for cell in row] for row in block.rows])
    return lines + ([safe(block.more)] if block.more else [])


def _cards(block: Cards) -> list[str]:
    lines = []
    for card in block.cards:
        facts = [f"- {safe(name)}: {safe(_told(value))}" for name, value in card.facts]
        if not card.title:  # a list without a name of its own
            lines += [safe(text) for text in (card.sub, card.text) if text] + facts
            continue
        sub = f" ({safe(card.sub)})" if card.sub else ""
        lines.append(f"- **{safe(card.title)}**{sub}{': ' + safe(card.text) if card.text else ''}")
        lines += [f"  {fact}" for fact in facts]
    return lines


def _account(block: Account) -> list[str]:
    lines = [f"**{safe(block.title)}.** {safe(block.lead)}".strip(), ""]
    if all(
        stop.when == _("then") for stop in block.stops
    ):  # no days: an order is all that is known
        lines += [f"{n}. {safe(stop.text)}" for n, stop in enumerate(block.stops, 1)]
    else:
        lines += [f"- {safe(stop.when)}: {safe(stop.text)}" for stop in block.stops]
    return lines + (["", safe(block.after)] if block.after else [])

"""What the sections of maps and organisations share on paper: heads, panels, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cxaudit.report import lens
from cxaudit.report.context import Head
from cxaudit.report.paper.blocks import Block, Finding, Heading, Say
from cxaudit.report.paper.pictures import drawn
from cxaudit.report.sections.findings import FindingCard, Findings
from cxaudit.report.texts import _


def head_blocks(head: Head) -> Iterator[Block]:
    """The head of a section."""
    yield Heading(2, head.title, head.subject)
    if head.lead:
        yield Say(head.lead, "lead")
    if head.write:
        yield Say(head.write, "write")


def lens_blocks(section: lens.Lens) -> Iterator[Block]:
    """A section of panels."""
    yield from head_blocks(section.head)
    yield from panel_blocks(section.panels)


def panel_blocks(panels: Iterable[lens.Panel]) -> Iterator[Block]:
    """Panels below each other, and what to write to see the others."""
    panels = tuple(panels)
    for panel in lens.shown(panels):
        yield Heading(3, panel.title)
        if panel.lead:
            yield Say(panel.lead, "lead")
        for block in panel.blocks:
            yield from _block(block)
        if panel.note:
            yield Say(panel.note, "caption")
    empty = lens.missing(panels)
    if empty:
        told = "; ".join(f"{p.name or p.title}, {p.write}" for p in empty)
        yield Say(f"{_('Write in the map or the organisation file to see it:')} {told}.", "write")


def _block(block: lens.Block) -> Iterator[Block]:
    if isinstance(block, lens.Picture):
        yield drawn(block)
    elif isinstance(block, lens.Prose):
        yield Say(block.text)
    else:
        yield block
        if isinstance(block, lens.Table) and block.more:
            yield Say(block.more, "caption")


def found_blocks(found: Findings) -> Iterator[Block]:
    """Findings, and those that a waiver silences."""
    yield from head_blocks(found.head)
    yield from map(finding_of, found.cards)
    yield from waived_blocks(found.waived)


def waived_blocks(cards: Iterable[FindingCard]) -> Iterator[Block]:
    """Findings that are lived with, under a heading of their own."""
    cards = tuple(cards)
    if cards:
        yield Heading(3, _("Waived, each with its reason"))
        yield from map(finding_of, cards)


def finding_of(card: FindingCard) -> Finding:
    """A finding with the parts that it has."""
    return Finding(card, card.named())


def tabled(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[lens.Cell | str]],
    kind: str = "list",
    numbers: Iterable[int] = (),
) -> Iterator[Block]:
    """A table, where it has a row: on paper none is left out."""
    told = tuple(
        tuple(cell if isinstance(cell, lens.Cell) else lens.Cell(cell) for cell in row)
        for row in rows
    )
    if told:
        yield lens.Table(caption, tuple(heads), told, kind, frozenset(numbers))

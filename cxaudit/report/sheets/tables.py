"""Small things that all sheets share: tables that fit on a page, figures, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxaudit.report.context import Ref
from cxaudit.report.lens import Block, Cell, Table
from cxaudit.report.sheets.model import Figure
from cxaudit.report.sheets.work import waited
from cxaudit.report.texts import _, ngettext

MOST_BARS = 6

Row = Sequence[Cell | str]


def whole_table(caption: str, heads: Sequence[str], rows: Sequence[Row]) -> tuple[Block, ...]:
    """A table with all of its rows, none where it has no row; `fitted` leaves of them what a page
    holds."""
    told = [tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows]
    return (Table(caption, tuple(heads), tuple(told)),) if told else ()


def codes(refs: Iterable[Ref], most: int = 4) -> Cell:
    """Findings by their codes, each code once; "none" where there is none."""
    first: dict[str, Ref] = {}
    for ref in refs:
        first.setdefault(ref.code, ref)
    return Cell("" if first else _("none"), refs=tuple(first.values())[:most])


def count(number: int, one: str, many: str, tone: str = "") -> Figure:
    """A figure that is a count; its label agrees with it."""
    return Figure(str(number), ngettext(one, many, number), tone)


def hours(minutes: float | None, label: str, tone: str = "") -> tuple[Figure, ...]:
    """A figure in hours; none where nobody knows."""
    if minutes is None:
        return ()
    return (Figure(waited(minutes), label, tone if minutes else ""),)

"""A sheet is one printed page: how tall its panels are there, and how many rows there is room for.

Heights are millimetres of an upright A4 page as templates/sheet.css sets it, estimated from the
lengths of the texts: a table gives its columns room as their longest texts want it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cxaudit.report.lens import MOST_ROWS as MOST_READ
from cxaudit.report.lens import Bars, Block, Cards, Panel, Picture, Prose, Table, missing, shown
from cxaudit.report.sheets.model import Sheet
from cxaudit.report.texts import _, listed, times

PAGE = 270.0  # millimetres that an estimate may come to: it is a little too tall
WHOLE, HALF = 154.0, 71.0  # letters on a line of a table over all or half of the width
WIDE = 5  # columns, from which a table wants the whole width
LINE, SMALL, ROW = 3.45, 3.1, 2.1  # a line of text, of small print, the room around a row
MOST = {"work": 8, "met": 8, "figures": 8, "findings": 4, "questions": 3, "decide": 3, "changes": 3}
SURE = {"work": 6, "met": 6, "figures": 6}  # rows that are not given up for others
MOST_ROWS, FEWER, LEAST_ROWS = 6, 4, 2
# What is left out of a very full sheet, in this order: the report has it.
DISPENSABLE = ("told", "load", "house", "numbers", "skills", "reach", "awaited", "measures")


Height = Callable[[Panel, bool], float]  # of a panel, over the whole width or half of it


@dataclass(frozen=True, slots=True)
class Strip:
    """Panels over the whole width of a sheet, in one column, or in two of about one height."""

    columns: tuple[tuple[Panel, ...], ...]


def strips(panels: Sequence[Panel], height: Height | None = None) -> list[Strip]:
    """Panels that have something to show, in order, gathered by the width they want. `height` measures
    a panel."""
    runs: list[tuple[bool, list[Panel]]] = []
    for panel in shown(panels):
        wide = _wide(panel)
        if not runs or runs[-1][0] != wide:
            runs.append((wide, []))
        runs[-1][1].append(panel)
    return [
        Strip((tuple(those),))
        if wide or len(those) == 1
        else Strip(_balanced(those, height or panel_height))
        for wide, those in runs
    ]


def fitted(sheet: Sheet) -> Sheet:
    """The sheet with as much as one page holds: each panel says how many more rows there are, the
    note which panels were left out."""
    page = _Page(sheet, {panel.key: panel for panel in sheet.panels})
    page.shorten(SURE)
    page.shorten(dict.fromkeys(SURE, FEWER))
    left_out = []
    for key in DISPENSABLE:
        if page.too_tall and key in page.rows and page.panels[key].blocks:
            del page.rows[key]
            left_out.append(page.panels[key].name)
    page.shorten({})
    note = ""
    if left_out:
        note = _("For want of room the report alone has: {what}.").format(what=listed(left_out))
    return replace(sheet, panels=page.told, note=note)


def shortened(sheet: Sheet) -> Sheet:
    """The sheet with all of its panels, each with as many rows as anybody reads."""
    return replace(sheet, panels=tuple(_cut(panel, MOST_READ) for panel in sheet.panels))


@dataclass
class _Page:
    """A sheet while it is fitted; `rows` is how many each panel that stays may have, `cuts` what was
    cut so far."""

    sheet: Sheet
    panels: dict[str, Panel]

    def __post_init__(self) -> None:
        self.cuts: dict[tuple[str, int], Panel] = {}
        self.tall: dict[tuple[int, bool], float] = {}
        self.rows = {
            key: min(MOST.get(key, MOST_ROWS), _rows(panel)) for key, panel in self.panels.items()
        }

    @property
    def told(self) -> tuple[Panel, ...]:
        """The panels with the rows they may have, each with how many more there are."""
        return tuple(self._cut(key, most) for key, most in self.rows.items())

    def _cut(self, key: str, most: int) -> Panel:
        if (key, most) not in self.cuts:
            self.cuts[key, most] = _cut(self.panels[key], most)
        return self.cuts[key, most]

    def height(self, panel: Panel, whole: bool) -> float:
        """The height of one of the cut panels, measured once."""
        found = self.tall.get((id(panel), whole))
        if found is None:
            found = self.tall[id(panel), whole] = panel_height(panel, whole)
        return found

    @property
    def too_tall(self) -> bool:
        """Whether the panels want more than a page."""
        return _height(self.sheet, self.told, self.height) > PAGE

    def shorten(self, sure: Mapping[str, int]) -> None:
        """Take rows off the tallest panel until all fit, or each has its least."""
        while self.too_tall:
            spare = [key for key, n in self.rows.items() if n > sure.get(key, LEAST_ROWS)]
            if not spare:
                return
            told = {panel.key: panel for panel in self.told}
            tallest = max(spare, key=lambda key: self.height(told[key], _wide(told[key])))
            self.rows[tallest] -= 1


def _rows(panel: Panel) -> int:
    """Rows of what can be shortened in a panel."""
    return max((len(_items(block)) for block in panel.blocks), default=0)


def _items(block: Block) -> tuple[object, ...]:
    if isinstance(block, Table):
        return block.rows
    return block.bars if isinstance(block, Bars) else ()


def _cut(panel: Panel, most: int) -> Panel:
    """A panel with at most so many rows, which says how many it had."""
    left = _rows(panel) - most
    if left <= 0:
        return panel
    blocks: list[Block] = []
    for block in panel.blocks:
        if isinstance(block, Table):
            block = replace(block, rows=block.rows[:most])
        elif isinstance(block, Bars):
            block = replace(block, bars=block.bars[:most])
        blocks.append(block)
    more = times(left, "{n} more stands in the report.", "{n} more stand in the report.")
    return replace(panel, blocks=tuple(blocks), note=f"{panel.note} {more}".strip())


def _wide(panel: Panel) -> bool:
    return any(
        isinstance(b, Picture) or (isinstance(b, Table) and len(b.heads) >= WIDE)
        for b in panel.blocks
    )


def _balanced(panels: Sequence[Panel], height: Height) -> tuple[tuple[Panel, ...], ...]:
    """Each panel in turn goes where less stands."""
    columns: tuple[list[Panel], list[Panel]] = ([], [])
    tall = [0.0, 0.0]
    for panel in panels:
        side = 0 if tall[0] <= tall[1] else 1
        columns[side].append(panel)
        tall[side] += height(panel, False)
    return tuple(tuple(column) for column in columns)


def _height(sheet: Sheet, panels: Sequence[Panel], height: Height) -> float:
    """The height of a sheet: its head, its strips, and what it says of panels that are empty."""
    total = 32.0 + 6.6 * _lines(sheet.headline, 62.0)
    for strip in strips(panels, height):
        alone = len(strip.columns) == 1
        total += max(sum(height(p, alone) for p in column) for column in strip.columns)
    wanting = "".join(f"{p.name}{p.write}, " for p in missing(panels))
    return total + (LINE * _lines(wanting, 135.0) + 6.0 if wanting else 0.0)


def panel_height(panel: Panel, whole: bool) -> float:
    """The height of a panel over all or half of the width."""
    letters = WHOLE if whole else HALF
    title = 1.7 + 4.6 * _lines(panel.title, 0.8 * letters)
    note = 1.0 + 3.9 * _lines(panel.note, 0.9 * letters) if panel.note else 0.0
    return title + note + sum(block_height(block, letters) for block in panel.blocks)


def block_height(block: Block, letters: float) -> float:
    """The height of a block that has so many letters on a line."""
    if isinstance(block, Table):
        return _table_height(block, letters)
    if isinstance(block, Bars):
        return sum(
            1.6 + LINE * _lines(bar.name, 0.46 * letters) + SMALL * _lines(bar.small, 0.5 * letters)
            for bar in block.bars
        )
    if isinstance(block, Cards):
        return sum(1.5 + (LINE + 1.1) * len(card.facts) for card in block.cards)
    return 4.0 * _lines(block.text, 0.9 * letters) if isinstance(block, Prose) else 40.0


def _table_height(block: Table, letters: float) -> float:
    columns = _columns(block, letters)
    height = LINE * max(_lines(h, columns[n]) for n, h in enumerate(block.heads)) + 1.8
    for row in block.rows:
        height += ROW + max(
            LINE * max(1, _lines(c.text, columns[n]) + bool(c.refs and c.text and n == 0))
            + SMALL * _lines(c.small, columns[n] * 1.07)
            for n, c in enumerate(row)
        )
    return height


def _columns(block: Table, letters: float) -> list[float]:
    """The letters that each column of a table holds: as a browser does it, no fewer than its longest
    word, and of the rest a part as its longest text wants it."""
    texts = [
        [head, *(t for row in block.rows for t in (row[n].text, row[n].small))]
        for n, head in enumerate(block.heads)
    ]
    least = [
        max(len(word) for text in column for word in f"{text} ".split(" ")) for column in texts
    ]
    most = [max(len(text) for text in column) for column in texts]
    room = letters - 2.0 * len(texts)
    spare, wanted = room - sum(least), sum(most) - sum(least)
    if sum(most) <= room or not wanted:
        return [m * room / max(sum(most), 1) + 1.0 for m in most]
    part = max(spare, 0.0) / wanted
    return [one + (other - one) * part for one, other in zip(least, most, strict=True)]


def _lines(text: str, letters: float) -> int:
    """Lines that a text takes; words do not break, so a line is seldom full."""
    return -int(-len(text) // (0.96 * letters)) if text else 0

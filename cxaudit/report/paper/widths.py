"""How wide the columns of a table are: as their words ask for, within the room there is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cxaudit.report.blueprint.text_width import longest_word, measure
from cxaudit.report.lens import Cell, Table

_MOST = 190.0  # points that one column asks for at most; beyond, it wraps
_PADDING = 9.0
_LEAST = 30.0
_SQUEEZED = 1.15


def wholes(table: Table, room: float, size: float) -> list[tuple[Table, tuple[float, ...]]]:
    """A table with the widths of its columns in points, `size` being that of its type; one with more
    columns than fit comes in parts, each with the first column."""
    least = [_least(table, column, size) for column in range(len(table.heads))]
    # A little too wide is squeezed: some word is hyphenated, and no column stands alone.
    most = math.inf if sum(least) <= room * _SQUEEZED else room
    parts, part, used = [], [0], least[0] if least else 0.0
    for column in range(1, len(least)):
        if len(part) > 1 and used + least[column] > most:
            parts.append(part)
            part, used = [0], least[0]
        part.append(column)
        used += least[column]
    parts.append(part)
    return [_narrowed(table, columns, least, room, size) for columns in parts if least]


def _narrowed(
    table: Table, columns: Sequence[int], least: Sequence[float], room: float, size: float
) -> tuple[Table, tuple[float, ...]]:
    some = Table(
        table.caption,
        tuple(table.heads[c] for c in columns),
        tuple(tuple(row[c] for c in columns) for row in table.rows),
        table.kind,
        frozenset(n for n, c in enumerate(columns) if c in table.numbers),
        table.more,
    )
    floor = [least[c] for c in columns]
    wish = [max(f, _wish(table, c, size)) for f, c in zip(floor, columns, strict=True)]
    if sum(floor) >= room:
        return some, tuple(f * room / sum(floor) for f in floor)
    spare = room - sum(floor)
    wants = [w - f for w, f in zip(wish, floor, strict=True)]
    whole = sum(wants) or float(len(wants))
    shares = [(want if sum(wants) else 1.0) / whole for want in wants]
    return some, tuple(f + spare * s for f, s in zip(floor, shares, strict=True))


def _least(table: Table, column: int, size: float) -> float:
    """The longest word of a column."""
    words = [longest_word(table.heads[column], size, True)]
    bold = column == 0
    for row in table.rows:
        cell = row[column]
        words += [longest_word(cell.text, size, bold), longest_word(cell.small, size - 1)]
    return max(_LEAST, min(max(words), _MOST) + _PADDING)


def _wish(table: Table, column: int, size: float) -> float:
    """What a column would take to stand on few lines: between its mean and its longest text."""
    texts = [_length(row[column], size) for row in table.rows] or [0.0]
    mean = sum(texts) / len(texts)
    head = measure(table.heads[column], size, True) * 0.6  # a head may stand on two lines
    return min(max((mean + max(texts)) / 2, head) + _PADDING, _MOST * 2)


def _length(cell: Cell, size: float) -> float:
    return max(measure(cell.text, size), measure(cell.small, size - 1))

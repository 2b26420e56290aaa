"""Measurement coverage over the blueprint: a square a step, in order, customers' row above ours."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.pictures.sheet import Sheet

SQUARE, ACROSS = 20.0, 40


@dataclass(frozen=True, slots=True)
class Square:
    """A step: whether it meets anybody, and whether a number is taken there."""

    name: str
    met: bool
    measured: bool


def coverage(squares: tuple[Square, ...], above: str, below: str) -> str:
    """Steps from left to right, in rows of at most forty."""
    sheet = Sheet()
    rows = [squares[n : n + ACROSS] for n in range(0, len(squares), ACROSS)]
    left, y = 92.0, 4.0
    for row in rows:
        sheet.text((0, y + 14), above, "q")
        sheet.text((0, y + SQUARE + 18), below, "q")
        for number, square in enumerate(row):
            x = left + SQUARE * number
            at = y if square.met else y + SQUARE + 4
            style = "sq" + (" met" if square.met else "") + (" on" if square.measured else "")
            sheet.rect((x + 1, at + 1, SQUARE - 3, SQUARE - 3), style, 2)
        y += 2 * SQUARE + 16
    return sheet.svg(left + SQUARE * min(len(squares), ACROSS) + 2, y)

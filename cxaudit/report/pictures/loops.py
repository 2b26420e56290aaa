"""The loops of listening: a ring that is closed where the unhappy are answered and helped, drawn open
where they are not; a second ring around it where the whole is learned from."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.pictures.sheet import Sheet
from cxaudit.report.texts import _

COLUMN, RADIUS, MIDDLE = 150.0, 26.0, 44.0


@dataclass(frozen=True, slots=True)
class Loop:
    """A way of listening: whether somebody answers, the unhappy are helped, it is learned from."""

    name: str
    answered: bool
    helped: bool
    learned: bool


def loops(drawn: tuple[Loop, ...]) -> str:
    """A ring each, four in a row."""
    sheet = Sheet()
    for number, loop in enumerate(drawn):
        x = 70 + COLUMN * (number % 4)
        y = MIDDLE + 128 * (number // 4)
        closed = loop.answered and loop.helped
        _ring(sheet, x, y, RADIUS, closed)
        _ring(sheet, x, y, RADIUS + 9, loop.learned, thin=True)
        sheet.text(
            (x, y + 4),
            _("closed") if closed else _("open"),
            "s-sponsor" if closed else "s-gap",
            "m",
        )
        sheet.words((x - 62, y + RADIUS + 28), loop.name, COLUMN - 26, "b", lines=2)
    rows = (len(drawn) + 3) // 4
    return sheet.svg(COLUMN * min(len(drawn), 4) + 8, 128 * rows)


def _ring(sheet: Sheet, x: float, y: float, r: float, closed: bool, thin: bool = False) -> None:
    style = ("outer" if thin else "inner") + (" shut" if closed else " open")
    if closed:
        sheet.circle((x, y), r, f"ring {style}")
        return
    # A gap at the upper right, where the answer should come back.
    k = 0.7071 * r
    sheet.path(f"M{x + r:g} {y:g}A{r:g} {r:g} 0 1 1 {x + k:g} {y - k:g}", f"ring {style}")

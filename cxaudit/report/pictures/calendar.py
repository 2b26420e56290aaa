"""The calendar of the last twelve months: when something was last done, and whether that is overdue."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cxaudit.report.blueprint.text_width import measure
from cxaudit.report.pictures.sheet import Sheet

MONTH, ROW, TOP = 34.0, 34.0, 26.0


@dataclass(frozen=True, slots=True)
class Row:
    """Something that should come round: its name, who does it, the day it was last done (None where
    nobody says), and its state: `done`, `lapsed`, `missing` (nobody does it) or `unknown`."""

    name: str
    who: str
    last: datetime.date | None
    state: str
    told: str


def calendar(rows: tuple[Row, ...], as_of: datetime.date, names: float = 218.0) -> str:
    """A row each: a filled dot is the last turn, a dashed line the time without one."""
    sheet = Sheet()
    tail = max((measure(row.told, 12.0) for row in rows), default=0.0)
    months = [_month(as_of, -back) for back in range(11, -1, -1)]
    for number, month in enumerate(months):
        x = names + MONTH * number
        sheet.text((x + 2, 14), month.strftime("%m"), "q")
        if month.month == 1 or number == 0:
            sheet.text((x + 2, 26), str(month.year), "q")
        sheet.line((x, TOP + 6), (x, TOP + 6 + ROW * len(rows)), "grid")
    begin, width = months[0], MONTH * 12
    now = names + _place(as_of, begin) * width
    for number, row in enumerate(rows):
        y = TOP + 6 + ROW * number
        sheet.line((0, y), (names + width, y), "grid")
        sheet.words((0, y + 15), row.name, names - 12, "b", lines=1)
        sheet.words((0, y + 29), row.who, names - 12, "q", lines=1)
        middle = y + ROW / 2
        if row.last is None:
            sheet.line((names, middle), (now, middle), "cut" if row.state == "missing" else "wait")
        elif row.last < begin:
            sheet.line((names + 10, middle), (now, middle), "cut")
            sheet.path(f"M{names + 2:g} {middle:g}l8 -4v8z", "tip gate")
        else:
            x = names + _place(row.last, begin) * width
            sheet.line((x, middle), (now, middle), "cut" if row.state == "lapsed" else "tie")
            sheet.circle((x, middle), 6, "lv sponsor" if row.state == "done" else "lv late")
        sheet.text((names + width + 10, middle + 4), row.told,
                   "s-gap" if row.state in ("lapsed", "missing") else "q")  # fmt: skip
    sheet.line((now, TOP), (now, TOP + 6 + ROW * len(rows)), "now")
    return sheet.svg(names + width + 14 + max(tail, 120.0), TOP + 8 + ROW * len(rows))


def _month(day: datetime.date, shift: int) -> datetime.date:
    """The first day of a month some months away."""
    months = day.year * 12 + day.month - 1 + shift
    return datetime.date(months // 12, months % 12 + 1, 1)


def _place(day: datetime.date, begin: datetime.date) -> float:
    """Where a day lies in the twelve months, 0 to 1."""
    months = (day.year - begin.year) * 12 + day.month - begin.month
    return min(1.0, max(0.0, (months + (day.day - 1) / 31) / 12))

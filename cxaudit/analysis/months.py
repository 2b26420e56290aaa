"""Calendar months between days, exact: a year ago is 12, not 12.01."""

from __future__ import annotations

import calendar
import datetime
import re

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(month|year)s?", re.IGNORECASE)


def months_between(first: datetime.date, second: datetime.date) -> float:
    """Calendar months from a day to a later one, days as parts of the month they lie in; below 0
    where the second comes first."""
    if second < first:
        return -months_between(second, first)
    whole = (second.year - first.year) * 12 + second.month - first.month
    if _moved(first, whole) > second:
        whole -= 1
    start, end = _moved(first, whole), _moved(first, whole + 1)
    return whole + (second - start).days / (end - start).days


def _moved(day: datetime.date, months: int) -> datetime.date:
    """A day some months later, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(when: str) -> float | None:
    """How long a stretch such as `2026-01-01 to 2026-09-30` lasts, its last day (or month) included,
    or a length such as `18 months`; None where the text is neither."""
    length = _LENGTH.fullmatch(when.strip())
    if length is not None:
        return float(length[1]) * (12 if length[2].lower() == "year" else 1)
    stretch = _stretch(when)
    return months_between(*stretch) if stretch is not None else None


def last_day_of(when: str) -> datetime.date | None:
    """The last day of a stretch such as `2026-01-01 to 2026-09`, here the end of September; None where
    the text is no stretch."""
    stretch = _stretch(when)
    return stretch[1] - datetime.timedelta(days=1) if stretch is not None else None


def _stretch(when: str) -> tuple[datetime.date, datetime.date] | None:
    """The first day of a stretch and the first day behind it."""
    found = list(_DAY.finditer(when))
    if len(found) != 2:
        return None
    try:
        first = _first_of(found[0])
        last = _first_of(found[1])
    except ValueError:
        return None
    behind = last + datetime.timedelta(days=1) if found[1][3] else _moved(last, 1)
    return (first, behind) if behind > first else None


def _first_of(found: re.Match[str]) -> datetime.date:
    return datetime.date(int(found[1]), int(found[2]), int(found[3] or 1))

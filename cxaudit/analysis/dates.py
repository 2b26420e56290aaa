"""Ages and rhythms in calendar days: `every: quarter`, `last: 2025-02-01`."""

from __future__ import annotations

import datetime
import re

from cxaudit.analysis.months import months_between

_DAYS = {
    "day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.44, "quarter": 91.31, "year": 365.25,
    "daily": 1.0, "weekly": 7.0, "fortnightly": 14.0, "biweekly": 14.0, "monthly": 30.44,
    "quarterly": 91.31, "yearly": 365.25, "annually": 365.25, "annual": 365.25,
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2}
_RHYTHM = re.compile(r"(?:every |each )?(?:(\d+(?:\.\d+)?) ?)?([a-z]+)")
_PER = re.compile(r"(once|twice|(\d+) times) (?:a|per|each|every) ([a-z]+)")
MONTH = 30.44


def rhythm_days(text: str | None) -> float | None:
    """How many days lie between two turns (`quarter`, `2 weeks`, `twice a year`); None where it
    cannot be told."""
    said = " ".join((text or "").lower().replace("-", "").split())
    per = _PER.fullmatch(said)
    if per is not None:
        days, times = _days(per[3]), _TIMES.get(per[1]) or int(per[2])
        return days / times if days and times else None
    found = _RHYTHM.fullmatch(said)
    days = _days(found[2]) if found is not None else None
    return float(found[1] or 1) * days if found is not None and days else None


def _days(word: str) -> float | None:
    return _DAYS.get(word) or _DAYS.get(word.removesuffix("s"))


def age_days(day: datetime.date | None, as_of: datetime.date) -> float | None:
    """Calendar days from a day to `as_of`, none where it lies ahead; None where no day is given."""
    return max(0.0, float((as_of - day).days)) if day is not None else None


def turns_missed(
    every: str | None, last: datetime.date | None, as_of: datetime.date
) -> float | None:
    """The age of the last turn in turns: 2 is twice the rhythm. Months, quarters and years are those
    of the calendar. None where one of the two is not said."""
    rhythm, age = rhythm_days(every), age_days(last, as_of)
    if not rhythm or age is None or last is None:
        return None
    months = rhythm / MONTH
    whole = round(months * 2) / 2
    if whole >= 0.5 and abs(months - whole) < 0.02 * whole and rhythm > 14:
        return max(0.0, months_between(last, as_of)) / whole
    return age / rhythm

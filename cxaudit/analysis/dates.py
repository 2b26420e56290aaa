"""Ages and rhythms in calendar days: `every: quarter`, `last: 2025-02-01`."""

from __future__ import annotations

import datetime
import re

_DAYS = {
    "day": 1.0, "daily": 1.0, "week": 7.0, "weekly": 7.0, "fortnight": 14.0, "month": 30.44,
    "monthly": 30.44, "quarter": 91.31, "quarterly": 91.31, "year": 365.25, "yearly": 365.25,
    "annually": 365.25,
}  # fmt: skip
_RHYTHM = re.compile(r"(?:every\s+)?(?:(\d+(?:\.\d+)?)\s*)?([a-z]+?)s?", re.IGNORECASE)
MONTH = 30.44


def rhythm_days(text: str | None) -> float | None:
    """How many days lie between two turns (`quarter`, `2 weeks`); None where it cannot be told."""
    found = _RHYTHM.fullmatch((text or "").strip())
    if found is None or found[2].lower() not in _DAYS:
        return None
    return float(found[1] or 1) * _DAYS[found[2].lower()]


def age_days(day: datetime.date | None, as_of: datetime.date) -> float | None:
    """Calendar days from a day to `as_of`, none where it lies ahead; None where no day is given."""
    return max(0.0, float((as_of - day).days)) if day is not None else None


def turns_missed(
    every: str | None, last: datetime.date | None, as_of: datetime.date
) -> float | None:
    """The age of the last turn in turns: 2 is twice the rhythm. None where one of them is not said."""
    rhythm, age = rhythm_days(every), age_days(last, as_of)
    return age / rhythm if rhythm and age is not None else None

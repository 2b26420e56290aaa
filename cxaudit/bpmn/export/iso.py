"""Durations of the map language as ISO 8601, as timers write them."""

from __future__ import annotations

from cxaudit.language.values import Amount, Duration

_DAYS_OF_A_WEEK = 7


def iso(duration: Duration) -> str:
    """`1d 4h` as `P1DT4H`; of a range its longer end. A working day is written as a day."""
    return _one(duration.high)


def _one(amount: Amount) -> str:
    weeks, days, minutes = amount.weeks, amount.days, amount.minutes
    if weeks and not days and not minutes:
        return f"P{_number(weeks)}W"
    days += weeks * _DAYS_OF_A_WEEK
    hours, rest = divmod(minutes, 60)
    date = f"{_number(days)}D" if days else ""
    time = (f"{_number(hours)}H" if hours else "") + (f"{_number(rest)}M" if rest else "")
    if not date and not time:
        return "PT0M"
    return f"P{date}T{time}" if time else f"P{date}"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")

"""Rhythms and ages."""

from __future__ import annotations

import datetime

import pytest

from cxaudit.analysis.dates import age_days, rhythm_days, turns_missed

DAY = datetime.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("day", 1), ("weekly", 7), ("2 weeks", 14), ("month", 30.44), ("every 3 months", 91.32),
        ("Quarter", 91.31), ("twice a year", 182.625), ("4 times a year", 91.3125),
        ("once a quarter", 91.31), ("bi-weekly", 14), ("each week", 7),
        ("meeting", None), ("", None), (None, None), ("0 times a week", None), ("when needed", None),
    ],
)  # fmt: skip
def test_rhythms(text: str | None, days: float | None) -> None:
    assert rhythm_days(text) == (pytest.approx(days) if days is not None else None)


def test_ages_never_lie_ahead_and_unknown_stays_unknown() -> None:
    assert age_days(datetime.date(2026, 1, 5), DAY) == 10
    assert age_days(datetime.date(2027, 1, 5), DAY) == 0
    assert age_days(None, DAY) is None
    assert turns_missed("week", datetime.date(2026, 1, 1), DAY) == 2
    assert turns_missed("now and then", datetime.date(2026, 1, 1), DAY) is None
    assert turns_missed("week", None, DAY) is None

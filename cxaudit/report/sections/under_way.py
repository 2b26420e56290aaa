"""Which changes are under way on the day of the audit, which begin later, which were to be over."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.analysis.facts.change import ChangeFacts
from cxaudit.analysis.months import last_day_of
from cxaudit.report.texts import _, times

_DAY = re.compile(r"(\d{4}-\d{2})(-\d{2})?(?!\d)")


@dataclass(frozen=True, slots=True)
class Course:
    """Changes by where they stand: how many are under way, the first days of those that begin later,
    the last days of those that were to be over."""

    running: int
    begins: tuple[datetime.date, ...]
    ends: tuple[datetime.date, ...]


def course_of(changes: Sequence[ChangeFacts], today: datetime.date) -> Course:
    """Where changes stand on a day. One that does not say when is taken to be under way."""
    last = [last_day_of(c.when or "") for c in changes]
    ends = tuple(day for day in last if day is not None and day < today)
    first = [_first_day(c.when or "") for c in changes]
    begins = tuple(day for day in first if day is not None and day > today)
    return Course(len(changes) - len(ends) - len(begins), begins, ends)


def _first_day(when: str) -> datetime.date | None:
    """The first day that is written, of a month its first; None where none is."""
    found = _DAY.search(when)
    try:
        return datetime.date.fromisoformat(found[1] + (found[2] or "-01")) if found else None
    except ValueError:
        return None


def begun(days: Sequence[datetime.date]) -> str:
    """What is to be said of changes that begin later."""
    return times(
        len(days),
        "{n} change begins on {day}",
        "{n} changes begin from {day} on",
        day=min(days).isoformat(),
    )


def ended(days: Sequence[datetime.date]) -> str:
    """What is to be said of changes whose last day is past: a change has no place for how it ended."""
    return times(
        len(days),
        "{n} change was to be over on {day}; nobody says how it ended",
        "{n} changes were to be over by {day}; nobody says how they ended",
        day=max(days).isoformat(),
    )


def state_of(change: ChangeFacts, today: datetime.date) -> str:
    """Where a change stands, beside its days; nothing where it is under way or says no days."""
    course = course_of((change,), today)
    if course.ends:
        return _("was to be over on {day}").format(day=course.ends[0].isoformat())
    return _("has not begun") if course.begins else ""

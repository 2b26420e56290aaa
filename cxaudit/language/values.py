"""The small values of the language: durations, shares, limits, dates, yes and no, names."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

YES = {"yes", "true", "on"}
NO = {"no", "false", "off"}

MOST = 10_000_000  # of any unit

UNITS = {
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
    "w": "w", "wk": "w", "week": "w", "weeks": "w",
}  # fmt: skip
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_SHARE_AT_END = re.compile(r"^(?P<label>.*?)\s*(?<![\d.])(?P<share>\d+(?:\.\d+)?)\s*%$", re.DOTALL)
_BLANKS = re.compile(r"[\s_]+")
_RANGE = re.compile(r"\s+to\s+|\s*[–—]\s*")
_BARE_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?\s*[a-z]+)", re.I)
_SEEN = 4096  # texts that are remembered: maps say the same names and durations over and over
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a working day and a working week mean: minutes a day, days a week."""

    day: float = 480.0
    week: float = 5.0


@dataclass(frozen=True, slots=True)
class Amount:
    """One duration as written: minutes and hours (as minutes), working days, working weeks."""

    minutes: float = 0.0
    days: float = 0.0
    weeks: float = 0.0

    def working_minutes(self, calendar: Calendar) -> float:
        """The duration in working minutes of a calendar."""
        return self.minutes + (self.days + self.weeks * calendar.week) * calendar.day


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration, or a range of them; `text` is what was written."""

    text: str
    low: Amount
    high: Amount

    def range(self, calendar: Calendar) -> tuple[float, float]:
        """The least and the most working minutes."""
        return self.low.working_minutes(calendar), self.high.working_minutes(calendar)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of authority such as `up to 5000 EUR`: the amount, its unit, and the text."""

    text: str
    amount: float | None
    unit: str


@lru_cache(_SEEN)
def name(text: str) -> str:
    """The form in which names are compared: lower case, blanks and underscores as hyphens."""
    return _BLANKS.sub("-", text.strip().lower())


def words(identifier: str) -> str:
    """An id as words: `approve-credit` is "Approve credit"."""
    text = re.sub(r"[-_]+", " ", identifier).strip()
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """An id made of the words of a sentence."""
    return re.sub(r"[^\w]+", "-", text.strip().lower(), flags=re.UNICODE).strip("-_") or "step"


def amount(text: str) -> Amount:
    """Read one duration such as `1d 4h`; a ValueError says what is wrong and how to write it."""
    if _NUMBER.match(text.strip()):
        number = text.strip()
        raise ValueError(
            f"{number} has no unit: write {number}m for minutes, {number}h for hours "
            f"or {number}d for working days"
        )
    rest = _AMOUNT.sub("", text).replace("and", "").replace(",", "").strip()
    found = _AMOUNT.findall(text)
    if rest or not found:
        raise ValueError(
            f"{text!r} is not a duration: write it like 15m, 2h, 3d, 1w, '1d 4h' or '1d to 3d'"
        )
    sums = {"m": 0.0, "h": 0.0, "d": 0.0, "w": 0.0}
    for number, unit in found:
        known = UNITS.get(unit.lower())
        if known is None:
            raise ValueError(
                f"{unit!r} is not a unit of time: use m, h, d (working days) or w (working weeks)"
            )
        sums[known] += float(number)
    if max(sums.values()) > MOST:
        raise ValueError(f"{text!r} is longer than any process: is the number right?")
    return Amount(sums["m"] + 60 * sums["h"], sums["d"], sums["w"])


@lru_cache(_SEEN)
def duration(text: str) -> Duration:
    """Read a duration or a range (`10m to 2h`, `1-3d`)."""
    parts = _RANGE.split(text.strip(), maxsplit=1)
    if len(parts) == 1:
        bare = _BARE_RANGE.fullmatch(text.strip())
        if bare:
            parts = [bare.group(1), bare.group(2)]
    if len(parts) == 1:
        one = amount(parts[0])
        return Duration(text, one, one)
    low, high = parts
    if _NUMBER.match(low.strip()):
        low = low.strip() + "".join(re.findall(r"[a-zA-Z]+", high)[:1])
    least, most = amount(low), amount(high)
    standard = Calendar()
    if least.working_minutes(standard) > most.working_minutes(standard):
        raise ValueError(f"{text!r} runs from more to less: write the smaller duration first")
    return Duration(text, least, most)


def share(text: str) -> float:
    """Read a share: `60%` or `0.6`; the result lies between 0 and 1."""
    bare = text.strip()
    percent = bare.endswith("%")
    try:
        number = float(bare.rstrip("%").strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a share: write it like 60% or 0.6") from None
    if percent:
        number /= 100
    elif number > 1:
        raise ValueError(f"{text!r} is more than the whole: did you mean {bare}%?")
    if not 0 <= number <= 1:
        raise ValueError(f"{text!r} is not between 0% and 100%")
    return number


def cut_share(label: str) -> tuple[str, float | None]:
    """Split `accepts 70%` into its words and its share."""
    found = _SHARE_AT_END.match(label.strip())
    if not found:
        return label.strip(), None
    number = float(found["share"]) / 100
    if number > 1:
        raise ValueError(f"{label!r} gives more than 100% to one branch")
    return found["label"].strip(), number


def truth(text: str) -> bool:
    """Read a yes or no."""
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(f"{text!r} is neither yes nor no")


def whole(text: str) -> int:
    """Read a whole number."""
    try:
        return int(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a whole number") from None


def real(text: str) -> float:
    """Read a number; a percent sign divides by 100."""
    bare = text.strip()
    try:
        return float(bare.rstrip("%").strip()) / (100 if bare.endswith("%") else 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None


def date(text: str) -> datetime.date:
    """Read a calendar date."""
    bare = text.strip()
    if _DATE.match(bare):
        try:
            return datetime.date.fromisoformat(bare)
        except ValueError as error:
            raise ValueError(f"{text!r} is no day of the calendar: {error}") from None
    raise ValueError(f"{text!r} is not a date: write it as YYYY-MM-DD")


def limit(text: str) -> Limit:
    """Read a limit such as `5000 EUR` or `up to 5000 EUR`; words alone are a limit without amount."""
    found = re.search(r"(\d[\d ]*(?:\.\d+)?)\s*([^\d\s]+)?", text)
    if not found:
        return Limit(text, None, "")
    return Limit(text, float(found[1].replace(" ", "")), (found[2] or "").upper())


def volume(text: str) -> float:
    """Read a volume `40/d` as cases a standard working day."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*/\s*([a-z]+)\s*", text, re.IGNORECASE)
    unit = UNITS.get(found[2].lower()) if found else None
    if not found or unit is None:
        raise ValueError(f"{text!r} is not a volume: write it like 40/d or 10/w")
    standard = Calendar()
    a_day = {"m": standard.day, "h": standard.day / 60, "d": 1.0, "w": 1 / standard.week}[unit]
    return float(found[1]) * a_day

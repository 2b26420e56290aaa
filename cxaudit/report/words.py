"""Figures as a reader says them: a number and its unit never part, counts agree with their noun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxaudit.rules.templates import number

NBSP = "\u00a0"
DAY = 480.0
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def span(minutes: float | None, day: float = DAY) -> str:
    """Working minutes as people say them: 40 min, 3.5 h, 7.4 d; unknown is said to be unknown."""
    if minutes is None:
        return "not stated"
    if 0 < minutes < 1:
        return f"<1{NBSP}min"
    if minutes < 59.5:
        return f"{minutes:.0f}{NBSP}min"
    if minutes < day * 0.95:
        return f"{number(round(minutes / 60, 1))}{NBSP}h"
    return f"{number(round(minutes / day, 1))}{NBSP}d"


def spelled(minutes: float, day: float = DAY) -> str:
    """A duration for a headline, its unit in full: "7.4 days", "one hour"."""
    text, _, unit = span(minutes, day).partition(NBSP)
    noun = {"d": "day", "h": "hour", "min": "minute"}[unit]
    return f"{text}{NBSP}{noun if text in ('1', '<1') else noun + 's'}"


def hours(minutes: float) -> str:
    """Working minutes in hours, one decimal below a hundred."""
    value = minutes / 60
    return f"{value:.0f}{NBSP}h" if value >= 100 else f"{number(round(value, 1))}{NBSP}h"


def signed(value: int) -> str:
    """An impact with its sign: +2, 0, −1."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def percent(share: float | None) -> str:
    """A share of the whole; small ones keep a decimal, and none is rounded to nothing or all."""
    if share is None:
        return "not stated"
    value = 100 * share
    if 0 < value < 0.05:
        return "<0.1%"
    if 99.5 <= value < 100:
        return f"{min(value, 99.9):.1f}%"
    return f"{value:.0f}%" if value >= 10 else f"{number(round(value, 1))}%"


def amount(value: float | None, digits: int = 2) -> str:
    """A measured count such as expected sign-offs; unknown where it is."""
    return "not known" if value is None else number(round(value, digits))


def plural(noun: str) -> str:
    """The plural of an English noun of this report."""
    if noun.endswith("y") and noun[-2:] not in ("ay", "ey", "oy"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "sh", "x")) else "s")


def counted(count: float, noun: str, digits: bool = False) -> str:
    """A count with its noun: "no steps", "one step", "12 steps"; `digits` for tables."""
    whole = float(count).is_integer()
    word = number(round(count, 2))
    if whole and not digits and count <= 10:
        word = _COUNTS[int(count)]
    return f"{word}{NBSP if digits else ' '}{noun if count == 1 else plural(noun)}"


def all_of(count: int, noun: str) -> str:
    """A whole of several: "both parties", "all three parties"."""
    return f"both {plural(noun)}" if count == 2 else f"all {counting(count)} {plural(noun)}"


def counting(count: int) -> str:
    """A small count as a word."""
    return _COUNTS[count] if 0 <= count <= 10 else str(count)


def listed(items: Iterable[str], most: int = 6) -> str:
    """A list in a sentence: a, b and c. Names are shown as they are."""
    names = [item for item in items if item]
    shown = names[:most]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """A label inside a sentence: small first letter unless the word is all capitals."""
    first = text.split(" ", 1)[0]
    if len(first) > 1 and any(c.isupper() for c in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """A text that ends like a sentence."""
    trimmed = text.strip()
    return trimmed if not trimmed or trimmed[-1] in ".!?…" else trimmed + "."


def named(identifier: str) -> str:
    """The name of a rule as words: "too many sign-offs"."""
    text = identifier.replace("-", " ")
    for pair in ("hand off", "sign off", "touch point", "ping pong"):
        text = text.replace(pair, pair.replace(" ", "-"))
    return text


def short(text: str, most: int) -> str:
    """A text cut at a word, with an ellipsis, where it is longer than a place can hold."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def verb(count: float, one: str, many: str) -> str:
    """The form of a verb that agrees with a count."""
    return one if count == 1 else many


def unique(items: Sequence[str]) -> list[str]:
    """Items once each, in order."""
    return list(dict.fromkeys(items))

"""Figures as a reader says them: a number and its unit never part, counts agree with their noun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxaudit.texts import numbers
from cxaudit.texts.catalogue import (
    ENGLISH,
    _,
    language,
    marked,
    marked_plural,
    ngettext,
    pgettext,
)
from cxaudit.texts.numbers import NBSP as NBSP
from cxaudit.texts.numbers import localised, number

DAY = 480.0
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NOUNS = {
    "change": marked_plural("{n} change", "{n} changes"),
    "error": marked_plural("{n} error", "{n} errors"),
    "family": marked_plural("{n} family", "{n} families"),
    "finding": marked_plural("{n} finding", "{n} findings"),
    "group": marked_plural("{n} group", "{n} groups"),
    "level": marked_plural("{n} level", "{n} levels"),
    "map": marked_plural("{n} map", "{n} maps"),
    "measure": marked_plural("{n} measure", "{n} measures"),
    "meeting": marked_plural("{n} meeting", "{n} meetings"),
    "organisation": marked_plural("{n} organisation", "{n} organisations"),
    "party": marked_plural("{n} party", "{n} parties"),
    "problem": marked_plural("{n} problem", "{n} problems"),
    "question": marked_plural("{n} question", "{n} questions"),
    "request type": marked_plural("{n} request type", "{n} request types"),
    "rule": marked_plural("{n} rule", "{n} rules"),
    "sign-off": marked_plural("{n} sign-off", "{n} sign-offs"),
    "step": marked_plural("{n} step", "{n} steps"),
    "touch-point": marked_plural("{n} touch-point", "{n} touch-points"),
    "warning": marked_plural("{n} warning", "{n} warnings"),
}
# Nouns whose plural is another one where there are none, in some language.
_NONE = {"party": marked("no parties")}
_WHOLES = {
    "party": (marked("both parties"), marked("all {n} parties")),
    "request type": (marked("both request types"), marked("all {n} request types")),
}
_UNITS = {
    "min": marked_plural("{n} minute", "{n} minutes"),
    "h": marked_plural("{n} hour", "{n} hours"),
    "d": marked_plural("{n} day", "{n} days"),
}


def span(minutes: float | None, day: float = DAY) -> str:
    """Working minutes as people say them: 40 min, 3.5 h, 7.4 d; unknown is said to be unknown."""
    if minutes is None:
        return _("not stated")
    told, unit = _measured(minutes, day)
    short = {"min": numbers.minutes, "h": numbers.hours, "d": numbers.days}[unit]
    return short(told).replace(" ", NBSP)


def _measured(minutes: float, day: float) -> tuple[str, str]:
    """A duration as a number and its unit."""
    if 0 < minutes < 1:
        return "<1", "min"
    if minutes < 59.5:
        return f"{minutes:.0f}", "min"
    if minutes < day * 0.95:
        return number(round(minutes / 60, 1)), "h"
    return number(round(minutes / day, 1)), "d"


def spelled(minutes: float, day: float = DAY) -> str:
    """A duration for a headline, its unit in full: "7.4 days", "1 hour"."""
    told, unit = _measured(minutes, day)
    return (
        ngettext(*_UNITS[unit], 1 if told in ("1", "<1") else 2).format(n=told).replace(" ", NBSP)
    )


def hours(minutes: float) -> str:
    """Working minutes in hours, one decimal below a hundred."""
    value = minutes / 60
    told = localised(f"{value:.0f}") if value >= 100 else number(round(value, 1))
    return numbers.hours(told).replace(" ", NBSP)


def signed(value: int) -> str:
    """An impact with its sign: +2, 0, −1."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def percent(share: float | None) -> str:
    """A share of the whole; small ones keep a decimal, and none is rounded to nothing or all."""
    if share is None:
        return _("not stated")
    value = 100 * share
    if 0 < value < 0.05:
        told = "<" + localised("0.1")
    elif 99.5 <= value < 100:
        told = localised(f"{min(value, 99.9):.1f}")
    else:
        told = f"{value:.0f}" if value >= 10 else number(round(value, 1))
    return numbers.percentage(told).replace(" ", NBSP)


def amount(value: float | None, digits: int = 2) -> str:
    """A measured count such as expected sign-offs; unknown where it is."""
    return _("not known") if value is None else number(round(value, digits))


def counted(count: float, noun: str, digits: bool = False) -> str:
    """A count with its noun, one of this report: "no steps", "one step", "12 steps"; `digits` for
    tables."""
    if not count and not digits and noun in _NONE:
        return _(_NONE[noun])
    word = number(round(count, 2)) if digits else amount_said(count)
    told = ngettext(*_NOUNS[noun], 1 if count == 1 else 2).format(n=word)
    return told.replace(" ", NBSP, 1) if digits else told


def all_of(count: int, noun: str) -> str:
    """A whole of several: "both parties", "all three parties"."""
    both, several = _WHOLES[noun]
    return _(both) if count == 2 else _(several).format(n=counting(count))


def counting(count: int) -> str:
    """A small count as a word."""
    return pgettext("a count", COUNTS[count]) if 0 <= count <= 10 else localised(str(count))


def amount_said(count: float) -> str:
    """A count in a sentence: a small one as a word."""
    return counting(int(count)) if float(count).is_integer() else number(round(count, 2))


def listed(items: Iterable[str], most: int = 6) -> str:
    """A list in a sentence: a, b and c. Names are shown as they are."""
    names = [item for item in items if item]
    shown = names[:most]
    if len(names) > most:
        shown.append(_("{n} more").format(n=len(names) - most))
    return numbers.listed(shown)


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def proper(name: str) -> str:
    """A name inside a sentence. Other languages than English may write nouns with a capital."""
    return name if language() == ENGLISH else capital(name)


def lower(text: str) -> str:
    """A label inside a sentence: small first letter unless the word is all capitals. Other languages
    than English may write nouns with a capital, so there it stays."""
    if language() != ENGLISH:
        return text
    first = text.split(" ", 1)[0]
    if len(first) > 1 and any(c.isupper() for c in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def small(text: str) -> str:
    """A sentence of our own inside another one: its first letter is small, where the language would
    not have begun a noun with it."""
    return text[:1].lower() + text[1:] if language() == ENGLISH else text


def sentence(text: str) -> str:
    """A text that ends like a sentence."""
    trimmed = text.strip()
    return trimmed if not trimmed or trimmed[-1] in ".!?…" else trimmed + "."


def named(identifier: str) -> str:
    """The name of a rule or limit as words: "too many sign-offs"."""
    text = identifier.replace("-", " ")
    for pair in ("hand off", "sign off", "touch point", "ping pong"):
        text = text.replace(pair, pair.replace(" ", "-"))
    return pgettext("rule", text)


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

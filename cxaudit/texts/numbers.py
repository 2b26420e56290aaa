"""Numbers, durations and lists as the language that is spoken writes them."""

from __future__ import annotations

from cxaudit.texts.catalogue import ENGLISH, _, language, ngettext, pgettext

NBSP = "\u00a0"


def localised(digits: str) -> str:
    """A number, written with a point and no groups, as the language writes it: "12345.6" becomes
    "12 345,6". Anything around it stays as it is."""
    if language() == ENGLISH:
        return digits
    group, mark = _marks()
    whole, point, rest = digits.partition(".")
    return _grouped(whole, group) + (mark + rest if point else "")


def value_of(told: str) -> float | None:
    """The number that a text of `localised` shows; None where it is none."""
    group, mark = _marks()
    plain = (told.replace(group, "") if group else told).replace(mark, ".")
    return float(plain) if plain.replace(".", "", 1).isdigit() else None


def _marks() -> tuple[str, str]:
    """What stands between thousands, and before decimals."""
    # One number as the catalogue writes it shows both.
    sample = pgettext("a number: the mark between thousands, and that before decimals", "12345.6")
    return sample[2:-5], sample[-2:-1]


def _grouped(whole: str, group: str) -> str:
    """The digits in threes from five on: 1234 is read at a glance."""
    plain = whole.lstrip("+-−<")
    if not group or len(plain) < 5 or not plain.isdigit():
        return whole
    return whole[: len(whole) - len(plain)] + f"{int(plain):,}".replace(",", group)


def number(value: float) -> str:
    """A number without needless decimals."""
    if float(value).is_integer():
        return localised(str(int(value)))
    return localised(f"{value:.2f}".rstrip("0").rstrip("."))


def percent(value: float) -> str:
    """A percentage with at most one decimal."""
    return percentage(number(round(value, 1)))


def percentage(told: str) -> str:
    """A percentage whose number is told already."""
    return _("{n}%").format(n=told)


def minutes(told: str) -> str:
    """A number of minutes with its unit, short; the number is told already."""
    return _("{n} min").format(n=told)


def hours(told: str) -> str:
    """A number of hours with its unit, short."""
    return _("{n} h").format(n=told)


def days(told: str) -> str:
    """A number of working days with its unit, short."""
    return ngettext("{n} d", "{n} d", 1 if told == "1" else 2).format(n=told)


def listed(items: list[str]) -> str:
    """Words as they are, in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])

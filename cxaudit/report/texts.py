"""What the report says often: counts with their noun, parts of a whole, lists. Its texts are those of
`cxaudit.texts`, whose names are given on from here."""

from __future__ import annotations

from cxaudit.report import words
from cxaudit.texts.catalogue import _, marked, ngettext, pgettext, speaking

__all__ = [
    "_",
    "listed",
    "marked",
    "measured",
    "months_ago",
    "ngettext",
    "part_of",
    "pgettext",
    "share_of",
    "speaking",
    "term",
    "times",
    "unstated",
]


def times(count: int, one: str, many: str, **more: object) -> str:
    """A count with its noun: `times(3, "{n} step", "{n} steps")` is "3 steps"."""
    return ngettext(one, many, count).format(n=count, **more)


def measured(value: float, one: str, many: str) -> str:
    """A measured count with its noun: "1 sign-off", "3.78 sign-offs"."""
    told = words.amount(value)
    return ngettext(one, many, 1 if told == "1" else 2).format(n=told)


def months_ago(months: float) -> str:
    """How long ago a day is, in months: "3 months ago"; a recent one is not "0 months ago"."""
    count = round(months)
    if not count:
        return _("less than a month ago")
    return times(count, "{n} month ago", "{n} months ago")


def part_of(part: int, whole: int) -> str:
    """Some of a whole: "None of 3", "1 of 3", "Both", "All 3". A sentence is made by `share_of`."""
    if whole == part == 2:
        return _("Both")
    if whole > 1 and part in (0, whole):
        return (_("All {n}") if part else _("None of {n}")).format(n=whole)
    return _("{m} of {n}").format(m=part, n=whole)


def share_of(
    part: int,
    whole: int,
    one: str,
    many: str,
    *,
    only: str,
    only_not: str,
    none: str,
    every: str = "",
) -> str:
    """How much of a whole is so, as a plain sentence for every count there can be.

    Of several, `one` and `many` tell that one is so or more are: `{part}` in them is the share ("1 of
    3", "Both", "All 3"), `{m}` and `{n}` are the bare counts. `none` tells that not one is so. `every`
    tells that all are, where `many` would deny ("All 3 have no answer" can be read in two ways).
    `only` and `only_not` are for a whole of one thing, which is so or is not. A text may be empty where
    nothing is to be said."""
    if whole == 1:
        told = _(only if part else only_not)
    elif not part:
        told = _(none)
    elif part == whole and every:
        told = _(every)
    else:
        told = ngettext(one, many, part)
    share = part_of(part, whole)
    if not told.startswith("{part}"):
        share = words.lower(share)
    return told.format(part=share, m=part, n=whole)


def listed(items: list[str] | tuple[str, ...], most: int = 6) -> str:
    """A list in a sentence: a, b and c; what is beyond `most` is counted."""
    return words.listed(items, most)


def term(word: str | None) -> str:
    """A word of the map language (a kind of step, party, measure) for a reader; a word that is the
    map's own stays as it is."""
    return pgettext("a word of the map language", word.replace("-", " ")) if word else ""


def unstated() -> str:
    """What stands where nobody has said."""
    return _("not stated")

"""Every text of the report that a person reads goes through here, so that a language is a file.

The semantics are those of `gettext`: `_("text with {name}").format(name=...)`; a catalogue that lacks
a text leaves it as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

from cxaudit.report import words

_PLAIN = NullTranslations()
_catalogue: ContextVar[NullTranslations] = ContextVar("catalogue", default=_PLAIN)


def _(text: str) -> str:
    """A text in the language of the report."""
    return _catalogue.get().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that agrees with a count."""
    return _catalogue.get().ngettext(one, many, count)


def times(count: int, one: str, many: str, **more: object) -> str:
    """A count with its noun: `times(3, "{n} step", "{n} steps")` is "3 steps"."""
    return ngettext(one, many, count).format(n=count, **more)


def measured(value: float, one: str, many: str) -> str:
    """A measured count with its noun: "1 sign-off", "3.78 sign-offs"."""
    told = words.amount(value)
    return ngettext(one, many, 1 if told == "1" else 2).format(n=told)


def part_of(part: int, whole: int) -> str:
    """Some of a whole, at the head of a sentence: "None of 3", "1 of 3", "All 3"."""
    if whole > 1 and part in (0, whole):
        return (_("All {n}") if part else _("None of {n}")).format(n=whole)
    return _("{m} of {n}").format(m=part, n=whole)


@contextmanager
def speaking(catalogue: NullTranslations) -> Iterator[None]:
    """Texts within are those of a catalogue."""
    token = _catalogue.set(catalogue)
    try:
        yield
    finally:
        _catalogue.reset(token)


def listed(items: list[str] | tuple[str, ...], most: int = 6) -> str:
    """A list in a sentence: a, b and c; what is beyond `most` is counted."""
    names = [item for item in items if item]
    shown = names[:most]
    if len(names) > most:
        shown.append(_("{n} more").format(n=len(names) - most))
    if len(shown) < 2:
        return "".join(shown)
    return _("{first} and {last}").format(first=", ".join(shown[:-1]), last=shown[-1])


def unstated() -> str:
    """What stands where nobody has said."""
    return _("not stated")

"""Every text that a person reads goes through here, so that a language is a file.

A language is a folder beside this module with catalogues of gettext (`de/*.po`), as translators' tools
write them. The semantics are those of gettext: `_("text with {name}").format(name=...)`; a text that a
catalogue lacks stays as it is written, which is English. Which language is spoken is a matter of
context, so that two reports can be made at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

ENGLISH = "en"


class UnknownLanguage(ValueError):
    """A language is asked for that has no catalogue; the message names those there are."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code (`en`, `de`), and its texts."""

    code: str
    texts: NullTranslations


_PLAIN = Language(ENGLISH, NullTranslations())
_spoken: ContextVar[Language] = ContextVar("language", default=_PLAIN)


def _(text: str) -> str:
    """A text in the language that is spoken."""
    # An empty text is the key of a catalogue's own head.
    return _spoken.get().texts.gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that agrees with a count."""
    return _spoken.get().texts.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """A text that means different things in different places, for one of them."""
    return _spoken.get().texts.pgettext(context, text)


def marked(text: str) -> str:
    """Marks a text that is translated where it is shown, because it is read before anybody has said
    in which language."""
    return text


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """Marks a text with its plural, to be given to `ngettext` where it is shown."""
    return one, many


def language() -> str:
    """The code of the language that is spoken."""
    return _spoken.get().code


def languages() -> tuple[str, ...]:
    """The codes of the languages that can be spoken, English first."""
    return (ENGLISH, *sorted(folder.name for folder in _folders()))


@contextmanager
def speaking(wanted: str | NullTranslations) -> Iterator[None]:
    """Texts within are in a language, given by its code or as a catalogue of one's own; an
    UnknownLanguage where there is no catalogue for the code."""
    spoken = language_of(wanted) if isinstance(wanted, str) else Language("own", wanted)
    token = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(token)


def language_of(code: str) -> Language:
    """A language by its code; a region behind it (`de-AT`) is not looked at."""
    plain = code.strip().lower().replace("_", "-").partition("-")[0]
    known = languages()
    if plain not in known:
        raise UnknownLanguage(f"no texts in {code!r}: there are {', '.join(known)}")
    return _PLAIN if plain == ENGLISH else _read(plain)


@cache
def _read(code: str) -> Language:
    """The catalogues of a language as one; what a translator marked as fuzzy is left out."""
    import polib

    whole = polib.POFile()
    for path in catalogues(code):
        part = polib.pofile(path.read_text(encoding="utf-8"))
        whole.metadata = whole.metadata or part.metadata
        whole.extend(part)
    return Language(code, GNUTranslations(BytesIO(whole.to_binary())))


def catalogues(code: str) -> list[Traversable]:
    """The files of a language, in the order of their names."""
    found = [one for one in (_home() / code).iterdir() if one.name.endswith(".po")]
    return sorted(found, key=lambda one: one.name)


def _folders() -> list[Traversable]:
    return [
        one
        for one in _home().iterdir()
        if one.is_dir() and any(part.name.endswith(".po") for part in one.iterdir())
    ]


def _home() -> Traversable:
    return files("cxaudit.texts")

"""Ids that XML allows, unique in a file and the same on every run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# XML allows more, but the library that most modelers read BPMN with takes only these.
_BAD = re.compile("[^A-Za-z0-9_.-]+")
_BEGINS = re.compile("[A-Za-z_]")
_WRITTEN_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
_CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ncname(text: str) -> str:
    """A text as a plain XML name without colon: letters lose their marks, and what is neither letter,
    digit, point nor hyphen becomes `_`."""
    apart = unicodedata.normalize("NFKD", text.translate(_WRITTEN_OUT))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    found = _BAD.sub("_", bare)
    return found if _BEGINS.match(found) else f"_{found}"


def readable(text: str) -> str:
    """A text without the characters that XML cannot hold, on one line."""
    return " ".join(_CONTROL.sub("\ufffd", text).split())


class Ids:
    """Gives out ids, each once, and none of those that are taken already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken: set[str] = set(taken)

    def fresh(self, wish: str) -> str:
        """An id like the one that is wished for."""
        base = found = ncname(wish)
        number = 1
        while found in self._taken:
            number += 1
            found = f"{base}-{number}"
        self._taken.add(found)
        return found

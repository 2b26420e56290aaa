"""Ids that XML allows, unique in a file and the same on every run."""

from __future__ import annotations

import re
from collections.abc import Iterable

_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MORE = _START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_BAD = re.compile(f"[^{_MORE}]+")
_BEGINS = re.compile(f"[{_START}]")
_CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ncname(text: str) -> str:
    """A text as an XML name without colon: what is not allowed in one becomes `_`."""
    found = _BAD.sub("_", text)
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

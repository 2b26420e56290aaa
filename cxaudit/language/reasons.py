"""Whether somebody gave a reason, or only filled the place where one belongs."""

from __future__ import annotations

import re

_PLACEHOLDERS = frozenset(
    ["todo", "to do", "fixme", "tbd", "tba", "wip", "na", "n a", "none", "reason", "because", "why"]
)
_NO_WORD = re.compile(r"[\W_]+")


def gives_reason(text: str) -> bool:
    """Whether a text says anything: `TODO`, `tbd`, `?`, `-` or `xxx` hold a place and say nothing."""
    words = _NO_WORD.sub(" ", text).strip().casefold()
    if words in _PLACEHOLDERS:
        return False
    return len(set(words)) > 1 or (bool(words) and ord(words[0]) > 0x2E7F)

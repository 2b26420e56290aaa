"""How sure it is that one word was meant for another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cxaudit.language.problems import distance
from cxaudit.language.values import name

MOST = 2
_ENOUGH = {1: 4, 2: 8}  # letters that a word needs for so many edits to be a slip, not a word


def is_slip(word: str, meant: str, known: Iterable[str]) -> bool | None:
    """Whether a word is surely a slip for a known one: few edits for its length, no digit among them.
    None where another known word is as near, so that nobody can tell."""
    word, meant = name(word), name(meant)
    edits = distance(word, meant, MOST)
    rivals = {name(other) for other in known} - {meant}
    if any(distance(word, other, edits) <= edits for other in rivals):
        return None
    if edits > MOST or len(word) < _ENOUGH.get(edits, 0):
        return False
    return re.sub(r"\d", "", word) != re.sub(r"\d", "", meant)

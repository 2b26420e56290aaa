"""How much room a text takes in a modeler, without a browser: generous estimates."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LINE = 14.0
LABEL_WIDTH = 90.0
_LABEL_FONT, _TASK_FONT = 11.0, 12.0
_SLACK = 4.0  # a modeler breaks a label that fills its box to the pixel
_THIN = frozenset("iljtfrI.,:;!|'()[]/ -")
_BROAD = frozenset("mwMW@%—")


def _em(char: str) -> float:
    if char in _THIN:
        return 0.34
    if char in _BROAD:
        return 0.9
    if unicodedata.east_asian_width(char) in "WF":
        return 1.1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 0.72 if char.isupper() or not char.isascii() else 0.58


@lru_cache(maxsize=65536)
def width(text: str, size: float = _LABEL_FONT) -> float:
    """The width of one line in pixels."""
    return sum(_em(char) for char in text) * size


def wrapped(text: str, room: float, size: float = _LABEL_FONT) -> list[str]:
    """A text in lines of at most some width; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width(f"{line} {word}", size) <= room:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        while width(word, size) > room and len(word) > 1:
            fits = next(
                (n for n in range(len(word) - 1, 1, -1) if width(word[:n], size) <= room), 1
            )
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


def label_size(text: str, room: float = LABEL_WIDTH) -> tuple[float, float]:
    """Width and height of a label beside an event, a gateway or a flow; none for an empty one."""
    lines = wrapped(text, room)
    if not lines:
        return 0.0, 0.0
    return min(room, max(width(line) for line in lines) + _SLACK), LINE * len(lines)


def task_height(text: str) -> float:
    """The height of a task that has room for its name."""
    return max(80.0, 44.0 + 14.4 * len(wrapped(text, 104.0, _TASK_FONT)))

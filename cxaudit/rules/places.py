"""Where a character of a value stands in its file, whatever the style in which YAML wrote it."""

from __future__ import annotations

from cxaudit.language.nodes import Scalar

_BLANK = " \t\r\n\x85\u2028\u2029"
_BLANK_ESCAPES = " \t\r\n\x85\u2028\u2029ntrNLP"
_DIGITS = {"x": 2, "u": 4, "U": 8}  # how many follow in an escape


def source_offset(source: str, scalar: Scalar, index: int) -> int:
    """The offset in a file of the character `index` of a scalar's text.

    Both are walked side by side: blanks against blanks, since folding and indentation change only
    them, and what quotes escape against what it stands for.
    """
    text = scalar.text
    position, style = _inside(source, scalar)
    position = _to_word(source, position, scalar.end, style)
    at = _behind(text, 0)
    while at < index and position < scalar.end:
        if text[at] in _BLANK:
            at = _behind(text, at)
        elif style == '"' and source[position] == "\\":
            position += 2 + _DIGITS.get(source[position + 1], 0)
            at += 1
        else:
            position += 2 if style == "'" and text[at] == "'" else 1
            at += 1
        position = _to_word(source, position, scalar.end, style) if _blank(text, at) else position
        position = _joined(source, position, scalar.end, style)
    return max(scalar.start, min(position, scalar.end - 1))


def _inside(source: str, scalar: Scalar) -> tuple[int, str]:
    """Where the characters of a scalar begin, behind anchor, quote or block header; and its style."""
    position = scalar.start
    while source[position : position + 1] in ("&", "!") and position < scalar.end:
        while position < scalar.end and source[position] not in _BLANK:
            position += 1
        position = _behind(source, position)
    style = source[position : position + 1] if scalar.quoted else ""
    if style in ("|", ">"):
        line_end = source.find("\n", position)
        return (line_end + 1 if line_end >= 0 else scalar.end), style
    return position + len(style), style


def _blank(text: str, at: int) -> bool:
    return at < len(text) and text[at] in _BLANK


def _behind(text: str, start: int) -> int:
    """The first place from `start` on that is not blank."""
    while start < len(text) and text[start] in _BLANK:
        start += 1
    return start


def _to_word(source: str, position: int, end: int, style: str) -> int:
    """Behind the blanks of a file, those that double quotes escape among them."""
    while position < end:
        if source[position] in _BLANK:
            position += 1
        elif style == '"' and source[position] == "\\" and source[position + 1] in _BLANK_ESCAPES:
            position += 2
        else:
            break
    return position


def _joined(source: str, position: int, end: int, style: str) -> int:
    """Behind a break of the line that double quotes escape: it stands for nothing."""
    while style == '"' and position + 1 < end and source[position] == "\\":
        if source[position + 1] not in "\r\n":
            break
        position = _behind(source, position + 1)
    return position

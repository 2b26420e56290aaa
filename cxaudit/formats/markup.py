"""Text that stays text in Markdown: no markup, no HTML, nobody called, nothing linked."""

from __future__ import annotations

import re

from cxaudit.formats.escape import one_line

_MARKS = re.compile(r"([\\`*_\[\]~$|])")
_APART = "&#8203;"  # a blank without width, which parts what a forge would make a link of
_LINKED = re.compile(r"@|#(?=\d)|://|\bwww\.|\bGH-(?=\d)|!(?=\d)", re.IGNORECASE)
_LEAD = re.compile(r"^([#>+-]|\d+[.)])")


def prose(text: str, most: int, code: bool = False) -> str:
    """A text on one line that stands in Markdown as it is, cut to `most` characters of Markdown;
    words in backticks are code where `code` says so, which no table can hold."""
    shown = one_line(text)
    written = _written(shown, code)
    while len(written) > most:
        shown = shown[: min(len(shown) - 1, len(shown) * most // len(written))].rstrip()
        written = _written(shown, code) + "…"
    return written


def cell(text: str, most: int) -> str:
    """The same in a table; nothing is a blank."""
    return prose(text, most) or " "


def _written(text: str, code: bool) -> str:
    parts = text.split("`")
    if not code or len(parts) % 2 == 0 or not all(parts[1:-1]):
        return _escaped(text)
    return "".join(f"`{part}`" if n % 2 else _escaped(part) for n, part in enumerate(parts))


def _escaped(text: str) -> str:
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKS.sub(r"\\\1", shown)
    shown = _LINKED.sub(lambda found: found[0][0] + _APART + found[0][1:], shown)
    return _LEAD.sub(lambda found: _APART + found[0], shown)

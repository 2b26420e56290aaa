"""Text that stays text in Markdown: no markup, no HTML, nobody called, nothing linked."""

from __future__ import annotations

import re

from cxaudit.formats.escape import one_line

_MARKS = re.compile(r"([\\`*_{}\[\]~$|])")
_APART = "&#8203;"  # a blank without width, which parts what a forge would make a link of
_LINKED = re.compile(r"@|#(?=\d)|://|\bwww\.|\bGH-(?=\d)|!(?=\d)", re.IGNORECASE)
_LEAD = re.compile(r"^([#>+-]|\d+[.)])")


def prose(text: str, most: int) -> str:
    """A text on one line that stands in Markdown as it is, cut to `most` characters of Markdown."""
    shown = one_line(text)
    written = _escaped(shown)
    while len(written) > most:
        shown = shown[: min(len(shown) - 1, len(shown) * most // len(written))].rstrip()
        written = _escaped(shown) + "…"
    return written


def _escaped(text: str) -> str:
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKS.sub(r"\\\1", shown)
    shown = _LINKED.sub(lambda found: found[0][0] + _APART + found[0][1:], shown)
    return _LEAD.sub(lambda found: _APART + found[0], shown)


def cell(text: str, most: int) -> str:
    """The same in a table; nothing is a blank."""
    return prose(text, most) or " "

"""How a scalar is written: quotes only where a reader of YAML 1.1 or 1.2 needs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxaudit.change.layout.tokens import Remark
from cxaudit.change.layout.tree import Leaf
from cxaudit.language.traps import comment_cut

LONGEST_KEY = 1000  # YAML wants the colon of a key within 1,024 characters

_LINE_END = re.compile("\r\n|[\n\r]")
_HALF_BREAKS = frozenset("\x85\u2028\u2029")  # line ends to some readers, text to others
_WORDS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil", "~", "=", "<<"]
)
_TYPED = re.compile(
    r"""[-+]?(
        0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+              # binary, octal, hexadecimal
        | \.?[0-9][0-9_,]*\.?[0-9_]*(e[-+]?[0-9]+)?       # numbers
        | \.[0-9_]+(e[-+]?[0-9]+)?
        | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?         # sixties
        | \.(inf|nan)
        | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t\s].*)?        # days and times
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAINLY = re.compile(r'"(?:[^\\]|\\["\\])*"')  # nothing escaped but quotes and backslashes
_FIRST = frozenset("?:,[]{}#&*!|>'\"%@`=")
_IN_FLOW = frozenset(",[]{}?:")


def is_typed(text: str) -> bool:
    """Whether a reader of YAML 1.1 or 1.2 may take bare text for a number, yes or no, a date, null."""
    return text.lower() in _WORDS or _TYPED.fullmatch(text) is not None


def is_bare(text: str, flow: bool) -> bool:
    """Whether text can stand without quotes and stays text to every reader."""
    if not text or not text.isprintable() or text != text.strip() or text[0] in _FIRST:
        return False
    if text[0] == "-" and (len(text) == 1 or text[1] in " -"):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith("..."):
        return False
    if flow and not _IN_FLOW.isdisjoint(text):
        return False
    return not is_typed(text)


def quoted(text: str) -> str:
    """Text in quotes, the double ones where it holds neither these nor a backslash."""
    if '"' not in text and "\\" not in text and text.isprintable():
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def written(text: str, flow: bool) -> str:
    """Text as a scalar on one line, in quotes only where it needs them."""
    return text if is_bare(text, flow) else quoted(text)


def lines_of(leaf: Leaf) -> list[str]:
    """The source of a scalar that is no block of text, line by line, without the blanks around a
    line end, which mean nothing."""
    lines = _LINE_END.split(leaf.raw)
    if len(lines) == 1:
        return lines
    last = len(lines) - 1
    return [
        _without_end(line if number == 0 else line.lstrip(" \t"), leaf.style, number == last)
        for number, line in enumerate(lines)
    ]


def _without_end(line: str, style: str, is_last: bool) -> str:
    bare = line.rstrip(" \t")
    if is_last or bare == line or style != '"':
        return line if is_last else bare
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare if slashes % 2 == 0 else bare + line[len(bare)]  # the blank is escaped: it stays


def joined(leaf: Leaf) -> str | None:
    """A scalar's source on one line; None where a line end in it means more than a blank."""
    lines = lines_of(leaf)
    if len(lines) == 1:
        return lines[0]
    if not all(lines) or any(line.endswith("\\") for line in lines):
        return None
    return " ".join(lines)


def on_one_line(leaf: Leaf, flow: bool, behind: Sequence[Remark] = ()) -> str | None:
    """A scalar as it is written on one line, `behind` it a comment; None where it needs several."""
    if leaf.style == "0":
        return ""
    if leaf.is_block:
        return None
    source = joined(leaf)
    if source is None or leaf.style not in ("'", '"'):
        return source
    if not leaf.value.isprintable() or not _HALF_BREAKS.isdisjoint(leaf.raw):
        return source
    if leaf.style == '"' and not _PLAINLY.fullmatch(leaf.raw):
        return source
    return leaf.value if is_bare(leaf.value, flow) and not cuts(behind) else quoted(leaf.value)


def cuts(behind: Sequence[Remark]) -> bool:
    """Whether a comment behind bare text reads as though the text had been cut there."""
    if not behind or behind[0].own_line:
        return False
    cut = comment_cut(behind[0].text, 1)
    return cut is not None and not cut.startswith("cxaudit:")

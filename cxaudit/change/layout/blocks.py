"""Blocks of text behind `|` and `>`: their header, and their lines without indentation."""

from __future__ import annotations

import re

from cxaudit.change.layout.tree import Leaf

_HEADER = re.compile(r"([|>][-+0-9]*)[ \t]*(#.*)?")
_LINE_END = re.compile("\r\n|[\n\r]")


def block_of_text(leaf: Leaf, parent: int) -> bool:
    """Fill in the header and the lines of a block of text below a parent at a column; whether empty
    lines stand below it that are no part of it."""
    first, *lines = _LINE_END.split(leaf.raw)
    found = _HEADER.match(first)
    assert found is not None
    leaf.header, leaf.note = found[1], (found[2] or "").rstrip(" \t")
    unfinished = bool(lines) and lines[-1] != ""  # the file ends inside the last line
    if lines and not unfinished:
        lines.pop()
    indent = _indent(leaf.header, lines, parent)
    bare = [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines]
    if unfinished:
        if not bare[-1]:
            bare.pop()
        if bare and not leaf.value.endswith(
            "\n"
        ):  # no line end to keep: the final one would be added
            leaf.header = re.sub("[-+]", "", leaf.header) + "-"
    count = len(bare)
    if "+" not in leaf.header:
        while bare and not bare[-1]:
            bare.pop()
    leaf.content = bare
    return len(bare) < count


def _indent(header: str, lines: list[str], parent: int) -> int:
    """The column at which the text stands: as the header says, else that of its first full line."""
    said = added_indent(header)
    if said:
        return parent + said
    for line in lines:
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return max((len(line) for line in lines), default=0)


def added_indent(header: str) -> int:
    """The columns by which the header says that the text is further right than its parent; 0 where
    it leaves that to the text."""
    digits = re.sub("[^0-9]", "", header)
    return int(digits) if digits else 0

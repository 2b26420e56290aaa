"""Markdown by our own hand: texts that stay texts, tables, the head of a section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cxaudit.report.context import Head

_MARKS = re.compile(r"([\\*_\[\]#|~])")


def safe(text: str) -> str:
    """A text that stays text: no markup, no table cell broken; words in backticks stay code."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return _plain("'".join(parts))
    # In a table a pipe ends the cell even inside code.
    shown = [f"`{p.replace('|', '¦')}`" if n % 2 and p else _plain(p) for n, p in enumerate(parts)]
    return "".join(shown)


def _plain(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", escaped)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; nothing where it would have no row."""
    body = ["| " + " | ".join(safe(cell) or " " for cell in row) + " |" for row in rows]
    if not body:
        return []
    return ["", "| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), *body, ""]


def head_lines(head: Head) -> list[str]:
    """The head of a section."""
    lines = ["", f"## {safe(head.subject)}: {safe(head.title)}", ""]
    lines += [safe(head.lead), ""] if head.lead else []
    return lines + ([f"> {safe(head.write)}", ""] if head.write else [])

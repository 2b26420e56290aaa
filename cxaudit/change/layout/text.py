"""A text, or the bytes of a file, in the one layout; what cannot be laid out is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from cxaudit.change.layout.grow import grow
from cxaudit.change.layout.lay import lay
from cxaudit.change.layout.same import sayings
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.language.nodes import compose, decode
from cxaudit.language.problems import Problem
from cxaudit.language.read import LEADING_KEYS, kind_of, read_text
from cxaudit.language.spans import Span

BOM = b"\xef\xbb\xbf"
_MISREAD = frozenset(["comma", "sentence-cut"])  # YAML reads something else than was meant


@dataclass(frozen=True, slots=True)
class Layout:
    """What became of a file: its bytes in the one layout, or why it is left alone, and where."""

    data: bytes
    says: str = ""
    span: Span = Span()


def laid_out(text: str) -> str:
    """A text in the one layout; raises `CannotLayOut` where that would change what it says."""
    before = grow(text)
    after = lay(before)
    for old, new in zip_longest(sayings(before), sayings(grow(after))):
        if old != new:
            told = (old or new or ("", ""))[1]
            raise CannotLayOut(f"laying it out would change what it says: {told!r}")
    return after


def lay_out(data: bytes) -> Layout:
    """The bytes of a file in the one layout. Never raises for what a file contains."""
    text = decode(data)
    if isinstance(text, Problem):
        return Layout(data, text.says, text.span)
    composed = compose(text)
    if composed.problems:
        first = min(composed.problems, key=lambda problem: problem.span)
        return Layout(data, first.says, first.span)
    kind = kind_of(composed.root)
    if not kind:
        words = ", ".join(LEADING_KEYS)
        return Layout(data, f"its first key is none of {words}: it is no file of cxaudit")
    if kind != "rules":
        misread = [p for p in read_text(text, "").problems if p.kind in _MISREAD]
        if misread:
            return Layout(data, misread[0].says, misread[0].span)
    try:
        after = laid_out(text)
    except CannotLayOut as error:
        return Layout(data, error.says, composed.lines.span(error.offset, error.offset + 1))
    return Layout((BOM if data.startswith(BOM) else b"") + after.encode("utf-8"))

"""A text, or the bytes of a file, in the one layout; what cannot be laid out is left as it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.change.layout.grow import grow
from cxaudit.change.layout.lay import lay
from cxaudit.change.layout.same import difference, sayings
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.language.nodes import compose, decode
from cxaudit.language.problems import Problem
from cxaudit.language.read import LEADING_KEYS, read_text
from cxaudit.language.spans import Span

BOM = b"\xef\xbb\xbf"
# Faults with which a file reads as something else than what was meant: a layout would seal them.
_MISREAD = frozenset(
    ["tag", "key", "merge", "duplicate-key", "alias-bomb", "alias-circle", "comma", "sentence-cut"]
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What became of a file: its bytes in the one layout, or why it is left alone, and where."""

    data: bytes
    says: str = ""
    span: Span = field(default_factory=Span)


def laid_out(text: str) -> str:
    """A text in the one layout; raises `CannotLayOut` where that would change what it says."""
    before = grow(text)
    after = lay(before)
    lost = difference(sayings(before), sayings(grow(after)))
    if lost or compose(after).problems:
        raise CannotLayOut(f"laying it out would change what it says at {lost!r}")
    return after


def lay_out(data: bytes) -> Layout:
    """The bytes of a file in the one layout. Never raises for what a file contains."""
    text = decode(data)
    if isinstance(text, Problem):
        return Layout(data, text.says, text.span)
    document = read_text(text, "")
    for problem in document.problems:
        if document.root is None or problem.kind in _MISREAD:
            return Layout(data, problem.says, problem.span)
    if not document.kind:
        words = ", ".join(LEADING_KEYS)
        return Layout(data, f"its first key is none of {words}: it is no file of cxaudit")
    try:
        after = laid_out(text)
    except CannotLayOut as error:
        return Layout(data, error.says, document.lines.span(error.offset, error.offset + 1))
    return Layout((BOM if data.startswith(BOM) else b"") + after.encode("utf-8"))

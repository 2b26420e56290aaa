"""What an expression names, read from its text: facts, limits, lists of words, loops, sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = re.compile(
    r"""//[^\n]*
    |[bB]?[rR][bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*')
    |[bB]?(?:\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    """,
    re.DOTALL | re.VERBOSE,
)
_NAME = re.compile(r"(?<!\w)(?<![\w)\]]\.)([a-z]+(?:_[a-z]+)*)\s*\.\s*([a-z_]\w*)(?!\w*\s*\()")
_LOOP = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
_IN_WORDS = re.compile(r"(?<![\w.])in_words\s*\(")
_LITERAL = re.compile(r"""\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*""")
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Name:
    """A qualified name (`request.worst`) and where it stands in the text."""

    qualifier: str
    name: str
    start: int
    end: int


def blanked(text: str) -> str:
    """The text with blanks for everything quoted and every comment, offsets unchanged."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def names_in(bare: str) -> list[Name]:
    """The qualified names in a blanked text, methods of facts not among them."""
    return [Name(f[1], f[2], f.start(), f.end()) for f in _NAME.finditer(bare)]


def loops_in(bare: str) -> list[str]:
    """The macros that go over a list, in order."""
    return [found[1] for found in _LOOP.finditer(bare)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of `in_words`: the list it names (None where that is not plain text in quotes) and
    where that argument stands."""

    listed: str | None
    start: int
    end: int


def lists_in(text: str, bare: str) -> Iterator[Asked]:
    """Every list of words that an expression asks for."""
    for call in _IN_WORDS.finditer(bare):
        comma, close = _last_comma(bare, call.end())
        found = _LITERAL.fullmatch(text, comma, close)
        if found is None:
            yield Asked(None, call.start(), close)
        else:
            group = 1 if found[1] is not None else 2
            yield Asked(found[group], found.start(group), found.end(group))


def _last_comma(bare: str, start: int) -> tuple[int, int]:
    """Of the arguments that begin at `start`: behind their last comma, and their end."""
    depth, comma = 0, start
    for index in range(start, len(bare)):
        if bare[index] in _OPEN:
            depth += 1
        elif bare[index] in _CLOSE:
            depth -= 1
            if depth < 0:
                return comma, index
        elif bare[index] == "," and depth == 0:
            comma = index + 1
    return comma, len(bare)

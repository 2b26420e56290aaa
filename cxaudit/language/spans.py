"""Where something stands in a file: spans, and the index that turns offsets into them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: 1-based lines and columns, columns in code points, end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


_BREAK = re.compile(r"\r\n|[\r\n]")


class Lines:
    """The lines of a text as editors count them: breaks are LF, CRLF and CR only.

    libyaml also breaks at U+0085 and U+2028, so its own line numbers are not used.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins; counted when a place is first asked for."""
        if "\r" not in self.text:
            ends = accumulate(len(line) + 1 for line in self.text.split("\n"))
            return [0, *ends][:-1]
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of a character offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span from offset `start` up to, not including, offset `end`."""
        line, column = self.position(start)
        end_line, end_column = self.position(max(start, end))
        return Span(line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its break; empty where there is none."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

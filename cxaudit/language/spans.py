"""Where something stands in a file: spans, and the index that turns offsets into them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: 1-based lines and columns, columns in code points, end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Lines:
    """The lines of a text as editors count them: breaks are LF, CRLF and CR only.

    libyaml also breaks at U+0085 and U+2028, so its own line numbers are not used.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        position = 0
        while True:
            line_feed = text.find("\n", position)
            end = line_feed if line_feed >= 0 else len(text)
            carriage = text.find("\r", position, end)
            while carriage >= 0 and carriage + 1 < end:
                starts.append(carriage + 1)
                carriage = text.find("\r", carriage + 1, end)
            if line_feed < 0:
                if carriage >= 0:
                    starts.append(carriage + 1)
                break
            starts.append(line_feed + 1)
            position = line_feed + 1
        self.starts = starts

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

"""Lines of text as they are laid out: one may be open, and empty lines have their places."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.change.layout.tokens import Remark


class Paper:
    """Lines, the last of them perhaps still open. `fresh` where an empty line has no place: at the
    beginning of the file and of a collection."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: str | None = None
        self.fresh = True

    def put(self, text: str, column: int) -> None:
        """Add to the open line behind a blank, or begin a line at a column."""
        if self.line is None:
            self.line = " " * column + text
        else:
            self.line += " " + text
        self.fresh = False

    def glue(self, text: str, column: int) -> None:
        """Add to the open line without a blank, or begin a line at a column."""
        self.line = " " * column + text if self.line is None else self.line + text

    def close(self) -> None:
        """End the open line."""
        if self.line is not None:
            self.lines.append(self.line)
            self.line = None

    def space(self, wanted: bool) -> None:
        """An empty line, where one is wanted and has a place."""
        if wanted and not self.fresh and self.line is None:
            self.lines.append("")
            self.fresh = True

    def remarks(self, remarks: Iterable[Remark], column: int) -> None:
        """Comments: behind the open line where the first stands there, else each on its own line."""
        for remark in remarks:
            if self.line is not None and not remark.own_line:
                self.line += "  " + remark.text
                self.close()
                continue
            self.close()
            self.space(remark.blank)
            self.lines.append(" " * column + remark.text)
            self.fresh = False

    def markers(self, markers: Iterable[tuple[list[Remark], str, bool]]) -> None:
        """Directives and document markers with the comments above them; the line of the last one
        stays open for a comment."""
        for remarks, marker, blank in markers:
            self.remarks(remarks, 0)
            self.close()
            if marker:
                self.space(blank)
                self.put(marker, 0)

    def text(self) -> str:
        """What stands on it, with a line end behind every line."""
        return "".join(line + "\n" for line in self.lines)

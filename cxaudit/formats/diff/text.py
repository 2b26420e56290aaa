"""Two versions beside each other as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange
from cxaudit.change.diff.wording import sentence
from cxaudit.formats.colour import terminal
from cxaudit.formats.diff.rows import (
    Block,
    blocks,
    findings,
    findings_line,
    lists,
    summary,
)
from cxaudit.formats.escape import one_line
from cxaudit.formats.summary import WORDS
from cxaudit.run.diff import Diff

WIDTH = 80
WIDEST = 100
_VERDICTS = {"up": ("worse", "red"), "down": ("better", "green")}
_STYLES = {"+": "red", "−": "green", "=": ""}


def print_diff(result: Diff) -> None:
    """Print what differs."""
    console = terminal()
    console.width = min(WIDEST, console.width) if console.is_terminal else WIDTH
    with console.capture() as capture:
        for part in _parts(result, console.width):
            console.print(part, crop=False)
    for line in capture.get().splitlines():
        print(line.rstrip())


def _parts(result: Diff, width: int) -> Iterator[RenderableType]:
    yield from _wrapped(f"{result.base} → {result.head}", width, "dim")
    yield Text("")
    for change in result.maps:
        yield from _wrapped(change.latest.title, width, "bold underline")
        yield from _wrapped(_path(change), width, "dim")
        yield from _wrapped(sentence(change), width)
        if change.differs:
            yield from _details(change, width)
        yield Text("")
    for file in result.files:
        yield from _wrapped(file.title, width, "bold underline")
        if file.title != file.path:
            yield from _wrapped(file.path, width, "dim")
        yield from _wrapped(file.says, width)
        yield Text("")
        yield from _findings(file.findings, width)
        yield Text("")
    yield from _wrapped(summary(result), width)


def _path(change: MapChange) -> str:
    before, after = change.before, change.after
    if before is None or after is None or before.key == after.key:
        return change.latest.path
    return f"{after.path}, before {before.path}"


def _wrapped(text: str, width: int, style: str = "") -> Iterator[Text]:
    """A text on lines of some width; a word that is longer, such as a path, is not broken."""
    for line in _lines(text, width):
        yield _line(line, style)


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(one_line(text), width, break_long_words=False, break_on_hyphens=False)


def _line(text: str, style: str = "") -> Text:
    return Text(text, style, no_wrap=True, overflow="ignore")


def _details(change: MapChange, width: int) -> Iterator[RenderableType]:
    yield Text("")
    shown = list(blocks(change))
    if shown:
        yield _figures(shown)
        yield Text("")
    for title, lines in lists(change):
        if lines:
            yield Text(title, "bold")
            for line in lines:
                for row, text in enumerate(_lines(line.text, width - 4)):
                    yield _line(f"  {line.sign if not row else ' '} {text}")
            yield Text("")
    yield from _findings(change.findings, width, each=change.fate != "gone")


def _figures(shown: list[Block]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", overflow="fold", max_width=40)
    table.add_column("before", justify="right", no_wrap=True)
    table.add_column("now", justify="right", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for number, block in enumerate(shown):
        if number and (block.rows or shown[number - 1].rows):
            table.add_row()
        share = f"  {block.share}" if block.share else ""
        title = Text.assemble((one_line(block.title), "bold"), (share, "dim"))
        table.add_row(title, "", "", "", Text("" if block.rows else "no change", "dim"))
        for row in block.rows:
            word, style = _VERDICTS.get(row.move, ("=" if row.move == "same" else "", "dim"))
            table.add_row(
                f"  {row.label}", row.before, row.after, Text(row.by, style), Text(word, style)
            )
    return table


def _findings(found: FindingsChange, width: int, each: bool = True) -> Iterator[Text]:
    yield Text.assemble(("Findings", "bold"), f"  {findings_line(found)}")
    for sign, finding, more in findings(found) if each else []:
        word = WORDS[finding.severity] + (f", {more}" if more else "")
        place = one_line(finding.path) or "the map"
        yield _line(f"  {sign} {finding.code}  {word:<8}  {place}", _STYLES[sign])
        if sign == "−":
            continue
        for line in _lines(finding.says, max(30, width - 11)):
            yield _line(" " * 11 + line, "dim")

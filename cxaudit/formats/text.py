"""Findings for people: grouped by map, with the line, a caret, the walk and the way out."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from cxaudit.formats.colour import is_plain, terminal
from cxaudit.formats.escape import one_line
from cxaudit.formats.summary import WORDS, summary_of
from cxaudit.formats.troubles import troubles
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
WIDTH = 100
# How a terminal is told each style: bold 1, dim 2, underlined 4, colours from 30 on.
_CODES = {
    "": "",
    "bold": "1",
    "dim": "2",
    "bold underline": "1;4",
    "bold red": "1;31",
    "bold green": "1;32",
    "bold yellow": "1;33",
    "bold cyan": "1;36",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph: words and how each is shown (`bold red`; nothing: plainly)."""

    words: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join([text for text, _ in self.words])

    @property
    def coloured(self) -> str:
        """The text with the escape sequences of its styles."""
        return "".join(
            [
                f"\x1b[{_CODES[style]}m{text}\x1b[0m" if style and text else text
                for text, style in self.words
            ]
        )

    def __str__(self) -> str:
        return self.plain


def _piece(*words: tuple[str, str] | str) -> Piece:
    return Piece(tuple([(one, "") if isinstance(one, str) else one for one in words]))


_BLANK = _piece("")


def render(result: Audit) -> str:
    """The text without colour, for a file; what could not be audited stands before the sum."""
    *parts, last = [part.plain for part in lines(result, brief=False, width=WIDTH)]
    failed = [f"{one.title}: {one.file}: {one.says}" for one in troubles(result)]
    parts += [one_line(text) for text in failed] + ([""] if failed else [])
    return "\n".join([*parts, last]) + "\n"


def print_text(result: Audit, brief: bool = False) -> None:
    """Print all open findings, then one line that sums them up."""
    width, coloured = WIDTH, False
    if not is_plain():
        console = terminal()
        width = min(WIDTH, console.width) if console.is_terminal else WIDTH
        coloured = console.color_system is not None
    for part in lines(result, brief, width):
        sys.stdout.write((part.coloured if coloured else part.plain) + "\n")


def lines(result: Audit, brief: bool, width: int) -> Iterator[Piece]:
    """The text of an audit, piece by piece."""
    if not brief:
        from cxaudit.run.proposals import tell_fixes

        tell_fixes(result)
    documents = {a.document.path: a.document for a in result.analyses}
    documents |= {d.path: d for d in result.other}
    documents |= {e.document.path: e.document for e in result.estates if e.document is not None}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in result.open_findings:
        groups.setdefault((finding.file, finding.map), []).append(finding)
    for (path, _), findings in groups.items():
        document = documents.get(path)
        title = _title(document)
        named = one_line(path)
        yield _piece((named, "bold underline"), (f"  {title}" if title else "", "dim"))
        if not brief:
            yield _BLANK
        for finding in findings:
            if brief:
                yield _one_line(finding)
            else:
                yield from _block(finding, document, width)
        yield _BLANK
    yield summary(result)


def _title(document: Document | None) -> str:
    model = document.model if document is not None else None
    named = getattr(model, "process", "") or getattr(model, "organisation", "") or ""
    return one_line(str(named))


def _one_line(finding: Finding) -> Piece:
    place = f"{finding.span.line}:{finding.span.column}"
    return _piece(
        (f"  {place:<8}", "dim"),
        (f"{WORDS[finding.severity]:<9}", STYLES[finding.severity]),
        (f"{finding.code}  ", "bold"),
        one_line(finding.says),
    )


def _wrapped(label: str, text: str, width: int, style: str = "") -> Piece:
    """A labelled paragraph with a hanging indent."""
    filled = textwrap.wrap(one_line(text), max(30, width - 13), break_long_words=False) or [""]
    body = ("\n" + " " * 13).join(filled)
    return _piece((f"    {label:<9}", "dim"), (body, style))


def _block(finding: Finding, document: Document | None, width: int) -> Iterator[Piece]:
    word = WORDS[finding.severity]
    sure = "" if finding.confidence == "certain" else f"  ({finding.confidence} confidence)"
    yield _piece(
        (word, STYLES[finding.severity]),
        " ",
        (finding.code, "bold"),
        (f" {one_line(finding.name)}{sure}", "dim"),
    )
    for line in textwrap.wrap(one_line(finding.says), max(30, width - 4), break_long_words=False):
        yield _piece("    " + line)
    yield from _snippet(finding, document, width)
    if len(finding.witness) > 1:
        yield _wrapped("walk", " → ".join(finding.witness), width)
    if finding.instead and finding.code not in ("ST001", "ST002", "ST006"):
        yield _wrapped("instead", finding.instead, width)
    if finding.fix:
        yield _wrapped("fix", finding.fix, width)
    yield _BLANK


def _snippet(finding: Finding, document: Document | None, width: int) -> Iterator[Piece]:
    """The line in question, a caret below it."""
    span = finding.span
    place = f"{one_line(finding.file)}:{span.line}:{span.column}"
    yield _piece((f"    --> {place}", "dim"))
    if document is None:
        return
    source = document.lines.line(span.line)
    if not source.strip():
        return
    number = str(span.line)
    room = max(20, width - len(number) - 8)
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    shift = max(0, min(start - 8, len(source) - room)) if end > room else 0
    shown = source[shift : shift + room].replace("\t", " ")
    shown = "".join(c if c.isprintable() else "·" for c in shown)
    carets = "^" * max(1, min(end, shift + room) - max(start, shift))
    yield _piece((f"    {number} | ", "dim"), ("…" if shift else "") + shown)
    pad = " " * (len(number) + 4) + " | " + " " * (start - shift + (1 if shift else 0))
    yield _piece((pad, "dim"), (carets, STYLES[finding.severity]))


def summary(result: Audit) -> Piece:
    """One line that sums an audit up."""
    whole = summary_of(result)
    found = (whole.found, "bold") if whole.found else ("No findings", "bold green")
    words = [found, (f" in {whole.where}.", "")]
    for sentence in whole.rest:
        words.append((f" {sentence}", "dim" if "not assessed" in sentence else ""))
    if whole.failed:
        words.append((f" {whole.failed}", "bold red"))
    return Piece(tuple(words))

"""A finding as the terminal shows it: its sentence, its place with the line, its walk."""

from __future__ import annotations

import textwrap

from cxaudit.language.spans import Lines
from cxaudit.report.rule_pages.words import SEVERITIES
from cxaudit.rules.finding import Finding

WIDTH = 100


def block(finding: Finding, source: str) -> str:
    """A finding in the file whose text is `source`."""
    sure = "" if finding.confidence == "certain" else f"  ({finding.confidence} confidence)"
    rows = [f"{SEVERITIES[finding.severity].lower()} {finding.code} {finding.name}{sure}"]
    rows += [f"    {line}" for line in _wrapped(finding.says, WIDTH - 4)]
    rows += _place(finding, source)
    if len(finding.witness) > 1:
        walk = _wrapped(" → ".join(finding.witness), WIDTH - 13)
        rows.append("    walk     " + f"\n{' ' * 13}".join(walk))
    return "\n".join(rows)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False)


def _place(finding: Finding, source: str) -> list[str]:
    """Where it stands: the line in question, as much of it as has room, a caret below it."""
    span = finding.span
    rows = [f"    --> {finding.file}:{span.line}:{span.column}"]
    line = Lines(source).line(span.line).replace("\t", " ")
    if not line.strip():
        return rows
    lead = f"    {span.line} | "
    room = WIDTH - len(lead) - 1
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    shift = max(0, min(start - 8, len(line) - room)) if end > room else 0
    more = "…" if shift else ""
    carets = "^" * max(1, min(end, shift + room) - max(start, shift))
    rows.append(lead + more + line[shift : shift + room])
    rows.append(f"{' ' * (len(lead) - 2)}| {' ' * (start - shift + len(more))}{carets}")
    return rows

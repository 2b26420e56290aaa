"""Findings as CSV for a spreadsheet: a header, then one row a finding, by RFC 4180."""

from __future__ import annotations

import csv
import io
import re

from cxaudit.formats.escape import one_line
from cxaudit.formats.places import shown
from cxaudit.rules.baseline.entries import silenced_by
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit

HEADER = (
    "file", "line", "column", "end_line", "end_column", "severity", "code", "name", "says", "map",
    "element", "requests", "confidence", "walk", "why", "instead", "suppressed", "fingerprint",
    "suppressed_by",
)  # fmt: skip
# How a formula begins in a spreadsheet, in wide letters too.
_FORMULA = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")


def render(result: Audit) -> str:
    """All findings, known and waived ones with their reason under `suppressed`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_row(finding) for finding in result.findings)
    return text.getvalue()


def _row(finding: Finding) -> list[str]:
    span = finding.span
    places = (span.line, span.column, span.end_line, span.end_column)
    texts = (
        finding.severity,
        finding.code,
        finding.name,
        finding.says,
        finding.map,
        finding.path,
        ", ".join(finding.requests),
        finding.confidence,
        " → ".join(finding.witness),
        finding.why,
        finding.instead,
        finding.suppressed or "",
        finding.fingerprint,
        silenced_by(finding),
    )
    return [guarded(shown(finding.file)), *map(str, places), *map(guarded, texts)]


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like
    one."""
    cell = one_line(text)
    return f"'{cell}" if _FORMULA.match(cell) else cell

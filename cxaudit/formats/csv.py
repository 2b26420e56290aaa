"""Findings as CSV for a spreadsheet: a header, then one row a finding, by RFC 4180."""

from __future__ import annotations

from cxaudit.formats.places import shown
from cxaudit.rules.baseline.entries import silenced_by
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.cells import csv_text, guarded

HEADER = (
    "file", "line", "column", "end_line", "end_column", "severity", "code", "name", "says", "map",
    "element", "requests", "confidence", "walk", "why", "instead", "suppressed", "fingerprint",
    "suppressed_by",
)  # fmt: skip


def render(result: Audit) -> str:
    """All findings, known and waived ones with their reason under `suppressed`."""
    return csv_text(HEADER, (_row(finding) for finding in result.findings))


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

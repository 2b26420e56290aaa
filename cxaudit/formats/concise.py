"""Findings for editors and grep: `path:line:column: CODE severity: says`, one line each."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.formats.escape import one_line
from cxaudit.formats.places import shown
from cxaudit.formats.summary import summary_of
from cxaudit.formats.troubles import troubles
from cxaudit.run.audit import Audit


def render(result: Audit) -> str:
    """Open findings a line each, what could not be audited, and one line that sums it up."""
    return "".join(f"{one_line(line)}\n" for line in _lines(result))


def _lines(result: Audit) -> Iterator[str]:
    for finding in result.open_findings:
        place = f"{shown(finding.file)}:{finding.span.line}:{finding.span.column}"
        yield f"{place}: {finding.code} {finding.severity}: {finding.says}"
    for trouble in troubles(result):
        yield f"{shown(trouble.file) or '-'}: {trouble.title}: {trouble.says}"
    yield summary_of(result).sentence

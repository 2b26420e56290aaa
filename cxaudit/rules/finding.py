"""A finding: a rule that fires on an element, with its witness and its arithmetic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cxaudit.language.spans import Span

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, and what stands there."""

    span: Span
    says: str


@dataclass(slots=True)
class Finding:
    """One finding. It is about an element (`path`), never about a line: the fingerprint holds
    neither line number nor message. `facts` are the values that the rule compared, `weight` the
    elements it is about, request types by their share of the volume. `suppressed` is the reason why a
    finding is lived with, `suppressed_by` what says so: `waiver` or `baseline`."""

    code: str
    name: str
    severity: str
    confidence: str
    says: str
    map: str
    path: str
    file: str
    span: Span = field(default_factory=Span)
    witness: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    why: str = ""
    instead: str = ""
    heuristics: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    elements: list[str] = field(default_factory=list)
    fix: str | None = None
    fingerprint: str = ""
    suppressed: str | None = None
    suppressed_by: str = ""
    weight: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data, for machines."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "confidence": self.confidence,
            "says": self.says,
            "map": self.map,
            "path": self.path,
            "file": self.file,
            "span": _span(self.span),
            "witness": self.witness,
            "related": [{"span": _span(r.span), "says": r.says} for r in self.related],
            "requests": self.requests,
            "facts": self.facts,
            "why": self.why,
            "instead": self.instead,
            "heuristics": self.heuristics,
            "fix": self.fix,
            "fingerprint": self.fingerprint,
            "suppressed": self.suppressed,
        }


def _span(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def stamp(findings: list[Finding]) -> None:
    """Give every finding its fingerprint: code, map, element path and occurrence."""
    seen: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        key = (finding.code, finding.map, finding.path)
        seen[key] = seen.get(key, 0) + 1
        text = "\0".join([*key, str(seen[key])])
        finding.fingerprint = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def order(finding: Finding) -> tuple[Any, ...]:
    """Sorting key: by file and place, the graver first."""
    return (
        finding.file,
        finding.map,
        SEVERITIES.index(finding.severity),
        finding.code,
        finding.span,
        finding.path,
    )

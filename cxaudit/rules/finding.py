"""A finding: a rule that fires on an element, with its witness and its arithmetic."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
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
    suppressed_until: datetime.date | None = None
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


def stamp(findings: Iterable[Finding]) -> None:
    """Give every finding its fingerprint: code, map id, element path, and which it is of those in its
    file that agree in these. Neither line nor message nor the file's name is part of it, so maps of
    one id in two organisations have equal fingerprints: their files tell them apart."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.file, finding.code, finding.map, finding.path)
        alike.setdefault(key, []).append(finding)
    for (_, *named), those in alike.items():
        for number, finding in enumerate(sorted(those, key=_whom), 1):
            text = "\0".join([*named, str(number)])
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
            finding.fingerprint = digest.hexdigest()[:16]


def _whom(finding: Finding) -> tuple[Any, ...]:
    """What tells findings of one rule on one element apart, wherever they stand in the file: whom they
    concern, by which way, and, where both agree in that, their words."""
    return sorted(finding.requests), finding.witness, sorted(finding.elements), finding.says


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

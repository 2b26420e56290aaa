"""What a report rests on, one record a finding and one a touch-point: for spreadsheets and programs."""

from __future__ import annotations

from dataclasses import dataclass, fields

from cxaudit.analysis.analysis import Analysis
from cxaudit.rules.baseline.entries import silenced_by
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.cells import csv_text, guarded
from cxaudit.run.estate import Estate


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding: its place (1-based, columns in code points, the end exclusive), what it says, the
    steps that prove it, and, where it is lived with, why and by what."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    code: str
    name: str
    says: str
    map: str
    element: str
    requests: tuple[str, ...]
    confidence: str
    walk: tuple[str, ...]
    why: str
    instead: str
    suppressed: str
    fingerprint: str
    suppressed_by: str


@dataclass(frozen=True, slots=True)
class TouchPointRecord:
    """A step and a party that is met there. Times are working minutes, impacts go from -2 to 2, None
    is not stated; `declared` is false where only the label of the step tells of the meeting."""

    organisation: str
    file: str
    map: str
    step: str
    does: str
    stage: str
    party: str
    channels: tuple[str, ...]
    met_by: str
    declared: bool
    moment_of_truth: bool
    purpose: str
    asks: tuple[str, ...]
    promise: float | None
    standard: str
    measures: tuple[str, ...]
    has_recovery: bool
    script: str
    visits: float | None
    party_waits: float | None
    customer: int | None
    perception: int | None
    relationship: int | None
    remembered_customer: int | None
    remembered_perception: int | None
    remembered_relationship: int | None


def finding_records(audit: Audit, advises: bool = True) -> tuple[FindingRecord, ...]:
    """Every finding in the order of the audit; without `advises` the way out is left empty."""
    return tuple(_finding(finding, advises) for finding in audit.findings)


def touch_point_records(audit: Audit) -> tuple[TouchPointRecord, ...]:
    """Every touch-point of every map that could be read."""
    return tuple(
        record
        for estate in audit.estates
        for analysis in estate.analyses
        if analysis.study is not None
        for record in _meetings(estate, analysis)
    )


def _finding(finding: Finding, advises: bool) -> FindingRecord:
    span = finding.span
    return FindingRecord(
        finding.file,
        span.line,
        span.column,
        span.end_line,
        span.end_column,
        finding.severity,
        finding.code,
        finding.name,
        finding.says,
        finding.map,
        finding.path,
        tuple(finding.requests),
        finding.confidence,
        tuple(finding.witness),
        finding.why,
        finding.instead if advises else "",
        finding.suppressed or "",
        finding.fingerprint,
        silenced_by(finding),
    )


def _meetings(estate: Estate, analysis: Analysis) -> list[TouchPointRecord]:
    return [
        TouchPointRecord(
            organisation=estate.title,
            file=analysis.document.path,
            map=analysis.id,
            step=met.step,
            does=met.does,
            stage=met.stage or "",
            party=met.party,
            channels=tuple(met.channels),
            met_by=met.performer or "",
            declared=met.declared,
            moment_of_truth=met.moment,
            purpose=met.purpose or "",
            asks=tuple(met.asks),
            promise=met.promise,
            standard=met.standard or "",
            measures=tuple(met.measure),
            has_recovery=met.recovers,
            script=met.script or "",
            visits=met.visits,
            party_waits=met.party_waits,
            customer=met.customer,
            perception=met.perception,
            relationship=met.relationship,
            remembered_customer=met.remembered_customer,
            remembered_perception=met.remembered_perception,
            remembered_relationship=met.remembered_relationship,
        )
        for met in analysis.all("touch_point")
    ]


def findings_csv(records: tuple[FindingRecord, ...]) -> str:
    """Findings as a table, with the columns of `cxaudit check --format csv`."""
    return _table(FindingRecord, records)


def touch_points_csv(records: tuple[TouchPointRecord, ...]) -> str:
    """Touch-points as a table."""
    return _table(TouchPointRecord, records)


def _table(
    kind: type[FindingRecord | TouchPointRecord],
    records: tuple[FindingRecord, ...] | tuple[TouchPointRecord, ...],
) -> str:
    names = [one.name for one in fields(kind)]
    return csv_text(names, ([_cell(name, getattr(one, name)) for name in names] for one in records))


def _cell(name: str, value: object) -> str:
    """A value as a cell: only texts can be taken for a formula, and a number below zero is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return guarded((" → " if name == "walk" else ", ").join(value))
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return "" if value is None else guarded(value) if isinstance(value, str) else str(value)

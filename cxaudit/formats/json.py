"""Findings as JSON, versioned: `{"schema": 1, "findings": [...]}`; `schema.py` describes it."""

from __future__ import annotations

from typing import Any

from cxaudit.formats.escape import json_text
from cxaudit.formats.places import shown
from cxaudit.formats.summary import summary_of
from cxaudit.rules.baseline.entries import silenced_by
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash
from cxaudit.run.audit import Audit
from cxaudit.run.discover import Failure
from cxaudit.run.proposals import tell_fixes

SCHEMA = 1


def render(result: Audit) -> str:
    """The findings of an audit, what failed, and what could not be assessed for want of data."""
    return json_text(data_of(result), indent=2) + "\n"


def data_of(result: Audit) -> dict[str, Any]:
    """An audit as plain data. Keys may be added; none goes or changes its meaning in a schema."""
    tell_fixes(result)
    summary = summary_of(result)
    return {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "findings": [finding_data(finding) for finding in result.findings],
        "not_assessed": dict(sorted(result.not_assessed.items())),
        "failures": [failure_data(failure) for failure in result.failures],
        "crashes": [crash_data(crash) for crash in result.crashes],
        "summary": {
            "errors": summary.counts["error"],
            "warnings": summary.counts["warning"],
            "infos": summary.counts["info"],
            "suppressed": summary.known + summary.waived,
            "known": summary.known,
            "files": summary.files,
            "not_assessed": summary.not_assessed,
            "failed": summary.failures,
        },
        "score": result.scorecard.as_json(),
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding as plain data, its file as all formats name it."""
    return finding.as_json() | {
        "file": shown(finding.file),
        "suppressed_by": silenced_by(finding) or None,
    }


def failure_data(failure: Failure) -> dict[str, str]:
    """A path that could not be audited as plain data."""
    return {"path": shown(failure.path), "says": failure.says}


def crash_data(crash: Crash) -> dict[str, str]:
    """A rule that failed while running, as plain data; the code is `-` where no rule did."""
    return {
        "code": crash.code,
        "map": crash.map,
        "element": crash.element,
        "says": crash.says,
    }

"""Findings as a code quality report of GitLab; known and waived ones are left out."""

from __future__ import annotations

import hashlib
from typing import Any

from cxaudit.formats.escape import json_text, one_line
from cxaudit.formats.places import shown
from cxaudit.formats.troubles import Trouble, troubles
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(result: Audit) -> str:
    """What could not be audited as blockers, then the open findings."""
    entries = [_trouble(trouble) for trouble in troubles(result)]
    entries += [_finding(finding) for finding in result.open_findings]
    return json_text(entries, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "description": one_line(finding.says),
        "check_name": finding.code,
        "fingerprint": _mark(finding),
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": shown(finding.file),
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }


def _mark(finding: Finding) -> str:
    """A mark that no other finding of the report has: GitLab shows one for each, and maps of one id in
    two folders have findings of one fingerprint."""
    named = f"{finding.fingerprint}\0{shown(finding.file)}"
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]


def _trouble(trouble: Trouble) -> dict[str, Any]:
    named = "\0".join([trouble.kind, shown(trouble.file), trouble.code, trouble.says])
    return {
        "description": one_line(trouble.says),
        "check_name": trouble.code or trouble.kind,
        "fingerprint": hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16],
        "severity": "blocker",
        "location": {"path": shown(trouble.file) or ".", "lines": {"begin": 1, "end": 1}},
    }

"""Findings as JSON, versioned: `{"schema": 1, "findings": [...]}`."""

from __future__ import annotations

import json

from cxaudit.run.audit import Audit

SCHEMA = 1


def as_json(result: Audit) -> str:
    """The findings of an audit, what failed, and what could not be assessed for want of data."""
    data = {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "findings": [finding.as_json() for finding in result.findings],
        "not_assessed": dict(sorted(result.not_assessed.items())),
        "failures": [{"path": f.path, "says": f.says} for f in result.failures],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

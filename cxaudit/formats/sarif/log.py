"""The SARIF log of an audit: one run of one tool."""

from __future__ import annotations

from typing import Any

from cxaudit import __version__
from cxaudit.formats.escape import json_text
from cxaudit.formats.sarif.fixes import fixes_of
from cxaudit.formats.sarif.locations import ROOT, artifact
from cxaudit.formats.sarif.notices import DESCRIPTORS, notices
from cxaudit.formats.sarif.results import result_of
from cxaudit.formats.sarif.rules import described
from cxaudit.formats.walks import Walks
from cxaudit.rules.baseline.entries import is_known
from cxaudit.run.audit import Audit
from cxaudit.run.proposals import proposals

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(result: Audit) -> str:
    """The log as JSON."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result)]}
    return json_text(log, indent=2) + "\n"


def _run(result: Audit) -> dict[str, Any]:
    rules = described(result)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    walks = Walks(result)
    told = notices(result, index)
    known = proposals(result)
    beside = any(map(is_known, result.findings))  # a baseline
    files = dict.fromkeys([*result.files, *(path for path, _ in result.judged)])
    return {
        "tool": {
            "driver": {
                "name": "cxaudit",
                "semanticVersion": __version__,
                "rules": rules,
                "notifications": DESCRIPTORS,
            }
        },
        "invocations": [{"executionSuccessful": not told, "toolExecutionNotifications": told}],
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder in which the audit was started."}}
        },
        "artifacts": [{"location": artifact(file)} for file in files],
        "columnKind": "unicodeCodePoints",
        "results": [
            result_of(finding, index[finding.code], walks.of(finding), beside)
            | fixes_of(finding, known.get((finding.file, finding.fingerprint), []))
            for finding in result.findings
        ],
        "properties": {"asOf": result.as_of.isoformat()},
    }

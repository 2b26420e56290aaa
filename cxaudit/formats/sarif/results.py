"""One finding as a SARIF result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxaudit.formats.sarif.locations import logical, message, physical
from cxaudit.formats.walks import Stop
from cxaudit.rules.baseline.entries import is_known
from cxaudit.rules.finding import Finding

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
# How much a result deserves a look, by how sure it is: 0 to 100.
RANKS = {"certain": 100.0, "high": 80.0, "medium": 50.0}
FINGERPRINT = "cxaudit/v1"


def result_of(
    finding: Finding, rule: int, walk: Sequence[Stop], beside_baseline: bool = False
) -> dict[str, Any]:
    """A finding as a result; `rule` is the index of its rule in the log. Beside a baseline each result
    tells whether it is new."""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": message(finding.says),
        "locations": [
            {
                "physicalLocation": physical(finding.file, finding.span),
                "logicalLocations": [logical(finding.map, finding.path)],
            }
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "rank": RANKS.get(finding.confidence, 50.0),
        "suppressions": _suppressions(finding),
    }
    if beside_baseline:
        result["baselineState"] = "new" if finding.suppressed is None else "unchanged"
    if walk:
        result["codeFlows"] = [_code_flow(finding, walk)]
    if finding.related:
        result["relatedLocations"] = _related(finding)
    result["properties"] = {
        "confidence": finding.confidence,
        "map": finding.map,
        "element": finding.path,
        "requests": finding.requests,
        "facts": finding.facts,
    }
    return result


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """A waiver stands in the map or its organisation file, an entry of the baseline in a file of its
    own; an empty list says that neither is there."""
    if finding.suppressed is None:
        return []
    kind = "external" if is_known(finding) else "inSource"
    return [{"kind": kind, "status": "accepted", "justification": finding.suppressed}]


def _code_flow(finding: Finding, walk: Sequence[Stop]) -> dict[str, Any]:
    return {"threadFlows": [{"locations": [_passed(finding, stop) for stop in walk]}]}


def _passed(finding: Finding, stop: Stop) -> dict[str, Any]:
    location: dict[str, Any] = {
        "message": message(stop.label),
        "logicalLocations": [logical(finding.map, f"steps/{stop.step}")],
    }
    if stop.span is not None:
        location["physicalLocation"] = physical(finding.file, stop.span)
    return {"location": location}


def _related(finding: Finding) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "physicalLocation": physical(finding.file, related.span),
            "message": message(related.says),
        }
        for number, related in enumerate(finding.related)
    ]

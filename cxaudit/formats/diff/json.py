"""Two versions beside each other as JSON, for machines."""

from __future__ import annotations

from typing import Any

from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange, RequestShift
from cxaudit.change.diff.people import OwnerChange
from cxaudit.change.diff.wording import sentence
from cxaudit.change.diff.worse import Reason, findings_worse, worse
from cxaudit.formats.escape import json_text
from cxaudit.run.diff import Diff

SCHEMA = 1


def as_json(result: Diff) -> str:
    """`{"schema": 1, "maps": [...], "files": [...], ...}`; a name once given keeps its meaning."""
    data = {
        "schema": SCHEMA,
        "base": result.base,
        "head": result.head,
        "as_of": result.as_of.isoformat(),
        "compared": result.compared,
        "worse": bool(result.worse),
        "maps": [_map(change) for change in result.maps],
        "files": [
            {
                "title": file.title,
                "path": file.after or None,
                "path_before": file.before or None,
                "says": file.says,
                "worse": _reasons(findings_worse(file.findings)),
                "findings": _findings(file.findings),
            }
            for file in result.files
        ],
        "notes": result.notes,
        "failures": [{"path": f.path, "says": f.says} for f in result.failures],
    }
    return json_text(data, indent=2) + "\n"


def _map(change: MapChange) -> dict[str, Any]:
    people = change.people
    return {
        "id": change.id,
        "id_before": change.before.analysis.id if change.before is not None else None,
        "title": change.latest.title,
        "path": change.after.path if change.after is not None else None,
        "path_before": change.before.path if change.before is not None else None,
        "fate": change.fate,
        "differs": change.differs,
        "says": sentence(change),
        "worse": _reasons(worse(change)),
        "requests": [_request(request) for request in change.requests],
        "sign_offs": {
            "gained": [one.step for one in change.sign_offs if one.fate == "comes"],
            "lost": [one.step for one in change.sign_offs if one.fate == "goes"],
        },
        "touch_points": {
            "gained": [meeting.id for party in people.parties for meeting in party.gained],
            "lost": [meeting.id for party in people.parties for meeting in party.lost],
        },
        "owners": {
            "gained": [
                _owner(o, who) for o in people.owners for who in o.after if who not in o.before
            ],
            "lost": [
                _owner(o, who) for o in people.owners for who in o.before if who not in o.after
            ],
        },
        "parties": {"gained": people.gained, "lost": people.lost},
        "steps": {
            "added": change.steps.added,
            "removed": change.steps.removed,
            "renamed": change.steps.renamed,
        },
        "findings": _findings(change.findings),
    }


def _request(request: RequestShift) -> dict[str, Any]:
    one = request.change
    return {
        "id": one.id,
        "id_before": one.before["id"] if one.before is not None else None,
        "title": one.title,
        "share": one.share,
        "before": one.before,
        "after": one.after,
        "moves": {shift.figure.fact: shift.move for shift in request.shifts},
    }


def _owner(change: OwnerChange, who: str) -> dict[str, str]:
    return {"at": f"steps/{change.at}" if change.at else "", "owner": who}


def _findings(found: FindingsChange) -> dict[str, Any]:
    return {
        "new": [finding.as_json() for finding in found.new],
        "gone": [finding.as_json() for finding in found.gone],
        "graver": [{"before": was, "finding": f.as_json()} for was, f in found.graver],
        "waived": [finding.as_json() for finding in found.waived],
        "unchanged": [finding.fingerprint for finding in found.unchanged],
    }


def _reasons(reasons: list[Reason]) -> list[dict[str, str]]:
    return [{"kind": r.kind, "at": r.at, "says": r.says} for r in reasons]

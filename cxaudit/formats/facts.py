"""The facts of an audit as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from cxaudit.analysis.analysis import as_json
from cxaudit.analysis.estate.organisation import as_json as organisation_json
from cxaudit.run.audit import Audit


def facts_json(result: Audit) -> str:
    """`{"schema": 1, "as_of": ..., "maps": [...], "organisation": {...}, "roles": [...], ...}`.

    The organisation's part stands at the top where the maps belong to one organisation, else in a
    list `organisations`.
    """
    data: dict[str, Any] = {
        "schema": 1,
        "as_of": result.as_of.isoformat(),
        "maps": [as_json(analysis) for analysis in result.analyses],
    }
    known = [organisation_json(estate.facts) for estate in result.estates if estate.facts]
    if len(known) == 1:
        data |= known[0]
    elif known:
        data["organisations"] = known
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"

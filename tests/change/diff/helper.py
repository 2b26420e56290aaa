"""Two texts of a map as versions, studied and judged, without a file."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from cxaudit.change.diff.findings import Judged
from cxaudit.change.diff.maps import MapChange, Version, compare
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import audit_found
from cxaudit.run.discover import Found

NOWHERE = Path("/nowhere-at-all")
AS_OF = datetime.date(2026, 1, 15)


@cache
def _rules() -> dict[str, Rule]:
    return active(all_rules(built_in()))


def version(text: str | dict[str, Any], name: str = "map") -> Version:
    """A map as one version of it."""
    path = NOWHERE / f"{name}.yaml"
    data = (text if isinstance(text, str) else json.dumps(text)).encode()
    result = audit_found(Found(files=[path], data={path: data}), _rules(), AS_OF)
    assert not result.failures and not result.crashes
    (analysis,) = result.analyses
    return Version(str(path), analysis, Judged(result.findings, result.absorbed), f"{name}.yaml")


def compared(before: str | dict[str, Any], after: str | dict[str, Any]) -> MapChange:
    """Two versions of a map compared."""
    return compare(version(before), version(after))

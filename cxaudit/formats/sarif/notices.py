"""What could not be audited, as SARIF notifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxaudit.formats.sarif.locations import artifact, message
from cxaudit.formats.troubles import NOT_AUDITED, RULE_FAILED, Trouble, troubles
from cxaudit.run.audit import Audit

DESCRIPTORS = [
    {
        "id": NOT_AUDITED,
        "shortDescription": {"text": "A path that was asked for could not be audited."},
    },
    {
        "id": RULE_FAILED,
        "shortDescription": {"text": "A rule failed while it judged an element."},
    },
]


def notices(result: Audit, rules: Mapping[str, int]) -> list[dict[str, Any]]:
    """A notification for everything that failed; `rules` are the indexes of the rules by code."""
    return [_notice(trouble, rules) for trouble in troubles(result)]


def _notice(trouble: Trouble, rules: Mapping[str, int]) -> dict[str, Any]:
    place = [NOT_AUDITED, RULE_FAILED].index(trouble.kind)
    notice: dict[str, Any] = {
        "descriptor": {"id": trouble.kind, "index": place},
        "level": "error",
        "message": message(trouble.says),
    }
    if trouble.file:
        notice["locations"] = [{"physicalLocation": {"artifactLocation": artifact(trouble.file)}}]
    if trouble.code in rules:
        notice["associatedRule"] = {"id": trouble.code, "index": rules[trouble.code]}
    return notice

"""What could not be audited, as SARIF notifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxaudit.formats.sarif.locations import artifact, message
from cxaudit.formats.troubles import NOT_AUDITED, RULE_FAILED, Trouble, troubles
from cxaudit.run.audit import Audit

_KINDS = {
    NOT_AUDITED: (
        "A path that was asked for could not be audited.",
        "No file or folder is there, or it cannot be read, or a fault of the tool stopped it.",
        "Correct the path, or report the fault with the file that shows it.",
    ),
    RULE_FAILED: (
        "A rule failed while it judged an element.",
        "What the rule would have said of the element is not known.",
        "Correct the condition of the rule, or report the fault if the rule is a built-in one.",
    ),
}
DESCRIPTORS = [
    {
        "id": kind,
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {"text": help_},
    }
    for kind, (short, full, help_) in _KINDS.items()
]


def notices(result: Audit, rules: Mapping[str, int]) -> list[dict[str, Any]]:
    """A notification for everything that failed; `rules` are the indexes of the rules by code."""
    return [_notice(trouble, rules) for trouble in troubles(result)]


def _notice(trouble: Trouble, rules: Mapping[str, int]) -> dict[str, Any]:
    place = list(_KINDS).index(trouble.kind)
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

"""What clears a finding, as replacements that a viewer of SARIF can make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxaudit.formats.sarif.locations import artifact, message, region
from cxaudit.rules.finding import Finding
from cxaudit.run.proposals import Proposal


def fixes_of(finding: Finding, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """The property `fixes` of a result; nothing where there is none."""
    if not proposals:
        return {}
    return {"fixes": [_fix(finding.file, proposal) for proposal in proposals]}


def _fix(file: str, proposal: Proposal) -> dict[str, Any]:
    """A fix: each of its replacements deletes a region, which may have no width, and inserts text."""
    replacements = []
    for edit in proposal.edits:
        replacement: dict[str, Any] = {"deletedRegion": region(edit.span)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        replacements.append(replacement)
    return {
        "description": message(proposal.sentence),
        "artifactChanges": [{"artifactLocation": artifact(file), "replacements": replacements}],
    }

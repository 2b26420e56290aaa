"""Findings as JSON Lines: one object a line, in order, `type` first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxaudit.formats.escape import json_text
from cxaudit.formats.json import crash_data, failure_data, finding_data
from cxaudit.run.audit import Audit
from cxaudit.run.proposals import tell_fixes


def render(result: Audit) -> str:
    """A line for every finding, then one for everything that failed."""
    return "".join(lines(result))


def lines(result: Audit) -> Iterator[str]:
    """The lines one after the other, for a stream."""
    for entry in _entries(result):
        yield json_text(entry) + "\n"


def _entries(result: Audit) -> Iterator[dict[str, Any]]:
    tell_fixes(result)
    for finding in result.findings:
        yield {"type": "finding", **finding_data(finding)}
    for failure in result.failures:
        yield {"type": "failure", **failure_data(failure)}
    for crash in result.crashes:
        yield {"type": "crash", **crash_data(crash)}

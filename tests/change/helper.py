"""Scenarios applied to small maps written in a test."""

from __future__ import annotations

import datetime
import json
from typing import Any

from cxaudit.analysis.analysis import Analysis, as_json
from cxaudit.analysis.view import View
from cxaudit.change.scenario import Applied, apply
from cxaudit.language.read import Document, read_text
from cxaudit.run.estate import Estate, study_estate
from cxaudit.run.load import Source

VIEW = View(datetime.date(2026, 1, 15))


def map_of(text: str | dict[str, Any]) -> Document:
    """A map from its text, or from plain data."""
    document = read_text(text if isinstance(text, str) else json.dumps(text, indent=1), "map.yaml")
    assert document.readable, document.problems
    return document


def scenario_of(edits: str | list[Any]) -> Document:
    """A scenario with these edits: the lines below `edits:`, or plain data."""
    text = edits if isinstance(edits, str) else json.dumps(edits)
    head = "whatif: Try\nof: map\nedits:" + ("\n" if isinstance(edits, str) else " ")
    document = read_text(head + text + "\n", "try.yaml")
    assert document.readable, document.problems
    return document


def tried(source: Document, edits: str | list[Any]) -> Applied:
    """The edits applied to a map."""
    return apply(scenario_of(edits), source)


def edited(text: str | dict[str, Any], edits: str | list[Any]) -> Document:
    """The edited map; there must be no fault."""
    applied = tried(map_of(text), edits)
    assert not applied.faults, applied.faults
    return applied.document


def analysis_of(document: Document) -> Analysis:
    """The facts of a map alone."""
    estate = Estate(None, asked=False)
    crashes = study_estate(estate, [Source(document, "map")], VIEW, lambda path: None)
    assert not crashes, crashes
    return estate.analyses[0]


def facts_of(document: Document) -> dict[str, Any]:
    """The facts of a map alone, as JSON data, without the lines of its file."""
    found: dict[str, Any] = _without_lines(as_json(analysis_of(document)))
    return found


def _without_lines(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_lines(value) for key, value in data.items() if key != "line"}
    return [_without_lines(item) for item in data] if isinstance(data, list) else data


def ways(document: Document) -> dict[str, list[str]]:
    """Where each step leads: steps, or `end outcome`; a `>` where only the next line says so."""
    ids = list(document.model.steps)
    found: dict[str, list[str]] = {}
    for number, (step_id, step) in enumerate(document.model.steps.items()):
        if step.end is not None:
            found[step_id] = [f"end {step.end}"]
        elif step.next is not None:
            found[step_id] = [b.to or f"end {b.outcome}" for b in step.next.branches]
        else:
            found[step_id] = [f"> {ids[number + 1]}" if number + 1 < len(ids) else "> end"]
    return found

"""Fixes for meetings that only a label tells: the party under `with`."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import TOUCH_POINT
from cxaudit.change.fixes.source import Place, Source, add
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.tree import Leaf
from cxaudit.language.read import Document

_BEHIND = ("does", "name", "by", "owner")
_RECOVERY = "/if-wrong"


def meeting_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for what TP101 tells of a map: one for each step that surely meets somebody."""
    for finding in case.of("TP101"):
        hidden: set[str] = set()
        for whole in case.facts.get("map", ()):
            assert isinstance(whole, MapFacts)
            hidden |= set(whole.hidden_touch_points)
        for meeting in case.facts.get("touch_point", ()):
            assert isinstance(meeting, TouchPointFacts)
            if meeting.step not in hidden or meeting.declared or case.source is None:
                continue
            hidden.discard(meeting.step)
            place = step_place(case.source, case.document, meeting.step)
            if place is None:
                continue
            splices = declare(case.source, place, meeting.party)
            says = f"write `with: {meeting.party}` at {meeting.step}"
            yield from case.fix(finding, says, splices, TOUCH_POINT, True, meeting.step)


def step_place(source: Source, document: Document, step: str) -> Place | None:
    """The entry of a step: its key, its row or its sentence; of a described recovery, `if-wrong`."""
    if step.endswith(_RECOVERY):
        base = step_place(source, document, step.removesuffix(_RECOVERY))
        value = base.entry.value if base is not None else Leaf()
        entry = source.entry(value, "if-wrong")
        if base is None or entry is None or isinstance(value, Leaf):
            return None
        return Place(entry, value, value.entries.index(entry), base)
    place = source.at(document.span(("steps", step), key=True))
    steps = source.find(["steps"])
    while place is not None and steps is not None and place.holder is not steps.entry.value:
        place = place.above  # from the id of a row to the row
    return place


def declare(source: Source, place: Place, party: str) -> list[Splice]:
    """Splices that name whom a step meets."""
    node = place.entry.value
    if place.entry.key is None and isinstance(node, Leaf) and node.style != "0":
        return _sentence(source, place, node, party)
    entry = source.entry(node, "with")
    if entry is not None:
        return []
    return add(source, place.entry, "with", written(party, _in_flow(place)), _BEHIND)


def _in_flow(place: Place) -> bool:
    node = place.entry.value
    return isinstance(node, Leaf) or node.flow


def _sentence(source: Source, place: Place, leaf: Leaf, party: str) -> list[Splice]:
    """A sentence of a list as a mapping with the sentence as its label."""
    if leaf.style not in ("", "'", '"') or leaf.anchor or "\n" in leaf.raw or "\r" in leaf.raw:
        return []
    name = written(party, place.holder.flow)
    if place.holder.flow:
        return [
            Splice(leaf.start, leaf.start, "{does: "),
            Splice(leaf.end, leaf.end, f", with: {name}}}"),
        ]
    line, column = source.lines.position(leaf.start)
    dash = source.text[source.lines.starts[line - 1] : leaf.start]
    if dash.strip(" ") != "-":
        return []
    end = source.line_end(leaf.end)
    return [
        Splice(leaf.start, leaf.start, "does: "),
        Splice(end, end, f"{source.eol}{' ' * (column - 1)}with: {name}"),
    ]

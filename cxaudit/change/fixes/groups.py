"""Fixes for people whose work a change moves and whom nobody asked: a group of their own."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.analysis.facts.change import ChangeFacts
from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import GROUP
from cxaudit.change.fixes.source import add, add_item
from cxaudit.change.layout.tree import Branch, Entry
from cxaudit.rules.finding import Finding


def group_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for what CH904 tells of an organisation file: the groups that are missing, still empty."""
    for finding in case.of("CH904"):
        for change in case.facts.get("change", ()):
            assert isinstance(change, ChangeFacts)
            if f"changes/{change.id}" in (*finding.elements, finding.path.rpartition("/")[0]):
                yield from _groups(case, finding, change)


def _groups(case: Case, finding: Finding, change: ChangeFacts) -> Iterator[Fix]:
    missing = change.unassessed or []
    if case.source is None or not missing:
        return
    span = case.document.span(("changes", change.id), key=True)
    place = case.source.keys.get(case.source.offset(span))
    if place is None:
        return
    groups = case.source.entry(place.entry.value, "groups")
    if groups is None:
        inside = ", ".join(f"{who}: {{}}" for who in missing)
        splices = add(case.source, place.entry, "groups", f"{{{inside}}}", ())
    else:
        splices = _more(case, groups, missing)
    says = f"add the groups that {change.id} touches, to be assessed: {', '.join(missing)}"
    yield from case.fix(finding, says, splices, GROUP, False)


def _more(case: Case, groups: Entry, missing: list[str]) -> list[Splice]:
    """Splices that add groups to those that stand there, one behind the other at one place."""
    assert case.source is not None
    node = groups.value
    listed = isinstance(node, Branch) and node.shape == "sequence"
    found: list[Splice] = []
    for who in missing:
        if listed and isinstance(node, Branch):
            found += add_item(case.source, node, who)
        else:
            found += add(case.source, groups, who, "{}", ())
    if len({(one.start, one.end) for one in found}) != 1:
        return []
    if isinstance(node, Branch) and node.entries:
        return [Splice(found[0].start, found[0].end, "".join(one.text for one in found))]
    inside = ", ".join(who if listed else f"{who}: {{}}" for who in missing)
    if isinstance(node, Branch):
        return [Splice(found[0].start, found[0].end, inside)]
    return [Splice(found[0].start, found[0].end, f" {{{inside}}}")]

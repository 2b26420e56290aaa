"""After judging: one root cause gives one finding."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule


def absorb(
    findings: list[Finding], rules: dict[str, Rule], elsewhere: Iterable[Finding] = ()
) -> list[Finding]:
    """Drop findings whose root cause another one tells: an absorber on the same map that shares a
    request type, an element or a step of its witness, or one `elsewhere` (findings of the maps of an
    organisation, for findings about itself) on the same element."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    on_maps: dict[str, set[str]] = {}
    for finding in elsewhere:
        on_maps.setdefault(finding.code, set()).update(finding.elements)
    told: set[tuple[str, tuple[str, ...]]] = set()
    alone = []
    for finding in findings:
        rule = rules.get(finding.code)
        codes = rule.absorbed_by if rule else []
        here = [other for code in codes for other in by_code.get(code, [])]
        there = any(set(finding.elements) & on_maps.get(code, set()) for code in codes)
        if there or any(_same_cause(finding, other) for other in here):
            told.add(_cause(finding))
        else:
            alone.append(finding)
    return [f for f in alone if not f.witness or _cause(f) not in told]


def _cause(finding: Finding) -> tuple[str, tuple[str, ...]]:
    """Findings of one rule with one witness have one cause, whatever their request types."""
    return finding.code, tuple(finding.witness)


def _same_cause(finding: Finding, other: Finding) -> bool:
    if finding.requests and other.requests:
        return bool(set(finding.requests) & set(other.requests))
    if set(finding.elements) & set(other.elements):
        return True
    steps = {e.split("/")[1] for e in finding.elements if e.startswith("steps/")}
    return bool((steps | set(finding.witness)) & set(other.witness)) or not finding.path

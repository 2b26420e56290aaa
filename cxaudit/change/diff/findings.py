"""Findings of two versions beside each other: which are new, gone, graver, waived, or as they were.

A finding is known again by its fingerprint (rule, map, element, occurrence), seen through renames of
maps and steps. Four things would make new ones of old ones, and do not: a rule that tells of a group
of steps at the first in the file, which may be another; one that speaks once for many elements where
most lack the same; one that speaks once for several request types; a finding that was there and
silent, because another told its cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.change.diff.steps import StepChange
from cxaudit.rules.finding import SEVERITIES, Finding

Key = tuple[str, str]


@dataclass(slots=True)
class Judged:
    """The findings about one file or map: open and waived ones, and those another one tells."""

    findings: list[Finding] = field(default_factory=list)
    absorbed: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class FindingsChange:
    """Findings by what became of them. `graver` are those of today whose severity has risen, with
    what it was; `waived` those that are accepted now; `unchanged` those of today that were there."""

    new: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)
    graver: list[tuple[str, Finding]] = field(default_factory=list)
    waived: list[Finding] = field(default_factory=list)
    unchanged: list[Finding] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether anything but unchanged ones is there."""
        return bool(self.new or self.gone or self.graver or self.waived)


def findings_change(before: Judged, after: Judged, steps: StepChange) -> FindingsChange:
    """Compare the findings of one map, organisation or other file."""
    found = FindingsChange()
    seen: set[int] = set()
    for old, new in _pairs(before.findings, after.findings, steps):
        seen |= {id(old), id(new)}
        _settle(found, old, new)
    was, is_ = _Cover(before, steps), _Cover(after, StepChange())
    for finding in after.findings:
        if id(finding) not in seen and finding.suppressed is None:
            known = was.holds(finding, StepChange())
            (found.unchanged if known else found.new).append(finding)
    for finding in before.findings:
        if id(finding) not in seen and finding.suppressed is None and not is_.holds(finding, steps):
            found.gone.append(finding)
    return found


def now(path: str, steps: StepChange) -> str:
    """An element path of the version before, as it is today."""
    parts = path.split("/")
    if parts[0] == "requests" and len(parts) > 1:
        return "/".join(["requests", steps.types.get(parts[1], parts[1]), *parts[2:]])
    if parts[0] == "steps":
        for end in range(len(parts), 1, -1):
            step = "/".join(parts[1:end])
            if step in steps.renamed:
                return "/".join(["steps", steps.renamed[step], *parts[end:]])
    return path


def _settle(found: FindingsChange, old: Finding, new: Finding) -> None:
    """Put a finding that both versions have where it belongs."""
    if new.suppressed is not None:
        if old.suppressed is None:
            found.waived.append(new)
    elif old.suppressed is not None:
        found.new.append(new)
    elif SEVERITIES.index(new.severity) < SEVERITIES.index(old.severity):
        found.graver.append((old.severity, new))
    else:
        found.unchanged.append(new)


def _pairs(
    before: Sequence[Finding], after: Sequence[Finding], steps: StepChange
) -> list[tuple[Finding, Finding]]:
    """Findings of one rule on one element: those that say the same first, then in order."""
    olds: defaultdict[Key, list[Finding]] = defaultdict(list)
    news: defaultdict[Key, list[Finding]] = defaultdict(list)
    for finding in before:
        olds[finding.code, now(finding.path, steps)].append(finding)
    for finding in after:
        news[finding.code, finding.path].append(finding)
    found = []
    for key, these in news.items():
        those = olds.get(key, [])
        if len(these) > 1 or len(those) > 1:
            for new in list(these):
                same = next((old for old in those if old.says == new.says), None)
                if same is not None:
                    found.append((same, new))
                    those.remove(same)
                    these.remove(new)
        found += zip(those, these, strict=False)
    seen = {id(finding) for both in found for finding in both}
    groups = {
        (f.code, frozenset(steps.now(s) for s in f.witness)): f
        for f in before
        if id(f) not in seen and f.witness
    }
    for new in after:
        old = groups.pop((new.code, frozenset(new.witness)), None) if id(new) not in seen else None
        if old is not None:
            found.append((old, new))
    return found


class _Cover:
    """What one version's findings speak of, told or not: elements and request types, by rule."""

    def __init__(self, judged: Judged, steps: StepChange) -> None:
        self.told = {(f.code, now(f.path, steps)) for f in judged.absorbed}
        self.each: set[Key] = set()
        self.alone: set[Key] = set()
        for finding in (*judged.findings, *judged.absorbed):
            keys = {(finding.code, now(element, steps)) for element in finding.elements}
            self.each |= keys
            if finding.requests or not finding.path:
                self.alone |= keys

    def holds(self, finding: Finding, steps: StepChange) -> bool:
        """Whether this version speaks of what a finding is about."""
        if (finding.code, now(finding.path, steps)) in self.told:
            return True
        keys = {(finding.code, now(element, steps)) for element in finding.elements}
        if finding.requests:
            return bool(keys) and keys <= self.each
        if not finding.path:
            return bool(keys & self.each)
        return bool(keys & self.alone)

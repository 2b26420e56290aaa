"""What speaks against fixes that were tried: a finding that stayed or came, a fact that moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import Facts
from cxaudit.change.fixes.fix import Fix
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate

BROKEN = frozenset(["ST001", "ST002"])  # told of files that cannot be read, too
_FREE = frozenset(["line"])  # facts that any edit may move
Sign = tuple[str, str, str, str]


def objections(before: Audit, after: Audit, fixes: list[Fix]) -> str:
    """Why some fixes must not be kept, in a sentence; empty where nothing speaks against them."""
    told = _told(after)
    for fix in fixes:
        if told.get((fix.goal.code, fix.file), set()) & {_element(fix)}:
            return f"{fix.goal.code} is still told"
    came = _come(before, after, _newly_read(before, after))
    if came:
        finding = came[0]
        return f"{finding.code} would come up at {finding.path or finding.map}: {finding.says}"
    moved = next(_moved(before, after, fixes), "")
    return f"it would change {moved}" if moved else ""


def _element(fix: Fix) -> str:
    return f"steps/{fix.goal.step}" if fix.goal.step else fix.goal.path


def _told(audit: Audit) -> dict[tuple[str, str], set[str]]:
    """The elements that findings of each rule are about, by file: their own, those that they list,
    and the steps of their witness."""
    found: dict[tuple[str, str], set[str]] = {}
    for finding in audit.open_findings:
        here = found.setdefault((finding.code, finding.file), set())
        here |= {finding.path, *finding.elements, *(f"steps/{step}" for step in finding.witness)}
    return found


def _newly_read(before: Audit, after: Audit) -> set[str]:
    """Files that had no facts and have them now: what is found there is not new, only seen."""
    return _read(after) - _read(before)


def _read(audit: Audit) -> set[str]:
    found = {a.document.path for a in audit.analyses if a.study is not None}
    found |= {e.document.path for e in audit.estates if e.document is not None and not e.broken}
    return found | {d.path for d in audit.other if d.readable and d.kind == "whatif"}


def _come(before: Audit, after: Audit, newly: set[str]) -> list[Finding]:
    """Findings that were not there, or not as grave. Where a file could not be read before, all that
    is found around it is seen for the first time, but for what makes files unreadable."""
    counts: Counter[Sign] = Counter()
    for finding in before.open_findings:
        for severity in SEVERITIES[SEVERITIES.index(finding.severity) :]:
            counts[_sign(finding, severity)] += 1
    around = _around(after, newly)
    found = []
    for finding in after.open_findings:
        sign = _sign(finding, finding.severity)
        counts[sign] -= 1
        seen_first = finding.file in around and finding.code not in BROKEN
        if counts[sign] < 0 and not seen_first:
            found.append(finding)
    return found


def _around(audit: Audit, newly: set[str]) -> set[str]:
    """Files that belong to one organisation with some others; all files where one of these is a
    scenario, which may be of any map."""
    found: set[str] = set(newly)
    for estate in audit.estates:
        if newly & _files(estate) or newly & {document.path for document in audit.other}:
            found |= _files(estate)
    return found


def _sign(finding: Finding, severity: str) -> Sign:
    return finding.code, finding.file, finding.path, severity


def _moved(before: Audit, after: Audit, fixes: list[Fix]) -> Iterator[str]:
    """Facts that moved and that no fix may move, in words."""
    files = {fix.file for fix in fixes}
    newly = _newly_read(before, after)
    for old, new in _estates(before, after):
        touched = files & _files(old)
        if not touched:
            continue
        mine = [fix for fix in fixes if fix.file in touched]
        if not newly & _files(old):
            yield from _differing(old.facts, new.facts, mine, "the organisation")
        for one, other in _maps(old, new):
            calls = any(step.call for step in getattr(one.document.model, "steps", {}).values())
            if one.study is None or other.study is None or (newly and calls):
                continue
            yield from _differing(one.facts, other.facts, mine, one.id)


def _estates(before: Audit, after: Audit) -> Iterator[tuple[Estate, Estate]]:
    later = {_key(estate): estate for estate in after.estates}
    for estate in before.estates:
        if _key(estate) in later:
            yield estate, later[_key(estate)]


def _key(estate: Estate) -> str:
    return estate.document.path if estate.document is not None else ""


def _files(estate: Estate) -> set[str]:
    found = {analysis.document.path for analysis in estate.analyses}
    return found | ({estate.document.path} if estate.document is not None else set())


def _maps(old: Estate, new: Estate) -> Iterator[tuple[Analysis, Analysis]]:
    later = {(a.document.path, a.id): a for a in new.analyses}
    for analysis in old.analyses:
        other = later.get((analysis.document.path, analysis.id))
        if other is not None:
            yield analysis, other


def _differing(
    old: dict[str, list[Facts]], new: dict[str, list[Facts]], fixes: list[Fix], where: str
) -> Iterator[str]:
    for judge in sorted({*old, *new} - {"problem"}):
        one, other = old.get(judge, []), new.get(judge, [])
        for field in sorted({name for facts in (*one, *other) for name in facts.__dict__}):
            public = field.rstrip("_")
            if public in _FREE or not all(fix.frame.keeps(judge, public) for fix in fixes):
                continue
            if _values(one, field) != _values(other, field):
                yield f"{judge}.{public} of {where}"


def _values(facts: list[Facts], field: str) -> list[Any]:
    return [one.__dict__.get(field) for one in facts]

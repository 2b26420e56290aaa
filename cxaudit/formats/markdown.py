"""Findings as a comment on a pull request: a table a map, advice folded, short enough to post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxaudit.formats.markup import cell, prose
from cxaudit.formats.places import shown
from cxaudit.formats.summary import WORDS, counted, counted_by, summary_of, told
from cxaudit.formats.troubles import troubles
from cxaudit.rules.baseline.entries import is_known, is_waived
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.run.audit import Audit

# GitHub takes 65,536 characters; the rest is for what a workflow puts around the text.
MOST = 65_000
LONGEST = 600  # characters of one cell
SHORTEST = 20  # of a row, whatever stands in it
MOST_TROUBLES = 20


@dataclass(frozen=True, slots=True)
class _Part:
    """The findings that are shown, and those for which there was no room."""

    shown: Sequence[Finding]
    dropped: Sequence[Finding]


def render(result: Audit) -> str:
    """Everything, or as many of the gravest findings as a comment holds."""
    ranked = sorted(result.findings, key=_rank)
    high = min(len(ranked), MOST // SHORTEST)
    text = _written(result, high, ranked)
    if fits(text):
        return text
    low = 0
    while high - low > 1:  # `low` findings fit, `high` do not
        middle = (low + high) // 2
        if fits(_written(result, middle, ranked)):
            low = middle
        else:
            high = middle
    return _written(result, low, ranked)


def fits(text: str) -> bool:
    """Whether a comment holds a text, letters beyond the basic plane counted twice."""
    return len(text) + sum(letter > "\uffff" for letter in text) <= MOST


def _rank(finding: Finding) -> int:
    """The gravest first, then waived ones, those that the baseline holds last."""
    if finding.suppressed is None:
        return SEVERITIES.index(finding.severity)
    return len(SEVERITIES) + is_known(finding)


def _written(result: Audit, count: int, ranked: Sequence[Finding]) -> str:
    kept = {id(finding) for finding in ranked[:count]}
    in_order = [finding for finding in result.findings if id(finding) in kept]
    return "\n".join(_lines(result, _Part(in_order, ranked[count:]))) + "\n"


def _lines(result: Audit, part: _Part) -> Iterator[str]:
    yield f"### cxaudit: {summary_of(result).sentence}"
    yield from _failed(result)
    maps: dict[tuple[str, str], list[Finding]] = {}
    for finding in part.shown:
        if finding.suppressed is None:
            maps.setdefault((finding.file, finding.map), []).append(finding)
    for (file, map_id), findings in maps.items():
        yield from ("", f"**{prose(shown(file), LONGEST)}** ({prose(map_id, LONGEST)})", "")
        yield from _table(findings)
    if part.dropped:
        yield from ("", _not_shown(part.dropped))
    yield from _advice(part.shown)
    yield from _folded("waived", [finding for finding in part.shown if is_waived(finding)])
    yield from _folded("known", [finding for finding in part.shown if is_known(finding)])


def _failed(result: Audit) -> Iterator[str]:
    failed = troubles(result)
    if failed:
        yield from ("", "**Could not be audited**", "")
    for trouble in failed[:MOST_TROUBLES]:
        place = f"{prose(shown(trouble.file), LONGEST)}: " if trouble.file else ""
        yield f"- {place}{prose(trouble.says, LONGEST)}"
    if len(failed) > MOST_TROUBLES:
        yield f"- and {len(failed) - MOST_TROUBLES} more"


def _table(findings: Sequence[Finding]) -> Iterator[str]:
    yield "| | Rule | Line | Finding |"
    yield "| --- | --- | --- | --- |"
    for finding in findings:
        yield _row(
            WORDS[finding.severity],
            f"{finding.code} {finding.name}",
            f"{finding.span.line}:{finding.span.column}",
            finding.says,
        )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell(text, LONGEST) for text in cells) + " |"


def _not_shown(dropped: Sequence[Finding]) -> str:
    open_ones = told(counted_by(f.severity for f in dropped if f.suppressed is None))
    known, waived = sum(map(is_known, dropped)), sum(map(is_waived, dropped))
    parts = [open_ones, f"{known} known" if known else "", f"{waived} waived" if waived else ""]
    which = ", ".join(part for part in parts if part)
    return f"_{counted(len(dropped), 'finding')} not shown for want of room: {which}._"


def _advice(findings: Sequence[Finding]) -> Iterator[str]:
    """Why and what instead, once for each rule that fired."""
    rules = {f.code: f for f in findings if f.suppressed is None and (f.why or f.instead)}
    if not rules:
        return
    yield from ("", "<details><summary>Why it matters, and what to do instead</summary>", "")
    for code in sorted(rules):
        one = rules[code]
        name, why = prose(f"{code} {one.name}", LONGEST), prose(one.why, LONGEST, code=True)
        advice = prose(one.instead, LONGEST, code=True)
        instead = f" _Instead:_ {advice}" if advice else ""
        yield f"- **{name}** {why}{instead}"
    yield from ("", "</details>")


def _folded(what: str, findings: Sequence[Finding]) -> Iterator[str]:
    """Findings that are lived with, each with its reason."""
    if not findings:
        return
    yield from ("", f"<details><summary>{len(findings)} {what}</summary>", "")
    yield "| Rule | Where | Finding | Reason |"
    yield "| --- | --- | --- | --- |"
    for finding in findings:
        place = f"{shown(finding.file)}:{finding.span.line}:{finding.span.column}"
        reason = finding.suppressed or ""
        yield _row(f"{finding.code} {finding.name}", place, finding.says, reason)
    yield from ("", "</details>")

"""Two versions beside each other as a comment on a pull request: a sentence a map, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.diff.english import inside
from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange
from cxaudit.change.diff.wording import sentence
from cxaudit.formats.diff.rows import (
    SIGNS,
    Line,
    blocks,
    findings,
    findings_line,
    lists,
    summary,
)
from cxaudit.formats.markdown import LONGEST, fits
from cxaudit.formats.markup import cell, prose
from cxaudit.formats.places import shown
from cxaudit.formats.summary import WORDS
from cxaudit.run.diff import Diff, FileChange

_VERDICTS = {"up": "**worse**", "down": "better", "same": "=", "unknown": ""}
_MOST = 40  # findings of a map that are shown one by one
_SENTENCE = 2000


def as_markdown(result: Diff) -> str:
    """Everything, or so much of it that a comment holds it: first the details go, then the tables,
    then maps."""
    for detail in (2, 1, 0):
        text = _written(result, detail, len(result.maps))
        if fits(text):
            return text
    low, high = 0, len(result.maps)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(_written(result, 0, middle)) else (low, middle)
    return _written(result, 0, low)


def _written(result: Diff, detail: int, most: int) -> str:
    return "\n".join(_lines(result, detail, most)) + "\n"


def _lines(result: Diff, detail: int, most: int) -> Iterator[str]:
    yield f"### cxaudit: {inside(summary(result))}"
    yield ""
    yield f"{prose(result.base, LONGEST)} → {prose(result.head, LONGEST)}"
    for change in result.maps[:most]:
        title = prose(change.latest.title, LONGEST)
        path = prose(shown(change.latest.path), LONGEST)
        yield from ("", f"**{title}** ({path}): {prose(sentence(change), _SENTENCE)}")
        if change.differs and detail:
            yield from _details(change, detail)
    if most < len(result.maps):
        yield from ("", f"_{len(result.maps) - most} more maps are not shown for want of room._")
    for file in result.files if most == len(result.maps) else []:
        yield from _file(file, detail)


def _file(file: FileChange, detail: int) -> Iterator[str]:
    title, path = prose(file.title, LONGEST), prose(shown(file.path), LONGEST)
    where = f" ({path})" if path != title else ""
    yield from ("", f"**{title}**{where}: {prose(file.says, LONGEST)}")
    if detail == 2 and file.findings.any:
        yield from _folded(file.findings, [])


def _details(change: MapChange, detail: int) -> Iterator[str]:
    shown_blocks = list(blocks(change))
    if shown_blocks:
        yield from ("", "| | before | now | |", "| --- | ---: | ---: | --- |")
    for block in shown_blocks:
        title = f"**{cell(block.title, LONGEST)}** {block.share}".rstrip()
        yield f"| {title} | | | {'' if block.rows else 'no change'} |"
        for row in block.rows:
            told = ", ".join(part for part in (row.by, _VERDICTS[row.move]) if part)
            yield f"| {row.label} | {row.before} | {row.after} | {told} |"
    if detail == 2:
        yield from _folded(change.findings, list(lists(change)))


def _folded(found: FindingsChange, known: list[tuple[str, list[Line]]]) -> Iterator[str]:
    """What comes and goes, and the findings, behind one line."""
    told = inside(findings_line(found))
    listed = [
        f"- {title}, {line.word}: {prose(line.text, LONGEST)}"
        for title, lines in known
        for line in lines
    ]
    entries = findings(found)
    if not entries and not listed:
        return
    yield from ("", f"<details><summary>Details: {prose(told, LONGEST)}</summary>")
    if listed:
        yield from ("", *listed)
    if entries:
        yield from ("", "| | | Rule | Where | Finding |", "| --- | --- | --- | --- | --- |")
    for sign, finding, more in entries[:_MOST]:
        state = more or SIGNS[sign]
        rule, place = f"{finding.code} {finding.name}", finding.path or "the map"
        texts = (state, WORDS[finding.severity], rule, place, finding.says)
        yield "| " + " | ".join(cell(text, LONGEST) for text in texts) + " |"
    if len(entries) > _MOST:
        yield from ("", f"and {len(entries) - _MOST} more")
    yield from ("", "</details>")

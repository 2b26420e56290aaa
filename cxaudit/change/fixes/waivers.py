"""Fixes for waivers that silence nothing: they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxaudit.change.fixes.case import UNUSED, Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import WAIVER
from cxaudit.change.fixes.source import Place, Source, cut_lines, remove

_COMMENT = re.compile(r"#[ \t]*cxaudit:[ \t]*allow[ \t]+[\w-]+(?![\w,])[^\r\n]*")


def waiver_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for unused waivers, where everything was judged that they could have silenced."""
    for finding in case.of("ST006"):
        problem = case.problem_of(finding)
        if problem is None or problem.kind != UNUSED or case.source is None:
            continue
        if not case.judged_whole:
            continue
        offset = case.source.offset(problem.span)
        place = case.source.keys.get(offset)
        if place is not None:
            splices = _without(case.source, place)
        else:
            splices = without_comment(case.source, offset)
        says = f"remove the waiver of {problem.found}, which silences nothing"
        yield from case.fix(finding, says, splices, WAIVER, True)


def _without(source: Source, place: Place) -> list[Splice]:
    """Splices that take a waiver out, `allow` with it where it was the only one. In braces that have a
    comment behind them it leaves these empty."""
    alone = len(place.holder.entries) == 1
    if not alone or place.above is None:
        return remove(source, place)
    whole = [] if place.holder.anchor else remove(source, place.above)
    return whole or (remove(source, place) if place.holder.flow else [])


def without_comment(source: Source, offset: int) -> list[Splice]:
    """Splices that take out a comment at an offset which waives one rule, its line with it where it
    has one of its own."""
    found = _COMMENT.match(source.text, offset)
    if found is None:
        return []
    if source.begins_line(offset):
        return [cut_lines(source, offset, found.end())]
    line = source.lines.starts[source.lines.position(offset)[0] - 1]
    start = line + len(source.text[line:offset].rstrip(" \t"))
    return [Splice(start, found.end(), "")]

"""Fixes for waivers that silence nothing: they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxaudit.change.fixes.case import UNUSED, Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import WAIVER
from cxaudit.change.fixes.source import Place, Source, cut_lines, remove
from cxaudit.language.spans import Span

_HEAD = re.compile(r"#+[ \t]*cxaudit[ \t]*:[ \t]*allow[ \t]+", re.IGNORECASE)
_LISTED = re.compile(r"(?P<code>[\w-]+)(?P<comma>[ \t]*,[ \t]*)?")


def waiver_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for unused waivers, where everything was judged that they could have silenced."""
    for finding in case.of("ST006"):
        problem = case.problem_of(finding)
        if problem is None or problem.kind != UNUSED or case.source is None:
            continue
        if not case.judged_whole:
            continue
        place = case.source.keys.get(case.source.offset(problem.span))
        if place is not None:
            splices = _without(case.source, place)
        else:
            code = problem.path.rpartition("/")[2]  # as it is written: `found` is never a name
            splices = without_comment(case.source, problem.span, code)
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


def without_comment(source: Source, span: Span, code: str) -> list[Splice]:
    """Splices that take a code out of the comment at a place; where it was the only one, the comment,
    and its line with it where nothing else stands there."""
    text, start = source.text, source.offset(span)
    head = _HEAD.match(text, start)
    if head is None:
        return []
    codes = [_LISTED.match(text, head.end())]
    while (last := codes[-1]) is not None and last["comma"]:
        codes.append(_LISTED.match(text, last.end()))
    found = [one for one in codes if one is not None]
    if len(found) > 1:
        return _without_code(found, code)
    line = source.lines.starts[span.line - 1]
    end = source.lines.starts[span.end_line - 1] + span.end_column - 1
    line_end = source.line_end(start)
    if text[end:line_end].strip(" \t"):  # another comment follows
        rest = text[end:line_end]
        return [Splice(start, end + len(rest) - len(rest.lstrip(" \t")), "")]
    if not text[line:start].strip(" \t"):
        return [cut_lines(source, start, end)]
    return [Splice(line + len(text[line:start].rstrip(" \t")), line_end, "")]


def _without_code(codes: list[re.Match[str]], code: str) -> list[Splice]:
    """The cut of one of several codes, with a comma beside it."""
    for number, one in enumerate(codes):
        if one["code"] == code:
            if one["comma"]:
                return [Splice(one.start(), one.end(), "")]
            return [Splice(codes[number - 1].end("code"), one.end("code"), "")]
    return []

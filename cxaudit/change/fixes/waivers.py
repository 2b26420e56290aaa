"""Fixes for waivers that silence nothing: they go."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.fixes.case import UNUSED, Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import WAIVER
from cxaudit.change.fixes.source import Place, Source, remove


def waiver_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for unused waivers, where everything was judged that they could have silenced."""
    for finding in case.of("ST006"):
        problem = case.problem_of(finding)
        if problem is None or problem.kind != UNUSED or case.source is None:
            continue
        place = case.source.keys.get(case.source.offset(problem.span))
        if place is None or not case.judged_whole:
            continue
        splices = _without(case.source, place)
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

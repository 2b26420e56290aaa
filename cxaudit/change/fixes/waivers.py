"""Fixes for waivers that silence nothing: they go."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.fixes.case import UNUSED, Case
from cxaudit.change.fixes.fix import Fix
from cxaudit.change.fixes.frames import WAIVER
from cxaudit.change.fixes.source import remove


def waiver_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for unused waivers, where everything was judged that they could have silenced."""
    for finding in case.of("ST006"):
        problem = case.problem_of(finding)
        if problem is None or problem.kind != UNUSED or case.source is None:
            continue
        place = case.source.keys.get(case.source.offset(problem.span))
        if place is None or not case.judged_whole:
            continue
        if len(place.holder.entries) == 1 and place.above is not None and not place.holder.anchor:
            place = place.above
        says = f"remove the waiver of {problem.found}, which silences nothing"
        yield from case.fix(finding, says, remove(case.source, place), WAIVER, True)

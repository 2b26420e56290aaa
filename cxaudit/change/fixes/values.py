"""Fixes for values that say something else than was meant: long hours, and text cut at a hash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import TIMES, bones_but
from cxaudit.change.layout.scalars import quoted
from cxaudit.change.layout.tree import Leaf
from cxaudit.language.problems import Problem
from cxaudit.rules.finding import Finding

_HOURS = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?\b", re.IGNORECASE)
_UNITS = re.compile(r"\d\s*([a-z]+)", re.IGNORECASE)
_DAY = 24.0


def value_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for values that ST006 asks about."""
    for finding in case.of("ST006"):
        problem = case.problem_of(finding)
        if problem is None or case.source is None:
            continue
        if problem.kind == "long-hours":
            yield from _hours(case, finding, problem)
        elif problem.kind == "comment-cut":
            yield from _cut(case, finding, problem)


def _leaf(case: Case, problem: Problem) -> Leaf | None:
    assert case.source is not None
    place = case.source.values.get(case.source.offset(problem.span))
    node = place.entry.value if place is not None else None
    return node if isinstance(node, Leaf) else None


def _hours(case: Case, finding: Finding, problem: Problem) -> Iterator[Fix]:
    """Full days for their hours round the clock: 24h is 1d."""
    leaf = _leaf(case, problem)
    if leaf is None or leaf.style not in ("", "'", '"'):
        return
    if any(unit[:1].lower() != "h" for unit in _UNITS.findall(leaf.raw)):
        return  # days beside hours: nobody can tell which clock was meant
    hours = [float(found[1]) for found in _HOURS.finditer(leaf.raw)]
    if any(number < _DAY or number % (_DAY / 2) for number in hours):
        return
    text = _HOURS.sub(lambda found: f"{float(found[1]) / _DAY:g}d", leaf.raw)
    splices = [Splice(leaf.offset, leaf.offset + len(leaf.raw), text)]
    says = f"write {text.strip(chr(34) + chr(39))} for {leaf.value}"
    yield from case.fix(finding, says, splices, TIMES, False)


def _cut(case: Case, finding: Finding, problem: Problem) -> Iterator[Fix]:
    """The value with what YAML took for a comment, in quotes; a comment behind that stays one."""
    leaf = _leaf(case, problem)
    if leaf is None or leaf.style or "\n" in leaf.raw or "\r" in leaf.raw or leaf.anchor:
        return
    assert case.source is not None
    rest = case.source.text[leaf.end : case.source.line_end(leaf.end)]
    dropped = re.split(r"\s+#\s", rest.rstrip(" \t"), maxsplit=1)[0]
    whole = leaf.raw + dropped
    if not whole.isprintable():
        return
    key = next((part for part in reversed(problem.path.split("/")) if not part.isdigit()), "")
    splices = [Splice(leaf.start, leaf.end + len(dropped), quoted(whole))]
    yield from case.fix(finding, f"quote {quoted(whole)}", splices, bones_but(key), False)

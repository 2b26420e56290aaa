"""Elements of a file for which a configuration says something of its own."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from cxaudit.analysis.analysis import Analysis
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Part
from cxaudit.rules.policy import Override
from cxaudit.rules.telling import element_path
from cxaudit.rules.waivers import lists_of

WHOLE = "."  # the file itself among its elements


def parts_of(analysis: Analysis, overrides: Mapping[int, Override]) -> dict[tuple[int, ...], Part]:
    """The elements of a file by the overrides that are about them, given and told by number. The rest,
    for which there are none, comes first."""
    rest: tuple[int, ...] = ()
    groups: dict[tuple[int, ...], set[int]] = {rest: set()}
    for judge, elements in analysis.facts.items():
        for facts in elements:
            path = element_path(judge, facts)
            numbers = (number for number, one in overrides.items() if one.holds(path or WHOLE))
            groups.setdefault(tuple(numbers), set()).add(id(facts))
    return {
        numbers: Part(frozenset(elements), numbers == rest) for numbers, elements in groups.items()
    }


def left_out(finding: Finding, off: Mapping[Override, AbstractSet[str]]) -> bool:
    """Whether a finding names nothing but elements for which its rule is off."""
    overrides = [one for one, codes in off.items() if finding.code in codes]
    return any(
        all(any(one.holds(_path(item)) for one in overrides) for item in items)
        for items in lists_of(finding)
    )


def _path(item: str) -> str:
    """An entry of a list as an element path: a bare id is that of a step."""
    return item if "/" in item else f"steps/{item}"

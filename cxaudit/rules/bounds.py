"""What an expression may cost, so that a pack of a stranger cannot keep the machine busy.

The library stops an evaluation after 10,000 rounds of its loops and takes regular expressions that
are linear in the text. What it leaves open is bounded here: by the size of an expression when it
loads, and, where it loops, by an estimate from the lengths of what it reads, element by element. No
clock is asked: the same map gives the same answer on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cxaudit.rules.names import loops_in

MOST_TEXT = 2_000  # characters of an expression
MOST_SUMS = 20  # each `+` of texts or lists may double what is held
MOST_LIMITS = 6  # types of limits are found by trial
MOST_ROUNDS = 10_000  # of the library, over all loops of one evaluation
MOST_BUILT = 500  # entries from which `map` or `filter` makes a list; it copies in each round
MOST_WORK = 20_000_000  # comparisons of one evaluation, well under a second
_MATCH = 10_000  # what compiling a regular expression costs, in comparisons
_WORDS = 20  # what looking a text up in a list of words costs, a character

_OVER_ALL = re.compile(r"==|!=|\bin\b|\b(?:contains|startsWith|endsWith|size|string|bytes)\s*\(")
_BUILDS = ("map", "filter")


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an expression decides its cost: its loops, whether they build lists, how many of its
    operations go over a whole text or list, match a pattern, or look words up, the entries of the
    lists written in it, and its characters."""

    loops: int
    builds: bool
    over_all: int
    matches: int
    lookups: int
    listed: int
    length: int


def shape_of(bare: str) -> Shape:
    """The shape of an expression, its literals blanked."""
    loops = loops_in(bare)
    return Shape(
        len(loops),
        any(loop in _BUILDS for loop in loops),
        len(_OVER_ALL.findall(bare)),
        len(re.findall(r"\bmatches\s*\(", bare)),
        len(re.findall(r"\bin_words\s*\(", bare)),
        bare.count(",") + 1,
        len(bare),
    )


def refusal(bare: str) -> str:
    """Why an expression is too large to be a rule; empty where it is not."""
    if len(bare) > MOST_TEXT:
        return f"an expression has at most {MOST_TEXT:,} characters; this one has {len(bare):,}"
    sums = bare.count("+")
    if sums > MOST_SUMS:
        return f"an expression has at most {MOST_SUMS} times `+`; this one has {sums}"
    if sums and shape_of(bare).builds:
        return "`+` does not go with `map` or `filter`, which could double what they hold in each round"
    return ""


def _sizes(value: Any) -> tuple[int, int]:
    """The longest list and the longest text in a value."""
    if isinstance(value, str):
        return 1, len(value)
    if isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            return len(value), max(map(len, value))
        inner = [_sizes(item) for item in value]
        return (
            max(len(value), sum(n for n, _ in inner if n > 1)),
            max((t for _, t in inner), default=1),
        )
    return 1, 1


def excess(shape: Shape, values: Iterable[Any]) -> str:
    """Why one evaluation over some values would take too much work; empty where it would not."""
    entries, text = 1, 1
    for value in values:
        if not isinstance(value, list | str):
            continue
        longest, letters = _sizes(value)
        entries, text = max(entries, longest), max(text, letters)
    if shape.builds and entries > MOST_BUILT:
        return (
            f"`map` and `filter` go over at most {MOST_BUILT} entries, and here are {entries:,}: "
            "ask with `exists` or `all`"
        )
    rounds = min(MOST_ROUNDS, max(entries, shape.listed) ** min(shape.loops, 4))
    each = shape.length + shape.over_all * max(entries, text) + shape.matches * (_MATCH + text)
    each += shape.lookups * _WORDS * text
    if rounds * each > MOST_WORK:
        return (
            f"its loops would take some {rounds * each:,} comparisons on one element, and the most "
            f"is {MOST_WORK:,}"
        )
    return ""

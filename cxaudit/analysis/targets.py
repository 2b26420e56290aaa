"""Whether a measure stands worse than its target: two texts read as numbers of the same unit."""

from __future__ import annotations

import re

from cxaudit.language.organisation import Measure
from cxaudit.language.values import Calendar, duration

_AT_MOST = re.compile(
    r"^(?:<=?|≤|at most|no more than|not more than|under|below|less than|fewer than|up to|within|"
    r"max(?:imum)?\.?)\s*",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"^(?:>=?|≥|at least|no less than|not less than|over|above|more than|min(?:imum)?\.?)\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d[\d ,]*(?:\.\d+)?")

Reading = tuple[float, str]


def stands_worse(measure: Measure) -> bool | None:
    """Whether `now` is worse than `target`; None where one of them cannot be read, or their units
    differ. Less is better for time and for a target such as "at most 5%", else more is."""
    if not measure.target or not measure.now:
        return None
    target, now = _AT_MOST.sub("", _AT_LEAST.sub("", measure.target)), measure.now
    wanted, found = _reading(target), _reading(now)
    if wanted is None or found is None or wanted[1] != found[1]:
        return None
    if _less_is_better(measure, wanted[1]):
        return found[0] > wanted[0]
    return found[0] < wanted[0]


def _less_is_better(measure: Measure, unit: str) -> bool:
    if _AT_MOST.match(measure.target):
        return True
    if _AT_LEAST.match(measure.target):
        return False
    return unit == "minutes" or (measure.kind == "time" and unit != "%")


def _reading(text: str) -> Reading | None:
    """A text as a number and its unit: working minutes, or whatever stands around the number."""
    try:
        low, high = duration(text).range(Calendar())
    except ValueError:
        pass
    else:
        return ((low + high) / 2, "minutes")
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = _number(found[0])
    around = f"{text[: found.start()]} {text[found.end() :]}"
    return (number, " ".join(around.lower().split())) if number is not None else None


def _number(text: str) -> float | None:
    """A number as people write it: 1,200 and 1 200 are twelve hundred, 4,5 is four and a half."""
    bare = text.replace(" ", "").rstrip(",")
    whole = re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare)
    try:
        return float(bare.replace(",", "" if whole else "."))
    except ValueError:
        return None

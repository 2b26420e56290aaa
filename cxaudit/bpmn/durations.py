"""What a timer says, as a duration of the map language."""

from __future__ import annotations

import re

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.written import children, clean, written
from cxaudit.language.values import Amount, duration

_ISO = re.compile(
    r"(?:R\d*/)?P(?:(?P<y>[\d.]+)Y)?(?:(?P<mo>[\d.]+)M)?(?:(?P<w>[\d.]+)W)?(?:(?P<d>[\d.]+)D)?"
    r"(?:T(?:(?P<h>[\d.]+)H)?(?:(?P<m>[\d.]+)M)?(?:(?P<s>[\d.]+)S)?)?",
    re.IGNORECASE,
)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def from_iso(text: str) -> str | None:
    """`P3DT4H` as `3d 4h`: weeks, days of the clock and hours as the map language writes them.

    Years and months become weeks; a full day of 24 hours becomes a day.
    """
    bare = clean(text).strip("=\"' ")
    found = _ISO.fullmatch(bare)
    if found is None or not any(found.groupdict().values()):
        return None
    try:
        amounts = {key: float(value or 0) for key, value in found.groupdict().items()}
    except ValueError:
        return None
    weeks = amounts["w"] + 52 * amounts["y"] + 13 * amounts["mo"] / 3
    days, hours = amounts["d"], amounts["h"]
    minutes = amounts["m"] + amounts["s"] / 60
    if hours >= 24 and hours % 24 == 0:
        days, hours = days + hours / 24, 0.0
    if weeks != int(weeks):
        weeks, days = float(int(weeks)), days + float(round((weeks - int(weeks)) * 5))
    parts = [(weeks, "w"), (days, "d"), (hours, "h"), (minutes, "m")]
    return " ".join(_number(value) + unit for value, unit in parts if value) or "0m"


def said_by(node: Node) -> str:
    """What the timer or condition of an event says, in the words of the file."""
    for definition in node.definitions:
        for child in children(definition, "timeDuration", "timeCycle", "timeDate", "condition"):
            text = written(child)
            if text:
                return text
    return ""


def timer_of(node: Node) -> tuple[str | None, bool]:
    """The duration of a timer event, and whether it is only read from its name."""
    for definition in node.definitions:
        for child in children(definition, "timeDuration", "timeCycle"):
            found = from_iso(written(child))
            if found is not None:
                return found, False
    try:
        read = duration(node.name)
    except ValueError:
        return None, False
    days, rest = divmod(read.low.minutes, 24 * 60)
    if days and not rest and read.low == read.high and read.low == Amount(read.low.minutes):
        return f"{_number(days)}d", True
    return node.name, True

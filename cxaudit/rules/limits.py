"""The limits of a rule: numbers or durations, and others under a profile."""

from __future__ import annotations

import math
import re

from cxaudit.language.nodes import Node, Scalar
from cxaudit.language.problems import nearest, suggestion
from cxaudit.language.values import Duration, duration
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import Limit, Rule

PROFILES = ("service-desk", "b2b-sales", "project", "regulated")
Limits = dict[str, Limit]
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_MOST = 60  # characters of one limit
_FORM = "write {name: value}, one limit after the other"


def read_limits(reader: Reader, node: Node | None) -> Limits:
    """The limits that a rule has."""
    found: Limits = {}
    for name, (label, value) in reader.entries(node, f"limits: {_FORM}").items():
        if not _NAME.fullmatch(name):
            says = f"{name!r} is no name for a limit: use small letters, digits and underscores"
            reader.fault(label, says, name)
        found[name] = _value(reader, value)
    return found


def read_changed(reader: Reader, node: Node | None, known: Limits) -> Limits:
    """Other values for some of the limits that are known, of the same kind."""
    found: Limits = {}
    for name, (label, value) in reader.entries(node, f"limits: {_FORM}").items():
        if name not in known:
            says = f"the rule has no limit {name!r}{suggestion(name, known)}"
            reader.fault(label, says, name, nearest(name, known))
            continue
        found[name] = _value(reader, value)
        if isinstance(found[name], Duration) != isinstance(known[name], Duration):
            kind = "a duration such as 2d" if isinstance(known[name], Duration) else "a number"
            reader.fault(value, f"the limit {name} is {kind}")
    return found


def read_profiles(reader: Reader, node: Node | None, known: Limits) -> dict[str, Limits]:
    """Other values under a profile, for limits that are known."""
    found: dict[str, Limits] = {}
    says = f"profiles: for each profile {_FORM}"
    for profile, (label, values) in reader.entries(node, says).items():
        if profile not in PROFILES:
            reader.unknown(label, profile, "profile", PROFILES)
        found[profile] = read_changed(reader, values, known)
    return found


def _value(reader: Reader, node: Node) -> Limit:
    text = node.text.strip() if isinstance(node, Scalar) and len(node.text) <= _MOST else ""
    try:
        number = float(text)
    except ValueError:
        pass
    else:
        if math.isfinite(number) and "_" not in text:
            return number
        text = ""
    try:
        found = duration(text)
    except ValueError:
        reader.fault(node, "a limit is a number, or a duration such as 2d")
        return 0.0
    if found.low != found.high:
        reader.fault(node, f"a limit is one duration: is it the beginning or the end of {text}?")
    return found


def check_whole(reader: Reader, node: Node | None, profiles: Node | None, rule: Rule) -> None:
    """Tell fractions among limits that are compared with whole numbers."""
    whole = {
        name
        for expression in rule.expressions
        for name, kind in expression.limits.items()
        if kind == "int"
    }
    places = [node, *(v for _, v in reader.entries(profiles, "").values())]
    for place in places:
        for name, (_, value) in reader.entries(place, "").items() if place else ():
            if name in whole and isinstance(value, Scalar) and not _is_whole(value.text):
                says = (
                    f"the limit {name} is compared with a whole number, which {value.text} is not"
                )
                reader.fault(value, says, value.text)


def _is_whole(text: str) -> bool:
    try:
        return float(text).is_integer()
    except ValueError:
        return False

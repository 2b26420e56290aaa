"""What a rule says: text with facts in braces, shown as a person would write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cxaudit.language.problems import nearest, suggestion
from cxaudit.rules.compiling import ExpressionError, Fault
from cxaudit.rules.expressions import fields_of
from cxaudit.texts import numbers
from cxaudit.texts.catalogue import ENGLISH, _, language, pgettext
from cxaudit.texts.numbers import listed as listed
from cxaudit.texts.numbers import number as number

_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
# The ways to show a value, and what each can show.
STYLES = {
    "duration": ("double", "int"),
    "percent": ("double", "int"),
    "words": ("string", "list"),
    "count": ("list",),
    "names": ("string", "list"),
    "first": ("list",),
    "last": ("list",),
    "id": ("string", "list"),
}
# Facts whose values are words of the map language, which an English sentence shows as they are.
_WORDS = frozenset(["worst_axis", "gap_axis", "every", "what"])
DAY = 480.0


@dataclass(frozen=True, slots=True)
class Template:
    """A message with placeholders `{judge.fact}`, `{judge.fact:style}` or `{limits.name}`."""

    text: str
    names: frozenset[str]


def template_of(text: str, judge: str) -> Template:
    """A message as it stands; `parse_template` checks it besides."""
    names = set()
    for found in _PLACE.finditer(text):
        qualifier, _, name = found[1].partition(":")[0].strip().partition(".")
        if qualifier == judge:
            names.add(name)
    return Template(text, frozenset(names))


def parse_template(text: str, judge: str, limits: set[str]) -> Template:
    """Check every placeholder; an ExpressionError tells the bad ones, each with its place."""
    faults = []
    for found in _PLACE.finditer(text):
        fault = _fault(found, judge, limits)
        if fault is not None:
            faults.append(fault)
    bare = _PLACE.sub(lambda found: " " * len(found[0]), text)
    for brace in _BRACE.finditer(bare):
        says = "this brace has no partner: a fact stands between two, {step.does}"
        faults.append(Fault(says, brace.start(), brace.end(), brace[0]))
    if faults:
        raise ExpressionError(sorted(faults, key=lambda fault: fault.start))
    return template_of(text, judge)


def _fault(found: re.Match[str], judge: str, limits: set[str]) -> Fault | None:
    """What is wrong with one placeholder: its name, its style, or that the two do not go together."""
    body, colon, style = found[1].partition(":")
    qualifier, _, name = body.strip().partition(".")
    start, end = found.span(1)
    if colon and style not in STYLES:
        near = nearest(style, STYLES)
        says = f"{style!r} is no way to show a value: use {', '.join(STYLES)}"
        return Fault(says, start, end, style, near)
    known = fields_of(judge)
    if qualifier == "limits":
        if name in limits:
            kind = "double"
        else:
            says = f"no limit is called {name!r}{suggestion(name, sorted(limits))}"
            return Fault(says, start, end, name, nearest(name, sorted(limits)))
    elif qualifier == judge and name in known:
        kind = known[name].kind.partition("<")[0]
    else:
        near = nearest(name or qualifier, known)
        says = f"{found[0]} shows nothing: write {{{judge}.fact}}"
        says += f"; did you mean {{{judge}.{near}}}?" if near else ""
        return Fault(says, start, end, name or qualifier, near)
    if style and kind not in STYLES[style]:
        shown = {"double": "a number", "int": "a number", "bool": "yes or no", "string": "text"}
        says = f"{style!r} does not show {shown.get(kind, 'a list')}, which {body.strip()} is"
        return Fault(says, start, end, style)
    return None


def duration(minutes: float, day: float = DAY) -> str:
    """Working minutes as people say them: 40 min, 3.5 h, 7.4 d; `day` is a day in minutes."""
    if minutes < 60:
        return numbers.minutes(f"{minutes:.0f}")
    if minutes < day:
        return numbers.hours(number(round(minutes / 60, 1)))
    return numbers.days(number(round(minutes / day, 1)))


def words(identifier: str) -> str:
    """An id as words, in lower case unless it is written otherwise."""
    told = identifier.replace("-", " ").replace("_", " ")
    return told.replace("/if wrong", _(" gone wrong")) if "/if wrong" in told else told


def said(identifier: str) -> str:
    """An id as words; a word of the map language in the language that is spoken. Other languages than
    English may write nouns with a capital, and a name is one."""
    plain = words(identifier)
    told = pgettext("a word of the map language", plain)
    return told if told != plain or language() == ENGLISH else plain[:1].upper() + plain[1:]


class Several(tuple[Any, ...]):
    """Values that differ between the request types of one finding."""


def joined(items: list[str], labels: Mapping[str, str] | None = None, most: int = 6) -> str:
    """A list in a sentence: a, b and c; `labels` name entries whose ids are no words."""
    known = labels or {}
    told = [known.get(str(item)) or said(str(item)) for item in items[:most]]
    rest = [_("{n} more").format(n=len(items) - most)] if len(items) > most else []
    return listed(told + rest)


def shown(value: Any, style: str, labels: Mapping[str, str] | None = None, day: float = DAY) -> str:
    """A value in a style."""
    if value is None:
        return _("unknown")
    if isinstance(value, Several):
        return listed([shown(one, style, labels, day) for one in value])
    if isinstance(value, list):
        if style == "id":
            return str(value[0]) if value else ""
        if style == "count":
            return str(len(value))
        if style in ("first", "last", "id"):
            return joined([value[0 if style == "first" else -1]], labels) if value else ""
        flat = [joined(v, labels) if isinstance(v, list) else str(v) for v in value]
        return joined(flat, labels)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        if style == "duration":
            return duration(float(value), day)
        if style == "percent":
            return numbers.percent(100 * value)
        return number(value)
    label = (labels or {}).get(value)
    return label or (said(value) if style in ("words", "names") else str(value))


def fill(
    template: Template,
    judge: str,
    values: Mapping[str, Any],
    limits: Mapping[str, float],
    labels: Mapping[str, str] | None = None,
    day: float = DAY,
) -> str:
    """The message for one element, in the language that is spoken; `values` by fact name."""

    parts = []
    for before, qualifier, name, style in _parted(_(template.text)):
        parts.append(before)
        if name is None:
            continue
        if not style and name in _WORDS and language() != ENGLISH:
            style = "words"
        value = limits[name] if qualifier == "limits" else values.get(name)
        parts.append(shown(value, style, labels, day))
    text = "".join(parts)
    return text[:1].upper() + text[1:]


@lru_cache(1024)
def _parted(text: str) -> list[tuple[str, str, str | None, str]]:
    """A message by its placeholders: what stands before each, its qualifier, name and style; then what
    is left, without a name."""
    parts: list[tuple[str, str, str | None, str]] = []
    end = 0
    for found in _PLACE.finditer(text):
        body, _colon, style = found[1].partition(":")
        qualifier, _dot, name = body.strip().partition(".")
        parts.append((text[end : found.start()], qualifier, name, style))
        end = found.end()
    return [*parts, (text[end:], "", None, "")]

"""A rule in words: what it looks at, its severities, limits and messages, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cxaudit.report.words import small
from cxaudit.rules.asking import PLACE, limit
from cxaudit.rules.rule import Grade, Rule
from cxaudit.texts import numbers
from cxaudit.texts.catalogue import _, marked

JUDGED = {
    "map": marked("every map"),
    "request": marked("every request type of a map"),
    "step": marked("every step"),
    "flow": marked("every way from one step to the next"),
    "touch_point": marked("every touch-point: a step, and a party met there"),
    "sign_off": marked("every sign-off"),
    "party": marked("every party that a map is for, affects or meets"),
    "feedback": marked("every way of listening to customers"),
    "problem": marked("every place of a file that cannot be read, leads nowhere or is unfinished"),
    "role": marked("every role of the organisation"),
    "unit": marked("every unit of the organisation"),
    "measure": marked("every measure"),
    "routine": marked("every routine: what leaders or teams are seen to do"),
    "change": marked("every change under way"),
    "group": marked("every group of people that a change touches"),
    "organisation": marked("the organisation as a whole"),
    "clone": marked("every stretch of steps that two maps share"),
    "element": marked(
        "every element of a BPMN model: tasks, events, gateways, flows, lanes, pools"
    ),
}
NEEDS = {
    "map": marked("Nothing but the map."),
    "times": marked("Times or shares in the map: `takes`, `waits`, a percentage behind a branch."),
    "organisation": marked(
        "The organisation file: roles, units, parties, measures, what leaders do."
    ),
    "data": marked("Measured data in the map: `now`, `remembered`, counted `rejects`."),
    "history": marked("An earlier version of the map, or a budget to hold it against."),
}
SEVERITIES = {
    "error": marked("Error"),
    "warning": marked("Warning"),
    "info": marked("Question"),
}
# Where a waiver stands that silences a finding about an element of a judge.
WAIVED_AT = {
    "map": "the map",
    "problem": "the map",
    "clone": "the map",
    "element": "the map",
    "organisation": "the organisation file",
    "request": "the request type or the map",
    "step": "the step or the map",
    "flow": "the step it leaves or the map",
    "touch_point": "the step or the map",
    "sign_off": "the step or the map",
    "party": "the party or the whole file",
    "role": "the role or the whole file",
    "unit": "the unit or the whole file",
    "measure": "the measure or the whole file",
    "feedback": "the feedback or the whole file",
    "routine": "the routine or the whole file",
    "change": "the change or the whole file",
    "group": "the group or the whole file",
}
_CODE = re.compile(r"(`[^`]*`)")


def prose(text: str) -> str:
    """Text of a pack on one line of Markdown: code in backticks stays, nothing becomes HTML."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(p if p.startswith("`") else p.replace("<", "&lt;") for p in parts)


def cell(text: str) -> str:
    """Markdown that may stand in a table."""
    return text.replace("|", "\\|")


def anchor(heading: str) -> str:
    """The name under which Markdown viewers link to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def listed(items: Iterable[str]) -> str:
    """Words in a sentence: a, b and c."""
    told = list(items)
    return ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else "".join(told)


def counted(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def severities(grades: Iterable[Grade]) -> str:
    """The severities of a rule in words, the gravest first: "Error or warning"."""
    names = dict.fromkeys(SEVERITIES[grade.severity] for grade in grades)
    order = list(SEVERITIES.values())
    told = [small(_(word)) for word in sorted(names, key=order.index)]
    text = _(" or ").join(told)
    return text[:1].upper() + text[1:]


def judged(rule: Rule) -> str:
    """What a rule looks at."""
    return numbers.listed(
        [_(JUDGED.get(f.judges, f"every {f.judges}".replace("_", "-"))) for f in rule.forms]
    )


def message(rule: Rule, text: str) -> str:
    """A message with its limits filled in and its facts by name, in angle quotes."""

    def shown(found: re.Match[str]) -> str:
        name = found[1].strip().partition(".")[2]
        if found[1].strip().startswith("limits."):
            return limit(rule, name, rule.limits[name])
        name = name.replace("_", " ")
        return f"‹{f'number of {name}' if found[2] == 'count' else name}›"

    filled = PLACE.sub(shown, " ".join(_(text).split()))
    return prose(filled[:1].upper() + filled[1:])

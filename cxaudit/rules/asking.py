"""What a rule asks, in words: its sentence with the limits that hold, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cxaudit.language.values import Amount, Duration
from cxaudit.rules.rule import Limit, Rule
from cxaudit.texts.catalogue import _, marked_plural, ngettext
from cxaudit.texts.numbers import number, percent

PLACE = re.compile(r"\{([^{}:]*)(?::(\w+))?\}")


def duration(amount: Amount) -> str:
    """A duration as people say it: "2 days", "1 hour 30 minutes"."""
    hours, minutes = divmod(amount.minutes, 60)
    parts = (
        (amount.weeks, marked_plural("{n} week", "{n} weeks")),
        (amount.days, marked_plural("{n} day", "{n} days")),
        (hours, marked_plural("{n} hour", "{n} hours")),
        (minutes, marked_plural("{n} minute", "{n} minutes")),
    )
    told = [ngettext(*unit, 1 if n == 1 else 2).format(n=number(n)) for n, unit in parts if n]
    return " ".join(told) or ngettext("{n} minute", "{n} minutes", 0).format(n=0)


def limit(rule: Rule, name: str, value: Limit) -> str:
    """A limit in words: a duration, a share where the rule shows it as one, or a number."""
    if isinstance(value, Duration):
        return duration(value.low)
    style = _styles(rule).get(name, "")
    if style == "percent":
        return percent(100 * value)
    return duration(Amount(value)) if style == "duration" else number(value)


def _styles(rule: Rule) -> dict[str, str]:
    """How a rule shows its limits: in what it asks, else in its messages."""
    found: dict[str, str] = {}
    for text in (*(case.template.text for case in rule.says), rule.criteria):
        for name, style in PLACE.findall(text):
            if style and name.startswith("limits."):
                found[name.removeprefix("limits.")] = style
    return found


def criteria(rule: Rule, limits: Mapping[str, Limit]) -> str:
    """What a rule asks of every element, with limits filled in; empty where its pack does not say."""

    def shown(found: re.Match[str]) -> str:
        name = found[1].strip().removeprefix("limits.")
        return limit(rule, name, limits[name])

    return PLACE.sub(shown, " ".join(_(rule.criteria).split())) if rule.criteria else ""

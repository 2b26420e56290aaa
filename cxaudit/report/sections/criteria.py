"""What a rule holds elements against, in words: derived from its condition, its limits, its facts."""

from __future__ import annotations

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.report import words
from cxaudit.report.texts import _, marked
from cxaudit.rules.asking import criteria, limit
from cxaudit.rules.rule import Limit, Rule

MOST_FACTS = 3
OBVIOUS = frozenset(
    ("id", "title", "place", "defined", "map", "does", "step")
)  # names, no judgement

ELEMENTS = {
    "map": marked("a map"),
    "request": marked("a request type"),
    "step": marked("a step"),
    "flow": marked("a way between two steps"),
    "touch_point": marked("a touch-point"),
    "sign_off": marked("a sign-off"),
    "party": marked("a party"),
    "feedback": marked("a way of listening"),
    "problem": marked("a file"),
    "role": marked("a role"),
    "unit": marked("a department"),
    "measure": marked("a measure"),
    "routine": marked("a routine"),
    "change": marked("a change"),
    "group": marked("a group"),
    "organisation": marked("the organisation"),
    "clone": marked("two maps"),
    "element": marked("an element of a BPMN model"),
}


def criterion(rule: Rule | None, profile: str | None) -> str:
    """What is asked of every element, with the limits that hold; where the rule of a pack does not say
    it in a sentence, what an element must not be, and what is looked at."""
    if rule is None:
        return ""
    asked = criteria(rule, limits_of(rule, profile))
    if asked:
        return asked
    element = _(ELEMENTS.get(rule.judges, marked("an element")))
    told = _("“{name}” must not hold of {element}.").format(
        name=words.capital(words.named(rule.name)), element=element
    )
    seen = compared(rule)
    if seen:
        told += " " + _("Looked at: {facts}.").format(facts="; ".join(seen[:MOST_FACTS]))
    limits = limits_told(rule, profile)
    return told + (" " + _("Limits: {limits}.").format(limits=limits) if limits else "")


def compared(rule: Rule) -> list[str]:
    """The facts that the condition names, in the language that is spoken, each for a sentence."""
    return [words.lower(_(text)) for text in described(rule)]


def described(rule: Rule) -> list[str]:
    """The facts that the condition names, as the reference describes them, in the order it does."""
    fields = JUDGES[rule.judges].model_fields if rule.judges in JUDGES else {}
    told = {(s.alias or a): s.description or "" for a, s in fields.items()}
    text = rule.when.text
    names = [n.removeprefix("has_") for n in rule.when.names]
    named = sorted(
        (n for n in set(names) if n in told and n not in OBVIOUS),
        key=lambda n: (text.find(n), n),
    )
    return list(dict.fromkeys(told[n].split(";")[0] for n in named))


def limits_told(rule: Rule, profile: str | None) -> str:
    """The limits under a profile: "sign-offs 2, simple 1"."""
    return ", ".join(
        f"{words.named(n.replace('_', '-'))} {limit(rule, n, v)}"
        for n, v in limits_of(rule, profile).items()
    )


def limits_of(rule: Rule, profile: str | None) -> dict[str, Limit]:
    """The limits that hold under a profile."""
    return {**rule.limits, **rule.profiles.get(profile or "", {})}

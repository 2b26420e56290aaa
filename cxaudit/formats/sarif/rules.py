"""Rules as SARIF descriptors: what each flags, why, and what to do instead."""

from __future__ import annotations

from typing import Any

from cxaudit.formats.escape import one_line
from cxaudit.formats.sarif.results import LEVELS
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit


def described(result: Audit) -> list[dict[str, Any]]:
    """The rules of an audit, then any that only a finding names."""
    found = [_described(rule) for rule in result.rules.values()]
    others = {f.code: f for f in result.findings if f.code not in result.rules}
    return found + [_bare(finding) for finding in others.values()]


def _described(rule: Rule) -> dict[str, Any]:
    title = rule.name.replace("-", " ")
    family = rule.family.lower().replace(" ", "-")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(f"{title[:1].upper()}{title[1:]}: {_flags(rule)}."),
        "fullDescription": _text(rule.why),
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity[-1].severity]},
        "properties": {
            "family": rule.family,
            "needs": rule.needs,
            "sources": rule.sources,
            "tags": list(dict.fromkeys([family, *rule.heuristics])),
        },
    }


def _bare(finding: Finding) -> dict[str, Any]:
    """A rule that is not among those loaded, as far as its finding tells."""
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": _text(finding.name.replace("-", " ")),
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
    }


def _flags(rule: Rule) -> str:
    """What a rule flags: its elements and its condition."""
    judged = " or ".join(form.judges.replace("_", "-") for form in rule.forms)
    return f"flags a {judged} for which {rule.when.text}"


def _help(rule: Rule) -> str:
    parts = [one_line(rule.why), f"Instead: {one_line(rule.instead)}"]
    return "\n\n".join(parts)


def _help_markdown(rule: Rule) -> str:
    parts = [
        "**Why it matters to a customer**",
        _prose(rule.why),
        "**What to do instead**",
        _prose(rule.instead),
        f"`cxaudit rule {rule.code}` shows an example and its mending.",
    ]
    return "\n\n".join(parts)


def _prose(text: str) -> str:
    """Text of a pack, in which words in backticks are code and nothing is HTML."""
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(")


def _text(text: str) -> dict[str, str]:
    return {"text": one_line(text)}

"""Rules as text: one explained, or all listed."""

from __future__ import annotations

import textwrap
from typing import Any

from cxaudit.language.values import Duration
from cxaudit.rules.rule import Limit, Rule
from cxaudit.rules.templates import number


def rule_list(rules: dict[str, Rule]) -> str:
    """Every rule on a line, by family."""
    lines: list[str] = []
    family = ""
    for rule in rules.values():
        if rule.family != family:
            family = rule.family
            lines += ["", family, ""] if lines else [family, ""]
        grades = "/".join(dict.fromkeys(grade.severity for grade in rule.severity))
        lines.append(f"  {rule.code}  {rule.name:<32} {grades}")
    return "\n".join(lines) + "\n"


def _paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), 88, initial_indent=indent, subsequent_indent=indent
    )


def rule_text(rule: Rule) -> str:
    """A rule under fixed headings."""
    parts = [f"{rule.code} {rule.name}", f"{rule.family}: {rule.about}".rstrip(": ")]
    parts += ["What it flags", _paragraph(_flags(rule), "  ")]
    parts += ["Why it matters to a customer", _paragraph(rule.why, "  ")]
    for which, heading in (("bad", "Example"), ("good", "Instead of that")):
        parts += [heading, _example(rule.examples[which])]
    parts += ["What to do instead", _paragraph(rule.instead, "  ")]
    if rule.limits:
        parts += ["Limits", _limits(rule)]
    parts += ["Needs", f"  {rule.needs}"]
    if rule.heuristics:
        parts += ["Heuristics", "  " + ", ".join(rule.heuristics)]
    if rule.absorbed_by:
        parts += ["Told by instead, where they fire", "  " + ", ".join(rule.absorbed_by)]
    if rule.sources:
        parts += ["Sources", "  " + ", ".join(rule.sources)]
    text = parts[0] + "\n" + parts[1] + "\n"
    for heading, body in zip(parts[2::2], parts[3::2], strict=True):
        text += f"\n{heading}\n{body}\n"
    return text


def _flags(rule: Rule) -> str:
    grades = [
        grade.severity + (f" if {grade.when.text}" if grade.when else "") for grade in rule.severity
    ]
    return f"a {rule.judges.replace('_', '-')} for which {rule.when.text}; {', '.join(grades)}"


def _limits(rule: Rule) -> str:
    lines = [f"  {key}: {_limit(value)}" for key, value in rule.limits.items()]
    for profile, values in rule.profiles.items():
        told = ", ".join(f"{key} {_limit(value)}" for key, value in values.items())
        lines.append(f"  profile {profile}: {told}")
    return "\n".join(lines)


def _limit(limit: Limit) -> str:
    return limit.text if isinstance(limit, Duration) else number(limit)


def _example(case: dict[str, Any]) -> str:
    parts = [
        textwrap.indent(str(case[part]).rstrip(), "  ")
        for part in ("organisation", "map")
        if part in case
    ]
    return "\n\n".join(parts)

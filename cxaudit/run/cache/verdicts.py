"""The verdict on one map, or on an organisation, as JSON: nothing that is read from it can run.

What a rule says of every finding of its own (name, why, what instead) is left out and taken from the
rule again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from cxaudit.language.spans import Span
from cxaudit.rules.finding import Finding, Related
from cxaudit.rules.judge import Tally
from cxaudit.rules.rule import Rule
from cxaudit.rules.templates import Several

_OF_THE_RULE = ("name", "why", "instead", "heuristics")
_FIELDS = tuple(one.name for one in fields(Finding))
_PLAIN = tuple(
    name
    for name in _FIELDS
    if name not in ("span", "related", "facts", "suppressed_until", "fingerprint")
)


@dataclass(slots=True)
class Verdict:
    """What came of judging one file: findings as they stand after waivers, those that others tell,
    those not wanted, how often each rule was judged. `studied` is whether it has figures.

    `shared` are the waivers of its organisation, by number, that silence something in it. `clones` are
    digests of the clones that were told: on the map itself, or on each map of an organisation;
    `unread` are the ids of maps of an organisation that could not be studied.
    """

    studied: bool = True
    findings: list[Finding] = field(default_factory=list)
    absorbed: list[Finding] = field(default_factory=list)
    untold: list[Finding] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    shared: list[int] = field(default_factory=list)
    clones: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def write(verdict: Verdict, rules: Mapping[str, Rule]) -> bytes | None:
    """A verdict as bytes; None where reading these would not give the very same again."""
    data = {
        "studied": verdict.studied,
        "findings": [_plain(one, rules) for one in verdict.findings],
        "absorbed": [_plain(one, rules) for one in verdict.absorbed],
        "untold": [_plain(one, rules) for one in verdict.untold],
        "tallies": {
            code: (one.assessed, one.weight, one.not_assessed)
            for code, one in verdict.tallies.items()
        },
        "shared": verdict.shared,
        "clones": verdict.clones,
        "unread": verdict.unread,
    }
    try:
        payload = json.dumps(data, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError):
        return None
    return payload if read(payload, rules) == verdict else None


def read(payload: bytes, rules: Mapping[str, Rule]) -> Verdict | None:
    """A verdict from bytes; None where they hold none."""
    try:
        data = json.loads(payload)
        return Verdict(
            bool(data["studied"]),
            [_finding(one, rules) for one in data["findings"]],
            [_finding(one, rules) for one in data["absorbed"]],
            [_finding(one, rules) for one in data["untold"]],
            {code: Tally(*counts) for code, counts in data["tallies"].items()},
            list(data["shared"]),
            dict(data["clones"]),
            list(data["unread"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _plain(finding: Finding, rules: Mapping[str, Rule]) -> dict[str, Any]:
    found = {name: getattr(finding, name) for name in _PLAIN}
    rule = rules.get(finding.code)
    for name in _OF_THE_RULE:
        if rule is not None and getattr(rule, name) == found[name]:
            del found[name]
    found["facts"] = [(key, value, type(value) is Several) for key, value in finding.facts.items()]
    found["span"] = _numbers(finding.span)
    found["related"] = [(_numbers(one.span), one.says) for one in finding.related]
    if finding.suppressed_until is not None:
        found["suppressed_until"] = finding.suppressed_until.isoformat()
    return found


def _numbers(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


def _finding(data: dict[str, Any], rules: Mapping[str, Rule]) -> Finding:
    for name in _OF_THE_RULE:
        if name not in data:
            said = getattr(rules[data["code"]], name)
            data[name] = list(said) if isinstance(said, list) else said
    data["facts"] = {key: Several(v) if several else v for key, v, several in data["facts"]}
    data["span"] = Span(*data["span"])
    data["related"] = [Related(Span(*place), says) for place, says in data["related"]]
    until = data.get("suppressed_until")
    data["suppressed_until"] = datetime.date.fromisoformat(until) if until else None
    return Finding(**data)

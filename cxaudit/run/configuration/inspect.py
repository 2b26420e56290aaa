"""What a configuration comes to for one file: laid open for people to look at."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.values import Duration
from cxaudit.rules.policy import Override, Policy
from cxaudit.rules.rule import Limit, Rule
from cxaudit.run.configuration.rulebook import Rulebook
from cxaudit.run.discover import SKIPPED
from cxaudit.run.project import configuration_in, nearest_configuration
from cxaudit.run.there import is_file


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that is not as it ships: what it is now, and which files say so."""

    code: str
    name: str
    limits: dict[str, str]
    severity: str
    by: list[str]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a path is judged by. `on` and `off` are rules by code, with their names; `elements` are
    overrides about some elements of it, as patterns with the rules that are off there."""

    path: str
    files: list[str]
    packs: list[str]
    confidence: str
    fail_on: str
    baseline: str
    exclude: list[str]
    on: dict[str, str]
    off: dict[str, str]
    least: dict[str, str]
    changed: list[Changed] = field(default_factory=list)
    elements: list[tuple[list[str], dict[str, str]]] = field(default_factory=list)


def inspect(book: Rulebook, path: str) -> Inspection:
    """What holds for a file, or for a folder where no override is about some of its files."""
    settings, policies = book.settings, book.policies
    map_id = Path(path).stem
    policy = policies.of(path, map_id)
    return Inspection(
        path=path,
        files=settings.files,
        packs=[pack.shown for pack in settings.packs],
        confidence=policy.confidence,
        fail_on=settings.fail_on or "error",
        baseline=os.path.relpath(settings.baseline) if settings.baseline else "",
        exclude=[line for patterns in settings.exclude for line in patterns.lines],
        on=_named(policy.rules),
        off=_named({c: rule for c, rule in book.every.items() if c not in policy.rules}),
        least=dict(policy.least),
        changed=[_changed(rule) for rule in policy.rules.values() if rule.changed_by],
        elements=[
            _on_elements(policies.overrides[n], policies.of_element(path, map_id, [n]), policy)
            for n in policies.on_elements(path, map_id)
        ],
    )


def configurations(paths: Iterable[str]) -> list[str]:
    """The configurations named, in folders, and above them, each once."""
    found: dict[Path, str] = {}
    for text in paths:
        path = Path(text)
        if is_file(path):
            found.setdefault(path.resolve(), text)
            continue
        above = nearest_configuration(path)
        if above is not None:
            found.setdefault(above, os.path.relpath(above))
        for folder, inner, _ in os.walk(path):
            inner[:] = sorted(one for one in inner if one not in SKIPPED and one[:1] != ".")
            here = configuration_in(Path(folder))
            if here is not None:
                found.setdefault(here.resolve(), str(here))
    return list(found.values())


def _named(rules: dict[str, Rule]) -> dict[str, str]:
    return {code: rule.name for code, rule in rules.items()}


def _changed(rule: Rule) -> Changed:
    grades = dict.fromkeys(grade.severity for grade in rule.severity)
    limits = {name: _limit(value) for name, value in rule.limits.items()}
    return Changed(rule.code, rule.name, limits, " or ".join(grades), list(rule.changed_by))


def _limit(value: Limit) -> str:
    return str(value.text) if isinstance(value, Duration) else f"{value:g}"


def _on_elements(
    override: Override, own: Policy, general: Policy
) -> tuple[list[str], dict[str, str]]:
    off = {code: rule for code, rule in general.rules.items() if code not in own.rules}
    return list(override.elements), _named(off)

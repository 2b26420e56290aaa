"""The page of a rule as data: the rule, its examples as they ran, what it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.report.rule_pages.examples import Ran, run
from cxaudit.rules.expressions import fields_of
from cxaudit.rules.reference import Heuristic, Source, heuristic, source
from cxaudit.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a rule names. Where it is unknown the rule is not judged, unless it `asks`
    whether the fact is known."""

    judge: str
    name: str
    what: str
    may_be_unknown: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a rule shows. `absorbed_by` tell the same cause in its stead, `absorbs` are
    told by it; both are codes, not all of them among the rules that have pages."""

    rule: Rule
    facts: tuple[Fact, ...]
    bad: Ran
    good: Ran
    heuristics: tuple[Heuristic, ...]
    sources: tuple[tuple[str, Source | None], ...]
    absorbed_by: tuple[str, ...]
    absorbs: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code of the rule, which names its page for good."""
        return self.rule.code


def page_of(rule: Rule, rules: Mapping[str, Rule]) -> Page:
    """The page of a rule among others; its examples are run."""
    bad = run(rule, "bad")
    return Page(
        rule,
        _facts(rule),
        bad,
        run(rule, "good", bad.drawn),
        tuple(heuristic(name) for name in rule.heuristics),
        tuple((key, source(key)) for key in rule.sources),
        tuple(sorted(rule.absorbed_by)),
        tuple(sorted(c for c, other in rules.items() if rule.code in other.absorbed_by)),
    )


def _facts(rule: Rule) -> tuple[Fact, ...]:
    """The facts that a rule names, in the order of their model."""
    known = fields_of(rule.judges)
    named = rule.names
    found = []
    for attribute, spec in JUDGES[rule.judges].model_fields.items():
        name = spec.alias or attribute
        asks = f"has_{name}" in named
        if name in known and (name in named or asks):
            what = spec.description or ""
            found.append(Fact(rule.judges, name, what, known[name].optional, asks))
    return tuple(found)

"""Judging: every rule on every element whose facts are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.rules.expressions import Expression, Field, Known, activate, fields_of
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.rules.telling import Hit, findings_of, path_of, witness_of


@dataclass(slots=True)
class Crash:
    """A rule that failed while running: a result is never dropped."""

    code: str
    map: str
    element: str
    says: str


@dataclass(slots=True)
class Tally:
    """How often one rule was judged: elements assessed, the volume they stand for, and elements on
    which a fact that the rule names is unknown."""

    assessed: int = 0
    weight: float = 0.0
    not_assessed: int = 0

    def add(self, other: Tally) -> None:
        """Add a tally over other elements."""
        self.assessed += other.assessed
        self.weight += other.weight
        self.not_assessed += other.not_assessed


@dataclass(slots=True)
class Judgement:
    """What came of judging one file."""

    findings: list[Finding] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    crashes: list[Crash] = field(default_factory=list)

    def tally(self, code: str) -> Tally:
        """The tally of a rule."""
        return self.tallies.setdefault(code, Tally())

    def add(self, other: Judgement) -> None:
        """Add what came of judging other elements."""
        self.findings += other.findings
        self.crashes += other.crashes
        for code, own in other.tallies.items():
            self.tally(code).add(own)

    @property
    def assessed(self) -> dict[str, int]:
        """Checks made, by code."""
        return {code: tally.assessed for code, tally in self.tallies.items() if tally.assessed}

    @property
    def not_assessed(self) -> dict[str, int]:
        """Checks that could not be made, by code."""
        found = {code: tally.not_assessed for code, tally in self.tallies.items()}
        return {code: count for code, count in found.items() if count}


@dataclass(frozen=True, slots=True)
class Part:
    """Some elements of a file, by the identity of their facts; the `rest` are those for which nothing
    else is said, the file itself among them."""

    elements: frozenset[int]
    rest: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """How one fact gets from a model into an activation."""

    name: str
    attribute: str
    field: Field
    twin: bool

    def value(self, facts: dict[str, Any]) -> Any:
        found = facts[self.attribute]
        if self.twin:
            return found is not None
        if found is None:
            return self.field.nothing
        return float(found) if self.field.kind == "double" else found


@dataclass(frozen=True, slots=True)
class _Ready:
    """A rule with what judging asks of it worked out: `doubtful` are the facts it must know."""

    rule: Rule
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules over one judge, made ready once for many maps."""

    judge: str
    ready: tuple[_Ready, ...]
    reads: tuple[_Read, ...]


def panels_of(rules: Iterable[Rule]) -> list[Panel]:
    """Make rules ready to judge, those over one judge together."""
    by_judge: dict[str, list[Rule]] = {}
    for rule in [form for one in rules for form in one.forms]:
        by_judge.setdefault(rule.judges, []).append(rule)
    return [_panel(judge, forms) for judge, forms in by_judge.items()]


def _panel(judge: str, rules: list[Rule]) -> Panel:
    known = fields_of(judge)
    attributes = {spec.alias or name: name for name, spec in JUDGES[judge].model_fields.items()}

    def read(name: str) -> _Read:
        twin = name.startswith("has_") and name not in known
        bare = name[4:] if twin else name
        return _Read(f"{judge}.{name}", attributes[bare], known[bare], twin)

    ready, found = [], []
    for rule in rules:
        names = rule.names
        doubtful = tuple(
            attributes[name]
            for name in sorted(names)
            if name in known and known[name].optional and f"has_{name}" not in names
        )
        ready.append(_Ready(rule, doubtful))
        found.append([read(name) for name in names])
    every = {one.name: one for reads in found for one in reads}
    return Panel(judge, tuple(ready), tuple(every[name] for name in sorted(every)))


def judge(analysis: Analysis, panels: Iterable[Panel], part: Part | None = None) -> Judgement:
    """Judge one file, or a part of its elements; absorbing and waivers come after."""
    result = Judgement()
    whole = analysis.one("map")
    profile = whole.profile if whole is not None else None
    rest = part is None or part.rest
    for panel in panels:
        elements = analysis.all(panel.judge)
        if part is not None:
            elements = [one for one in elements if id(one) in part.elements]
        if not elements and not (panel.judge == "problem" and rest):
            if panel.judge == "map" and analysis.document.kind == "process" and rest:
                for ready in panel.ready:  # a map that cannot be read: nothing is known of it
                    result.tally(ready.rule.code).not_assessed += 1
            continue
        hits: dict[int, list[Hit]] = {}
        tallies = [result.tally(one.rule.code) for one in panel.ready]
        limits = [one.rule.limits_for(profile, analysis.calendar) for one in panel.ready]
        for facts in elements:
            _judge_one(analysis, panel, facts, limits, tallies, hits, result)
        if panel.judge == "problem":
            _count_problems(analysis, panel, hits, result)
        for number, ready in enumerate(panel.ready):
            found = hits.get(number)
            if found:
                among = ready.rule.among
                judged = sum(1 for one in elements if among is None or one.__dict__[among])
                result.findings += findings_of(analysis, ready.rule, found, judged, limits[number])
    return result


def _count_problems(
    analysis: Analysis, panel: Panel, hits: dict[int, list[Hit]], result: Judgement
) -> None:
    """A file is one check of each rule about reading it, passed where nothing of the kind is wrong;
    of a map that cannot be read, nobody knows what else is wrong."""
    blocked = analysis.study is None and analysis.document.kind == "process"
    for number, ready in enumerate(panel.ready):
        failed, tally = len(hits.get(number, [])), result.tally(ready.rule.code)
        tally.assessed = max(failed, 0 if blocked else 1)
        tally.weight = float(tally.assessed)
        tally.not_assessed = int(blocked and not failed)


def _judge_one(
    analysis: Analysis,
    panel: Panel,
    facts: Facts,
    limits: list[dict[str, float]],
    tallies: list[Tally],
    hits: dict[int, list[Hit]],
    result: Judgement,
) -> None:
    """Judge one element by the rules of a panel."""
    values = facts.__dict__
    weight = values["share"] if panel.judge == "request" else 1.0
    known: Known | None = None
    for number, ready in enumerate(panel.ready):
        rule = ready.rule
        if rule.among is not None and values[rule.among] is False:
            continue
        tally = tallies[number]
        if ready.doubtful and any(values[name] is None for name in ready.doubtful):
            tally.not_assessed += 1
            continue
        tally.assessed += 1
        tally.weight += weight
        if known is None:
            known = activate(panel.judge, {read.name: read.value(values) for read in panel.reads})
        try:
            hit = _fires(rule, facts, known, limits[number])
        except RuntimeError as error:
            says = str(error).splitlines()[0]
            result.crashes.append(Crash(rule.code, analysis.id, path_of(rule, facts), says))
            continue
        if hit is not None:
            hit.weight = weight
            hits.setdefault(number, []).append(hit)


def _fires(rule: Rule, facts: Facts, known: Known, limits: dict[str, float]) -> Hit | None:
    """The hit of a rule on an element, where there is one."""
    if rule.when.value(known, limits) is not True:
        return None

    def holds(expression: Expression | None) -> bool:
        return expression is None or expression.value(known, limits) is True

    grade = next((g for g in rule.severity if holds(g.when)), None)
    case = next((c for c in rule.says if holds(c.when)), None)
    if grade is None or case is None:
        return None
    return Hit(facts, grade.severity, case.template, witness_of(rule, facts))

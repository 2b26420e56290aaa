"""Judging: every rule on every element whose facts are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.language.values import Calendar
from cxaudit.rules.allowed import Waived
from cxaudit.rules.expressions import Expression, Known, fields_of
from cxaudit.rules.finding import Finding
from cxaudit.rules.plain import Reader
from cxaudit.rules.rule import Rule
from cxaudit.rules.telling import Charge, Hit, Reads, findings_of, path_of, reads_of, witness_of


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
class _Ready:
    """A rule with what judging asks of it worked out: what it `reads`, and the facts among that which
    it must know, `doubtful`, by attribute."""

    rule: Rule
    reads: Reads
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    """A rule under a profile: its limits, and what answers its condition at once where that is
    plain."""

    ready: _Ready
    limits: dict[str, float]
    plainly: Reader | None


@dataclass(slots=True)
class _Bench:
    """A rule on one file: its tally there, and the elements on which it fires."""

    ready: _Ready
    limits: dict[str, float]
    plainly: Reader | None
    tally: Tally
    hits: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules over one judge, made ready once for many maps. `names` are all that their expressions
    read."""

    judge: str
    ready: tuple[_Ready, ...]
    names: tuple[str, ...]
    _bound: dict[tuple[str | None, Calendar], list[_Bound]] = field(default_factory=dict)

    def under(self, profile: str | None, calendar: Calendar) -> list[_Bound]:
        """Each rule under a profile."""
        key = (profile, calendar)
        if key not in self._bound:
            limits = [one.rule.limits_for(profile, calendar) for one in self.ready]
            self._bound[key] = [
                _Bound(one, said, one.rule.when.plainly(said))
                for one, said in zip(self.ready, limits, strict=True)
            ]
        return self._bound[key]


def panels_of(rules: Iterable[Rule]) -> list[Panel]:
    """Make rules ready to judge, those over one judge together."""
    by_judge: dict[str, list[Rule]] = {}
    for rule in [form for one in rules for form in one.forms]:
        by_judge.setdefault(rule.judges, []).append(rule)
    return [_panel(judge, forms) for judge, forms in by_judge.items()]


def _panel(judge: str, rules: list[Rule]) -> Panel:
    known = fields_of(judge)
    attributes = {spec.alias or name: name for name, spec in JUDGES[judge].model_fields.items()}
    ready = []
    for rule in rules:
        names = rule.names
        doubtful = tuple(
            attributes[name]
            for name in sorted(names)
            if name in known and known[name].optional and f"has_{name}" not in names
        )
        ready.append(_Ready(rule, reads_of(rule), doubtful))
    every = sorted({f"{judge}.{name}" for one in ready for name in one.reads.names})
    return Panel(judge, tuple(ready), tuple(every))


def judge(
    analysis: Analysis,
    panels: Iterable[Panel],
    part: Part | None = None,
    waived: Waived = lambda code, path: False,
) -> Judgement:
    """Judge one file, or a part of its elements; absorbing and waivers come after. Findings on elements
    for which their rule is `waived` stay apart from others."""
    result = Judgement()
    whole = analysis.one("map")
    profile = whole.profile if whole is not None else None
    calendar = analysis.calendar
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
        benches = [
            _Bench(one.ready, one.limits, one.plainly, result.tally(one.ready.rule.code))
            for one in panel.under(profile, calendar)
        ]
        for facts in elements:
            _judge_one(analysis, panel, facts, benches, result)
        if panel.judge == "problem":
            _count_problems(analysis, benches)
        for bench in benches:
            if bench.hits:
                rule, among = bench.ready.rule, bench.ready.rule.among
                judged = sum(1 for one in elements if among is None or one.__dict__[among])
                charge = Charge(analysis, rule, bench.ready.reads, bench.limits, waived)
                result.findings += findings_of(charge, bench.hits, judged)
    return result


def _count_problems(analysis: Analysis, benches: list[_Bench]) -> None:
    """A file is one check of each rule about reading it, passed where nothing of the kind is wrong;
    of a map that cannot be read, nobody knows what else is wrong."""
    blocked = analysis.study is None and analysis.document.kind == "process"
    for bench in benches:
        failed, tally = len(bench.hits), bench.tally
        tally.assessed = max(failed, 0 if blocked else 1)
        tally.weight = float(tally.assessed)
        tally.not_assessed = int(blocked and not failed)


def _judge_one(
    analysis: Analysis, panel: Panel, facts: Facts, benches: list[_Bench], result: Judgement
) -> None:
    """Judge one element by the rules of a panel."""
    values = facts.__dict__
    weight = values["share"] if panel.judge == "request" else 1.0
    known: Known | None = None
    for bench in benches:
        ready, tally = bench.ready, bench.tally
        among = ready.rule.among
        if among is not None and values[among] is False:
            continue
        if ready.doubtful and None in map(values.__getitem__, ready.doubtful):
            tally.not_assessed += 1
            continue
        tally.assessed += 1
        tally.weight += weight
        answer = bench.plainly(values) if bench.plainly is not None else None
        if answer is False:
            continue
        if known is None:
            known = Known(panel.judge, values, panel.names)
        try:
            if answer is None and ready.rule.when.value(known, bench.limits) is not True:
                continue
            hit = _hit(ready.rule, facts, known, bench.limits)
        except RuntimeError as error:
            says = str(error).splitlines()[0]
            crash = Crash(ready.rule.code, analysis.id, path_of(ready.rule, facts), says)
            result.crashes.append(crash)
            continue
        if hit is not None:
            hit.weight = weight
            bench.hits.append(hit)


def _hit(rule: Rule, facts: Facts, known: Known, limits: dict[str, float]) -> Hit | None:
    """The hit of a rule whose condition holds for an element, where it has a severity and a sentence
    for it."""

    def holds(expression: Expression | None) -> bool:
        return expression is None or expression.value(known, limits) is True

    grade = next((g for g in rule.severity if holds(g.when)), None)
    case = next((c for c in rule.says if holds(c.when)), None)
    if grade is None or case is None:
        return None
    return Hit(facts, grade.severity, case.template, witness_of(rule, facts))

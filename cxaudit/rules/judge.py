"""Judging: every rule on every element whose facts are known; what fires becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import Facts, value_of
from cxaudit.language.read import Loc
from cxaudit.language.spans import Span
from cxaudit.rules.expressions import Expression, activate, activation_data, fields_of
from cxaudit.rules.finding import Finding, Related
from cxaudit.rules.rule import Rule
from cxaudit.rules.templates import Several, Template, fill, listed

NOT_STARTED_SHARE = 0.8
_SURE = {"inferred-medium": "medium", "assumed": "medium", "inferred-high": "high"}


@dataclass(slots=True)
class Crash:
    """A rule that failed while running: a result is never dropped."""

    code: str
    map: str
    element: str
    says: str


@dataclass(slots=True)
class Judgement:
    """What came of judging one file: findings, how many checks were made, which were not assessed."""

    findings: list[Finding] = field(default_factory=list)
    assessed: dict[str, int] = field(default_factory=dict)
    not_assessed: dict[str, int] = field(default_factory=dict)
    crashes: list[Crash] = field(default_factory=list)


@dataclass(slots=True)
class _Hit:
    """A rule that fires on one element, before hits with one witness become one finding."""

    facts: Facts
    severity: str
    template: Template
    witness: list[str]


def judge(analysis: Analysis, rules: Iterable[Rule]) -> Judgement:
    """Judge one file by some rules; absorbing and waivers come after."""
    result = Judgement()
    whole = analysis.one("map")
    profile = whole.profile if whole is not None else None
    days = analysis.calendar
    for rule in [form for one in rules for form in one.forms]:
        elements = analysis.all(rule.judges)
        if not elements:
            continue
        limits = rule.limits_for(profile, days)
        hits = _hits(analysis, rule, elements, limits, result)
        result.findings += _findings(analysis, rule, hits, len(elements), limits)
    return result


def _unknown(facts: Facts, rule: Rule) -> bool:
    """Whether a fact that the rule names is unknown, and the rule does not ask for its twin."""
    names = rule.names
    known = fields_of(rule.judges)
    for name in names:
        field_ = known.get(name)
        if field_ is not None and field_.optional and f"has_{name}" not in names:
            value = value_of(facts, name)
            if value is None:
                return True
    return False


def _hits(
    analysis: Analysis,
    rule: Rule,
    elements: list[Facts],
    limits: dict[str, float],
    result: Judgement,
) -> list[_Hit]:
    hits = []
    for facts in elements:
        if _unknown(facts, rule):
            result.not_assessed[rule.code] = result.not_assessed.get(rule.code, 0) + 1
            continue
        result.assessed[rule.code] = result.assessed.get(rule.code, 0) + 1
        data = activation_data(rule.judges, facts, rule.names)

        def holds(
            expression: Expression | None, data: dict[str, Any] = data, rule: Rule = rule
        ) -> bool:
            if expression is None:
                return True
            return bool(expression.value(activate(rule.judges, limits, expression.limits, data)))

        try:
            if not holds(rule.when):
                continue
            grade = next((g for g in rule.severity if holds(g.when)), None)
            case = next((c for c in rule.says if holds(c.when)), None)
        except RuntimeError as error:
            result.crashes.append(
                Crash(rule.code, analysis.id, _path(rule, facts), str(error).splitlines()[0])
            )
            continue
        if grade is None or case is None:
            continue
        hits.append(_Hit(facts, grade.severity, case.template, _witness(rule, facts)))
    return hits


def _witness(rule: Rule, facts: Facts) -> list[str]:
    if rule.witness is None:
        return []
    value = getattr(facts, rule.witness)
    if isinstance(value, str):
        return [value]
    flat: list[str] = []
    for item in value or []:
        flat += item if isinstance(item, list) else [item]
    return list(dict.fromkeys(flat))


def _path(rule: Rule, facts: Facts) -> str:
    """The element path of a finding about one element."""
    entity = getattr(facts, "id", "")
    step = getattr(facts, "step", "")
    return {
        "map": "",
        "problem": getattr(facts, "path", ""),
        "step": f"steps/{entity}",
        "flow": f"steps/{getattr(facts, 'source', '')}/next",
        "touch_point": f"steps/{step}/with",
        "sign_off": f"steps/{step}/sign-off",
        "request": f"requests/{entity}",
        "party": f"parties/{entity}",
        "feedback": f"feedback/{entity}",
        "organisation": "",
        "group": f"changes/{getattr(facts, 'change', '')}/groups/{entity}",
        "clone": "",
    }.get(rule.judges, f"{rule.judges}s/{entity}")


def _findings(
    analysis: Analysis, rule: Rule, hits: list[_Hit], judged: int, limits: dict[str, float]
) -> list[Finding]:
    if rule.not_started and len(hits) >= 3 and len(hits) > NOT_STARTED_SHARE * judged:
        return [_not_started(analysis, rule, hits, judged)]
    groups: dict[Any, list[_Hit]] = {}
    for number, hit in enumerate(hits):
        merges = rule.judges == "request" and hit.witness
        own = hit.facts.id if _waived(analysis, rule, hit.facts) else ""  # type: ignore[attr-defined]
        cause = (tuple(hit.witness), hit.severity, hit.template.text, own)
        groups.setdefault(cause if merges else number, []).append(hit)
    return [_finding(analysis, rule, group, limits) for group in groups.values()]


def _waived(analysis: Analysis, rule: Rule, facts: Facts) -> bool:
    """Whether a request type carries a waiver of its own: its finding then stays apart."""
    requests = getattr(analysis.document.model, "requests", None) or {}
    spec = requests.get(getattr(facts, "id", "")) if rule.judges == "request" else None
    return spec is not None and bool({rule.code, rule.name} & set(spec.allow))


def _not_started(analysis: Analysis, rule: Rule, hits: list[_Hit], judged: int) -> Finding:
    says = rule.not_started.replace("{count}", str(len(hits))).replace("{of}", str(judged))
    finding = _bare(analysis, rule, "", says, _mildest(hits))
    finding.elements = [_path(rule, hit.facts) for hit in hits]
    finding.span = analysis.document.span(())
    finding.span = Span(
        finding.span.line, finding.span.column, finding.span.line, finding.span.end_column
    )
    return finding


def _mildest(hits: list[_Hit]) -> str:
    grades = [hit.severity for hit in hits]
    return next(g for g in ("info", "warning", "error") if g in grades)


def _gravest(hits: list[_Hit]) -> str:
    grades = [hit.severity for hit in hits]
    return next(g for g in ("error", "warning", "info") if g in grades)


def _bare(analysis: Analysis, rule: Rule, path: str, says: str, severity: str) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity,
        confidence="certain",
        says=says,
        map=analysis.id,
        path=path,
        file=analysis.document.path,
        why=rule.why,
        instead=rule.instead,
        heuristics=list(rule.heuristics),
    )


def _finding(
    analysis: Analysis, rule: Rule, group: list[_Hit], limits: dict[str, float]
) -> Finding:
    gravest = _gravest(group)
    hit = next(h for h in group if h.severity == gravest)
    values = {name: value_of(hit.facts, name) for name in fields_of(rule.judges)}
    if len(group) > 1:
        values |= _together(group, rule.names & set(values))
    labels = _labels(analysis)
    says = fill(hit.template, rule.judges, values, limits, labels, analysis.calendar.day)
    path = _path(rule, hit.facts)
    if rule.judges == "request":
        path = f"steps/{hit.witness[0]}" if hit.witness else ""
    if rule.at:
        extra = fill(Template(rule.at, frozenset()), rule.judges, values, limits)
        if not extra.endswith("/"):  # a place that a list names has none where the list is empty
            path = f"{path}/{extra.lower()}".lstrip("/")
    finding = _bare(analysis, rule, path, says, gravest)
    finding.witness = hit.witness
    finding.elements = [_path(rule, h.facts) for h in group]
    finding.requests = [h.facts.id for h in group] if rule.judges == "request" else []  # type: ignore[attr-defined]
    named = sorted(n for n in rule.names if not n.startswith("has_"))
    finding.facts = {
        f"{rule.judges}.{n}": v for n in named if not isinstance(v := values.get(n), dict)
    }
    finding.facts |= {f"limits.{n}": v for n, v in limits.items()}
    finding.confidence = _confidence(hit.facts, rule)
    _place(analysis, rule, finding, hit.facts)
    return finding


def _together(group: list[_Hit], names: frozenset[str]) -> dict[str, Any]:
    """What a sentence over several request types shows: their titles, the sum of their shares, and
    every value where they differ."""
    found: dict[str, Any] = {}
    for name in names:
        values = [value_of(hit.facts, name) for hit in group]
        if isinstance(values[0], float | int | str) and any(v != values[0] for v in values):
            found[name] = Several(dict.fromkeys(values))
    found["share"] = sum(value_of(hit.facts, "share") for hit in group)
    found["title"] = listed([value_of(hit.facts, "title") for hit in group])
    return found


def _labels(analysis: Analysis) -> dict[str, str]:
    """Labels of steps whose ids are no words, as in other formats and in numbered rows."""
    if analysis.study is None:
        return {}
    foreign = bool(analysis.document.places)
    return {
        work.id: work.label
        for work in analysis.study.works
        if foreign or not any(letter.isalpha() for letter in work.id)
    }


def _confidence(facts: Facts, rule: Rule) -> str:
    """How sure a finding is: by the least sure fact that its condition reads."""
    basis: dict[str, str] = getattr(facts, "basis", {})
    found = [_SURE.get(basis[name], "high") for name in rule.when.names if name in basis]
    return next((word for word in ("medium", "high") if word in found), "certain")


def _loc(path: str, analysis: Analysis) -> Loc:
    """An element path as a path in the document; step ids may hold slashes of recovery steps."""
    parts = tuple(path.split("/")) if path else ()
    if len(parts) >= 3 and parts[0] == "steps" and parts[2] == "if-wrong":
        return (parts[0], parts[1], "if-wrong", *parts[3:])
    return parts


def _place(analysis: Analysis, rule: Rule, finding: Finding, facts: Facts) -> None:
    document = analysis.document
    if rule.judges == "problem":
        index = analysis.all("problem").index(facts)
        finding.span = analysis.problems[index].span
        return
    loc = _loc(finding.path, analysis)
    if not loc:
        whole = document.span(())
        end = whole.end_column if whole.end_line == whole.line else whole.column + 1
        finding.span = Span(whole.line, whole.column, whole.line, end)
    else:
        key = len(loc) == 2 or not rule.at
        span = document.span(loc, key=key)
        if rule.judges == "party":
            span = _party_span(analysis, facts)
        finding.span = span if span.end_line == span.line else _first_line(analysis, span)
    for request in finding.requests:
        place = document.span(("requests", request), key=True)
        if request in getattr(getattr(document.model, "requests", None), "keys", dict)():
            finding.related.append(Related(place, f"request type {request}"))


def _first_line(analysis: Analysis, span: Span) -> Span:
    """The part of a span on its first line, so that a caret can point at it."""
    text = analysis.document.lines.line(span.line)
    return Span(span.line, span.column, span.line, max(span.column + 1, len(text) + 1))


def _party_span(analysis: Analysis, facts: Facts) -> Span:
    """Where a map names a party: in `customers`, else nowhere but the map itself."""
    model = analysis.document.model
    party = getattr(facts, "id", "")
    customers = list(getattr(model, "customers", []))
    if party in customers:
        return analysis.document.span(("customers", customers.index(party)))
    whole = analysis.document.span(())
    end = whole.end_column if whole.end_line == whole.line else whole.column + 1
    return Span(whole.line, whole.column, whole.line, end)

"""Telling: what fires on elements becomes findings, with sentence, witness, arithmetic and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import Facts, value_of
from cxaudit.language.read import Loc
from cxaudit.language.spans import Span
from cxaudit.rules.allowed import Waived
from cxaudit.rules.expressions import fields_of
from cxaudit.rules.finding import Finding, Related
from cxaudit.rules.rule import Rule
from cxaudit.rules.templates import Several, Template, fill, listed, template_of
from cxaudit.texts.catalogue import _

NOT_STARTED_SHARE = 0.8
_SURE = {"inferred-medium": "medium", "assumed": "medium", "inferred-high": "high"}


@dataclass(slots=True)
class Hit:
    """A rule that fires on one element, before hits with one witness become one finding. `weight` is
    the share of the volume that the element stands for."""

    facts: Facts
    severity: str
    template: Template
    witness: list[str]
    weight: float = 1.0


def witness_of(rule: Rule, facts: Facts) -> list[str]:
    if rule.witness is None:
        return []
    value = getattr(facts, rule.witness)
    if isinstance(value, str):
        return [value]
    flat: list[str] = []
    for item in value or []:
        flat += item if isinstance(item, list) else [item]
    return list(dict.fromkeys(flat))


_MADE_BY = {"sign_off": "step", "touch_point": "party"}  # the fact without which there is none
_AT_STEP = {"touch_point": "with", "sign_off": "sign-off"}
_WHOLE = frozenset(["map", "organisation"])
_PLURALS = {"party": "parties", "feedback": "feedback"}


def path_of(rule: Rule, facts: Facts) -> str:
    """The element path of a finding about one element."""
    return element_path(rule.judges, facts)


def element_path(judge: str, facts: Facts) -> str:
    """The path of an element that a judge sees; empty for a whole file."""
    known = facts.__dict__
    if judge in _WHOLE:
        return ""
    if judge == "problem":
        return str(known["path"])
    if judge == "flow":
        return f"steps/{known['source']}/next"
    if judge in _AT_STEP:
        return f"steps/{known['step']}/{_AT_STEP[judge]}"
    if judge == "clone":
        return f"steps/{known['steps'][0]}" if known["steps"] else ""
    if judge == "group":
        return f"changes/{known['change']}/groups/{known['id']}"
    return f"{_PLURALS.get(judge, judge + 's')}/{known['id']}"


@dataclass(frozen=True, slots=True)
class Reads:
    """What a rule reads of an element, worked out once: the facts and twins that it `names`, those that
    are `shown`, those that are `told` with a finding (each with its full name), and those that it is as
    `sure` as."""

    names: frozenset[str]
    shown: frozenset[str]
    told: tuple[tuple[str, str], ...]
    sure: frozenset[str]


def reads_of(rule: Rule) -> Reads:
    """What a rule reads."""
    names = rule.names
    told = sorted(name for name in names if not name.startswith("has_"))
    return Reads(
        names,
        names & fields_of(rule.judges).keys(),
        tuple((name, f"{rule.judges}.{name}") for name in told),
        rule.when.names | {_MADE_BY.get(rule.judges, "")},
    )


@dataclass(frozen=True, slots=True)
class Charge:
    """A rule that fires in one file: what it reads, the limits that hold there, and what tells on which
    elements it is `waived`."""

    analysis: Analysis
    rule: Rule
    reads: Reads
    limits: dict[str, float]
    waived: Waived

    def stays_apart(self, hit: Hit) -> bool:
        """Whether a hit is waived where it is: it is told by itself then, and can be silenced."""
        return self.waived(self.rule.code, path_of(self.rule, hit.facts))


def findings_of(charge: Charge, hits: list[Hit], judged: int) -> list[Finding]:
    """The findings of a rule that fires: one for each root cause, or one line that says "not started"
    where nearly all of the elements `judged` lack the same; what is graver or waived is told by
    itself, and what is waived is not among those counted."""
    rule = charge.rule
    if not rule.not_started:
        return _grouped(charge, hits)
    apart = [hit for hit in hits if charge.stays_apart(hit)]
    rest = [hit for hit in hits if not charge.stays_apart(hit)] if apart else hits
    judged -= len(apart)
    if len(rest) < 3 or len(rest) <= NOT_STARTED_SHARE * judged:
        return _grouped(charge, hits)
    grade = _mildest(rest)
    graver = [hit for hit in rest if hit.severity != grade]
    alike = [hit for hit in rest if hit.severity == grade]
    line = _not_started(charge.analysis, rule, alike, judged)
    return [line, *_grouped(charge, [*graver, *apart])]


def _grouped(charge: Charge, hits: list[Hit]) -> list[Finding]:
    if charge.rule.judges != "request":
        return [_finding(charge, [hit]) for hit in hits]
    groups: dict[Any, list[Hit]] = {}
    for number, hit in enumerate(hits):
        own = hit.facts.id if charge.stays_apart(hit) else ""  # type: ignore[attr-defined]
        groups.setdefault((tuple(hit.witness), own) if hit.witness else number, []).append(hit)
    return [_finding(charge, group) for group in groups.values()]


def _not_started(analysis: Analysis, rule: Rule, hits: list[Hit], judged: int) -> Finding:
    says = _(rule.not_started).replace("{count}", str(len(hits))).replace("{of}", str(judged))
    finding = _bare(analysis, rule, "", says, _mildest(hits))
    finding.elements = [path_of(rule, hit.facts) for hit in hits]
    finding.weight = sum(hit.weight for hit in hits)
    finding.span = analysis.document.span(())
    finding.span = Span(
        finding.span.line, finding.span.column, finding.span.line, finding.span.end_column
    )
    return finding


def _mildest(hits: list[Hit]) -> str:
    grades = [hit.severity for hit in hits]
    return next(g for g in ("info", "warning", "error") if g in grades)


def _gravest(hits: list[Hit]) -> str:
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
        why=_(rule.why),
        instead=_(rule.instead),
        heuristics=list(rule.heuristics),
    )


def _finding(charge: Charge, group: list[Hit]) -> Finding:
    analysis, rule, limits = charge.analysis, charge.rule, charge.limits
    gravest = _gravest(group)
    hit = next(h for h in group if h.severity == gravest)
    shown = charge.reads.shown
    values = {name: value_of(hit.facts, name) for name in shown}
    if len(group) > 1:
        values |= _together(group, shown)
    says = fill(hit.template, rule.judges, values, limits, analysis.labels, analysis.calendar.day)
    path = path_of(rule, hit.facts)
    if rule.judges == "request":
        path = f"steps/{hit.witness[0]}" if hit.witness else ""
    if rule.at:
        at = template_of(rule.at, rule.judges)
        named = {name: value_of(hit.facts, name) for name in at.names}
        extra = fill(at, rule.judges, named, limits)
        if not extra.endswith("/"):  # a place that a list names has none where the list is empty
            path = f"{path}/{extra.lower()}".lstrip("/")
    finding = _bare(analysis, rule, path, says, gravest)
    finding.witness = hit.witness
    finding.elements = [path_of(rule, h.facts) for h in group]
    finding.weight = sum(h.weight for h in group)
    finding.requests = [h.facts.id for h in group] if rule.judges == "request" else []  # type: ignore[attr-defined]
    finding.facts = {
        full: v for name, full in charge.reads.told if not isinstance(v := values.get(name), dict)
    }
    finding.facts |= {f"limits.{n}": v for n, v in limits.items()}
    finding.confidence = _confidence(hit.facts, charge.reads)
    _place(analysis, rule, finding, hit.facts)
    return finding


def _together(group: list[Hit], names: frozenset[str]) -> dict[str, Any]:
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


def _confidence(facts: Facts, reads: Reads) -> str:
    """How sure a finding is: by the least sure fact that its condition reads, and by how sure it is
    that there is such a sign-off or touch-point at all."""
    basis: dict[str, str] = getattr(facts, "basis", {})
    if not basis:
        return "certain"
    found = [_SURE.get(basis[name], "high") for name in reads.sure if name in basis]
    return next((word for word in ("medium", "high") if word in found), "certain")


def _loc(path: str, analysis: Analysis) -> Loc:
    """An element path as a path in the document; ids of steps may hold slashes."""
    parts = tuple(path.split("/")) if path else ()
    if len(parts) > 2 and parts[0] == "steps":
        steps = getattr(analysis.document.model, "steps", {})
        for end in range(len(parts), 2, -1):
            known = "/".join(parts[1:end])
            if known in steps:
                return (parts[0], known, *parts[end:])
    return parts


def _place(analysis: Analysis, rule: Rule, finding: Finding, facts: Facts) -> None:
    document = analysis.document
    if rule.judges == "problem":
        index = next(n for n, one in enumerate(analysis.facts["problem"]) if one is facts)
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
    """Where a file names a party: in `customers` or `parties`, else nowhere but the file itself."""
    model = analysis.document.model
    party = getattr(facts, "id", "")
    customers = list(getattr(model, "customers", []))
    if party in customers:
        return analysis.document.span(("customers", customers.index(party)))
    if party in getattr(model, "parties", {}):
        return analysis.document.span(("parties", party), key=True)
    whole = analysis.document.span(())
    end = whole.end_column if whole.end_line == whole.line else whole.column + 1
    return Span(whole.line, whole.column, whole.line, end)

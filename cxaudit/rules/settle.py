"""After judging: one root cause gives one finding, and waivers silence with a trace."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.language.fields import Waiver
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.process import Process
from cxaudit.language.read import Document, Loc
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule


def absorb(findings: list[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """Drop findings whose root cause another one tells: an absorber on the same map that shares a
    request type, an element or a step of its witness."""
    by_code: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_code.setdefault((finding.map, finding.code), []).append(finding)
    told: set[tuple[str, str, tuple[str, ...]]] = set()
    alone = []
    for finding in findings:
        rule = rules.get(finding.code)
        absorbers = [
            other
            for code in (rule.absorbed_by if rule else [])
            for other in by_code.get((finding.map, code), [])
        ]
        if any(_same_cause(finding, other) for other in absorbers):
            told.add(_cause(finding))
        else:
            alone.append(finding)
    return [f for f in alone if not f.witness or _cause(f) not in told]


def _cause(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    """Findings of one rule with one witness have one cause, whatever their request types."""
    return finding.map, finding.code, tuple(finding.witness)


def _same_cause(finding: Finding, other: Finding) -> bool:
    if finding.requests and other.requests:
        return bool(set(finding.requests) & set(other.requests))
    if set(finding.elements) & set(other.elements):
        return True
    steps = {e.split("/")[1] for e in finding.elements if e.startswith("steps/")}
    return bool((steps | set(finding.witness)) & set(other.witness)) or not finding.path


@dataclass(slots=True)
class _Allowed:
    """A waiver in force: what it covers and where it stands."""

    code: str
    waiver: Waiver
    loc: Loc
    steps: set[str]
    requests: set[str]
    everything: bool = False
    used: bool = False
    shared: bool = False


def waive(
    findings: list[Finding],
    document: Document,
    organisation: Organisation | None,
    rules: dict[str, Rule],
    as_of: datetime.date,
) -> list[Problem]:
    """Suppress what waivers allow, those of the map and of the entities of its organisation file;
    return what is wrong with the map's own."""
    if not isinstance(document.model, Process):
        return []
    problems: list[Problem] = []
    active = []
    names = {rule.name: code for code, rule in rules.items()}
    shared = [] if organisation is None else _entities(organisation, shared=True)
    for allowed in [*_waivers(document.model), *shared]:
        code = allowed.code if allowed.code in rules else names.get(allowed.code)
        if allowed.shared and (code is None or _over(allowed, as_of)):
            continue
        if code is None:
            near = nearest(allowed.code, [*rules, *names])
            says = f"no rule is called {allowed.code!r}" + (
                f"; did you mean {near!r}?" if near else ""
            )
            problems.append(_told(document, allowed, "waiver-unknown", says, near))
        elif _over(allowed, as_of):
            says = f"the waiver of {allowed.code} ended on {allowed.waiver.until}: decide anew"
            problems.append(_told(document, allowed, "waiver-expired", says))
        elif rules[code].mandatory:
            says = f"{allowed.code} is mandatory and cannot be waived"
            problems.append(_told(document, allowed, "waiver-mandatory", says))
        else:
            allowed.code = code
            active.append(allowed)
    for finding in findings:
        for allowed in active:
            if allowed.code == finding.code and _covers(allowed, finding):
                allowed.used = True
                finding.suppressed = allowed.waiver.reason or "no reason given"
    for allowed in active:
        if not allowed.used and not allowed.shared:
            says = f"the waiver of {allowed.code} silences nothing: remove it"
            problems.append(_told(document, allowed, "waiver-unused", says))
    return problems


def _over(allowed: _Allowed, as_of: datetime.date) -> bool:
    return allowed.waiver.until is not None and allowed.waiver.until < as_of


def _covers(allowed: _Allowed, finding: Finding) -> bool:
    if allowed.everything:
        return True
    if allowed.requests:
        return bool(finding.requests) and set(finding.requests) <= allowed.requests
    path = finding.path.split("/")
    return len(path) > 1 and path[0] == allowed.loc[0] and path[1] in allowed.steps


def _waivers(process: Process) -> Iterable[_Allowed]:
    for code, waiver in process.allow.items():
        yield _Allowed(code, waiver, ("allow", code), set(), set(), everything=True)
    for step_id, step in process.steps.items():
        for code, waiver in step.allow.items():
            yield _Allowed(code, waiver, ("steps", step_id, "allow", code), {step_id}, set())
    for request, spec in process.requests.items():
        for code, waiver in spec.allow.items():
            yield _Allowed(code, waiver, ("requests", request, "allow", code), set(), {request})
    yield from _entities(process, shared=False)


def _entities(model: Process | Organisation, shared: bool) -> Iterable[_Allowed]:
    for kind in ("parties", "roles", "units", "measures", "feedback"):
        for key, entity in getattr(model, kind).items():
            for code, waiver in entity.allow.items():
                loc = (kind, key, "allow", code)
                yield _Allowed(code, waiver, loc, {key}, set(), shared=shared)


def _told(document: Document, allowed: _Allowed, kind: str, says: str, near: str = "") -> Problem:
    path = "/".join(str(part) for part in allowed.loc)
    span = document.span(allowed.loc, key=True)
    return Problem("unfinished", kind, says, span, path, allowed.code, near)

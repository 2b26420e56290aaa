"""Waivers: what somebody decided to live with silences a finding, with a trace."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from cxaudit.language.fields import Waiver
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.read import Document
from cxaudit.language.spans import Span
from cxaudit.rules.allowed import Allowed as Allowed
from cxaudit.rules.allowed import repeated
from cxaudit.rules.allowed import waivers_of as waivers_of
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule


def in_force(
    waivers: Iterable[Allowed],
    document: Document,
    rules: Mapping[str, Rule],
    as_of: datetime.date,
    off: Mapping[str, Rule],
) -> tuple[list[Allowed], list[Problem]]:
    """Those that hold, by code, and what is wrong with the others and with comments. Waivers of rules
    that are `off`, such as opt-in ones, wait for their day."""
    names = {rule.name: code for code, rule in rules.items()}
    resting = {*off, *(rule.name for rule in off.values())} - {*rules, *names}
    active: list[Allowed] = []
    problems: list[Problem] = []
    for allowed in waivers:
        comment = allowed.comment
        if comment is not None and comment.fault:
            problems.append(comment.problem)
            continue
        if comment is not None and not comment.reason:
            says = f"the waiver of {allowed.code} gives no reason: say why it is right"
            problems.append(_told(document, allowed, "waiver-without-reason", says))
        code = allowed.code if allowed.code in rules else names.get(allowed.code)
        if allowed.code in resting:
            continue
        if code is None:
            near = nearest(allowed.code, [*rules, *names])
            hint = f"; did you mean {near!r}?" if near else ""
            says = f"no rule is called {allowed.code!r}{hint}"
            problems.append(_told(document, allowed, "waiver-unknown", says, near))
        elif allowed.waiver.until is not None and allowed.waiver.until < as_of:
            says = f"the waiver of {allowed.code} ended on {allowed.waiver.until}: decide anew"
            problems.append(_told(document, allowed, "waiver-expired", says))
        elif rules[code].mandatory:
            says = f"{allowed.code} is mandatory and cannot be waived"
            problems.append(_told(document, allowed, "waiver-mandatory", says))
        else:
            allowed.code = code
            active.append(allowed)
    for allowed, _ in repeated(active):
        allowed.repeats = True
    return active, problems


def waive(findings: Iterable[Finding], active: Iterable[Allowed]) -> None:
    """Suppress what waivers allow, noting which of them did something.

    A finding about a whole file that lists elements is silenced where each of them is waived; until
    then the waivers of some of them are in use, and the finding stands for the others.
    """
    by_code: dict[str, list[Allowed]] = {}
    for allowed in active:
        if not allowed.repeats:
            by_code.setdefault(allowed.code, []).append(allowed)
    for finding in findings:
        waivers = by_code.get(finding.code, [])
        lists = lists_of(finding) if finding.elements == [""] else []
        found = [*_listed(waivers, lists), *_direct(waivers, finding, lists)]
        if found:
            finding.suppressed = found[0].reason or "no reason given"
            finding.suppressed_by = "waiver"
            finding.suppressed_until = found[0].until


def lists_of(finding: Finding) -> list[list[str]]:
    """The lists of elements that a finding tells."""
    values = [value for value in finding.facts.values() if isinstance(value, list) and value]
    return [value for value in values if all(isinstance(item, str) for item in value)]


def _names(allowed: Allowed, item: str) -> bool:
    """Whether an entry of a list is the element that a waiver stands on."""
    place = allowed.place
    return len(place) > 1 and (item == place[1] or item.split("/")[:2] == list(place[:2]))


def _listed(waivers: list[Allowed], lists: list[list[str]]) -> list[Waiver]:
    """Waivers of lists in which every entry is waived, each until the first of them ends."""
    found = []
    for items in lists:
        told = [[one for one in waivers if _names(one, item)] for item in items]
        for allowed in [one for some in told for one in some]:
            allowed.used = True
        if all(told):
            days = [some[0].waiver.until for some in told if some[0].waiver.until is not None]
            found.append(Waiver(reason=told[0][0].waiver.reason, until=min(days, default=None)))
    return found


def _direct(waivers: list[Allowed], finding: Finding, lists: list[list[str]]) -> list[Waiver]:
    """Waivers that stand on the element of a finding, or on all of its file."""
    found = []
    for allowed in waivers:
        several = any(_names(allowed, item) for items in lists for item in items)
        if _covers(allowed, finding) and not several:
            allowed.used = True
            found.append(allowed.waiver)
    return found


def unused(active: Iterable[Allowed], document: Document) -> list[Problem]:
    """Waivers that silence nothing; one without a reason has been told already."""
    waivers = list(active)
    before = {id(allowed): first for allowed, first in repeated(waivers)}
    found = []
    for allowed in waivers:
        if allowed.used or not allowed.waiver.reason:
            continue
        first = before.get(id(allowed))
        says = f"the waiver of {allowed.code} silences nothing: remove it"
        if first is not None:
            line = _place(document, first).line
            says = f"line {line} waives {allowed.code} here already: remove this waiver"
        found.append(_told(document, allowed, "waiver-unused", says))
    return found


def _covers(allowed: Allowed, finding: Finding) -> bool:
    place = allowed.place
    if not place:
        return True
    if place[0] == "requests":
        return bool(finding.requests) and set(finding.requests) <= {place[1]}
    return tuple(finding.path.split("/"))[: len(place)] == place


def _told(document: Document, allowed: Allowed, kind: str, says: str, near: str = "") -> Problem:
    path = "/".join(str(part) for part in allowed.loc)
    return Problem("unfinished", kind, says, _place(document, allowed), path, allowed.code, near)


def _place(document: Document, allowed: Allowed) -> Span:
    """Where a waiver stands: its comment, or its code under `allow:`."""
    if allowed.comment is not None:
        return allowed.comment.span
    return document.span(allowed.loc, key=True)

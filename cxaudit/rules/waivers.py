"""Waivers: what somebody decided to live with silences a finding, with a trace."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.language.fields import Waiver
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.process import Process
from cxaudit.language.read import Document, Loc
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule

_ENTITIES = (
    "parties", "units", "roles", "measures", "feedback", "promises", "routines", "rewards",
    "actions", "changes", "systems", "policies",
)  # fmt: skip


@dataclass(slots=True)
class Allowed:
    """One waiver: the code or name it names, and where it stands (`loc` ends with `allow`, code)."""

    code: str
    waiver: Waiver
    loc: Loc
    used: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """The element it covers; nothing for a whole file."""
        return tuple(str(part) for part in self.loc[:-2])


def waivers_of(document: Document) -> list[Allowed]:
    """The waivers that a map or an organisation file holds."""
    model = document.model
    if isinstance(model, Process):
        return list(_of_map(model))
    return list(_of_organisation(model)) if isinstance(model, Organisation) else []


def _allow(entity: Any, *loc: str) -> Iterator[Allowed]:
    for code, waiver in entity.allow.items():
        yield Allowed(code, waiver, (*loc, "allow", code))


def _of_map(process: Process) -> Iterator[Allowed]:
    yield from _allow(process)
    for key, step in process.steps.items():
        yield from _allow(step, "steps", key)
    for key, request in process.requests.items():
        yield from _allow(request, "requests", key)
    yield from _of_entities(process)


def _of_organisation(organisation: Organisation) -> Iterator[Allowed]:
    yield from _allow(organisation)
    yield from _of_entities(organisation)
    for change, spec in organisation.changes.items():
        for group, own in spec.groups.items():
            yield from _allow(own, "changes", change, "groups", group)


def _of_entities(model: Process | Organisation) -> Iterator[Allowed]:
    for kind in _ENTITIES:
        entities = getattr(model, kind, {})
        for key, entity in entities.items() if isinstance(entities, Mapping) else ():
            yield from _allow(entity, kind, key)


def in_force(
    waivers: Iterable[Allowed],
    document: Document,
    rules: Mapping[str, Rule],
    as_of: datetime.date,
    off: Mapping[str, Rule],
) -> tuple[list[Allowed], list[Problem]]:
    """Those that hold, by code, and what is wrong with the others. Waivers of rules that are `off`,
    such as opt-in ones, wait for their day."""
    names = {rule.name: code for code, rule in rules.items()}
    resting = {*off, *(rule.name for rule in off.values())} - {*rules, *names}
    active: list[Allowed] = []
    problems: list[Problem] = []
    for allowed in waivers:
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
    return active, problems


def waive(findings: Iterable[Finding], active: Iterable[Allowed]) -> None:
    """Suppress what waivers allow, noting which of them did something.

    A finding about a whole file that lists elements is silenced where each of them is waived; until
    then the waivers of some of them are in use, and the finding stands for the others.
    """
    by_code: dict[str, list[Allowed]] = {}
    for allowed in active:
        by_code.setdefault(allowed.code, []).append(allowed)
    for finding in findings:
        waivers = by_code.get(finding.code, [])
        lists = lists_of(finding) if finding.elements == [""] else []
        reasons = [*_listed(waivers, lists), *_direct(waivers, finding, lists)]
        if reasons:
            finding.suppressed = reasons[0] or "no reason given"
            finding.suppressed_by = "waiver"


def lists_of(finding: Finding) -> list[list[str]]:
    """The lists of elements that a finding tells."""
    values = [value for value in finding.facts.values() if isinstance(value, list) and value]
    return [value for value in values if all(isinstance(item, str) for item in value)]


def _names(allowed: Allowed, item: str) -> bool:
    """Whether an entry of a list is the element that a waiver stands on."""
    place = allowed.place
    return len(place) > 1 and (item == place[1] or item.split("/")[:2] == list(place[:2]))


def _listed(waivers: list[Allowed], lists: list[list[str]]) -> list[str]:
    """Reasons where every entry of a list is waived."""
    found = []
    for items in lists:
        told = [[one for one in waivers if _names(one, item)] for item in items]
        for allowed in [one for some in told for one in some]:
            allowed.used = True
        if all(told):
            found.append(told[0][0].waiver.reason)
    return found


def _direct(waivers: list[Allowed], finding: Finding, lists: list[list[str]]) -> list[str]:
    """Reasons of waivers that stand on the element of a finding, or on all of its file."""
    found = []
    for allowed in waivers:
        several = any(_names(allowed, item) for items in lists for item in items)
        if _covers(allowed, finding) and not several:
            allowed.used = True
            found.append(allowed.waiver.reason)
    return found


def unused(active: Iterable[Allowed], document: Document) -> list[Problem]:
    """Waivers that silence nothing; one without a reason has been told already."""
    return [
        _told(
            document,
            allowed,
            "waiver-unused",
            f"the waiver of {allowed.code} silences nothing: remove it",
        )
        for allowed in active
        if not allowed.used and allowed.waiver.reason
    ]


def _covers(allowed: Allowed, finding: Finding) -> bool:
    place = allowed.place
    if not place:
        return True
    if place[0] == "requests":
        return bool(finding.requests) and set(finding.requests) <= {place[1]}
    return tuple(finding.path.split("/"))[: len(place)] == place


def _told(document: Document, allowed: Allowed, kind: str, says: str, near: str = "") -> Problem:
    path = "/".join(str(part) for part in allowed.loc)
    span = document.span(allowed.loc, key=True)
    return Problem("unfinished", kind, says, span, path, allowed.code, near)

"""Waivers: what somebody decided to live with silences a finding, with a trace."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from cxaudit.language.comments import Comment
from cxaudit.language.fields import Waiver
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.read import Document
from cxaudit.language.reasons import gives_reason
from cxaudit.language.spans import Span
from cxaudit.rules.allowed import Allowed as Allowed
from cxaudit.rules.allowed import is_within, repeated
from cxaudit.rules.allowed import waivers_of as waivers_of
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule

# The first word of a reason, whatever joins it to a code before it.
_FIRST = re.compile(
    r"(?P<joined>(?:(?:and|or|und|plus)\b|[&+/|;,.\s])*)(?P<word>\w+(?:-\w+)*)", re.IGNORECASE
)


def in_force(
    waivers: Iterable[Allowed],
    document: Document,
    rules: Mapping[str, Rule],
    as_of: datetime.date,
    off: Mapping[str, Rule],
) -> tuple[list[Allowed], list[Problem]]:
    """Those that hold or have ended, by code, and what is wrong with the others and with comments.
    Waivers of rules that are `off`, such as opt-in ones, wait for their day."""
    names = {rule.name: code for code, rule in rules.items()}
    resting = {*off, *(rule.name for rule in off.values())} - {*rules, *names}
    active: list[Allowed] = []
    problems: list[Problem] = []
    every = {*rules, *off}
    faulty: set[int] = set()  # comments of several codes are several waivers, and are told once
    for allowed in waivers:
        comment = allowed.comment
        if comment is not None and (fault := _fault(comment, every, {*names, *resting})):
            if id(comment) not in faulty:
                problems.append(replace(comment, fault=fault).problem)
            faulty.add(id(comment))
            continue
        if allowed.code in resting:
            problems += _unexplained(document, allowed)
            continue
        code = allowed.code if allowed.code in rules else names.get(allowed.code)
        if code is None:
            near = nearest(allowed.code, [*rules, *names])
            hint = f"; did you mean {near!r}?" if near else ""
            says = f"no rule is called {allowed.code!r}{hint}"
            problems.append(_told(document, allowed, "waiver-unknown", says, near))
        elif rules[code].mandatory:
            says = f"{allowed.code} is mandatory and cannot be waived"
            problems.append(_told(document, allowed, "waiver-mandatory", says))
        else:
            allowed.code = code
            allowed.ended = allowed.waiver.until is not None and allowed.waiver.until < as_of
            active.append(allowed)
    for allowed, _ in repeated(active):
        allowed.repeats = True
    return active, problems


def waive(findings: Iterable[Finding], active: Iterable[Allowed]) -> None:
    """Suppress what waivers allow, noting which of them did something.

    A finding that names several elements is silenced where each of them is waived; until then the
    waivers of some of them are in use, and the finding stands and says how many.
    """
    by_code: dict[str, list[Allowed]] = {}
    for allowed in active:
        if not allowed.repeats:
            by_code.setdefault(allowed.code, []).append(allowed)
    for finding in findings:
        waivers = by_code.get(finding.code)
        if not waivers:
            continue
        lists = lists_of(finding)
        for allowed in waivers:
            if allowed.ended and _reaches(allowed, finding, lists):
                allowed.used = True
        holding = [one for one in waivers if not one.ended]
        found = [*_listed(holding, lists), *_direct(holding, finding, lists)]
        if found:
            reason = found[0].reason
            finding.suppressed = reason if gives_reason(reason) else "no reason given"
            finding.suppressed_by = "waiver"
            finding.suppressed_until = found[0].until
        else:
            finding.says += _partly(holding, lists)


def lists_of(finding: Finding) -> list[list[str]]:
    """The lists of elements that a finding names. One that is about an element of its own, such as a
    step, names no other; one about a whole map, request types or a clone names those that it lists."""
    if not (finding.elements == [""] or finding.requests or "clone.steps" in finding.facts):
        return []
    values = [value for value in finding.facts.values() if isinstance(value, list) and value]
    return [value for value in values if all(isinstance(item, str) for item in value)]


def _names(allowed: Allowed, item: str) -> bool:
    """Whether an entry of a list is the element that a waiver stands on."""
    place = allowed.place
    return len(place) > 1 and (item == place[1] or is_within(item, "/".join(place)))


def _reaches(allowed: Allowed, finding: Finding, lists: list[list[str]]) -> bool:
    """Whether a finding is about the element on which a waiver stands, among others perhaps."""
    place = "/".join(allowed.place)
    named = any(_names(allowed, item) for items in lists for item in items)
    return (
        named or _covers(allowed, finding) or any(is_within(one, place) for one in finding.elements)
    )


def _partly(waivers: list[Allowed], lists: list[list[str]]) -> str:
    """How many of the elements that a finding names are waived, where some are."""
    counts = [
        (sum(any(_names(one, item) for one in waivers) for item in items), len(items))
        for items in lists
    ]
    waived, of = max(counts, default=(0, 0))
    return f" (waived for {waived} of the {of} named here)" if waived else ""


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


def told_after(active: Iterable[Allowed], document: Document, whole: bool) -> list[Problem]:
    """What is told of waivers once findings are known, one thing of each: that it silences nothing,
    has ended, or gives no reason. Where not all was judged that they could silence, nobody knows which
    of them silence nothing: `whole` is False."""
    waivers = list(active)
    stays = {id(allowed): one for allowed, one in repeated(waivers)}
    found = []
    for allowed in waivers:
        if whole and not allowed.used:
            found.append(_unused(document, allowed, stays.get(id(allowed))))
        elif allowed.ended:
            says = f"the waiver of {allowed.code} ended on {allowed.waiver.until}: decide anew"
            found.append(_told(document, allowed, "waiver-expired", says))
        else:
            found += _unexplained(document, allowed)
    return found


def if_unused(waivers: Iterable[Allowed], document: Document) -> list[Problem]:
    """What would be told of each waiver if it silenced nothing: by itself, or beside each of those that
    say the same. Only those that a finding tells in these words are meant."""
    alike: dict[tuple[str, tuple[str, ...]], list[Allowed]] = {}
    for one in waivers:
        if one.comment is None or not one.comment.fault:
            alike.setdefault((one.code, one.place), []).append(one)
    found = []
    for group in alike.values():
        for allowed in group:
            others = [one for one in group if one is not allowed]
            found += [_unused(document, allowed, one) for one in (None, *others)]
    return list(dict.fromkeys(found))


def _unused(document: Document, allowed: Allowed, stays: Allowed | None) -> Problem:
    """That a waiver does nothing, since another one stays that does the same, or at all."""
    says = f"the waiver of {allowed.code} silences nothing: remove it"
    if stays is not None:
        line = _place(document, stays).line
        says = f"line {line} waives {allowed.code} here already: remove this waiver"
    return _told(document, allowed, "waiver-unused", says)


def _unexplained(document: Document, allowed: Allowed) -> list[Problem]:
    if allowed.explained:
        return []
    says = f"the waiver of {allowed.code} gives no reason: say why it is right"
    return [_told(document, allowed, "waiver-without-reason", says)]


def _fault(comment: Comment, codes: AbstractSet[str], names: AbstractSet[str]) -> str:
    """What keeps a comment from being a waiver: what is wrong with its words, or a rule that it names
    where the reason begins. A reason may well begin with the name of one, but not with `and` before."""
    found = _FIRST.match(comment.reason)
    if comment.fault or found is None:
        return comment.fault
    word = found["word"]
    if word.upper() not in codes and not (found["joined"] and word in names):
        return ""
    right = ", ".join([*comment.codes, word])
    return (
        f"{word} stands behind another code: write `allow {right}`, or begin the reason otherwise"
    )


def _covers(allowed: Allowed, finding: Finding) -> bool:
    place = allowed.place
    if not place:
        return True
    if place[0] == "requests":
        return bool(finding.requests) and set(finding.requests) <= {place[1]}
    return is_within(finding.path, "/".join(place))


def _told(document: Document, allowed: Allowed, kind: str, says: str, near: str = "") -> Problem:
    path = "/".join(str(part) for part in allowed.loc)
    return Problem("unfinished", kind, says, _place(document, allowed), path, allowed.code, near)


def _place(document: Document, allowed: Allowed) -> Span:
    """Where a waiver stands: its comment, or its code under `allow:`."""
    if allowed.comment is not None:
        return allowed.comment.span
    return document.span(allowed.loc, key=True)

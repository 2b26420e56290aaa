"""A baseline made anew from an audit: begun, brought up to date, or rid of what has vanished."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from cxaudit.rules.baseline.entries import Baseline, Entry, Section
from cxaudit.rules.baseline.holding import Held, State
from cxaudit.rules.baseline.lines import elements_of, holds_element, is_line
from cxaudit.rules.baseline.matching import Seen
from cxaudit.rules.finding import SEVERITIES, Finding


@dataclass(frozen=True, slots=True)
class Decision:
    """Why findings may stay, since when, and the last day on which they may."""

    reason: str
    since: datetime.date
    until: datetime.date | None = None


def begun(
    path: str, seen: Iterable[Seen], decision: Decision, mandatory: AbstractSet[str]
) -> Baseline:
    """A baseline of every open finding, except those of mandatory rules."""
    found = Baseline(path)
    for one in sorted(seen, key=lambda one: (one.file, one.map)):
        accepted = [f for f in one.findings if f.suppressed is None and f.code not in mandatory]
        if accepted:
            found.sections.append(Section(one.map, one.file, _entries(accepted, decision)))
    return found


def pruned(baseline: Baseline, held: Held) -> Baseline:
    """The baseline without what has vanished, elements of lines too; sections follow their maps."""
    short = {id(fate.entry): fate.short for fate in held.fates}
    sections = []
    for number, section in enumerate(baseline.sections):
        left = [
            replace(_shrunk(entry, held.maps.get(number)), count=entry.count - lost)
            for entry in section.entries
            if entry.count > (lost := short[id(entry)])
        ]
        if left:
            file, map_id = _home(held, number, section)
            sections.append(replace(section, file=file, map=map_id, entries=left))
    return Baseline(baseline.path, sections)


def undecided(held: Held, mandatory: AbstractSet[str]) -> list[Finding]:
    """The open findings that no entry is about, or one that has expired: somebody must say why they
    may stay."""
    has_entry = {id(one.finding) for one in held.reopened if one.fate.state is not State.expired}
    return [f for f in held.new if id(f) not in has_entry and f.code not in mandatory]


def updated(
    baseline: Baseline, held: Held, decision: Decision, mandatory: AbstractSet[str]
) -> Baseline:
    """The baseline as the maps are today: what is new is in it, what has vanished is not, and what
    stays keeps its reason and its days, however many or grave its findings are now. Expired entries
    are decided anew, and sections follow their maps."""
    fates = {id(fate.entry): fate.short for fate in held.fates}
    expired = {id(fate.entry) for fate in held.of(State.expired)}
    extra: dict[int, list[Finding]] = {}
    for one in held.reopened:
        extra.setdefault(id(one.fate.entry), []).append(one.finding)
    known: dict[int, list[Finding]] = {}
    for finding, entry in held.known:
        known.setdefault(id(entry), []).append(finding)
    sections: dict[tuple[str, str], Section] = {}
    for number, section in enumerate(baseline.sections):
        kept = []
        for entry in section.entries:
            count = entry.count - fates[id(entry)]
            more = extra.get(id(entry), [])
            if (count > 0 or more) and id(entry) not in expired:
                kept.append(
                    _grown(
                        _shrunk(entry, held.maps.get(number)),
                        count,
                        known.get(id(entry), []),
                        more,
                    )
                )
        file, map_id = _home(held, number, section)
        sections[file, map_id] = replace(section, map=map_id, file=file, entries=kept)
    wanted = {id(finding) for finding in undecided(held, mandatory)}
    for one_seen in sorted(held.seen, key=lambda one: (one.file, one.map)):
        fresh = _entries([f for f in one_seen.findings if id(f) in wanted], decision)
        key = (one_seen.file, one_seen.map)
        if fresh:
            section = sections.setdefault(key, Section(one_seen.map, one_seen.file))
            section.entries = [*section.entries, *fresh]
    return Baseline(baseline.path, [one for one in sections.values() if one.entries])


def _home(held: Held, number: int, section: Section) -> tuple[str, str]:
    """The file and the id of the map that a section is about now."""
    one = held.maps.get(number)
    return (one.file, one.map) if one is not None else (section.file, section.map)


def _shrunk(entry: Entry, one: Seen | None) -> Entry:
    """An entry for a line without the elements on which its rule finds nothing any more."""
    if one is None or not one.whole or entry.code not in one.judged or not entry.elements:
        return entry
    found = [f for f in (*one.findings, *one.aside) if f.code == entry.code and not f.suppressed]
    there = {element for finding in found for element in finding.elements}
    return replace(entry, elements=tuple(one for one in entry.elements if one in there))


def _grown(entry: Entry, count: int, known: Sequence[Finding], more: Sequence[Finding]) -> Entry:
    """An entry for the findings that it is about now, the `known` ones and `more`: as grave as the
    gravest of them where it says how grave, with the elements of its line."""
    found = [*known, *more]
    severities = [entry.severity, *(finding.severity for finding in more)]
    gravest = min(severities, key=SEVERITIES.index) if entry.severity else ""
    alone = [one for one in found if holds_element(entry, one)]
    lined = [one for one in found if is_line(one) and not entry.element]
    apart = [one for one in entry.elements if any(one in f.elements for f in alone)]
    elements = tuple(dict.fromkeys([*elements_of(lined), *apart])) or entry.elements
    plain = [one for one in found if one not in alone and not is_line(one)]
    if lined and not entry.elements:  # they were counted one by one
        count -= len(lined) - 1
    count = max(count, len(plain) + bool(elements))
    return replace(entry, count=count, severity=gravest, elements=elements)


def _entries(findings: Iterable[Finding], decision: Decision) -> list[Entry]:
    """Entries for findings, those of one rule on one element together, lines as one of them."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.path, finding.code), []).append(finding)
    days = (decision.since, decision.until)
    found = []
    for (element, code), those in sorted(together.items(), key=lambda item: item[0]):
        severity = min((one.severity for one in those), key=SEVERITIES.index)
        count = max(1, sum(not is_line(one) for one in those) + any(map(is_line, those)))
        elements = elements_of(those)
        found.append(
            Entry(element, code, decision.reason, *days, severity, count, code, elements=elements)
        )
    return found

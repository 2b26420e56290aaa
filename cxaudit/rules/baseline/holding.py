"""An audit held against a baseline: what is new, what is known, and which entries are about nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from cxaudit.rules.baseline.entries import BY_BASELINE, Baseline, Entry, Section
from cxaudit.rules.baseline.matching import Key, Seen, matched
from cxaudit.rules.finding import Finding

_A = {"error": "an error", "warning": "a warning", "info": "a question"}


class State(StrEnum):
    """What became of an entry."""

    known = "known"  # its findings are there
    vanished = "vanished"  # some of them are not
    expired = "expired"  # they are there, and its last day is over
    graver = "graver"  # they are there, and one is graver than what was accepted
    resting = "resting"  # nobody looked


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one entry: `short` is how many of its findings have vanished, `why` says how,
    where there is more to say than that they are gone."""

    section: Section
    entry: Entry
    state: State
    short: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A finding that is open although an entry is about it, and why."""

    finding: Finding
    fate: Fate
    says: str


@dataclass(slots=True)
class Held:
    """An audit beside a baseline. `known` pairs a finding with its entry; `new` are open findings that
    none holds, those of `reopened` among them. `seen` are the maps of the audit, `maps` those that
    sections are about, by the number of the section."""

    known: list[tuple[Finding, Entry]] = field(default_factory=list)
    new: list[Finding] = field(default_factory=list)
    reopened: list[Reopened] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    seen: Sequence[Seen] = ()
    maps: dict[int, Seen] = field(default_factory=dict)

    def of(self, *states: State) -> list[Fate]:
        """The entries of which something became."""
        return [fate for fate in self.fates if fate.state in states]

    @property
    def vanished(self) -> list[Fate]:
        """Entries that are about more than there is."""
        return [fate for fate in self.fates if fate.short]


def hold(
    baseline: Baseline,
    seen: Sequence[Seen],
    as_of: datetime.date,
    gone: AbstractSet[str] = frozenset(),
    missed: AbstractSet[str] = frozenset(),
) -> Held:
    """Hold the maps of an audit against a baseline; changes neither.

    `gone` are files of the baseline that are no longer there, `missed` those of them that the audit
    would have read if they were.
    """
    held = Held(seen=seen, maps=matched(baseline.sections, seen, gone))
    holding = {id(one): number for number, one in held.maps.items()}
    for number, section in enumerate(baseline.sections):
        one = held.maps.get(number)
        if one is None:
            held.fates += _unseen(section, seen, missed)
    for one in seen:
        number = holding.get(id(one), -1)
        _hold_map(held, baseline.sections[number] if number >= 0 else None, one, as_of)
    places = {id(entry): place for place, entry in enumerate(baseline.entries)}
    held.fates.sort(key=lambda fate: places[id(fate.entry)])
    return held


def _unseen(section: Section, seen: Sequence[Seen], missed: AbstractSet[str]) -> Iterable[Fate]:
    """What becomes of entries of a map that the audit did not meet."""
    here = [one for one in seen if one.file == section.file]
    if section.file in missed:
        why = "its file is no longer there"
    elif here and all(one.whole for one in here):
        why = f"{section.file} holds no map of this id any more"
    else:
        return [Fate(section, entry, State.resting) for entry in section.entries]
    return [Fate(section, entry, State.vanished, entry.count, why) for entry in section.entries]


def _hold_map(held: Held, section: Section | None, one: Seen, as_of: datetime.date) -> None:
    """Hold one map against its section."""
    open_, waived = _by_key(one.findings, waived=False), _by_key(one.findings, waived=True)
    aside = _by_key(one.aside, waived=False)
    for entry in section.entries if section is not None else ():
        assert section is not None
        key = (entry.element, entry.code)
        found = open_.pop(key, [])
        short = entry.count - len(found) - len(aside.get(key, ()))
        if entry.code not in one.judged or not one.whole:
            short = 0
        why = "a waiver silences it now" if short > 0 and key in waived else ""
        fate = Fate(section, entry, _state(entry, found, short, as_of), max(0, short), why)
        held.fates.append(fate)
        _hold_entry(held, fate, found)
    held.new += [finding for findings in open_.values() for finding in findings]


def _hold_entry(held: Held, fate: Fate, found: Sequence[Finding]) -> None:
    """Hold the findings that one entry is about: it takes as many as it counts."""
    entry, taken = fate.entry, 0
    for finding in found:
        if fate.state is State.expired:
            says = f"the baseline held this until {entry.until}: decide anew"
        elif not entry.covers(finding):
            says = f"the baseline holds this as {_A[entry.severity]} only"
        elif taken == entry.count:
            says = f"the baseline holds {taken} of the {len(found)} here"
        else:
            taken += 1
            held.known.append((finding, entry))
            continue
        held.new.append(finding)
        held.reopened.append(Reopened(finding, fate, says))


def _by_key(findings: Iterable[Finding], waived: bool) -> dict[Key, list[Finding]]:
    found: dict[Key, list[Finding]] = {}
    for finding in findings:
        if (finding.suppressed is not None) == waived:
            found.setdefault((finding.path, finding.code), []).append(finding)
    return found


def _state(entry: Entry, found: Sequence[Finding], short: int, as_of: datetime.date) -> State:
    if found and entry.ended(as_of):
        return State.expired
    if any(not entry.covers(finding) for finding in found):
        return State.graver
    if short > 0:
        return State.vanished
    return State.known if found else State.resting


def apply(held: Held) -> None:
    """Mark what is known, and tell of a finding that is open again why it is."""
    for finding, entry in held.known:
        finding.suppressed, finding.suppressed_by = entry.reason, BY_BASELINE
        finding.suppressed_until = entry.until
    for one in held.reopened:
        one.finding.says += f" ({one.says})"

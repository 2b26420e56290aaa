"""An audit held against a baseline: what is new, what is known, and which entries are about nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from cxaudit.rules.baseline.entries import BY_BASELINE, Baseline, Entry, Section
from cxaudit.rules.baseline.lines import holders, holds_element, is_line, tells
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
    none holds, those of `reopened` among them; a line that several entries hold is known by the first
    to end. `seen` are the maps of the audit, `maps` those that sections are about, by the number of
    the section."""

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
    page = _Page.of(section.entries if section is not None else (), one, as_of)
    for entry in section.entries if section is not None else ():
        assert section is not None
        found = page.take(entry)
        short = page.short(entry, found)
        if entry.code not in one.judged or not one.whole:
            short = 0
        why = "a waiver silences it now" if short > 0 and page.is_waived(entry) else ""
        lines = page.lines_about(entry)
        fate = Fate(section, entry, _state(entry, [*found, *lines], short, as_of), short, why)
        held.fates.append(fate)
        _hold_entry(held, fate, found)
    for finding in page.left():
        _hold_rest(held, finding, section, as_of)


@dataclass(slots=True)
class _Page:
    """The findings of one map beside its entries: those that are open and not taken by one yet, those
    that are waived, those that are not told, each by what it is about."""

    entries: Sequence[Entry]
    as_of: datetime.date
    keys: set[Key]
    open: dict[Key, list[Finding]]
    waived: dict[Key, list[Finding]]
    aside: dict[Key, list[Finding]]
    lines: list[Finding]

    @classmethod
    def of(cls, entries: Sequence[Entry], one: Seen, as_of: datetime.date) -> _Page:
        """The page of a map."""
        return cls(
            entries,
            as_of,
            {(entry.element, entry.code) for entry in entries},
            _by_key(one.findings, waived=False),
            _by_key(one.findings, waived=True),
            _by_key(one.aside, waived=False),
            [f for f in (*one.findings, *one.aside) if f.suppressed is None and is_line(f)],
        )

    def take(self, entry: Entry) -> list[Finding]:
        """The open findings that an entry is about: those on its element, but for lines that others
        hold, and those on one that it names which have no entry of their own."""
        key = (entry.element, entry.code)
        found = self.open.pop(key, [])
        others = [one for one in found if is_line(one) and self.is_held_by_others(one)]
        if others:
            self.open[key] = others
            found = [one for one in found if not any(one is other for other in others)]
        for key in self._within(entry, self.open):
            found += self.open.pop(key)
        return found

    def is_held_by_others(self, line: Finding) -> bool:
        """Whether entries for single elements hold a line."""
        told = holders(line, self.entries)
        return bool(told) and all(e.covers(line) and not e.ended(self.as_of) for e in told)

    def short(self, entry: Entry, found: Sequence[Finding]) -> int:
        """How many findings of an entry are no longer there. A line is there as long as anything of it
        is, and so is what a line tells now."""
        key = (entry.element, entry.code)
        there = [*found, *self.aside.get(key, ())]
        if not entry.elements:
            return max(0, entry.count - len(there)) if not self.lines_about(entry) else 0
        plain = [one for one in there if not is_line(one) and not holds_element(entry, one)]
        others = (self.open, self.aside)
        line = len(plain) < len(there) or any(self._within(entry, some, True) for some in others)
        return max(0, entry.count - 1 - len(plain)) + (not line)

    def lines_about(self, entry: Entry) -> list[Finding]:
        """The lines that tell what an entry for one element is about."""
        return [line for line in self.lines if tells(line, entry)]

    def is_waived(self, entry: Entry) -> bool:
        """Whether a waiver silences something that an entry is about."""
        key = (entry.element, entry.code)
        return key in self.waived or bool(self._within(entry, self.waived, True))

    def left(self) -> list[Finding]:
        """The open findings that no entry has taken."""
        return [finding for findings in self.open.values() for finding in findings]

    def _within(
        self, entry: Entry, some: Mapping[Key, list[Finding]], every: bool = False
    ) -> list[Key]:
        """What findings are about that stand on the elements of an entry for a line; on those that have
        an entry of their own only where `every` one is asked for."""
        if not entry.elements:
            return []
        return [
            key
            for key, found in some.items()
            if key[1] == entry.code
            and (every or key not in self.keys)
            and any(holds_element(entry, one) for one in found)
        ]


def _hold_entry(held: Held, fate: Fate, found: Sequence[Finding]) -> None:
    """Hold the findings that one entry is about: it takes as many as it counts, of a line all."""
    entry, taken = fate.entry, int(bool(fate.entry.elements))
    for finding in found:
        of_line = bool(entry.elements) and (is_line(finding) or holds_element(entry, finding))
        if fate.state is State.expired:
            says = f"the baseline held this until {entry.until}: decide anew"
        elif not entry.covers(finding):
            says = f"the baseline holds this as {_A[entry.severity]} only"
        elif taken == entry.count and not of_line:
            says = f"the baseline holds {taken} of the {len(found)} here"
        else:
            taken += not of_line
            held.known.append((finding, entry))
            continue
        held.new.append(finding)
        held.reopened.append(Reopened(finding, fate, says))


def _hold_rest(held: Held, finding: Finding, section: Section | None, as_of: datetime.date) -> None:
    """Hold a finding that has no entry: a line is known where entries for single elements are about
    all that it tells."""
    told = holders(finding, section.entries) if section is not None and is_line(finding) else []
    ended = next((entry for entry in told if entry.ended(as_of)), None)
    if ended is not None:
        fate = next(fate for fate in held.fates if fate.entry is ended)
        held.new.append(finding)
        says = f"the baseline held a part of this until {ended.until}: decide anew"
        held.reopened.append(Reopened(finding, fate, says))
    elif told and all(entry.covers(finding) for entry in told):
        held.known.append((finding, min(told, key=lambda entry: entry.until or datetime.date.max)))
    else:
        held.new.append(finding)


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

"""A baseline beside an audit: what it holds, how old that is, what has vanished; as text and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from cxaudit.formats.escape import json_text, one_line
from cxaudit.formats.summary import counted
from cxaudit.rules.baseline.entries import Baseline, Section
from cxaudit.rules.baseline.holding import Fate, Held, State

SCHEMA = 1


def baseline_text(baseline: Baseline, held: Held, as_of: datetime.date) -> str:
    """A baseline for people, map by map."""
    return "".join(f"{line}\n" for line in _lines(baseline, held, as_of))


def _lines(baseline: Baseline, held: Held, as_of: datetime.date) -> Iterator[str]:
    fates = {id(fate.entry): fate for fate in held.fates}
    for section in baseline.sections:
        yield one_line(f"{section.file}  {section.map}")
        for entry in section.entries:
            yield from _entry(fates[id(entry)], as_of)
        yield ""
    yield _sum(baseline, held, as_of)


def _entry(fate: Fate, as_of: datetime.date) -> Iterator[str]:
    entry = fate.entry
    times = f" x {entry.count}" if entry.count > 1 else ""
    until = f", until {entry.until}" if entry.until else ""
    named = one_line(f"{entry.code}{times}  {entry.element or 'the whole'}")
    yield f"  {named}"
    age = counted((as_of - entry.since).days, "day")
    yield f"    {one_line(f'since {entry.since} ({age}){until}: {entry.reason}')}"
    note = _note(fate)
    if note:
        yield f"    {one_line(note)}"


def _note(fate: Fate) -> str:
    """What is to be said of an entry that does not simply hold."""
    if fate.short:
        some = f" {fate.short} of {fate.entry.count}" if fate.short < fate.entry.count else ""
        return f"vanished{some}: {fate.why or 'the finding is gone'}"
    told = {
        State.expired: f"expired: it held until {fate.entry.until}, decide anew",
        State.graver: f"graver: accepted was {fate.entry.severity}",
        State.resting: "not looked at",
    }
    return told.get(fate.state, "")


def _sum(baseline: Baseline, held: Held, as_of: datetime.date) -> str:
    if not baseline.sections:
        return f"{baseline.path} holds nothing."
    oldest = max((as_of - entry.since).days for entry in baseline.entries)
    parts = [
        f"{baseline.path} holds {counted(baseline.findings, 'finding')} in "
        f"{counted(len(baseline.sections), 'map')}, the oldest for {counted(oldest, 'day')}."
    ]
    vanished = sum(fate.short for fate in held.vanished)
    parts += [f"{vanished} vanished."] if vanished else []
    for state in (State.expired, State.graver, State.resting):
        count = len(held.of(state))
        word = "not looked at" if state is State.resting else state.value
        parts += [f"{count} {word}."] if count else []
    new = len(held.new) - len(held.reopened)
    parts += [f"{counted(new, 'finding')} not in it."] if new else []
    return one_line(" ".join(parts))


def baseline_json(baseline: Baseline, held: Held, as_of: datetime.date) -> str:
    """A baseline for scripts: an object an entry, in the order of the file."""
    data = {
        "schema": SCHEMA,
        "file": baseline.path,
        "as_of": as_of.isoformat(),
        "entries": [_data(fate.section, fate, as_of) for fate in held.fates],
        "summary": {
            "findings": baseline.findings,
            "maps": len(baseline.sections),
            "vanished": sum(fate.short for fate in held.vanished),
            "new": len(held.new),
        },
    }
    return json_text(data, indent=2) + "\n"


def _data(section: Section, fate: Fate, as_of: datetime.date) -> dict[str, Any]:
    entry = fate.entry
    return {
        "map": section.map,
        "file": section.file,
        "element": entry.element,
        "code": entry.code,
        "severity": entry.severity or None,
        "count": entry.count,
        "since": entry.since.isoformat(),
        "days": (as_of - entry.since).days,
        "until": entry.until.isoformat() if entry.until else None,
        "reason": entry.reason,
        "state": fate.state.value,
        "vanished": fate.short,
        "why": fate.why,
        "line": entry.span.line,
    }

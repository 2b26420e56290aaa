"""One sentence about what a change does to the customer, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.diff.english import (
    Named,
    capital,
    count,
    counted,
    inside,
    matters,
    names,
    parties,
    the,
)
from cxaudit.change.diff.figures import (
    EXPECTED,
    HAND_OFFS,
    SILENCE,
    SILENT_STEPS,
    TIME,
    UNAVOIDABLE,
    WORST,
    Figure,
    Shift,
)
from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange, RequestShift
from cxaudit.change.diff.people import MAP, PartyChange, PeopleChange
from cxaudit.rules.templates import duration, number

NOTHING = "Nothing changes for customers"
MOST_KINDS = 3  # groups of request types that one sentence can hold
MOST_PARTIES = 4
KIN = ((WORST, UNAVOIDABLE, EXPECTED), (TIME, SILENCE, SILENT_STEPS))  # lost together, told once
LOST = {
    WORST: "its sign-offs cannot be counted any more",
    TIME: "how long it takes is not known any more",
    SILENCE: "how long its silences are is not known any more",
}
EXPLAINS = 1.25  # how much more a silence may grow than the time of which it is a part
NOTICED = 0.5  # minutes; less is no duration that anybody would name


def sentence(change: MapChange) -> str:
    """What a change of one map does, in one sentence."""
    if change.fate == "new":
        return _new(change)
    if change.fate == "gone":
        return _gone(change)
    if change.fate == "unread-now":
        told = _fault(change.after.fault if change.after else "")
        return f"It cannot be read any more, so nobody can say what it does to customers{told}."
    if change.fate == "unread-before":
        told = _fault(change.before.fault if change.before else "")
        return f"It could not be read before, so there is nothing to compare it with{told}."
    if change.fate == "unread":
        return "It cannot be read, before or now."
    english = _english(change)
    people = (*_parties(change.people, english), *_owners(change.people, english))
    clauses = [*_types(change), *people]
    if clauses:
        return capital("; ".join(clauses)) + "."
    return nothing(change.findings)


def nothing(findings: FindingsChange) -> str:
    """That nothing changes for customers, and what becomes of findings."""
    told = became(findings)
    return f"{NOTHING}; {told}." if told else f"{NOTHING}."


def became(findings: FindingsChange) -> str:
    """What becomes of findings: two new findings, one gone."""
    counts = {
        "new": len(findings.new),
        "gone": len(findings.gone),
        "graver": len(findings.graver),
        "waived": len(findings.waived),
    }
    parts = [(word, number) for word, number in counts.items() if number]
    told = [f"{count(number)} {word}" for word, number in parts]
    if parts:
        word, number = parts[0]
        noun = "finding" if number == 1 else "findings"
        told[0] = (
            f"{count(number)} new {noun}" if word == "new" else f"{count(number)} {noun} {word}"
        )
    return ", ".join(told)


def _fault(text: str) -> str:
    return f" ({text})" if text else ""


def _english(change: MapChange) -> bool:
    study = change.latest.analysis.study
    return study is None or study.world.language == "en"


def _new(change: MapChange) -> str:
    shown = [r for r in change.requests if r.change.after is not None]
    told = [_whole(r, _english(change), change.day) for r in shown]
    if not change.after or not change.after.readable:
        return f"A new map, which cannot be read{_fault(change.latest.fault)}."
    if len(told) > MOST_KINDS:
        return f"A new map, for {count(len(told))} kinds of request."
    return f"A new map: {'; '.join(told)}."


def _whole(request: RequestShift, english: bool, day: float) -> str:
    """What a request type costs, where there is nothing to compare it with."""
    now = {shift.figure: shift.after.value for shift in request.shifts}
    worst, time = now[WORST], now[TIME]
    parts = [duration(time, day)] if time is not None else []
    if worst is not None:
        parts.append(f"up to {counted(worst, 'sign-off')}" if worst else "no sign-off")
    who = _title(request, english)
    takes = "takes" if _be(request, english) == "is" else "take"
    return f"{who} {takes} {' and '.join(parts)}" if parts else f"no figure of {who} is known"


def _gone(change: MapChange) -> str:
    unmet = [p.title for p in change.people.parties if p.party not in change.elsewhere]
    if not unmet:
        return "The map is gone."
    english = _english(change)
    who = names([parties(title, english).text for title in unmet])
    one = len(unmet) == 1 and not parties(unmet[0], english).many
    return f"The map is gone; {who} {'is' if one else 'are'} met in no other."


def _types(change: MapChange) -> Iterator[str]:
    """What happens to the request types, those together to which the same happens."""
    english = _english(change)
    both = [r for r in change.requests if r.change.before is not None and r.change.after]
    if any(request.told_apart for request in both):
        yield f"requests are told apart {'now' if both[0].told_apart == 'now' else 'no longer'}"
    groups: dict[str, list[RequestShift]] = {}
    for request in both:
        told = ", ".join(_moves(request, change.day))
        if told:
            groups.setdefault(told, []).append(request)
    ranked = sorted(groups.items(), key=lambda g: -sum(r.change.share for r in g[1]))
    for told, group in ranked[:MOST_KINDS]:
        every = len(group) == len(both) and len(change.requests) > 1 and len(group) > 1
        who = names([_title(r, english) for r in group])
        yield f"{'every request' if every else who}: {told}"
    rest = sum(len(group) for _, group in ranked[MOST_KINDS:])
    if rest:
        yield f"{counted(rest, 'more kind')} of request {'changes' if rest == 1 else 'change'}"
    new = [r for r in change.requests if r.change.before is None]
    gone = [r for r in change.requests if r.change.after is None]
    for request in new:
        yield f"{_title(request, english)} {_be(request, english)} a kind of request of its own now"
    for request in gone:
        yield f"{_title(request, english)} {_be(request, english)} told apart no longer"


def _be(request: RequestShift, english: bool) -> str:
    return "is" if matters(request.change.title, english) == request.change.title else "are"


def _title(request: RequestShift, english: bool) -> str:
    return inside(matters(request.change.title, english))


def _moves(request: RequestShift, day: float) -> Iterator[str]:
    """What happens to one request type; a figure that another explains is left to the table."""
    by = {shift.figure: shift for shift in request.shifts}
    gates = list(_sign_offs(by))
    yield from gates
    time, silence = by[TIME], by.get(SILENCE)
    if time.move in ("up", "down"):
        yield f"{_span(time, day)} {'longer' if time.by > 0 else 'shorter'}"
    if silence is not None and silence.move in ("up", "down"):
        explained = time.by * silence.by > 0 and abs(silence.by) <= EXPLAINS * abs(time.by)
        if not explained:
            yield f"{_span(silence, day)} {'more' if silence.by > 0 else 'less'} without a word"
    steps = by.get(SILENT_STEPS)
    if steps is not None and steps.move in ("up", "down"):
        yield f"{_more(steps, 'step')} without a word"
    hands = by[HAND_OFFS]
    if hands.move in ("up", "down") and not (gates and hands.by * by[WORST].by > 0):
        yield _more(hands, "hand-off")
    told: set[tuple[Figure, ...]] = set()
    for shift in request.shifts:
        kin = next((kind for kind in KIN if shift.figure in kind), (shift.figure,))
        if shift.move == "unknown" and kin not in told:
            told.add(kin)
            yield _unsure(shift, day)


def _sign_offs(by: dict[Figure, Shift]) -> Iterator[str]:
    worst, sure, expected = by[WORST], by[UNAVOIDABLE], by[EXPECTED]
    if worst.move in ("up", "down"):
        if worst.after.value == 0:
            yield f"no sign-off any more ({count(worst.before.value or 0)} before)"
        elif worst.by == sure.by and sure.move == worst.move:
            yield _more(worst, "sign-off")
        else:
            yield f"{_more(worst, 'sign-off')} at worst"
            if sure.move in ("up", "down"):
                yield f"{_more(sure, '')} that nobody can avoid"
    elif sure.move in ("up", "down"):
        yield f"{_more(sure, 'sign-off')} that nobody can avoid"
    elif expected.move in ("up", "down"):
        yield f"{_more(expected, 'sign-off')} in an average case"


def _more(shift: Shift, noun: str) -> str:
    """One more sign-off, two fewer."""
    word = "more" if shift.by > 0 else "fewer"
    value = abs(shift.by)
    if not value.is_integer():
        shown = number(round(value, 2))
        told = "slightly" if shown == "0" else shown
        return f"{told} {word} {noun}s".rstrip()
    return f"{count(value)} {word} {noun if value == 1 or not noun else noun + 's'}".rstrip()


def _span(shift: Shift, day: float) -> str:
    by = abs(shift.by)
    return duration(by, day) if by >= NOTICED else "a moment"


def _unsure(shift: Shift, day: float) -> str:
    """A figure that one side does not know, or knows a bound of."""
    label = shift.figure.label
    if shift.after.value is None:
        return LOST.get(shift.figure, f"{label} not known any more")
    sides = []
    for reading in (shift.after, shift.before):
        value = reading.value or 0.0
        told = duration(value, day) if shift.figure.is_time else number(value)
        bound = "at least " if reading.at_least else "at most " if reading.at_most else ""
        sides.append(f"{bound}{told}" if reading.value is not None else "not known")
    return f"{label} {sides[0]}, {sides[1]} before"


def _parties(people: PeopleChange, english: bool) -> Iterator[str]:
    """Who gets and who loses contacts, those together to whom the same happens."""
    ranked = sorted(people.parties, key=lambda p: (not p.unmet, p.after >= p.before))
    groups: dict[tuple[str, str], list[str]] = {}
    for party in ranked:
        who = parties(party.title, english)
        alone = "" if who.many else who.text  # several of whom each is one would want other verbs
        groups.setdefault((_fate(party, who), alone), []).append(who.text)
    told = list(groups.items())
    yield from (f"{names(all_of)} {fate}" for (fate, _), all_of in told[:MOST_PARTIES])
    rest = sum(len(all_of) for _, all_of in told[MOST_PARTIES:])
    if rest:
        yield f"contacts change for {counted(rest, 'more party')}"


def _owners(people: PeopleChange, english: bool) -> Iterator[str]:
    """Who answers for the process, and for which steps nobody does."""
    for owner in people.owners:
        if owner.at != MAP:
            continue
        who = names([the(people.titles.get(o, o), english) for o in owner.after])
        were = names([the(people.titles.get(o, o), english) for o in owner.before])
        answers = "answers" if len(owner.after) == 1 else "answer"
        if owner.left_without:
            yield "nobody answers for the process any more"
        elif not owner.before:
            yield f"{who} {answers} for the process now"
        else:
            yield f"{who} {answers} for the process instead of {were}"
    without = [inside(o.does) for o in people.owners if o.at != MAP and o.left_without]
    if without:
        yield f"nobody answers for “{names(without)}” any more"


def _fate(party: PartyChange, who: Named) -> str:
    """What happens to the contacts of one party, as the end of a sentence."""
    lose, get = who.verb("loses", "lose"), who.verb("gets", "get")
    if party.unmet:
        many = {1: f"{who.their} only contact", 2: "both contacts"}
        return f"{lose} {many.get(party.before, f'all {count(party.before)} contacts')}"
    if party.before == 0:
        first = "first contact" if party.after == 1 else f"first {counted(party.after, 'contact')}"
        return f"{get} {who.their} {first}"
    if party.after < party.before:
        by = party.before - party.after
        return f"{lose} {count(by)} of {counted(party.before, 'contact')}"
    if party.after > party.before:
        return f"{get} {counted(party.after - party.before, 'more contact')}"
    met = who.verb("is", "are")
    if len(party.gained) == 1:
        here, there = (inside(side[0].does) for side in (party.gained, party.lost))
        return f"{met} met at “{here}” instead of “{there}”"
    return f"{met} met at other steps"

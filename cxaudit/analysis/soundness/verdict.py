"""The verdict on a net: what can go wrong in it, each with a run that shows it and where to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxaudit.analysis.soundness.fold import Folded, Step, fold, moves_of
from cxaudit.analysis.soundness.replay import Double, decision_before, doubled, elements
from cxaudit.analysis.soundness.search import BUDGET, Masks, States, bit, masks, search
from cxaudit.language.net import Net

DEADLOCK, LACK, NO_WAY_OUT, DEAD = "deadlock", "lack-of-synchronisation", "no-way-out", "dead-step"
KINDS = (DEADLOCK, LACK, NO_WAY_OUT, DEAD)
SOUND, UNDECIDED = "sound", "undecided"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can go wrong: `run` are the elements of a run that leads to it, in order.

    `at` is the element to mend first: the join that waits in vain, the one where what runs side by
    side meets unawares, the first of a circle without a way out, the step that no run meets. `path`
    leads to it from where the trouble begins: the split or decision, where one is known.
    """

    kind: str
    at: str
    run: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Verdict:
    """All faults found. `complete` tells that every state was looked into, so that finding none
    proves that there is none. `undelivered` tells that a message can be left when all is over,
    `ends_twice` that an end which counts its cases can have been reached twice."""

    faults: list[Fault] = field(default_factory=list)
    complete: bool = True
    states: int = 0
    undelivered: bool = False
    ends_twice: bool = False

    @property
    def kinds(self) -> list[str]:
        """The kinds of the faults, each once, the gravest first."""
        found = {fault.kind for fault in self.faults}
        return [kind for kind in KINDS if kind in found]

    @property
    def word(self) -> str:
        """The first kind of fault; without any, `sound` where the search was complete."""
        return next(iter(self.kinds), SOUND if self.complete else UNDECIDED)


def judge(net: Net, budget: int = BUDGET) -> Verdict:
    """Fold a net, look into the states of what is left, and tell every fault once a place."""
    return judge_folded(fold(net), budget)


def judge_folded(folded: Folded, budget: int = BUDGET) -> Verdict:
    """Look into the states of a net as it is."""
    net, found = folded.net, search(folded, budget)
    mask = masks(folded)
    verdict = Verdict(states=len(found.states))
    verdict.complete = found.complete and not found.beyond and not net.partial
    verdict.faults += _deadlocks(folded, found, mask)
    verdict.faults += _doubles(folded, found)
    verdict.faults += _no_way_out(folded, found, mask)
    verdict.faults += _dead(folded, found)
    once = sum(bit(i) for i, place in enumerate(net.places) if place.kind == "once")
    over = [
        state
        for state, onward in zip(found.states, found.onward, strict=True)
        if onward == [] and not state & 3 * mask.flow
    ]
    verdict.undelivered = any(state & 3 * mask.message for state in over)
    verdict.ends_twice = any((state >> 1) & once for state in over)
    return verdict


def way_to(found: States, state: int) -> list[int]:
    """The moves (of the whole net) on the way to a state."""
    steps = []
    while found.before[state][0] >= 0:
        state, step = found.before[state]
        steps.append(step)
    return [move for step in reversed(steps) for move in moves_of(found.steps[step].run)]


def _deadlocks(folded: Folded, found: States, mask: Masks) -> list[Fault]:
    """States in which something waits and nothing can happen, one for each place to mend."""
    faults: dict[str, Fault] = {}
    for number, onward in enumerate(found.onward):
        state = found.states[number]
        if onward is None or onward or not state & 3 * mask.flow:
            continue
        at = _waiting(folded, state & 3 * mask.flow)
        if at not in faults:
            way = way_to(found, number)
            run = elements(folded.net, way)
            faults[at] = Fault(DEADLOCK, at, run, decision_before(folded.net, way, at))
    return list(faults.values())


def _waiting(folded: Folded, state: int) -> str:
    """The element that waits in vain: of those that have some of what they need the one that lacks
    least, else where a token lies that nothing takes, else where one waits for others to be gone."""
    places = folded.net.places
    held = [place for place in range(len(places)) if state & 3 * bit(place)]
    lacking: list[tuple[float, int, int]] = []
    patient: set[int] = set()
    for order, step in enumerate(folded.steps):
        here = [place for place in held if place in step.takes]
        if here and len(here) < len(step.takes):
            lacking.append((-len(here) / len(step.takes), order, here[0]))
        elif here:
            patient.update(here)
    stuck = [place for place in held if place not in patient]
    place = min(lacking)[2] if lacking else (stuck or held)[0]
    return places[place].at or places[place].after


def _doubles(folded: Folded, found: States) -> list[Fault]:
    """States with two tokens at one place, one for each place to mend."""
    faults: dict[str, Fault] = {}
    told: set[int] = set()
    for number in found.crowded:
        twice = (found.states[number] >> 1) & masks(folded).low
        if twice in told or len(told) > 50:
            continue
        told.add(twice)
        way = way_to(found, number)
        double = doubled(folded.net, way) or Double("", ())
        if double.at not in faults:
            run = elements(folded.net, way)
            faults[double.at] = Fault(LACK, double.at, run, double.path)
    return list(faults.values())


def _no_way_out(folded: Folded, found: States, mask: Masks) -> list[Fault]:
    """The first state from which no end can be reached and something happens for ever.

    A state that was not looked into may lead anywhere; one that is stuck is told as a deadlock.
    """
    good = bytearray(
        onward is None or not onward or not state & 3 * mask.flow
        for state, onward in zip(found.states, found.onward, strict=True)
    )
    changed = not all(good)
    while changed:
        changed = False
        for number in range(len(good) - 1, -1, -1):
            if not good[number] and any(good[n] for n in found.onward[number] or ()):
                good[number] = changed = True
    lost = next((number for number, fine in enumerate(good) if not fine), None)
    if lost is None:
        return _kept_going(folded, found) if found.beyond or not found.complete else []
    way = way_to(found, lost)
    run = elements(folded.net, way)
    circle = _circle(folded, found, lost)
    return [Fault(NO_WAY_OUT, circle[0] if circle else next(reversed(run), ""), run, circle)]


def _kept_going(folded: Folded, found: States) -> list[Fault]:
    """The first state with a token in places that never lose their last one, where more tokens come
    than can be followed: each move that takes from these places gives to one of them."""
    users: dict[int, list[Step]] = {}
    for step in folded.steps:
        for place in step.takes | step.clears:
            users.setdefault(place, []).append(step)
    places = folded.net.places
    kept = {place for place in users if places[place].kind == "flow"}
    while True:
        losing = {place for place in kept if any(not step.gives & kept for step in users[place])}
        if not losing:
            break
        kept -= losing
    held = sum(3 * bit(place) for place in kept)
    lost = next((number for number, state in enumerate(found.states) if state & held), None)
    if lost is None:
        return []
    run = elements(folded.net, way_to(found, lost))
    within = [s for s in folded.steps if s.takes & kept]
    circle = tuple(
        dict.fromkeys(name for s in within for name in elements(folded.net, moves_of(s.run)))
    )
    return [Fault(NO_WAY_OUT, next(iter(circle), ""), run, circle)]


def _circle(folded: Folded, found: States, state: int) -> tuple[str, ...]:
    """The elements that come round for ever from a state, each once."""
    seen: dict[int, int] = {}
    road: list[int] = []
    while state not in seen:
        seen[state] = len(road)
        onward = found.onward[state] or []
        following = next((n for n in onward if n in seen), onward[0])
        move = _between(found, state, following, folded)
        road.append(move)
        state = following
    moves = [m for step in road[seen[state] :] for m in moves_of(found.steps[step].run)]
    return tuple(dict.fromkeys(elements(folded.net, moves)))


def _between(found: States, state: int, following: int, folded: Folded) -> int:
    """A move that leads from a state to one that follows it."""
    here, there = found.states[state], found.states[following]
    for number, step in enumerate(found.steps):
        takes = sum(bit(p) for p in step.takes)
        marked = (here | (here >> 1)) & takes
        if marked != takes:
            continue
        if any(here & 3 * bit(p) for p in step.absent - step.takes):
            continue
        new = here - takes
        for place in step.clears:
            new &= ~(3 * bit(place))
        new += sum(bit(p) for p in step.gives)
        new -= (new >> 1) & new & masks(folded).message
        if new == there:
            return number
    return 0


def _dead(folded: Folded, found: States) -> list[Fault]:
    """Elements that no run meets: those that nothing leads to, and where every state was looked into
    those that are in none of them."""
    met: set[str] = set()
    sure = found.complete and not found.beyond
    for number in found.fired if sure else range(len(found.steps)):
        met.update(elements(folded.net, moves_of(found.steps[number].covers)))
    return [Fault(DEAD, name) for name in folded.net.alive if name not in met]


def worst(words: Iterable[str]) -> str:
    """The worst of several verdicts."""
    order = (*KINDS, UNDECIDED, SOUND)
    return min(words, key=order.index, default=SOUND)

"""All states that a folded net can be in, up to a budget, and what is wrong in them.

A state is one number, two bits a place: 0, 1, 2 or 3 tokens. States in which something is done twice
are looked into only after all others, and with a tenth of the budget, for what is wrong there has
been found; one with three tokens at a place is not looked into.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.analysis.soundness.fold import Folded, Step

BUDGET = 20_000
Move = tuple[int, int, int, int]


@dataclass(slots=True)
class States:
    """The states found, each with the one before it and the move (by number) between.

    `onward` are the states that follow each state that was looked into (None where it was not).
    `complete` tells that nothing was left out for the budget; `crowded` are states with two tokens
    at a flow place, `beyond` tells that some were not looked into.
    """

    steps: list[Step]
    states: list[int] = field(default_factory=list)
    before: list[tuple[int, int]] = field(default_factory=list)
    onward: list[list[int] | None] = field(default_factory=list)
    crowded: list[int] = field(default_factory=list)
    fired: set[int] = field(default_factory=set)
    complete: bool = True
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Masks:
    """Bits of places: the low bit of each, of flow places, of those counted, of messages."""

    low: int
    flow: int
    counted: int
    message: int


def masks(folded: Folded) -> Masks:
    """The bits of a net's places by their kinds."""
    bits = {"flow": 0, "message": 0, "rest": 0, "once": 0}
    for number, place in enumerate(folded.net.places):
        bits[place.kind] |= 1 << (2 * number)
    return Masks(sum(bits.values()), bits["flow"], bits["flow"] | bits["once"], bits["message"])


def bit(place: int) -> int:
    """The low bit of a place."""
    return 1 << (2 * place)


def search(folded: Folded, budget: int = BUDGET) -> States:
    """Visit the states from the start; no more than `budget`."""
    steps, mask = folded.steps, masks(folded)
    low, counted, message = mask.low, mask.counted, mask.message
    moves = [_coded(step, low) for step in steps]
    found = States(steps)
    start = sum(bit(place) for place in folded.net.start)
    numbers = {start: 0}
    states, before, onward = found.states, found.before, found.onward
    states.append(start)
    before.append((-1, -1))
    onward.append(None)
    calm: list[int] = [0]
    later: list[int] = []
    last = 0
    while calm or later:
        queue, calm = (calm, []) if calm else (later, [])
        if queue is later:
            later = []
            last = last or min(budget, len(states) + budget // 10)
        for number in queue:
            state = states[number]
            if (state >> 1) & state & counted:
                found.beyond = True
                continue
            marked = (state | (state >> 1)) & low
            follow: list[int] = []
            onward[number] = follow
            for index, (takes, absent, keeps, gives) in enumerate(moves):
                if marked & takes != takes or state & absent:
                    continue
                new = ((state - takes) & keeps) + gives
                if message:
                    full = (new >> 1) & new & message
                    new -= full
                known = numbers.get(new)
                if known is None:
                    if len(states) >= (last or budget):
                        found.complete = False
                        onward[number] = None
                        return found
                    known = numbers[new] = len(states)
                    states.append(new)
                    before.append((number, index))
                    onward.append(None)
                    if (new >> 1) & counted:
                        found.crowded.append(known)
                        later.append(known)
                    else:
                        calm.append(known)
                follow.append(known)
                found.fired.add(index)
    return found


def _coded(step: Step, low: int) -> Move:
    takes = sum(bit(place) for place in step.takes)
    gives = sum(bit(place) for place in step.gives)
    absent = sum(3 * bit(place) for place in step.absent - step.takes)
    cleared = sum(3 * bit(place) for place in step.clears)
    return (takes, absent, (low * 3) & ~cleared, gives)

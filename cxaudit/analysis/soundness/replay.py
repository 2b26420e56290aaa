"""A run played again move by move, each token knowing where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cxaudit.language.net import Net


@dataclass(frozen=True, slots=True)
class Double:
    """Two tokens at one place: the element where their ways meet, and a way to it from the one where
    they parted."""

    at: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Token:
    """A token: the moves that it has passed, and the token it comes from."""

    move: int
    parent: _Token | None


def elements(net: Net, moves: Iterable[int]) -> tuple[str, ...]:
    """The elements that some moves pass, in order."""
    return tuple(name for move in moves for name in net.moves[move].run)


def doubled(net: Net, run: Iterable[int]) -> Double | None:
    """Play a run; where the first two tokens that share a place met, and where they parted."""
    tokens: dict[int, list[_Token]] = {place: [_Token(-1, None)] for place in net.start}
    for number in run:
        move = net.moves[number]
        taken = [tokens[place].pop(0) for place in move.takes if tokens.get(place)]
        for place in move.clears:
            tokens.pop(place, None)
        parent = max(taken, key=_length, default=None)
        for place in move.gives:
            held = tokens.setdefault(place, [])
            held.append(_Token(number, parent))
            if len(held) > 1 and net.places[place].kind in ("flow", "once"):
                return _double(net, _history(held[0]), _history(held[1]))
    return None


def _length(token: _Token) -> int:
    return len(_history(token))


def _history(token: _Token) -> list[int]:
    found = []
    current: _Token | None = token
    while current is not None and current.move >= 0:
        found.append(current.move)
        current = current.parent
    return found[::-1]


def _double(net: Net, one: list[int], other: list[int]) -> Double:
    """Of two ways: what they share at the end begins with the meeting, what they share at the
    beginning ends with the parting."""
    parted = 0
    while parted < min(len(one), len(other)) and one[parted] == other[parted]:
        parted += 1
    first, second = elements(net, one[parted:]), elements(net, other[parted:])
    shared = 0
    while shared < min(len(first), len(second)) and first[-1 - shared] == second[-1 - shared]:
        shared += 1
    begin = elements(net, one[max(parted - 1, 0) : parted])[-1:]
    before = first[: len(first) - shared]
    meeting = first[len(first) - shared :][:1] or begin
    path = tuple(dict.fromkeys((*begin, *before, *meeting)))
    return Double(meeting[0] if meeting else "", path)


def onward(net: Net, name: str) -> Iterator[str]:
    """The elements that can follow one, the nearest first."""
    users = _users(net)
    places = [place for move in net.moves if name in move.run for place in move.gives]
    seen = set(places)
    for place in places:  # grows while it is read
        for number in users.get(place, ()):
            move = net.moves[number]
            yield from move.run
            fresh = [target for target in move.gives if target not in seen]
            seen.update(fresh)
            places += fresh


def decision_before(net: Net, run: Sequence[int], name: str) -> tuple[str, ...]:
    """The last elements of a run from where it could have gone another way that also leads to an
    element; nothing where it had no choice."""
    users = _users(net)
    leading: set[int] | None = None
    for at in range(len(run) - 1, -1, -1):
        move = net.moves[run[at]]
        others = {number for place in move.takes for number in users[place]} - {run[at]}
        others = {n for n in others if net.moves[n].gives != move.gives}
        if not others:
            continue
        leading = _leading(net, name) if leading is None else leading
        if any(leading.intersection(net.moves[n].gives) for n in others):
            names = elements(net, run[at:])
            if not move.run:
                names = (*elements(net, run[:at])[-1:], *names)
            return tuple(dict.fromkeys((*names, name)))
    return ()


def _users(net: Net) -> dict[int, list[int]]:
    """The moves that take from each place."""
    users: dict[int, list[int]] = {}
    for number, move in enumerate(net.moves):
        for place in move.takes:
            users.setdefault(place, []).append(number)
    return users


def _leading(net: Net, name: str) -> set[int]:
    """The places from which a token can come to an element."""
    before: dict[int, set[int]] = {}
    for move in net.moves:
        for target in move.gives:
            before.setdefault(target, set()).update(move.takes)
    stack = [place for move in net.moves if name in move.run for place in move.takes]
    seen = set(stack)
    while stack:
        for source in before.get(stack.pop(), ()):
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return seen

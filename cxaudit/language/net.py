"""How cases can move, as a net of places and moves: what soundness is judged on.

A place holds tokens; a move takes one token from each of some places and gives one to each of
others. Readers of other formats make such a net beside the map, because gateways say more than the
map language does. Everything here is plain data; `cxaudit.analysis.soundness` judges it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["flow", "message", "rest", "once"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token can lie: between the element it comes `after` and the one it waits `at`.

    A `flow` place should never hold two tokens, and none when the case is over. A `message` place
    holds any number. A `rest` place may keep its token for ever (a process that never starts); a
    `once` place too, but never two (an end that may be reached only once).
    """

    after: str = ""
    at: str = ""
    kind: Kind = "flow"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen: `run` are the elements it passes, in order.

    It can happen when every place of `takes` holds a token and every place of `absent` holds none.
    Then the places of `clears` lose all tokens, and those of `gives` get one each.
    """

    run: tuple[str, ...]
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    clears: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()


@dataclass(slots=True)
class Net:
    """Places and moves by number, and the places marked when a case begins.

    `alive` are the elements that some run should meet, `elsewhere` those of other processes, where
    a fault is theirs to tell. `partial` tells that not every behaviour of
    the map is in the net (an inclusive gateway with very many flows): no fault found is then no
    proof.
    """

    places: list[Place] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    start: tuple[int, ...] = ()
    alive: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    partial: bool = False

    def place(self, after: str = "", at: str = "", kind: Kind = "flow") -> int:
        """Add a place; its number."""
        self.places.append(Place(after, at, kind))
        return len(self.places) - 1

    def move(
        self,
        run: tuple[str, ...] | str,
        takes: tuple[int, ...],
        gives: tuple[int, ...],
        clears: frozenset[int] = frozenset(),
        absent: frozenset[int] = frozenset(),
    ) -> None:
        """Add a move."""
        run = (run,) if isinstance(run, str) else run
        self.moves.append(Move(run, takes, gives, clears, absent))

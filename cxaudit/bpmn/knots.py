"""The net of a process while it is made into a map: knots, and the edges between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cxaudit.bpmn.elements import Node
from cxaudit.language.spans import Span

Mode = Literal["one", "choice", "all", "some"]


@dataclass(slots=True, eq=False)
class Edge:
    """A way on to a knot. `sure` marks a branch of several that is always taken."""

    target: str
    label: str = ""
    condition: str = ""
    default: bool = False
    sure: bool = False


@dataclass(slots=True, eq=False)
class Knot:
    """A node of the net. `keep` makes it a step of the map; the others are passed through.

    `mode` says how its edges are taken, `join` that it waits for its branches. `outcome` is set on
    knots where the case ends. `late` and `wrong` are edges of boundary events: (text, edge) pairs.
    `clocked` tells that a wait ends by itself: the timer of an event-based gateway is the clock of
    what else is awaited there. `waits_read` and `late_read` tell that a duration is only read from a
    name, `join_read` that the join may wait for fewer than all that lead to it: an inclusive gateway,
    the end of a sub-process. `gateway` is the one behind a step whose question the step asks itself.
    """

    id: str
    node: Node | None = None
    label: str = ""
    keep: bool = False
    work: bool = False
    mode: Mode = "one"
    join: bool = False
    join_read: bool = False
    outs: list[Edge] = field(default_factory=list)
    outcome: str | None = None
    late: tuple[str | None, Edge] | None = None
    wrong: list[tuple[str, Edge]] = field(default_factory=list)
    waits: str | None = None
    waits_read: bool = False
    clocked: bool = False
    late_read: bool = False
    stage: str = ""
    checks: str = ""
    checks_at: Span | None = None
    gateway: Node | None = None
    notes: list[str] = field(default_factory=list)
    span: Span = field(default_factory=Span)

    @property
    def edges(self) -> list[Edge]:
        """Every edge that leads on, those of boundary events too."""
        late = [self.late[1]] if self.late is not None else []
        return [*self.outs, *late, *(edge for _, edge in self.wrong)]


@dataclass(slots=True, eq=False)
class Net:
    """All knots of a process by id, and where a case starts; `start_label` is what a start without a
    name is called."""

    knots: dict[str, Knot] = field(default_factory=dict)
    start: str = ""
    start_label: str = ""
    losses: dict[str, None] = field(default_factory=dict)
    starts_when: list[str] = field(default_factory=list)

    def lose(self, sentence: str) -> None:
        """Note what the map language cannot say, once."""
        self.losses[sentence] = None

    def fresh(self, base: str) -> str:
        """An id like `base` that no knot has."""
        found, number = base, 1
        while found in self.knots:
            number += 1
            found = f"{base}-{number}"
        return found

    def incoming(self) -> dict[str, int]:
        """How many edges lead to each knot, and one for the start."""
        count = dict.fromkeys(self.knots, 0)
        for knot in self.knots.values():
            for edge in knot.edges:
                count[edge.target] += 1
        count[self.start] = count.get(self.start, 0) + 1
        return count

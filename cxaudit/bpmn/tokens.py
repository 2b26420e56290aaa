"""The net of a process while it is made: its flows as places, what is known of them, options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import Flow, Node
from cxaudit.bpmn.inclusive import Closed
from cxaudit.language.net import Kind, Net

# An inclusive gateway with more flows than this is not given every choice of them.
CHOICES_UP_TO = 6


@dataclass(frozen=True, slots=True)
class Options:
    """How to read what BPMN leaves open.

    `collaboration`: a message that a shown pool sends must have been sent before it is received;
    otherwise the environment may always send. `repeats`: an event that does not interrupt may happen
    any number of times, otherwise once. `ends_once`: reaching an end of a process twice is a fault.
    `starts_together`: all starts of a process begin together, otherwise they are alternatives.
    """

    collaboration: bool = False
    repeats: bool = False
    ends_once: bool = False
    starts_together: bool = False


@dataclass(slots=True)
class Weaving:
    """The net under construction, and what is known of the elements of the process at hand.

    `ins` and `outs` are places by element; those of its flows are numbered one after the other from
    `first`. `scope` are the places inside a sub-process or process, `inner` its elements; `active`
    the place that tells that a sub-process goes on, `open` those whose inside is shown; `reached` the
    place of an end that counts how often it is reached; `links` the place at which a link goes on, by
    the catching event and by each that throws it.
    """

    options: Options
    net: Net = field(default_factory=Net)
    ins: dict[str, list[int]] = field(default_factory=dict)
    outs: dict[str, list[int]] = field(default_factory=dict)
    flows: dict[int, Flow] = field(default_factory=dict)
    scope: dict[str, set[int]] = field(default_factory=dict)
    active: dict[str, int] = field(default_factory=dict)
    received: dict[str, list[int]] = field(default_factory=dict)
    sent: dict[str, list[int]] = field(default_factory=dict)
    closed: dict[str, Closed] = field(default_factory=dict)
    joins: list[Node] = field(default_factory=list)
    first: int = 0
    open: set[str] = field(default_factory=set)
    inner: dict[str, list[Node]] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)
    guards: dict[str, list[Node]] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)

    def place(self, parent: str, after: str, at: str, kind: Kind = "flow") -> int:
        """A place inside a sub-process (or a process), and in all around it."""
        made = self.net.place(after, at, kind)
        while True:
            self.scope.setdefault(parent, set()).add(made)
            if parent not in self.around:
                return made
            parent = self.around[parent]

    def inside(self, parent: str) -> frozenset[int]:
        """Every place inside a sub-process or process, those of what is inside it included."""
        return frozenset(self.scope.get(parent, ()))


def one_of(places: Iterable[int]) -> list[tuple[int, ...]]:
    """One place at a time; nothing where there is none."""
    return [(place,) for place in places] or [()]


def begin(weaving: Weaving, parent: str, scope: str, takes: tuple[int, ...]) -> None:
    """Moves that begin a process or sub-process; each beginning gets a place to start from."""
    starts, together = _opening(weaving, parent)
    entries = []
    for start in starts:
        entry = weaving.place(scope, start.id, start.id)
        weaving.ins.setdefault(start.id, []).append(entry)
        entries.append(entry)
        if not together:
            needed = weaving.received.get(start.id, []) if start.tag == "startEvent" else []
            for message in one_of(needed):
                weaving.net.move((), takes + message, (entry,))
    if together:
        weaving.net.move((), takes, tuple(entries))


def _opening(weaving: Weaving, parent: str) -> tuple[list[Node], bool]:
    """Where a process or sub-process begins, and whether these begin together: start events are
    alternatives; without any, a sub-process begins with all that nothing leads to, a process with
    one of them."""
    inside = weaving.inner.get(parent, [])
    events = [node for node in inside if node.tag == "startEvent"]
    open_ = [
        node
        for node in inside
        if not weaving.ins.get(node.id)
        and node.tag not in ("boundaryEvent", "startEvent")
        and not (node.tag == "intermediateCatchEvent" and "link" in node.events)
    ]
    waiting = [node for node in open_ if node.truth("instantiate")]
    if events or waiting:
        return events + waiting, weaving.options.starts_together
    working = [node for node in open_ if node.tag != "endEvent"]
    return working or open_ or inside[:1], bool(parent) or weaving.options.starts_together

"""The scene, put in order: which flows go back, which rank a step has, which ends are whose."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.texts.catalogue import pgettext

from .scene import Card, End, Flow, Scene
from .text_width import clean
from .words import flow_label


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow between two things that are drawn; `index` keeps the order of the file."""

    index: int
    flow: Flow
    source: str
    target: str
    back: bool
    owner: str  # how the drawing knows this flow: "from>to"

    @property
    def known(self) -> str:
        """How the page knows this flow: as the map does, where a chain stands for one of its steps."""
        return self.flow.named or self.owner


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a flow leaves for another row of the drawing, or comes from one."""

    words: str  # "to row 2"
    name: str  # of the step at the other side
    near: str  # the step at this side
    back: bool  # the flow runs to an earlier row


@dataclass(frozen=True, slots=True)
class Context:
    """What a row of a drawing in several rows knows of the whole."""

    row: int = 0
    rows: int = 1
    lanes: dict[str, tuple[str, str]] = field(default_factory=dict)
    lane_order: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()  # of all rows, for the common scale of bars
    pins: dict[str, Pin] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)  # of flows at pins
    base: float = 0.0  # minutes of the fastest run before this row
    base_rank: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """Cards and ends by id, edges between them, and a rank for each."""

    scene: Scene
    cards: dict[str, Card]
    ends: dict[str, End]
    edges: tuple[Edge, ...]
    rank: dict[str, int]
    end_steps: dict[str, str] = field(default_factory=dict)  # end id -> step it stands for
    context: Context = field(default_factory=Context)

    def out(self, node: str) -> list[Edge]:
        """The ways that leave a step."""
        return [e for e in self.edges if e.source == node]

    def into(self, node: str) -> list[Edge]:
        """The ways that lead to a step or an end."""
        return [e for e in self.edges if e.target == node]

    def is_return(self, edge: Edge) -> bool:
        """Whether an edge is drawn as sent back, perhaps by way of a pin."""
        pin = self.context.pins.get(edge.target) or self.context.pins.get(edge.source)
        return edge.back or (pin is not None and pin.back)

    def name(self, node: str) -> str:
        """The label of a step or an end, or of the step behind a pin."""
        if node in self.context.pins:
            return self.context.pins[node].name
        thing = self.cards.get(node) or self.ends.get(node)
        return clean(thing.label) or node if thing else node

    def title(self, edge: Edge) -> str:
        """A flow in words: from where to where, and when."""
        words = flow_label(edge.flow.label, edge.flow.share)
        ends = pgettext("a flow", "{first} to {last}")
        ends = ends.format(first=self.name(edge.source), last=self.name(edge.target))
        return f"{ends}: {words}" if words else ends

    def meets(self, node: str) -> bool:
        """Whether a party is met at this step."""
        card = self.cards.get(node)
        return card is not None and (card.on_stage or card.by_party)

    @property
    def first(self) -> str:
        """The step the process begins with."""
        return next(iter(self.cards), "")


def build(
    scene: Scene, known: set[tuple[str, str]] | None = None, context: Context | None = None
) -> Model:
    """Order a scene: drop what leads nowhere, tell forward from back, rank the steps.

    `known` are ways back that are settled already (a row of a larger drawing).
    """
    cards = {c.id: c for c in reversed(scene.cards)}
    cards = {c.id: cards[c.id] for c in scene.cards}
    ends = {e.id: e for e in scene.ends if e.id not in cards or cards[e.id].kind == "end"}
    for name in ends:
        cards.pop(name, None)
    stands = _stand_ins(scene, cards, ends)
    for step in stands:
        cards.pop(step)
    flows = _flows(scene, cards, ends, stands)
    links = [(s, t) for _, s, t in flows if t in cards]
    back = back_edges(list(cards), links) if known is None else {x for x in links if x in known}
    rank = _ranks(cards, links, back)
    if context is not None:
        _pull_pins(rank, links, context)
    # An end, and a step nothing leads to, stand after whatever leads to them.
    for end in ends:
        sources = [rank[s] for _, s, t in flows if t == end]
        rank[end] = 1 + max(sources, default=max(rank.values(), default=-1))
    owners = context.owners if context else {}
    edges = tuple(
        Edge(
            i, f, s, t, t in cards and (s, t) in back, owners.get((s, t), f"{f.source}>{f.target}")
        )
        for i, (f, s, t) in enumerate(flows)
    )
    own = {e.id: e.id for e in scene.ends if any(c.id == e.id for c in scene.cards)}
    return Model(
        scene,
        cards,
        ends,
        edges,
        rank,
        {**{end: step for step, end in stands.items()}, **own},
        context or Context(),
    )


def _pull_pins(rank: dict[str, int], links: list[tuple[str, str]], context: Context) -> None:
    """A pin at which flows come in stands right before the first step they lead to."""
    starts = {s for s, _ in links if s in context.pins}
    if any(rank[t] == 0 for s, t in links if s in starts):
        for node in rank:
            rank[node] += 1
    for pin in starts:
        rank[pin] = max(min(rank[t] for s, t in links if s == pin) - 1, 0)


def _stand_ins(scene: Scene, cards: dict[str, Card], ends: dict[str, End]) -> dict[str, str]:
    """Steps that are nothing but an outcome: drawn as that outcome, not as a card."""
    found: dict[str, str] = {}
    for card in cards.values():
        ways = [f for f in scene.flows if f.source == card.id]
        if card.kind == "end" and len(ways) == 1 and ways[0].target in ends:
            found[card.id] = ways[0].target
    return found if len(found) < len(cards) else {}


def _flows(
    scene: Scene, cards: dict[str, Card], ends: dict[str, End], stands: dict[str, str]
) -> list[tuple[Flow, str, str]]:
    kept = []
    for flow in scene.flows:
        target = stands.get(flow.target, flow.target)
        if flow.source in cards and (target in cards or target in ends):
            kept.append((flow, flow.source, target))
    return kept


def back_edges(nodes: list[str], links: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Links that close a cycle, met by a depth-first walk in file order."""
    ways: dict[str, list[str]] = {n: [] for n in nodes}
    for source, target in links:
        ways[source].append(target)
    state = dict.fromkeys(nodes, 0)  # 0 unseen, 1 on the walk, 2 done
    back: set[tuple[str, str]] = set()
    for root in nodes:
        stack = [(root, iter(ways[root]))] if state[root] == 0 else []
        state[root] = state[root] or 1
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if state[target] == 1:
                    back.add((node, target))
                elif state[target] == 0:
                    state[target] = 1
                    stack.append((target, iter(ways[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return back


def _ranks(
    cards: dict[str, Card], links: list[tuple[str, str]], back: set[tuple[str, str]]
) -> dict[str, int]:
    """Longest path over forward links; steps nothing leads to follow after all others."""
    forward = [x for x in links if x not in back]
    late = {c.id for c in cards.values() if not c.reachable}
    rank = _longest([c for c in cards if c not in late], forward)
    shift = max(rank.values(), default=-1) + 1
    for name, value in _longest([c for c in cards if c in late], forward).items():
        rank[name] = value + shift
    # Whatever now runs against the order is a way back as well.
    back.update((s, t) for s, t in forward if rank[s] >= rank[t])
    return rank


def _longest(nodes: list[str], links: list[tuple[str, str]]) -> dict[str, int]:
    inner = set(nodes)
    ways: dict[str, list[str]] = {n: [] for n in nodes}
    wait = dict.fromkeys(nodes, 0)
    for source, target in links:
        if source in inner and target in inner:
            ways[source].append(target)
            wait[target] += 1
    rank = dict.fromkeys(nodes, 0)
    ready = [n for n in nodes if wait[n] == 0]
    for node in ready:
        for target in ways[node]:
            rank[target] = max(rank[target], rank[node] + 1)
            wait[target] -= 1
            if wait[target] == 0:
                ready.append(target)
    return rank

"""Stretches of a map with one way in and one way out: what could be a map of its own.

Two points (steps, or flows between them) bound such a stretch where every circle of the closed graph
(the ends tied back to the start) that holds one of them holds the other. Each point is one edge,
from its way in to its way out; two edges lie on the same circles just where the same edges outside a
spanning tree cover them. Each edge outside gets a random word, each edge inside the sum (xor) of the
words that cover it: edges with equal words belong together. The words come from a fixed seed, so
that a map always gives the same answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.analysis.components import dominators
from cxaudit.analysis.ways import END, Ways

_BITS = 128


def longest_fragment(ways: list[Ways], starts: Iterable[int], most: int) -> list[int]:
    """The steps of the longest stretch of at most `most` steps, its first step first and its last
    step last, those between in file order; the earliest where several are as long."""
    live, entries = _live(ways, starts)
    if not live:
        return []
    net = _divided(live, entries, len(ways))
    weights, rank = _dominated(net)
    best: tuple[int, int] | None = None  # (length, first step negated)
    bounds = (END, END)
    for chain in _chains(net, rank):
        low = 0
        for high, last in enumerate(chain):
            # Between two points of a chain lies what the first rules and the last does not.
            own = net.weight(last)
            while weights[chain[low]] - weights[last] + own > most:
                low += 1
            found = (weights[chain[low]] - weights[last] + own, -net.first(chain[low]))
            two = low < high and net.first(chain[low]) != net.last(last)
            if two and (best is None or found > best):
                best, bounds = found, (chain[low], last)
    return _between(net, *bounds) if best is not None else []


@dataclass(slots=True)
class _Net:
    """Points with where each leads (END among them): the steps, and the flows between that can bound
    a stretch by themselves, `flows` having from and to where each goes. `entries` are where cases
    begin, `steps` the number from which on points are flows."""

    onward: dict[int, list[int]]
    entries: list[int]
    flows: dict[int, tuple[int, int]]

    def weight(self, point: int) -> int:
        """How many steps a point is."""
        return 0 if point in self.flows else 1

    def first(self, point: int) -> int:
        """The step with which a stretch begins at a point."""
        return self.flows[point][1] if point in self.flows else point

    def last(self, point: int) -> int:
        """The step with which a stretch ends at a point."""
        return self.flows[point][0] if point in self.flows else point


def _divided(live: dict[int, list[int]], entries: list[int], free: int) -> _Net:
    """The net with a point on every flow that leaves a branching or enters a meeting of ways; on the
    others a point would bound what the steps beside it bound. `free` is a number no step has."""
    into: dict[int, int] = {}
    for target in [*entries, *(t for targets in live.values() for t in targets)]:
        into[target] = into.get(target, 0) + 1
    flows: dict[int, tuple[int, int]] = {}

    def divided(source: int, target: int, ways: int) -> int:
        if ways == 1 and (into[target] == 1 or target == END):
            return target
        point = free + len(flows)
        flows[point] = (source, target)
        return point

    onward = {
        step: [divided(step, target, len(targets)) for target in targets]
        for step, targets in live.items()
    }
    begins = [divided(END, entry, len(entries)) for entry in entries]
    onward |= {point: [target] for point, (_, target) in flows.items()}
    return _Net(onward, begins, flows)


def _live(ways: list[Ways], starts: Iterable[int]) -> tuple[dict[int, list[int]], list[int]]:
    """The steps that a case can meet and end from, each with where it leads (END among them)."""
    onward = [[way.target for way in own.ways] for own in ways]
    starts = sorted({start for start in starts if start >= 0})
    met = set(starts)
    stack = list(starts)
    while stack:
        for target in onward[stack.pop()]:
            if target != END and target not in met:
                met.add(target)
                stack.append(target)
    before: dict[int, list[int]] = {}
    ending = []
    for step in met:
        if END in onward[step] or not onward[step]:
            ending.append(step)
        for target in onward[step]:
            before.setdefault(target, []).append(step)
    live = set(ending)
    while ending:
        for step in before.get(ending.pop(), ()):
            if step not in live:
                live.add(step)
                ending.append(step)
    kept = {
        step: [t for t in onward[step] or [END] if t == END or t in live] for step in sorted(live)
    }
    return kept, [start for start in starts if start in live]


def _dominated(net: _Net) -> tuple[dict[int, int], dict[int, int]]:
    """How many steps can only be reached through each point, itself included; and a rank of each
    point that is higher than the rank of every point it can only be reached through."""
    source = -2
    onward = {
        point: [target for target in targets if target != END]
        for point, targets in net.onward.items()
    }
    above = dominators(source, {source: net.entries, **onward})
    weights = {point: net.weight(point) for point in net.onward}
    below: dict[int, list[int]] = {}
    for point in net.onward:
        below.setdefault(above[point], []).append(point)
    order = [source]
    for point in order:  # grows while it is read: each point behind the one that rules it
        order += below.get(point, ())
    for point in reversed(order[1:]):
        if above[point] != source:
            weights[above[point]] += weights[point]
    return weights, {point: number for number, point in enumerate(order)}


def _chains(net: _Net, rank: dict[int, int]) -> list[list[int]]:
    """Points that lie on the same circles of the closed graph, in the order in which a case passes
    them; chains of two points or more."""
    place = {point: number for number, point in enumerate(net.onward)}
    top, bottom = 2 * len(place), 2 * len(place) + 1
    edges = [(2 * place[point], 2 * place[point] + 1) for point in net.onward]
    edges += [(top, 2 * place[entry]) for entry in net.entries]
    for point, targets in net.onward.items():
        out = 2 * place[point] + 1
        edges += [(out, bottom if t == END else 2 * place[t]) for t in targets]
    edges.append((bottom, top))
    words = _words(edges, 2 * len(place) + 2)
    together: dict[int, list[int]] = {}
    for number, point in enumerate(net.onward):
        together.setdefault(words[number], []).append(point)
    chains = [chain for chain in together.values() if len(chain) > 1]
    for chain in chains:
        chain.sort(key=rank.__getitem__)
    return chains


def _words(edges: list[tuple[int, int]], nodes: int) -> list[int]:
    """For each edge of a connected undirected graph, the sum of the words that cover it."""
    touching: list[list[tuple[int, int]]] = [[] for _ in range(nodes)]
    for number, (one, other) in enumerate(edges):
        touching[one].append((other, number))
        touching[other].append((one, number))
    order, parent = [0], {0: (-1, -1)}
    for node in order:  # grows while it is read
        for other, number in touching[node]:
            if other not in parent:
                parent[other] = (node, number)
                order.append(other)
    tree = {number for _, number in parent.values()}
    chance = random.Random(72)
    words = [0 if number in tree else chance.getrandbits(_BITS) for number in range(len(edges))]
    sums = [0] * nodes
    for number, (one, other) in enumerate(edges):
        if number not in tree and one != other:
            sums[one] ^= words[number]
            sums[other] ^= words[number]
    for node in reversed(order[1:]):
        above, number = parent[node]
        words[number] = sums[node]
        sums[above] ^= sums[node]
    return words


def _between(net: _Net, first: int, last: int) -> list[int]:
    inside = {first, last}
    stack = [first]
    while stack:
        for target in net.onward[stack.pop()]:
            if target != END and target not in inside:
                inside.add(target)
                stack.append(target)
    begins, ends = net.first(first), net.last(last)
    return [begins, *sorted(inside - set(net.flows) - {begins, ends}), ends]

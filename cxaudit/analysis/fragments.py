"""Stretches of a map with one way in and one way out: what could be a map of its own.

Two steps bound such a stretch where every circle of the closed graph (the ends tied back to the
start) that holds one of them holds the other. Each step is one edge, from its way in to its way out;
two edges lie on the same circles just where the same edges outside a spanning tree cover them. Each
edge outside gets a random word, each edge inside the sum (xor) of the words that cover it: edges
with equal words belong together. The words come from a fixed seed, so that a map always gives the
same answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import networkx as nx

from cxaudit.analysis.ways import END, Ways

_BITS = 128


def longest_fragment(ways: list[Ways], starts: Iterable[int], most: int) -> list[int]:
    """The steps of the longest stretch of at most `most` steps, its first step first and its last
    step last, those between in file order; the earliest where several are as long."""
    onward, starts = _live(ways, starts)
    if not onward:
        return []
    sizes = _dominated(onward, starts)
    best: tuple[int, int, int] | None = None  # (length, first step negated, last step)
    for chain in _chains(onward, starts, sizes):
        low = 0
        for high, last in enumerate(chain):
            # Between two steps of a chain lies what the first rules and the last does not.
            while sizes[chain[low]] - sizes[last] + 1 > most:
                low += 1
            found = (sizes[chain[low]] - sizes[last] + 1, -chain[low], last)
            if low < high and (best is None or found[:2] > best[:2]):
                best = found
    return _between(onward, -best[1], best[2]) if best is not None else []


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


def _dominated(onward: dict[int, list[int]], starts: list[int]) -> dict[int, int]:
    """How many steps can only be reached through each step, itself included."""
    source = -2
    picture: nx.DiGraph[int] = nx.DiGraph()
    picture.add_edges_from((source, start) for start in starts)
    for step, targets in onward.items():
        picture.add_edges_from((step, target) for target in targets if target != END)
    above = nx.immediate_dominators(picture, source)
    sizes = dict.fromkeys(onward, 1)
    below: dict[int, list[int]] = {}
    for step in onward:
        below.setdefault(above[step], []).append(step)
    order = [source]
    for step in order:  # grows while it is read: each step behind the one that rules it
        order += below.get(step, ())
    for step in reversed(order[1:]):
        if above[step] != source:
            sizes[above[step]] += sizes[step]
    return sizes


def _chains(
    onward: dict[int, list[int]], starts: list[int], sizes: dict[int, int]
) -> list[list[int]]:
    """Steps that lie on the same circles of the closed graph, in the order in which a case passes
    them; chains of two steps or more."""
    place = {step: number for number, step in enumerate(onward)}
    top, bottom = 2 * len(onward), 2 * len(onward) + 1
    edges = [(2 * place[step], 2 * place[step] + 1) for step in onward]
    edges += [(top, 2 * place[start]) for start in starts]
    for step, targets in onward.items():
        out = 2 * place[step] + 1
        edges += [(out, bottom if t == END else 2 * place[t]) for t in targets]
    edges.append((bottom, top))
    words = _words(edges, 2 * len(onward) + 2)
    together: dict[int, list[int]] = {}
    for number, step in enumerate(onward):
        together.setdefault(words[number], []).append(step)
    chains = [chain for chain in together.values() if len(chain) > 1]
    for chain in chains:
        chain.sort(key=lambda step: -sizes[step])
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


def _between(onward: dict[int, list[int]], first: int, last: int) -> list[int]:
    inside = {first, last}
    stack = [first]
    while stack:
        for target in onward[stack.pop()]:
            if target != END and target not in inside:
                inside.add(target)
                stack.append(target)
    return [first, *sorted(inside - {first, last}), last]

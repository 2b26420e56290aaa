"""Walks over a drawing: neighbours, circles, an order in which flows lead forward, cut points."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.language.diagram import Diagram

Neighbours = list[list[int]]


def neighbours(diagram: Diagram) -> tuple[Neighbours, Neighbours]:
    """Where the flows out of each element lead, and where those into it come from."""
    onward: Neighbours = [[] for _ in diagram.shapes]
    back: Neighbours = [[] for _ in diagram.shapes]
    for source, target in diagram.flows:
        onward[source].append(target)
        back[target].append(source)
    return onward, back


def components(onward: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected parts, each before those that lead to it (Tarjan)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    inside: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(onward)):
        if root in number:
            continue
        stack = [(root, iter(onward[root]))]
        number[root] = low[root] = len(number)
        waiting.append(root)
        inside.add(root)
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    waiting.append(target)
                    inside.add(target)
                    stack.append((target, iter(onward[target])))
                    break
                if target in inside:
                    low[node] = min(low[node], number[target])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == number[node]:
                    part = [waiting.pop()]
                    while part[-1] != node:
                        part.append(waiting.pop())
                    inside.difference_update(part)
                    found.append(part)
    return found


def forward(onward: Sequence[Sequence[int]], roots: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Elements in an order in which most flows lead forward, each with the targets of those that do;
    the others close a circle."""
    done: list[int] = []
    seen: set[int] = set()
    for root in [*roots, *range(len(onward))]:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(onward[root]))]
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter(onward[target])))
                    break
            else:
                done.append(node)
                stack.pop()
    done.reverse()
    place = {node: at for at, node in enumerate(done)}
    return [(node, [t for t in onward[node] if place[t] > place[node]]) for node in done]


def cut_points(diagram: Diagram) -> set[int]:
    """Elements without which the drawing falls apart, whichever way its flows point."""
    beside: Neighbours = [[] for _ in diagram.shapes]
    for source, target in diagram.flows:
        beside[source].append(target)
        beside[target].append(source)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    found: set[int] = set()
    for root in range(len(beside)):
        if root in number:
            continue
        number[root] = low[root] = len(number)
        children = 0
        stack = [(root, -1, iter(beside[root]))]
        while stack:
            node, parent, others = stack[-1]
            for other in others:
                if other not in number:
                    number[other] = low[other] = len(number)
                    children += node == root
                    stack.append((other, node, iter(beside[other])))
                    break
                if other != parent:
                    low[node] = min(low[node], number[other])
            else:
                stack.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    if parent != root and low[node] >= number[parent]:
                        found.add(parent)
        if children > 1:
            found.add(root)
    return found

"""Two algorithms that nearly every figure of a map needs, over steps and where each leads.

networkx has both, in the same order; but maps are small and asked often, and there building a graph
costs several times what the answer does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Onward = Mapping[int, Sequence[int]]  # where each step leads


def strong_parts(steps: Iterable[int], onward: Onward) -> list[list[int]]:
    """The strongly connected parts, each after those it leads to (Tarjan's algorithm). Searched from
    `steps` in their order, and from each step in the order in which it leads on."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: list[int] = []
    closed: set[int] = set()
    found: list[list[int]] = []
    for root in steps:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_.append(root)
        road: list[tuple[int, Iterator[int]]] = [(root, iter(onward[root]))]
        while road:
            step, following = road[-1]
            for other in following:
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_.append(other)
                    road.append((other, iter(onward[other])))
                    break
                if other not in closed and number[other] < low[step]:
                    low[step] = number[other]
            else:
                road.pop()
                if road and low[step] < low[road[-1][0]]:
                    low[road[-1][0]] = low[step]
                if low[step] == number[step]:
                    part = [open_.pop()]
                    while part[-1] != step:
                        part.append(open_.pop())
                    closed.update(part)
                    found.append(part)
    return found


def dominators(start: int, onward: Onward) -> dict[int, int]:
    """The immediate dominator of each step that can be reached from a start, which has itself: the
    last step that every way to it passes (Cooper, Harvey and Kennedy's algorithm)."""
    order = _post_order(start, onward)
    height = {step: number for number, step in enumerate(order)}
    before: dict[int, list[int]] = {step: [] for step in order}
    for step in order:
        for other in onward[step]:
            before[other].append(step)
    above = {start: start}
    changed = True
    while changed:
        changed = False
        for step in reversed(order):
            if step == start:
                continue
            nearest: int | None = None
            for other in before[step]:
                if other in above:
                    nearest = other if nearest is None else _common(nearest, other, above, height)
            if nearest is not None and above.get(step) != nearest:
                above[step] = nearest
                changed = True
    return above


def _common(one: int, other: int, above: dict[int, int], height: dict[int, int]) -> int:
    """The lowest step that stands above both."""
    while one != other:
        while height[one] < height[other]:
            one = above[one]
        while height[other] < height[one]:
            other = above[other]
    return one


def _post_order(start: int, onward: Onward) -> list[int]:
    """The steps that can be reached from a start, each after those it leads to, loops apart."""
    found: list[int] = []
    seen = {start}
    road = [(start, iter(onward[start]))]
    while road:
        step, following = road[-1]
        for other in following:
            if other not in seen:
                seen.add(other)
                road.append((other, iter(onward[other])))
                break
        else:
            found.append(step)
            road.pop()
    return found

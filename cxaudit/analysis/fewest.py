"""Fewest figures: the cheapest complete run to a good end, repeats counted (Dijkstra's algorithm)."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.levels import GOOD, JOIN, Branch, Fold, Level, Road
from cxaudit.analysis.most import Walk


@dataclass
class Fewest:
    """The cheapest walks through levels, for weights by step.

    `adds` tells whether branches side by side add up or the longest of them counts.
    """

    weights: Sequence[float]
    adds: bool = True
    _memo: dict[int, dict[int, Walk]] = field(default_factory=dict)

    def level(self, level: Level) -> dict[int, Walk]:
        """The cheapest walk from the entry of a level to each exit it can take."""
        done: dict[int, float] = {}
        came: dict[int, tuple[int, Road]] = {}
        heap: list[tuple[float, int, int]] = [(0.0, 0, level.entry)]
        best: dict[int, float] = {level.entry: 0.0}
        number = 0
        while heap:
            value, _, step = heapq.heappop(heap)
            if step in done:
                continue
            done[step] = value
            if step < 0:
                continue
            value += self.weights[step]
            for road in level.roads[step]:
                cost = self._along(road)
                if cost is None:
                    continue
                total = value + cost
                if road.target not in best or total < best[road.target]:
                    best[road.target] = total
                    came[road.target] = (step, road)
                    number += 1
                    heapq.heappush(heap, (total, number, road.target))
        return {
            exit_: Walk(done[exit_], self._path(level, came, exit_))
            for exit_ in level.exits
            if exit_ in done
        }

    def _along(self, road: Road) -> float | None:
        if not road.common:
            return None
        if road.fold is None:
            return 0.0
        walk = self.block(road.fold).get(road.by)
        return walk.value if walk is not None else None

    def _path(self, level: Level, came: dict[int, tuple[int, Road]], exit_: int) -> tuple[int, ...]:
        pieces: list[tuple[int, ...]] = []
        current = exit_
        while current in came:
            step, road = came[current]
            inside = self.block(road.fold)[road.by].path if road.fold is not None else ()
            pieces.append((step, *inside))
            if step == level.entry:
                break
            current = step
        return tuple(step for piece in reversed(pieces) for step in piece)

    def block(self, fold_: Fold) -> dict[int, Walk]:
        """The cheapest way through a block to each exit."""
        split = fold_.block.split
        if split not in self._memo:
            self._memo[split] = self._block(fold_)
        return self._memo[split]

    def _block(self, fold_: Fold) -> dict[int, Walk]:
        each = [self._branch(branch) for branch in fold_.branches]
        found: dict[int, Walk] = {}
        for exit_ in fold_.exits():
            if exit_ == JOIN and not fold_.block.first_arrival:
                walk = self._smallest(each, JOIN) if fold_.some else self._arrive(each)
            elif exit_ == GOOD and not fold_.some:
                walk = self._together(each, GOOD)
            else:
                walk = self._smallest(each, exit_)
            if walk is not None:
                found[exit_] = walk
        return found

    def _branch(self, branch: Branch) -> dict[int, Walk]:
        if branch.level is None:
            return {branch.immediate: Walk(0.0)}
        return self.level(branch.level)

    def _smallest(self, each: list[dict[int, Walk]], exit_: int) -> Walk | None:
        """The one branch that takes an exit at the least cost."""
        found = [walks[exit_] for walks in each if exit_ in walks]
        return min(found, key=lambda walk: walk.value) if found else None

    def _sum(self, walks: list[Walk]) -> Walk:
        values = [walk.value for walk in walks]
        path = tuple(step for walk in walks for step in walk.path)
        return Walk(sum(values) if self.adds else max(values, default=0.0), path)

    def _together(self, each: list[dict[int, Walk]], exit_: int) -> Walk | None:
        if not all(exit_ in walks for walks in each):
            return None
        return self._sum([walks[exit_] for walks in each])

    def _arrive(self, each: list[dict[int, Walk]]) -> Walk | None:
        """Each branch arrives or ends well, whichever is cheaper, one at least arriving."""
        chosen = []
        for walks in each:
            options = [walks[e] for e in (JOIN, GOOD) if e in walks]
            if not options:
                return None
            chosen.append(min(options, key=lambda walk: walk.value))
        found = [
            self._sum([walks[JOIN] if i == number else walk for i, walk in enumerate(chosen)])
            for number, walks in enumerate(each)
            if JOIN in walks
        ]
        return min(found, key=lambda walk: walk.value) if found else None

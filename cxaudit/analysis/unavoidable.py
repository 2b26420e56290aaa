"""What every complete run to a good end has in common: bit sets of steps, greatest solution.

A step has itself and what all its ways have in common. At a block, the way to the join has what the
branches have together; a way out has the leaving branch's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.levels import GOOD, JOIN, Branch, Fold, Level

Bits = int


@dataclass
class Common:
    """Common steps of all walks through levels; `bits` gives each step its bit, 0 for no interest."""

    bits: Sequence[Bits]
    _memo: dict[int, dict[int, Bits]] = field(default_factory=dict)

    def level(self, level: Level) -> dict[int, Bits]:
        """For each exit that a level can take on agreed ways: what all walks to it share."""
        found = {}
        for exit_ in level.exits:
            bits = self._to(level, exit_)
            if bits is not None:
                found[exit_] = bits
        return found

    def _to(self, level: Level, exit_: int) -> Bits | None:
        onward: dict[int, list[tuple[int, Bits]]] = {}
        back: dict[int, list[int]] = {}
        for step in level.steps:
            ways = []
            for road in level.roads[step]:
                if not road.common or (road.target < 0 and road.target != exit_):
                    continue
                bits = self.block(road.fold).get(road.by) if road.fold is not None else 0
                if bits is not None:
                    ways.append((road.target, bits))
                    back.setdefault(road.target, []).append(step)
            onward[step] = ways
        leading: set[int] = set()
        stack = list(back.get(exit_, ()))
        while stack:
            step = stack.pop()
            if step not in leading:
                leading.add(step)
                stack.extend(back.get(step, ()))
        if level.entry not in leading:
            return None
        # None stands for "everything": the greatest set, from which the solution comes down.
        value: dict[int, Bits | None] = dict.fromkeys(leading)
        order = [step for step in reversed(level.steps) if step in leading]
        changed = True
        while changed:
            changed = False
            for step in order:
                common: Bits | None = None
                for target, bits in onward[step]:
                    if target == exit_:
                        behind: Bits | None = bits
                    elif target in leading:
                        beyond = value[target]
                        behind = None if beyond is None else bits | beyond
                    else:
                        continue
                    if behind is not None:
                        common = behind if common is None else common & behind
                if common is None:
                    continue
                common |= self.bits[step]
                if value[step] != common:
                    value[step] = common
                    changed = True
        return value[level.entry]

    def block(self, fold_: Fold) -> dict[int, Bits]:
        """What all runs through a block share, by the exit they take."""
        split = fold_.block.split
        if split not in self._memo:
            self._memo[split] = self._block(fold_)
        return self._memo[split]

    def _branch(self, branch: Branch) -> dict[int, Bits]:
        if branch.level is None:
            return {branch.immediate: 0}
        return self.level(branch.level)

    def _block(self, fold_: Fold) -> dict[int, Bits]:
        each = [self._branch(branch) for branch in fold_.branches]
        found: dict[int, Bits] = {}
        for exit_ in fold_.exits():
            if exit_ == JOIN and not fold_.block.first_arrival and not fold_.some:
                bits = self._arrive(each)
            elif exit_ == GOOD and not fold_.some:
                bits = self._all(each)
            else:
                bits = self._any(each, exit_)
            if bits is not None:
                found[exit_] = bits
        return found

    def _any(self, each: list[dict[int, Bits]], exit_: int) -> Bits | None:
        """Common to every branch that can take the exit: one of them does, we do not know which."""
        found: Bits | None = None
        for bits in each:
            if exit_ in bits:
                found = bits[exit_] if found is None else found & bits[exit_]
        return found

    def _all(self, each: list[dict[int, Bits]]) -> Bits | None:
        found = 0
        for bits in each:
            if GOOD not in bits:
                return None
            found |= bits[GOOD]
        return found

    def _arrive(self, each: list[dict[int, Bits]]) -> Bits | None:
        """Common to every choice of branches that arrive (one at least) or end well."""
        either: list[Bits] = []
        for bits in each:
            options = [bits[e] for e in (JOIN, GOOD) if e in bits]
            if not options:
                return None
            common = options[0]
            for option in options[1:]:
                common &= option
            either.append(common)
        found: Bits | None = None
        for number, bits in enumerate(each):
            if JOIN not in bits:
                continue
            together = bits[JOIN]
            for other, common in enumerate(either):
                if other != number:
                    together |= common
            found = together if found is None else found & together
        return found

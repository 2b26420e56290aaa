"""Expected figures: how often a case visits each step, x = s + P'x, and what it takes in time.

Solved level by level, per strongly connected part by elimination (state reduction of an absorbing
Markov chain), else by Gauss-Seidel sweeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.levels import GOOD, JOIN, Branch, Fold, Level
from cxaudit.analysis.most import parts_of

_SWEEPS = 10_000
_PRECISION = 1e-12


class Endless(Exception):
    """A case that enters never leaves: no expectation exists."""


@dataclass(slots=True)
class Passage:
    """One case through a level: visits by step (of this level), chances by exit."""

    visits: dict[int, float]
    chances: dict[int, float]


@dataclass
class Expected:
    """Expected passages through levels, each branch of a block solved alone from one case."""

    assumed: bool = False
    time_assumed: bool = False
    time_varies: bool = False
    _levels: dict[int, Passage] = field(default_factory=dict)
    _blocks: dict[int, dict[int, float]] = field(default_factory=dict)

    def level(self, level: Level) -> Passage:
        """Visits and chances of one case that enters a level."""
        key = id(level)
        if key not in self._levels:
            self._levels[key] = self._solve(level)
        return self._levels[key]

    def _arcs(self, level: Level) -> dict[int, dict[int, float]]:
        arcs: dict[int, dict[int, float]] = {}
        for step in level.steps:
            row: dict[int, float] = {}
            for road in level.roads[step]:
                share = road.share
                if road.fold is not None:
                    share *= self.block(road.fold).get(road.by, 0.0)
                if share > 0:
                    row[road.target] = row.get(road.target, 0.0) + share
            arcs[step] = row
        return arcs

    def _solve(self, level: Level) -> Passage:
        arcs = self._arcs(level)
        arriving: dict[int, float] = {level.entry: 1.0}
        visits: dict[int, float] = {}
        chances: dict[int, float] = {}
        parts, order = parts_of(level)
        for number in order:
            part = parts[number]
            entering = {step: arriving.get(step, 0.0) for step in part}
            if not any(entering.values()):
                continue
            found = self._part(part, arcs, entering)
            visits.update(found)
            members = set(part)
            for step, count in found.items():
                for target, share in arcs[step].items():
                    if target < 0:
                        chances[target] = chances.get(target, 0.0) + count * share
                    elif target not in members:
                        arriving[target] = arriving.get(target, 0.0) + count * share
        return Passage(visits, chances)

    def _part(
        self, part: list[int], arcs: dict[int, dict[int, float]], entering: dict[int, float]
    ) -> dict[int, float]:
        if len(part) == 1:
            step = part[0]
            stay = arcs[step].get(step, 0.0)
            if stay >= 1 - 1e-15:
                raise Endless
            return {step: entering[step] / (1 - stay)}
        members = set(part)
        inner = {
            step: {to: share for to, share in arcs[step].items() if to in members} for step in part
        }
        if all(sum(row.values()) >= 1 - 1e-15 for row in inner.values()):
            raise Endless
        found = _eliminate(part, inner, entering)
        if found is None:
            found = _sweep(part, inner, entering)
            self.assumed = True
        return found

    def block(self, fold_: Fold) -> dict[int, float]:
        """The chances of one case in a block, by exit.

        The case leaves as the first branch, in the order written, that leaves; the join receives
        the cases in which no branch leaves and not all have ended.
        """
        split = fold_.block.split
        if split not in self._blocks:
            self._blocks[split] = self._block(fold_)
        return self._blocks[split]

    def _branch(self, branch: Branch) -> dict[int, float]:
        if branch.level is None:
            return {branch.immediate: 1.0}
        return self.level(branch.level).chances

    def _block(self, fold_: Fold) -> dict[int, float]:
        chances: dict[int, float] = {}
        staying, ended, none_taken = 1.0, 1.0, 1.0
        for branch in fold_.branches:
            taken = branch.way.share if fold_.some else 1.0
            own = self._branch(branch)
            stays = own.get(GOOD, 0.0)
            arrives = own.get(JOIN, 0.0)
            for exit_, chance in own.items():
                leaves = exit_ not in (JOIN, GOOD)
                if fold_.block.first_arrival and exit_ == JOIN:
                    leaves, arrives = True, 0.0
                if leaves and chance:
                    chances[exit_] = chances.get(exit_, 0.0) + staying * taken * chance
                    self.assumed = self.time_assumed = True
            staying *= taken * (stays + arrives) + (1 - taken)
            ended *= taken * stays + (1 - taken)
            none_taken *= 1 - taken
        # One branch at least is taken: the chance that independent shares give to "none" arrives.
        ended -= none_taken
        if fold_.block.first_arrival:
            chances[GOOD] = chances.get(GOOD, 0.0) + staying
        else:
            if ended > 0:
                chances[GOOD] = chances.get(GOOD, 0.0) + ended
            if staying - ended > 1e-15:
                chances[JOIN] = chances.get(JOIN, 0.0) + staying - ended
        return chances

    def visits(self, top: Level, folds: dict[int, Fold]) -> dict[int, float]:
        """Expected visits of every step, blocks included."""
        found: dict[int, float] = {}
        stack: list[tuple[Level, float]] = [(top, 1.0)]
        while stack:
            level, factor = stack.pop()
            for step, count in self.level(level).visits.items():
                times = count * factor
                found[step] = found.get(step, 0.0) + times
                inner = folds.get(step)
                if inner is None:
                    continue
                for branch in inner.branches:
                    if branch.level is not None:
                        share = branch.way.share if inner.some else 1.0
                        stack.append((branch.level, times * inner.opens * share))
        return found

    def time(self, level: Level, folds: dict[int, Fold], durations: Sequence[float]) -> float:
        """Expected time of one case through a level; a block lasts as long as its longest branch."""
        total = 0.0
        for step, count in self.level(level).visits.items():
            total += count * durations[step]
            inner = folds.get(step)
            if inner is None:
                continue
            lasting = []
            for branch in inner.branches:
                if branch.level is not None:
                    lasting.append(self.time(branch.level, folds, durations))
                    if any(len(roads) > 1 for roads in branch.level.roads.values()):
                        self.time_varies = True
            total += count * inner.opens * max(lasting, default=0.0)
        return total


def _eliminate(
    part: list[int], inner: dict[int, dict[int, float]], entering: dict[int, float]
) -> dict[int, float] | None:
    """Eliminate the steps of a part last to first, then find their visits first to last.

    None where the elimination fills in too much, or is numerically singular.
    """
    rows = {step: dict(row) for step, row in inner.items()}
    columns: dict[int, set[int]] = {step: set() for step in part}
    for step, row in rows.items():
        for to in row:
            columns[to].add(step)
    entry = dict(entering)
    kept: list[tuple[int, float, dict[int, float]]] = []
    budget = 60 * len(part) + 10_000
    for step in reversed(part):
        row = rows.pop(step)
        stay = 1.0 - row.pop(step, 0.0)
        if stay <= 1e-14:
            return None
        before = columns.pop(step)
        before.discard(step)
        coming = {source: rows[source].pop(step) for source in before if source in rows}
        kept.append((step, stay, coming))
        for to in row:
            columns[to].discard(step)
        for source, share in coming.items():
            source_row = rows[source]
            for to, onward in row.items():
                source_row[to] = source_row.get(to, 0.0) + share * onward / stay
                columns[to].add(source)
            budget -= len(row)
        if entry[step]:
            for to, onward in row.items():
                entry[to] += entry[step] * onward / stay
        if budget < 0:
            return None
    visits: dict[int, float] = {}
    for step, stay, coming in reversed(kept):
        arriving = entry[step] + sum(visits[source] * share for source, share in coming.items())
        visits[step] = arriving / stay
    return visits


def _sweep(
    part: list[int], inner: dict[int, dict[int, float]], entering: dict[int, float]
) -> dict[int, float]:
    """Gauss-Seidel sweeps to 1e-12, at most 10,000 of them."""
    coming: dict[int, list[tuple[int, float]]] = {step: [] for step in part}
    for step, row in inner.items():
        for to, share in row.items():
            coming[to].append((step, share))
    visits = dict(entering)
    for _ in range(_SWEEPS):
        change = 0.0
        for step in part:
            value = entering[step] + sum(visits[s] * share for s, share in coming[step])
            change = max(change, abs(value - visits[step]))
            visits[step] = value
        if change < _PRECISION:
            break
    return visits

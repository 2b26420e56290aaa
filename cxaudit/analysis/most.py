"""Most figures: the dearest complete run, each distinct step counted once however often it is met.

Within a level: the longest path over the condensation, a loop counting all its steps. A block adds
its branches (or, for times, lasts as long as the longest of them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.components import strong_parts
from cxaudit.analysis.levels import BAD, GOOD, JOIN, Branch, Fold, Level, Road

NOTHING: frozenset[int] = frozenset()


@dataclass(slots=True)
class Walk:
    """The value of a dearest walk and its steps; the steps of a loop stand in file order."""

    value: float
    path: tuple[int, ...] = ()


@dataclass
class Most:
    """The dearest walks through levels, for weights by step and, where given, by way.

    `adds` tells whether branches side by side add up or the longest of them counts.
    """

    weights: Sequence[float]
    adds: bool = True
    by_way: dict[int, float] = field(default_factory=dict)
    _memo: dict[tuple[int, frozenset[int]], dict[int, Walk]] = field(default_factory=dict)

    def weight(self, step: int, counted: frozenset[int]) -> float:
        """What a step adds, 0 where it was counted already."""
        return 0.0 if step in counted else self.weights[step]

    def extra(self, road: Road) -> float:
        """What a plain way adds by itself."""
        return self.by_way.get(id(road.way), 0.0) if self.by_way else 0.0

    def level(self, level: Level, counted: frozenset[int] = NOTHING) -> dict[int, Walk]:
        """The dearest walk to each exit of a level; key 0 holds the dearest of any kind, complete
        or not (what a branch may have done when another one leaves)."""
        parts, order = parts_of(level)
        best: dict[int, tuple[float, tuple[int, int, Road] | None]] = {}
        part_of = {step: number for number, part in enumerate(parts) for step in part}
        best[part_of[level.entry]] = (0.0, None)
        exits: dict[int, tuple[float, int, int, Road]] = {}
        anything: tuple[float, int] = (-1.0, -1)
        mass: dict[int, tuple[float, frozenset[int]]] = {}
        for number in order:
            if number not in best:
                continue
            part = parts[number]
            total, inside = self._part(level, part, part_of, counted)
            mass[number] = (total, inside)
            reached = best[number][0] + total
            if reached > anything[0]:
                anything = (reached, number)
            for step in part:
                for road in level.roads[step]:
                    to = part_of.get(road.target, -1) if road.target >= 0 else -1
                    if to == number:
                        continue
                    value = reached + self._along(road, counted | inside if inside else counted)
                    if to >= 0:
                        if to not in best or value > best[to][0]:
                            best[to] = (value, (number, step, road))
                    elif road.target not in exits or value > exits[road.target][0]:
                        exits[road.target] = (value, number, step, road)
                        anything = max(anything, (value, number))
        tracer = _Tracer(self, parts, best, mass, counted)
        found = {
            exit_: Walk(value, tracer.path(number, step, road))
            for exit_, (value, number, step, road) in exits.items()
        }
        full = max(
            [Walk(anything[0], tracer.path(anything[1], -1, None))]
            + [walk for walk in found.values() if walk.value >= anything[0]],
            key=lambda walk: walk.value,
        )
        found[0] = full
        return found

    def _part(
        self, level: Level, part: list[int], part_of: dict[int, int], counted: frozenset[int]
    ) -> tuple[float, frozenset[int]]:
        """What a strongly connected part adds, and the steps it counts if it is a loop."""
        step = part[0]
        looped = len(part) > 1 or any(road.target == step for road in level.roads[step])
        if not looped:
            return self.weight(step, counted), NOTHING
        total = 0.0
        inside = set(part)
        for step in part:
            total += self.weight(step, counted)
            turning = [
                road
                for road in level.roads[step]
                if road.target >= 0 and part_of[road.target] == part_of[step]
            ]
            total += sum(max(0.0, self.extra(road)) for road in turning if road.way is not None)
            exits = {road.by for road in turning if road.fold is not None}
            if exits:
                fold_ = next(road.fold for road in turning if road.fold is not None)
                value, steps = self._looped_block(fold_, exits, counted, inside)
                total += value
                inside |= steps
        return total, frozenset(inside)

    def _looped_block(
        self, fold_: Fold, exits: set[int], counted: frozenset[int], already: set[int]
    ) -> tuple[float, set[int]]:
        """A block in a loop: every step that a pass which comes round again can meet."""
        values: list[float] = []
        union: set[int] = set()
        by_way = 0.0
        for branch in fold_.branches:
            if branch.level is None:
                continue
            goals: set[int] | None = {e for e in exits if e in branch.exits}
            others_leave = any(
                e in other.exits
                for other in fold_.branches
                if other is not branch
                for e in exits
                if e not in (JOIN, GOOD)
            )
            if JOIN in exits:
                goals |= {JOIN, GOOD} & branch.exits  # type: ignore[operator]
            if others_leave or (fold_.block.first_arrival and JOIN in exits):
                goals = None
            value, steps, extras = self._walkable(branch.level, goals, counted)
            extras += self.by_way.get(id(branch.way), 0.0)
            values.append(value + extras)
            by_way += extras
            union |= steps
        if self.adds:
            fresh = union - already
            return sum(self.weight(step, counted) for step in fresh) + by_way, union
        return max(values, default=0.0), union

    def _walkable(
        self, level: Level, goals: set[int] | None, counted: frozenset[int]
    ) -> tuple[float, set[int], float]:
        """The steps of a level on walks to some exits (None: to any), their mass, and what the
        ways between them add."""
        leading = set(level.steps) if goals is None else _leading_to(level, goals)
        steps: set[int] = set()
        total = extras = 0.0
        for step in level.steps:
            if step not in leading:
                continue
            extras += sum(
                max(0.0, self.extra(road))
                for road in level.roads[step]
                if road.way is not None and (goals is None or road.target in leading | goals)
            )
            steps.add(step)
            total += self.weight(step, counted)
            exits = {
                road.by
                for road in level.roads[step]
                if road.fold is not None
                and (goals is None or road.target in leading or road.target in goals)
            }
            if exits:
                fold_ = next(r.fold for r in level.roads[step] if r.fold is not None)
                value, inner = self._looped_block(fold_, exits, counted, set())
                total += value
                steps |= inner
        return total, steps, extras

    def _along(self, road: Road, counted: frozenset[int]) -> float:
        """What a road adds between its two steps."""
        if road.fold is None:
            return self.extra(road)
        return self.block(road.fold, counted)[road.by].value

    def block(self, fold_: Fold, counted: frozenset[int] = NOTHING) -> dict[int, Walk]:
        """The dearest way through a block to each of its exits."""
        inside = counted & fold_.block.steps
        key = (fold_.block.split, inside)
        if key not in self._memo:
            self._memo[key] = self._block(fold_, inside)
        return self._memo[key]

    def _block(self, fold_: Fold, counted: frozenset[int]) -> dict[int, Walk]:
        each = [self._branch(branch, counted) for branch in fold_.branches]
        found: dict[int, Walk] = {}
        for exit_ in fold_.exits():
            if exit_ == JOIN and not fold_.block.first_arrival:
                found[exit_] = self._arrive(each)
            elif exit_ == GOOD:
                found[exit_] = self._together([walks[GOOD] for walks in each if GOOD in walks])
            else:
                found[exit_] = self._out(each, exit_)
        return found

    def _branch(self, branch: Branch, counted: frozenset[int]) -> dict[int, Walk]:
        entering = self.by_way.get(id(branch.way), 0.0)
        if branch.level is None:
            return {branch.immediate: Walk(entering), 0: Walk(entering)}
        walks = self.level(branch.level, counted)
        if entering:
            walks = {exit_: Walk(w.value + entering, w.path) for exit_, w in walks.items()}
        return walks

    def _together(self, walks: list[Walk]) -> Walk:
        path = tuple(step for walk in walks for step in walk.path)
        values = [walk.value for walk in walks]
        return Walk(sum(values) if self.adds else max(values, default=0.0), path)

    def _arrive(self, each: list[dict[int, Walk]]) -> Walk:
        """Each branch arrives or ends well, whichever is dearer, one at least arriving."""
        chosen = []
        for walks in each:
            options = [walks[e] for e in (JOIN, GOOD) if e in walks]
            chosen.append(max(options, key=lambda walk: walk.value) if options else Walk(0.0))
        arriving = [i for i, walks in enumerate(each) if JOIN in walks and chosen[i] is walks[JOIN]]
        if arriving:
            return self._together(chosen)
        best: Walk | None = None
        for number, walks in enumerate(each):
            if JOIN in walks:
                forced = self._together(
                    [walks[JOIN] if i == number else walk for i, walk in enumerate(chosen)]
                )
                if best is None or forced.value > best.value:
                    best = forced
        assert best is not None
        return best

    def _out(self, each: list[dict[int, Walk]], exit_: int) -> Walk:
        """One branch leaves the block; the others may have done everything they can."""
        best: Walk | None = None
        for number, walks in enumerate(each):
            if exit_ not in walks:
                continue
            leaving = walks[exit_]
            if self.adds:
                others = [w[0] for i, w in enumerate(each) if i != number]
                found = self._together([*others, leaving])
            else:
                found = leaving
            if best is None or found.value > best.value:
                best = found
        assert best is not None
        return best


@dataclass(slots=True)
class _Tracer:
    """Walks back along the best roads of a level, to list the steps of a witness."""

    most: Most
    parts: list[list[int]]
    best: dict[int, tuple[float, tuple[int, int, Road] | None]]
    mass: dict[int, tuple[float, frozenset[int]]]
    counted: frozenset[int]

    def path(self, number: int, step: int, road: Road | None) -> tuple[int, ...]:
        """The steps up to a part, and along the road that leaves it."""
        pieces: list[tuple[int, ...]] = []
        current: int | None = number
        while current is not None and current >= 0:
            inside = self.mass[current][1]
            along: tuple[int, ...] = ()
            if road is not None and road.fold is not None:
                done = self.counted | inside
                walk = self.most.block(road.fold, done)[road.by]
                along = tuple(step for step in walk.path if step not in inside)
            pieces.append((*(sorted(inside) if inside else self.parts[current]), *along))
            came = self.best[current][1]
            if came is None:
                break
            current, step, road = came
        pieces.reverse()
        seen: dict[int, None] = {}
        for piece in pieces:
            for step in piece:
                seen.setdefault(step, None)
        return tuple(seen)


def parts_of(level: Level) -> tuple[list[list[int]], list[int]]:
    """The strongly connected parts of a level and their order, each before those it leads to."""
    if level.parts is None:
        level.parts = _parts(level)
    return level.parts, list(range(len(level.parts)))


def _parts(level: Level) -> list[list[int]]:
    position = {step: number for number, step in enumerate(level.steps)}
    onward = {
        step: [road.target for road in level.roads[step] if road.target >= 0]
        for step in level.steps
    }
    turning = any(
        position[other] <= position[step] for step in level.steps for other in onward[step]
    )
    if not turning:  # the steps of a level stand before those they lead to, loops apart
        return [[step] for step in level.steps]
    parts = strong_parts(level.steps, onward)
    parts.reverse()
    for part in parts:
        part.sort(key=position.__getitem__)
    return parts


def _leading_to(level: Level, goals: set[int]) -> set[int]:
    """The steps of a level from which one of some exits can be reached."""
    back: dict[int, list[int]] = {}
    for step in level.steps:
        for road in level.roads[step]:
            back.setdefault(road.target, []).append(step)
    found: set[int] = set()
    stack = [step for goal in goals for step in back.get(goal, ())]
    while stack:
        step = stack.pop()
        if step not in found:
            found.add(step)
            stack.extend(back.get(step, ()))
    return found


def dearest_end(walks: dict[int, Walk]) -> Walk | None:
    """The dearest walk of the top level that comes to an end, good or bad."""
    ends = [walks[e] for e in (GOOD, BAD) if e in walks]
    return max(ends, key=lambda walk: walk.value) if ends else None

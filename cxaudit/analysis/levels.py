"""Levels: the graph of a request type folded along its blocks.

The top level holds the steps outside every block. A split stands in its level for its whole block:
its roads lead to the join, or to where a branch leaves the block. Each branch is a level of its
own, with *exits*: it arrives at the join, ends well, ends badly, or leaves to a step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.joins import Block, blocks_of
from cxaudit.analysis.ways import END, Way, open_share

JOIN, GOOD, BAD = -1, -2, -3


def leave(step: int) -> int:
    """The exit of a branch to a step outside its block."""
    return -10 - step


def left_to(exit_: int) -> int | None:
    """The step that an exit leaves to; None for a join or an end."""
    return -10 - exit_ if exit_ <= -10 else None


@dataclass(slots=True)
class Road:
    """One way on within a level: to a step (>= 0) or an exit (< 0).

    `fold` is the block that lies on it and `by` the exit by which that block is left; without one
    the road is the plain `way`. `common` is false for timeouts and recoveries, which the fewest
    figures never take.
    """

    target: int
    way: Way | None = None
    fold: Fold | None = None
    by: int = 0
    share: float = 1.0

    @property
    def common(self) -> bool:
        """Whether figures that look for the fewest may take it."""
        return self.way is None or self.way.kind in ("next", "else")


@dataclass(slots=True)
class Level:
    """Steps of one level with their roads, `entry` first; `exits` are those it can take, `parts` its
    strongly connected parts where they were asked for."""

    entry: int
    steps: list[int] = field(default_factory=list)
    roads: dict[int, list[Road]] = field(default_factory=dict)
    exits: set[int] = field(default_factory=set)
    parts: list[list[int]] | None = None


@dataclass(slots=True)
class Branch:
    """One branch of a block: its level, or None where the way itself ends or joins at once."""

    way: Way
    level: Level | None
    immediate: int = 0

    @property
    def exits(self) -> set[int]:
        """The exits a branch can take."""
        return self.level.exits if self.level is not None else {self.immediate}


@dataclass(slots=True)
class Fold:
    """A block with its branches as levels, and the chance that a case at its split opens it."""

    block: Block
    branches: list[Branch]
    opens: float = 1.0

    @property
    def some(self) -> bool:
        """Whether only some branches are taken."""
        return self.block.kind == "some"

    def exits(self) -> set[int]:
        """The exits of the whole block: JOIN (all arrive), GOOD (all end well), BAD, or a leave."""
        found: set[int] = set()
        for branch in self.branches:
            found |= {e for e in branch.exits if e <= -10 or e == BAD}
        sets = [branch.exits & {JOIN, GOOD} for branch in self.branches]
        if self.block.first_arrival:
            found |= {JOIN} if any(JOIN in s for s in sets) else set()
        elif all(sets) and any(JOIN in s for s in sets):
            found.add(JOIN)
        if all(GOOD in s for s in sets):
            found.add(GOOD)
        if self.some:
            found |= set().union(*sets)
        return found


@dataclass(slots=True)
class Folded:
    """A type's graph as levels; `top` is None where its blocks cannot be folded."""

    graph: TypeGraph
    blocks: dict[int, Block]
    top: Level | None = None
    folds: dict[int, Fold] = field(default_factory=dict)
    shared: set[int] = field(default_factory=set)


def foldable(blocks: dict[int, Block]) -> bool:
    """Whether every join is known and blocks lie inside each other or apart. A block that lies in
    another holds fewer of them: loops can lead from block to block until one would lie in itself."""
    holds = _holds(blocks)
    for block in blocks.values():
        if block.in_doubt:
            return False
        for inner in blocks.values():
            if inner is block or inner.split not in block.steps:
                continue
            closes = inner.join is None or inner.join in block.steps or inner.join == block.join
            if not closes or holds[inner.split] >= holds[block.split]:
                return False
    return True


def fold(graph: TypeGraph) -> Folded:
    """Fold a type's graph along its blocks."""
    blocks = blocks_of(graph)
    folded = Folded(graph, blocks)
    if graph.faults or not foldable(blocks):
        return folded
    for split in _innermost_first(blocks):
        block = blocks[split]
        branches = []
        for way in block.branches:
            target = _classified(way.target, way, block)
            if target >= 0:
                branches.append(Branch(way, _level(folded, target, block)))
            else:
                branches.append(Branch(way, None, target))
        folded.folds[split] = Fold(block, branches, open_share(graph.ways[split]))
    folded.top = _level(folded, graph.start, None)
    if blocks:
        folded.shared = _shared(folded)
    return folded


def _holds(blocks: dict[int, Block]) -> dict[int, int]:
    """How many splits lie in each block."""
    return {split: sum(s in block.steps for s in blocks) for split, block in blocks.items()}


def _innermost_first(blocks: dict[int, Block]) -> list[int]:
    holds = _holds(blocks)
    return sorted(blocks, key=lambda split: (holds[split], split))


def _classified(target: int, way: Way, block: Block | None) -> int:
    """Where a way leads, seen from inside a block: a step of it, or one of its exits."""
    if target == END:
        return GOOD if way.outcome_kind == "good" else BAD
    if block is None or target in block.steps:
        return target
    return JOIN if target == block.join else leave(target)


def _level(folded: Folded, entry: int, block: Block | None) -> Level:
    """The level that begins at a step, inside a block (or at the top)."""
    graph = folded.graph
    level = Level(entry)
    seen = {entry}
    stack = [entry]
    while stack:
        step = stack.pop()
        roads = _roads(folded, step, block)
        level.roads[step] = roads
        for road in roads:
            if road.target < 0:
                level.exits.add(road.target)
            elif road.target not in seen:
                seen.add(road.target)
                stack.append(road.target)
    level.steps = _reverse_post_order(level, graph)
    return level


def _roads(folded: Folded, step: int, block: Block | None) -> list[Road]:
    ways = folded.graph.ways[step]
    roads = []
    inner = folded.folds.get(step)
    if inner is not None:
        for by in sorted(inner.exits(), reverse=True):
            roads.append(Road(_after(by, inner.block, block), None, inner, by, inner.opens))
    for way in ways.ways:
        if not way.branch:
            target = _classified(way.target, way, block)
            roads.append(Road(target, way, share=way.share))
    return roads


def _after(by: int, inner: Block, outer: Block | None) -> int:
    """Where the case is, seen from the outer level, after an inner block was left by an exit."""
    if by in (GOOD, BAD):
        return by
    target = inner.join if by == JOIN else left_to(by)
    assert target is not None
    if outer is None or target in outer.steps:
        return target
    return JOIN if target == outer.join else leave(target)


def _reverse_post_order(level: Level, graph: TypeGraph) -> list[int]:
    """The steps of a level, each before those it leads to, loops apart."""
    done: list[int] = []
    seen = {level.entry}
    stack = [(level.entry, iter(level.roads[level.entry]))]
    while stack:
        step, roads = stack[-1]
        for road in roads:
            if road.target >= 0 and road.target not in seen:
                seen.add(road.target)
                stack.append((road.target, iter(level.roads[road.target])))
                break
        else:
            done.append(step)
            stack.pop()
    done.reverse()
    return done


def _shared(folded: Folded) -> set[int]:
    """Steps that the fold counts more than once: met in two branches, or inside and outside."""
    colours: dict[int, tuple[tuple[int, int], ...]] = {}
    shared: set[int] = set()
    assert folded.top is not None
    stack: list[tuple[Level, tuple[tuple[int, int], ...]]] = [(folded.top, ())]
    opened: set[int] = set()
    while stack:
        level, chain = stack.pop()
        for step in level.steps:
            if colours.setdefault(step, chain) != chain:
                shared.add(step)
            inner = folded.folds.get(step)
            if inner is None:
                continue
            if step in opened:
                if step in shared:
                    shared |= inner.block.steps
                continue
            opened.add(step)
            for number, branch in enumerate(inner.branches):
                if branch.level is not None:
                    stack.append((branch.level, (*chain, (step, number))))
    return shared

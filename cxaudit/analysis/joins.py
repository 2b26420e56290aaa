"""Blocks: where branches that run side by side close again, and which steps belong to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.components import dominators
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.walks import dominating
from cxaudit.analysis.ways import END, Way


@dataclass(slots=True)
class Block:
    """A split, its join (None where the branches never meet again) and the steps between.

    `meeting` names the steps where branches share a road although there is no single join: the
    join is then in doubt and the block cannot be folded.
    """

    split: int
    kind: str
    branches: list[Way]
    join: int | None = None
    first_arrival: bool = False
    steps: frozenset[int] = frozenset()
    meeting: list[int] = field(default_factory=list)

    @property
    def in_doubt(self) -> bool:
        """Whether the join is an open question."""
        return bool(self.meeting)


def reach(
    start: list[int], successors: Callable[[int], Sequence[int]], barred: set[int]
) -> set[int]:
    """Every step that can be reached from some, these included, without entering barred ones."""
    seen = {step for step in start if step not in barred and step != END}
    stack = list(seen)
    while stack:
        for onward in successors(stack.pop()):
            if onward not in seen and onward not in barred:
                seen.add(onward)
                stack.append(onward)
    return seen


def blocks_of(graph: TypeGraph) -> dict[int, Block]:
    """The block of every split that the type can meet."""
    splits = [step for step in graph.reachable if graph.ways[step].split]
    if not splits:
        return {}
    back: dict[int, list[int]] = {}
    for step in graph.reachable:
        for onward in graph.successors(step, ("next",)):
            back.setdefault(onward, []).append(step)
    return {step: _block(graph, step, back) for step in splits}


def _next(graph: TypeGraph) -> Callable[[int], Sequence[int]]:
    return lambda step: graph.successors(step, ("next",))


def _block(graph: TypeGraph, split: int, back: dict[int, list[int]]) -> Block:
    ways = graph.ways[split]
    block = Block(split, ways.split, ways.branches)
    roads = [
        reach([way.target], _next(graph), {split}) if way.target != END else set()
        for way in block.branches
    ]
    said = _said_join(graph, block, roads)
    if said is not None:
        block.join = said
    elif not block.meeting:
        _find_join(graph, block, roads, back)
    if block.join is not None:
        block.first_arrival = graph.works[block.join].step.join == "any"
    if not block.meeting:
        block.steps = _steps(graph, block, back)
    return block


def _said_join(graph: TypeGraph, block: Block, roads: list[set[int]]) -> int | None:
    """The step with `join:` that every branch can reach without passing another such step."""
    if not roads:
        return None
    common = set.intersection(*roads)
    said = {step for step in common if graph.works[step].step.join is not None}
    if not said:
        return None
    firsts = []
    for way in block.branches:
        found: set[int] = set()
        if way.target in said:
            found = {way.target}
        else:
            for step in reach([way.target], _next(graph), said | {block.split}):
                found |= said.intersection(graph.successors(step, ("next",)))
        firsts.append(found)
    nearest = set.intersection(*firsts)
    if len(nearest) == 1:
        return nearest.pop()
    if nearest:
        block.meeting = sorted(nearest)
    return None


def _ends(graph: TypeGraph, road: set[int], well: bool) -> set[int]:
    """The steps of a road at which a case can end well, or badly."""
    return {
        step
        for step in road
        if any(
            way.ends and way.kind == "next" and way.ends_well == well
            for way in graph.ways[step].ways
        )
    }


def _find_join(
    graph: TypeGraph, block: Block, roads: list[set[int]], back: dict[int, list[int]]
) -> None:
    """The nearest step that every agreed way of every branch passes on its way to a shared end."""
    well = [_ends(graph, road, True) for road in roads]
    ends = set.intersection(*well)
    if not any(well):
        ends = set.intersection(*[_ends(graph, road, False) for road in roads])
    if not ends:
        return
    everywhere = set.union(*roads)
    counted = reach(
        sorted(ends), lambda step: [p for p in back.get(step, ()) if p in everywhere], {block.split}
    )
    sink = -2
    turned: dict[int, list[int]] = {step: [] for step in counted}
    for step in counted:
        for onward in graph.successors(step, ("next",)):
            if onward in counted:
                turned[onward].append(step)
    turned[sink] = sorted(ends)
    above = dominators(sink, turned)

    def chain(step: int) -> list[int]:
        return [step, *dominating(above, step)]

    chains = [chain(way.target) for way in block.branches]
    shared = set(chains[0]).intersection(*chains[1:])
    nearest = next((step for step in chains[0] if step in shared), sink)
    if nearest not in (sink, None) and not graph.works[nearest].only_end:
        block.join = nearest
        return
    times: dict[int, int] = {}
    for road in roads:
        for step in road & counted:
            times[step] = times.get(step, 0) + 1
    meeting = [s for s, n in times.items() if n > 1 and not graph.works[s].only_end]
    entries = [
        step
        for step in meeting
        if any(times.get(before, 0) < 2 for before in back.get(step, ()) if before in counted)
        or any(way.target == step for way in block.branches)
    ]
    block.meeting = sorted(entries or meeting)


def _steps(graph: TypeGraph, block: Block, back: dict[int, list[int]]) -> frozenset[int]:
    """The steps of a block: what a branch can reach and return from, and tails to good ends."""
    split, join = block.split, block.join
    heads = [way.target for way in block.branches if way.target != END]
    barred = {split} if join is None else {split, join}
    anywhere = reach(heads, lambda step: graph.successors(step), barred)

    def before(step: int) -> list[int]:
        return back.get(step, [])

    if join is not None:
        goal = reach([join], before, {split})
    else:
        good = sorted(_ends(graph, anywhere, True)) or sorted(_ends(graph, anywhere, False))
        goal = reach(good, before, {split})
        turning = reach(sorted(set(back.get(split, ())) & anywhere), before, {split})
        goal -= turning
    core = anywhere & goal
    own = core | set(heads) - barred
    behind = reach([join], _next(graph), set()) if join is not None else set()
    to_split = reach(back.get(split, []), before, {split})
    to_good = reach(sorted(_ends(graph, set(graph.reachable), True)), before, {split})
    tails = {
        step
        for step in reach(sorted(own), _next(graph), barred)
        if step in to_good and step not in to_split and step not in goal and step not in behind
    }
    connected = reach(
        sorted(own),
        lambda step: [n for n in graph.successors(step, ("next",)) if n in tails],
        barred,
    )
    return frozenset(core | (connected & tails) | (set(heads) - barred))

"""What follows from the touch-points of one request type."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from cxaudit.analysis.expected import Endless, Expected
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.levels import Fold, Level
from cxaudit.analysis.walks import ends_at, leading_to, reachable_from
from cxaudit.analysis.work import Work

PAIRS_UP_TO = 2000


def requester_of(graph: TypeGraph, said: str | None, customers: list[str]) -> str | None:
    """Who asks: as said, else the party of the first touch-point, else the first customer."""
    if said:
        return said
    seen, queue = {graph.start}, [graph.start]
    for step in queue:
        if step < 0:
            break
        if graph.works[step].meetings:
            return graph.works[step].meetings[0].party
        for onward in graph.successors(step):
            if onward not in seen:
                seen.add(onward)
                queue.append(onward)
    return customers[0] if customers else None


def _decides(graph: TypeGraph, step: int) -> bool:
    """Whether a step sends cases one way or another; timeouts and recoveries are no decision."""
    ways = graph.ways[step]
    return not ways.split and sum(way.kind in ("next", "else") for way in ways.ways) > 1


def untold_ends(graph: TypeGraph, requester: str | None) -> list[list[int]] | None:
    """Ends that a run can reach from a decision without meeting the requester: [decision ... end].

    None where nobody is known to ask. One shortest path an end.
    """
    if requester is None:
        return None
    works = graph.works
    met = {step for step in graph.reachable if works[step].meets(requester)}
    sources = [
        step
        for step in graph.reachable
        if works[step].weight or (step not in met and _decides(graph, step))
    ]
    came: dict[int, int | None] = dict.fromkeys(sources)
    queue = list(sources)
    found: list[list[int]] = []
    for step in queue:
        if ends_at(graph, step):
            path, current = [step], came[step]
            while current is not None:
                path.append(current)
                current = came[current]
            found.append(path[::-1])
        for onward in graph.successors(step):
            if onward not in came and onward not in met:
                came[onward] = step
                queue.append(onward)
    return found


def steps_aside(figures: Figures, middle: list[float]) -> set[int]:
    """Steps of branches that run beside a longer one: they make nobody wait."""
    folds, top = figures.folded.folds, figures.folded.top
    hidden: set[int] = set()
    if top is None:
        return hidden
    solver = Expected()

    def steps_of(level: Level) -> set[int]:
        found = set(level.steps)
        for step in level.steps:
            inner = folds.get(step)
            for branch in inner.branches if inner else ():
                if branch.level is not None:
                    found |= steps_of(branch.level)
        return found

    def lasting(fold_: Fold) -> list[tuple[float, int]]:
        return [
            (solver.time(branch.level, folds, middle), number)
            for number, branch in enumerate(fold_.branches)
            if branch.level is not None
        ]

    for fold_ in folds.values():
        try:
            times = lasting(fold_)
        except Endless:
            continue
        longest = max(times, default=(0.0, -1), key=lambda item: item[0])[1]
        kept: set[int] = set()
        aside: set[int] = set()
        for number, branch in enumerate(fold_.branches):
            if branch.level is not None:
                (kept if number == longest else aside).update(steps_of(branch.level))
        hidden |= aside - kept
    return hidden


def exposure(figures: Figures) -> dict[int, float] | None:
    """Minutes of customer waiting that each step causes in an average case of the type.

    Backstage steps between two meetings with the requester, or from one to a good end: expected
    visits x (waits + takes); of a meeting that the party does not perform, its `waits`. Side by
    side only the branch that lasts longest counts.
    """
    graph, requester = figures.graph, figures.requester
    if requester is None or figures.time is None:
        return None
    works = graph.works
    met = [step for step in graph.reachable if works[step].meets(requester)]
    behind = reachable_from(graph, met)
    ahead = leading_to(
        graph, [*met, *(step for step in graph.reachable if ends_at(graph, step, well=True))]
    )
    middle = figures.mean
    aside = steps_aside(figures, middle)
    found: dict[int, float] = {}
    for step, count in figures.visits.items():
        if step not in behind or step not in ahead or step in aside:
            continue
        work = works[step]
        meeting = work.meets(requester)
        if meeting is None:
            minutes = middle[step]
        else:
            minutes = 0.0 if meeting.by_party or not work.waits else sum(work.waits) / 2
        if minutes:
            found[step] = count * minutes
    return found


def asked_twice(graph: TypeGraph) -> list[tuple[str, int, int]] | None:
    """Items asked of one party at two touch-points of one run: (item, first step, second step)."""
    if len(graph.reachable) > PAIRS_UP_TO:
        return None
    asking = [
        step
        for step in graph.reachable
        if graph.works[step].step.asks and graph.works[step].meetings
    ]
    found = []
    for step in asking:
        later = reachable_from(graph, [step])
        mine = {m.party for m in graph.works[step].meetings}
        items = {item.what.lower(): item.what for item in graph.works[step].step.asks}
        for other in asking:
            if other == step or other not in later:
                continue
            if not mine & {m.party for m in graph.works[other].meetings}:
                continue
            if other < step and step in reachable_from(graph, [other]):
                continue
            again = [i.what.lower() for i in graph.works[other].step.asks]
            found += [(items[word], step, other) for word in again if word in items]
    return found


def _meeting_graph(graph: TypeGraph, requester: str) -> nx.DiGraph[int]:
    """The requester's touch-points, joined where one follows another with none between."""
    works = graph.works
    met = {step for step in graph.reachable if works[step].meets(requester)}
    picture: nx.DiGraph[int] = nx.DiGraph()
    picture.add_nodes_from(met)
    for step in met:
        seen: set[int] = set()
        stack = graph.successors(step)
        while stack:
            onward = stack.pop()
            if onward in seen:
                continue
            seen.add(onward)
            if onward in met:
                picture.add_edge(step, onward)
            else:
                stack.extend(graph.successors(onward))
    return picture


def changes_between_meetings(graph: TypeGraph, requester: str | None) -> tuple[int, int] | None:
    """Most changes of performer, and of channel, from one meeting to the next on a run.

    Two meetings change channel where both name channels and have none in common. None where the
    requester is unknown or the map is too large for figures over pairs.
    """
    if requester is None or len(graph.reachable) > PAIRS_UP_TO:
        return None
    picture = _meeting_graph(graph, requester)
    works = graph.works

    def performer(one: Work, other: Work) -> bool:
        mine, theirs = one.performer, other.performer
        parties = "party" in (one.performer_kind, other.performer_kind)
        return bool(mine and theirs and mine != theirs and not parties)

    def channel(one: Work, other: Work) -> bool:
        mine, theirs = one.meets(requester), other.meets(requester)
        if mine is None or theirs is None or not mine.channels or not theirs.channels:
            return False
        return not {c.lower() for c in mine.channels} & {c.lower() for c in theirs.channels}

    return (
        _longest(picture, lambda a, b: performer(works[a], works[b])),
        _longest(picture, lambda a, b: channel(works[a], works[b])),
    )


def _longest(picture: nx.DiGraph[int], counts: Callable[[int, int], bool]) -> int:
    """The most counted edges on a walk; a loop counts each of its edges once."""
    folded = nx.condensation(picture)
    member = folded.graph["mapping"]
    inner = dict.fromkeys(folded.nodes, 0)
    between: dict[tuple[int, int], int] = {}
    for a, b in picture.edges:
        value = int(counts(a, b))
        if member[a] == member[b]:
            inner[member[a]] += value
        else:
            key = (member[a], member[b])
            between[key] = max(between.get(key, 0), value)
    best: dict[int, int] = {}
    for part in nx.topological_sort(folded):
        coming = [best[p] + between[p, part] for p in folded.predecessors(part)]
        best[part] = inner[part] + max(coming, default=0)
    return max(best.values(), default=0)

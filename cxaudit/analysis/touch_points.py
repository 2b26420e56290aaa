"""What follows from the touch-points of one request type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from cxaudit.analysis.components import strong_parts
from cxaudit.analysis.expected import Endless, Expected
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.joins import Block
from cxaudit.analysis.levels import Fold, Level
from cxaudit.analysis.walks import ends_at, leading_to, reachable_from
from cxaudit.analysis.ways import END, Way
from cxaudit.analysis.world import World
from cxaudit.language.values import name

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


def untold_ends(
    graph: TypeGraph, requester: str | None, folds: Mapping[int, Fold]
) -> list[list[int]] | None:
    """Ends that a run can reach from a decision without meeting the requester: [decision ... end].

    None where nobody is known to ask. One shortest path an end. A run takes every branch of a block
    (`folds`): where one of them always meets the requester, it has been met when all are done.
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
    told = _told_at_joins(graph, met, folds)
    for step in queue:
        if ends_at(graph, step):
            path, current = [step], came[step]
            while current is not None:
                path.append(current)
                current = came[current]
            found.append(path[::-1])
        for onward in graph.successors(step):
            if onward not in came and onward not in met and step not in told.get(onward, ()):
                came[onward] = step
                queue.append(onward)
    return found


def _told_at_joins(
    graph: TypeGraph, met: set[int], folds: Mapping[int, Fold]
) -> dict[int, set[int]]:
    """The joins at which every run has met the requester in some branch of their block, each with
    the split and the steps of that block."""
    told: dict[int, set[int]] = {}
    # Blocks inside come first: what is told in one is told in the branch around it.
    for fold in sorted(folds.values(), key=lambda one: len(one.block.steps)):
        block = fold.block
        if block.join is None or block.first_arrival or fold.some:
            continue
        if any(_always_meets(graph, met, block, way, told) for way in block.branches):
            told.setdefault(block.join, set()).update(block.steps, {block.split})
    return told


def _always_meets(
    graph: TypeGraph, met: set[int], block: Block, way: Way, told: Mapping[int, set[int]]
) -> bool:
    """Whether a branch that arrives at its join, or ends before it, has met the requester."""
    if way.target in (END, block.join):
        return False
    road = [way.target] if way.target not in met else []
    seen = set(road)
    for step in road:  # grows while it is read
        if ends_at(graph, step):
            return False
        for onward in graph.successors(step):
            if onward in met or onward in seen or step in told.get(onward, ()):
                continue
            if onward == block.join:
                return False
            if onward in block.steps:
                seen.add(onward)
                road.append(onward)
    return True


def _steps_of(level: Level, folds: Mapping[int, Fold]) -> set[int]:
    """The steps of a level and of the blocks inside it."""
    found = set(level.steps)
    for step in level.steps:
        inner = folds.get(step)
        for branch in inner.branches if inner else ():
            if branch.level is not None:
                found |= _steps_of(branch.level, folds)
    return found


def steps_aside(figures: Figures, middle: list[float]) -> set[int]:
    """Steps of branches that run beside a longer one: they make nobody wait."""
    folds, top = figures.folded.folds, figures.folded.top
    hidden: set[int] = set()
    if top is None:
        return hidden
    solver = Expected()

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
                (kept if number == longest else aside).update(_steps_of(branch.level, folds))
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


def asked_twice(figures: Figures) -> list[tuple[str, int, int]] | None:
    """Items asked of one party at two touch-points of one run: (item, first step, second step).

    One run can meet two steps where one leads to the other, or where they lie in two branches of
    one block. Items are compared as names. None above 2,000 steps.
    """
    graph = figures.graph
    if len(graph.reachable) > PAIRS_UP_TO:
        return None
    asking: dict[tuple[str, str], list[int]] = {}
    written: dict[tuple[int, str], str] = {}
    for step in graph.reachable:
        work = graph.works[step]
        items = {name(item.what): item.what for item in reversed(work.step.asks)}
        written |= {(step, item): text for item, text in items.items()}
        for party in {meeting.party: None for meeting in work.meetings}:
            for item in items:
                asking.setdefault((party, item), []).append(step)
    again = {key: steps for key, steps in asking.items() if len(steps) > 1}
    later = {
        step: reachable_from(graph, [step])
        for step in sorted({step for steps in again.values() for step in steps})
    }
    beside = _side_by_side(figures, later)
    found: dict[tuple[int, int, str], None] = {}
    for (_, item), steps in again.items():
        for one, other in combinations(steps, 2):
            if other in later[one] or (one, other) in beside:
                found[one, other, item] = None
            elif one in later[other]:
                found[other, one, item] = None
    return [(written[one, item], one, other) for one, other, item in sorted(found)]


def _side_by_side(figures: Figures, steps: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of some steps, in file order, that lie in two branches of one block."""
    folds = figures.folded.folds
    wanted = set(steps)
    found: set[tuple[int, int]] = set()
    for block in folds.values() if wanted else ():
        branches = [
            _steps_of(branch.level, folds) & wanted
            for branch in block.branches
            if branch.level is not None
        ]
        for mine, theirs in combinations(branches, 2):
            found |= {(min(a, b), max(a, b)) for a in mine for b in theirs if a != b}
    return found


@dataclass(frozen=True, slots=True)
class Passing:
    """How a requester is passed on from meeting to meeting: most changes of performer and of
    channel on a run, and the meetings on the run that has more of them."""

    performers: int
    channels: int
    path: tuple[int, ...]


def changes_between_meetings(graph: TypeGraph, requester: str | None) -> Passing | None:
    """Most changes of performer, and of channel, from one meeting to the next on a run.

    Meetings that the party performs, and those whose performer nobody names, are looked through
    for the performer: whoever stands on their other side is a change all the same. Two meetings
    change channel where both name channels and have none in common. None where the requester is
    unknown or the map is too large for figures over pairs.
    """
    if requester is None or len(graph.reachable) > PAIRS_UP_TO:
        return None
    works = graph.works
    met = {step for step in graph.reachable if works[step].meets(requester)}
    ours = {step for step in met if works[step].performer and works[step].performer_kind != "party"}

    def performer(one: int, other: int) -> bool:
        return works[one].performer != works[other].performer

    def channel(one: int, other: int) -> bool:
        mine, theirs = works[one].meets(requester), works[other].meets(requester)
        if mine is None or theirs is None or not mine.channels or not theirs.channels:
            return False
        return not {name(c) for c in mine.channels} & {name(c) for c in theirs.channels}

    following = _following(graph, met)
    ours_following = following if ours == met else _following(graph, ours)
    hands, hands_path = _most_changes(ours_following, performer)
    channels, channels_path = _most_changes(following, channel)
    return Passing(hands, channels, hands_path if hands > channels else channels_path)


def _following(graph: TypeGraph, met: set[int]) -> dict[int, list[int]]:
    """Some steps, each with those that follow it with none of them between."""
    found: dict[int, list[int]] = {}
    for step in sorted(met):
        found[step] = []
        seen: set[int] = set()
        stack = list(graph.successors(step))
        while stack:
            onward = stack.pop()
            if onward in seen:
                continue
            seen.add(onward)
            if onward in met:
                found[step].append(onward)
            else:
                stack += graph.successors(onward)
    return found


def _most_changes(
    follows: dict[int, list[int]], changes: Callable[[int, int], bool]
) -> tuple[int, tuple[int, ...]]:
    """The most edges with a change on a walk, and its steps from the first such edge to the last; a
    loop counts each of its edges once and lists its steps in file order."""
    parts = strong_parts(follows, follows)
    part_of = {step: number for number, part in enumerate(parts) for step in part}
    inside = [0] * len(parts)
    between: dict[tuple[int, int], int] = {}
    for one, others in follows.items():
        for other in others:
            road = (part_of[one], part_of[other])
            if road[0] == road[1]:
                inside[road[0]] += changes(one, other)
            else:
                between[road] = max(between.get(road, 0), int(changes(one, other)))
    coming: dict[int, list[int]] = {part: [] for part in range(len(parts))}
    for source, target in between:
        coming[target].append(source)
    best: dict[int, int] = {}
    came: dict[int, int] = {}
    for part in _by_generation(len(parts), between):
        most, before = max([(best[p] + between[p, part], -p) for p in coming[part]], default=(0, 0))
        best[part] = inside[part] + most
        if most:
            came[part] = -before
    last = max(best, key=lambda part: best[part], default=None)
    if last is None or not best[last]:
        return 0, ()
    parts_passed = [last]
    while parts_passed[-1] in came:
        parts_passed.append(came[parts_passed[-1]])
    path = [s for part in reversed(parts_passed) for s in sorted(parts[part])]
    return best[last], tuple(path)


def _by_generation(count: int, roads: Iterable[tuple[int, int]]) -> list[int]:
    """Parts in an order in which each stands behind all that lead to it: those to which none leads,
    then those to which only these lead, and so on."""
    onward: dict[int, list[int]] = {part: [] for part in range(count)}
    missing = [0] * count
    for source, target in roads:
        onward[source].append(target)
        missing[target] += 1
    found = [part for part in range(count) if not missing[part]]
    for part in found:
        for target in onward[part]:
            missing[target] -= 1
            if not missing[target]:
                found.append(target)
    return found


def contact_share(graph: TypeGraph, world: World, requester: str | None) -> float | None:
    """The share of the requester's meetings, those it performs itself apart, that its named contact
    (a role, or a unit for its roles) holds. None where no contact or no such meeting is known."""
    spec = world.parties.get(requester or "")
    contact = spec.contact if spec is not None else None
    if contact is None:
        return None
    held = [
        contact in (work.performer, work.unit)
        for work in (graph.works[step] for step in graph.reachable)
        if (meeting := work.meets(requester)) is not None and not meeting.by_party
    ]
    return sum(held) / len(held) if held else None

"""The facts of units, and the work that passes between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cxaudit.analysis.estate.doings import Doings
from cxaudit.analysis.estate.rewards import Rewards
from cxaudit.analysis.estate.roles import sees
from cxaudit.analysis.facts.people import UnitFacts
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END
from cxaudit.analysis.world import World

SEVERAL = 2  # hand-offs between two units: less is no habit
NO_UNIT = ""

Passing = Mapping[tuple[str, str], int]


def unit_facts(
    world: World,
    units: Iterable[str],
    done: Doings,
    rewards: Rewards,
    passing: Passing,
    place: str,
) -> list[UnitFacts]:
    """One entry a unit; `passing` are the flows between units, `place` where they are judged."""
    measures = {**rewards.measures, **world.measures}
    return [
        UnitFacts(
            id=unit,
            title=world.title(unit),
            place=place,
            head=world.units[unit].head,
            roles=list(world.units[unit].roles),
            hours=world.units[unit].hours,
            used_in=done.maps.get(unit, []),
            exposure=done.exposure_of(unit),
            sees=sees(world, unit, measures),
            hands_to=[to for source, to in passing if source == unit],
            teamwork=rewards.teamwork(world, unit),
        )
        for unit in units
    ]


def unit_hand_offs(studies: Sequence[Study]) -> dict[tuple[str, str], int]:
    """How many flows carry work from one unit to another, over some maps. Steps without performer
    and systems are looked through; a flow that several request types take counts once."""
    found: Counter[tuple[str, str]] = Counter()
    for study in studies:
        flows: set[tuple[int, str, str]] = set()
        for figures in study.figures.values():
            flows |= _passing(figures.graph)
        found.update((source, target) for _, source, target in flows)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _holder(graph: TypeGraph, step: int) -> str | None:
    """The unit that holds the case at a step; none where nobody of ours does anything there."""
    work = graph.works[step]
    if work.performer is None or work.performer_kind == "system":
        return None
    return work.unit or NO_UNIT


def _passing(graph: TypeGraph) -> set[tuple[int, str, str]]:
    """Flows on which work passes between units: (number of the flow, from, to)."""
    last = {
        step: {holder} if (holder := _holder(graph, step)) is not None else set[str]()
        for step in graph.reachable
    }
    stack = list(graph.reachable)
    while stack:
        step = stack.pop()
        for onward in graph.successors(step):
            if _holder(graph, onward) is None and not last[step] <= last[onward]:
                last[onward] |= last[step]
                stack.append(onward)
    found = set()
    for step in graph.reachable:
        for way in graph.ways[step].ways:
            taker = _holder(graph, way.target) if way.target != END else None
            if taker:
                givers = last[step] - {taker, NO_UNIT}
                found |= {(way.origin, giver, taker) for giver in givers}
    return found


def teamless_pairs(world: World, rewards: Rewards, passing: Passing) -> list[str] | None:
    """Pairs of units with several hand-offs between them, in either direction, neither of which is
    rewarded for working with others; None where no rewards are written."""
    if not rewards.written:
        return None
    between: Counter[tuple[str, str]] = Counter()
    for (source, target), count in passing.items():
        between[min(source, target), max(source, target)] += count
    return [
        f"{one} with {other}"
        for (one, other), count in between.most_common()
        if count >= SEVERAL
        and one in world.units
        and other in world.units
        and not rewards.teamwork(world, one)
        and not rewards.teamwork(world, other)
    ]

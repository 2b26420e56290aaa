"""The facts of units, and the work that passes between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cxaudit.analysis.estate.doings import Doings
from cxaudit.analysis.estate.rewards import Rewards
from cxaudit.analysis.estate.roles import sees
from cxaudit.analysis.facts.people import UnitFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.unit_hand_offs import unit_hand_offs
from cxaudit.analysis.world import World
from cxaudit.texts.catalogue import _

SEVERAL = 2  # hand-offs between two units: less is no habit

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


def passing_between(studies: Sequence[Study]) -> dict[tuple[str, str], int]:
    """How many flows carry work from one unit to another, over some maps. A flow that several
    request types take counts once."""
    found: Counter[tuple[str, str]] = Counter()
    for study in studies:
        flows = {
            (way.origin, over.from_unit, over.to_unit)
            for figures in study.figures.values()
            for way, over in unit_hand_offs(figures.graph, figures.calls)
            if over is not None
        }
        found.update((source, target) for _, source, target in flows)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def teamless_pairs(world: World, rewards: Rewards, passing: Passing) -> list[str] | None:
    """Pairs of units with several hand-offs between them, in either direction, neither of which is
    rewarded for working with others; None where no rewards are written."""
    if not rewards.written:
        return None
    between: Counter[tuple[str, str]] = Counter()
    for (source, target), count in passing.items():
        between[min(source, target), max(source, target)] += count
    return [
        _("{one} with {other}").format(one=one, other=other)
        for (one, other), count in between.most_common()
        if count >= SEVERAL
        and one in world.units
        and other in world.units
        and not rewards.teamwork(world, one)
        and not rewards.teamwork(world, other)
    ]

"""The order in which work is done: what could run side by side, which test should come first, and
where cases wait to be collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.walks import leading_to, reachable_from
from cxaudit.analysis.ways import END, Way, Ways
from cxaudit.analysis.work import Work
from cxaudit.infer.lexicon import tokens


@dataclass(frozen=True, slots=True)
class KnockOut:
    """A step that can end a case badly: minutes it costs, and its chance to do so (None where the
    map does not give it). `yes` is the way of the cases that pass."""

    step: int
    minutes: float
    chance: float | None
    yes: Way


def independent_neighbours(
    works: list[Work], ways: list[Ways], reached: set[int]
) -> list[tuple[int, int]]:
    """Pairs of steps, one right behind the other, that both say what they need, neither naming what
    the other gives: they could run side by side. What a yes leads to needs the yes."""
    into = _arrivals(ways, reached)
    found = []
    for work in works:
        if work.index not in reached or not work.step.needs or work.weight or work.idle:
            continue
        own = ways[work.index].ways
        onward = [way for way in own if way.kind == "next"]
        if len(onward) != 1 or onward[0].target == END or any(way.kind == "else" for way in own):
            continue
        other = works[onward[0].target]
        agreed = [way for way in into.get(other.index, ()) if way.kind == "next"]
        if not other.step.needs or other.index == work.index or len(agreed) != 1:
            continue
        if other.idle or work.step.call or other.step.call or not _share_cases(work, other):
            continue
        if not _names(work, other) and not _names(other, work):
            found.append((work.index, other.index))
    return found


def _arrivals(ways: list[Ways], reached: set[int]) -> dict[int, list[Way]]:
    into: dict[int, list[Way]] = {}
    for step in sorted(reached):
        for way in ways[step].ways:
            into.setdefault(way.target, []).append(way)
    return into


def _share_cases(one: Work, other: Work) -> bool:
    """Whether some request type does both steps."""
    first, second = set(one.step.for_), set(other.step.for_)
    return not first or not second or bool(first & second)


def _bag(text: str) -> frozenset[str]:
    return frozenset(tokens(text.replace("-", " ").replace("_", " ")))


def _names(giver: Work, taker: Work) -> bool:
    """Whether what a step needs names what another one gives, or what its label says it makes."""
    given = [_bag(item.what) for item in giver.step.gives]
    taken = {_bag(item.what) for item in giver.step.needs}
    made = _bag(giver.label) | _bag(giver.id)
    for item in taker.step.needs:
        need = _bag(item.what)
        if any(need <= one or one <= need for one in given) or (need <= made and need not in taken):
            return True
    return False


def dearer_first(works: list[Work], ways: list[Ways], reached: set[int]) -> list[tuple[int, int]]:
    """Pairs of tests in a row, the dearer before the cheaper: minutes for each chance of ending the
    case where both chances are given, else minutes. Tests without a time are not compared."""
    closed = _never_well(ways, reached)
    tests: dict[int, KnockOut] = {}
    for step in sorted(reached):
        test = _test(works, ways, step, closed)
        if test is not None:
            tests[step] = test
    found = []
    for test in tests.values():
        behind = tests.get(test.yes.target)
        if behind is None or behind.step == test.step or _dearness(test, behind) <= 0:
            continue
        first, second = works[test.step], works[behind.step]
        if _share_cases(first, second) and not _names(first, second):
            found.append((test.step, behind.step))
    return found


def _dearness(first: KnockOut, second: KnockOut) -> float:
    """Above 0 where the first test is the dearer one."""
    if first.chance is None or second.chance is None:
        return first.minutes - second.minutes
    return first.minutes * second.chance - second.minutes * first.chance


def _never_well(ways: list[Ways], reached: set[int]) -> set[int]:
    """Steps from which a case can end, but never well."""
    good, bad = set(), set()
    before: dict[int, list[int]] = {}
    for step in reached:
        for way in ways[step].ways:
            if way.target != END:
                before.setdefault(way.target, []).append(step)
            elif way.ends_well:
                good.add(step)
            else:
                bad.add(step)
    return _back(bad, before) - _back(good, before)


def _back(goals: Iterable[int], before: dict[int, list[int]]) -> set[int]:
    seen = set(goals)
    stack = list(seen)
    while stack:
        for step in before.get(stack.pop(), ()):
            if step not in seen:
                seen.add(step)
                stack.append(step)
    return seen


def _test(works: list[Work], ways: list[Ways], step: int, closed: set[int]) -> KnockOut | None:
    """A step as a test: its own ways, or those of the bare branching right behind it, of which some
    end the case badly and one goes on."""
    work = works[step]
    if work.idle or work.performer_kind == "party" or (work.takes is None and work.waits is None):
        return None
    own = ways[step]
    behind = own.ways[0].target if len(own.ways) == 1 else END
    if behind != END and works[behind].idle and len(ways[behind].ways) > 1:
        own = ways[behind]
    if own.split or own.routes:
        return None
    decided = [way for way in own.ways if way.kind in ("next", "else")]
    ending = [
        way
        for way in decided
        if (way.target == END and not way.ends_well) or (way.target != END and way.target in closed)
    ]
    going_on = [way for way in decided if way not in ending and way.target != END]
    if not ending or len(going_on) != 1 or len(decided) - len(ending) != 1:
        return None
    known = all(way.given for way in ending) or (
        going_on[0].given and all(way.kind == "next" for way in ending)
    )
    chance = sum(way.share for way in ending) if known else None
    return KnockOut(step, sum(work.duration()) / 2, chance, going_on[0])


def delaying_batches(graph: TypeGraph, requester: str | None) -> set[int]:
    """Steps that collect cases before they begin while the requester waits: between two meetings."""
    collecting = {s for s in graph.reachable if graph.works[s].step.batch}
    if not collecting or requester is None:
        return set()
    met = [s for s in graph.reachable if graph.works[s].meets(requester)]
    before = leading_to(graph, met)
    return collecting & reachable_from(graph, met) & before

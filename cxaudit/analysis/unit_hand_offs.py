"""Changes of department: who hands over, who receives, what goes along and what comes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cxaudit.analysis.called import Called
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.touch_points import PAIRS_UP_TO
from cxaudit.analysis.ways import END, Way, Ways
from cxaudit.analysis.work import Work
from cxaudit.infer.lexicon import tokens

# The departments that may have held the case last, each with the step at which it did. None stands
# for a role whose department nobody states.
Holders = dict[str | None, int]


Calls = Mapping[int, Called]
_UNKNOWN: frozenset[str | None] = frozenset([None])


@dataclass(frozen=True, slots=True)
class HandOver:
    """A change of department: the step that hands over, the one the flow leaves (the same, but for
    steps that are looked through), and the one that receives; with both departments."""

    giver: int
    source: int
    taker: int
    from_unit: str
    to_unit: str


def looked_through(work: Work) -> bool:
    """Whether nobody holds the case here: a step without performer, or a system's. Whoever does a
    called map holds it there."""
    nobody = work.performer is None and not work.step.call
    return nobody or work.performer_kind == "system"


def outside(work: Work) -> bool:
    """Whether a party holds the case; a department that is a party is one of us."""
    return work.performer_kind == "party" and work.unit is None


def _rank(work: Work) -> int:
    """How well a step says what it hands on: 0 not at all, 2 with a standard."""
    gives = work.step.gives
    return 2 if any(item.standard for item in gives) else 1 if gives else 0


def _units(work: Work, calls: Calls, giving: bool) -> frozenset[str | None]:
    """The departments that may receive a case at a step, or hand it on; None among them where one
    is not known."""
    if looked_through(work) or outside(work):
        return frozenset()
    if work.performer is not None:
        return frozenset([work.unit])
    called = calls.get(work.index)
    if called is None or not called.known:
        return _UNKNOWN
    inside = called.holding
    return frozenset(inside.units.get(who) for who in (inside.last if giving else inside.first))


def _holders(graph: TypeGraph, calls: Calls) -> dict[int, Holders]:
    """Who inside may have held the case last when it leaves each step. Of several steps of one
    department the one counts that says least about what it hands on."""
    works = graph.works
    found: dict[int, Holders] = {}
    for step in graph.reachable:
        found[step] = dict.fromkeys(_units(works[step], calls, giving=True), step)
    waiting = deque(graph.reachable)
    while waiting:
        step = waiting.popleft()
        for onward in graph.successors(step):
            if not looked_through(works[onward]):
                continue
            mine, grown = found[onward], False
            for unit, giver in found[step].items():
                if unit not in mine or _rank(works[giver]) < _rank(works[mine[unit]]):
                    mine[unit] = giver
                    grown = True
            if grown:
                waiting.append(onward)
    return found


def unit_hand_offs(graph: TypeGraph, calls: Calls) -> Iterator[tuple[Way, HandOver | None]]:
    """The ways on which the case changes department; None beside one where that cannot be told."""
    works = graph.works
    held = _holders(graph, calls)
    takers = {step: _units(works[step], calls, giving=False) for step in graph.reachable}
    for step in graph.reachable:
        for way in graph.ways[step].ways:
            for mine in takers[way.target] if way.target != END else ():
                for unit, giver in held[step].items():
                    if unit is not None and mine is not None:
                        if unit != mine:
                            yield way, HandOver(giver, step, way.target, unit, mine)
                    elif not _same_hands(works[giver], works[way.target]):
                        yield way, None


def _same_hands(one: Work, other: Work) -> bool:
    return one.performer is not None and one.performer == other.performer


def written_ways(ways: list[Ways]) -> dict[int, Way]:
    """The ways of a map by their number."""
    return {way.origin: way for each in ways for way in each.ways}


def arriving(ways: list[Ways], by_number: Mapping[int, Way], way: Way) -> Way:
    """The flow of the map on which a type's way arrives: the way itself as written, or the last one
    of those that lead through steps which the type passes."""
    found = by_number[way.origin]
    while found.target != way.target:
        found = next(w for w in ways[found.target].ways if w.kind == "next")
    return found


def given(works: list[Work], over: HandOver) -> list[str]:
    """What is handed over: by the step that hands over, or by the system between."""
    steps = dict.fromkeys((over.giver, over.source))
    return list(dict.fromkeys(item.what for step in steps for item in works[step].step.gives))


def has_standard(works: list[Work], over: HandOver) -> bool:
    """Whether what is handed over has the receiver's standard: said where it is given, or where it
    is needed."""
    if any(item.standard for step in (over.giver, over.source) for item in works[step].step.gives):
        return True
    things = given(works, over)
    needs = works[over.taker].step.needs
    return any(need.standard and _same_thing(need.what, what) for need in needs for what in things)


def _same_thing(one: str, other: str) -> bool:
    """Whether two names mean one thing: the same words, or one's words among the other's."""
    mine, theirs = set(tokens(one.replace("-", " "))), set(tokens(other.replace("-", " ")))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


class Returns:
    """What comes back across a change of department by `else`."""

    def __init__(
        self, works: list[Work], ways: list[Ways], passes: Mapping[int, float], steps: set[int]
    ) -> None:
        self.works, self.ways, self.passes = works, ways, passes
        self.back: dict[int, list[int]] = {}
        self.noes: dict[int, list[Way]] = {}
        self.small = len(works) <= PAIRS_UP_TO
        for step in steps if self.small else ():
            for way in ways[step].ways:
                if way.target != END:
                    self.back.setdefault(way.target, []).append(step)
                    if way.kind == "else":
                        self.noes.setdefault(step, []).append(way)

    def share(self, over: HandOver, visits: float) -> float | None:
        """Cases that the receiving department sends back across the hand-off, as a share of the
        receiver's visits. None above 2,000 steps, or where nobody comes by."""
        if not self.small or not visits:
            return None
        mine = self._stretch(over.taker, over.to_unit)
        leaving = [w for step in mine for w in self.noes.get(step, ()) if w.target not in mine]
        before = self._leading_to(over) if leaving else set()
        passes = [self.passes.get(w.origin, 0.0) for w in leaving if w.target in before]
        return round(sum(passes) / visits, 12)  # freed from what binary fractions leave

    def _stretch(self, taker: int, unit: str) -> set[int]:
        """The receiver and what its department does with the case from there."""
        seen, stack = {taker}, [taker]
        while stack:
            for way in self.ways[stack.pop()].ways:
                if way.kind != "next" or way.target == END or way.target in seen:
                    continue
                work = self.works[way.target]
                if work.unit == unit or looked_through(work):
                    seen.add(way.target)
                    stack.append(way.target)
        return seen

    def _leading_to(self, over: HandOver) -> set[int]:
        """The steps that lead to the hand-off without passing the receiver."""
        seen = {over.giver, over.source}
        stack = list(seen)
        while stack:
            for step in self.back.get(stack.pop(), ()):
                if step not in seen and step != over.taker:
                    seen.add(step)
                    stack.append(step)
        return seen

"""Hand-offs: where the case changes hands, how often on a run, how often in an average case."""

from __future__ import annotations

from collections.abc import Mapping

from cxaudit.analysis.called import Called
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.holders import NOBODY, Chances, Holding, held_at
from cxaudit.analysis.levels import Folded
from cxaudit.analysis.most import Most, Walk, dearest_end
from cxaudit.analysis.ways import END, Way, open_share

_ROUNDS = 100
_EXACT = 1e-12
Calls = Mapping[int, Called]
Rate = tuple[int, int, float]  # a step, where it leads (END where the case ends), expected passes


def _held(graph: TypeGraph, calls: Calls | None) -> dict[int, Holding]:
    """Who holds the case at each step."""
    inside = {step: called.holding for step, called in (calls or {}).items()}
    return {step: held_at(graph.works[step], inside.get(step)) for step in graph.reachable}


def _before(graph: TypeGraph, held: dict[int, Holding], by_unit: bool) -> dict[int, set[str]]:
    """Who may have held the case last when it leaves each step."""
    found = {step: held[step].names(held[step].last, by_unit) for step in graph.reachable}
    stack = list(graph.reachable)
    while stack:
        step = stack.pop()
        for onward in graph.successors(step):
            if held[onward].may_pass and not found[step] <= found[onward]:
                found[onward] |= found[step]
                stack.append(onward)
    return found


def hand_off_ways(graph: TypeGraph, by_unit: bool, calls: Calls | None = None) -> list[Way]:
    """The ways on which the case changes hands: another performer, or another unit. Those into and
    out of `calls` count by who may hold it first and last in there."""
    held = _held(graph, calls)
    before = _before(graph, held, by_unit)
    takers = {step: one.names(one.first, by_unit) for step, one in held.items()}
    return [
        way
        for step in graph.reachable
        for way in graph.ways[step].ways
        if way.target != END and any(before[step] - {taker} for taker in takers[way.target])
    ]


def hand_offs_most(
    folded: Folded, by_unit: bool, calls: Mapping[int, Called] | None = None
) -> Walk | None:
    """The run with the most hand-offs, each flow counted once; `calls` add those inside."""
    if folded.top is None:
        return None
    by_way = {id(way): 1.0 for way in hand_off_ways(folded.graph, by_unit, calls)}
    inside = [0.0] * len(folded.graph.works)
    for step, called in (calls or {}).items():
        inside[step] = called.unit_hand_offs_most if by_unit else called.hand_offs_most
    return dearest_end(Most(inside, by_way=by_way).level(folded.top))


def hand_offs_expected(figures: Figures) -> float | None:
    """Expected changes of performer in one case."""
    if figures.expected is None:
        return None
    held, rates = _held(figures.graph, figures.calls), _rates(figures)
    last = _last(figures, held, rates)
    total = sum(
        figures.visits.get(step, 0.0) * called.hand_offs_expected
        for step, called in figures.calls.items()
    )
    for source, target, rate in rates:
        for taker, chance in held[target].first.items() if target != END else ():
            others = sum(part for doer, part in last[source].items() if doer != taker)
            total += rate * chance * others
    return total


def _rates(figures: Figures) -> list[Rate]:
    """Every way that an average case takes."""
    found = []
    for step, visits in figures.visits.items():
        ways = figures.graph.ways[step]
        opens = open_share(ways) if ways.split else 1.0
        for way in ways.ways:
            found.append((step, way.target, visits * way.share * (opens if way.branch else 1.0)))
    return found


def _last(figures: Figures, held: dict[int, Holding], rates: list[Rate]) -> dict[int, Chances]:
    """Who held the case last when it leaves each step, with the chance of each."""
    last = {step: dict(held[step].last) for step in figures.visits}
    passed = [step for step in figures.visits if held[step].passes > 0]
    coming: dict[int, list[tuple[int, float]]] = {step: [] for step in passed}
    for source, target, rate in rates:
        if target in coming:
            coming[target].append((source, rate))
    for _ in range(_ROUNDS if passed else 0):
        change = 0.0
        for step in passed:
            visits, fresh = figures.visits[step], dict(held[step].last)
            for source, rate in coming[step]:
                arrives = held[step].passes * rate / visits if visits else 0.0
                for doer, part in last[source].items():
                    fresh[doer] = fresh.get(doer, 0.0) + arrives * part
            change += sum(
                abs(fresh.get(d, 0) - last[step].get(d, 0)) for d in {*fresh, *last[step]}
            )
            last[step] = fresh
        if change < _EXACT:
            break
    return last


def holding_of(figures: Figures) -> Holding:
    """Who holds a case first and last in a map, for those that call it."""
    if not figures.defined:
        return NOBODY
    graph, rates = figures.graph, _rates(figures)
    held = _held(graph, figures.calls)
    may_pass, first = _first_possible(graph, held)
    before = _before(graph, held, by_unit=False)
    ending = [s for s in graph.reachable if any(w.target == END for w in graph.ways[s].ways)]
    last: Chances = {who: 0.0 for step in ending for who in sorted(before[step])}
    passes = _first_chances(figures, held, rates, first)
    chances = _last(figures, held, rates)
    for source, target, rate in rates:
        for who, part in chances[source].items() if target == END else ():
            last[who] = last.get(who, 0.0) + rate * part
    units = {who: unit for one in held.values() for who, unit in one.units.items()}
    return Holding(first, last, units, passes, may_pass)


def _first_possible(graph: TypeGraph, held: dict[int, Holding]) -> tuple[bool, Chances]:
    """Whether a case can run through with nobody holding it; and who can be the first to do so."""
    found: Chances = {}
    seen, stack, through = {graph.start}, [graph.start], False
    while stack:
        step = stack.pop()
        found |= dict.fromkeys(held[step].first, 0.0)
        for way in graph.ways[step].ways if held[step].may_pass else ():
            if way.target == END:
                through = True
            elif way.target not in seen:
                seen.add(way.target)
                stack.append(way.target)
    return through, found


def _first_chances(
    figures: Figures, held: dict[int, Holding], rates: list[Rate], first: Chances
) -> float:
    """Fill in the chance of each to be the first who holds the case; return that nobody ever does."""
    start = figures.graph.start
    passed = [step for step in figures.visits if held[step].passes > 0]
    coming: dict[int, list[tuple[int, float]]] = {}
    for source, target, rate in rates:
        visits = figures.visits[source]
        if visits and held[source].passes > 0:
            coming.setdefault(target, []).append((source, held[source].passes * rate / visits))
    arrivals = {start: 1.0}

    def arriving(step: int) -> float:
        way_in = sum(arrivals.get(source, 0.0) * share for source, share in coming.get(step, ()))
        return way_in + (step == start)

    for _ in range(_ROUNDS):
        change = 0.0
        for step in passed:
            fresh = arriving(step)
            change += abs(fresh - arrivals.get(step, 0.0))
            arrivals[step] = fresh
        if change < _EXACT:
            break
    for step in figures.visits:
        if held[step].first and (step == start or step in coming):
            for who, chance in held[step].first.items():
                first[who] = first.get(who, 0.0) + arriving(step) * chance
    return min(1.0, arriving(END))

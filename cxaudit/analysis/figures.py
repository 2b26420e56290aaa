"""The figures of one request type: sign-offs, time, silence, by folding its graph once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.called import Called, Quiet
from cxaudit.analysis.expected import Endless, Expected
from cxaudit.analysis.fewest import Fewest
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.levels import GOOD, Folded, fold
from cxaudit.analysis.most import Most, dearest_end
from cxaudit.analysis.silence import Profile, Stretch, longer, longest_silence
from cxaudit.analysis.unavoidable import Common
from cxaudit.analysis.ways import END
from cxaudit.analysis.work import Work

UNKNOWN_SHARE = 0.2


@dataclass(slots=True)
class Figures:
    """The figures of one type; None where unknown. Paths are step indices in order."""

    graph: TypeGraph
    folded: Folded
    visits: dict[int, float] = field(default_factory=dict)
    worst: float | None = None
    worst_path: tuple[int, ...] = ()
    worst_at_most: bool = False
    worst_at_least: bool = False
    least: float | None = None
    least_at_least: bool = False
    least_path: tuple[int, ...] = ()
    least_free: float | None = None
    unavoidable: tuple[str, ...] | None = None
    unavoidable_free: tuple[str, ...] | None = None
    expected: float | None = None
    fastest: float | None = None
    fastest_path: tuple[int, ...] = ()
    mean: list[float] = field(default_factory=list)
    time: float | None = None
    time_low: float | None = None
    time_high: float | None = None
    time_at_least: bool = False
    time_missing: tuple[int, ...] = ()
    slowest: float | None = None
    work: float | None = None
    silence: float | None = None
    silence_path: tuple[int, ...] = ()
    silence_party: str | None = None
    silence_steps: int | None = None
    silence_unbounded: bool = False
    requester: str | None = None
    quiet: dict[str, Quiet] = field(default_factory=dict)
    calls: dict[int, Called] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)

    @property
    def defined(self) -> bool:
        """Whether the type has a way through the map at all."""
        return not self.graph.faults


def _weights(works: list[Work], calls: dict[int, Called], name: str) -> list[float]:
    """Approvals by step: its own, or those of the map it calls."""
    found = []
    for work in works:
        called = calls.get(work.index)
        own = 0.0 if name == "least_free" and work.held else float(work.weight)
        found.append(own + (getattr(called, name) if called is not None else 0.0))
    return found


def compute(
    graph: TypeGraph, calls: dict[int, Called], requester: str | None, customers: Sequence[str]
) -> Figures:
    """All run figures of a type. Where its graph has faults, none is known."""
    folded = fold(graph)
    figures = Figures(graph, folded, requester=requester, calls=calls)
    if graph.faults:
        return figures
    figures.worst_at_least = any(
        not called.known for index, called in calls.items() if index in graph.members
    )
    if folded.top is None:
        _unfolded(figures, calls)
        return figures
    _sign_offs(figures, calls)
    _expected(figures, calls)
    _times(figures, calls)
    _silence(figures, calls, customers)
    return figures


def _unfolded(figures: Figures, calls: dict[int, Called]) -> None:
    """Bounds where blocks cannot be folded: the sum of all, and the fewest with every block
    counted as its cheapest branch."""
    graph = figures.graph
    works = graph.works
    weights = _weights(works, calls, "worst")
    figures.worst = sum(weights[step] for step in graph.reachable)
    figures.worst_path = tuple(step for step in graph.reachable if weights[step])
    figures.worst_at_most = True
    figures.least_at_least = True
    least = _weights(works, calls, "least")
    import heapq

    done: set[int] = set()
    heap = [(0.0, graph.start)]
    while heap:
        value, step = heapq.heappop(heap)
        if step == END:
            figures.least = value
            return
        if step in done:
            continue
        done.add(step)
        for way in graph.ways[step].ways:
            if way.kind in ("next", "else") and (way.target != END or way.ends_well):
                heapq.heappush(heap, (value + least[step], way.target))


def _sign_offs(figures: Figures, calls: dict[int, Called]) -> None:
    top, works = figures.folded.top, figures.graph.works
    assert top is not None
    weights = _weights(works, calls, "worst")
    walk = dearest_end(Most(weights).level(top))
    if walk is not None:
        figures.worst, figures.worst_path = walk.value, walk.path
        if any(weights[step] for step in figures.folded.shared):
            flat = sum(weights[step] for step in figures.graph.reachable)
            figures.worst = min(walk.value, flat)
            figures.worst_at_most = True
    least = Fewest(_weights(works, calls, "least")).level(top).get(GOOD)
    if least is not None:
        figures.least, figures.least_path = least.value, least.path
    free = Fewest(_weights(works, calls, "least_free")).level(top).get(GOOD)
    figures.least_free = free.value if free is not None else None
    _unavoidable(figures, calls)


def _unavoidable(figures: Figures, calls: dict[int, Called]) -> None:
    top, works = figures.folded.top, figures.graph.works
    assert top is not None
    bits = [0] * len(works)
    gates = [
        step
        for step in figures.graph.reachable
        if works[step].weight or (step in calls and calls[step].unavoidable)
    ]
    for number, step in enumerate(gates):
        bits[step] = 1 << number
    common = Common(bits).level(top).get(GOOD)
    if common is None:
        return
    position = {step: number for number, step in enumerate(_order(figures.folded))}
    met = sorted((step for step in gates if bits[step] & common), key=lambda s: position.get(s, s))
    everything: list[str] = []
    free: list[str] = []
    for step in met:
        work, called = works[step], calls.get(step)
        if work.weight:
            everything.append(work.id)
            if not work.held:
                free.append(work.id)
        if called is not None:
            everything += [f"{work.id}/{inner}" for inner in called.unavoidable]
            free += [f"{work.id}/{inner}" for inner in called.unavoidable_free]
    figures.unavoidable, figures.unavoidable_free = tuple(everything), tuple(free)


def _order(folded: Folded) -> list[int]:
    """All steps in the order a case meets them, blocks where they open."""
    found: list[int] = []
    assert folded.top is not None
    stack = [iter(folded.top.steps)]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            continue
        found.append(step)
        inner = folded.folds.get(step)
        if inner is not None:
            levels = [b.level for b in inner.branches if b.level is not None]
            stack.extend(iter(level.steps) for level in reversed(levels))
    return list(dict.fromkeys(found))


def _expected(figures: Figures, calls: dict[int, Called]) -> None:
    top = figures.folded.top
    assert top is not None
    solver = Expected()
    try:
        figures.visits = solver.visits(top, figures.folded.folds)
    except Endless:
        return
    weights = _weights(figures.graph.works, calls, "expected")
    figures.expected = sum(count * weights[step] for step, count in figures.visits.items())
    silent_shares = any(
        figures.graph.ways[step].assumed and count > 0 for step, count in figures.visits.items()
    )
    if silent_shares or solver.assumed:
        figures.assumed |= {"expected", "time", "visits"}
    if solver.time_assumed:
        figures.assumed.add("time")


@dataclass(slots=True)
class _Durations:
    """Minutes of every step: low and high ends as stated, and means in which timeouts weigh in."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    mean_low: list[float] = field(default_factory=list)
    mean: list[float] = field(default_factory=list)
    mean_high: list[float] = field(default_factory=list)


def _durations(figures: Figures, calls: dict[int, Called], work_alone: bool = False) -> _Durations:
    """How long each step takes, its queue included unless `work_alone`; calls as the called map."""
    found = _Durations()
    for work in figures.graph.works:
        called = calls.get(work.index)
        least, most = (work.takes or (0.0, 0.0)) if work_alone else work.duration()
        mean_low, mean_high = least, most
        if called is not None and called.work is not None and work_alone:
            least = most = mean_low = mean_high = called.work
        elif called is not None and called.time is not None and not work_alone:
            least = called.fastest if called.fastest is not None else called.time
            most = called.slowest if called.slowest is not None else called.time
            mean_low = mean_high = called.time
        elif not work_alone:
            for way in figures.graph.ways[work.index].ways:
                if way.spent is not None:
                    mean_low += way.share * (way.spent[0] - least)
                    mean_high += way.share * (way.spent[1] - most)
        found.low.append(least)
        found.high.append(most)
        found.mean_low.append(mean_low)
        found.mean.append((mean_low + mean_high) / 2)
        found.mean_high.append(mean_high)
    return found


def _timeouts(figures: Figures, high: list[float]) -> dict[int, float]:
    """What a way on a timeout adds to (or takes from) its step's longest time."""
    return {
        id(way): way.spent[1] - high[step]
        for step in figures.graph.reachable
        for way in figures.graph.ways[step].ways
        if way.spent is not None
    }


def _missing(figures: Figures, calls: dict[int, Called]) -> tuple[int, ...]:
    """Steps that cases visit and whose time nobody states; timeouts and recoveries that no share
    sends a case to are left out."""
    return tuple(
        step
        for step in figures.graph.reachable
        if (not figures.visits or figures.visits.get(step, 0.0) > 0)
        and not figures.graph.works[step].timed
        and not (step in calls and calls[step].time is not None)
    )


def _times(figures: Figures, calls: dict[int, Called]) -> None:
    top, folds = figures.folded.top, figures.folded.folds
    assert top is not None
    figures.time_missing = _missing(figures, calls)
    missing = set(figures.time_missing)
    visits = sum(figures.visits.values())
    unknown = sum(count for step, count in figures.visits.items() if step in missing)
    if figures.expected is None:
        visits, unknown = float(len(figures.graph.reachable)), float(len(missing))
    if visits == 0 or unknown / visits > UNKNOWN_SHARE:
        figures.time_at_least = bool(missing)
        return
    times = _durations(figures, calls)
    figures.mean = times.mean
    fastest = Fewest(times.low, adds=False).level(top).get(GOOD)
    if fastest is not None:
        figures.fastest, figures.fastest_path = fastest.value, fastest.path
    by_way = _timeouts(figures, times.high)
    slowest = dearest_end(Most(times.high, adds=False, by_way=by_way).level(top))
    figures.slowest = slowest.value if slowest is not None else None
    figures.time_at_least = bool(missing)
    if figures.expected is None:
        return
    solver = Expected()
    figures.time = solver.time(top, folds, times.mean)
    ranges = times.mean_low != times.mean_high
    figures.time_low = solver.time(top, folds, times.mean_low) if ranges else figures.time
    figures.time_high = solver.time(top, folds, times.mean_high) if ranges else figures.time
    figures.work = solver.time(top, folds, _durations(figures, calls, work_alone=True).mean)
    figures.time_at_least = bool(missing) or (solver.time_varies and "time" not in figures.assumed)


def _silence(figures: Figures, calls: dict[int, Called], customers: Sequence[str]) -> None:
    top, works = figures.folded.top, figures.graph.works
    assert top is not None
    timed = figures.fastest is not None or figures.time is not None or figures.slowest is not None
    high = _durations(figures, calls).high
    by_way = _timeouts(figures, high)
    parties = list(dict.fromkeys([p for p in (figures.requester, *customers) if p]))
    for party in parties:
        meets = _meets(works, party)
        ours = party == figures.requester
        if timed:
            since, inside = _meetings_inside(calls, party, meets)
            found, unbounded, profile = longest_silence(top, high, meets, ours, by_way, since)
            found = longer(found, inside)
            _keep_quiet(figures, party, profile)
            if found is not None and (figures.silence is None or found.value > figures.silence):
                figures.silence, figures.silence_party = found.value, party
                figures.silence_path = tuple(dict.fromkeys(found.path))
                figures.silence_unbounded = unbounded
        else:
            ones = [0.0 if work.only_end else 1.0 for work in works]
            silent = [None if m is None else 0.0 for m in meets]
            found, unbounded, _ = longest_silence(top, ones, silent, ours)
            if found is not None and found.value > (figures.silence_steps or -1):
                figures.silence_steps, figures.silence_party = int(found.value), party
                figures.silence_path = tuple(dict.fromkeys(found.path))
                figures.silence_unbounded = unbounded

    _quiet_of_others(figures, calls, parties, high, by_way)


def _meets(works: list[Work], party: str) -> list[float | None]:
    """The wait before each meeting with a party; None where it is not met."""
    found: list[float | None] = []
    for work in works:
        meeting = work.meets(party)
        wait = work.waits[1] if work.waits else 0.0
        found.append(None if meeting is None else 0.0 if meeting.by_party else wait)
    return found


def _quiet_of_others(
    figures: Figures,
    calls: dict[int, Called],
    told: Sequence[str],
    high: list[float],
    by_way: dict[int, float],
) -> None:
    """What a caller needs to know of the silences of parties that this map meets and is not for."""
    top, works = figures.folded.top, figures.graph.works
    assert top is not None
    met = {m.party for step in figures.graph.reachable for m in works[step].meetings}
    for party in sorted(met - set(told)):
        meets = _meets(works, party)
        since, _ = _meetings_inside(calls, party, meets)
        _keep_quiet(figures, party, longest_silence(top, high, meets, False, by_way, since)[2])


def _meetings_inside(
    calls: dict[int, Called], party: str, meets: list[float | None]
) -> tuple[dict[int, float], Stretch | None]:
    """Mark calls of maps that always meet a party as meetings; the silence after each, and the
    longest one inside any."""
    since: dict[int, float] = {}
    inside: Stretch | None = None
    for step, called in calls.items():
        quiet = called.quiet.get(party)
        if quiet is not None and meets[step] is None:
            meets[step], since[step] = quiet.first, quiet.since
            inside = longer(inside, Stretch(quiet.inside, (step,)))
    return since, inside


def _keep_quiet(figures: Figures, party: str, profile: Profile) -> None:
    """What a caller of this map needs to know of its silences; nothing where a run can pass unmet."""
    if profile.first is None or profile.unmet:
        return
    since = max((stretch.value for stretch in profile.since.values()), default=0.0)
    inside = profile.inside.value if profile.inside is not None else 0.0
    figures.quiet[party] = Quiet(profile.first.value, since, inside)

"""What follows from who does what: hand-offs, ping-pong, tied hands, authority, self-approval."""

from __future__ import annotations

from collections.abc import Mapping

from cxaudit.analysis.figures import Called, Figures
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.levels import Folded
from cxaudit.analysis.most import Most, Walk, dearest_end
from cxaudit.analysis.walks import leading_to, reachable_from
from cxaudit.analysis.ways import END, Way, open_share
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.language.values import name

_ROUNDS = 100


def _doer(work: Work, by_unit: bool) -> str | None:
    """Who holds the case at a step; steps without performer and systems are looked through."""
    if work.performer is None or work.performer_kind == "system":
        return None
    return (work.unit or work.performer) if by_unit else work.performer


def _before(graph: TypeGraph, by_unit: bool) -> dict[int, set[str]]:
    """Who may have held the case last when it leaves each step."""
    found = {
        step: {doer} if (doer := _doer(graph.works[step], by_unit)) else set[str]()
        for step in graph.reachable
    }
    stack = list(graph.reachable)
    while stack:
        step = stack.pop()
        for onward in graph.successors(step):
            if _doer(graph.works[onward], by_unit) is None and not found[step] <= found[onward]:
                found[onward] |= found[step]
                stack.append(onward)
    return found


def hand_off_ways(graph: TypeGraph, by_unit: bool) -> list[Way]:
    """The ways on which the case changes hands: another performer, or another unit."""
    before = _before(graph, by_unit)
    found = []
    for step in graph.reachable:
        for way in graph.ways[step].ways:
            doer = _doer(graph.works[way.target], by_unit) if way.target != END else None
            if doer is not None and before[step] - {doer}:
                found.append(way)
    return found


def hand_offs_most(
    folded: Folded, by_unit: bool, calls: Mapping[int, Called] | None = None
) -> Walk | None:
    """The run with the most hand-offs, each flow counted once; `calls` add those inside."""
    if folded.top is None:
        return None
    by_way = {id(way): 1.0 for way in hand_off_ways(folded.graph, by_unit)}
    inside = [0.0] * len(folded.graph.works)
    for step, called in (calls or {}).items():
        inside[step] = called.hand_offs_most
    return dearest_end(Most(inside, by_way=by_way).level(folded.top))


def hand_offs_expected(figures: Figures) -> float | None:
    """Expected changes of performer in one case."""
    if figures.expected is None:
        return None
    graph = figures.graph
    rates: list[tuple[int, int, float]] = []
    for step in figures.visits:
        ways = graph.ways[step]
        opens = open_share(ways) if ways.split else 1.0
        for way in ways.ways:
            if way.target != END:
                share = way.share * (opens if way.branch else 1.0)
                rates.append((step, way.target, figures.visits[step] * share))
    last: dict[int, dict[str, float]] = {
        step: {doer: 1.0} if (doer := _doer(graph.works[step], False)) else {}
        for step in figures.visits
    }
    seen_through = [s for s in figures.visits if _doer(graph.works[s], False) is None]
    coming: dict[int, list[tuple[int, float]]] = {step: [] for step in seen_through}
    for source, target, rate in rates:
        if target in coming:
            coming[target].append((source, rate))
    for _ in range(_ROUNDS if seen_through else 0):
        change = 0.0
        for step in seen_through:
            visits = figures.visits[step]
            fresh: dict[str, float] = {}
            for source, rate in coming[step]:
                for doer, part in last[source].items():
                    fresh[doer] = fresh.get(doer, 0.0) + (rate * part / visits if visits else 0.0)
            change += sum(
                abs(fresh.get(d, 0) - last[step].get(d, 0)) for d in {*fresh, *last[step]}
            )
            last[step] = fresh
        if change < 1e-12:
            break
    total = sum(
        figures.visits.get(step, 0.0) * called.hand_offs_expected
        for step, called in figures.calls.items()
    )
    for source, target, rate in rates:
        taker = _doer(graph.works[target], False)
        if taker is not None:
            total += rate * sum(part for doer, part in last[source].items() if doer != taker)
    return total


def ping_pongs(graph: TypeGraph, by_unit: bool) -> int:
    """Steps that get the case from somebody and hand it straight back to the same one (A-B-A), on
    the agreed road; parties and branches side by side are no ping-pong."""

    def holder(step: int) -> str | None:
        work = graph.works[step]
        return None if work.performer_kind == "party" else _doer(work, by_unit)

    def onward(step: int) -> list[int]:
        ways = graph.ways[step].ways
        return [w.target for w in ways if w.kind == "next" and not w.branch and w.target != END]

    coming: dict[int, set[str]] = {}
    for step in graph.reachable:
        doer = holder(step)
        if doer:
            for target in onward(step):
                coming.setdefault(target, set()).add(doer)
    count = 0
    for step in graph.reachable:
        doer = holder(step)
        takers = {holder(target) for target in onward(step)}
        if doer is not None:
            count += any(a != doer for a in coming.get(step, set()) & takers)
    return count


def hands_tied(figures: Figures, front_line: frozenset[str]) -> bool | None:
    """A front-line role met the requester, and a free sign-off stands on every way to success."""
    if figures.least_free is None or figures.requester is None:
        return None
    met = any(
        figures.graph.works[step].performer in front_line
        and figures.graph.works[step].meets(figures.requester)
        for step in figures.graph.reachable
    )
    return met and figures.least_free >= 1


def upstream(graph: TypeGraph, step: int) -> list[int]:
    """The steps that can come before a step, in file order."""
    return sorted(leading_to(graph, [step]) - ({step} - reachable_from(graph, [step])))


def covered_by_authority(world: World, graph: TypeGraph, step: int) -> str | None:
    """An upstream performer whose `may` covers the request type."""
    for before in upstream(graph, step):
        performer = graph.works[before].performer
        role = world.roles.get(performer or "")
        if role is not None and any(name(key) == graph.request for key in role.may):
            return performer
    return None


def approves_own_work(world: World, graph: TypeGraph, step: int) -> str | None:
    """An approver who also did the work that is approved: a one-person role, or one person's."""
    work = graph.works[step]
    back: set[int] = set()
    stack = list(graph.before.get(step, ()))
    while stack:
        before = stack.pop()
        if before in back:
            continue
        back.add(before)
        if _doer(graph.works[before], False) is None or graph.works[before].weight:
            stack += graph.before.get(before, ())
    doers = {graph.works[s].performer for s in back if not graph.works[s].weight and s != step} - {
        None
    }
    for approver in work.approvers:
        role = world.roles.get(approver)
        alone = role is not None and role.people == 1
        if approver in doers and alone:
            return approver
        holder = role.holder if role is not None else ""
        if holder and any(d in world.roles and world.roles[d].holder == holder for d in doers if d):
            return approver
    return None


def beyond_reach(world: World, works: list[Work], owner: str) -> list[int]:
    """Steps done in units that the owner's line does not reach: neither the owner's own unit, nor
    one whose head reports to the owner."""
    mine = world.unit_of(owner)

    def reached(unit: str) -> bool:
        head = world.units[unit].head if unit in world.units else None
        return unit == mine or (head is not None and owner in (head, *world.line_of(head)))

    return [work.index for work in works if work.unit is not None and not reached(work.unit)]


def spine(world: World, group: str, sponsors: list[str]) -> list[str]:
    """The reporting line from a group up to the highest sponsor on it (all of it where none is)."""
    line = [group, *world.line_of(group)]
    tops = [index for index, who in enumerate(line) if who in sponsors]
    return line[: tops[-1] + 1] if tops else line

"""Broken flow: steps nobody reaches or nothing leaves, circles, branches that run into another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as default

from cxaudit.analysis.components import Onward, strong_parts
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.walks import ends_at, leading_to
from cxaudit.analysis.ways import END, Way, Ways
from cxaudit.analysis.work import Work


@dataclass(slots=True)
class Return:
    """A way on which a decision sends cases back: its share (None where nobody gives one), and the
    steps that are passed again."""

    at: int
    share: float | None
    again: tuple[int, ...]


@dataclass(slots=True)
class Circle:
    """A loop: its steps in file order, whether any way leaves it, and the ways that go round."""

    steps: tuple[int, ...]
    endless: bool
    returns: list[Return] = default(default_factory=list)
    bounded: bool = False


@dataclass(slots=True)
class FlowFaults:
    """What is broken in the flow of a map, by step index."""

    unreachable: list[list[int]] = default(default_factory=list)
    no_way_out: set[int] = default(default_factory=set)
    circles: list[Circle] = default(default_factory=list)
    runs_on: dict[int, list[tuple[int, int]]] = default(default_factory=dict)


def flow_faults(
    works: list[Work], ways: list[Ways], graphs: list[TypeGraph], helped: Iterable[int] = ()
) -> FlowFaults:
    """Judge the flow over the union of the request types; what feedback leads the unhappy to
    (`helped`) begins there."""
    found = FlowFaults()
    reached: set[int] = set()
    for graph in graphs:
        reached |= set(graph.reachable)
        if not graph.faults:
            ending = [step for step in graph.reachable if ends_at(graph, step)]
            found.no_way_out |= set(graph.reachable) - leading_to(graph, ending)
    known = reached | _onward(ways, helped)
    missing = [w.index for w in works if w.index not in known]
    found.unreachable = _groups(missing, ways)
    starts = [graph.start for graph in graphs if graph.start in reached]
    found.circles = _circles(works, ways, reached, found.no_way_out, starts)
    for step in sorted(reached):
        pairs = _runs_on(ways, step)
        if pairs:
            found.runs_on[step] = pairs
    return found


def _groups(missing: list[int], ways: list[Ways]) -> list[list[int]]:
    """Unreachable steps in groups, each led by the step that nothing leads to."""
    inside = set(missing)
    beside: dict[int, list[int]] = {step: [] for step in missing}
    entered: set[int] = set()
    for step in missing:
        for way in ways[step].ways:
            if way.target in inside:
                beside[step].append(way.target)
                beside[way.target].append(step)
                entered.add(way.target)
    groups = []
    left = set(missing)
    for step in missing:
        if step not in left:
            continue
        part = _within([step], beside, left)
        left -= part
        heads = sorted(part - entered)
        first = heads[0] if heads else min(part)
        groups.append([first, *sorted(part - {first})])
    return sorted(groups)


def _circles(
    works: list[Work],
    ways: list[Ways],
    reached: set[int],
    stuck: set[int],
    starts: list[int],
) -> list[Circle]:
    onward = {
        step: [way.target for way in ways[step].ways if way.target in reached] for step in reached
    }
    looped = [
        set(part)
        for part in strong_parts(reached, onward)
        if len(part) > 1 or part[0] in onward[part[0]]
    ]
    position = _positions(ways, reached, starts) if looped else {}
    found = []
    for part in looped:
        circle = Circle(tuple(sorted(part)), part <= stuck and not _leaves(part, ways))
        circle.returns = _returns(part, ways, onward, position)
        circle.bounded = any(_bounds_rounds(works[step]) for step in part)
        found.append(circle)
    return sorted(found, key=lambda circle: circle.steps)


def _bounds_rounds(work: Work) -> bool:
    """Whether a step says how often or how long a case goes round. The clock of a mere wait bounds
    that wait alone."""
    bound = work.step.at_most
    return bound is not None and (bound.times is not None or work.kind != "wait")


def _positions(ways: list[Ways], reached: set[int], starts: list[int]) -> dict[int, int]:
    """The place of each step in reverse post-order from where cases begin: a way to an earlier place
    goes back."""
    done: list[int] = []
    seen: set[int] = set()
    for first in (*starts, *sorted(reached)):
        if first in seen:
            continue
        seen.add(first)
        stack = [(first, iter([w.target for w in ways[first].ways]))]
        while stack:
            step, targets = stack[-1]
            for target in targets:
                if target != END and target in reached and target not in seen:
                    seen.add(target)
                    stack.append((target, iter([w.target for w in ways[target].ways])))
                    break
            else:
                done.append(step)
                stack.pop()
    return {step: place for place, step in enumerate(reversed(done))}


def _returns(
    part: set[int], ways: list[Ways], onward: Onward, position: dict[int, int]
) -> list[Return]:
    """The ways by which decisions of a loop send cases back, straight or along a road of steps
    with one way each."""
    before: dict[int, list[int]] = {step: [] for step in part}
    for step in part:
        for target in onward[step]:
            if target in part:
                before[target].append(step)
    found = []
    for step in sorted(part):
        own = [way for way in ways[step].ways if not way.branch]
        if len(own) < 2:
            continue
        for way in own:
            landing = _landing(way.target, part, ways, position)
            if landing is None or position[landing] > position[step]:
                continue
            again = {step, way.target, landing}
            if landing != step:
                inner = part - {step}
                again |= _within([landing], onward, inner) & _within(before[step], before, inner)
            share = way.share if way.given or way.kind != "next" else None
            found.append(Return(step, share, tuple(sorted(again & part))))
    return found


def _within(starts: Iterable[int], onward: Onward, inner: set[int]) -> set[int]:
    """Steps of a group that some steps lead to without leaving it, those of them in it included."""
    seen = inner.intersection(starts)
    stack = list(seen)
    while stack:
        for target in onward[stack.pop()]:
            if target in inner and target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


def _landing(target: int, part: set[int], ways: list[Ways], position: dict[int, int]) -> int | None:
    """Where a way comes back into the loop: the first step it reaches by going back."""
    seen: set[int] = set()
    current = target
    while current in part and current not in seen:
        seen.add(current)
        onward = ways[current].ways
        if len(onward) != 1 or onward[0].target == END:
            return current
        if position.get(onward[0].target, -1) <= position[current]:
            return onward[0].target if onward[0].target in part else None
        current = onward[0].target
    return current if current in part else None


def _leaves(part: set[int], ways: list[Ways]) -> bool:
    return any(way.target not in part for step in part for way in ways[step].ways)


def _onward(ways: list[Ways], starts: Iterable[int]) -> set[int]:
    """Steps that some steps lead to, themselves included."""
    seen, stack = set(starts), list(starts)
    while stack:
        for way in ways[stack.pop()].ways:
            if way.target != END and way.target not in seen:
                seen.add(way.target)
                stack.append(way.target)
    return seen


def _runs_on(ways: list[Ways], step: int) -> list[tuple[int, int]]:
    """Branches that go on, only because the next line says so, into another branch's first step."""
    heads = [
        way.target
        for way in ways[step].ways
        if way.kind in ("next", "else") and way.target != END and way.target > step
    ]
    if len(heads) < 2:
        return []
    found = []
    for head in heads:
        current, seen = head, {head}
        while True:
            onward = [way for way in ways[current].ways if way.kind == "next"]
            if len(onward) != 1 or not onward[0].by_order or onward[0].target in seen:
                break
            if onward[0].target in heads:
                found.append((current, onward[0].target))
                break
            current = onward[0].target
            seen.add(current)
    return found


def serial_runs(works: list[Work], ways: list[Ways], reached: set[int]) -> list[tuple[int, ...]]:
    """Longest runs of sign-offs that follow each other with no work between.

    A pure branching between two of them is no work. Runs where one `needs` what the other `gives`
    are kept apart.
    """

    def next_gate(step: int) -> int | None:
        seen: set[int] = set()
        current = step
        while True:
            onward = [w.target for w in ways[current].ways if w.kind == "next"]
            gates = {t for t in onward if t != END}
            if len(gates) != 1:
                return None
            target = gates.pop()
            if target in seen or target not in reached:
                return None
            seen.add(target)
            if works[target].weight:
                return target
            if not works[target].idle:
                return None
            current = target

    def independent(one: int, other: int) -> bool:
        gives = {item.what.lower() for item in works[one].step.gives} | {works[one].id}
        return not any(item.what.lower() in gives for item in works[other].step.needs)

    follows: dict[int, int] = {}
    for step in sorted(reached):
        if works[step].weight:
            target = next_gate(step)
            if target is not None and target != step and independent(step, target):
                follows[step] = target
    runs = []
    for step in sorted(reached):
        if works[step].weight and step not in follows.values() and step in follows:
            run = [step]
            while run[-1] in follows and follows[run[-1]] not in run:
                run.append(follows[run[-1]])
            runs.append(tuple(run))
    lists = [
        (step,)
        for step in sorted(reached)
        if works[step].weight > 1
        and (field := works[step].step.sign_off) is not None
        and field.mode == "each"
        and not any(step in run for run in runs)
    ]
    return sorted([*runs, *lists])


def decision_behind(works: list[Work], ways: list[Ways], step: int) -> int:
    """The ways out of a sign-off: its own, or those of the pure branching directly behind it. Where
    types are routed, those of the type that has most."""
    own = _for_one_type(ways[step])
    current = step
    seen = {step}
    while len(own) == 1 and own[0].target != END and own[0].target not in seen:
        current = own[0].target
        seen.add(current)
        if works[current].weight or works[current].meetings or not _pure(works[current]):
            break
        own = _for_one_type(ways[current])
    return len(own)


def _for_one_type(ways: Ways) -> list[Way]:
    types = {kind for way in ways.ways for kind in way.types}
    if not ways.routes or not types:
        return ways.ways
    rest = [way for way in ways.ways if not way.types or way.kind != "next"]
    by_type = [[w for w in ways.ways if kind in w.types or w.kind != "next"] for kind in types]
    return max([rest, *by_type], key=len)


def _pure(work: Work) -> bool:
    """A branching in which nothing is done: it has several ways and no time of its own."""
    return work.kind == "decision" and work.takes is None and work.waits is None

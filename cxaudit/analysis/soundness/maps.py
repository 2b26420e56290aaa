"""The soundness of a map, for each of its request types.

A map read from a model with gateways of its own (BPMN) is judged on the net of that model; one that
was written as a map on what its blocks mean. Where nothing runs side by side, what can be reached is
all there is to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from cxaudit.analysis.components import strong_parts
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.flow_faults import FlowFaults
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.levels import Folded, Level
from cxaudit.analysis.mismatches import (
    NEVER_CONTINUES,
    RUNS_TWICE,
    Mismatch,
    never_continues,
    run_twice,
)
from cxaudit.analysis.soundness.blocks import net_of_type
from cxaudit.analysis.soundness.replay import onward
from cxaudit.analysis.soundness.verdict import (
    DEAD,
    DEADLOCK,
    KINDS,
    LACK,
    NO_WAY_OUT,
    UNDECIDED,
    Fault,
    Verdict,
    judge,
    worst,
)
from cxaudit.analysis.walks import ends_at, leading_to
from cxaudit.analysis.ways import END, Ways
from cxaudit.analysis.work import Work
from cxaudit.language.net import Net
from cxaudit.language.read import Document

WAITS_IN_VAIN = "waits-in-vain"


@runtime_checkable
class Behaving(Protocol):
    """A source model that says by itself how its cases can move."""

    def behaviour(self) -> Net | None:
        """The net of the model, its elements by the ids of the map's steps where they are steps; None
        where the map says all there is to say."""
        ...


@dataclass(slots=True)
class Soundness:
    """The verdict of each request type, and the splits and joins that do not match. A step that no
    type meets is a fault of every type. `steps` tells for elements that are no steps (gateways,
    events) at which step what is wrong with them is to be mended."""

    types: dict[str, Verdict] = field(default_factory=dict)
    mismatches: list[Mismatch] = field(default_factory=list)
    steps: dict[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """The worst verdict of all types."""
        return worst(verdict.word for verdict in self.types.values())

    @property
    def unsearched(self) -> bool:
        """Whether a type is undecided because its states are too many, and not for a fault that is
        told by itself."""
        return any(one.word == UNDECIDED and one.states for one in self.types.values())


def behaviour_of(document: Document) -> Net | None:
    """The net of the model that a map was read from; None where it was written, or edited since."""
    source = document.source_model
    return source.behaviour() if document.root is None and isinstance(source, Behaving) else None


def soundness_of(
    document: Document,
    works: list[Work],
    ways: list[Ways],
    figures: dict[str, Figures],
    faults: FlowFaults,
) -> Soundness:
    """Judge every request type: on the net of its model, else on what its blocks mean."""
    net = behaviour_of(document)
    if net is not None:
        verdict = judge(net)
        index = {work.id: work.index for work in works}
        told = mismatches_of(net, verdict, index)
        places = {at: works[step].id for at, step in steps_beside(net, verdict, index).items()}
        return Soundness(dict.fromkeys(figures, verdict), told, places)
    found = Soundness(mismatches=drawn_mismatches(document, works, ways, figures, faults))
    dead = [Fault(DEAD, works[step].id) for group in faults.unreachable for step in group]
    known = {fault.at for fault in dead}
    for kind, one in figures.items():
        mine = [m for m in found.mismatches if set(m.path) <= one.graph.members]
        verdict = _verdict(one, mine)
        others = [f for f in verdict.faults if f.kind != DEAD or f.at not in known]
        found.types[kind] = replace(verdict, faults=others + dead)
    _only_common(found)
    return found


def drawn_mismatches(
    document: Document,
    works: list[Work],
    ways: list[Ways],
    figures: dict[str, Figures],
    faults: FlowFaults,
) -> list[Mismatch]:
    """The splits and joins of a written map that do not match, over all request types."""
    places = document.places if document.root is not None else {}
    basis = document.basis
    typed = [(one.graph, one.folded.blocks) for one in figures.values()]
    found = []
    for graph, blocks in typed:
        for split, block in blocks.items():
            # Where a reader made a start for several, these are alternatives, not side by side.
            if places and places.get(f"steps/{works[split].id}") == places.get(""):
                continue
            told = {target for _, target in faults.runs_on.get(split, ())}
            path = run_twice(graph, block, told, stated=bool(places))
            if path:
                found.append(Mismatch(split, RUNS_TWICE, tuple(path)))
    # A join that a reader only infers may wait for fewer than all.
    waiting = [work for work in works if work.step.join == "all"]
    joins = [work.index for work in waiting if f"steps/{work.id}/join" not in basis]
    reached = {step for one in figures.values() for step in one.graph.reachable}
    return found + never_continues(joins, ways, reached, typed, stated=bool(places))


def _only_common(found: Soundness) -> None:
    """A step is dead where no type meets it alive."""
    sets = [{f.at for f in v.faults if f.kind == DEAD} for v in found.types.values()]
    common = set.intersection(*sets) if sets else set()
    for verdict in found.types.values():
        verdict.faults = [f for f in verdict.faults if f.kind != DEAD or f.at in common]


def _verdict(figures: Figures, mismatches: list[Mismatch]) -> Verdict:
    """What is wrong for one type of a written map."""
    graph, folded = figures.graph, figures.folded
    twice = [_told(graph, m, LACK) for m in mismatches if m.kind == RUNS_TWICE]
    vain = {m.at: m for m in mismatches if m.kind == NEVER_CONTINUES}
    if graph.faults or folded.top is None:
        stuck = [_told(graph, m, DEADLOCK) for m in vain.values()]
        return Verdict(stuck + twice, complete=False)
    if not folded.blocks and not vain:
        return Verdict(_endless(graph))
    if not vain and runs_out(folded, folded.top):
        return Verdict(twice)
    verdict = judge(net_of_type(folded, vain))
    paths = {graph.works[m.at].id: m.path for m in vain.values()}
    faults = []
    for fault in verdict.faults:
        path = tuple(graph.works[step].id for step in paths.get(fault.at, ()))
        faults.append(replace(fault, path=path) if fault.kind == DEADLOCK and path else fault)
    verdict.faults = sorted([*faults, *twice], key=lambda fault: KINDS.index(fault.kind))
    return verdict


def runs_out(folded: Folded, top: Level) -> bool:
    """Whether every level can be left from each of its steps, and every step lies in one: then blocks
    that lie inside each other or apart close all that they open."""
    levels = [top]
    levels += [b.level for f in folded.folds.values() for b in f.branches if b.level is not None]
    met: set[int] = set()
    for level in levels:
        before: dict[int, list[int]] = {}
        for step, roads in level.roads.items():
            for road in roads:
                before.setdefault(max(road.target, END), []).append(step)
        seen, stack = {END}, [END]
        while stack:
            for step in before.get(stack.pop(), ()):
                if step not in seen:
                    seen.add(step)
                    stack.append(step)
        if len(seen) <= len(level.roads):
            return False
        met.update(level.roads)
    return folded.graph.members <= met


def _told(graph: TypeGraph, mismatch: Mismatch, kind: str) -> Fault:
    """A mismatch as a fault, with a way from the start."""
    path = tuple(graph.works[step].id for step in mismatch.path)
    way = _way(graph, {mismatch.path[0]})
    run = (*(graph.works[step].id for step in way[:-1]), *path)
    return Fault(kind, graph.works[mismatch.at].id, run, path)


def _way(graph: TypeGraph, goals: set[int]) -> list[int]:
    """The shortest way from the start to one of some steps."""
    came = {graph.start: graph.start}
    road = [graph.start]
    for step in road:  # grows while it is read
        if step in goals:
            path = [step]
            while path[-1] != graph.start:
                path.append(came[path[-1]])
            return path[::-1]
        for target in graph.successors(step):
            if target not in came:
                came[target] = step
                road.append(target)
    return sorted(goals)[:1]


def _endless(graph: TypeGraph) -> list[Fault]:
    """Steps from which no end can be reached, where nothing runs side by side."""
    ending = [step for step in graph.reachable if ends_at(graph, step)]
    stuck = set(graph.reachable) - leading_to(graph, ending)
    if not stuck:
        return []
    way = _way(graph, _coming_back(graph, stuck) or stuck)
    at = graph.works[way[-1]].id
    path = tuple(graph.works[step].id for step in sorted(stuck))
    return [Fault(NO_WAY_OUT, at, tuple(graph.works[step].id for step in way), path)]


def _coming_back(graph: TypeGraph, steps: set[int]) -> set[int]:
    """Those of some steps that can come again, by steps of theirs."""
    onward = {step: [s for s in graph.successors(step) if s in steps] for step in sorted(steps)}
    parts = strong_parts(onward, onward)
    return {step for part in parts if len(part) > 1 or part[0] in onward[part[0]] for step in part}


def mismatches_of(net: Net, verdict: Verdict, index: dict[str, int]) -> list[Mismatch]:
    """What a net shows not to match, told of steps of the map (`index` by id): an element that is no
    step is told at the step before it, the last of a path at the step behind it. A fault of another
    process is told there."""
    found = []
    for fault in verdict.faults:
        if fault.kind not in (DEADLOCK, LACK) or fault.at in net.elsewhere:
            continue
        run = [index[name] for name in fault.run if name in index]
        at = _behind(net, fault.at, index, run)
        # A decision of another process sends no case of this one anywhere.
        led = () if fault.path[:1] and fault.path[0] in net.elsewhere else fault.path
        path = [index[name] for name in led[:-1] if name in index]
        if led and led[0] not in index:
            path = [*_ahead(fault, index), *path]
        path = list(dict.fromkeys([*path, at]))
        if fault.kind == LACK:
            found.append(Mismatch(path[0], RUNS_TWICE, tuple(path)))
        elif len(path) > 1:
            found.append(Mismatch(at, NEVER_CONTINUES, tuple(path)))
        else:
            found.append(Mismatch(at, WAITS_IN_VAIN, tuple(dict.fromkeys([*run[-1:], at]))))
    return found


def steps_beside(net: Net, verdict: Verdict, index: dict[str, int]) -> dict[str, int]:
    """For each element at fault that is no step, of this process and not dead, the step at which to
    mend it: the first behind it."""
    found: dict[str, int] = {}
    for fault in verdict.faults:
        if fault.kind != DEAD and fault.at not in index and fault.at not in net.elsewhere:
            run = [index[name] for name in fault.run if name in index]
            found.setdefault(fault.at, _behind(net, fault.at, index, run))
    return found


def _behind(net: Net, name: str, index: dict[str, int], run: list[int]) -> int:
    """The step that an element is, else the first behind it, else the last that was met."""
    if name in index:
        return index[name]
    last = run[-1] if run else 0
    return next((index[one] for one in onward(net, name) if one in index), last)


def _ahead(fault: Fault, index: dict[str, int]) -> list[int]:
    """The last step of a run before the first element of a fault's path."""
    at = fault.run.index(fault.path[0]) if fault.path[0] in fault.run else 0
    return [index[name] for name in fault.run[:at] if name in index][-1:]

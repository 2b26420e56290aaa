"""The graph of a map, and the part of it that one request type can meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cxaudit.analysis.ways import END, NoWay, Way, Ways, fill, routed
from cxaudit.analysis.work import Work
from cxaudit.language.process import Process

ANY = "any"
EVERY_KIND = ("next", "else", "late", "wrong")


@dataclass(slots=True)
class Walked:
    """What walks over a graph have found already: where ways of any kind lead from each step and
    which steps lead to it, and the immediate dominator of each step."""

    onward: Mapping[int, Sequence[int]] | None = None
    before: dict[int, list[int]] | None = None
    above: dict[int, int] | None = None


@dataclass(slots=True)
class TypeGraph:
    """What a request type can meet: steps by index, the ways of each, where it starts.

    `reachable` lists the steps it can meet in file order, `members` are the same as a set.
    `faults` lists what keeps the type from having figures: (step index or -1, a sentence).
    """

    request: str
    works: list[Work]
    ways: list[Ways]
    start: int
    faults: list[tuple[int, str]] = field(default_factory=list)
    reachable: list[int] = field(default_factory=list)
    members: set[int] = field(default_factory=set)
    walked: Walked = field(default_factory=Walked)

    @property
    def before(self) -> dict[int, list[int]]:
        """The steps that lead to each step, by ways of any kind."""
        if self.walked.before is None:
            self.walked.before = {}
            for step in self.reachable:
                for onward in self.onward[step]:
                    self.walked.before.setdefault(onward, []).append(step)
        return self.walked.before

    @property
    def onward(self) -> Mapping[int, Sequence[int]]:
        """The steps that each step leads to, by ways of any kind; asked for when the graph stands."""
        if self.walked.onward is None:
            self.walked.onward = {
                step: [way.target for way in self.ways[step].ways if way.target != END]
                for step in self.reachable
            }
        return self.walked.onward

    def successors(self, step: int, kinds: Sequence[str] = EVERY_KIND) -> Sequence[int]:
        """The steps that ways of some kinds lead to."""
        if kinds is EVERY_KIND and step in self.members:
            return self.onward[step]
        return [w.target for w in self.ways[step].ways if w.target != END and w.kind in kinds]

    def alike(self, other: TypeGraph) -> bool:
        """Whether two types meet the same steps by the same ways."""
        mine = (self.start, self.faults, self.reachable, self.works, self.ways)
        return mine == (other.start, other.faults, other.reachable, other.works, other.ways)

    def for_type(self, request: str) -> TypeGraph:
        """The same graph for another type that meets the same."""
        return replace(self, request=request)


def request_types(process: Process) -> dict[str, float]:
    """The shares of the request types; missing ones split what is left. `any` where none is named."""
    if not process.requests:
        return {ANY: 1.0}
    volumes = {k: r.volume for k, r in process.requests.items() if r.volume is not None}
    if volumes:
        total = sum(volumes.values())
        return {k: (volumes.get(k, 0.0) / total if total else 0.0) for k in process.requests}
    ways = [
        Way(0, END, label=key, share=spec.share or 0.0, given=spec.share is not None)
        for key, spec in process.requests.items()
    ]
    fill(ways)
    return {way.label: way.share for way in ways}


def bypassed(work: Work, request: str) -> bool:
    """Whether a type passes a step as though it were done at once."""
    return bool(work.step.for_) and request not in work.step.for_


def _passage(works: list[Work], ways: list[Ways], step: int) -> Way | None:
    """Where a bypassed step leads: its one agreed way. None where it has several or an end."""
    agreed = [way for way in ways[step].ways if way.kind == "next"]
    if len(agreed) != 1 or works[step].step.end is not None:
        return None
    return agreed[0]


def _void(work: Work) -> Work:
    """A step of which a type meets the place alone: nothing is done, nobody met."""
    return replace(
        work,
        performer=None,
        performer_kind="",
        approvers=(),
        weight=0,
        meetings=(),
        takes=None,
        waits=None,
        kind="decision",
    )


def type_graph(process: Process, works: list[Work], ways: list[Ways], request: str) -> TypeGraph:
    """Route and bypass for one type; what cannot be done is a fault of that type."""
    spec = process.requests.get(request)
    index = {work.id: work.index for work in works}
    start = index.get(spec.starts, 0) if spec is not None and spec.starts else 0
    graph = TypeGraph(request, works, [Ways() for _ in works], start)
    passed = {work.index for work in works if bypassed(work, request)}
    # A join closes a block for every type; one that is passed still waits for its branches.
    joins = {step for step in passed if works[step].step.join and _passage(works, ways, step)}
    skip = passed - joins
    if joins:
        graph.works = [_void(work) if work.index in joins else work for work in works]
    found = _through(graph, works, ways, skip, Way(-1, start))
    graph.start = found.target if found is not None else END
    if graph.start == END:
        graph.faults.append((-1, "it passes every step and meets none"))
        return graph
    seen = {graph.start}
    stack = [graph.start]
    while stack:
        step = stack.pop()
        try:
            mine = routed(ways[step], request)
            if step in joins:
                mine = Ways(
                    ways=[replace(way, share=1.0) for way in mine.ways if way.kind == "next"]
                )
        except NoWay:
            graph.faults.append((step, "no branch leads on for it"))
            continue
        kept: list[Way] = []
        for way in mine.ways:
            onward = _through(graph, works, ways, skip, way) if way.target in skip else way
            if onward is None:
                continue
            kept.append(onward)
            if onward.target != END and onward.target not in seen:
                seen.add(onward.target)
                stack.append(onward.target)
        graph.ways[step] = Ways(mine.split, kept, mine.routes, mine.shares_given, mine.assumed)
    graph.reachable, graph.members = sorted(seen), seen
    return graph


def _through(
    graph: TypeGraph, works: list[Work], ways: list[Ways], skip: set[int], way: Way
) -> Way | None:
    """Follow a way through bypassed steps to the step or end where the type arrives."""
    seen: set[int] = set()
    target, last = way.target, way
    while target in skip:
        if target in seen:
            graph.faults.append((target, "it passes a circle of steps that it skips"))
            return None
        seen.add(target)
        passage = _passage(works, ways, target)
        if passage is None:
            fault = (
                target,
                f"it passes {works[target].id}, which has several ways or an end: "
                "say in `next` where the type must go",
            )
            if fault not in graph.faults:
                graph.faults.append(fault)
            return None
        target, last = passage.target, passage
    if last is way:
        return way
    return replace(way, target=target, outcome=last.outcome, outcome_kind=last.outcome_kind)

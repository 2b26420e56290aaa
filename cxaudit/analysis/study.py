"""A map studied: its world, graph and the figures of every request type, from which facts follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from cxaudit.analysis.called import Called
from cxaudit.analysis.expected import Endless
from cxaudit.analysis.figures import Figures, compute
from cxaudit.analysis.flow_faults import FlowFaults, flow_faults, serial_runs
from cxaudit.analysis.graph import ANY, TypeGraph, request_types, type_graph
from cxaudit.analysis.hand_offs import hand_offs_expected, hand_offs_most, holding_of
from cxaudit.analysis.holders import mixed
from cxaudit.analysis.relations import Triage, triage
from cxaudit.analysis.soundness.maps import Soundness, soundness_of
from cxaudit.analysis.touch_points import exposure, requester_of
from cxaudit.analysis.ways import Ways, all_ways
from cxaudit.analysis.work import Work, calendar_of, resolve
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import detect
from cxaudit.language.organisation import Organisation
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.values import words
from cxaudit.texts.catalogue import _


@dataclass
class Study:
    """One map with everything computed once; `maps` are the ids of all maps in view, `twins` the
    request types that meet the same as one before them, which each names."""

    id: str
    document: Document
    world: World
    works: list[Work]
    ways: list[Ways]
    shares: dict[str, float]
    figures: dict[str, Figures]
    calls: dict[int, Called] = field(default_factory=dict)
    maps: frozenset[str] = frozenset()
    twins: dict[str, str] = field(default_factory=dict)

    @property
    def process(self) -> Process:
        """The map as written."""
        return self.world.process

    @cached_property
    def distinct(self) -> list[Figures]:
        """The figures of the types that meet something else than those before them."""
        return [figures for kind, figures in self.figures.items() if kind not in self.twins]

    @cached_property
    def faults(self) -> FlowFaults:
        """What is broken in its flow."""
        graphs = [figures.graph for figures in self.distinct]
        return flow_faults(self.works, self.ways, graphs, self.helped)

    @cached_property
    def soundness(self) -> Soundness:
        """Whether every case comes to an end, by request type."""
        return soundness_of(self.document, self.works, self.ways, self.figures, self.faults)

    @cached_property
    def visits(self) -> dict[int, float] | None:
        """Expected visits of each step by an average case; None where a type has no expectation."""
        if any(figures.expected is None for figures in self.figures.values()):
            return None
        found: dict[int, float] = {}
        for kind, figures in self.figures.items():
            share = self.shares[kind]
            for step, count in figures.visits.items():
                found[step] = found.get(step, 0.0) + share * count
        return found

    @cached_property
    def helped(self) -> list[int]:
        """Steps that feedback leads the unhappy to."""
        routes = [f.unhappy for f in self.world.feedback.values() if f.unhappy is not None]
        named = {target for route in routes for target in (route.to, route.next) if target}
        return [work.index for work in self.works if work.id in named]

    @cached_property
    def reached(self) -> set[int]:
        """Steps that some type can meet."""
        return {step for f in self.distinct for step in f.graph.reachable}

    @cached_property
    def runs(self) -> list[tuple[int, ...]]:
        """Runs of sign-offs with no work between."""
        return serial_runs(self.works, self.ways, self.reached)

    @cached_property
    def triage(self) -> Triage | None:
        """Where request types first part."""
        starts = [f.graph.start for f in self.figures.values() if f.graph.start >= 0]
        return triage(self.process, self.works, self.ways, starts[0] if starts else 0)

    @cached_property
    def front_line(self) -> frozenset[str]:
        """The roles of the front line."""
        meeting = {
            work.performer
            for work in self.works
            if work.performer
            and work.performer_kind == "role"
            and any(not self.world.serves_us(m.party) and not m.by_party for m in work.meetings)
        }
        return self.world.front_line(meeting)

    @cached_property
    def exposures(self) -> dict[str, dict[int, float] | None]:
        """Exposure by type and step."""
        found: dict[str, dict[int, float] | None] = {}
        for kind, figures in self.figures.items():
            if kind in self.twins:
                found[kind] = found[self.twins[kind]]
                continue
            try:
                found[kind] = exposure(figures)
            except Endless:
                found[kind] = None
        return found

    def ids(self, steps: tuple[int, ...] | list[int]) -> list[str]:
        """Step indices as ids."""
        return [self.works[step].id for step in steps if step >= 0]

    def title_of(self, request: str) -> str:
        """A request type for people."""
        spec = self.process.requests.get(request)
        if spec is not None and spec.title:
            return spec.title
        return _("Every request") if request == ANY else words(request)

    def called(self, request: str) -> Called:
        """What this map adds where another one calls it for a request type."""
        figures = self.figures.get(request) or self.figures.get(ANY)
        if figures is not None:
            found = _as_called([(1.0, figures)])
        else:
            found = _as_called([(self.shares[k], f) for k, f in self.figures.items()])
        return replace(found, in_view=True, meets=self.met)

    @cached_property
    def met(self) -> frozenset[str]:
        """Parties met at some step that a case can reach, or in a map that one calls."""
        here = {m.party for step in self.reached for m in self.works[step].meetings}
        return frozenset(here.union(*(called.meets for called in self.calls.values())))


def _as_called(parts: list[tuple[float, Figures]]) -> Called:
    def most(name: str) -> float:
        return max((getattr(f, name) or 0.0 for _, f in parts), default=0.0)

    def least(name: str) -> float:
        return min((getattr(f, name) or 0.0 for _, f in parts), default=0.0)

    def mean(name: str) -> float | None:
        values = [(share, getattr(f, name)) for share, f in parts]
        if any(value is None for _, value in values):
            return None
        total = sum(share for share, _ in values) or 1.0
        return float(sum(share * value for share, value in values) / total)

    def extreme(name: str, largest: bool) -> float | None:
        values = [getattr(f, name) for _, f in parts]
        if any(value is None for value in values):
            return None
        return float(max(values) if largest else min(values))

    def common(name: str) -> tuple[str, ...]:
        lists = [getattr(f, name) or () for _, f in parts]
        return tuple(s for s in lists[0] if all(s in other for other in lists)) if lists else ()

    known = all(f.defined and f.worst is not None and not f.worst_at_least for _, f in parts)
    return Called(
        known,
        most("worst"),
        least("least"),
        least("least_free"),
        mean("expected") or 0.0,
        common("unavoidable"),
        common("unavoidable_free"),
        extreme("fastest", False),
        mean("time"),
        extreme("slowest", True),
        mean("work"),
        max((_hand_offs(f, by_unit=False) for _, f in parts), default=0.0),
        sum(share * (hand_offs_expected(f) or 0.0) for share, f in parts)
        / (sum(share for share, _ in parts) or 1.0),
        parts[0][1].quiet if len(parts) == 1 else {},
        max((_hand_offs(f, by_unit=True) for _, f in parts), default=0.0),
        mixed((share, holding_of(f)) for share, f in parts),
    )


def _hand_offs(figures: Figures, by_unit: bool) -> float:
    walk = hand_offs_most(figures.folded, by_unit, figures.calls) if figures.defined else None
    return walk.value if walk is not None else 0.0


def study(
    document: Document,
    map_id: str,
    organisation: Document | None = None,
    called: dict[str, Study] | None = None,
    maps: frozenset[str] = frozenset(),
) -> Study:
    """Study a readable map; `called` are the maps it may call, studied before it."""
    process: Process = document.model
    shared: Organisation | None = organisation.model if organisation is not None else None
    spellings = {
        **(organisation.spellings if organisation is not None else {}),
        **document.spellings,
    }
    language = detect(step.does or words(key) for key, step in process.steps.items())
    world = World(process, shared, language, spellings)
    works = resolve(world, document.basis)
    # Labels can name parties that nothing else does: read again with these known.
    inferred = {m.party for w in works for m in w.meetings} - world.named_parties
    if inferred:
        world = replace(world, met=frozenset(inferred))
        works = resolve(world, document.basis)
    shares = request_types(process)
    ways = all_ways(works, list(process.requests), calendar_of(process))
    figures: dict[str, Figures] = {}
    calls: dict[int, Called] = {}
    twins: dict[str, str] = {}
    for kind in shares:
        graph = type_graph(process, works, ways, kind)
        calls = {
            work.index: (called or {})[work.step.call].called(kind)
            if work.step.call in (called or {})
            else Called()
            for work in works
            if work.step.call
        }
        spec = process.requests.get(kind)
        requester = requester_of(graph, spec.from_ if spec else None, list(process.customers))
        twin = _twin(figures, graph, calls, requester)
        if twin is not None:
            twins[kind] = twins.get(twin, twin)
            same = figures[twin]
            figures[kind] = replace(same, graph=same.graph.for_type(kind))
        else:
            figures[kind] = compute(graph, calls, requester, list(process.customers))
    return Study(map_id, document, world, works, ways, shares, figures, calls, maps, twins)


def _twin(
    figures: dict[str, Figures], graph: TypeGraph, calls: dict[int, Called], requester: str | None
) -> str | None:
    """A type whose figures are those of another one too, since both meet the same."""
    for kind, known in figures.items():
        if requester == known.requester and graph.alike(known.graph) and calls == known.calls:
            return kind
    return None

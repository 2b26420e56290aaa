"""The measures of a drawing, all from its elements and flows.

Definitions follow J. Mendling, Metrics for Process Models (2008), and J. Cardoso (control-flow
complexity), cross-connectivity I. Vanderfeesten and others (2008). A connector is a gateway, and a
task or event at which flows part or meet.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.analysis.shape.reducing import rest_of
from cxaudit.analysis.shape.walks import components, cut_points, forward, neighbours
from cxaudit.language.diagram import Diagram, Logic, Shape

PAIRS_UP_TO = 2_000
FAINT = 1e-9  # ways weaker than this count as none
LOGICS: tuple[Logic, ...] = ("and", "or", "xor")


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured on a drawing; None where there is nothing to divide by, or too much to do."""

    elements: int
    connectivity: float | None
    density: float | None
    diameter: int
    connector_degree: float | None
    connector_degree_most: int
    control_flow_complexity: int
    gateway_mismatch: int
    gateway_heterogeneity: float | None
    sequentiality: float | None
    separability: float | None
    structuredness: float | None
    depth: int
    cyclicity: float | None
    token_split: int
    cross_connectivity: float | None
    duplicate_tasks: int


def measure(diagram: Diagram) -> Measures:
    """All measures of a drawing."""
    shapes, flows = diagram.shapes, diagram.flows
    onward, back = neighbours(diagram)
    size, arcs = len(shapes), len(flows)
    outs, ins = [len(found) for found in onward], [len(found) for found in back]
    connectors = [n for n, shape in enumerate(shapes) if _connects(shape)]
    degrees = [ins[n] + outs[n] for n in connectors]
    parts = components(onward)
    loops = {n for part in parts if len(part) > 1 for n in part}
    loops |= {source for source, target in flows if source == target}
    plain = set(range(size)) - set(connectors)
    serial = sum(source in plain and target in plain for source, target in flows)
    return Measures(
        elements=size,
        connectivity=_share(arcs, size),
        density=_share(arcs, size * (size - 1)),
        diameter=_diameter(parts, onward),
        connector_degree=_share(sum(degrees), len(connectors)),
        connector_degree_most=max(degrees, default=0),
        control_flow_complexity=sum(_choices(s, outs[n]) for n, s in enumerate(shapes)),
        gateway_mismatch=_mismatch(shapes),
        gateway_heterogeneity=_heterogeneity(shapes),
        sequentiality=_share(serial, arcs),
        separability=_share(len(cut_points(diagram)), size - 2) if size > 2 else None,
        structuredness=1 - len(rest_of(diagram)) / size if size else None,
        depth=_depth(diagram, onward, back),
        cyclicity=_share(len(loops), size),
        token_split=sum(outs[n] - 1 for n, s in enumerate(shapes) if s.split in ("and", "or")),
        cross_connectivity=_cross_connectivity(shapes, onward, ins, outs),
        duplicate_tasks=_duplicates(shapes),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _connects(shape: Shape) -> bool:
    return shape.family == "gateway" or bool(shape.join or shape.split)


def _choices(shape: Shape, outs: int) -> int:
    """The states that a split can lead to: one where all flows are taken, each where one is, every
    set but the empty one where some are."""
    return {"and": 1, "xor": outs, "or": (1 << min(outs, 30)) - 1, "": 0}[shape.split]


def _mismatch(shapes: list[Shape]) -> int:
    """For each logic, how many more splits than joins there are, or joins than splits."""
    splits, joins = Counter(s.split for s in shapes), Counter(s.join for s in shapes)
    return sum(abs(splits[logic] - joins[logic]) for logic in LOGICS)


def _heterogeneity(shapes: list[Shape]) -> float | None:
    """How mixed the logics of the connectors are: 0 where there is one, 1 where all three are equal
    in number. A gateway counts once, a task for what it does with flows in and out."""
    counts: Counter[str] = Counter()
    for shape in shapes:
        found = [logic for logic in (shape.join, shape.split) if logic]
        counts.update(set(found) if shape.family == "gateway" else found)
    total = sum(counts.values())
    if not total:
        return None
    return max(0.0, -sum(n / total * math.log(n / total, 3) for n in counts.values()))


def _diameter(parts: list[list[int]], onward: list[list[int]]) -> int:
    """Elements on the longest way through; those of a circle count once each."""
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    longest = [0] * len(parts)
    for number, part in enumerate(parts):  # what a part leads to comes before it
        behind = [longest[part_of[t]] for node in part for t in onward[node]]
        longest[number] = len(part) + max(behind, default=0)
    return max(longest, default=0)


def _depth(diagram: Diagram, onward: list[list[int]], back: list[list[int]]) -> int:
    """How deep elements lie inside what splits open and joins close: the splits before less the joins,
    or the joins behind less the splits where these are fewer, at the deepest element. Flows that
    close a circle are left out."""
    opens = [int(bool(shape.split)) for shape in diagram.shapes]
    closes = [int(bool(shape.join)) for shape in diagram.shapes]
    order = forward(onward, [n for n, found in enumerate(back) if not found])
    before, behind = [0] * len(opens), [0] * len(opens)
    into = [0] * len(opens)
    for node, targets in order:
        into[node] = max(0, before[node] - closes[node]) + opens[node]
        for target in targets:
            before[target] = max(before[target], into[node])
    deepest = 0
    for node, targets in reversed(order):
        here = max((behind[target] + closes[target] for target in targets), default=0)
        deepest = max(deepest, min(into[node], here))
        behind[node] = max(0, here - opens[node])
    return deepest


def _cross_connectivity(
    shapes: list[Shape], onward: list[list[int]], ins: list[int], outs: list[int]
) -> float | None:
    """How tightly elements hang together, over all pairs: the strongest way from one to another, each
    flow as strong as its two ends."""
    size = len(shapes)
    if size < 2 or size > PAIRS_UP_TO:
        return None
    weights = [_weight(shape, ins[n] + outs[n]) for n, shape in enumerate(shapes)]
    total = 0.0
    for source in range(size):
        total += sum(_strongest(source, onward, weights))
    return total / (size * (size - 1))


def _strongest(source: int, onward: list[list[int]], weights: list[float]) -> Iterable[float]:
    """How strong the strongest way from an element to each other one is."""
    pop, push = heapq.heappop, heapq.heappush
    best: dict[int, float] = {}
    heap = [(-weights[source] * weights[t], t) for t in onward[source]]
    heapq.heapify(heap)
    while heap:
        strength, node = pop(heap)
        if node in best:
            continue
        best[node] = -strength
        strength *= weights[node]
        for target in onward[node]:
            if target not in best:
                further = strength * weights[target]
                if further < -FAINT:
                    push(heap, (further, target))
    best.pop(source, None)
    return best.values()


def _weight(shape: Shape, degree: int) -> float:
    """The chance that a flow of an element is taken: all of a parallel connector's are, one of an
    exclusive one's, some of an inclusive one's."""
    logic = shape.split or shape.join
    if logic == "xor" and degree:
        return 1 / degree
    if logic == "or" and degree:
        sets = float((1 << min(degree, 60)) - 1)
        return 1 / sets + (sets - 1) / sets / degree
    return 1.0


def _duplicates(shapes: list[Shape]) -> int:
    """Tasks that have the label of an earlier one."""
    labels = Counter(" ".join(s.label.lower().split()) for s in shapes if s.family == "task")
    labels.pop("", None)
    return sum(labels.values()) - len(labels)

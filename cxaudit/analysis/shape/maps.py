"""The drawing of a map: that of the model it was read from, else its steps and their ways."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from cxaudit.analysis.figures import Figures
from cxaudit.analysis.ways import END, Ways
from cxaudit.analysis.work import Work
from cxaudit.language.diagram import Diagram, Logic, Shape
from cxaudit.language.read import Document

_SPLITS: dict[str, Logic] = {"all": "and", "some": "or"}


@runtime_checkable
class Drawn(Protocol):
    """A source model that says by itself how it is drawn."""

    def diagram(self) -> Diagram | None:
        """The elements and flows of the model; None where the map says all there is to say."""
        ...


def diagram_of_map(
    document: Document, works: list[Work], ways: list[Ways], figures: dict[str, Figures]
) -> Diagram:
    """The drawing that a map was read from; of a written map, or one edited since, its own."""
    source = document.source_model
    if document.root is None and isinstance(source, Drawn):
        model = source.diagram()
        if model is not None:
            return model
    found = Diagram([Shape(work.id, "task", work.label) for work in works])
    joins = _joins(figures)
    ins = [0] * len(works)
    for work, own in zip(works, ways, strict=True):
        shape = found.shapes[work.index]
        targets = dict.fromkeys(way.target for way in own.ways if way.target != END)
        found.flows += [(work.index, target) for target in targets]
        for target in targets:
            ins[target] += 1
        if len(own.ways) > 1:
            shape.split = _SPLITS.get(own.split, "xor")
        if work.only_end:
            shape.family = "event"
        elif work.kind == "decision" and work.idle:
            shape.family = "gateway"
    for shape, arrivals, index in zip(found.shapes, ins, range(len(works)), strict=True):
        if arrivals > 1:
            shape.join = joins.get(index, "xor")
    return found


def _joins(figures: dict[str, Figures]) -> dict[int, Logic]:
    """What the joins of blocks wait for: all branches, those taken, or the first."""
    found: dict[int, Logic] = {}
    for one in figures.values():
        for block in one.folded.blocks.values():
            if block.join is not None and not block.first_arrival:
                found.setdefault(block.join, "or" if block.kind == "some" else "and")
    return found

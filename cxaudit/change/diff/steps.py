"""Which step of a map is which in its other version: by id, else by what it does and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END
from cxaudit.change.diff.request_types import matched, renamed_types

ROUNDS = 64  # how far along the flow a step that was renamed can still be told from its like
WORK = 200_000  # steps looked at for that
# Keys that name other steps: where they lead is compared as flow.
_FLOW = {"next", "split", "else_", "if_late", "if_wrong", "call"}

Colours = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepChange:
    """Steps that only one side has, and those that bear another id (old to new); `types` are request
    types that do."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def now(self, step: str) -> str:
        """The id today of a step of the version before; recovery steps follow the step."""
        if step in self.renamed:
            return self.renamed[step]
        parent, slash, rest = step.rpartition("/")
        return f"{self.renamed[parent]}{slash}{rest}" if parent in self.renamed else step


def step_changes(before: Study, after: Study, maps: Mapping[str, str]) -> StepChange:
    """Pair the steps of two versions. A renamed step is a new id with otherwise equal keys and equal
    neighbours. `maps` are map ids of the version before that are others now."""
    found = _step_changes(before, after, maps, {})
    types = renamed_types(before, after, found.renamed)
    if types and found.added and found.removed:  # routes told by type may have hidden a renaming
        found = _step_changes(before, after, maps, types)
    return replace(found, types=types)


def _step_changes(
    before: Study, after: Study, maps: Mapping[str, str], types: Mapping[str, str]
) -> StepChange:
    """Pair the steps, request types of the version before being known by their ids of today."""
    old, new = _Side(before, maps, types), _Side(after, {}, {})
    gone = [work.id for work in before.works if work.id not in new.index]
    come = [work.id for work in after.works if work.id not in old.index]
    renamed = _renamed(old, new, gone, come)
    found = StepChange(renamed=renamed)
    kept = {*renamed.values(), *(f"{step}/if-wrong" for step in renamed.values())}
    lost = {*renamed, *(f"{step}/if-wrong" for step in renamed)}
    found.added.extend(step for step in come if step not in kept)
    found.removed.extend(step for step in gone if step not in lost)
    return found


class _Side:
    """One version: the index of each step, what each says, and which lead to each."""

    def __init__(self, study: Study, maps: Mapping[str, str], types: Mapping[str, str]) -> None:
        self.study = study
        self.index = {work.id: work.index for work in study.works}
        self.maps = maps
        self.types = types
        self.before: dict[int, list[tuple[Any, int]]] = {}
        for ways in study.ways:
            for way in ways.ways:
                if way.target != END:
                    self.before.setdefault(way.target, []).append((self.way(way), way.source))

    def named(self, value: Any, key: str) -> Any:
        """The value of a key of a step, with request types as they are called today."""
        return [self.types.get(kind, kind) for kind in value] if key == "for_" else value

    def way(self, way: Any) -> Any:
        """What a way says apart from the steps it joins."""
        label = self.types.get(way.label, way.label)
        types = sorted(self.types.get(kind, kind) for kind in way.types or ())
        return way.kind, label, way.share, way.outcome, types, way.branch, way.spent

    def says(self, step: str, by_label: bool = False) -> Any:
        """What a step says apart from its id and from where it leads; `by_label` with the label that
        people read, be it written or made of the id."""
        work = self.study.works[self.index[step]]
        said = sorted(work.step.model_fields_set - _FLOW - {"does"})
        late, wrong = work.step.if_late, work.step.if_wrong
        called = self.maps.get(work.step.call or "", work.step.call)
        return (
            tuple((key, repr(self.named(getattr(work.step, key), key))) for key in said),
            work.label.lower() if by_label else work.step.does,
            self.study.ways[work.index].split,
            called,
            repr(late and late.model_copy(update={"next": bool(late.next)})),
            repr(
                wrong and wrong.model_copy(update={"to": bool(wrong.to), "next": bool(wrong.next)})
            ),
        )

    def neighbours(self, step: str, colours: Mapping[int, Any]) -> tuple[Any, Any, Any]:
        """The ways on from a step, those to it, and the types that start there, with what is known
        of the steps at their other end."""
        index = self.index[step]
        onward = sorted(
            repr((self.way(way), colours.get(way.target))) for way in self.study.ways[index].ways
        )
        back = sorted(repr((way, colours.get(s))) for way, s in self.before.get(index, []))
        starts = sorted(
            self.types.get(kind, kind)
            for kind, f in self.study.figures.items()
            if f.graph.start == index
        )
        return tuple(onward), tuple(back), tuple(starts)


def _renamed(old: _Side, new: _Side, gone: list[str], come: list[str]) -> dict[str, str]:
    """Colours are refined round by round: first what a step says, then its neighbours with theirs.
    Steps that keep one id on both sides have a colour of their own."""
    said_old = {step: old.says(step) for step in gone}
    said_new = {step: new.says(step) for step in come}
    alike = set(said_old.values()) & set(said_new.values())
    first: Colours = {step: said for step, said in said_old.items() if said in alike}
    second: Colours = {step: said for step, said in said_new.items() if said in alike}
    rounds = WORK // max(1, len(first) + len(second))
    for _ in range(max(1, min(ROUNDS, rounds))):
        finer = _finer(old, new, first)
        finest = _finer(new, old, second)
        stable = _kinds(finer) == _kinds(first) and _kinds(finest) == _kinds(second)
        first, second = finer, finest
        if stable:
            break
    found = matched(first, second)
    # A step beside which the flow was changed too is known by its label and the side that was not.
    rest = {s: old.says(s, by_label=True) for s in gone if s not in found}
    taken = set(found.values())
    others = {s: new.says(s, by_label=True) for s in come if s not in taken}
    for one, other in matched(rest, others, alone=True).items():
        here = old.neighbours(one, _named(old, found))
        there = new.neighbours(other, _named(new, {}))
        if here[0] == there[0] or here[1] == there[1]:
            found[one] = other
    return found


def _kinds(colours: Colours) -> int:
    return len(set(colours.values()))


def _finer(side: _Side, other: _Side, colours: Colours) -> Colours:
    """Colours that tell apart what has other neighbours."""
    known: dict[int, Any] = {END: "end"}
    for step, index in side.index.items():
        known[index] = step if step in other.index else colours.get(step, "another")
    return {step: hash((colours[step], side.neighbours(step, known))) for step in colours}


def _named(side: _Side, renamed: Mapping[str, str]) -> dict[int, Any]:
    """Steps by the id they have today; those of one side alone are nobody's like."""
    found: dict[int, Any] = {END: "end"}
    for step, index in side.index.items():
        found[index] = renamed.get(step, step)
    return found

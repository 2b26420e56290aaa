"""Pairs of maps that share a fragment of their work.

Maps are held against each other only where they share three steps in a row; of such rows an index is
kept. Steps that do nothing are looked through where another notation wants them; a call and an end
break a row, since work that is called stands in one place already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from cxaudit.analysis.estate.alike import ALIKE, kinds_of, likeness, plain_label
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.clone import CloneFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END

_OFTEN = 20  # places of one row in one map: beyond these it tells nothing
_MANY = 30  # maps that share a row: beyond these they are held against the first of them alone

Row = tuple[int, int, int]
Pairs = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class _Map:
    """One map: the plain label of each step that does something, and where it agreedly leads."""

    study: Study
    labels: dict[int, str]
    onward: dict[int, list[int]]


def clone_facts(studies: Sequence[Study]) -> list[Facts]:
    """One entry for each two maps that share three steps or more in a row: the longest such row.

    What two maps share with an earlier third is told of each of them and the third, not once more.
    """
    maps = [_read(study) for study in sorted(studies, key=lambda one: one.document.path)]
    found: list[Facts] = []
    told: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for (first, second), pairs in sorted(_shared(maps).items()):
        row = _longest(maps[first], maps[second], pairs)
        known = [told.get((first, i), set()) & told.get((second, j), set()) for i, j in row]
        if not row or all(known):
            continue
        for i, j in row:
            told.setdefault((first, i), {(first, i)}).add((first, i))
            told.setdefault((second, j), set()).add((first, i))
        found.append(_facts(maps[first].study, maps[second].study, row, pairs))
    return found


def _read(study: Study) -> _Map:
    foreign = bool(study.document.places)

    def does_work(step: int) -> bool:
        work = study.works[step]
        said = not (foreign and (work.idle or work.label.startswith("Unnamed ")))
        return said and work.recovers is None and not work.step.call and not work.only_end

    def looked_through(step: int) -> bool:
        return foreign and study.works[step].idle and not study.works[step].only_end

    def leads(step: int) -> list[int]:
        found: dict[int, None] = {}
        seen: set[int] = set()
        stack = [way.target for way in reversed(study.ways[step].ways) if way.kind == "next"]
        while stack:
            target = stack.pop()
            if target == END or target in seen:
                continue
            seen.add(target)
            if does_work(target):
                found[target] = None
            elif looked_through(target):
                stack += [way.target for way in study.ways[target].ways if way.kind == "next"]
        return [target for target in found if target > step]

    labels = {work.index: plain_label(work.label) for work in study.works if does_work(work.index)}
    return _Map(study, labels, {step: leads(step) for step in labels})


def _rows(one: _Map) -> Iterator[Row]:
    """Every three steps in a row."""
    for first, behind in one.onward.items():
        for second in behind:
            for third in one.onward[second]:
                yield first, second, third


def _shared(maps: list[_Map]) -> dict[tuple[int, int], Pairs]:
    """For each two maps with a row in common, the pairs of steps that are alike, and how much."""
    kinds = kinds_of(label for one in maps for label in one.labels.values())
    index: dict[Row, dict[int, list[Row]]] = {}
    for number, one in enumerate(maps):
        kind = {step: kinds[label] for step, label in one.labels.items()}
        for row in _rows(one):
            key = (kind[row[0]], kind[row[1]], kind[row[2]])
            places = index.setdefault(key, {}).setdefault(number, [])
            if len(places) < _OFTEN:
                places.append(row)
    how_alike = cache(likeness)
    found: dict[tuple[int, int], Pairs] = {}
    for holders in index.values():
        numbers = list(holders)
        every = combinations(numbers, 2)
        for first, second in (
            every if len(numbers) <= _MANY else ((numbers[0], n) for n in numbers[1:])
        ):
            pairs = found.setdefault((first, second), {})
            for row in holders[first]:
                for other in holders[second]:
                    for i, j in zip(row, other, strict=True):
                        pairs[i, j] = how_alike(maps[first].labels[i], maps[second].labels[j])
    return found


def _longest(one: _Map, other: _Map, pairs: Pairs) -> list[tuple[int, int]]:
    """The longest row of alike steps in both maps, the first in file order of several as long."""
    length: dict[tuple[int, int], int] = {}
    behind: dict[tuple[int, int], tuple[int, int] | None] = {}
    alike = sorted((pair for pair, share in pairs.items() if share >= ALIKE), reverse=True)
    for i, j in alike:
        following = [(a, b) for a in one.onward[i] for b in other.onward[j] if (a, b) in length]
        best = max(following, key=lambda pair: (length[pair], -pair[0], -pair[1]), default=None)
        length[i, j] = 1 + (length[best] if best is not None else 0)
        behind[i, j] = best
    if not length:
        return []
    current: tuple[int, int] | None = max(length, key=lambda p: (length[p], -p[0], -p[1]))
    row = []
    while current is not None:
        row.append(current)
        current = behind[current]
    return row if len(row) >= 3 else []


def _facts(one: Study, other: Study, row: list[tuple[int, int]], pairs: Pairs) -> CloneFacts:
    first, last = row[0][0], row[-1][0]
    return CloneFacts(
        map=one.id,
        title=one.process.process,
        path=one.document.path,
        other=other.id,
        other_title=other.process.process,
        other_path=other.document.path,
        steps=one.ids([i for i, _ in row]),
        other_steps=other.ids([j for _, j in row]),
        first=one.works[first].label,
        last=one.works[last].label,
        likeness=sum(pairs[pair] for pair in row) / len(row),
    )

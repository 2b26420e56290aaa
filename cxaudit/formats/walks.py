"""The walk that proves a finding: each step of its witness with its label and its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.analysis.analysis import Analysis
from cxaudit.language.read import Loc
from cxaudit.language.spans import Span
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a walk; no span where the map of the finding has no such step."""

    step: str
    label: str
    span: Span | None


@dataclass(slots=True)
class _Steps:
    """The steps of one map: labels and places by id."""

    labels: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)


class Walks:
    """Looks up the walks of an audit's findings; each map is indexed once."""

    def __init__(self, result: Audit) -> None:
        self._maps = {(one.document.path, one.id): one for one in result.analyses}
        self._steps: dict[tuple[str, str], _Steps] = {}

    def of(self, finding: Finding) -> list[Stop]:
        """The steps of a finding's witness, in order."""
        steps = self._of_map((finding.file, finding.map)) if finding.witness else _Steps()
        return [
            Stop(step, steps.labels.get(step, step), steps.spans.get(step))
            for step in finding.witness
        ]

    def _of_map(self, key: tuple[str, str]) -> _Steps:
        if key not in self._steps:
            self._steps[key] = _indexed(self._maps.get(key))
        return self._steps[key]


def _indexed(analysis: Analysis | None) -> _Steps:
    steps = _Steps()
    if analysis is None or analysis.study is None:
        return steps
    for work in analysis.study.works:
        loc: Loc = ("steps", work.id)
        if work.recovers is not None:  # a step that `if-wrong` describes
            loc = ("steps", work.recovers, "if-wrong")
        steps.labels[work.id] = work.label
        steps.spans[work.id] = analysis.document.span(loc, key=True)
    return steps

"""A file with everything known of it: what fixes are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cxaudit.analysis.facts.base import Facts
from cxaudit.change.fixes.fix import Fix, Frame, Goal, Splice
from cxaudit.change.fixes.source import Source
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.spans import Span
from cxaudit.rules.finding import Finding

UNUSED = "waiver-unused"  # listed for every waiver, told only of those that silence nothing


@dataclass
class Case:
    """One file: its open findings, problems and facts by judge (none where it cannot be read), and
    the organisation around it. `judged_whole` where everything was judged that its waivers could
    silence."""

    document: Document
    map_id: str
    findings: list[Finding]
    problems: list[Problem]
    facts: dict[str, list[Facts]] = field(default_factory=dict)
    organisation: Organisation | None = None
    judged_whole: bool = False

    @cached_property
    def source(self) -> Source | None:
        """Its text with places; None where it is no YAML, or none whose tokens can be made out."""
        if self.document.root is None or self.document.places:
            return None
        try:
            return Source(self.document.lines.text)
        except CannotLayOut:
            return None

    @property
    def model(self) -> Any:
        """What the file says."""
        return self.document.model

    def of(self, *codes: str) -> Iterator[Finding]:
        """Its open findings of some rules."""
        return (finding for finding in self.findings if finding.code in codes)

    @cached_property
    def _problems_at(self) -> dict[tuple[str, Span], list[Problem]]:
        found: dict[tuple[str, Span], list[Problem]] = {}
        for problem in self.problems:
            found.setdefault((problem.path, problem.span), []).append(problem)
        return found

    def problem_of(self, finding: Finding) -> Problem | None:
        """The problem that a finding tells; None where two could be meant."""
        here = self._problems_at.get((finding.path, finding.span), [])
        told = finding.says.lower()  # a finding begins with a capital
        same = [problem for problem in here if problem.says.lower() == told]
        same = same or [problem for problem in here if problem.kind != UNUSED]
        return same[0] if len(same) == 1 else None

    def fix(
        self,
        finding: Finding,
        says: str,
        splices: Iterable[Splice],
        frame: Frame,
        safe: bool,
        step: str = "",
    ) -> Iterator[Fix]:
        """A fix for a finding; none where there are no splices."""
        parts = tuple(splices)
        if parts:
            goal = Goal(finding.code, finding.map, finding.path, step)
            mark = finding.fingerprint
            yield Fix(self.document.path, goal, says, parts, safe, frame, mark)

    @property
    def process(self) -> Process | None:
        """The map, where the file is one that can be read."""
        readable = self.document.readable and isinstance(self.model, Process)
        return self.model if readable else None

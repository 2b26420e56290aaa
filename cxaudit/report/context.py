"""One map as the sections of a report see it: facts by id, names for people, links to findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.people import PartyFacts, RoleFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.facts.step import FlowFacts, StepFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.work import calendar_of
from cxaudit.report import words
from cxaudit.report.places import anchors_of
from cxaudit.report.uncounted import open_ways, uncounted
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.texts.catalogue import marked

SEVERITY_WORDS = {
    "error": marked("Error"),
    "warning": marked("Warning"),
    "info": marked("Question"),
}


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a finding."""

    code: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a section: its subject, its conclusion, one sentence on how to read it.

    `write` says what to write in the map where the section has nothing to show.
    """

    anchor: str
    subject: str
    title: str
    lead: str = ""
    write: str = ""


@dataclass(frozen=True)
class Context:
    """A studied map with its findings, the gravest first. `shared` are the facts of its organisation,
    by judge."""

    analysis: Analysis
    study: Study
    findings: tuple[Finding, ...]
    prefix: str
    shared: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @cached_property
    def map(self) -> MapFacts:
        """The facts of the map itself."""
        found: MapFacts = self.analysis.one("map")
        return found

    @cached_property
    def requests(self) -> list[RequestFacts]:
        """Its request types, in file order."""
        return list(self.analysis.all("request"))

    @cached_property
    def steps(self) -> dict[str, StepFacts]:
        """Its steps by id."""
        return {s.id: s for s in self.analysis.all("step")}

    @cached_property
    def sign_offs(self) -> list[SignOffFacts]:
        """Its sign-offs."""
        return list(self.analysis.all("sign_off"))

    @cached_property
    def touch_points(self) -> list[TouchPointFacts]:
        """Its meetings: one a step and party."""
        return list(self.analysis.all("touch_point"))

    @cached_property
    def parties(self) -> list[PartyFacts]:
        """Everybody it is for, affects or meets."""
        return list(self.analysis.all("party"))

    @cached_property
    def measures(self) -> list[MeasureFacts]:
        """The measures that it names, wherever they are described."""
        own = {m.id: m for m in self.analysis.all("measure")}
        known = {m.id: m for m in self.shared.get("measure", ())} | own
        return [known[key] for key in dict.fromkeys([*self.map.measures, *own]) if key in known]

    @cached_property
    def roles(self) -> dict[str, RoleFacts]:
        """Roles by id: what the organisation says of them, else the map."""
        own = {r.id: r for r in self.analysis.all("role")}
        return own | {r.id: r for r in self.shared.get("role", ())}

    @cached_property
    def feedback(self) -> list[FeedbackFacts]:
        """The ways in which this map listens."""
        return list(self.analysis.all("feedback"))

    @cached_property
    def day(self) -> float:
        """Working minutes of a day in this map."""
        return float(calendar_of(self.study.process).day)

    @cached_property
    def requester(self) -> str | None:
        """Who asks: the requester of the most frequent type that knows one."""
        known = [
            (self.study.shares[k], f.requester)
            for k, f in self.study.figures.items()
            if f.requester is not None
        ]
        return max(known, key=lambda item: item[0])[1] if known else None

    @cached_property
    def homeless(self) -> tuple[str, ...]:
        """Roles that do something and belong to no department, for people."""
        roles = [
            s.performer for s in self.steps.values() if s.performer_kind == "role" and not s.unit
        ]
        return tuple(dict.fromkeys(self.who(role) for role in dict.fromkeys(roles) if role))

    @cached_property
    def open_ways(self) -> frozenset[tuple[str, str | None, str]]:
        """Ways off the main road of which nobody says how many cases take them."""
        return open_ways(self.study)

    @cached_property
    def uncounted(self) -> frozenset[str]:
        """Steps that cases reach only by ways whose share nobody has stated: a visit or a wait of 0
        in their figures means that it is not known."""
        return uncounted(self.study)

    @cached_property
    def refs(self) -> dict[int, Ref]:
        """The link of each finding, by its identity."""
        anchors = anchors_of(self.findings, self.prefix)
        return {
            id(f): Ref(f.code, anchor) for f, anchor in zip(self.findings, anchors, strict=True)
        }

    def unavoidable(self, request: RequestFacts) -> int | None:
        """Approvals that a request type cannot avoid: a step that several must approve counts for each
        of them. None where they are not known."""
        if request.unavoidable is None:
            return None
        weights = {gate.step: gate.weight for gate in self.sign_offs}
        return sum(weights.get(step, 1) for step in request.unavoidable)

    def say(self, minutes: float | None) -> str:
        """A duration in this map's calendar."""
        return words.span(minutes, self.day)

    def who(self, name: str | None) -> str:
        """A role, unit or party for people."""
        return words.proper(self.study.world.title(name)) if name else ""

    def step(self, step_id: str) -> str:
        """A step's label, for a sentence; steps inside called maps keep their path."""
        facts = self.steps.get(step_id)
        return words.lower(facts.does) if facts else step_id.replace("-", " ")

    def mean(self, name: str) -> float | None:
        """A figure of an average request: weighted by share, unknown where any type's is."""
        values = [(r.share, getattr(r, name)) for r in self.requests]
        if not values or any(value is None for _, value in values):
            return None
        total = sum(share for share, _ in values)
        return float(sum(s * v for s, v in values) / total) if total else None

    def most(self, name: str) -> float | None:
        """The largest value of a figure among the types that know it."""
        values = [getattr(r, name) for r in self.requests if getattr(r, name) is not None]
        return float(max(values)) if values else None

    def least(self, name: str) -> float | None:
        """The smallest value of a figure, unknown where any type's is."""
        values = [getattr(r, name) for r in self.requests]
        return None if not values or None in values else float(min(values))

    def about(self, step_id: str) -> list[Finding]:
        """Findings about a step itself, not those whose walk merely passes it."""
        return self._by_step.get(step_id, [])

    @cached_property
    def _by_step(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            for step in steps_of(finding, self.steps):
                found.setdefault(step, []).append(finding)
        return found

    @cached_property
    def flows(self) -> dict[str, list[FlowFacts]]:
        """The flows that leave each step, in file order."""
        found: dict[str, list[FlowFacts]] = {}
        for flow in self.analysis.all("flow"):
            found.setdefault(flow.source, []).append(flow)
        return found

    def coded(self, codes: Iterable[str]) -> list[Finding]:
        """Findings of some rules, the gravest first."""
        wanted = set(codes)
        return [f for f in self.findings if f.code in wanted]


def steps_of(finding: Finding, steps: dict[str, Any]) -> set[str]:
    """The steps that a finding is about: those of its element paths."""
    found = set()
    for path in [finding.path, *finding.elements]:
        rest = path.removeprefix("steps/")
        if rest == path:
            continue
        parts = rest.split("/")
        for length in range(len(parts), 0, -1):
            if "/".join(parts[:length]) in steps:
                found.add("/".join(parts[:length]))
                break
    return found


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, then as the audit ordered them."""
    return tuple(sorted(findings, key=lambda f: SEVERITIES.index(f.severity)))

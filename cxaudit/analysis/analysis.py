"""A map's facts, all judges together: what rules judge and reports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cxaudit.analysis.collect.elements import element_facts
from cxaudit.analysis.collect.flows import flow_facts
from cxaudit.analysis.collect.front_line import front_line_facts
from cxaudit.analysis.collect.listening import feedback_facts, measure_facts
from cxaudit.analysis.collect.maps import map_facts
from cxaudit.analysis.collect.meetings import touch_point_facts
from cxaudit.analysis.collect.parties import party_facts
from cxaudit.analysis.collect.people import map_role_facts, map_unit_facts
from cxaudit.analysis.collect.requests import request_facts
from cxaudit.analysis.collect.sign_offs import sign_off_facts
from cxaudit.analysis.collect.steps import step_facts
from cxaudit.analysis.collect.structure import structure_facts
from cxaudit.analysis.facts.base import Facts, dump
from cxaudit.analysis.facts.problem import ProblemFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.work import calendar_of
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.language.values import Calendar


@dataclass
class Analysis:
    """What is known of one file: its facts by judge (none where it could not be read)."""

    id: str
    document: Document
    study: Study | None = None
    facts: dict[str, list[Facts]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def calendar(self) -> Calendar:
        """What a working day and week are in this map."""
        return calendar_of(self.study.process) if self.study is not None else Calendar()

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels of steps whose ids are no words, as in other formats and in numbered rows."""
        if self.study is None:
            return {}
        foreign = bool(self.document.places)
        return {
            work.id: work.label
            for work in self.study.works
            if foreign or not any(letter.isalpha() for letter in work.id)
        }

    def one(self, judge: str) -> Any:
        """The single entry of a judge such as `map`."""
        entries = self.facts.get(judge, [])
        return entries[0] if entries else None

    def all(self, judge: str) -> list[Any]:
        """The entries of a judge."""
        return list(self.facts.get(judge, []))


def problem_facts(problems: Sequence[Problem]) -> list[Facts]:
    """Problems as facts, so that rules judge them like any other."""
    return [
        ProblemFacts(
            kind=p.kind,
            family=p.family,
            path=p.path,
            found=p.found,
            nearest=p.nearest,
            says=p.says,
            line=p.span.line,
            note=p.note,
        )
        for p in problems
    ]


def analysed(study: Study, problems: Sequence[Problem], view: View) -> Analysis:
    """All facts of a studied map."""
    steps = step_facts(study)
    flows = flow_facts(study)
    gates = sign_off_facts(study)
    whole = map_facts(study, steps, flows, gates, view)
    structure_facts(study, whole, steps, view)
    front_line_facts(study, steps)
    facts: dict[str, list[Facts]] = {
        "map": [whole],
        "request": list(request_facts(study, view)),
        "step": list(steps),
        "flow": list(flows),
        "touch_point": list(touch_point_facts(study, view)),
        "sign_off": list(gates),
        "party": list(party_facts(study)),
        "feedback": list(feedback_facts(study, view)),
        "role": list(map_role_facts(study)),
        "unit": list(map_unit_facts(study)),
        "measure": list(measure_facts(study, view)),
        "problem": problem_facts(problems),
        "element": list(element_facts(study.document, study.works)),
    }
    return Analysis(study.id, study.document, study, facts, list(problems))


def unread(document: Document, map_id: str, problems: Sequence[Problem]) -> Analysis:
    """A file that has problems but no facts."""
    facts = {"problem": problem_facts(problems), "element": list[Facts](element_facts(document))}
    return Analysis(map_id, document, None, facts, list(problems))


_PLURALS = {
    "request": "requests",
    "step": "steps",
    "flow": "flows",
    "touch_point": "touch_points",
    "sign_off": "sign_offs",
    "party": "parties",
    "feedback": "feedback",
    "role": "roles",
    "unit": "units",
    "measure": "measures",
    "problem": "problems",
    "element": "elements",
}


def as_json(analysis: Analysis) -> dict[str, Any]:
    """One map as the entry that `cxaudit facts` prints."""
    entry: dict[str, Any] = {}
    whole = analysis.one("map")
    entry["map"] = (
        dump(whole) if whole is not None else {"id": analysis.id, "path": analysis.document.path}
    )
    for judge, plural in _PLURALS.items():
        entry[plural] = [dump(facts) for facts in analysis.all(judge)]
    if analysis.document.source_model is not None:
        entry["losses"] = list(analysis.document.losses)
    return entry

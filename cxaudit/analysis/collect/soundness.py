"""Whether the cases of a request type come to an end, as facts."""

from __future__ import annotations

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.soundness.verdict import Fault
from cxaudit.analysis.study import Study


def verdict_facts(study: Study, facts: RequestFacts) -> None:
    """Add the verdict on a type, the kinds of its faults, a run that shows the first of them and
    where each is to be mended."""
    verdict = study.soundness.types[facts.id]
    known = {work.id for work in study.works}
    facts.verdict, facts.faults = verdict.word, verdict.kinds
    if verdict.faults:
        shown = next(fault for fault in verdict.faults if fault.kind == verdict.word)
        facts.verdict_witness = [name for name in shown.run if name in known]
    places = [[fault.kind, _step(fault, known)] for fault in verdict.faults]
    facts.fault_places = [list(pair) for pair in dict.fromkeys(map(tuple, places)) if pair[1]]


def _step(fault: Fault, known: set[str]) -> str:
    """The step at which a fault is to be mended: the last one met where the element is no step, none
    where it is dead and no step."""
    if fault.at in known:
        return fault.at
    return next((name for name in reversed(fault.run) if name in known), "")

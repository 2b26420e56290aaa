"""Whether the cases of a request type come to an end, as facts."""

from __future__ import annotations

from collections.abc import Mapping

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
    steps = study.soundness.steps
    places = [[fault.kind, _step(fault, known, steps)] for fault in verdict.faults]
    facts.fault_places = [list(pair) for pair in dict.fromkeys(map(tuple, places)) if pair[1]]


def _step(fault: Fault, known: set[str], steps: Mapping[str, str]) -> str:
    """The step at which a fault is to be mended: the one beside it (`steps`) where the element is no
    step, none where that is dead or of another process."""
    return fault.at if fault.at in known else steps.get(fault.at, "")

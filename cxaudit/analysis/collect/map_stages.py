"""The stages of a map, and in which of them anybody looks at how the customer is served."""

from __future__ import annotations

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.study import Study
from cxaudit.language.values import name


def map_stages(study: Study, facts: MapFacts) -> None:
    """Add the stages in order, and where standards, measures and feedback sit."""
    first_steps: dict[str, str] = {}
    attended: set[str] = set()
    asked = _asked_after(study)
    for work in study.works:
        if work.stage is None or work.recovers is not None:
            continue
        first_steps.setdefault(work.stage, work.id)
        if work.step.standard or work.step.measure or name(work.id) in asked:
            attended.add(work.stage)
    facts.stages = list(first_steps)
    facts.attended_stages = [stage for stage in facts.stages if stage in attended]
    if attended and attended <= {facts.stages[0], facts.stages[-1]}:
        facts.bookend = True
        facts.unattended_steps = [first_steps[stage] for stage in facts.stages[1:-1]]


def _asked_after(study: Study) -> set[str]:
    """Steps after which somebody is asked: by feedback of the map, or of its organisation."""
    shared = study.world.organisation
    sources = [*study.world.feedback.values(), *(shared.feedback.values() if shared else ())]
    return {name(step) for feedback in sources for step in feedback.after}

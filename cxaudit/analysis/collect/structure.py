"""How a map is drawn: its size and age, its labels, its order of work."""

from __future__ import annotations

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View


def structure_facts(study: Study, whole: MapFacts, steps: list[StepFacts], view: View) -> None:
    """Add to a map's facts, and to those of its steps, what follows from how it is drawn."""

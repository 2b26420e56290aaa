"""What the front line is given to work with: standards, scripts, skills."""

from __future__ import annotations

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.study import Study


def front_line_facts(study: Study, steps: list[StepFacts]) -> None:
    """Add to step facts how clear their standard, how long their script, which skills are missing."""

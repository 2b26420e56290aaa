"""How a map is drawn, as facts."""

from __future__ import annotations

from dataclasses import fields

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.shape.maps import diagram_of_map
from cxaudit.analysis.shape.measures import Measures, measure
from cxaudit.analysis.study import Study


def shape_facts(study: Study, facts: MapFacts) -> None:
    """Add the measures of the drawing of a map."""
    diagram = diagram_of_map(study.document, study.works, study.ways, study.figures)
    found = measure(diagram)
    for one in fields(Measures):
        setattr(facts, one.name, getattr(found, one.name))

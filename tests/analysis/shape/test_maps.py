"""The drawing of a map: its steps and ways, or that of the model it was read from."""

from __future__ import annotations

from cxaudit.analysis.shape.maps import diagram_of_map
from cxaudit.analysis.shape.measures import measure
from cxaudit.analysis.study import Study, study
from cxaudit.bpmn.diagram import diagram_of
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.diagram import Diagram
from cxaudit.language.read import read_text
from tests.analysis.soundness.models import plan_of
from tests.bpmn.helper import flows, process

TEXT = """
process: P
steps:
  take: {by: a}
  open: {by: a, next: [b, c]}
  b: {by: a, next: close}
  c: {by: a, next: {fine: close, again: c}}
  close: {by: a, join: all}
  ask: {next: {yes: d, no: e}}
  d: {by: a}
  e: {end: refused}
"""


def drawn(known: Study) -> Diagram:
    return diagram_of_map(known.document, known.works, known.ways, known.figures)


def test_a_written_map_is_drawn_by_its_steps() -> None:
    found = drawn(study(read_text(TEXT, "map.yaml"), "map"))
    told = {shape.id: (shape.family, shape.join, shape.split) for shape in found.shapes}
    assert told["open"] == ("task", "", "and")
    assert told["close"] == ("task", "and", "")
    assert told["c"] == ("task", "xor", "xor")
    assert told["ask"] == ("gateway", "", "xor")
    assert told["e"][0] == "event"
    assert len(found.flows) == 10


def test_the_facts_of_a_map_have_its_measures() -> None:
    found = measure(drawn(study(read_text(TEXT, "map.yaml"), "map")))
    assert (found.elements, found.token_split, found.control_flow_complexity) == (8, 1, 1 + 2 + 2)


class Model:
    """A source that says how it is drawn."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram

    def diagram(self) -> Diagram:
        return self._diagram


def test_a_map_read_from_a_model_is_drawn_as_the_model() -> None:
    body = '<startEvent id="s"/><parallelGateway id="x"/><task id="a"/><task id="b"/>'
    body += '<parallelGateway id="y"/><endEvent id="e"/>'
    body += '<boundaryEvent id="t" attachedToRef="a"/>'
    edges = "s x\nx a\nx b\na y\nb y\ny e\nt e"
    (document,) = read_bpmn(process(body, edges), "try.bpmn")
    document.source_model = Model(diagram_of(plan_of(body + flows(edges))))
    found = drawn(study(document, "map"))
    assert [shape.id for shape in found.shapes] == ["s", "x", "a", "b", "y", "e", "t"]
    assert (2, 6) in found.flows, "an event on an activity hangs on it"
    assert found.shapes[1].split == found.shapes[4].join == "and"

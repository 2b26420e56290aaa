"""Small BPMN files for tests, and the figures of what is read from them."""

from __future__ import annotations

from cxaudit.analysis.figures import Figures, compute
from cxaudit.analysis.graph import request_types, type_graph
from cxaudit.analysis.ways import all_ways
from cxaudit.analysis.work import calendar_of, resolve
from cxaudit.analysis.world import World
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.process import Process, Step
from cxaudit.language.read import Document

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def flows(text: str) -> str:
    """Sequence flows written as `a b`, `a b label` or `a b ?` (a condition), one a line."""
    found = []
    for number, line in enumerate(text.strip().splitlines()):
        source, target, *label = line.split(maxsplit=2)
        name = f' name="{label[0]}"' if label and label[0] != "?" else ""
        inside = "<conditionExpression>x</conditionExpression>" if label == ["?"] else ""
        found.append(
            f'<sequenceFlow id="flow{number}-{source}-{target}" sourceRef="{source}" '
            f'targetRef="{target}"{name}>{inside}</sequenceFlow>'
        )
    return "\n".join(found)


def file(body: str) -> bytes:
    """A file with the given elements under `definitions`."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<definitions {NAMESPACES}>\n{body}\n</definitions>".encode()


def process(elements: str, edges: str, around: str = "") -> bytes:
    """A file with one process `p`; `around` stands beside it."""
    return file(f'{around}<process id="p" name="Try">{elements}\n{flows(edges)}</process>')


def one(data: bytes, customer: str | None = None) -> Document:
    """The one document of a file that must be readable."""
    (document,) = read_bpmn(data, "try.bpmn", customer)
    assert document.readable, document.problems
    return document


def steps(data: bytes, customer: str | None = None) -> dict[str, Step]:
    """The steps of the one process of a file."""
    model = one(data, customer).model
    assert isinstance(model, Process)
    return model.steps


def onward(step: Step) -> list[str]:
    """Where a step leads: ids, or `end` with the outcome."""
    if step.next is None:
        return [f"end {step.end}"]
    return [branch.to or f"end {branch.outcome}" for branch in step.next.branches]


def labels(step: Step) -> list[str]:
    """The labels of a step's branches."""
    return [branch.label for branch in step.next.branches] if step.next else []


def figures(document: Document) -> Figures:
    """The figures of a map with one request type."""
    model = document.model
    works = resolve(World(model, None, "en", document.spellings), document.basis)
    (kind,) = request_types(model)
    ways = all_ways(works, [kind], calendar_of(model))
    return compute(type_graph(model, works, ways, kind), {}, "customer", ["customer"])

"""Models that others made; the tests read them where they lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.read import Document
from tests.bpmn.helper import figures, one

ROOT = Path(__file__).resolve().parent.parent.parent
CORPORA = Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason=f"the corpora are not at {CORPORA}"),
]
REASONS = {"no-process", "no-steps", "xml", "encoding", "not-bpmn"}


def models(folder: str = "") -> list[Path]:
    return sorted(
        path
        for path in (CORPORA / folder).rglob("*")
        if path.name.endswith((".bpmn", ".bpmn20.xml")) and path.is_file()
    )


def read(path: Path) -> list[Document]:
    return read_bpmn(path.read_bytes(), str(path))


def test_the_travel_declarations_of_a_university() -> None:
    path = CORPORA / "bpi2020" / "models" / "declaration_documents.bpmn"
    document = one(path.read_bytes())
    found = figures(document)
    assert (found.worst, found.least) == (4, 2)
    steps = document.model.steps
    proved = next(key for key, step in steps.items() if step.does == "prove request")
    assert document.basis[f"steps/{proved}/sign-off"] == "inferred-high"
    assert steps[proved].checks == "approved?"
    approvers = {step.by for step in steps.values() if step.does == "approve"}
    assert approvers == {"budget-owner", "supervisor", "director"}
    outcomes = {step.end for step in steps.values() if step.end}
    assert outcomes == {"payment made", "request rejected", "request resubmitted"}


def test_the_reference_models_are_all_read() -> None:
    found = models("miwg-reference")
    assert found
    for path in found:
        for document in read(path):
            assert document.readable, (path, document.problems)
            figures(document)


def test_every_model_is_read_or_says_why_not() -> None:
    failed = total = 0
    for path in models():
        total += 1
        documents = read(path)
        failed += not any(document.readable for document in documents)
        for document in documents:
            for problem in document.problems:
                assert problem.kind in REASONS | {"unknown-element"}, (path, problem)
                assert problem.span.line >= 1
    assert failed <= 0.05 * total

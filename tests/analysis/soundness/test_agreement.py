"""Verdicts held against published ones. `python -m benchmarks.soundness` prints the whole table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpora.soundness import JUDGED, KNOWN, Row, known_disagreements, rows

pytestmark = pytest.mark.corpora
# The least share of answers that must agree, by corpus; every other one is listed with its reason.
SHARES = {
    "jbpt-ibm": 0.99,
    "camunda-7-code-examples": 0.98,
    "hdbpmn": 0.98,
    "fbpmn": 0.9,
    "bpmnspector": 0.9,
    "rust_bpmn_analyzer": 0.9,
    "bpmn-analyzer-js": 0.8,
}
# The kinds of fault of an unsound graph, which the published search looks for in fewer states.
KINDS = {"deadlock": 0.98, "lack_of_synchronisation": 0.98}
LEAST_ROWS = {"jbpt-ibm": 600, "camunda-7-code-examples": 180, "hdbpmn": 110, "fbpmn": 130}
UNDECIDED_AT_MOST = 0.04


@pytest.fixture(scope="module")
def answers(corpora: Path) -> dict[str, list[Row]]:
    return {corpus: list(rows(corpora, corpus)) for corpus in JUDGED}


@pytest.mark.parametrize("corpus", JUDGED)
def test_published_verdicts_agree(answers: dict[str, list[Row]], corpus: str) -> None:
    by_property: dict[str, list[Row]] = {}
    for row in answers[corpus]:
        by_property.setdefault(row.asked, []).append(row)
    assert len(answers[corpus]) >= LEAST_ROWS.get(corpus, 8)
    for asked, found in by_property.items():
        decided = [row for row in found if row.decided]
        agreed = sum(row.agrees for row in decided)
        assert agreed >= KINDS.get(asked, SHARES[corpus]) * len(decided), (
            asked,
            agreed,
            len(decided),
        )
        assert len(found) - len(decided) <= UNDECIDED_AT_MOST * len(found)


def test_every_other_row_is_listed_with_its_reason(answers: dict[str, list[Row]]) -> None:
    differing = {
        (row.corpus, row.path, row.asked)
        for found in answers.values()
        for row in found
        if not row.agrees
    }
    known = known_disagreements()
    assert differing == set(known), f"{KNOWN.name} lists what differs, no more and no less"
    assert all(len(reason) > 40 for reason in known.values())


def test_the_runs_that_show_a_fault_are_runs_of_the_model(corpora: Path) -> None:
    """Every state found in a folded net is reached by its run in the whole net."""
    from cxaudit.analysis.soundness.fold import fold
    from cxaudit.analysis.soundness.search import search
    from cxaudit.bpmn.net import net_of_plan
    from tests.analysis.soundness.play import play
    from tests.corpora import jbpt

    for path in sorted((corpora / "jbpt-ibm" / "process_json").rglob("*.json"))[::25]:
        net = net_of_plan(jbpt.read(path.read_bytes()))
        found = search(fold(net))
        for state in range(0, len(found.states), 1 + len(found.states) // 40):
            play(net, found, state)

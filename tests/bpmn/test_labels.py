"""What is inferred, held against tasks that were labelled by reading (`labels/README.md`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.inference import CORPORA, Case, cases, labels, precision, recall


def test_labels_hold_ids_and_no_text() -> None:
    found = labels()
    assert len(found) > 700 and {label.corpus for label in found} == set(CORPORA)
    assert {label.sign_off for label in found} == {"yes", "no", "unclear"}
    assert all(label.element and not any(c.isspace() for c in label.element) for label in found)


# What is reached, a little less: a change that costs more than that wants a look.
FLOORS = {"owner": (0.95, 0.95), "sign_off": (0.93, 0.55), "touch_point": (0.95, 0.8)}


@pytest.mark.corpora
@pytest.mark.parametrize("kind", FLOORS)
def test_precision_and_recall(kind: str, corpora: Path) -> None:
    found = [case for corpus in CORPORA for case in cases(kind, corpus)]
    right, told = precision(found), recall(found)
    print(f"{kind}: precision {right:.2f}, recall {told:.2f}, {len(found)} labelled")
    assert right is not None and told is not None
    assert right >= FLOORS[kind][0] and told >= FLOORS[kind][1]


def test_measures_weigh_each_task_by_what_it_stands_for() -> None:
    found = [Case(True, True, 1.0), Case(False, True, 1.0), Case(True, False, 3.0)]
    assert precision(found) == 0.5 and recall(found) == 0.25
    assert precision([Case(True, False, 1.0)]) is None

"""The figures of `benchmarks/round_trip.py`, held: what comes in goes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.round_trip import reference_rows, vendor_rows

pytestmark = pytest.mark.corpora


def test_every_reference_model_comes_back_whole(corpora: Path) -> None:
    rows = list(reference_rows())
    assert len(rows) == 21 and corpora.is_dir()
    assert [row[0] for row in rows if row[-1] != "yes"] == []


def test_tools_that_write_the_same_give_the_same_map(corpora: Path) -> None:
    rows = list(vendor_rows())
    same = sum(row[2] == "yes" for row in rows)
    print(f"{same} of {len(rows)} vendors' files give the map of their reference model")
    assert same >= 20 and corpora.is_dir()
    assert [row[:2] for row in rows if "the files say the same" in row[3]] == []

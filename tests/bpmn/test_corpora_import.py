"""Import held against models that nobody here drew; `-s` shows the figures.

A sample by default; CXAUDIT_ALL=1 takes every file, as `python -m benchmarks.imports` does.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.imports import Count, compare, count, models

pytestmark = pytest.mark.corpora
EVERY = 1 if os.environ.get("CXAUDIT_ALL") else 12


def test_models_import_or_say_where_and_why_not(corpora: Path) -> None:
    found = count(models(corpora))
    print(
        f"{found.files} files, {found.well_formed} models, {found.imported} imported, "
        f"{found.maps} maps; others: {dict(found.reasons)}"
    )
    assert found.unplaced == [] and "unreadable" not in found.reasons
    assert found.imported >= 0.99 * found.well_formed > 1000


def test_maps_written_and_read_again_say_the_same(corpora: Path) -> None:
    found = Count()
    compare(models(corpora)[::EVERY], found)
    print(
        f"{found.same} of {found.compared} maps have the same facts; others: {dict(found.differs)}"
    )
    assert found.compared > 100 and found.same >= 0.95 * found.compared
    assert "unread" not in found.differs

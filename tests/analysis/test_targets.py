"""Whether a measure stands worse than its target."""

from __future__ import annotations

import pytest

from cxaudit.analysis.targets import stands_worse
from cxaudit.language.organisation import Measure


@pytest.mark.parametrize(
    ("kind", "target", "now", "worse"),
    [
        ("time", "1d", "9.1d", True),
        ("time", "1d", "7h", False),
        ("time", "20m", "20m", False),
        ("time", "at most 2d", "3d", True),
        ("time", "at least 15m", "10m", True),
        ("internal", "0d", "12d", True),
        ("customer", "85%", "83%", True),
        ("customer", "85%", "91%", False),
        ("customer", "+45", "50", False),
        ("customer", "45", "-3", True),
        ("internal", "under 5%", "7%", True),
        ("internal", "<= 2%", "1.5%", False),
        ("internal", ">= 31%", "28%", True),
        ("internal", "at most 1,200 EUR", "1 350 EUR", True),
        ("customer", "4.5 of 5", "4.1 of 5", True),
        ("customer", "4,5 of 5", "4,6 of 5", False),
        ("customer", "85%", "", None),
        ("customer", "", "85%", None),
        ("customer", "85%", "83", None),
        ("customer", "better than last year", "83%", None),
        ("customer", "1,2,3", "1,2,3", None),
    ],
)
def test_stands_worse(kind: str, target: str, now: str, worse: bool | None) -> None:
    measure = Measure.model_validate({"kind": kind, "target": target, "now": now})
    assert stands_worse(measure) is worse

"""Every format as it looks, and as it looks where there is nothing to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

import cxaudit
from cxaudit.formats.registry import FORMATS
from cxaudit.run.audit import Audit
from tests.formats.conftest import CLEAN


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxaudit.formats.sarif.log.__version__", "1.2.3")
    assert cxaudit.__version__


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_as_it_looks(name: str, whole: Audit, snapshot: SnapshotAssertion) -> None:
    assert FORMATS[name](whole) == snapshot


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_beside_a_baseline(name: str, beside: Audit, snapshot: SnapshotAssertion) -> None:
    assert FORMATS[name](beside) == snapshot


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_without_findings(
    name: str, audited: Callable[..., Audit], snapshot: SnapshotAssertion
) -> None:
    result = audited({"hours.yaml": CLEAN})
    assert not result.findings
    assert FORMATS[name](result) == snapshot


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_of_nothing_at_all(name: str) -> None:
    FORMATS[name](Audit()).encode()

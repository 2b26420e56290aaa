"""Shared fixtures: where the maps, and the corpora beside the project, are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = "CXAUDIT_MANY" in os.environ  # `make many`: more examples, every look
ROOT = Path(__file__).resolve().parent.parent
MAPS = ROOT / "process_maps"

# How long an example takes depends on the machine and on what else runs there: it is no verdict.
settings.register_profile("quiet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quiet")


@pytest.fixture(scope="session")
def maps() -> Path:
    """The process maps that ship with the project."""
    return MAPS


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real process models of others; tests that need them are skipped where they are absent."""
    folder = Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip("no corpora beside the project (CXAUDIT_CORPORA names their folder)")
    return folder

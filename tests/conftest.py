"""Shared fixtures: where the maps, and the corpora beside the project, are."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cxaudit.__main__ import SELDOM
from cxaudit.run import room

THOROUGH = "CXAUDIT_MANY" in os.environ  # `make many`: more examples, every look
ROOT = Path(__file__).resolve().parent.parent
MAPS = ROOT / "process_maps"

# How long an example takes depends on the machine and on what else runs there: it is no verdict.
settings.register_profile("quiet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quiet")


@pytest.fixture(scope="session", autouse=True)
def _a_process_of_many_runs() -> Iterator[None]:
    """The command line keeps what it has found for the life of its process, and looks through all that
    is there when it begins anew. Here thousands of runs share a process, with everything that pytest
    holds: that search would take most of the time. `test_room.py` tests it, and so does each test
    that starts a process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "kept", room.no_collecting)
        yield


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

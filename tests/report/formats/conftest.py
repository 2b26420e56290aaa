"""A small port with all that a report can show, and its report as data."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.saved import Saved, saved_text
from cxaudit.report.write import keep
from cxaudit.run.audit import audit

AS_OF = datetime.date(2026, 11, 22)
MAP = """process: Ferry booking
owner: harbour-master
customers: [traveller, agent]
requests:
  foot: {share: 80%, simple: true, promise: 1h}
  lorry: {share: 20%, promise: 2d}
steps:
  take-booking:
    by: clerk
    with: traveller via phone
    takes: 5m
    moment: true
    impact: {customer: 1, perception: -1}
  approve-load: {sign-off: mate, waits: 1d}
  send-ticket: {does: "=Send the ticket", by: clerk, with: traveller via email, takes: 5m, end: booked}
"""
ORGANISATION = """organisation: Port of Lee
roles: {clerk: {unit: desk}, mate: {unit: ship}, harbour-master: {unit: desk}}
units: {desk: {}, ship: {}}
parties:
  traveller: {kind: buyer}
  agent: {kind: influencer, influences: [traveller]}
"""


def write_port(folder: Path) -> Path:
    """The files of the port in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cxaudit.yaml").write_text("")
    (folder / "booking.yaml").write_text(MAP)
    (folder / "organisation.yaml").write_text(ORGANISATION)
    return folder


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The report of the port, as it is kept."""
    return keep(audit([str(write_port(tmp_path_factory.mktemp("port")))], None, AS_OF))


@pytest.fixture
def data(kept: Saved) -> dict[str, Any]:
    """The same as data of one's own, to be changed."""
    found: dict[str, Any] = json.loads(saved_text(kept))
    return found

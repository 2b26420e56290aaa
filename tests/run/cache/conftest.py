"""A small project that is checked again and again, with and without what earlier runs have kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

ORDER = """process: Order
owner: sales
requests: {easy: {share: 70%, simple: yes}, hard: {share: 30%}}
steps:
  ask: {by: sales, with: customer via phone, takes: 10m}
  agree: {sign-off: manager, waits: 2d, else: ask}
  agree-more: {sign-off: director, waits: 1d, else: ask}
  deliver: {call: delivery}
  thank: {by: sales, with: customer via mail}
"""
DELIVERY = """process: Delivery
id: delivery
steps:
  pack: {by: warehouse, takes: 1h}
  hand-over: {by: driver, with: customer in person}
"""
HOUSE = """organisation: Acme
roles: {sales: {title: Sales}, manager: {reports-to: director}, director: {level: 1}}
parties: {customer: {kind: buyer}}
"""


@dataclass
class Project:
    """A folder that `check` is run in."""

    root: Path

    def write(self, name: str, text: str) -> None:
        """Write a file, in a folder of its own where its name says so."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def check(self, *words: str, kept: bool = True) -> Result:
        """Check, with what earlier runs have kept or without it."""
        how = ["--cache-dir", str(self.cache)] if kept else ["--no-cache"]
        return CliRunner().invoke(app, ["check", *words, "--jobs", "1", *how])

    @property
    def cache(self) -> Path:
        """Where results are kept."""
        return self.root.parent / "kept"

    def answers(self) -> int:
        """How many answers are kept."""
        return len(list((self.cache / "answers").glob("*")))

    def verdicts(self) -> int:
        """How many verdicts are kept."""
        return len(list((self.cache / "verdicts").glob("*/*")))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two maps and their organisation."""
    made = Project(tmp_path / "project")
    made.write("cxaudit.yaml", "")
    made.write("maps/organisation.yaml", HOUSE)
    made.write("maps/order.yaml", ORDER)
    made.write("maps/delivery.yaml", DELIVERY)
    monkeypatch.chdir(made.root)
    monkeypatch.setattr("cxaudit.run.cache.place.tool", lambda: "this tool")
    return made

"""A repository with one map, and a pull request on it."""

from __future__ import annotations

from pathlib import Path

from tests.around.git import commit_all, git, new_repository

MAP = """process: Repeat order
owner: sales-lead
customers: [buyer]
steps:
  take: {by: sales, with: buyer via phone, takes: 10m}
  send: {by: stores, takes: 1h}
"""
SLOWER = MAP.replace("  send:", "  check-credit: {sign-off: finance-lead, takes: 1d}\n  send:")
BROKEN = MAP.replace("  send: {by: stores", "  send: {bye: stores")
FILE = "my maps/repeat order.yaml"  # a blank in a name is where careless scripts break


def open_shop(folder: Path) -> Path:
    """A repository whose main has the map; a branch `change` is checked out."""
    folder.mkdir(parents=True, exist_ok=True)
    new_repository(folder)
    (folder / FILE).parent.mkdir()
    (folder / FILE).write_text(MAP)
    commit_all(folder, "The map")
    git(folder, "switch", "--quiet", "--create", "change")
    return folder


def propose(folder: Path, text: str) -> str:
    """Commit another text of the map; the name of the commit."""
    (folder / FILE).write_text(text)
    return commit_all(folder, "A change")

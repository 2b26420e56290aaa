"""Real repositories for tests, with no settings but their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}
FERRY = """process: Ferry booking
purpose: A traveller has a place on the boat.
owner: harbour-master
requests: {foot-ticket: {share: 80%, simple: true, title: Ticket}, lorry: {share: 20%}}
customers: [traveller]
steps:
  take-booking: {by: clerk, with: traveller via phone, takes: 5m}
  find-place: {by: clerk, takes: 10m, waits: 1h}
  approve-load: {sign-off: mate, waits: 1d, checks: weight, because: port rules 4.2}
  show-deck: {does: Show the deck, by: mate, with: driver via visit, takes: 10m}
  send-ticket: {by: clerk, with: traveller via email, takes: 5m, end: booked}
"""
GATE = "  approve-price: {sign-off: harbour-master, waits: 2d}\n"


def with_a_gate(text: str = FERRY, before: str = "  show-deck:") -> str:
    """The map with one more sign-off."""
    return text.replace(before, GATE + before, 1)


class Repo:
    """A repository in a folder of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str, date: str = "", check: bool = True) -> str:
        """Run git here; its output."""
        moment = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else {}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **QUIET, **moment},
            capture_output=True,
            check=False,
        )
        assert not check or done.returncode == 0, os.fsdecode(done.stderr)
        return os.fsdecode(done.stdout).strip()

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, and the folders above it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def commit(self, date: str = "", **files: str) -> str:
        """Commit everything there is, after writing some maps; the name of the commit."""
        for name, text in files.items():
            self.write(f"{name}.yaml", text)
        self.git("add", "-A")
        when = f"{date}T12:00:00+00:00" if date else ""
        self.git("commit", "-q", "--allow-empty", "-m", "a change", date=when)
        return self.git("rev-parse", "HEAD")

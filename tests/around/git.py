"""Git in repositories of tests, whatever the settings of the machine are."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def environment(**more: str) -> dict[str, str]:
    """The environment of this run without what a surrounding git says of its repository."""
    own = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    return {**own, **SETTINGS, **more}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it printed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def new_repository(folder: Path) -> None:
    """An empty repository with the branch main."""
    git(folder, "init", "--quiet", "--initial-branch", "main")


def commit_all(folder: Path, message: str) -> str:
    """Commit everything; the name of the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", message)
    return git(folder, "rev-parse", "HEAD")

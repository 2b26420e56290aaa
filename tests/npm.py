"""Packages from npm that tests judge by. They are fetched once, kept in pytest's cache and never copied
into the project; where they cannot be fetched, the tests that need them are skipped."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

INSTALL = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def installed(config: pytest.Config, source: Path, unjudged: str) -> Path:
    """A copy of a folder that has a `package.json`, with what that names installed. `unjudged` says
    what the reason of a skip shall say: what is not tested then."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip(f"no npm: {unjudged}")
    wanted = (source / "package.json").read_bytes()
    kept = Path(config.cache.mkdir("npm"))
    folder = kept / hashlib.sha256(wanted).hexdigest()[:16]
    if not folder.exists():
        _install(npm, wanted, folder, unjudged)
    for file in source.glob("*.mjs"):
        shutil.copy(file, folder)
    return folder


def _install(npm: str, wanted: bytes, folder: Path, unjudged: str) -> None:
    """Install beside, then move it into its place at once: two processes may want it at a time."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir()
        (new / "package.json").write_bytes(wanted)
        done = subprocess.run([npm, *INSTALL], cwd=new, capture_output=True, text=True, timeout=300)
        if done.returncode:
            pytest.skip(f"npm cannot install, {unjudged}: {done.stderr.strip()[-200:]}")
        try:
            new.rename(folder)
        except OSError:
            if not folder.exists():  # else another process was quicker
                raise

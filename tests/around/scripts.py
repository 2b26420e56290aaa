"""Scripts out of a CI file, run as the CI runs them, with what it would put in their environment."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.around.git import environment

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A value of a GitHub action with its `${{ expressions }}` replaced; a name that nobody gave is an
    error."""
    return _EXPRESSION.sub(lambda found: values[found[1]], text)


def run_step(
    step: Mapping[str, Any], values: Mapping[str, str], folder: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """The script of a step of a GitHub action, as `shell: bash` runs it."""
    assert step["shell"] == "bash"
    env = {name: filled(text, values) for name, text in step.get("env", {}).items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return _run(command, folder, {**env, **more})


def run_job(
    scripts: Sequence[str], variables: Mapping[str, str], folder: Path, shell: str = "bash"
) -> subprocess.CompletedProcess[str]:
    """The lines of a job of GitLab in one shell, which ends at the first that fails."""
    command = [shell, "-e", "-c", "\n".join(scripts)]
    return _run(command, folder, dict(variables))


def _run(
    command: list[str], folder: Path, more: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    env = environment(**more)
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)

"""A job of our template for GitLab, run as its runner would run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.around.scripts import run_job
from tests.conftest import ROOT

TEMPLATE: dict[str, Any] = YAML(typ="safe").load(ROOT / "ci" / "gitlab.yml")
COMMON = TEMPLATE[".cxaudit"]
HERE = Path(sys.executable).parent.parent


def run(
    job: str, folder: Path, shell: str = "bash", install: bool = False, **variables: str
) -> subprocess.CompletedProcess[str]:
    """A job; without `install`, with the cxaudit that is here."""
    every = {**COMMON["variables"], "CXAUDIT_HOME": str(HERE), "PIP_NO_COMPILE": "1", **variables}
    every |= {name: str(one) for name, one in TEMPLATE[job].get("variables", {}).items()}
    scripts = [*(COMMON["before_script"] if install else []), *TEMPLATE[job]["script"]]
    return run_job(scripts, every, folder, shell)

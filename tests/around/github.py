"""What GitHub gives the steps of our action, and a step run with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.around.scripts import filled, run_step
from tests.conftest import ROOT

ACTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "action.yml")
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
INSTALLED = str(Path(sys.executable).parent / "cxaudit")


class Runner:
    """What GitHub gives the steps of an action."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.workspace = workspace
        self.temp = folder / "runner temp"
        self.temp.mkdir()
        self.summary = folder / "summary.md"
        self.output = folder / "output.txt"
        self.values = {f"inputs.{name}": one["default"] for name, one in ACTION["inputs"].items()}
        self.values["steps.install.outputs.cxaudit"] = INSTALLED
        self.values["github.action_path"] = str(ROOT)

    def give(self, **inputs: str) -> None:
        """Inputs of the workflow; `_` in a name stands for `-`."""
        for name, text in inputs.items():
            assert name.replace("_", "-") in ACTION["inputs"]
            self.values[f"inputs.{name.replace('_', '-')}"] = text

    def run(self, step: str) -> subprocess.CompletedProcess[str]:
        """Run a step; what it gave out counts for those after it."""
        self.output.write_text("")
        done = run_step(
            STEPS[step],
            self.values,
            self.workspace,
            GITHUB_ACTIONS="true",
            GITHUB_STEP_SUMMARY=str(self.summary),
            GITHUB_OUTPUT=str(self.output),
            RUNNER_TEMP=str(self.temp),
            PIP_NO_COMPILE="1",  # quicker
        )
        for line in self.output.read_text().splitlines():
            name, _, text = line.partition("=")
            self.values[f"steps.{step}.outputs.{name}"] = text
        return done

    def gives(self, output: str) -> str:
        """An output of the action."""
        return filled(ACTION["outputs"][output]["value"], self.values)

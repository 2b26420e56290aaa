"""The examples of docs/ci.md are sound, and what they name is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text()
EXAMPLES = {
    text.partition("\n")[0].lstrip("# "): text
    for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
}
CHECKS = {
    ".pre-commit-config.yaml": ["-m", "pre_commit", "validate-config"],
    ".github/workflows/process-maps.yml": [
        "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows",
    ],
    ".gitlab-ci.yml": ["-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
}  # fmt: skip


def data(path: Path | str) -> Any:
    return YAML(typ="safe").load(path)


def table(heading: str) -> set[str]:
    """The first column of the tables below a heading."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def test_there_is_an_example_for_each() -> None:
    assert EXAMPLES.keys() == CHECKS.keys()


@pytest.mark.parametrize("name", list(CHECKS))
def test_an_example_is_what_its_reader_takes(name: str, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(EXAMPLES[name])
    subprocess.run([sys.executable, *CHECKS[name], str(file)], check=True)


def test_hooks_inputs_and_variables_are_those_there_are() -> None:
    hooks = {hook["id"] for hook in data(ROOT / ".pre-commit-hooks.yaml")}
    named = data(EXAMPLES[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert table("pre-commit") == hooks >= {hook["id"] for hook in named}
    action = data(ROOT / "action.yml")
    assert table("GitHub") == {*action["inputs"], *action["outputs"]}
    steps = data(EXAMPLES[".github/workflows/process-maps.yml"])["jobs"]["cxaudit"]["steps"]
    used = next(step for step in steps if "cxaudit@" in step.get("uses", ""))
    assert used["with"].keys() <= action["inputs"].keys()
    variables = data(ROOT / "ci" / "gitlab.yml")[".cxaudit"]["variables"]
    assert table("GitLab") == variables.keys() - {"CXAUDIT_HOME"}
    assert data(EXAMPLES[".gitlab-ci.yml"])["variables"].keys() <= variables.keys()


def test_no_script_of_the_example_holds_what_a_stranger_may_write() -> None:
    steps = data(EXAMPLES[".github/workflows/process-maps.yml"])["jobs"]["cxaudit"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)

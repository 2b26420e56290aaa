"""`cxaudit completion`: the scripts, and what a shell is told when somebody presses the tab key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.cli.completion import format_words, rule_words
from cxaudit.formats.registry import FORMATS
from tests.conftest import ROOT

# What bash does on the tab key: it calls the function with the words and the number of the last one.
PRESS = """
eval "$(cxaudit completion bash)"
complete -p cxaudit > /dev/null || exit 9
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_cxaudit_completion cxaudit
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the command of this project, first on the PATH."""
    command = tmp_path / "cxaudit"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cxaudit "$@"\n')
    command.chmod(0o755)
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **more}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sch"], {"schema"}),
        (["comp"], {"completion"}),
        (["schema", "o"], {"organisation"}),
        (["completion", ""], {"bash", "zsh", "fish", "powershell"}),
        (["owners", "--format", ""], {"codeowners", "text", "json"}),
        (["init", "--c"], {"--ci"}),
        (["rule", "SO20"], {f"SO20{n}" for n in range(1, 10)}),
        (["check", "--select", "too-many-s"], {"too-many-sign-offs"}),
        (["check", "--format", "g"], {"github", "gitlab"}),
        (["init", "--ci", "git"], {"github", "gitlab"}),
    ],
    ids=lambda words: " ".join(words if isinstance(words, list) else sorted(words)),
)
def test_bash(folder: Path, words: list[str], expected: set[str]) -> None:
    pressed = subprocess.run(
        ["bash", "--norc", "-c", PRESS, "bash", "cxaudit", *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(pressed.stdout.split()) == expected, pressed.stderr


@pytest.mark.parametrize(
    ("shell", "asked", "expected"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "cxaudit init --c"}, '"--ci"'),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "cxaudit sch", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "schema\tPrint the JSON Schema",
        ),
        (
            "powershell",
            {"_TYPER_COMPLETE_ARGS": "cxaudit sch", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "sch"},
            "schema:::Print the JSON Schema",
        ),
    ],
)
def test_other_shells_ask_by_variables(
    folder: Path, shell: str, asked: dict[str, str], expected: str
) -> None:
    script = CliRunner().invoke(app, ["completion", shell]).stdout
    assert all(name in script for name in [*asked, "_CXAUDIT_COMPLETE", f"complete_{shell}"])
    told = subprocess.run(
        [folder / "cxaudit"],
        env=environment(folder, _CXAUDIT_COMPLETE=f"complete_{shell}", **asked),
        capture_output=True,
        text=True,
        check=True,
    )
    assert expected in told.stdout


def test_a_shell_that_is_not_known() -> None:
    result = CliRunner().invoke(app, ["completion", "cmd"])
    assert result.exit_code == 2 and "'bash'" in result.output


def test_words_of_rules_and_formats() -> None:
    assert ("SO201", "too-many-sign-offs") in rule_words("so20")
    assert ("too-many-hand-offs", "FL406") in rule_words("too-many-h")
    assert len(rule_words("")) >= 90 and rule_words("zz") == []
    assert format_words("g") == ["github", "gitlab"] and set(format_words("")) == set(FORMATS)

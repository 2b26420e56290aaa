"""What a command imports: nothing heavy that it can do without. Told by modules, never by a clock."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from cxaudit.cli.verbs import VERBS
from tests.conftest import ROOT

# What takes longer to import than a map takes to judge.
HEAVY = frozenset(
    [
        "asyncio",
        "cel_expr_python",
        "jinja2",
        "lxml",
        "multiprocessing",
        "networkx",
        "pydantic",
        "rich",
        "ruamel",
        "tomllib",
        "typer",
    ]
)
STARTED = """
import sys
from cxaudit.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""
MAP = """process: Order
steps:
  take: {by: desk, with: customer via phone, takes: 5m}
  pack: {by: store, takes: 1h, end: sent}
"""


def imported(folder: Path, *words: str, **settings: str) -> set[str]:
    """The modules that a command leaves behind."""
    env = {key: text for key, text in os.environ.items() if not key.startswith("CXAUDIT_")}
    env |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", **settings}
    done = subprocess.run(
        [sys.executable, "-c", STARTED, *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def heavy(modules: set[str]) -> set[str]:
    """Those among modules that are heavy."""
    return HEAVY & modules


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one map and nothing around it."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "order.yaml").write_text(MAP)
    return tmp_path


def test_the_version_needs_nothing(project: Path) -> None:
    modules = imported(project, "--version")
    assert heavy(modules) == set()
    assert {name for name in modules if name.startswith("cxaudit.")} == {"cxaudit.__main__"}


@pytest.mark.parametrize("words", [["--help"], ["-h"], []])
def test_help_needs_no_verb(project: Path, words: list[str]) -> None:
    modules = imported(project, *words)
    assert heavy(modules) == {"typer"}
    own = {name for name in modules if name.startswith("cxaudit.")}
    assert own <= {
        f"cxaudit.{one}"
        for one in ("__main__", "cli", "cli.app", "cli.fast", "cli.verbs", "records")
    }


def test_help_of_a_verb_needs_no_analysis(project: Path) -> None:
    modules = imported(project, "check", "--help")
    assert heavy(modules) <= {"typer", "pydantic"}  # which typer itself asks for
    assert not any(name.startswith(("cxaudit.analysis", "cxaudit.rules")) for name in modules)


def test_a_kept_answer_needs_nothing(project: Path) -> None:
    words = ["check", "order.yaml", "--cache-dir", "kept"]
    assert "pydantic" in heavy(imported(project, *words))
    again = imported(project, *words)
    assert heavy(again) == set()
    assert not any(name.startswith(("cxaudit.analysis", "cxaudit.rules")) for name in again)


def test_a_rule_is_explained_without_reading_maps(project: Path) -> None:
    modules = imported(project, "rule", "SO204")
    assert heavy(modules) <= {"typer", "pydantic", "ruamel", "cel_expr_python"}
    assert "cxaudit.run.audit" not in modules


@pytest.mark.parametrize("shown", [[], ["-q"], ["-f", "concise"]])
def test_a_map_is_checked_without_what_is_for_others(project: Path, shown: list[str]) -> None:
    modules = imported(project, "check", "order.yaml", *shown)
    assert not heavy(modules) & {"asyncio", "jinja2", "lxml", "networkx", "rich", "tomllib"}
    assert not any(name.startswith(("cxaudit.bpmn", "cxaudit.report")) for name in modules)


def test_a_terminal_gets_its_colours_all_the_same(project: Path) -> None:
    assert "rich" in imported(project, "check", "order.yaml", NO_COLOR="", FORCE_COLOR="1")


@pytest.mark.parametrize("name", VERBS)
def test_what_help_says_of_a_verb_is_what_the_verb_says(name: str) -> None:
    verb = VERBS[name]
    found = getattr(import_module(f"cxaudit.cli.{verb.module}"), verb.name)
    told = found.info.help if verb.example == "" else inspect.getdoc(found)
    assert " ".join(told.split("\n\n")[0].split()) == verb.says

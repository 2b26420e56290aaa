"""A whole answer is given again exactly while everything that it rests on is as it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.run.cache import answers
from cxaudit.run.cache.answers import Answer, keep, recall
from cxaudit.run.cache.store import ANSWERS, Store
from cxaudit.run.cache.trace import tracing
from tests.run.cache.conftest import DELIVERY, ORDER, Project


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each look for an answer found one."""
    seen: list[bool] = []
    look = answers.recall

    def watched(store: Store, key: str) -> Answer | None:
        found = look(store, key)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(answers, "recall", watched)
    return seen


def test_the_same_question_is_answered_once(project: Project, told: list[bool]) -> None:
    first = project.check(".")
    second = project.check(".")
    assert told == [False, True]
    assert (first.stdout, first.stderr, first.exit_code) == (
        second.stdout,
        second.stderr,
        second.exit_code,
    )


def test_another_question_is_another_answer(project: Project, told: list[bool]) -> None:
    for words in (
        ["."],
        ["maps"],
        [".", "-q"],
        [".", "-f", "json"],
        [".", "--as-of", "2026-01-01"],
    ):
        project.check(*words)
    assert not any(told)
    assert project.answers() == 5


EDITS: dict[str, Callable[[Project], None]] = {
    "a map": lambda p: p.write("maps/order.yaml", ORDER + "# a word\n"),
    "a map that is gone": lambda p: (p.root / "maps/order.yaml").unlink(),
    "a new map": lambda p: p.write("maps/new.yaml", DELIVERY.replace("Delivery", "New")),
    "a new folder": lambda p: p.write("maps/deep/deeper/new.yaml", ORDER),
    "another organisation file": lambda p: p.write("maps/b.yaml", "organisation: B\n"),
    "a new configuration": lambda p: p.write("maps/cxaudit.yaml", "ignore: [SO]\n"),
    "another configuration": lambda p: p.write("cxaudit.yaml", "ignore: [SO]\n"),
    "a new baseline": lambda p: p.write("cxaudit-baseline.yaml", "baseline: 1\n"),
    "a new scenario": lambda p: p.write("maps/scenarios/a.yaml", "whatif: A\nof: order\n"),
    "a table in pyproject.toml": lambda p: p.write("maps/pyproject.toml", "[tool.cxaudit]\n"),
    "a repository": lambda p: (p.root / "maps/.git").mkdir(),
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_it_rests_on_may_change(project: Project, told: list[bool], edit: str) -> None:
    project.check("maps")
    EDITS[edit](project)
    fast = project.check("maps")
    assert told == [False, False]
    assert fast.output == project.check("maps", kept=False).output


def test_a_file_with_another_time_and_the_same_words_is_the_same(
    project: Project, told: list[bool]
) -> None:
    project.check(".")
    project.write("maps/order.yaml", ORDER)
    project.write("maps/notes.txt", "nobody reads this")
    project.check(".")
    assert told == [False, True]


def test_a_file_that_a_baseline_names_and_nobody_reads(project: Project, told: list[bool]) -> None:
    """Whether it is there decides what has become of its entries."""
    project.write("more/other.yaml", ORDER)
    from typer.testing import CliRunner

    from cxaudit.cli.app import app

    CliRunner().invoke(app, ["baseline", "create", ".", "--reason", "known for years"])
    project.check("maps")
    project.check("maps")
    (project.root / "more/other.yaml").unlink()
    fast = project.check("maps")
    assert told == [False, True, False]
    assert fast.output == project.check("maps", kept=False).output


def test_files_are_written_again(project: Project, told: list[bool]) -> None:
    words = ["maps", "-f", "json", "-o", "out/audit.json", "-f", "text"]
    first = project.check(*words)
    written = (project.root / "out/audit.json").read_bytes()
    (project.root / "out/audit.json").unlink()
    assert project.check(*words).output == first.output
    assert told == [False, True]
    assert (project.root / "out/audit.json").read_bytes() == written


def test_a_file_that_cannot_be_written_again_is_told_by_the_run(
    project: Project, told: list[bool]
) -> None:
    words = ["maps", "-f", "json", "-o", "out/audit.json"]
    project.check(*words)
    (project.root / "out/audit.json").unlink()
    (project.root / "out").rmdir()
    project.write("out", "a file")
    done = project.check(*words)
    assert done.exit_code == 2 and "cannot be written" in done.stderr


@pytest.mark.parametrize("words", [["nowhere.yaml"], ["--fix"], ["--diff"], ["-"]])
def test_what_failed_or_changed_something_is_not_kept(project: Project, words: list[str]) -> None:
    project.check(*words)
    assert project.answers() == 0


def test_what_changes_meanwhile_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    file = tmp_path / "a.yaml"
    file.write_text("one")
    with tracing() as trace:
        file.read_text()
        file.write_text("two")
    keep(store, "k", Answer(0), trace)
    assert recall(store, "k") is None
    with tracing() as trace:
        file.read_text()
    keep(store, "k", Answer(0, [("out", "said")]), trace)
    assert recall(store, "k") == Answer(0, [("out", "said")])


@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"{}\n{}",
        b'{"files":[],"folders":{},"probes":{},"roads":{}}\n{"code":0}',
        b'{"files":{},"folders":{},"probes":{},"roads":{}}\n{"code":"x","pieces":[],"written":[]}',
        b'{"files":{"\\u0000":""},"folders":{},"probes":{},"roads":{}}\n{}',
        b"\x80\x04\x95\n\x80",
    ],
)
def test_a_planted_answer_is_none(tmp_path: Path, planted: bytes) -> None:
    store = Store(tmp_path)
    store.put(ANSWERS, "k", planted)
    assert recall(store, "k") is None


STARTED = """
import sys
from cxaudit.cli.fast import answered
code = answered(sys.argv[1:])
if code is None:
    from cxaudit.cli.app import run
    run()
heavy = {"pydantic", "networkx", "typer", "rich", "ruamel", "lxml", "celpy", "jinja2", "yaml"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def test_an_answer_is_given_before_anything_heavy_is_imported(project: Project) -> None:
    def start() -> subprocess.CompletedProcess[str]:
        words = ["check", "maps/order.yaml", "--cache-dir", str(project.cache)]
        return subprocess.run(
            [sys.executable, "-c", STARTED, *words], capture_output=True, text=True, check=False
        )

    first, second = start(), start()
    assert (second.stdout, second.returncode) == (first.stdout, first.returncode)
    assert "order.yaml" in first.stdout
    assert second.stderr.splitlines() == ["[]"]

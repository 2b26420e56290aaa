"""What keeps a check from a cluster, told before anything is done."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.formats.jsonl import lines
from cxaudit.run.cluster import run, work
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.order import Order
from cxaudit.run.cluster.results import Parts, Unwritten
from cxaudit.run.configuration import Wanted
from tests.run.cluster.conftest import Project
from tests.run.cluster.test_batches import DAY

NOWHERE = ["--scheduler", "tcp://127.0.0.1:9"]
ORDER = Order(".", Wanted(), DAY, lines, code=work.tool()[1])


def refused(*words: str) -> str:
    """What is told of a check that is not done."""
    done = CliRunner().invoke(app, ["check", "loose", *words])
    assert done.exit_code == 2
    assert not Path("out").exists()
    return " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["-o", "out", "--fix"], "--fix does not go with --scheduler"),
        (["-o", "out", "--watch"], "--watch does not go with --scheduler"),
        (["-o", "out", "--diff"], "--diff does not go with --scheduler"),
        (["-o", "out", "--base", "main"], "--base does not go with --scheduler"),
        (["-o", "out", "--score"], "--score does not go with --scheduler"),
        (["-o", "out", "--baseline", "b.yaml"], "--baseline does not go with --scheduler"),
        (["-o", "out", "--jobs", "2"], "--jobs does not go with --scheduler"),
        (["-o", "out", "--format", "sarif"], "writes jsonl or parquet, not 'sarif'"),
        (["-o", "out", "--format", "parket"], "did you mean parquet?"),
        (["-o", "out", "--format", "jsonl", "--format", "parquet"], "writes one format"),
        ([], "needs one folder for the results: -o DIR"),
        (["-o", "loose/alone.yaml"], "is a file: --scheduler needs a folder"),
    ],
)
def test_options_that_do_not_go_with_it(project: Project, words: list[str], says: str) -> None:
    assert says in refused(*NOWHERE, *words)


def test_standard_input_does_not_go_with_it(project: Project) -> None:
    done = CliRunner().invoke(app, ["check", "-", *NOWHERE, "-o", "out"])
    assert (done.exit_code, "standard input" in done.stderr) == (2, True)


def test_a_baseline_is_not_left_out_in_silence(project: Project) -> None:
    project.write("cxaudit-baseline.yaml", "baseline: 1\n")
    assert "write --no-baseline" in refused(*NOWHERE, "-o", "out")


def test_an_address_that_is_none(project: Project) -> None:
    pytest.importorskip("distributed")
    said = refused("--scheduler", "localhost", "-o", "out")
    assert "write tcp://HOST:PORT" in said


def test_nobody_listens(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(run, "CONNECTING", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    assert f"no scheduler answers at {address}" in refused("--scheduler", address, "-o", "out")


def test_dask_is_not_installed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'cxaudit[dask]'" in refused(*NOWHERE, "-o", "out")


def test_results_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Unwritten, match="out: cannot be written: file exists"):
        Parts(tmp_path / "out", "jsonl").begin()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (("0.0.1", "x"), "a worker has cxaudit 0.0.1, this one is"),
        ((work.tool()[0], "x"), "another build of cxaudit"),
        (ModuleNotFoundError("No module named 'cxaudit'"), "has no cxaudit that can be used"),
    ],
)
def test_a_worker_with_another_cxaudit(said: object, says: str) -> None:
    client = SimpleNamespace(run=lambda what, on_error: {"tcp://w:1": said})
    with pytest.raises(run.Unreachable, match=says):
        run._same_tool(client)


def test_a_worker_that_comes_later_with_another_cxaudit_says_nothing() -> None:
    result = work.audited(Order(".", Wanted(), DAY, lines, code="x"), Batch())
    assert "another build" in result.says and not result.packed


def test_a_process_that_dies_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(work, "sys", SimpleNamespace(executable="/bin/false"))
    result = work.audited(ORDER, Batch({"a.yaml": b"process: A\n"}))
    assert result.died and "the process that audited it died" in result.says
    assert list(tmp_path.iterdir()) == []


class Scheduler:
    """A scheduler without workers, or one that is gone."""

    status = "running"

    def nthreads(self) -> dict[str, int]:
        return {}


def test_where_no_worker_is_left_the_run_ends() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(run.Lost, match="no worker"):
        run._Desk(Scheduler(), ORDER, patience=-1.0)


def test_where_the_scheduler_is_gone_the_run_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    desk = run._Desk(Scheduler(), ORDER, patience=60.0)
    monkeypatch.setattr(Scheduler, "status", "closed")
    with pytest.raises(run.Lost, match="connection to the scheduler is lost"):
        desk._look()


def test_a_batch_that_killed_workers_is_known_by_that() -> None:
    library = pytest.importorskip("distributed")
    desk = run._Desk(Scheduler(), ORDER, patience=60.0)

    def killed() -> Any:
        raise library.KilledWorker("key", None, 3)

    result = desk._result(SimpleNamespace(status="error", result=killed))
    assert result.died

"""Checks by a scheduler and workers on this machine: the same lines as without, whoever dies."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.run.cluster import batches, run
from tests.conftest import ROOT
from tests.run.cluster import poison
from tests.run.cluster.conftest import Cluster, Project, write_houses

DAY = ["--as-of", "2026-11-22", "--no-baseline"]
# The command with small batches, of which all but two wait until the file LEAVE is there.
DRIVER = """
import functools
from cxaudit.__main__ import main
from cxaudit.run.cluster import batches, run
from tests.run.cluster import held
batches.MOST = 6
run.audited = functools.partial(held.audited, leave={leave!r}, free=("houses/h0/", "houses/h1/"))
main()
"""
LEAVE = "leave"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Batches of few maps."""
    monkeypatch.setattr(batches, "MOST", 6)
    yield


def check(cluster: Cluster, *words: str) -> Result:
    """Check with the workers of a cluster, results in `out`."""
    given = ["--scheduler", cluster.address, "-o", "out", *DAY]
    return CliRunner().invoke(app, ["check", *words, *given])


def direct(*words: str) -> tuple[list[str], int]:
    """The lines and the exit code of a check without a cluster."""
    done = CliRunner().invoke(app, ["check", *words, "-f", "jsonl", *DAY])
    return sorted(done.stdout.splitlines()), done.exit_code


def told(folder: Path = Path("out")) -> list[str]:
    """The lines of all parts."""
    parts = [path.read_text(encoding="utf-8") for path in folder.glob("part-*.jsonl")]
    return sorted("".join(parts).splitlines())


def test_a_cluster_says_the_same(cluster: Cluster, project: Project, small: None) -> None:
    done = check(cluster, ".", "nothing.yaml")
    lines, code = direct(".", "nothing.yaml")
    assert told() == lines
    assert done.exit_code == code == 2
    assert "nothing.yaml: no such file or folder" in done.stderr
    summary = json.loads(Path("out/summary.json").read_text())
    findings = [json.loads(line) for line in lines]
    for severity in ("error", "warning", "info"):
        some = [f for f in findings if f.get("severity") == severity and f["suppressed"] is None]
        assert summary[f"{severity}s"] == len(some)
    assert summary["failures"] == 1
    assert sorted(summary["parts"]) == sorted(path.name for path in Path("out").glob("*.jsonl"))


def test_the_maps_that_ship(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None
) -> None:
    monkeypatch.chdir(ROOT)
    given = ["--scheduler", cluster.address, "-o", str(tmp_path / "out"), *DAY]
    done = CliRunner().invoke(app, ["check", "process_maps", *given])
    lines, code = direct("process_maps")
    assert (told(tmp_path / "out"), done.exit_code) == (lines, code)


def test_what_is_there_is_not_done_again(cluster: Cluster, project: Project, small: None) -> None:
    check(cluster, "houses", "--format", "parquet")
    before = {path: path.stat().st_mtime_ns for path in Path("out").glob("part-*")}
    text = Path("houses/h0/m0.yaml").read_text()
    project.write("houses/h0/m0.yaml", text.replace("10m", "11m"))
    done = check(cluster, "houses", "--format", "parquet")
    after = {path: path.stat().st_mtime_ns for path in Path("out").glob("part-*")}
    assert len(after) == len(before)
    assert len(before.items() - after.items()) == 2  # a part and its numbers
    assert "from earlier" in done.stderr


def test_one_batch_that_kills_does_not_cost_the_others(
    cluster: Cluster, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST", 1)
    monkeypatch.setattr(run, "audited", poison.audited)
    lines, _ = direct("loose")
    project.write("loose/deep/poison.yaml", "process: Poison\nsteps: [desk does it]\n")
    done = check(cluster, "loose")
    assert done.exit_code == 2
    assert "loose/deep/poison.yaml: the process that audited it died of signal 9" in done.stderr
    failures = [line for line in told() if '"type": "failure"' in line]
    assert [json.loads(line)["path"] for line in failures] == ["loose/deep/poison.yaml"]
    assert sorted(set(told()) - set(failures)) == lines
    monkeypatch.undo()
    os.chdir(project.root)
    monkeypatch.setattr(batches, "MOST", 1)
    again = check(cluster, "loose")  # what failed is tried again, and nothing else
    assert again.exit_code != 2
    assert not [line for line in told() if '"type": "failure"' in line]


@pytest.fixture
def wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Twelve organisations: two that are judged, and more that keep two workers busy until they are
    given leave."""
    made = Project(tmp_path)
    write_houses(made, 12, 5, random.Random(5))
    monkeypatch.chdir(tmp_path)
    yield made
    (tmp_path / LEAVE).touch()  # whatever became of the test: no worker waits for it any longer


def start(cluster: Cluster) -> subprocess.Popen[str]:
    """A check in a process of its own."""
    words = ["check", "houses", "--scheduler", cluster.address, "-o", "out", *DAY]
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER.format(leave=str(Path(LEAVE).absolute())), *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_both(client: subprocess.Popen[str]) -> None:
    """Wait until the two parts that need no leave are written, with their numbers."""
    end = time.monotonic() + 120
    while len(list(Path("out").glob("part-*.counts.json"))) < 2:
        assert time.monotonic() < end and client.poll() is None, client.communicate()
        time.sleep(0.005)


def test_a_killed_worker_loses_nothing(cluster: Cluster, wide: Project) -> None:
    client = start(cluster)
    wait_for_both(client)
    victim = cluster.workers.pop()
    victim.kill()
    victim.wait()
    assert not Path("out/summary.json").exists()  # it was at work
    Path(LEAVE).touch()
    _, err = client.communicate(timeout=300)
    cluster.add_worker()
    lines, code = direct("houses")
    assert (told(), client.returncode) == (lines, code), err
    assert json.loads(Path("out/summary.json").read_text())["maps"] == 12 * 6


def test_ctrl_c_keeps_the_parts_and_the_next_run_goes_on(cluster: Cluster, wide: Project) -> None:
    client = start(cluster)
    wait_for_both(client)
    client.send_signal(signal.SIGINT)
    _, err = client.communicate(timeout=60)
    assert client.returncode == 130, err
    kept_told = "the parts that were finished are kept in out: the same command goes on there"
    assert err == f"cxaudit: interrupted; {kept_told}\n"
    assert not Path("out/summary.json").exists()
    kept = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("*.counts.json")}
    assert len(kept) == 2
    Path(LEAVE).touch()
    again = start(cluster)
    _, err = again.communicate(timeout=300)
    assert "2 of them from earlier" in err
    assert {name: (Path("out") / name).stat().st_mtime_ns for name in kept} == kept
    assert told() == direct("houses")[0]

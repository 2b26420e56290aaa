"""An estate of several organisations, and a cluster of two workers to audit it."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT

BPMN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
    <task id="t" name="Clerk checks the order"/>
    <sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process>
</definitions>
"""
HOUSE = """organisation: House {number}
roles: {{desk: {{title: Desk}}, manager: {{level: 1}}}}
parties: {{customer: {{kind: buyer}}}}
allow: {{OR801: we know of it}}
"""
PACK = """rules: Ours
about: What we think.

UX001:
  name: map-without-goal
  judges: map
  when: size(map.measures) == 0
  severity: info
  says: "{map.title} is one of ours"
  why: So that a pack counts.
  instead: Nothing.
  needs: map
  sources: [OURS]
  examples:
    bad: |
      process: A
      steps: [desk does it]
    good: |
      process: A
      measures: {lead time: {}}
      steps: [desk does it]
"""


def small_map(name: str, dice: random.Random, call: str = "") -> str:
    """A map of some steps with a sign-off and a meeting."""
    steps = [f"  s{n}: {{by: r{n % 3}, takes: {dice.randint(5, 90)}m}}" for n in range(1, 4)]
    called = [f"  there: {{call: {call}}}"] if call else []
    return "\n".join(
        [
            f"process: {name}",
            "steps:",
            "  ask: {by: desk, with: customer via phone, takes: 10m}",
            *steps,
            "  agree: {sign-off: manager, waits: 2d, else: ask}",
            *called,
            "  thank: {by: desk, with: customer via mail}",
            "",
        ]
    )


@dataclass
class Project:
    """A folder with maps."""

    root: Path

    def write(self, name: str, text: str) -> None:
        """Write a file, in a folder of its own where its name says so."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_houses(project: Project, houses: int, maps: int, dice: random.Random) -> None:
    """Organisations whose maps have the same names everywhere and call each other."""
    for number in range(houses):
        folder = f"houses/h{number}"
        project.write(f"{folder}/organisation.yaml", HOUSE.format(number=number))
        project.write(f"{folder}/delivery.yaml", small_map("Delivery", dice))
        for one in range(maps):
            call = "delivery" if dice.random() < 0.5 else ""
            project.write(f"{folder}/m{one}.yaml", small_map(f"M {one}", dice, call))


def write_rest(project: Project, dice: random.Random) -> None:
    """Scenarios, maps without an organisation that call others near and far, two ids alike, files that
    cannot be read, BPMN, a configuration with a pack, another project within."""
    project.write(
        "cxaudit.yaml", "rules: [ours/pack.yaml]\noverrides: [{maps: [m1], ignore: [SO]}]\n"
    )
    project.write("ours/pack.yaml", PACK)
    scenario = "whatif: Less\nof: m1\nedits: [{drop: agree}]\n"
    project.write("houses/h0/scenarios/less.yaml", scenario)
    project.write("houses/h1/deep/scenarios/less.yaml", scenario.replace("m1", "elsewhere"))
    project.write("loose/b.yaml", small_map("B", dice, "far"))
    project.write("loose/alone.yaml", small_map("Alone", dice))
    project.write("loose/lost.yaml", small_map("Lost", dice, "nobody"))
    project.write("beyond/far.yaml", small_map("Far", dice, "round"))
    project.write("beyond/other.yaml", small_map("Round", dice, "b") + "id: round\n")
    project.write("beyond/far-off/model.bpmn", BPMN)
    project.write("beyond/broken.yaml", "process: Broken\nsteps: [\n")
    project.write("houses/h2/twin.yaml", small_map("Twin", dice) + "id: m0\n")
    project.write("within/cxaudit.yaml", "ignore: [SO]\nfail-on: never\n")
    project.write("within/far.yaml", small_map("Far", dice))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An estate with everything that maps can have to do with each other."""
    made = Project(tmp_path / "project")
    dice = random.Random(3)
    write_houses(made, 4, 3, dice)
    write_rest(made, dice)
    monkeypatch.chdir(made.root)
    return made


@dataclass
class Cluster:
    """A scheduler and its workers, each a process."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker that is alone with its death: nobody starts it again."""
        self.workers.append(
            _dask(
                self.folder,
                *("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"),
                *("--local-directory", str(self.folder)),
            )
        )
        return self.workers[-1]


def _dask(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    with (folder / "log.txt").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words], cwd=folder, env=env, stdout=log, stderr=log
        )


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers on this machine."""
    pytest.importorskip("distributed", reason="dask is not installed: pip install 'cxaudit[dask]'")
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    made = Cluster(f"tcp://127.0.0.1:{port}", folder, _dask(folder, "scheduler", *words))
    made.add_worker()
    made.add_worker()
    try:
        _wait_until_it_listens(port)
        yield made
    finally:
        for process in [*made.workers, made.scheduler]:
            process.kill()
            process.wait()


def _wait_until_it_listens(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < end, "the scheduler does not listen"
            time.sleep(0.1)

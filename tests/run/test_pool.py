"""Maps judged by several processes: the same to the byte, whatever their number and their fate."""

from __future__ import annotations

import datetime
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from cxaudit.formats.registry import FORMATS
from cxaudit.run import pool
from cxaudit.run.audit import Audit
from cxaudit.run.cache.memory import Memory
from cxaudit.run.cache.store import key_of
from cxaudit.run.configuration import Wanted
from cxaudit.run.discover import Drawn, discover
from cxaudit.run.projects import Helpers, Projects, audit_projects
from tests.run.cache.conftest import DELIVERY, HOUSE, ORDER, Project

DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An organisation with maps that call each other and share work, maps with none, a scenario."""
    made = Project(tmp_path)
    made.write("cxaudit.yaml", "overrides: [{maps: [order-3], ignore: [SO]}]\n")
    made.write("house/organisation.yaml", HOUSE + "allow: {OR801: we know of it}\n")
    made.write("house/delivery.yaml", DELIVERY)
    made.write("house/scenarios/less.yaml", "whatif: L\nof: order-2\nedits: [{drop: agree}]\n")
    chance = random.Random(7)
    for number in range(8):
        made.write(f"house/order-{number}.yaml", ORDER.replace("2d", f"{chance.randint(1, 9)}d"))
        made.write(f"loose/m{number}.yaml", f"process: M {number}\nsteps: [boss approves it]\n")
    made.write("loose/broken.yaml", "process: Broken\nsteps: [\n")
    monkeypatch.chdir(tmp_path)
    return made


def audited(jobs: int, helpers: Helpers | None = None) -> Audit:
    """An audit of the current folder by some processes."""
    helpers = helpers or Helpers(jobs=jobs)
    return audit_projects(discover(["."]), Projects(Wanted(), traced=True), DAY, helpers=helpers)


def shown(result: Audit) -> dict[str, str]:
    """An audit in every format."""
    return {name: show(result) for name, show in FORMATS.items()}


def test_any_number_of_processes_says_the_same(estate: Project) -> None:
    alone = shown(audit_projects(discover(["."]), Projects(), DAY))
    for jobs in (1, 2, 3):
        assert shown(audited(jobs)) == alone


@pytest.mark.parametrize("jobs", [2, 3])
def test_every_map_is_judged_ahead(
    estate: Project, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Else the audit would do the work over again, and nobody would see it but the clock."""
    projects = Projects(traced=True)
    book = projects.book(Path("loose/m1.yaml"))
    basis = key_of("", projects.basis(book), Drawn())
    order = pool.Order(Wanted(), Path("loose/m1.yaml"), basis, "", DAY)
    found, memory = discover(["loose"]), Memory(basis)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(pool, "BATCH", 1)
    with book.in_force():
        assert pool.judge_ahead(
            found, book, memory, order, jobs, lambda done, total, _: told.append((done, total))
        )
        assert list(pool._unknown(memory.load(found), book, memory, order)) == []
    assert told == [(done, 8) for done in range(1, 9)]


def test_few_maps_are_not_worth_a_process(estate: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_run", None)
    monkeypatch.setattr(pool, "processors", lambda: 8)
    audited(0)


def test_many_maps_are(estate: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def run(batches: object, order: object, processes: int, *_: object) -> bool:
        asked.append(processes)
        return True

    monkeypatch.setattr(pool, "_run", run)
    monkeypatch.setattr(pool, "WORTH", 3)
    monkeypatch.setattr(pool, "processors", lambda: 4)
    audited(0)
    assert asked == [4]


def test_workers_begin_before_anything_is_read_and_end_with_it(
    estate: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Crew:
        size = 1

        def __init__(self, *_: object) -> None:
            told.append("hired")

        def begin(self) -> None:
            told.append("begun")

        def end(self) -> None:
            told.append("ended")

    def load(memory: Memory, found: object) -> object:
        told.append("read")
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "_Crew", Crew)
    monkeypatch.setattr(Memory, "load", load)
    with pytest.raises(KeyboardInterrupt):
        audited(2)
    assert told == ["hired", "begun", "read", "ended"]


class Dying:
    """A pool whose workers die after some batches, here and not elsewhere."""

    left = 1

    def __init__(self, workers: int, *_: object) -> None:
        self.begun = False

    def submit(self, function: object, *given: pool.Batch) -> object:
        from concurrent.futures import Future

        future: Future[dict[str, bytes]] = Future()
        if Dying.left or not given:
            Dying.left -= len(given)
            future.set_result(function(*given))  # type: ignore[operator]
        else:
            future.set_exception(BrokenProcessPool("a process was terminated"))
        return future

    def shutdown(self, **_: object) -> None:
        return None


@pytest.mark.parametrize("done", [0, 1, 3])
def test_what_a_dead_worker_had_at_hand_is_done_here(
    estate: Project, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    alone = shown(audited(1))
    monkeypatch.setattr(pool, "ProcessPoolExecutor", Dying)
    monkeypatch.setattr(Dying, "left", done)
    helpers = Helpers(jobs=2)
    assert shown(audited(4, helpers)) == alone
    assert helpers.told == [pool.DIED]


def test_a_worker_that_finds_other_rules_says_nothing(estate: Project) -> None:
    order = pool.Order(Wanted(), Path(), "another key", "", DAY)
    pool._begin(order, watched=False)
    maps = {Path("house/order-1.yaml"): ORDER.encode()}
    assert pool.judge_batch(pool.Batch({("house/order-1.yaml", "order-1")}, maps)) == {}


def _start(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cxaudit", "check", ".", "--no-cache", "--jobs", "3", *words]
    return subprocess.Popen(
        command,
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _workers(parent: int) -> list[int]:
    """The worker processes of a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(state[1]) == parent and b"spawn_main" in line:
            found.append(int(folder.name))
    return found


def _wait_for_workers(run: subprocess.Popen[str]) -> list[int]:
    end = time.monotonic() + 60
    while time.monotonic() < end and run.poll() is None:
        found = _workers(run.pid)
        if len(found) == 2:
            return found
        time.sleep(0.02)
    raise AssertionError("no workers were started")


@pytest.fixture
def many(estate: Project) -> Project:
    """Enough maps to keep two workers busy for a while."""
    for number in range(60):
        steps = "\n".join(f"  s{step}: {{by: r{step % 5}, takes: {step}m}}" for step in range(60))
        estate.write(f"many/m{number}.yaml", f"process: M {number}\nsteps:\n{steps}\n")
    return estate


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@linux
def test_a_killed_worker_loses_nothing(many: Project) -> None:
    run = _start(many.root, "-f", "jsonl")
    os.kill(_wait_for_workers(run)[0], signal.SIGKILL)
    out, err = run.communicate(timeout=300)
    alone = subprocess.run(
        [sys.executable, "-m", "cxaudit", "check", ".", "--no-cache", "-j", "1", "-f", "jsonl"],
        cwd=many.root,
        text=True,
        capture_output=True,
        check=False,
    )
    assert out == alone.stdout
    assert run.returncode == alone.returncode
    assert "a worker process died" in err


@linux
def test_ctrl_c_ends_at_once_and_leaves_nothing(many: Project) -> None:
    run = _start(many.root, "-f", "json", "-o", "audit.json")
    workers = _wait_for_workers(run)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert (out, err) == ("", "cxaudit: interrupted; nothing was written\n")
    assert not (many.root / "audit.json").exists()
    _wait_until_gone(workers)


@linux
def test_workers_do_not_outlive_the_run(many: Project) -> None:
    run = _start(many.root)
    workers = _wait_for_workers(run)
    run.kill()
    run.communicate(timeout=60)
    _wait_until_gone(workers)


def _wait_until_gone(workers: list[int]) -> None:
    end = time.monotonic() + 60
    while any(_alive(pid) for pid in workers):
        assert time.monotonic() < end, "a worker lives on"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] != "Z"

"""Many maps on a cluster: what a worker does in a second, and what it takes for that.

Run with `python -m benchmarks.cluster`: 100,000 generated maps of 8 to 20 steps in organisations of
200, a scheduler and two workers on this machine (another number of maps as an argument). Prints the
rate, the memory of a worker and of the client, the size of the results, and what ten million maps would
take at that rate. The figures are those of a machine and of what else it did meanwhile.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cxaudit.formats.jsonl import lines
from cxaudit.run.cluster.batches import batches_of
from cxaudit.run.cluster.order import order_for
from cxaudit.run.cluster.results import FORMATS, Parts, Summary
from cxaudit.run.cluster.run import Run, Unreachable, cluster_at
from cxaudit.run.configuration import Wanted
from cxaudit.run.discover import discover

DAY = datetime.date(2026, 1, 15)
TOGETHER = 200  # maps of an organisation
PLANNED = 10_000_000
TOLD = 10.0  # seconds between lines about how far it is
HOUSE = """organisation: House {number}
units: {{sales: {{}}, store: {{}}}}
roles:
  desk: {{title: Desk, unit: sales, front-line: yes}}
  clerk: {{title: Clerk, unit: store}}
  packer: {{title: Packer, unit: store}}
  manager: {{level: 2}}
  boss: {{level: 1}}
parties: {{customer: {{kind: buyer}}}}
"""
DOINGS = (
    "checks the order", "writes the offer", "books the lorry", "packs the parcel", "asks the store",
    "corrects the form", "prints the label", "files the copy", "counts the stock", "plans the tour",
)  # fmt: skip


def one_map(number: int, dice: random.Random) -> str:
    """A map of 8 to 20 steps: meetings, work, sign-offs that send back, two request types, a call now
    and then."""
    steps = dice.randint(8, 20)
    text = [
        f"process: Process {number}",
        "owner: boss",
        "requests: {easy: {share: 70%, simple: yes, promise: 1d}, hard: {share: 30%}}",
        "steps:",
        "  s0: {does: takes the request, by: desk, with: customer via phone, takes: 10m}",
    ]
    for step in range(1, steps - 1):
        if step % 6 == 5:
            says = f"sign-off: manager, waits: {dice.randint(1, 9)}h, else: s{step - 2}"
        elif number % 10 and step == 3 and dice.random() < 0.1:
            says = f"call: p{number - number % 10}"
        else:
            who = dice.choice(("desk", "clerk", "packer"))
            says = f"does: {dice.choice(DOINGS)}, by: {who}, takes: {dice.randint(5, 90)}m"
        text.append(f"  s{step}: {{{says}}}")
    text.append(f"  s{steps - 1}: {{does: tells the customer, by: desk, with: customer via mail}}")
    return "\n".join(text) + "\n"


def write_maps(folder: Path, count: int) -> None:
    """Generated maps, the same each time."""
    dice = random.Random(1)
    for number in range(count):
        home = folder / f"house-{number // TOGETHER:05}"
        if number % TOGETHER == 0:
            home.mkdir(parents=True)
            text = HOUSE.format(number=number // TOGETHER)
            (home / "organisation.yaml").write_text(text, encoding="utf-8")
        (home / f"p{number}.yaml").write_text(one_map(number, dice), encoding="utf-8")


@contextmanager
def workers(folder: Path, count: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and some workers on this machine: the address, and the processes of the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    root = str(Path(__file__).resolve().parents[1])
    env = {**os.environ, "PYTHONPATH": root, "TMPDIR": str(folder)}
    words = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    one = ["worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    with ExitStack() as stack:
        log = stack.enter_context((folder / "log.txt").open("ab"))
        found = []
        for command in (words, *[one] * count):
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=folder,
                env=env,
                stdout=log,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            found.append(process.pid)
        yield address, found[1:]


def peak(process: int) -> int:
    """The most memory that a process has taken, in KiB."""
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if "VmHWM" in line), 0)


class Told:
    """Says now and then how far a run is."""

    def __init__(self) -> None:
        self.begun = self.last = time.monotonic()

    def __call__(self, done: int, total: int, path: str) -> None:
        now = time.monotonic()
        if now - self.last >= TOLD:
            self.last = now
            rate = done / (now - self.begun)
            print(f"  {done:,} of {total:,} files, {rate:.0f} a second", flush=True)


def measured(folder: Path, maps: int, count: int, form: str) -> None:
    """Generate maps, have them judged, print what it took."""
    begun = time.monotonic()
    os.chdir(folder)
    write_maps(Path("maps"), maps)
    written = time.monotonic()
    print(f"{maps:,} maps written in {written - begun:.0f} s", flush=True)
    found = discover(["maps"])
    order, projects = order_for(found, Wanted(), Path("maps"), DAY, lines)
    batches = batches_of(found, projects.configuration)
    ready = time.monotonic()
    print(f"{len(batches):,} batches made of them in {ready - written:.0f} s", flush=True)
    parts = Parts(Path("results"), form)
    with workers(folder, count) as (address, processes), _patiently(address) as client:
        while len(client.nthreads()) < count:
            time.sleep(0.1)
        begun, before = time.monotonic(), time.process_time()
        run = Run(order, parts, Summary(DAY.isoformat()), Told())
        parts.begin()
        run.carry_out(run.waiting(batches), client)
        run.finish([])
        taken, here = time.monotonic() - begun, time.process_time() - before
        outer = max(map(peak, processes))
    told(run, maps, taken, here, count, outer)


@contextmanager
def _patiently(address: str) -> Iterator[object]:
    """A client of a scheduler that may still be starting."""
    end = time.monotonic() + 60
    while True:
        with ExitStack() as stack:
            try:
                client = stack.enter_context(cluster_at(address))
            except Unreachable:
                if time.monotonic() > end:
                    raise
                continue
            yield client
            return


def told(run: Run, maps: int, taken: float, here: float, count: int, outer: int) -> None:
    """Print the figures, and the plan that follows from them."""
    rate = maps / taken
    size = sum(path.stat().st_size for path in run.parts.folder.iterdir())
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inner = run.memory + outer
    load = os.getloadavg()[2]
    print(f"maps               {run.summary.total.maps:>12,}")
    print(f"findings           {sum(run.summary.total.severities.values()):>12,}")
    print(f"failures           {len(run.failures):>12,}")
    print(f"seconds            {taken:>12.0f}   (load of the machine {load:.1f})")
    print(f"maps a second      {rate:>12.0f}   ({rate / count:.0f} a worker, {count} workers)")
    each = 1000 * run.seconds / maps
    print(
        f"ms a map           {each:>12.1f}   (of processor: {1000 / each:.0f} a second on a free one)"
    )
    mine = 1000 * here / maps
    print(f"ms of the client   {mine:>12.2f}   (enough for {each / mine:.0f} workers)")
    print(f"MiB a worker       {inner / 1024:>12.0f}   ({run.memory / 1024:.0f} where it judges)")
    print(f"MiB of the client  {own / 1024:>12.0f}   ({1024 * own / maps:,.0f} bytes a map)")
    print(f"MB of {run.parts.form:<12} {size / 1e6:>12.0f}   ({size / maps:,.0f} bytes a map)")
    hours, free = PLANNED / rate * count / 3600, PLANNED * each / 3_600_000
    print(f"\n{PLANNED:,} maps:")
    print(
        f"  {hours:.0f} hours of one worker at this rate, {free:.0f} of one on a processor of its own"
    )
    print(f"  {size / maps * PLANNED / 1e9:.0f} GB of {run.parts.form}")


def main() -> None:
    """Measure, in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("maps", type=int, nargs="?", default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--format", choices=FORMATS, default="parquet")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cxaudit-cluster-")).resolve()
    try:
        measured(folder, asked.maps, asked.workers, asked.format)
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

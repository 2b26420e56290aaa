"""How long the portal of many maps takes, how large it is, and what a run costs that changes nothing.

Run with `python -m benchmarks.portal` (300 generated maps of 20 steps in one organisation; another
number of maps as an argument). Stages are told by the clock and, behind it, in seconds of processor.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.hot import DAY
from cxaudit.report.build import build
from cxaudit.report.site.layout import site_of
from cxaudit.report.site.publish import publish
from cxaudit.report.site.render import render
from cxaudit.run.audit import audit

STEPS = 20
ROLES = ("desk", "planning", "pricing", "credit", "store", "dispatch", "billing", "service")
UNITS = ("sales", "finance", "operations")
PARTIES = ("buyer", "installer", "architect", "distributor", "inspector", "neighbour")
CHANNELS = ("phone", "email", "counter", "portal")
WORK = (
    "Check",
    "Price",
    "Plan",
    "Draw",
    "Weigh",
    "Pack",
    "Count",
    "Book",
    "File",
    "Compare",
    "Sort",
)
THINGS = (
    "crane",
    "quote",
    "valve",
    "permit",
    "cable",
    "invoice",
    "pump",
    "claim",
    "lease",
    "boiler",
)


def organisation() -> str:
    """Eight roles in three units, six parties of whom two are met nowhere."""
    lines = ["organisation: Three Hundred Ways", "units:"]
    lines += [f"  {unit}: {{head: head-of-{unit}}}" for unit in UNITS]
    lines += ["roles:", "  chief: {level: 1}"]
    lines += [f"  head-of-{unit}: {{level: 2, unit: {unit}, reports-to: chief}}" for unit in UNITS]
    for number, role in enumerate(ROLES):
        unit = UNITS[number % len(UNITS)]
        lines.append(f"  {role}: {{level: 4, unit: {unit}, reports-to: head-of-{unit}}}")
    lines.append("parties:")
    lines += [f"  {party}: {{kind: buyer, wants: [an answer in a day]}}" for party in PARTIES]
    return "\n".join(lines) + "\n"


def map_text(number: int, dice: random.Random) -> str:
    """A map of 20 steps: two request types, meetings, sign-offs that send back, a choice, times."""
    lines = [
        f"process: Process {number}",
        f"owner: head-of-{dice.choice(UNITS)}",
        "customers: [buyer]",
        "requests: {easy: {share: 70%, simple: yes, promise: 1d}, hard: {share: 30%}}",
        "steps:",
    ]
    for step in range(STEPS):
        met = f"with: {dice.choice(PARTIES[:4])} via {dice.choice(CHANNELS)}"
        if step == 0:
            says = f"does: Take the request {number}, by: desk, {met}, takes: 10m"
        elif step == STEPS - 1:
            says = "does: Tell the answer, by: desk, with: buyer via email, takes: 5m, end: done"
        elif step % 6 == 4:
            back = f"rejects: {dice.randint(2, 20)}%, else: s{step - 2}"
            chief = f"head-of-{dice.choice(UNITS)}"
            waits = f"waits: {dice.randint(1, 4)}d"
            says = f"does: Approve the {dice.choice(THINGS)}, sign-off: {chief}, {waits}, {back}"
        elif step % 7 == 2:
            by = f"by: {dice.choice(ROLES)}, {met}"
            says = f"does: Ask about the {dice.choice(THINGS)}, {by}, takes: 15m"
        else:
            work = f"takes: {dice.randint(5, 90)}m, waits: {dice.randint(1, 30)}h"
            what = f"{dice.choice(WORK)} the {dice.choice(THINGS)} {number}"
            says = f"does: {what}, by: {dice.choice(ROLES)}, {work}"
        lines.append(f"  s{step}: {{{says}}}")
    return "\n".join(lines) + "\n"


def write_maps(folder: Path, count: int) -> None:
    """An organisation and its maps, the same each time."""
    dice = random.Random(1)
    (folder / "cxaudit.yaml").write_text("", encoding="utf-8")
    (folder / "organisation.yaml").write_text(organisation(), encoding="utf-8")
    for number in range(count):
        text = map_text(number, dice)
        (folder / f"process-{number}.yaml").write_text(text, encoding="utf-8")


def main() -> None:
    """Print a row a stage, then sizes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as name:
        maps, public = Path(name) / "maps", Path(name) / "public"
        maps.mkdir()
        write_maps(maps, count)
        begun = time.perf_counter()

        def timed(what: str, work: Callable[[], Any]) -> Any:
            clock, own = time.perf_counter(), time.process_time()
            result = work()
            clock, own = time.perf_counter() - clock, time.process_time() - own
            print(f"{what:<28}{clock:8.2f} s{own:10.2f} s")
            return result

        result = timed("audit", lambda: audit([str(maps)], None, DAY))
        report = timed("report as data", lambda: build(result))
        places = {a.document.path: Path(a.document.path).name for a in result.analyses}
        site = timed("pages as data", lambda: site_of(result, report, (), places))
        texts = timed("pages as text", lambda: render(site, report))
        files = {path: text.encode() for path, text in texts.items()}
        timed("written", lambda: publish(public, files))
        print(f"{'all of it':<28}{time.perf_counter() - begun:8.2f} s")
        timed("again, nothing has changed", lambda: publish(public, files))
        largest = max((len(data), path) for path, data in files.items() if path.startswith("maps/"))
        total = sum(map(len, files.values()))
        print(f"{count} maps: {len(files)} files, {total / 1e6:.1f} MB")
        print(f"largest map {largest[0] / 1e3:.0f} kB, index of the search "
              f"{len(files['assets/pages.js']) / 1e3:.0f} kB")  # fmt: skip


if __name__ == "__main__":
    main()

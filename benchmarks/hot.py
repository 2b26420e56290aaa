"""Where the time of an audit goes: milliseconds of processor a map, stage by stage.

Run with `python -m benchmarks.hot` (500 generated maps of 20 steps; another number of maps as an
argument). With `--against FOLDER` the same is measured with another checkout of cxaudit, round about
with this one, and set beside it as a ratio, which travels between machines; the figures do not.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DAY = datetime.date(2026, 1, 15)
STEPS = 20
STAGES = ("reading", "study", "facts", "rules", "findings", "together", "whole audit")
clock = time.process_time


def small_map(number: int, dice: random.Random) -> str:
    """A map of 20 steps: two request types, meetings, sign-offs that send back, times."""
    lines = [
        f"process: Process {number}",
        "owner: boss",
        "requests: {easy: {share: 70%, simple: yes, promise: 1d}, hard: {share: 30%}}",
        "steps:",
    ]
    for step in range(STEPS):
        if step == 0:
            says = "by: desk, with: customer via phone, takes: 10m"
        elif step == STEPS - 1:
            says = "by: desk, with: customer via mail, end: done"
        elif step % 6 == 0:
            says = "sign-off: manager, waits: 1d, else: s1"
        else:
            says = f"by: r{step % 4}, takes: {dice.randint(5, 90)}m"
        lines.append(f"  s{step}: {{{says}}}")
    return "\n".join(lines) + "\n"


def write_maps(folder: Path, count: int) -> list[Path]:
    """Generated maps, the same each time."""
    dice = random.Random(1)
    found = []
    for number in range(count):
        found.append(folder / f"m{number}.yaml")
        found[-1].write_text(small_map(number, dice), encoding="utf-8")
    return found


def one_round(files: list[Path]) -> dict[str, float]:
    """Seconds of processor for each stage over all files."""
    from cxaudit.analysis.analysis import analysed
    from cxaudit.analysis.study import study
    from cxaudit.analysis.view import View
    from cxaudit.language.read import read
    from cxaudit.rules import judge as judging
    from cxaudit.rules.finding import Finding, order, stamp
    from cxaudit.rules.packs import active, all_rules, built_in
    from cxaudit.run.audit import audit
    from cxaudit.run.room import room

    panels = judging.panels_of(active(all_rules(built_in())).values())
    spent = dict.fromkeys(STAGES, 0.0)
    telling = judging.findings_of

    def timed(stage: str, work: Callable[..., Any], *given: Any) -> Any:
        begun = clock()
        result = work(*given)
        spent[stage] += clock() - begun
        return result

    judging.findings_of = lambda *given: timed("findings", telling, *given)
    try:
        with room():
            findings: list[Finding] = []
            for path in files:
                document = timed("reading", read, path.read_bytes(), str(path))
                one = timed("study", study, document, path.stem)
                facts = timed("facts", analysed, one, document.problems, View(DAY))
                findings += timed("rules", judging.judge, facts, panels).findings
            spent["rules"] -= spent["findings"]
            timed("findings", lambda: findings.sort(key=order))
            timed("findings", stamp, findings)
    finally:
        judging.findings_of = telling
    spent["together"] = sum(spent.values())
    timed("whole audit", audit, [str(files[0].parent)], None, DAY)
    return spent


def measured(count: int, rounds: int) -> dict[str, float]:
    """Milliseconds a map for each stage, the best of some rounds."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_maps(Path(folder), count)
        one_round(files[:5])  # packs and lexicons are read once, whatever the number of maps
        found = [one_round(files) for _ in range(rounds)]
    return {stage: 1e3 * min(one[stage] for one in found) / count for stage in STAGES}


def in_checkout(folder: Path, count: int) -> dict[str, float]:
    """The same by a process of its own, with the cxaudit of a folder."""
    command = [sys.executable, __file__, str(count), "--rounds", "1", "--json"]
    env = {**os.environ, "PYTHONPATH": str(folder.resolve())}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def beside(other: Path, count: int, rounds: int) -> None:
    """Print this checkout and another, measured in turns."""
    here = Path(__file__).resolve().parents[1]
    mine, theirs = [], []
    for _ in range(rounds):
        theirs.append(in_checkout(other, count))
        mine.append(in_checkout(here, count))
    print(f"{'ms a map':<12} {'there':>8} {'here':>8} {'here/there':>11}")
    for stage in STAGES:
        before, after = (min(one[stage] for one in both) for both in (theirs, mine))
        print(f"{stage:<12} {before:>8.2f} {after:>8.2f} {after / before:>11.2f}")


def main() -> None:
    """Print the table, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("maps", type=int, nargs="?", default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path, help="another checkout of cxaudit")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.against is not None:
        beside(asked.against, asked.maps, asked.rounds)
        return
    found = measured(asked.maps, asked.rounds)
    if asked.json:
        print(json.dumps(found))
        return
    print(f"{'stage':<12} {'ms a map':>8} {'share':>6}")
    for stage in STAGES:
        print(f"{stage:<12} {found[stage]:>8.2f} {found[stage] / found['together']:>6.0%}")


if __name__ == "__main__":
    main()

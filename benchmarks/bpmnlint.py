"""cxaudit beside bpmnlint, a linter of BPMN for Node: in turns, in one run, so that ratios hold
on any machine.

Run with `python -m benchmarks.bpmnlint` (`-o FILE` writes the figures as JSON too). It installs
bpmnlint from npm into a temporary folder. Both are run as people run them, one command for all files:
bpmnlint with its recommended rules, cxaudit with every rule that is on without a configuration, its
modules compiled as an installation leaves them. The models are hand-drawn ones of the corpus hdbpmn,
which lies beside the project or where CXAUDIT_CORPORA says.

Seconds of processor are those of a command and of all processes that it starts; figures are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.guard import small_model
from benchmarks.hot import STEPS, write_maps

ROOT = Path(__file__).resolve().parent.parent
VERSION = "11.15.0"  # the last that runs on Node 20
MODELS = 300
ROUNDS = 5
FINE = (0, 1)  # exit codes of a linter that came to its end


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that a command took: on the clock and of processors."""

    wall: float
    cpu: float


@dataclass(slots=True)
class Contest:
    """Commands that do the same work, measured in turns; the first is what others are held against.
    `maps` is how many each of them judges."""

    name: str
    maps: int
    commands: dict[str, list[str]]
    spent: dict[str, list[Spent]] = field(default_factory=dict)

    def round(self, env: Mapping[str, str], folder: Path) -> None:
        """Run each command once."""
        for name, command in self.commands.items():
            self.spent.setdefault(name, []).append(run(command, env, folder))

    def rows(self) -> list[dict[str, object]]:
        """A row a command: medians, ratios to the first, maps a second."""
        found: list[dict[str, object]] = []
        first = median(self.spent[next(iter(self.commands))])
        for name in self.commands:
            own = median(self.spent[name])
            found.append(
                {
                    "contest": self.name,
                    "command": name,
                    "maps": self.maps,
                    **{key: round(value, 4) for key, value in asdict(own).items()},
                    "wall_ratio": round(own.wall / first.wall, 3),
                    "cpu_ratio": round(own.cpu / first.cpu, 3),
                    "maps_a_second": round(self.maps / own.wall, 1),
                }
            )
        return found


def median(spent: Sequence[Spent]) -> Spent:
    """The median of each figure."""
    return Spent(
        statistics.median(one.wall for one in spent), statistics.median(one.cpu for one in spent)
    )


def run(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Spent:
    """What a command takes. Raises SystemExit where it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in FINE:
        told = done.stderr.decode(errors="replace").strip()[-300:]
        raise SystemExit(f"{' '.join(command[:4])} ... ended with {done.returncode}: {told}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu)


def installed(folder: Path) -> list[str]:
    """The command bpmnlint, freshly installed into a folder. Raises SystemExit where npm cannot."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise SystemExit("no npm here: install Node 20 or later to hold cxaudit against bpmnlint")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [npm, "install", *options, f"bpmnlint@{VERSION}"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"npm cannot install bpmnlint {VERSION}: {done.stderr.strip()[-300:]}")
    rules = folder / ".bpmnlintrc"
    rules.write_text('{"extends": "bpmnlint:recommended"}', encoding="utf-8")
    script = folder / "node_modules" / "bpmnlint" / "bin" / "bpmnlint.js"
    return [node, str(script), "--config", str(rules)]


def copied_models(folder: Path) -> list[str]:
    """Some models of hdbpmn, in a folder of their own. Raises SystemExit where the corpus is not."""
    corpora = Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))
    every = sorted((corpora / "hdbpmn").rglob("*.bpmn"))
    if len(every) < MODELS:
        raise SystemExit(f"no hdbpmn at {corpora}: CXAUDIT_CORPORA names the folder of the corpora")
    folder.mkdir()
    found = []
    for number, path in enumerate(random.Random(1).sample(every, MODELS)):
        shutil.copy(path, folder / f"m{number}.bpmn")
        found.append(str(folder / f"m{number}.bpmn"))
    return found


def contests(folder: Path, count: int) -> list[Contest]:
    """What is measured."""
    cxaudit = [sys.executable, "-m", "cxaudit"]
    check = [*cxaudit, "check", "--as-of", "2026-01-15"]
    cold, kept = [*check, "--no-cache"], [*check, "--cache-dir", str(folder / "cache")]
    node = folder / "node"
    node.mkdir()
    linter = installed(node)
    models = copied_models(folder / "models")
    maps = folder / "maps"
    maps.mkdir()
    write_maps(maps, count)
    alone = folder / "alone"
    alone.mkdir()
    one = str(write_maps(alone, 1)[0])
    drawn = str(alone / "one.bpmn")
    Path(drawn).write_text(small_model(0, STEPS), encoding="utf-8")
    bare = [sys.executable, "-c", ""]
    found = [
        Contest(
            "start",
            1,
            {
                "python -c ''": bare,
                "cxaudit --version": [*cxaudit, "--version"],
                "cxaudit --help": [*cxaudit, "--help"],
                "cxaudit rule SO202": [*cxaudit, "rule", "SO202"],
            },
        ),
        Contest(
            f"one model of {STEPS} steps",
            1,
            {
                "bpmnlint": [*linter, drawn],
                "cxaudit, cold": [*cold, drawn],
                "cxaudit, again": [*kept, drawn],
                "cxaudit on YAML, cold": [*cold, one],
                "cxaudit on YAML, again": [*kept, one],
            },
        ),
        Contest(
            f"{MODELS} models of hdbpmn",
            MODELS,
            {
                "bpmnlint": [*linter, *models],
                "cxaudit": [*cold, "-j", "1", *models],
                "cxaudit, concise": [*cold, "-j", "1", "-f", "concise", *models],
                "cxaudit, two processes": [*cold, "-j", "2", *models],
                "cxaudit, again": [*kept, *models],
            },
        ),
        Contest(
            f"{count} maps of {STEPS} steps",
            count,
            {
                "cxaudit": [*cold, "-j", "1", "-f", "concise", str(maps)],
                "cxaudit, text": [*cold, "-j", "1", str(maps)],
                "cxaudit, two processes": [*cold, "-j", "2", "-f", "concise", str(maps)],
                "cxaudit, again": [*kept, "-f", "concise", str(maps)],
            },
        ),
    ]
    return [one for one in found if one.maps]


def busy() -> float | None:
    """How many processes ran or waited for a processor in the last minute, on average."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def measured(count: int, rounds: int) -> dict[str, object]:
    """All figures. What is to be answered from a cache is run once before the rounds."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("CXAUDIT_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    rows: list[dict[str, object]] = []
    load = busy()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        for contest in contests(folder, count):
            for command in contest.commands.values():
                run(command, env, folder)
            for _ in range(rounds):
                contest.round(env, folder)
            rows += contest.rows()
    return {
        "bpmnlint": VERSION,
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
        "load_before": load,
        "rounds": rounds,
        "rows": rows,
    }


def table(found: Mapping[str, object]) -> str:
    """The figures for people: milliseconds, and ratios to the first line of each group."""
    lines = [
        f"bpmnlint {found['bpmnlint']}, Python {found['python']}, {found['processors']} processors, "
        f"load {found['load_before']} before, medians of {found['rounds']} rounds"
    ]
    before = ""
    rows = found["rows"]
    assert isinstance(rows, list)
    for row in rows:
        if row["contest"] != before:
            before = row["contest"]
            lines += [
                "",
                f"{before:<28}{'cpu ms':>9}{'wall ms':>9}{'cpu':>7}{'wall':>7}{'maps/s':>9}",
            ]
        lines.append(
            f"  {row['command']:<26}{1e3 * row['cpu']:>9.0f}{1e3 * row['wall']:>9.0f}"
            f"{row['cpu_ratio']:>7.2f}{row['wall_ratio']:>7.2f}{row['maps_a_second']:>9.1f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table, and write the figures where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=int, default=2000, help="generated maps; 0: none of them")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    found = measured(asked.maps, asked.rounds)
    print(table(found))
    if asked.output is not None:
        asked.output.parent.mkdir(parents=True, exist_ok=True)
        asked.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

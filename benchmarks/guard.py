"""Whether something became slower, told by counting what is executed and not by a clock.

Run with `python -m benchmarks.guard` (or `make guard`): a few key runs are counted and compared with
the figures in `guard.json`. More than a margin above a figure is a regression, and the exit code is 1;
so is a run without a figure. A version of Python that has no figures at all is told and passes.
`--write` writes the figures of today, for a change worth what it costs.

Three things are counted: instructions of Python in modules of cxaudit; calls of Python functions
wherever they are; calls of functions written in C from anywhere. The same code over the same input
gives the same counts, however busy the machine is; they differ between versions of Python, so that each
has figures of its own, and between versions of libraries, for which the margins leave room.
What C code does inside one call is not seen; `make bench` measures that.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.hot import write_maps

ROOT = Path(__file__).resolve().parent.parent
FIGURES = Path(__file__).with_name("guard.json")
# Of a count. Ours is exact; calls are those of libraries too, whose next release may make more.
MARGINS = {"instructions": 0.05, "calls": 0.15, "into_c": 0.15}
MAPS = 4
DAY = datetime.date(2026, 1, 15)
OWN = str(ROOT / "cxaudit") + os.sep
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(slots=True)
class Counts:
    """What was executed: instructions of ours, calls of Python functions, calls into C."""

    instructions: int = 0
    calls: int = 0
    into_c: int = 0


def counted(work: Callable[[], Any]) -> Counts:
    """What some work executes in this thread."""
    counts = Counts()

    def inside(frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            counts.instructions += 1
        return inside

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        counts.calls += 1
        if not frame.f_code.co_filename.startswith(OWN):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return inside

    def profiled(frame: FrameType, event: str, _: Any) -> None:
        if event == "c_call":
            counts.into_c += 1

    before = sys.gettrace(), sys.getprofile()
    sys.setprofile(profiled)
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return counts


MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x">
<process id="p{number}" name="Process {number}">
<laneSet id="l"><lane id="desk" name="Desk">{inside}</lane></laneSet>
<startEvent id="s0" name="Order arrives"/>
{nodes}
{flows}
</process>
</definitions>
"""


def small_model(number: int, steps: int = 20) -> str:
    """A BPMN model: tasks in a row, every sixth an exclusive gateway that may go back."""
    ids = [f"s{step}" for step in range(steps)]
    nodes, flows = [], []
    for step, key in enumerate(ids[1:], 1):
        if step == steps - 1:
            nodes.append(f'<endEvent id="{key}" name="Order sent"/>')
        elif step % 6 == 0:
            nodes.append(f'<exclusiveGateway id="{key}" name="Part {number} approved?"/>')
            flows.append((key, ids[step - 3], "no"))
        else:
            nodes.append(f'<userTask id="{key}" name="Check part {number} of {step}"/>')
        flows.append((ids[step - 1], key, "yes" if (step - 1) % 6 == 0 and step > 1 else ""))
    told = [
        f'<sequenceFlow id="f{place}" sourceRef="{source}" targetRef="{target}" name="{name}"/>'
        for place, (source, target, name) in enumerate(flows)
    ]
    inside = "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in ids)
    return MODEL.format(number=number, inside=inside, nodes="\n".join(nodes), flows="\n".join(told))


def start(folder: Path) -> Counts:
    """All of a process that checks one map, imports and rules included."""
    files = write_maps(folder, 1)
    sys.argv = ["cxaudit", "check", str(files[0]), "-q", "--no-cache", "--as-of", f"{DAY}"]

    def whole() -> None:
        from cxaudit.__main__ import main as run

        with suppress(SystemExit), redirect_stdout(io.StringIO()):
            run()

    return counted(whole)


def maps(folder: Path) -> Counts:
    """Maps in YAML: read, studied, judged by every rule."""
    return _audited(write_maps(folder, 2 * MAPS))


def models(folder: Path) -> Counts:
    """The same with models in BPMN."""
    files = [folder / f"m{number}.bpmn" for number in range(2 * MAPS)]
    for number, file in enumerate(files):
        file.write_text(small_model(number), encoding="utf-8")
    return _audited(files)


def _audited(files: Sequence[Path]) -> Counts:
    """The second half of some files, after the first has had done what is done once."""
    from cxaudit.run.audit import audit

    first, second = [str(file) for file in files[:MAPS]], [str(file) for file in files[MAPS:]]
    audit(first, None, DAY)
    return counted(lambda: audit(second, None, DAY))


def text(folder: Path) -> Counts:
    """Findings written for people."""
    from cxaudit.formats.text import render
    from cxaudit.run.audit import audit

    files = [str(file) for file in write_maps(folder, 2 * MAPS)]
    render(audit(files[:MAPS], None, DAY))
    result = audit(files[MAPS:], None, DAY)
    return counted(lambda: render(result))


RUNS: dict[str, Callable[[Path], Counts]] = {
    "start": start,
    "maps": maps,
    "models": models,
    "text": text,
}


def measured(name: str) -> Counts:
    """The counts of a run, in a process of its own in which texts are hashed as they always are."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("CXAUDIT_")}
    env |= {"PYTHONHASHSEED": "0", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "benchmarks.guard", "--count", name]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} cannot be counted: {done.stderr.strip()[-500:]}")
    return Counts(**json.loads(done.stdout))


def slower(known: Mapping[str, Counts], found: Mapping[str, Counts]) -> list[str]:
    """What has become slower by more than the margin, or has no figure, in sentences."""
    told = []
    for name, counts in found.items():
        if name not in known:
            told.append(f"{name}: there is no figure for it; --write keeps those of today")
            continue
        before = asdict(known[name])
        for what, count in asdict(counts).items():
            if count > before[what] * (1 + MARGINS[what]):
                more = count / max(1, before[what]) - 1
                words = what.replace("_", " ")
                told.append(f"{name}: {words} {before[what]:,} before, {count:,} now (+{more:.0%})")
    return told


def read_figures() -> dict[str, dict[str, Counts]]:
    """The figures that are committed, by version of Python and run."""
    if not FIGURES.is_file():
        return {}
    data = json.loads(FIGURES.read_text(encoding="utf-8"))
    return {v: {name: Counts(**one) for name, one in runs.items()} for v, runs in data.items()}


def write_figures(found: Mapping[str, Counts]) -> None:
    """Keep figures as those of this version of Python."""
    known = {**read_figures(), VERSION: dict(found)}
    data = {v: {name: asdict(one) for name, one in runs.items()} for v, runs in known.items()}
    FIGURES.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def table(known: Mapping[str, Counts], found: Mapping[str, Counts]) -> str:
    """The counts, each beside its figure."""
    lines = [f"{'run':<10}{'what':<14}{'figure':>12}{'now':>12}{'ratio':>8}"]
    for name, counts in found.items():
        before = asdict(known[name]) if name in known else {}
        for what, count in asdict(counts).items():
            figure = before.get(what)
            ratio = f"{count / figure:.3f}" if figure else ""
            told = f"{figure:,}" if figure is not None else "none"
            lines.append(f"{name:<10}{what.replace('_', ' '):<14}{told:>12}{count:>12,}{ratio:>8}")
    return "\n".join(lines)


def main() -> int:
    """Count and compare, or write the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the counts of today")
    parser.add_argument("--count", choices=RUNS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.count:
        with tempfile.TemporaryDirectory() as folder:
            counts = RUNS[asked.count](Path(folder))
        print(json.dumps(asdict(counts)))
        return 0
    found = {name: measured(name) for name in RUNS}
    known = read_figures().get(VERSION, {})
    print(table(known, found))
    if asked.write:
        write_figures(found)
        print(f"written to {FIGURES.relative_to(ROOT)} for Python {VERSION}")
        return 0
    if not known:
        print(f"there are no figures for Python {VERSION}: nothing is compared", file=sys.stderr)
        return 0
    told = slower(known, found)
    for sentence in told:
        print(f"slower: {sentence}", file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())

"""Verdicts on real models: how often they agree with published ones, and how long they take.

Run with `python -m benchmarks.soundness` (the corpora lie at `../shared/corpora`, or where
CXAUDIT_CORPORA says). Times are of one verdict, the net included and the reading of the file not, in
milliseconds, the best of three. Then every process of every model that can be read, and two shapes of
net that only folding can judge.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cxaudit.analysis.soundness.verdict import Verdict, judge
from cxaudit.bpmn.elements import Plan, read_file
from cxaudit.bpmn.net import net_of_plan
from cxaudit.bpmn.xml import Tree, parse
from cxaudit.language.net import Net
from tests.corpora.soundness import JUDGED, Row, rows

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))


def milliseconds(seconds: Iterable[float]) -> str:
    """Median, 95th percentile and largest of some times."""
    ordered = sorted(1000 * one for one in seconds) or [0.0]
    picked = (ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.95, 1.0))
    return "".join(f"{one:>9.2f}" for one in picked)


def agreement() -> None:
    """A row a corpus and property: answers, how many agree, how many are undecided, times."""
    print(
        f"{'corpus':<26}{'property':<26}{'rows':>6}{'agree':>7}{'share':>8}{'undecided':>11}",
        end="",
    )
    print(f"{'median':>9}{'95%':>9}{'most':>9}")
    for corpus in JUDGED:
        turns = [list(rows(CORPORA, corpus)) for _ in range(3)]
        groups: dict[str, list[Row]] = {}
        times: dict[str, list[float]] = {}
        for same in zip(*turns, strict=True):
            groups.setdefault(same[0].asked, []).append(same[0])
            times.setdefault(same[0].asked, []).append(min(row.seconds for row in same))
        for asked, found in groups.items():
            agreed = sum(row.agrees for row in found)
            open_ = sum(not row.decided for row in found)
            share = f"{100 * agreed / max(1, len(found) - open_):.1f}%"
            print(f"{corpus:<26}{asked:<26}{len(found):>6}{agreed:>7}{share:>8}{open_:>11}", end="")
            print(milliseconds(times[asked]))


def plans() -> Iterable[tuple[str, Plan]]:
    """Every process with elements in it, with its corpus."""
    for path in sorted(CORPORA.rglob("*.bpmn")):
        tree = parse(path.read_bytes())
        if isinstance(tree, Tree):
            for plan in read_file(tree).plans:
                if plan.nodes:
                    yield path.relative_to(CORPORA).parts[0], plan


def timed(plan: Plan) -> tuple[Verdict, float]:
    """A verdict and its time, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        verdict = judge(net_of_plan(plan))
        best = min(best, time.perf_counter() - begun)
    return verdict, best


def everything() -> None:
    """The verdicts on all processes, by word, and their times."""
    words: Counter[str] = Counter()
    times = []
    for _, plan in plans():
        verdict, seconds = timed(plan)
        words[verdict.word] += 1
        times.append(seconds)
    told = ", ".join(f"{count} {word}" for word, count in words.most_common())
    print(f"\n{len(times)} processes of all corpora: {told}")
    print(f"{'ms':<10}{'median':>9}{'95%':>9}{'most':>9}\n{'':<10}{milliseconds(times)}")


def branches(count: int, length: int) -> Net:
    """Branches side by side: (length + 1) ** count states where nothing is folded."""
    net = Net()
    net.start = (net.place(kind="rest"),)
    opened, arrived = [], []
    for branch in range(count):
        here = net.place("split", str(branch))
        opened.append(here)
        for step in range(length):
            onward = net.place(f"{branch}.{step}", str(branch))
            net.move(f"{branch}.{step}", (here,), (onward,))
            here = onward
        arrived.append(here)
    net.move("split", net.start, tuple(opened))
    net.move("join", tuple(arrived), ())
    return net


def main() -> None:
    """Print the tables."""
    if not CORPORA.is_dir():
        sys.exit(f"no corpora at {CORPORA}: CXAUDIT_CORPORA names their folder")
    agreement()
    everything()
    for count, length in ((17, 10), (100, 50)):
        net = branches(count, length)
        begun = time.perf_counter()
        word = judge(net).word
        taken = 1000 * (time.perf_counter() - begun)
        print(f"{count} branches of {length} steps: {word}, {taken:.1f} ms")


if __name__ == "__main__":
    main()

"""Published verdicts on real models, and the verdicts given here, row by row.

Read as: Safe = no lack-of-synchronisation; OptionToComplete = no deadlock and no no-way-out;
NoDeadActivities = no dead-step; ProperCompletion = no end is reached twice; sound = no fault.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from cxaudit.analysis.soundness.verdict import (
    DEAD,
    DEADLOCK,
    LACK,
    NO_WAY_OUT,
    UNDECIDED,
    Verdict,
    judge,
)
from cxaudit.bpmn.elements import File, read_file
from cxaudit.bpmn.net import Options, net_of_file, net_of_plan
from cxaudit.bpmn.xml import Tree, parse
from tests.corpora import jbpt

T = TypeVar("T")
KNOWN = Path(__file__).with_name("known_disagreements.csv")
_FBPMN = ("Prop02Safe", "Prop03Sound", "Prop04MsgSound")
_PROPERTIES = ("Safeness", "OptionToComplete", "NoDeadActivities", "ProperCompletion", "livelock")
_OTHERS = ("rust_bpmn_analyzer", "bpmn-analyzer-js")
JUDGED = ("jbpt-ibm", "camunda-7-code-examples", "hdbpmn", "fbpmn", "bpmnspector", *_OTHERS)


@dataclass(frozen=True, slots=True)
class Row:
    """One published answer, the one given here, and the seconds it took to make nets and judge."""

    corpus: str
    path: str
    asked: str
    expected: str
    given: str
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.given == self.expected

    @property
    def decided(self) -> bool:
        """Whether there is an answer here."""
        return self.given != UNDECIDED


def rows(corpora: Path, corpus: str) -> Iterator[Row]:
    """Every answer about soundness that is published for a corpus, beside ours."""
    judged = _Judge(corpora / corpus)
    for entry in _published(corpora):
        if entry["corpus"] != corpus:
            continue
        answer = judged.answer(entry["path"], entry["property"], entry["expected"])
        if answer is not None:
            expected, given, seconds = answer
            yield Row(corpus, entry["path"], entry["property"], expected, given, seconds)


@cache
def _published(corpora: Path) -> list[dict[str, str]]:
    with (corpora / "EXPECTED.csv").open(newline="") as table:
        return list(csv.DictReader(table))


def known_disagreements() -> dict[tuple[str, str, str], str]:
    """Rows on which we differ, each with the difference of meaning that explains it."""
    with KNOWN.open(newline="") as table:
        return {(r["corpus"], r["path"], r["property"]): r["reason"] for r in csv.DictReader(table)}


class _Judge:
    """Gives our answers on the models of a corpus."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, path: str, asked: str, expected: str) -> tuple[str, str, float] | None:
        """The published answer in our words, ours, and the time; None for what is not asked here."""
        if self.folder.name == "jbpt-ibm":
            return self._jbpt(path, asked, expected)
        if asked.startswith("soundness"):
            return self._sound(path, asked, expected)
        if asked in _FBPMN:
            return self._fbpmn(path, asked, expected)
        if self.folder.name in _OTHERS and asked != "states":
            return self._properties(path, asked, expected)
        return None

    def _file(self, path: str) -> File:
        tree = parse((self.folder / path).read_bytes())
        assert isinstance(tree, Tree), tree
        return read_file(tree)

    def _jbpt(self, path: str, asked: str, expected: str) -> tuple[str, str, float] | None:
        plan = jbpt.read((self.folder / path).read_bytes())
        verdict, seconds = _timed(lambda: judge(net_of_plan(plan)))
        if asked == "soundness":
            if expected.startswith("unknown"):
                return None
            return expected, _word([verdict]), seconds
        kind = {"deadlock": DEADLOCK, "lack_of_synchronisation": LACK}[asked]
        return expected, str(kind in verdict.kinds), seconds

    def _sound(self, path: str, asked: str, expected: str) -> tuple[str, str, float]:
        file = self._file(path)
        expected = "unsound" if expected.startswith("unsound") else "sound"
        if asked.endswith("(per pool)"):
            plans = [plan for plan in file.plans if plan.nodes]
            verdicts, seconds = _timed(lambda: [judge(net_of_plan(plan)) for plan in plans])
        else:
            verdicts, seconds = _timed(lambda: [judge(net_of_file(file))])
        return expected, _word(verdicts), seconds

    def _fbpmn(self, path: str, asked: str, expected: str) -> tuple[str, str, float]:
        """There an event that does not interrupt may repeat; soundness asks in every run for an end
        that is reached once at most, and in `Prop03Sound` that no message is left."""
        file = self._file(path)
        options = Options(collaboration=True, repeats=True, ends_once=asked != "Prop02Safe")
        verdict, seconds = _timed(lambda: judge(net_of_file(file, options)))
        if asked == "Prop02Safe":
            return expected, str(LACK not in verdict.kinds), seconds
        stuck = {DEADLOCK, NO_WAY_OUT} & set(verdict.kinds)
        left = verdict.undelivered and asked == "Prop03Sound"
        return expected, str(not (stuck or verdict.ends_twice or left)), seconds

    def _properties(self, path: str, asked: str, expected: str) -> tuple[str, str, float]:
        """One property, or the list of those that are violated."""
        file = self._file(path)
        plain, seconds = _timed(lambda: judge(net_of_file(file, Options(collaboration=True))))
        once = judge(net_of_file(file, Options(collaboration=True, ends_once=True)))
        broken = _broken(plain, once)
        if asked in _PROPERTIES:
            return expected, str(asked not in broken), seconds
        if expected == "none":
            found = sorted(broken)
            return expected, ", ".join(found) or "none", seconds
        named = [name for name in _PROPERTIES if name in expected]
        test = any if " or " in expected else all
        given = expected if test(name in broken for name in named) else ", ".join(sorted(broken))
        return expected, given or "none", seconds


def _broken(plain: Verdict, once: Verdict) -> set[str]:
    kinds = {
        "Safeness": LACK in plain.kinds,
        "OptionToComplete": bool({DEADLOCK, NO_WAY_OUT} & set(plain.kinds)),
        "NoDeadActivities": DEAD in plain.kinds,
        "ProperCompletion": once.ends_twice,
        "livelock": NO_WAY_OUT in plain.kinds,
    }
    return {name for name, found in kinds.items() if found}


def _word(verdicts: list[Verdict]) -> str:
    if any(verdict.faults for verdict in verdicts):
        return "unsound"
    return "sound" if all(verdict.complete for verdict in verdicts) else UNDECIDED


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return act(), time.perf_counter() - begun

"""What is inferred from BPMN models of others: how much, on what basis, and how often rightly.

Run with `python -m benchmarks.inference`. The first table counts what was found. The second holds it
against labels: tasks that were read and labelled before anything was tuned and without the tool's
answer in view (`tests/bpmn/labels/tasks.csv`; element ids only). They were drawn by what the tool then
said of them, so each stands for `weight` tasks of its corpus; precision and recall are weighted back,
and intervals come from drawing the labelled tasks again and again.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from benchmarks.imports import ROOT, corpora, models
from cxaudit.analysis.facts.element import ElementFacts
from cxaudit.bpmn.elements import Node, Plan, Source
from cxaudit.bpmn.owners import Owners, named
from cxaudit.bpmn.performers import Performers
from cxaudit.bpmn.shapes import boxes
from cxaudit.language.values import name
from cxaudit.run.audit import audit

LABELS = ROOT / "tests" / "bpmn" / "labels" / "tasks.csv"
CORPORA = ("hdbpmn", "miwg-vendors", "camunda-7-code-examples", "imixs-workflow")
DRAWS = 1000
TASKS = frozenset(
    ["task", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "manualTask", "sendTask",
     "receiveTask", "callActivity"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says of a task. `owner` is where its performer stands in the model (lane,
    attribute, pool, ...), the others are yes, no or unclear; `weight` is how many tasks
    it stands for."""

    corpus: str
    path: str
    element: str
    weight: float
    owner: str
    sign_off: str
    touch_point: str


@dataclass(slots=True)
class Answer:
    """What the tool says of a task: its performer, and where that comes from; is it a sign-off, is it
    a touch-point, and by what. `model` is where the task stands."""

    performer: str = ""
    performer_from: str = ""
    sign_off_from: str = ""
    touch_point_from: str = ""
    node: Node | None = None
    source: Source | None = None


@dataclass(slots=True)
class Found:
    """Everything that was inferred in a corpus."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    maps: int = 0
    with_customers: int = 0


def labels() -> list[Label]:
    """The labelled tasks."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Label(
                row["corpus"],
                row["path"],
                row["element"],
                float(row["weight"]),
                row["owner"],
                row["sign_off"],
                row["touch_point"],
            )
            for row in csv.DictReader(file)
        ]


@cache
def inferred(corpus: str) -> Found:
    """The tool's answer for every task of a corpus, by path and element."""
    found = Found()
    folder = corpora() / corpus
    for path in models(folder):
        for analysis in audit([str(path)], {}).analyses:
            source = analysis.document.source_model
            if analysis.study is None or not isinstance(source, Source):
                continue
            found.maps += 1
            found.with_customers += bool(analysis.study.process.customers)
            steps = {facts.id: facts for facts in analysis.all("step")}
            for facts in analysis.all("element"):
                if facts.kind in TASKS:
                    key = (str(path.relative_to(folder)), facts.id)
                    found.answers[key] = _answer(facts, steps, source)
    return found


def _answer(facts: ElementFacts, steps: dict[str, object], source: Source) -> Answer:
    step = steps.get(facts.step or "")
    return Answer(
        (getattr(step, "performer", None) or "").replace("?", ""),  # a sign-off by nobody named
        facts.performer_from,
        facts.sign_off_from,
        facts.touch_point_from,
        source.plan.by_raw.get(facts.id),
        source,
    )


def owner_meant(label: Label, answer: Answer) -> str:
    """The name of the performer that a label points at; empty for nobody."""
    node, source = answer.node, answer.source
    if node is None or source is None or label.owner == "nobody":
        return ""
    if label.owner == "system":
        return "system"
    plan: Plan = source.plan
    pool = source.file.holders.get(plan)
    if label.owner == "pool":
        return name(pool.name) if pool is not None else ""
    owners = Owners(plan, "", boxes(source.file.tree))
    if label.owner == "attribute":
        return name(Performers.of(source.file.tree).name_of(node))
    if label.owner == "drawn-lane":
        drawn = owners.of(node)
        return name(drawn.name) if drawn is not None else ""
    lane = named(owners.lane_of(node))
    return name(lane.name) if lane is not None else ""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled task, for one question: what is true, what the tool says, its weight."""

    truth: bool
    said: bool
    weight: float
    right: bool = True


def cases(kind: str, corpus: str) -> list[Case]:
    """The labelled tasks of a corpus for a question: owner, sign_off or touch_point."""
    found = []
    answers = inferred(corpus).answers
    for label in labels():
        if label.corpus != corpus:
            continue
        answer = answers.get((label.path, label.element), Answer())
        if kind == "owner":
            meant = owner_meant(label, answer)
            said = answer.performer
            found.append(Case(bool(meant), bool(said), label.weight, said == meant))
            continue
        truth = getattr(label, kind)
        said = answer.sign_off_from if kind == "sign_off" else answer.touch_point_from
        if truth != "unclear":
            found.append(Case(truth == "yes", bool(said), label.weight))
    return found


def precision(found: Iterable[Case]) -> float | None:
    """The share of what the tool says that is true."""
    said = [case for case in found if case.said]
    right = sum(case.weight for case in said if case.truth and case.right)
    return right / total if (total := sum(case.weight for case in said)) else None


def recall(found: Iterable[Case]) -> float | None:
    """The share of what is true that the tool says."""
    true = [case for case in found if case.truth]
    told = sum(case.weight for case in true if case.said and case.right)
    return told / total if (total := sum(case.weight for case in true)) else None


def interval(
    found: Sequence[Case], measure: Callable[[Iterable[Case]], float | None]
) -> tuple[float, float]:
    """The middle 95% of a measure over samples drawn from the sample, with replacement."""
    dice = random.Random(20260101)
    drawn = [measure(dice.choices(found, k=len(found))) for _ in range(DRAWS)]
    known = sorted(value for value in drawn if value is not None)
    if not known:
        return 0.0, 1.0
    return known[int(0.025 * len(known))], known[min(len(known) - 1, int(0.975 * len(known)))]


def _told(found: Sequence[Case]) -> str:
    parts = []
    for measure in (precision, recall):
        value = measure(found)
        if value is None:
            parts.append("     -           ")
            continue
        low, high = interval(found, measure)
        parts.append(f"{value:.2f} [{low:.2f}-{high:.2f}]")
    return "  ".join(parts)


def main() -> None:
    """Print both tables."""
    if not corpora().is_dir():
        print(f"the corpora are not at {corpora()}")
        return
    print("What is found, by basis (share of tasks)")
    for corpus in CORPORA:
        found = inferred(corpus)
        total = len(found.answers)
        print(
            f"\n{corpus}: {found.maps} maps, {found.with_customers} with a customer, {total} tasks"
        )
        for kind in ("performer_from", "sign_off_from", "touch_point_from"):
            counts = Counter(getattr(answer, kind) or "none" for answer in found.answers.values())
            shown = ", ".join(f"{k} {n} ({n / total:.0%})" for k, n in counts.most_common())
            print(f"  {kind.removesuffix('_from').replace('_', '-'):<12} {shown}")
    print("\nAgainst labels (precision, recall, with 95% intervals; n labelled)")
    for kind in ("owner", "sign_off", "touch_point"):
        every: list[Case] = []
        for corpus in CORPORA:
            found_ = cases(kind, corpus)
            every += found_
            print(f"  {kind:<12} {corpus:<26} {_told(found_)}  n {len(found_)}")
        print(f"  {kind:<12} {'together':<26} {_told(every)}  n {len(every)}")


if __name__ == "__main__":
    main()

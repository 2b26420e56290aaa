"""Whether sign-offs have crept in: a request type beside its earlier version and its budget."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.figures import Figures, compute
from cxaudit.analysis.graph import type_graph
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.analysis.ways import all_ways
from cxaudit.analysis.work import calendar_of, resolve
from cxaudit.language.flow import SignOff

FIGURES = ("worst", "least", "expected")
TOLERANCE = 1e-9  # approvals; figures of loops are solved, not counted
Costs = Mapping[str, float | None]


def creep_facts(study: Study, requests: list[RequestFacts], view: View) -> None:
    """Add to the facts of request types what they cost before, and what has crept in since.

    A rise counts only as far as it is there without the sign-offs that a new `because` demands.
    """
    base = view.before.get(study.id)
    held = _newly_held(study, base) if base is not None else {}
    added = _added(study, base, held) if base is not None else set()
    trial = _without(study, added) if added else study.figures
    for facts in requests:
        figures, today = study.figures[facts.id], trial[facts.id]
        earlier = base.figures.get(facts.id) if base is not None else None
        facts.newly_held = [s for s, index in held.items() if index in figures.graph.members]
        before = _before(earlier)
        facts.base_worst, facts.base_least = before["worst"], before["least"]
        facts.base_expected = before["expected"]
        budget: Costs = {
            "worst": facts.budget_worst,
            "least": facts.budget_least,
            "expected": facts.budget_expected,
        }
        if not any(value is not None for value in (*before.values(), *budget.values())):
            continue
        costs = _costs(today)
        facts.over_budget = _above(costs, budget)
        certain = {**costs, "worst": None if today.worst_at_most else today.worst}
        risen = _above(certain, before)
        facts.crept = [n for n in FIGURES if n in risen or n in facts.over_budget]


def _costs(figures: Figures) -> Costs:
    return {"worst": figures.worst, "least": figures.least, "expected": figures.expected}


def _before(earlier: Figures | None) -> Costs:
    """What the earlier version cost; None where its figures leave a called map out, or are bounds
    that would hide what it really cost."""
    if earlier is None or earlier.worst_at_least:
        return dict.fromkeys(FIGURES)
    return {**_costs(earlier), "least": None if earlier.least_at_least else earlier.least}


def _above(costs: Costs, limits: Costs) -> list[str]:
    """The figures that lie above their limit; those that are unknown on either side do not."""
    found = []
    for figure in FIGURES:
        cost, limit = costs[figure], limits[figure]
        if cost is not None and limit is not None and cost > limit + TOLERANCE:
            found.append(figure)
    return found


def _newly_held(study: Study, base: Study) -> dict[str, int]:
    """Sign-offs that a law, contract or policy demands today and did not demand before, by id."""
    before = {work.id for work in base.works if work.weight and work.held}
    return {w.id: w.index for w in study.works if w.weight and w.held and w.id not in before}


def _added(study: Study, base: Study, held: Collection[str]) -> set[str]:
    """Of the newly held sign-offs those that take more approvals than before: a `because` written
    beside a sign-off that was there already explains nothing."""
    before = {work.id: work.weight for work in base.works}
    return {w.id for w in study.works if w.id in held and w.weight > before.get(w.id, 0)}


def _without(study: Study, steps: Collection[str]) -> dict[str, Figures]:
    """The figures of each type as they would be if some steps asked for nobody's yes."""
    denied = {"sign_off": SignOff(denied=True), "rejects": None, "else_": None}
    process = study.process.model_copy(
        update={
            "steps": {
                key: step.model_copy(update=denied) if key in steps else step
                for key, step in study.process.steps.items()
            }
        }
    )
    world = replace(study.world, process=process)
    works = resolve(world, study.document.basis)
    ways = all_ways(works, list(process.requests), calendar_of(process))
    return {
        kind: compute(type_graph(process, works, ways, kind), figures.calls, None, [])
        for kind, figures in study.figures.items()
    }

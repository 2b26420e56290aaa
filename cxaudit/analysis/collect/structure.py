"""How a map is drawn: its size and age, its labels, its splits and joins, its order of work."""

from __future__ import annotations

from functools import cache

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.fragments import longest_fragment
from cxaudit.analysis.mismatches import Mismatch
from cxaudit.analysis.months import months_between
from cxaudit.analysis.order_of_work import dearer_first, delaying_batches, independent_neighbours
from cxaudit.analysis.study import Study
from cxaudit.analysis.view import View
from cxaudit.infer.label_style import label_style

# Below this a map is small enough to be read as a whole, and no part of it is looked for.
FRAGMENTS_FROM = 51
# A stretch of fewer steps is no map of its own: then one above half of the map is better than none.
WORTH_A_MAP = 8


def structure_facts(study: Study, whole: MapFacts, steps: list[StepFacts], view: View) -> None:
    """Add to a map's facts, and to those of its steps, what follows from how it is drawn."""
    _size_and_age(study, whole, view)
    _labels(study, steps)
    for mismatch in mismatches(study):
        if steps[mismatch.at].mismatch is None:
            steps[mismatch.at].mismatch = mismatch.kind
            steps[mismatch.at].mismatch_path = study.ids(mismatch.path)
    _order(study, steps)


def _size_and_age(study: Study, whole: MapFacts, view: View) -> None:
    size = len(study.works)
    if size >= FRAGMENTS_FROM:
        starts = [figures.graph.start for figures in study.figures.values()]
        found = longest_fragment(study.ways, starts, size // 2)
        if len(found) < WORTH_A_MAP:
            found = longest_fragment(study.ways, starts, size - 1)
        whole.fragment = study.ids(found)
    reviewed = study.process.reviewed
    changed = view.changed.get(study.document.path)
    whole.changed = changed.isoformat() if changed is not None else None
    if reviewed is not None:
        whole.reviewed_months = max(0.0, months_between(reviewed, view.as_of))
        whole.changed_after_review = changed > reviewed if changed is not None else None


def _labels(study: Study, steps: list[StepFacts]) -> None:
    """The style of each label that names work; ends, waits, calls and bare branchings name none."""
    style = cache(label_style)
    for work, facts in zip(study.works, steps, strict=True):
        says_nothing = work.recovers is not None and work.step_recovered is not None
        says_nothing = says_nothing and not _recovery_says(study, work.recovers)
        if facts.needs_performer and not work.idle and not says_nothing:
            facts.label_style = style(work.label, study.world.language)


def _recovery_says(study: Study, step: str | None) -> bool:
    """Whether a described recovery has words of its own."""
    wrong = study.process.steps[step or ""].if_wrong
    return wrong is not None and bool(wrong.does)


def mismatches(study: Study) -> list[Mismatch]:
    """The splits and joins of a map that do not match, over all request types."""
    return study.soundness.mismatches


def _order(study: Study, steps: list[StepFacts]) -> None:
    works, ways, reached = study.works, study.ways, study.reached
    for one, other in independent_neighbours(works, ways, reached):
        steps[one].independent_of = works[other].id
    for dear, cheap in dearer_first(works, ways, reached):
        steps[dear].cheaper_knock_out = works[cheap].id
    for figures in study.distinct:
        for step in delaying_batches(figures.graph, figures.requester):
            steps[step].batch_delays = True
    for facts in steps:
        if facts.batch is not None and facts.exposure:
            facts.batch_delays = True

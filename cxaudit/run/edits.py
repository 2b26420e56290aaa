"""What each edit of a scenario buys: its edits made one after the other, with the figures of the map
after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cxaudit.change.compare import FindingChange, RequestChange, finding_changes, request_changes
from cxaudit.language.read import Document
from cxaudit.language.scenario import Scenario
from cxaudit.run.estate import Estate
from cxaudit.run.judging import Court
from cxaudit.run.scenarios import Trial

MOST_EDITS = 20  # each takes a whole audit of the map


@dataclass(frozen=True, slots=True)
class EditEffect:
    """An edit of a scenario, on top of those before it: request types and findings before and after
    it. Where the map is not whole with the edits so far, there are no `requests`, and what the edit
    buys is told with the next one."""

    number: int
    operation: str
    steps: tuple[str, ...]
    requests: tuple[RequestChange, ...] = ()
    findings: FindingChange = field(default_factory=FindingChange)


def edit_effects(
    whole: Trial, tried: Callable[[Document], Trial], judged: Callable[[Estate], Court]
) -> Iterator[EditEffect]:
    """The effect of every edit of a scenario that was tried as a whole; none where it has faults, one
    edit only, or more than can be tried."""
    document, last = whole.scenario, whole.before
    model: Scenario = document.model
    if not 1 < len(model.edits) <= MOST_EDITS or last is None or not _stands(whole):
        return
    before = judged(last)
    for number, edit in enumerate(model.edits, 1):
        own = (number, edit.operation, tuple(edit.steps))
        part = model.model_copy(update={"edits": model.edits[:number]})
        trial = whole if part.edits == model.edits else tried(replace(document, model=part))
        if trial.after is None or not _stands(trial):
            yield EditEffect(*own)
            continue
        after = judged(trial.after)
        changes = request_changes(last.analyses[0], trial.after.analyses[0])
        found = finding_changes(before.findings, after.findings)
        yield EditEffect(*own, tuple(changes), found)
        last, before = trial.after, after


def _stands(trial: Trial) -> bool:
    """Whether the edits leave a map that can be studied, with no fault of its own."""
    if trial.after is None or trial.faults or trial.crashes:
        return False
    return trial.after.analyses[0].study is not None

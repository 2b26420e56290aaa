"""What an organisation promises, and by what each promise is kept."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.organisation import PromiseFacts
from cxaudit.analysis.study import Study
from cxaudit.language.organisation import Organisation


def promise_ledger(shared: Organisation, studies: Sequence[Study]) -> list[PromiseFacts]:
    """One entry a promise: the steps that keep it and the measures that watch it."""
    steps: dict[str, list[str]] = {}
    measures: dict[str, list[str]] = {}
    for key, measure in shared.measures.items():
        for promise in measure.keeps:
            measures.setdefault(promise, []).append(key)
    for study in studies:
        for key, measure in study.process.measures.items():
            for promise in measure.keeps:
                measures.setdefault(promise, []).append(key)
        for work in study.works:
            for promise in work.step.keeps:
                steps.setdefault(promise, []).append(f"{study.id}/{work.id}")
    return [
        PromiseFacts(
            id=key,
            says=promise.says,
            keeps=list(promise.keeps),
            steps=steps.get(key, []),
            measures=list(dict.fromkeys(measures.get(key, []))),
            made=promise.made or None,
            kept=promise.kept or None,
        )
        for key, promise in shared.promises.items()
    ]


def unkept(ledger: Sequence[PromiseFacts]) -> list[str]:
    """Promises that no step keeps, no measure watches, and that do not say by what they are kept."""
    return [p.id for p in ledger if not (p.keeps or p.steps or p.measures)]

"""Comments for what a map only infers: each says what it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxaudit.analysis.facts.element import ElementFacts
from cxaudit.analysis.work import Work
from cxaudit.language.process import Process, Step
from cxaudit.language.read import Document
from cxaudit.language.values import name

_PERFORMER = {
    "pool": "by the name of the pool",
    "shape": "by where it is drawn",
    "kind of task": "by the kind of task",
}
_ENDS = "read from the label"


def marks(
    document: Document,
    works: Sequence[Work],
    elements: Sequence[ElementFacts],
    ids: Mapping[str, str],
    customer: str | None = None,
) -> dict[str, str]:
    """The comments of a map by element path, with the ids that its steps have in the file; `customer`
    is one that somebody named."""
    process: Process = document.model
    basis = document.basis
    found: dict[str, str] = {}
    if "customers" in basis:
        found["customers"] = "by the names of pools and lanes"
    if customer is not None and name(customer) in map(name, process.customers):
        others = ", others by the names of pools and lanes" if len(process.customers) > 1 else ""
        found["customers"] = f"{customer} as given{others}"
    origins = {facts.step: facts for facts in elements if facts.step and facts.family != "gateway"}
    by_id = {work.id: work for work in works}
    for step_id, step in process.steps.items():
        here, there = f"steps/{step_id}", f"steps/{ids[step_id]}"
        told = _step(step, by_id.get(step_id), origins.get(step_id))
        for key in ("join", "waits", "if-late", "end"):
            if f"{here}/{key}" in basis:
                told[key] = _ENDS if key != "join" else "may wait for fewer than all ways in"
        for key, says in told.items():
            found[f"{there}/{key}" if key else there] = says
    return found


def _step(step: Step, work: Work | None, origin: ElementFacts | None) -> dict[str, str]:
    """What is inferred of one step, by its key; what no key says stands at the step itself."""
    if work is None:
        return {}
    found: dict[str, str] = {}
    whole: list[str] = []
    performer = origin.performer_from if origin is not None else ""
    if step.by is not None and performer in _PERFORMER:
        found["by"] = _PERFORMER[performer]
    elif step.by is None and "performer" in work.basis and work.performer not in (None, "?"):
        whole.append(f"done by {work.performer}, by its label")
    if step.sign_off is None and work.is_sign_off:
        whole.append("a sign-off, by its label")
    elif origin is not None and origin.sign_off_from == "gateway":
        nobody = step.sign_off is not None and step.sign_off.approvers == ["?"]
        found["sign-off"] = "by the gateway behind it" + (
            "; the model does not say who: write the role" if nobody else ""
        )
    if work.maybe_sign_off:
        whole.append("is this a sign-off?")
    if step.with_ and origin is not None and origin.touch_point_from == "message":
        found["with"] = "by a message flow"
    elif not step.with_ and work.meetings and not any(m.by_party for m in work.meetings):
        whole.append(f"meets {work.meetings[0].party}, by its label")
    unlabelled = sum(not branch.label for branch in step.next.branches) if step.next else 0
    if unlabelled and step.next is not None and step.next.kind == "choice":
        found["next"] = "the model does not say when each way is taken"
    if whole:
        found[""] = "; ".join(whole)
    return found

"""The elements of a drawn model as facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from cxaudit.analysis.facts.element import ElementFacts
from cxaudit.analysis.work import Work
from cxaudit.language.read import Document


@runtime_checkable
class Drawing(Protocol):
    """A source model that can list its elements, each as the values of its facts."""

    def drawn(self) -> list[dict[str, Any]]:
        """Every element of the model, in file order."""
        ...


def element_facts(document: Document, works: Sequence[Work] = ()) -> list[ElementFacts]:
    """The elements of the model that a map was read from; none where it was written as a map.
    `works` are its steps, where they are known."""
    source = document.source_model
    if source is None or not isinstance(source, Drawing):
        return []
    found = [ElementFacts(**one) for one in source.drawn()]
    by_id = {work.id: work for work in works}
    for facts in found:
        work = by_id.get(facts.step or "")
        if work is not None and facts.family != "gateway":
            _settle(facts, work)
    return found


def _settle(facts: ElementFacts, work: Work) -> None:
    """Where performer, sign-off and meeting of a step come from: the label, where the reader of the
    model does not say otherwise."""
    if work.performer not in (None, "?") and not facts.performer_from:
        facts.performer_from = "label"
    facts.sign_off_from = (facts.sign_off_from or "label") if work.is_sign_off else ""
    if not work.meetings:
        facts.touch_point_from = ""
    elif not facts.touch_point_from:
        by_party = any(meeting.by_party for meeting in work.meetings)
        facts.touch_point_from = facts.performer_from if by_party else "label"

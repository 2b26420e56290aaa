"""How sure figures are that rest on what was read from labels: as sure as the least sure label."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.study import Study

_DECLARED = ("declared", "inferred-high", "inferred-medium")  # the surest first
_SIGN_OFFS = {
    "worst", "least", "least_free", "unavoidable", "unavoidable_free", "expected", "approved_twice",
    "same_gates_as", "sign_offs_before_triage", "crept", "over_budget", "hands_tied", "sign_offs",
    "cannot_say_no", "loose_sign_offs", "loose_on_simple", "serial_sign_offs", "burden",
}  # fmt: skip
_MEETINGS = {
    "silence", "silence_steps", "untold_ends", "asked_twice", "channel_switches", "contact_share",
    "front_line_met", "hands_tied", "touch_points", "impact_gaps", "impacts_stated", "silo_unit",
    "silo_elsewhere", "backstage_blind",
}  # fmt: skip
_PERFORMERS = {
    "hand_offs_expected", "hand_offs_most", "unit_hand_offs_most", "ping_pongs", "passed_around",
    "unit_hand_offs",
}  # fmt: skip


def rest_on_labels(study: Study, facts: RequestFacts | MapFacts) -> None:
    """Note in `basis` which figures of a map or request type rest on labels, unless that is said."""
    works = study.works
    grounds = (
        (_SIGN_OFFS, (work.sign_off_basis for work in works if work.weight)),
        (_MEETINGS, (meeting.basis for work in works for meeting in work.meetings)),
        (_PERFORMERS, (work.basis.get("performer", "declared") for work in works)),
    )
    fields = type(facts).model_fields
    for figures, bases in grounds:
        least = _least_sure(bases)
        if least != _DECLARED[0]:
            for figure in sorted(figures & fields.keys()):
                facts.basis.setdefault(figure, least)


def of_questions(facts: MapFacts) -> None:
    """Lists that exist only because labels were read are as sure as the reading; a list of questions
    counts where nothing sure stands beside it."""
    if facts.hidden_touch_points:
        facts.basis["hidden_touch_points"] = "inferred-high"
    elif facts.maybe_touch_points:
        facts.basis["maybe_touch_points"] = "inferred-medium"
    if facts.maybe_sign_offs and not facts.loose_sign_offs:
        facts.basis["maybe_sign_offs"] = "inferred-medium"


def _least_sure(bases: Iterable[str]) -> str:
    known = (basis for basis in bases if basis in _DECLARED)
    return max(known, key=_DECLARED.index, default=_DECLARED[0])

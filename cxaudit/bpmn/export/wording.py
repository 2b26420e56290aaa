"""The short texts of a diagram: branches, questions at gateways, conditions."""

from __future__ import annotations

from cxaudit.bpmn.export.names import readable
from cxaudit.bpmn.export.phrases import Phrases
from cxaudit.bpmn.export.story import Road, Stop


def percent(share: float | None) -> str:
    """A share as people write it; nothing where none is said."""
    return "" if share is None else f"{share * 100:.4g}%"


def fork_name(stop: Stop, say: Phrases) -> str:
    """The question that the gateway behind a step asks."""
    if stop.question:
        return stop.question
    if stop.routes:
        return say.which_request
    if stop.kind == "sign-off":
        return say.is_approved
    if stop.split == "some":
        return say.which_of_them
    return say.answer if stop.met else say.result


def agreed_name(stop: Stop, say: Phrases) -> str:
    """The text on the way that is taken where nobody says no."""
    return say.approved if stop.kind == "sign-off" else say.goes_on


def road_name(stop: Stop, road: Road, beside: list[Road], say: Phrases) -> str:
    """The text on a branch: its label and its share."""
    label = road.label
    if road.kind == "else":
        label = say.rejected if stop.kind == "sign-off" else say.otherwise
    elif not label and (stop.kind == "sign-off" or any(o.kind == "else" for o in beside)):
        label = agreed_name(stop, say)
    return readable(f"{label} {percent(road.share)}")


def aside_name(road: Road, say: Phrases) -> str:
    """The text at an event on the border of a step."""
    label = say.late if road.kind == "late" else say.goes_wrong
    if road.kind == "late" and road.after_words:
        label = say.after.format(road.after_words)
    return readable(f"{label} {percent(road.share) if road.share else ''}")


def condition_of(road: Road, name: str, say: Phrases) -> str:
    """The condition of a branch: as the map says it, else its text."""
    return readable(road.when or name or road.outcome or say.result)

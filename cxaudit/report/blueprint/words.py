"""Durations, shares and the sentence that names a step to a screen reader."""

from __future__ import annotations

from .scene import Card
from .text_width import NBSP, clean


def figure(value: float, digits: int = 1) -> str:
    """A number with at most `digits` decimals and no trailing zeros."""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(minutes: float, day: float) -> str:
    """Working minutes in the unit a person would say: "2 d", "4 h", "15 min"."""
    if minutes >= day:
        return f"{figure(minutes / day)}{NBSP}d"
    if minutes >= 60:
        return f"{figure(minutes / 60)}{NBSP}h"
    return f"{figure(minutes)}{NBSP}min"


def days(minutes: float, day: float) -> str:
    """Working minutes in days with one decimal at most: "0.6 d"."""
    return f"{figure(minutes / day)}{NBSP}d"


def silence_words(minutes: float, day: float) -> str:
    """ "7.4 days of silence", or in hours below half a day."""
    if minutes < day / 2:
        return f"{duration(minutes, day)} of silence"
    amount = figure(minutes / day)
    unit = "day" if amount == "1" else "days"
    return f"{amount}{NBSP}{unit} of silence"


def percent(share: float) -> str:
    """A share as "2.5%", tiny ones as "<0.1%", never a false 0 or 100."""
    value = share * 100.0
    if 0 < value < 0.05:
        return "<0.1%"
    if 99.95 <= value < 100.0:
        return ">99.9%"
    return f"{figure(value)}%"


def flow_label(label: str, share: float | None) -> str:
    """The words beside a flow; a share that the words already hold is not repeated."""
    words = clean(label)
    if share is None or (share >= 1.0 and not words):
        return words
    text = percent(share)
    if text in words:
        return words
    return f"{words} {text}".strip()


def impact(value: int | None) -> str:
    """A believed effect as "+1", "−2", "0", or "?" when nobody has said."""
    if value is None:
        return "?"
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def work_line(card: Card, day: float) -> str:
    """What a card says about its time: the queue if there is one, else the work."""
    if card.waits:
        return f"waits {duration(card.waits, day)}"
    if card.takes:
        return f"takes {duration(card.takes, day)}"
    return ""


def card_name(card: Card) -> str:
    """The label, or the id where there is no label."""
    return clean(card.label) or clean(card.id) or "step"


def _kind_words(card: Card) -> list[str]:
    words = []
    if card.kind == "sign-off":
        count = f" by {card.approvers} approvers" if card.approvers > 1 else ""
        words.append(f"sign-off{count}" + (", held by a policy" if card.held else ""))
    elif card.kind != "task":
        words.append({"end": "outcome", "call": "another map"}.get(card.kind, card.kind))
    if card.by_party:
        words.append("customer action")
    elif card.on_stage:
        words.append("touch-point")
    if card.moment:
        words.append("moment of truth")
    return words


def aria(card: Card, day: float) -> str:
    """Name, role, kind, queue, work, visits: everything the picture says about a step."""
    parts = [card_name(card)]
    if card.role:
        parts.append(f"by {card.role}")
    parts += _kind_words(card)
    if card.on_stage or card.by_party:
        if card.party:
            parts.append(f"with {card.party}")
        if card.channel:
            parts.append(f"via {card.channel}")
        believed = "not stated" if card.perception is None else impact(card.perception)
        parts.append(f"believed perception {believed}")
    if card.waits is not None:
        parts.append(f"waits {duration(card.waits, day)}")
    if card.takes is not None:
        parts.append(f"takes {duration(card.takes, day)}")
    if card.systems:
        parts.append("in " + " and ".join(card.systems))
    if card.visits is not None:
        parts.append(f"{card.visits:.2f} visits a case")
    if not card.reachable:
        parts.append("no way leads here")
    if card.only:
        parts.append(card.only)
    if card.inside:
        parts.append("in one card: " + "; ".join(card_name(c) for c in card.inside))
    if card.has_finding:
        parts.append("has a finding")
    return ", ".join(parts)


def lower_first(name: str) -> str:
    """For the middle of a sentence; words all in capitals stay."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name

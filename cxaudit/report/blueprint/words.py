"""Durations, shares and the sentence that names a step to a screen reader."""

from __future__ import annotations

from cxaudit.texts import numbers
from cxaudit.texts.catalogue import ENGLISH, _, language, marked, ngettext, pgettext
from cxaudit.texts.numbers import localised

from .scene import Card
from .text_width import NBSP, clean


def figure(value: float, digits: int = 1) -> str:
    """A number with at most `digits` decimals and no trailing zeros."""
    text = f"{value:.{digits}f}"
    return localised(text.rstrip("0").rstrip(".") if "." in text else text)


def duration(minutes: float, day: float) -> str:
    """Working minutes in the unit a person would say: "2 d", "4 h", "15 min"."""
    if minutes >= day:
        return days(minutes, day)
    told = (
        numbers.hours(figure(minutes / 60)) if minutes >= 60 else numbers.minutes(figure(minutes))
    )
    return told.replace(" ", NBSP)


def days(minutes: float, day: float) -> str:
    """Working minutes in days with one decimal at most: "0.6 d"."""
    return numbers.days(figure(minutes / day)).replace(" ", NBSP)


def silence_words(minutes: float, day: float) -> str:
    """ "7.4 days of silence", or in hours below half a day."""
    if minutes < day / 2:
        return _("{time} of silence").format(time=duration(minutes, day))
    amount = figure(minutes / day)
    told = ngettext("{n} day of silence", "{n} days of silence", 1 if amount == "1" else 2)
    return told.format(n=amount).replace(" ", NBSP, 1)


def slower_words() -> str:
    """Of a silence that the clock of the fastest run does not hold."""
    return _("in a slower run")


def percent(share: float) -> str:
    """A share as "2.5%", tiny ones as "<0.1%", never a false 0 or 100."""
    value = share * 100.0
    if 0 < value < 0.05:
        told = "<" + figure(0.1)
    elif 99.95 <= value < 100.0:
        told = ">" + figure(99.9)
    else:
        told = figure(value)
    return numbers.percentage(told).replace(" ", NBSP)


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
        return _("waits {time}").format(time=duration(card.waits, day))
    if card.takes:
        return _("takes {time}").format(time=duration(card.takes, day))
    return ""


def card_name(card: Card) -> str:
    """The label, or the id where there is no label."""
    return clean(card.label) or clean(card.id) or _("step")


_KINDS = {
    "decision": marked("decision"),
    "wait": marked("wait"),
    "end": marked("outcome"),
    "call": marked("another map"),
}


def _kind_words(card: Card) -> list[str]:
    words = []
    if card.kind == "sign-off":
        told = _("sign-off by {n} approvers") if card.approvers > 1 else _("sign-off")
        words.append(told.format(n=card.approvers))
        if card.held:
            words.append(_("held by a policy"))
    elif card.kind != "task":
        words.append(_(_KINDS.get(card.kind, card.kind)))
    if card.by_party:
        words.append(_("customer action"))
    elif card.on_stage:
        words.append(_("touch-point"))
    if card.moment:
        words.append(_("moment of truth"))
    return words


def aria(card: Card, day: float) -> str:
    """Name, role, kind, queue, work, visits: everything the picture says about a step."""
    parts = [card_name(card)]
    if card.role:
        parts.append(_("by {role}").format(role=card.role))
    parts += _kind_words(card)
    if card.on_stage or card.by_party:
        if card.party:
            parts.append(_("with {party}").format(party=card.party))
        if card.channel:
            parts.append(_("via {channels}").format(channels=card.channel))
        believed = _("not stated") if card.perception is None else impact(card.perception)
        parts.append(_("believed perception {value}").format(value=believed))
    if card.waits is not None:
        parts.append(_("waits {time}").format(time=duration(card.waits, day)))
    if card.takes is not None:
        parts.append(_("takes {time}").format(time=duration(card.takes, day)))
    if card.systems:
        parts.append(pgettext("systems", "in {names}").format(names=_(" and ").join(card.systems)))
    if card.visits is not None:
        parts.append(_("{n} visits a case").format(n=localised(f"{card.visits:.2f}")))
    if not card.reachable:
        parts.append(_("no way leads here"))
    if card.only:
        parts.append(card.only)
    if card.inside:
        inside = "; ".join(card_name(c) for c in card.inside)
        parts.append(_("in one card: {steps}").format(steps=inside))
    if card.has_finding:
        parts.append(_("has a finding"))
    return ", ".join(parts)


def lower_first(name: str) -> str:
    """For the middle of a sentence; words all in capitals stay, and so do those of languages that
    write nouns with a capital."""
    plain = language() != ENGLISH or not name[1:2].islower()
    return name if plain else name[:1].lower() + name[1:]

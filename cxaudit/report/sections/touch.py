"""The touch-point inventory: every meeting, what it does to the customer, what protects it."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.report import words
from cxaudit.report.concerns import marks
from cxaudit.report.context import Context, Head, Ref
from cxaudit.report.texts import _, marked, ngettext

AXES = (marked("customer"), marked("perception"), marked("relationship"))


@dataclass(frozen=True, slots=True)
class Ask:
    """Something asked of the party; `again` tells that another meeting asks it too."""

    what: str
    again: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """One step at which somebody is met, with all whom it meets.

    Impacts stand in the order of `AXES`; None is not stated.
    """

    step: str
    name: str
    moment: bool
    party: str
    channels: str
    met_by: str
    asks: tuple[Ask, ...]
    has: tuple[str, ...]
    lacks: str
    refs: tuple[Ref, ...]
    found_by: str
    impacts: tuple[int | None, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class TouchPoints:
    """The inventory; `several` tells that more than one party is met."""

    head: Head
    rows: tuple[Meeting, ...]
    several: bool
    maybe: str
    note: str


def touch_points_of(context: Context) -> TouchPoints:
    """The touch-points of a map."""
    by_step: dict[str, list[TouchPointFacts]] = {}
    for t in context.touch_points:
        by_step.setdefault(t.step, []).append(t)
    rows = tuple(_row(context, meetings) for meetings in by_step.values())
    parties = {t.party for t in context.touch_points}
    return TouchPoints(
        _head(context, rows),
        rows,
        len(parties) > 1,
        words.listed([context.step(s) for s in context.map.maybe_touch_points]),
        _note(context, rows),
    )


def _head(context: Context, rows: tuple[Meeting, ...]) -> Head:
    anchor, subject = f"{context.prefix}-touch", _("Touch-points")
    steps = {t.step for t in context.touch_points}
    if not steps:
        return Head(
            anchor, subject, _("Nobody outside is met on this map"),
            write=_(
                "Write `with: party via channel` on every step at which somebody outside is met."
            ),
        )  # fmt: skip
    moments = {t.step for t in context.touch_points if t.moment}
    title = words.capital(words.counted(len(steps), "meeting"))
    if moments:
        told = ngettext("{n} moment of truth", "{n} moments of truth", len(moments))
        title += ", " + told.format(n=words.counting(len(moments)))
    worst = _worst(context)
    if worst is not None:
        told = _("{step} is believed to hurt most")
        title += "; " + told.format(step=context.step(worst.step))
    elif all(i is None for row in rows for i in row.impacts):
        title += "; " + _("nobody has said what they do to the customer")
    lead = _(
        "What we believe each meeting does, from −2 to +2: to the customer, to how they see us, "
        "and to the relationship."
    )
    return Head(anchor, subject, title, lead)


def _worst(context: Context) -> TouchPointFacts | None:
    """The meeting with the lowest sum of impacts, if that is below nothing."""
    known = []
    for number, t in enumerate(context.touch_points):
        values = [v for v in (t.customer, t.perception, t.relationship) if v is not None]
        if values:
            known.append((sum(values), number, t))
    total, _, worst = min(known, default=(0, 0, None), key=lambda item: item[:2])
    return worst if total < 0 else None


def _row(context: Context, meetings: list[TouchPointFacts]) -> Meeting:
    t = meetings[0]
    again = {
        item.lower()
        for request in context.requests
        for item, first, second in request.asked_twice or []
        if second == t.step and first != t.step
    }
    has, lacks = _protection(context, t)
    return Meeting(
        step=t.step,
        name=words.capital(t.does),
        moment=t.moment,
        party=", ".join(context.who(m.party) for m in meetings),
        channels=", ".join(words.unique([c for m in meetings for c in m.channels])),
        met_by=_("by themselves")
        if len(meetings) == 1 and t.by_party
        else context.who(t.performer),
        asks=tuple(Ask(item, item.lower() in again) for item in t.asks),
        has=has,
        lacks=lacks,
        refs=tuple(dict.fromkeys(context.refs[id(f)] for f in context.about(t.step))),
        found_by=_found_by(meetings),
        impacts=(t.customer, t.perception, t.relationship),
        about=f"{marks('party', [m.party for m in meetings])} {marks('role', [t.performer])}",
    )


def _protection(context: Context, t: TouchPointFacts) -> tuple[tuple[str, ...], str]:
    """What guards a meeting, and what is missing to guard it."""
    guards = (
        (_("standard"), bool(t.standard)),
        (_("measure"), bool(t.measure)),
        (_("recovery"), t.recovers),
    )
    has = [word for word, there in guards if there]
    lacks = [word for word, there in guards if not there]
    if any(t.step in f.after for f in context.analysis.all("feedback")):
        has.append(_("feedback follows"))
    if len(lacks) < 2:
        return tuple(has), _("no {what}").format(what=lacks[0]) if lacks else ""
    told = _("no {first} or {last}")
    return tuple(has), told.format(first=", ".join(lacks[:-1]), last=lacks[-1])


def _found_by(meetings: list[TouchPointFacts]) -> str:
    declared = all(m.basis.get("party", "declared") == "declared" for m in meetings)
    return _("declared") if declared else _("read from its label")


def _note(context: Context, rows: tuple[Meeting, ...]) -> str:
    values = [impact for row in rows for impact in row.impacts]
    unknown = sum(value is None for value in values)
    if not unknown:
        return ""
    if unknown == len(values):
        return _(
            "Hatched: nobody has said. Write `impact:` on the steps at which customers are met."
        )
    told = _("Hatched: nobody has said. {n} of {all} impacts are unknown.")
    return told.format(n=unknown, all=len(values))

"""Section 12: partners and suppliers: the waits we cause them and those they cause us."""

from __future__ import annotations

from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.report import words
from cxaudit.report.context import Context, Head
from cxaudit.report.lens import Cell, Lens, Panel, cell, table
from cxaudit.report.sections.quiet import OUTSIDE, silences_of
from cxaudit.report.texts import _, listed, share_of, term, times


def partners(context: Context) -> Lens:
    """The partner and supplier lens of a map."""
    found = [p for p in context.parties if p.kind in OUTSIDE]
    waits = [s for s in context.steps.values() if s.waits_on_party]
    total = sum((s.visits or 0.0) * ((s.waits or 0.0) + (s.takes or 0.0)) for s in waits)
    if waits and total:
        title = _("A case waits {time} for somebody outside").format(time=context.say(total))
    elif found:
        title = times(
            len(found),
            "{n} partner, and no wait for it is written down",
            "{n} partners, and no wait for them is written down",
        )
    else:
        title = _("No partner or supplier is named on this map")
    head = Head(f"{context.prefix}-partners", _("Partners and suppliers"), title)
    return Lens(12, head, (_caused(context, found), _borne(context)))


def _caused(context: Context, found: list[PartyFacts]) -> Panel:
    rows = []
    for p in found:
        met = [t for t in context.touch_points if t.party == p.id]
        waits = [t.party_waits for t in met if t.party_waits and _waits_for_us(context, t)]
        quiet = [r.silence for r in silences_of(context, p) if r.silence]
        rows.append(
            (
                Cell(words.capital(p.title), small=term(p.kind)),
                listed([context.step(t.step) for t in met]) or Cell(_("never met"), "unknown"),
                cell(context.say(max(waits)) if waits else None),
                cell(context.say(max(quiet)) if quiet else None),
                cell(context.who(p.contact)),
            )
        )
    name = _("What we do to them")
    heads = (
        _("Partner"),
        _("Met at"),
        _("Waits for us"),
        _("Hears nothing for"),
        _("Their contact here"),
    )
    title = share_of(
        sum(bool(p.contact) for p in found),
        len(found),
        "{part} partners has a named contact",
        "{part} partners have a named contact",
        only="The one partner has a named contact",
        only_not="The one partner has no named contact",
        none="No partner has a named contact",
    )
    write = _("parties of `kind: partner`, `supplier` or `regulator`, with a `contact:`")
    return Panel("caused", title, table(name, heads, rows), (), name, write)


def _waits_for_us(context: Context, met: TouchPointFacts) -> bool:
    """Whether the queue before a meeting is one in which the party waits. Before what the party does
    itself, and where nobody of ours does anything, we are those who wait."""
    step = context.steps[met.step]
    idle = step.performer is None and step.takes is None and not met.channels
    return not (met.by_party or step.performer_kind == "party" or idle)


def _borne(context: Context) -> Panel:
    steps = [s for s in context.steps.values() if s.waits_on_party]
    rows = []
    for s in steps:
        bound = cell(None)
        if s.at_most is not None:
            bound = Cell(_("at most {time}").format(time=context.say(s.at_most)), "good")
        elif s.if_late:
            told = _("after {time} to {step}") if s.if_late_after is not None else _("to {step}")
            bound = Cell(
                told.format(time=context.say(s.if_late_after), step=context.step(s.if_late)), "good"
            )
        rows.append(
            (
                words.capital(s.does),
                cell(context.say(s.waits) if s.waits is not None else None),
                bound,
                cell(context.who(s.owner)),
            )
        )
    name = _("What they do to us")
    heads = (_("We wait at"), _("For"), _("Bounded"), _("Answered for by"))
    title = share_of(
        sum(s.bounded for s in steps),
        len(steps),
        "{part} waits for others has a clock",
        "{part} waits for others have a clock",
        only="The one wait for others has a clock",
        only_not="The one wait for others has no clock",
        none="No wait for others has a clock",
    )
    write = _("a step `by:` a party, with `waits:`, `at-most:` and `if-late:`")
    return Panel("borne", title, table(name, heads, rows), (), name, write)

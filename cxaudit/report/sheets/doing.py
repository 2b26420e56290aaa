"""Panels on what a reader does: steps, what the customer feels there, what waits, what is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.step import FlowFacts, StepFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.lens import Bar, Bars, Cell, Panel, Prose, cell
from cxaudit.report.sheets.fit import SURE
from cxaudit.report.sheets.tables import MOST_BARS, codes, whole_table
from cxaudit.report.sheets.work import (
    Share,
    heaviest,
    part_of_waiting,
    step_cell,
    waited,
    waiting_of,
    where,
)
from cxaudit.report.texts import _, listed, share_of, times


def work_panel(shares: Sequence[Share], by_role: bool) -> Panel:
    """The steps with whom they meet, what those feel, how long a customer waits for them. `by_role`
    names who does each."""
    name = _("The steps, and what the customer feels there")
    write = _("`by:` on the steps")
    rows: list[tuple[Cell, ...]] = []
    for share in shares:
        for step in _most_felt(share.steps):
            rows.append(_work_row(share, step, shares, by_role))
    steps = sum(len(share.steps) for share in shares)
    met = sum(len(share.met) for share in shares)
    seen = _("all") if met == steps else met or _("none")
    title = times(
        steps,
        "{n} step; the customer sees {met}",
        "{n} steps; the customer sees {met} of them",
        met=seen,
    )
    if steps == 1:
        title = _("One step, which the customer sees") if met else _("One step, out of sight")
    heads = [_("Step"), _("Meets"), _("What they feel, as we believe"), _("Customer waits, a case"),
             _("Findings")]  # fmt: skip
    if not met:  # two columns that would say nothing
        heads, rows = [heads[0], *heads[3:]], [(row[0], *row[3:]) for row in rows]
    blocks = whole_table(name, heads, rows)
    return Panel("work", title, blocks, (20,), name, write)


def _most_felt(steps: Sequence[StepFacts]) -> list[StepFacts]:
    """In file order; of many, those first that customers meet or wait for longest."""
    if len(steps) <= SURE["work"]:
        return list(steps)
    return sorted(steps, key=lambda s: (not s.is_touch_point, -(s.exposure or 0.0)))


def _work_row(
    share: Share, step: StepFacts, shares: Sequence[Share], by_role: bool
) -> tuple[Cell, ...]:
    context = share.context
    meetings = [t for t in context.touch_points if t.step == step.id]
    met = listed([meeting_name(context, t) for t in meetings], 2)
    unmet = Cell(_("nobody"), "unknown") if step.maybe_touch_point else Cell(_("nobody"))
    felt = cell(felt_by(meetings[0]), _tone(meetings[0])) if meetings else Cell("–")
    waits = cell(waited(step.exposure)) if step.exposure is not None else cell(None)
    if step.exposure == 0:
        waits = Cell(_("not for this"))
    refs = [context.refs[id(f)] for f in context.about(step.id)]
    by = words.capital(context.who(step.performer)) if by_role else ""
    name = step_cell(share, step.id, shares, by)
    return (
        replace(name, text=name.text + (" ★" if step.moment else "")),
        Cell(met) if met else unmet,
        felt,
        waits,
        codes(refs),
    )


def meeting_name(context: Context, meeting: TouchPointFacts) -> str:
    """Whom a meeting is with, and how."""
    channels = f" ({', '.join(meeting.channels)})" if meeting.channels else ""
    return context.who(meeting.party) + channels


def felt_by(meeting: TouchPointFacts) -> str:
    """The three impacts of a meeting as it is believed to be; empty where none is stated."""
    axes = (
        (_("customer"), meeting.customer),
        (_("perception"), meeting.perception),
        (_("relationship"), meeting.relationship),
    )
    return ", ".join(f"{name} {words.signed(v)}" for name, v in axes if v is not None)


def _tone(meeting: TouchPointFacts) -> str:
    worst = meeting.worst_impact
    if worst is None or worst == 0:
        return ""
    return "bad" if worst < 0 else "good"


def waiting_panel(shares: Sequence[Share], by_role: bool) -> Panel:
    """What waits, and how long: by step, or by role of a department."""
    name = _("What waits")
    write = _("`takes:` and `waits:` on the steps, and who is met on which of them")
    first = heaviest(shares)
    if first is None:
        if waiting_of(shares) is None:
            return Panel("waiting", name, (), (15, 19), name, write)
        return Panel("waiting", name, (), (15, 19), name)
    parts: dict[tuple[str, str, str], float] = {}
    for share in shares:
        for step in share.steps:
            told = step_cell(share, step.id, shares)
            kind = "gate" if step.is_sign_off else ""
            key = (told.text, told.small, kind)
            if by_role:
                key = (words.capital(share.context.who(step.performer)), told.small, "")
            parts[key] = parts.get(key, 0.0) + (step.exposure or 0.0)
    order = sorted((item for item in parts.items() if item[1]), key=lambda item: -item[1])
    top = order[0][1]
    bars = tuple(
        Bar(text, waited(minutes), minutes / top, kind, small)
        for (text, small, kind), minutes in order[:MOST_BARS]
    )
    title = _("{hours} of waiting a case, {share} of all{where}").format(
        hours=waited(first.waiting or 0.0),
        share=part_of_waiting(first),
        where=where(first),
    )
    note = _("Working hours: expected visits × (queue + work) between two meetings.")
    return Panel("waiting", title, (Bars(name, bars),), (15, 19), name, note=note)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A hand-off: with whom, for which step, what the flow says of it."""

    who: str
    what: str
    comes: bool
    flow: FlowFacts


def _crossings(shares: Sequence[Share]) -> list[Crossing]:
    """Hand-offs of a reader, those of one pair and step once."""
    found: dict[tuple[str, str, bool], Crossing] = {}
    for share in shares:
        for flow, comes in share.crossings():
            who = share.context.who(share.other(flow, comes)) or _("nobody named")
            what = share.context.step((flow.target if comes else flow.source) or "")
            found.setdefault((who, what, comes), Crossing(who, what, comes, flow))
    return list(found.values())


def hand_off_panel(shares: Sequence[Share]) -> Panel:
    """From whom work comes and to whom it goes, what is handed over and by which standard."""
    name = _("Hand-offs in and out")
    write = _("`by:` on the steps; `gives: {what, standard}` on the step that hands over")
    found = _crossings(shares)
    if not found:
        return Panel("hand-offs", name, (), (61, 62), name, write if not shares else "")
    inward = [c for c in found if c.comes]
    outward = [c for c in found if not c.comes]
    across = [c for c in found if c.flow.unit_hand_off]
    bare = sum(not c.flow.receiver_standard for c in across)
    title = times(
        len(inward), "{n} hand-off in, {b} out", "{n} hand-offs in, {b} out", b=len(outward)
    )
    title += share_of(
        bare,
        len(across),
        "; {part} between departments has no standard of the receiver",
        "; {part} between departments have no standard of the receiver",
        only="; the one between departments has no standard of the receiver",
        only_not="",
        none="",
        every="; none between departments has the receiver's standard",
    )
    if any(c.flow.gives or c.flow.receiver_standard for c in found):
        heads = (_("From, to"), _("What is handed over"), _("Receiver's standard"))
        blocks = whole_table(name, heads, [_hand_off_row(c) for c in found])
        return Panel("hand-offs", title, blocks, (61, 62), name)
    # A table in which every cell is empty tells no more than these sentences.
    told = []
    if inward:
        told.append(_("From {who}.").format(who=_with(inward)))
    if outward:
        told.append(_("To {who}.").format(who=_with(outward)))
    told.append(_("Nobody says what is handed over: write {what}.").format(
        what="`gives: {what, standard}`"
    ))  # fmt: skip
    return Panel("hand-offs", title, (Prose(" ".join(told)),), (61, 62), name)


def _with(found: Sequence[Crossing]) -> str:
    by: dict[str, list[str]] = {}
    for crossing in found:
        back = crossing.flow.returned
        sent = _(", {share} sent back").format(share=words.percent(back)) if back else ""
        by.setdefault(crossing.who, []).append(crossing.what + sent)
    return listed([f"{who} ({listed(what, 2)})" for who, what in by.items()])


def _hand_off_row(crossing: Crossing) -> tuple[Cell, ...]:
    flow = crossing.flow
    sent = (
        _("{share} sent back").format(share=words.percent(flow.returned)) if flow.returned else ""
    )
    way = _("from {who}") if crossing.comes else _("to {who}")
    return (
        Cell(words.capital(way.format(who=crossing.who)), small=crossing.what),
        cell(listed(flow.gives), small=sent),
        _standard(flow),
    )


def _standard(flow: FlowFacts) -> Cell:
    """Whether the receiver's standard goes with it: a question between departments alone."""
    if flow.unit_hand_off is None:
        return cell(None)
    if not flow.unit_hand_off:
        return Cell(_("same department"))
    return Cell(_("yes"), "good") if flow.receiver_standard else Cell(_("no"), "bad")

"""What departments hand each other, what it costs the customer, and where the queue is."""

from __future__ import annotations

from cxaudit.analysis.facts.step import FlowFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.lens import Bar, Bars, Card, Cards, Cell, Panel, cell, table
from cxaudit.report.texts import _, listed, share_of, times
from cxaudit.rules.reference import heuristic

MOST_STEPS = 40
BUSY = 0.85  # of the working time, from which a queue grows without end
# Process first, then technology, people last.
REMEDIES = (
    "task-elimination",
    "triage",
    "task-automation",
    "specialist-generalist",
    "extra-resources",
)


def exchange(context: Context) -> tuple[Panel, ...]:
    """The panels of the section on departments."""
    return (
        _steps(context),
        _bottleneck(context),
        _pairs(context),
        _sheet(context),
        _complaints(context),
    )


def _steps(context: Context) -> Panel:
    inside = [s for s in context.steps.values() if s.exposure]
    name = _("What every step of ours does to the wait")
    write = _("`takes:` and `waits:` on the steps, and who is met on which of them")
    total = sum(s.exposure or 0.0 for s in inside)
    ordered = sorted(inside, key=lambda s: -(s.exposure or 0.0))[:MOST_STEPS]
    rows = [
        (
            words.capital(s.does),
            cell(context.who(s.performer)),
            Cell(_("outside"))
            if s.performer_kind == "party"
            else cell(words.capital(context.who(s.unit))),
            words.hours(s.exposure or 0.0),
            words.percent((s.exposure or 0.0) / total),
        )
        for s in ordered
    ]
    heads = (_("Step"), _("Done by"), _("Department"), _("Customer waits, a case"), _("Share"))
    title = name
    if ordered:
        title = _("{step} makes the customer wait longest: {hours} a case").format(
            step=words.capital(context.step(ordered[0].id)),
            hours=words.hours(ordered[0].exposure or 0),
        )
    return Panel("steps", title, table(name, heads, rows, numbers=(3, 4)), (19,), name, write)


def _bottleneck(context: Context) -> Panel:
    used = {s.performer for s in context.steps.values()} | {
        a for g in context.sign_offs for a in g.approvers
    }
    loaded = [r for r in context.roles.values() if r.load is not None and r.id in used]
    name = _("Where the queue is")
    write = _(
        "`volume:` or arrivals on request types, `people:` and `hours:` on roles, `takes:` on steps"
    )
    if not loaded:
        return Panel("bottleneck", name, (), (8,), name, write)
    loaded.sort(key=lambda r: -(r.load or 0.0))
    first = loaded[0]
    top = max(1.0, first.load or 0.0)
    bars = tuple(
        Bar(
            words.capital(context.who(r.id)),
            words.percent(r.load),
            (r.load or 0.0) / top,
            "gate" if (r.load or 0.0) > BUSY else "",
            times(round(r.people), "{n} person", "{n} people") if r.people else "",
            BUSY / top,
            about=mark("role", r.id),
        )
        for r in loaded[:12]
    )
    title = _("{who} is busy {load} of the time").format(
        who=words.capital(context.who(first.id)), load=words.percent(first.load)
    )
    ways = tuple(
        (str(n), Cell(f"{_(heuristic(h).title)}: {_(heuristic(h).what)}"))
        for n, h in enumerate(REMEDIES, 1)
    )
    blocks = (
        Bars(name, bars),
        Cards((Card(_("What helps, in this order"), _("process, technology, people"), ways),)),
    )
    note = _("The upright is {n}: above it a queue grows faster than it is worked off.")
    return Panel(
        "bottleneck", title, blocks, (8,), name, write, note=note.format(n=words.percent(BUSY))
    )


def _crossings(context: Context) -> list[FlowFacts]:
    """Flows between departments, those between the same steps once: a choice may name one twice."""
    found: dict[tuple[str, str | None], FlowFacts] = {}
    for f in context.analysis.all("flow"):
        if f.unit_hand_off and f.target:
            first = found.setdefault((f.source, f.target), f)
            if first.returned is None and f.returned is not None:
                found[f.source, f.target] = f
    return list(found.values())


def _pairs(context: Context) -> Panel:
    flows = [f for f in context.analysis.all("flow") if f.hand_off and f.target]
    name = _("Internal suppliers and customers")
    found: dict[tuple[str, str], list[FlowFacts]] = {}
    for f in flows:
        pair = (_holder(context, f.source), _holder(context, f.target or ""))
        found.setdefault(pair, []).append(f)
    rows = []
    named = 0
    for (one, other), those in found.items():
        what = list(dict.fromkeys(g for f in those for g in f.gives))
        named += bool(what)
        rows.append(
            (
                words.capital(one or _("nobody named")),
                cell(listed(what), small=""),
                words.capital(other or _("nobody named")),
                listed(words.unique([context.step(f.target or "") for f in those]), 3),
            )
        )
    heads = (_("Who supplies"), _("What"), _("Who receives"), _("For"))
    title = share_of(
        named,
        len(found),
        "{part} hand-offs names what is handed over",
        "{part} hand-offs name what is handed over",
        only="The one hand-off names what is handed over",
        only_not="The one hand-off does not name what is handed over",
        none="No hand-off names what is handed over",
    )
    write = _("`by:` on steps; `gives:` on a step names what the next one gets")
    return Panel("suppliers", title, table(name, heads, rows), (61,), name, write)


def _holder(context: Context, step: str) -> str:
    facts = context.steps.get(step)
    return context.who(facts.performer) if facts else ""


def _sheet(context: Context) -> Panel:
    flows = _crossings(context)
    rows = []
    for f in flows:
        back = f.returned
        rows.append(
            (
                f"{words.capital(context.who(f.from_unit))} → {words.capital(context.who(f.to_unit))}",
                f"{context.step(f.source)} → {context.step(f.target or '')}",
                cell(listed(f.gives)),
                Cell(_("yes"), "good") if f.receiver_standard else Cell(_("no"), "bad"),
                cell(words.percent(back) if back is not None else None),
            )
        )
    heads = (_("From, to"), _("Steps"), _("Handed over"), _("Receiver's standard"), _("Sent back"))
    with_ = sum(f.receiver_standard for f in flows)
    title = share_of(
        with_,
        len(flows),
        "{part} hand-offs between departments has the receiver's standard",
        "{part} hand-offs between departments have the receiver's standard",
        only="The one hand-off between departments has the receiver's standard",
        only_not="The one hand-off between departments does not have the receiver's standard",
        none="No hand-off between departments has the receiver's standard",
    )
    name = _("Hand-off sheet")
    write = _(
        "`units:` in the organisation file; `gives: {what, standard}` on the step that hands over"
    )
    return Panel("hand-offs", title, table(name, heads, rows, numbers=(4,)), (62,), name, write)


def _inside(context: Context, name: str) -> bool:
    world = context.study.world
    party = world.parties.get(name)
    return (
        name in world.units
        or name in world.roles
        or (party is not None and party.kind == "internal")
    )


def _complaints(context: Context) -> Panel:
    own = {f.id: f for f in (*context.shared.get("feedback", ()), *context.feedback)}
    asked = [(f, [x for x in f.from_ if _inside(context, x)]) for f in own.values()]
    asked = [(f, who) for f, who in asked if who]
    rows = [
        (
            words.capital(f.title),
            listed([context.who(x) for x in who]),
            listed([context.step(a) for a in f.after if a in context.steps]) or _("any time"),
            cell(words.amount(f.complaint_count, 0) if f.complaint_count is not None else None),
            cell(f.last),
        )
        for f, who in asked
    ]
    heads = (_("Feedback"), _("Departments asked"), _("After"), _("Complaints counted"), _("Last"))
    title = times(
        len(rows),
        "{n} way in which departments complain about each other is counted",
        "{n} ways in which departments complain about each other are counted",
    )
    name = _("Internal complaints")
    write = _("`feedback:` with `from:` a department or a role, and `counts:`")
    return Panel("complaints", title, table(name, heads, rows, numbers=(3,)), (63,), name, write)

"""Who answers for a map, who does what in it, who designed it, and how fresh it is."""

from __future__ import annotations

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.infer.lexicon import in_words
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.lens import Block, Card, Cards, Cell, Panel, Prose, cell, table
from cxaudit.report.sections.people import unwatched, unwatched_steps
from cxaudit.report.texts import _, listed, months_ago, ngettext, share_of, times, unstated

MOST_ROLES = 12  # columns of the matrix


def accountability(context: Context) -> tuple[Panel, ...]:
    """The panels of the section on owners."""
    return (
        _answerable(context),
        _raci(context),
        _design(context),
        _weighed(context),
        _agenda(context),
        _current(context),
        *_undated(context),
        _lived(context),
    )


def _answerable(context: Context) -> Panel:
    owners = [context.who(o) for o in context.map.owners]
    leaders = [context.who(x) for x in context.map.leaders]
    write = _("`owner:` and `leader:` at the top of the map")
    name = _("Who answers, who leads")
    if not owners and not leaders:
        return Panel("answerable", name, (), (7,), name, write)
    first = (
        ngettext("{who} answers for this", "{who} answer for this", len(owners)).format(
            who=words.capital(listed(owners))
        )
        if owners
        else _("Nobody answers for this")
    )
    second = (
        ngettext("{who} leads", "{who} lead", len(leaders)).format(who=listed(leaders))
        if leaders
        else _("no leader is named")
    )
    above = [context.who(x) for o in context.map.owners for x in context.study.world.line_of(o)]
    line = _("Above: {line}.").format(line=" → ".join(dict.fromkeys(above))) if above else ""
    far = context.map.beyond_reach
    reach = ""
    if owners and far:
        told = _(
            "{n} of {all} steps are done in departments that do not report to the owner: {which}."
        )
        reach = told.format(
            n=len(far), all=context.map.size, which=listed([context.step(s) for s in far])
        )
    vacant = [r for r in _roles(context) if getattr(context.study.world.roles.get(r), "vacant", 0)]
    empty = (
        _("Vacant: {who}.").format(who=listed([context.who(r) for r in vacant])) if vacant else ""
    )
    told = " ".join(filter(None, (line, reach, empty)))
    blocks: tuple[Block, ...] = (
        (Prose(told),)
        if told
        else (
            Prose(
                _("Nobody stands above."),
            ),
        )
    )
    return Panel("answerable", f"{first}; {second}", blocks, (7,))


def _roles(context: Context) -> list[str]:
    """Everybody inside who does, answers, approves or hears something, the busiest first."""
    count: dict[str, int] = {}
    for s in context.steps.values():
        names = [s.owner, *s.consult, *s.inform]
        names += [s.performer] if s.performer_kind == "role" else []
        for name in filter(None, names):
            count[name] = count.get(name, 0) + 1
    for gate in context.sign_offs:
        for name in gate.approvers:
            if name != "?":
                count[name] = count.get(name, 0) + 1
    return sorted(count, key=lambda name: -count[name])


def _raci(context: Context) -> Panel:
    open_ = unwatched_steps(context)
    steps = [
        s for s in context.steps.values() if s.needs_performer or s.kind == "call" or s.id in open_
    ]
    roles = _roles(context)
    name = _("RACI matrix")
    write = _("`owner:` on the map or its steps, `by:`, `consult:` and `inform:` on the steps")
    if not roles or not steps:
        return Panel("raci", name, (), (), name, write)
    shown = roles[:MOST_ROLES]
    gates = {g.step: [a for a in g.approvers if a != "?"] for g in context.sign_offs}
    rows = [_raci_row(context, s, shown, gates.get(s.id, [])) for s in steps]
    gaps = sum(not _answerers(context, s) for s in steps)
    crowds = sum(len(_answerers(context, s)) > 1 for s in steps)
    undone = sum(s.performer is None for s in steps if s.needs_performer)
    parts = []
    if gaps:
        parts.append(
            times(gaps, "{n} step has nobody accountable", "{n} steps have nobody accountable")
        )
    if crowds:
        parts.append(
            times(crowds, "{n} step has several accountable", "{n} steps have several accountable")
        )
    if undone:
        parts.append(times(undone, "{n} step has no doer", "{n} steps have no doer"))
    title = words.capital(listed(parts)) or _(
        "Every step that is work has one who is accountable and one who does it"
    )
    title += unwatched(context)
    note = _("R does it, A answers for it, S must say yes, C is asked, I is told. One A a row.")
    if len(roles) > len(shown):
        rest = [context.who(r) for r in roles[MOST_ROLES:]]
        note += " " + _("Not shown: {who}.").format(who=listed(rest))
    heads = (_("Step"), *(words.capital(context.who(r)) for r in shown), _("Gaps"))
    return Panel("raci", title, table(name, heads, rows, "matrix"), (), name, write, note=note)


def _answerers(context: Context, step: StepFacts) -> list[str]:
    """Who is accountable: the owner of the step; several where the map has several."""
    owners = context.map.owners
    if step.owner is None:
        return []
    return list(owners) if step.owner in owners and len(owners) > 1 else [step.owner]


def _raci_row(
    context: Context, step: StepFacts, roles: list[str], approvers: list[str]
) -> tuple[Cell, ...]:
    answer = _answerers(context, step)
    cells = []
    for role in roles:
        marks = [
            mark
            for mark, there in (
                ("R", step.performer == role),
                ("A", role in answer),
                ("S", role in approvers),
                ("C", role in step.consult),
                ("I", role in step.inform),
            )
            if there
        ]
        crowd = "A" in marks and len(answer) > 1
        cells.append(Cell(" ".join(marks), "bad" if crowd else "mid" if marks else ""))
    faults = []
    if not answer:
        faults.append(_("no A"))
    if len(answer) > 1:
        faults.append(_("{n} A").format(n=len(answer)))
    if step.performer is None and step.needs_performer:
        faults.append(_("no R"))
    if step.id in unwatched_steps(context):
        faults.append(_("nobody watches the wait"))
    return (
        Cell(words.capital(step.does)),
        *cells,
        Cell(", ".join(faults), "bad" if faults else ""),
    )


def _design(context: Context) -> Panel:
    m = context.map
    name = _("Design record")
    write = _("`designed-with:` names who was in the room, `considers:` what was weighed")
    if m.designed_with is None and m.considers is None:
        return Panel("design", name, (), (4, 29), name, write)
    if m.designed_with is None:
        title = _("Nobody has said who was in the room")
    elif m.designed_with_customer_voice:
        title = _("Somebody who meets customers was in the room")
    else:
        title = _("Nobody who meets customers was in the room")
    room = [context.who(x) for x in m.designed_with or []]
    parts = [r for r in context.requests if r.parts_at]
    if len(context.requests) < 2:
        apart = _("one request type only")
    elif parts:
        apart = _("at {step}").format(
            step=listed([context.step(r.parts_at or "") for r in parts[:1]])
        )
    else:
        apart = _("nowhere stated")
    facts = (
        (_("In the room"), cell(listed(room, 10), "" if m.designed_with_customer_voice else "bad")),
        (_("They weighed"), cell(listed(m.considers or [], 10))),
        (_("Easy and hard should part"), Cell(apart)),
        (_("Last held against reality"), cell(m.reviewed)),
    )
    return Panel("design", title, (Cards((Card(name, context.map.title, facts),)),), (4, 29))


def _weighed(context: Context) -> Panel:
    items = context.map.considers or []
    name = _("What was weighed")
    if not items:
        return Panel("weighed", name, (), (28,), name, _("`considers:` lists what was weighed"))
    theirs = [i for i in items if in_words(i, "customer-words")]
    ours = [i for i in items if i not in theirs and in_words(i, "internal")]
    either = [i for i in items if i not in theirs and i not in ours]
    title = share_of(
        len(theirs),
        len(items),
        "{part} considerations is the customer's",
        "{part} considerations are the customer's",
        only="The one consideration is the customer's",
        only_not="The one consideration is not plainly the customer's",
        none="No consideration is plainly the customer's",
    )
    if len(ours) == len(items):
        title = _("All that was weighed is our own; the customer's side is empty")
    rows = [
        (_("Our side"), Cell(", ".join(ours) or _("nothing"), "mid")),
        (
            _("The customer's side"),
            Cell(", ".join(theirs), "good") if theirs else Cell(_("empty"), "unknown"),
        ),
    ]
    if either:
        rows.append((_("Whose it is, the words do not tell"), Cell(", ".join(either))))
    shown = table(name, (_("Side"), _("What was weighed when this was designed")), rows)
    return Panel("weighed", title, shown, (28,))


def _agenda(context: Context) -> Panel:
    name = _("What meetings cover")
    steps = [s for s in context.steps.values() if s.covers]
    blind = {p.split("/")[1] for p in context.map.internal_only if p.startswith("steps/")}
    rows = []
    for s in steps:
        only = s.id in blind
        told = _("nothing of the customer's") if only else _("the customer's as well")
        rows.append(
            (words.capital(s.does), ", ".join(s.covers), Cell(told, "bad" if only else "good"))
        )
    title = share_of(
        sum(s.id in blind for s in steps),
        len(steps),
        "{part} planning steps covers only our own matters",
        "{part} planning steps cover only our own matters",
        only="The one planning step covers only our own matters",
        only_not="The one planning step covers the customer's matters as well",
        none="Every planning step covers the customer's matters as well",
    )
    shown = table(name, (_("Step"), _("Covers"), _("Customer")), rows)
    write = _("`covers:` on a planning step lists what it deals with")
    return Panel("agenda", title, shown, (27,), name, write)


def _current(context: Context) -> Panel:
    m = context.map
    name = _("Soundness and currency")
    verdicts = {
        "sound": _("sound: every case comes to its end"),
        "undecided": _("undecided"),
        "deadlock": _("a case can get stuck"),
        "lack-of-synchronisation": _("a case can be in two places at once"),
        "no-way-out": _("a case can go round without an end"),
        "dead-step": _("a step can never be reached"),
    }
    age = m.reviewed_months
    fresh = cell(None)
    if m.reviewed:
        ago = months_ago(age) if age is not None else ""
        fresh = Cell(m.reviewed, small=ago)
    waits = [s for s in context.steps.values() if s.waits_on_party and not s.bounded]
    never = [
        (_("what to do when a moment of truth goes wrong"), m.unrecovered_moments),
        (_("that a sign-off may say no"), m.cannot_say_no),
        (_("to tell the customer how it ended"), _untold(context)),
        (_("what to do when the other side does not answer"), [s.id for s in waits]),
    ]
    forgets = [
        _("{what} ({steps})").format(what=what, steps=listed([context.step(s) for s in steps], 3))
        for what, steps in never
        if steps
    ]
    facts = (
        (
            _("The flow"),
            cell(
                verdicts.get(m.verdict or "", m.verdict or ""),
                "good" if m.verdict == "sound" else "bad",
            ),
        ),
        (_("Last held against reality"), fresh),
        (_("Never considers"), Cell("; ".join(forgets), "bad"))
        if forgets
        else (_("Looked for and found"), Cell(_("nothing left out"), "good")),
    )
    sound = (
        _("The flow is sound") if m.verdict == "sound" else _("The flow is not known to be sound")
    )
    if m.reviewed and age is not None:
        sound += _(", the map last checked {ago}").format(ago=months_ago(age))
    else:
        sound += _(", and nobody says when it was last checked")
    return Panel("current", sound, (Cards((Card(name, "", facts),)),), (9,))


def _undated(context: Context) -> tuple[Panel, ...]:
    """What to write where nobody says how fresh the map is."""
    if context.map.reviewed:
        return ()
    write = _("`reviewed:` at the top of the map, the day on which it was held against reality")
    return (Panel("reviewed", _("Currency"), (), (9,), "", write),)


def _untold(context: Context) -> list[str]:
    found = [s for r in context.requests for s in r.untold_ends or []]
    return list(dict.fromkeys(found))


def _lived(context: Context) -> Panel:
    name = _("Designed against lived")
    rows: list[tuple[Cell | str, ...]] = []
    for r in context.requests:
        if r.promise is None:
            continue
        late = r.time is not None and r.time > r.promise
        lived = (
            Cell(context.say(r.time), "bad" if late else "") if r.time is not None else cell(None)
        )
        rows.append(
            (
                r.title,
                _("promised {time}").format(time=context.say(r.promise)),
                lived,
                _("by the map's own times"),
            )
        )
    for m in context.measures:
        if m.target or m.now:
            now = cell(m.now, "bad" if m.behind else "good" if m.behind is False else "")
            rows.append((words.capital(m.title or m.id), m.target or unstated(), now, m.last or ""))
    for gate in context.sign_offs:
        if gate.rejects_of:
            rows.append(
                (
                    words.capital(gate.does),
                    _("says no"),
                    Cell(words.percent(gate.rejects)),
                    times(gate.rejects_of, "{n} case counted", "{n} cases counted"),
                )
            )
    heads = (_("What"), _("Designed"), _("Lived"), _("Seen"))
    write = _("`promise:` on request types; `target:`, `now:` and `last:` on measures")
    off = sum(isinstance(row[2], Cell) and row[2].tone == "bad" for row in rows)
    title = share_of(
        off,
        len(rows),
        "{part} figures falls short of what was designed",
        "{part} figures fall short of what was designed",
        only="The one figure falls short of what was designed",
        only_not="The one figure does not fall short of what was designed",
        none="No figure falls short of what was designed",
    )
    return Panel("lived", title, table(name, heads, rows), (30,), name, write)

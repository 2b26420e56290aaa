"""How customers are heard: when, by whom, what comes of it. The second half of section 13."""

from __future__ import annotations

import datetime

from cxaudit.analysis.facts.listening import FeedbackFacts
from cxaudit.report import words
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, Picture, cell, table, yes_no
from cxaudit.report.pictures.calendar import Row, calendar
from cxaudit.report.pictures.loops import Loop, loops
from cxaudit.report.sections.leaders import LAPSED
from cxaudit.report.texts import _, listed, share_of, term, unstated

MOST_LOOPS = 8


def hearing(house: House, feedback: list[FeedbackFacts]) -> tuple[Panel, ...]:
    """The panels about feedback."""
    return (
        _calendar(house, feedback),
        _loops(house, feedback),
        _routes(house, feedback),
        _praise([f for f in feedback if not from_inside(house, f)]),
        _uses(feedback),
        _said_and_done(house),
    )


def from_inside(house: House, feedback: FeedbackFacts) -> bool:
    """Whether a way of listening hears departments and roles alone: what these say of each other is no
    praise and no complaint of customers."""
    inside = {u.id for u in house.units} | {r.id for r in house.roles}
    inside |= {p.id for p in house.parties if p.kind == "internal"}
    return bool(feedback.from_) and set(feedback.from_) <= inside


def _calendar(house: House, feedback: list[FeedbackFacts]) -> Panel:
    name = _("Listening calendar")
    write = _("`every:` and `last:` on `feedback:` and on customer measures")
    rows = []
    for f in feedback:
        rows.append(
            _turn(
                words.capital(f.title),
                listed(house.names(f.from_)) or _("whoever was served"),
                f.last,
                f.every,
                f.turns_missed,
            )
        )
    for m in house.all("measure"):
        if m.kind == "customer":
            rows.append(
                _turn(
                    words.capital(m.title or house.who(m.id)),
                    listed(house.names(m.of)),
                    m.last,
                    m.every,
                    m.turns_missed,
                )
            )
    heard = {x for f in feedback for x in f.from_} | {
        x for m in house.all("measure") if m.kind == "customer" for x in m.of
    }
    for p in house.parties:
        if p.key and p.id not in heard and not p.heard:
            rows.append(
                Row(words.capital(p.title), _("key party"), None, "missing", _("nobody asks"))
            )
    if not any(r.last or r.state != "missing" for r in rows):
        return Panel("calendar", name, (), (37,), name, write)
    done = sum(r.state == "done" for r in rows)
    title = share_of(
        done,
        len(rows),
        "{part} ways of asking came round in time",
        "{part} ways of asking came round in time",
        only="The one way of asking came round in time",
        only_not="The one way of asking did not come round in time",
        none="No way of asking came round in time",
    )
    says = "; ".join(f"{r.name}, {r.who}: {r.told}" for r in rows)
    cells = [
        (
            r.name,
            r.who,
            cell(r.last.isoformat() if r.last else None),
            Cell(r.told, "bad" if r.state in ("lapsed", "missing") else ""),
        )
        for r in rows
    ]
    heads = (_("What"), _("Who is asked"), _("Last"), _("State"))
    blocks = (Picture(calendar(tuple(rows), house.as_of), says), *table(name, heads, cells))
    return Panel("calendar", title, blocks, (37,), name)


def _turn(name: str, who: str, last: str | None, every: str | None, missed: float | None) -> Row:
    state = "unknown" if missed is None else "lapsed" if missed > LAPSED else "done"
    told = {"done": _("in time"), "lapsed": _("lapsed"), "unknown": _("no rhythm stated")}[state]
    told += ", " + _("every {turn}").format(turn=term(every)) if every else ""
    return Row(name, who, datetime.date.fromisoformat(last) if last else None, state, told)


def _loops(house: House, feedback: list[FeedbackFacts]) -> Panel:
    name = _("Loops")
    write = _("`feedback:` with `to:`, `within:`, `unhappy:` and `outer:`")
    if not feedback:
        return Panel("loops", name, (), (38,), name, write)
    drawn = tuple(
        Loop(words.capital(f.title), f.answered, bool(f.unhappy_helped), bool(f.outer))
        for f in feedback[:MOST_LOOPS]
    )
    closed = [f for f in feedback if f.answered and f.unhappy_helped]
    title = share_of(
        len(closed),
        len(feedback),
        "{part} inner loops is closed",
        "{part} inner loops are closed",
        only="The one inner loop is closed",
        only_not="The one inner loop is open",
        none="No inner loop is closed",
    )
    rows = [
        (
            words.capital(f.title),
            yes_no(f.answered),
            Cell(
                (f.unhappy or unstated()).replace("-", " "), "good" if f.unhappy_helped else "bad"
            ),
            Cell(house.who(f.outer), "good") if f.outer else Cell(_("nothing"), "bad"),
        )
        for f in feedback
    ]
    heads = (
        _("Feedback"),
        _("Somebody answers"),
        _("What the unhappy get"),
        _("What is learned from all of it"),
    )
    says = "; ".join(
        f"{x.name}: " + (_("closed") if x.answered and x.helped else _("open")) for x in drawn
    )
    return Panel(
        "loops", title, (Picture(loops(drawn), says), *table(name, heads, rows)), (38,), name
    )


def _routes(house: House, feedback: list[FeedbackFacts]) -> Panel:
    rows = [
        (
            words.capital(f.title),
            listed(house.names(f.from_)) or unstated(),
            cell(listed(house.names(f.to))),
            cell(words.span(f.within) if f.within is not None else None),
            cell(words.span(f.unhappy_within) if f.unhappy_within is not None else None),
        )
        for f in feedback
    ]
    clocked = sum(bool(f.to and f.within is not None) for f in feedback)
    title = share_of(
        clocked,
        len(feedback),
        "{part} ways of listening names who answers and by when",
        "{part} ways of listening name who answers and by when",
        only="The one way of listening names who answers and by when",
        only_not="The one way of listening does not name who answers and by when",
        none="No way of listening names who answers and by when",
    )
    name = _("Routing, with a clock")
    heads = (
        _("Feedback"),
        _("From"),
        _("To"),
        _("Answered within"),
        _("The unhappy are helped within"),
    )
    write = _("`to:` and `within:` on `feedback:`")
    return Panel("routes", title, table(name, heads, rows), (39,), name, write)


def _praise(feedback: list[FeedbackFacts]) -> Panel:
    rows = []
    praise = complaints = 0.0
    for f in feedback:
        if not f.shares and f.praise_count is None and f.complaint_count is None:
            continue
        praise, complaints = (
            praise + (f.praise_count or 0.0),
            complaints + (f.complaint_count or 0.0),
        )
        ratio = cell(None)
        if f.praise_count is not None and f.complaint_count is not None:
            ratio = Cell(
                f"{words.amount(f.praise_count, 0)} : {words.amount(f.complaint_count, 0)}"
            )
        rows.append(
            (
                words.capital(f.title),
                cell(listed(f.shares)),
                Cell(_("yes"), "good") if f.shares_praise else Cell(_("no"), "bad"),
                ratio,
            )
        )
    sharing = sum(bool(f.shares_praise) for f in feedback)
    title = share_of(
        sharing,
        len(rows),
        "Praise is passed on from {part} ways of listening",
        "Praise is passed on from {part} ways of listening",
        only="Praise is passed on from the one way of listening",
        only_not="Praise is not passed on from the one way of listening",
        none="Praise is passed on from no way of listening",
    )
    if praise and complaints:
        title += _("; {a} praise to {b} complaints").format(
            a=words.amount(praise, 0), b=words.amount(complaints, 0)
        )
    name = _("Praise and complaints")
    heads = (_("Feedback"), _("Passed on"), _("Praise too"), _("Praise : complaints"))
    write = _("`shares: [praise, complaints]` and `counts:` on `feedback:`")
    return Panel("praise", title, table(name, heads, rows), (40,), name, write)


def _uses(feedback: list[FeedbackFacts]) -> Panel:
    found = [f for f in feedback if f.used_for]
    rows = [
        (
            words.capital(f.title),
            Cell(listed(f.used_for), "bad" if _stick(f) else "good"),
            _("a stick") if _stick(f) else _("no stick"),
        )
        for f in found
    ]
    sticks = sum(_stick(f) for f in found)
    title = share_of(
        sticks,
        len(found),
        "{part} ways of listening is used to punish",
        "{part} ways of listening are used to punish",
        only="The one way of listening is used to punish",
        only_not="The one way of listening is not used to punish",
        none="No way of listening is used to punish",
    )
    name = _("What feedback is used for")
    write = _("`used-for:` on `feedback:`, such as coaching")
    return Panel(
        "uses",
        title,
        table(name, (_("Feedback"), _("Used for"), _("Read as")), rows),
        (41,),
        name,
        write,
    )


def _stick(feedback: FeedbackFacts) -> bool:
    return any("disciplin" in use.lower() or "punish" in use.lower() for use in feedback.used_for)


def _said_and_done(house: House) -> Panel:
    actions = house.whole.actions
    rows = []
    for a in actions:
        state = (
            Cell(_("done {day}").format(day=a.done), "good")
            if a.closed
            else Cell(
                _("overdue since {day}").format(day=a.due)
                if a.overdue
                else _("open, due {day}").format(day=a.due or unstated()),
                "bad" if a.overdue else "",
            )
        )
        told = (
            Cell(listed(house.names(a.told)), "good")
            if a.told
            else Cell(_("nobody"), "bad" if a.closed else "")
        )
        rows.append(
            (
                cell((a.about or "").replace("-", " ")),
                words.capital(a.id.replace("-", " ")),
                cell(house.who(a.by)),
                state,
                told,
            )
        )
    name = _("You said, we did")
    done = [a for a in actions if a.closed]
    title = share_of(
        len(done),
        len(actions),
        "{part} things said led to something done",
        "{part} things said led to something done",
        only="The one thing said led to something done",
        only_not="The one thing said led to nothing done",
        none="Nothing that was said led to something done",
    )
    if done:
        title += share_of(
            sum(bool(a.told) for a in done),
            len(done),
            "; {m} of these was told to somebody",
            "; {m} of these were told to somebody",
            only="; somebody was told of it",
            only_not="; nobody was told of it",
            none="; nobody was told of these",
            every="; each was told to somebody",
        )
    heads = (_("You said, about"), _("We did"), _("Who"), _("State"), _("Told to"))
    write = _(
        "`actions:` in the organisation file, with `about:`, `by:`, `due:`, `done:` and `told:`"
    )
    return Panel("done", title, table(name, heads, rows), (43,), name, write)

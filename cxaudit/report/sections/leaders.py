"""Section 11: what leaders do themselves, what people are rewarded on, how the front line is heard."""

from __future__ import annotations

import datetime

from cxaudit.analysis.facts.organisation import RoutineFacts
from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.house import House
from cxaudit.report.lens import Card, Cards, Cell, Lens, Panel, Picture, Prose, cell, table
from cxaudit.report.pictures.calendar import Row, calendar
from cxaudit.report.texts import _, listed, share_of, term, times

LAPSED = 2.0  # turns
# What leaders are looked for in: the kinds of routines, and whether one that nobody does is missed.
EXPECTED = (
    ("serve-customers", True),
    ("review-customer-surveys", True),
    ("contact-unhappy", True),
    ("front-line-forum", True),
    ("walk-the-floor", False),
)


def leaders(house: House) -> Lens:
    """The leader and sponsor lens of an organisation."""
    panels = (
        _calendar(house),
        _rewards(house),
        _shared(house),
        _up(house),
        _voice(house),
        _recognition(house),
        _teams(house),
        _answers(house),
    )
    anchor, subject = f"{house.prefix}-leaders", _("Leaders")
    whole = house.whole
    if not house.known:
        return Lens(11, Head(anchor, subject, _("Nothing is known of leaders")), panels)
    missing, lapsed = len(whole.missing_routines), len(whole.lapsed_routines)
    if missing:
        title = times(
            missing,
            "Of four things leaders should do themselves, {n} is done by nobody",
            "Of four things leaders should do themselves, {n} are done by nobody",
        )
        if lapsed:
            title += times(lapsed, "; {n} has lapsed", "; {n} have lapsed")
    elif lapsed:
        title = times(
            lapsed,
            "Of four things leaders should do themselves, {n} has lapsed",
            "Of four things leaders should do themselves, {n} have lapsed",
        )
    else:
        title = _("Leaders serve, read, call and listen, each in its time")
    return Lens(11, Head(anchor, subject, title), panels)


def state_of(routine: RoutineFacts) -> str:
    """Whether a routine is `done`, has `lapsed`, or nobody says (`unknown`)."""
    if routine.turns_missed is None:
        return "unknown"
    return "lapsed" if routine.turns_missed > LAPSED else "done"


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _calendar(house: House) -> Panel:
    name = _("Leader calendar")
    write = _(
        "`routines:` in the organisation file: `serve-customers: {by, every, last}` and its like"
    )
    routines = house.all("routine")
    if not routines:
        return Panel("calendar", name, (), (47, 56, 57, 58), name, write)
    rows = []
    kinds = {r.kind for r in routines}
    told = {
        "done": _("done"),
        "lapsed": _("lapsed"),
        "unknown": _("nobody says when"),
        "missing": _("nobody does it"),
    }
    for r in routines:
        state = state_of(r)
        every = _("every {turn}").format(turn=term(r.every)) if r.every else ""
        says = told[state] + (f", {every}" if every else "")
        rows.append(
            Row(
                words.capital(term(r.id)),
                listed(house.names(r.by)),
                _day(r.last),
                state,
                says,
            )
        )
    for kind, wanted in EXPECTED:
        if wanted and kind not in kinds:
            rows.append(
                Row(
                    words.capital(term(kind)),
                    _("nobody"),
                    None,
                    "missing",
                    told["missing"],
                )
            )
    says = "; ".join(
        f"{row.name}, {row.who}: {row.told}"
        + (", " + _("last {day}").format(day=row.last.isoformat()) if row.last else "")
        for row in rows
    )
    done = sum(row.state == "done" for row in rows)
    title = share_of(
        done,
        len(rows),
        "{part} routines was done in its time",
        "{part} routines were done in their time",
        only="The one routine was done in its time",
        only_not="The one routine was not done in its time",
        none="No routine was done in its time",
    )
    cells = [
        (
            row.name,
            row.who,
            cell(row.last.isoformat() if row.last else None),
            Cell(row.told, {"done": "good", "unknown": ""}.get(row.state, "bad")),
        )
        for row in rows
    ]
    heads = (_("Routine"), _("By"), _("Last"), _("State"))
    blocks = (Picture(calendar(tuple(rows), house.as_of), says), *table(name, heads, cells))
    return Panel("calendar", title, blocks, (47, 56, 57, 58), name)


def _rewards(house: House) -> Panel:
    name = _("Incentive alignment")
    whole = house.whole
    write = _("`rewards:` in the organisation file: role or unit, with its measures")
    if not whole.rewards:
        return Panel("rewards", name, (), (34,), name, write)
    measures = list(dict.fromkeys(m for r in whole.rewards for m in r.measures))[:10]
    kinds = {m.id: m.kind for m in house.all("measure")}
    levels = {r.id: r.level for r in house.roles}
    order = sorted(whole.rewards, key=lambda r: levels.get(r.id) or 99)
    rows = []
    for reward in order:
        level = levels.get(reward.id)
        small = _("level {n}").format(n=level) if level else ""
        rows.append(
            (
                Cell(
                    words.capital(house.who(reward.id)),
                    small=", ".join(filter(None, (small, term(reward.kind)))),
                ),
                *(
                    Cell("●", "good" if kinds.get(m) == "customer" else "mid")
                    if m in reward.measures
                    else Cell("")
                    for m in measures
                ),
            )
        )
    heads = (
        _("Who"),
        *(
            f"{words.capital(house.who(m))} ({term(kinds.get(m) or '') or _('kind not stated')})"
            for m in measures
        ),
    )
    customer = sum(any(kinds.get(m) == "customer" for m in r.measures) for r in whole.rewards)
    title = share_of(
        customer,
        len(whole.rewards),
        "{part} rewards rests on a number of the customer's",
        "{part} rewards rest on a number of the customer's",
        only="The one reward rests on a number of the customer's",
        only_not="The one reward rests on no number of the customer's",
        none="No reward rests on a number of the customer's",
    )
    return Panel("rewards", title, table(name, heads, rows, "matrix"), (34,), name)


def _shared(house: House) -> Panel:
    name = _("Shared numbers, top to bottom")
    whole = house.whole
    write = _("`rewards:` of leaders and of the front line, `level:` and `front-line:` on roles")
    if whole.shared_customer_measures is None or not house.known:
        return Panel("shared", name, (), (48,), name, write)
    shared = listed(house.names(whole.shared_customer_measures))
    title = (
        _("Leaders and front line are rewarded on the same number: {what}").format(what=shared)
        if shared
        else _("Leaders and front line share no number of the customer's")
    )
    text = _("Leaders: {a}. Front line: {b}.").format(
        a=listed(house.names(whole.leader_rewards or [])) or _("nothing"),
        b=listed(house.names(whole.front_line_rewards or [])) or _("nothing"),
    )
    return Panel("shared", title, (Prose(text),), (48,), name)


def _channels(house: House, kinds: tuple[str, ...]) -> list[RoutineFacts]:
    return [r for r in house.all("routine") if r.kind in kinds]


def _up(house: House) -> Panel:
    name = _("Channels up from the front line")
    write = _("routines `ideas` or `front-line-forum` with `from:`, `to:` and `answered-within:`")
    rows = [
        (
            words.capital(term(r.id)),
            cell(listed(house.names(r.from_))),
            cell(listed(house.names(r.to or r.by))),
            cell(_within(house, r)),
            cell(r.last),
        )
        for r in _channels(house, ("ideas", "front-line-forum"))
    ]
    heads = (_("Channel"), _("From"), _("To"), _("Answered within"), _("Last"))
    clocked = sum(
        r.answered_within is not None for r in _channels(house, ("ideas", "front-line-forum"))
    )
    title = share_of(
        clocked,
        len(rows),
        "{part} channels up promises an answer by a day",
        "{part} channels up promise an answer by a day",
        only="The one channel up promises an answer by a day",
        only_not="The one channel up promises no answer by a day",
        none="No channel up promises an answer by a day",
    )
    return Panel("up", title, table(name, heads, rows), (54,), name, write)


def _within(house: House, routine: RoutineFacts) -> str | None:
    return words.span(routine.answered_within) if routine.answered_within is not None else None


def _voice(house: House) -> Panel:
    name = _("How employees are heard")
    write = _(
        "a routine `employee-voice` with `channels:`, `anonymous:`, `answered-within:` and `involves:`"
    )
    found = _channels(house, ("employee-voice",))
    cards = tuple(
        Card(
            words.capital(term(r.id)),
            listed(house.names(r.by)),
            (
                (_("Ways to speak"), cell(listed(r.channels))),
                (
                    _("Without a name"),
                    Cell(_("yes"), "good") if r.anonymous else Cell(_("no"), "bad"),
                ),
                (_("Answered within"), cell(_within(house, r))),
                (_("Taking part"), cell(listed(house.names(r.involves)))),
                (_("Last"), cell(r.last)),
            ),
        )
        for r in found
    )
    lacks = house.whole.voice_lacks
    title = _("Employees are heard, with a way to stay unnamed and a day for the answer")
    if lacks:
        title = _("What employees lack to be heard: {what}").format(what=listed(lacks))
    return Panel("voice", title, (Cards(cards),) if cards else (), (64,), name, write)


def _recognition(house: House) -> Panel:
    name = _("Recognition")
    found = [
        r
        for r in house.all("routine")
        if r.id in house.whole.recognition or r.kind == "recognition"
    ]
    rows = [
        (
            words.capital(term(r.id)),
            cell(listed(house.names(r.by))),
            cell(listed(house.names(r.for_))),
            cell(listed(r.audience)),
            cell(r.last),
        )
        for r in found
    ]
    heads = (_("Routine"), _("By"), _("For"), _("Told to"), _("Last"))
    title = times(len(rows), "{n} routine celebrates good work", "{n} routines celebrate good work")
    write = _("a routine `recognition` with `for:`, `audience:`, `every:` and `last:`")
    return Panel("recognition", title, table(name, heads, rows), (59,), name, write)


def _teams(house: House) -> Panel:
    name = _("Departments that hand on without a shared standard")
    pairs = house.whole.teamless_pairs
    write = _("`rewards:` with a measure of teamwork; units that hand work to each other")
    if pairs is None or not house.known or not house.whole.unit_hand_offs:
        return Panel("teams", name, (), (60,), name, write)
    teamed = [words.capital(u.title) for u in house.units if u.teamwork]
    rows = [
        (words.capital(p.replace("-", " ")), Cell(_("neither is rewarded for it"), "bad"))
        for p in pairs
    ]
    title = times(
        len(pairs),
        "{n} pair of departments hands work on and neither is rewarded for working together",
        "{n} pairs of departments hand work on and neither is rewarded for working together",
    )
    if not pairs:
        title = _("Wherever departments hand work on, one of them is rewarded for working together")
    text = _("Rewarded for working with others: {who}.").format(
        who=listed(teamed) or _("no department")
    )
    blocks = (Prose(text), *table(name, (_("Pair"), _("Working together")), rows))
    return Panel("teams", title, blocks, (60,), name)


def _answers(house: House) -> Panel:
    name = _("What leaders answered about themselves")
    rows = [
        (words.capital(house.who(role)), question.replace("-", " "), answer)
        for role, question, answer in _said(house)
    ]
    title = times(
        len(rows),
        "{n} answer of leaders about themselves",
        "{n} answers of leaders about themselves",
    )
    write = _("`answers:` on a role: question, with the answer")
    return Panel(
        "answers", title, table(name, (_("Who"), _("Question"), _("Answer")), rows), (), name, write
    )


def _said(house: House) -> list[tuple[str, str, str]]:
    model = house.estate.model
    roles = model.roles if model is not None else {}
    return [(key, q, str(a)) for key, spec in roles.items() for q, a in spec.answers.items()]

"""Section 13: what is measured, who sees it, how customers are heard and what comes of it."""

from __future__ import annotations

from typing import Any

from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.house import House
from cxaudit.report.lens import Bar, Bars, Cell, Lens, Panel, cell, table
from cxaudit.report.sections.hearing import hearing
from cxaudit.report.sections.leaders import LAPSED
from cxaudit.report.texts import _, listed, share_of, term, unstated

MOST_COLUMNS = 12
KINDS = ("customer", "time", "employee", "internal")


def listening(house: House) -> Lens:
    """The measurement and listening lens of an organisation."""
    measures, feedback = house.all("measure"), _feedback(house)
    panels = (
        _ticks(house, measures),
        _chain(house, measures, feedback),
        _kinds(measures),
        _audience(house, measures),
        _goals(house, measures),
        _trend(house, measures),
        *hearing(house, feedback),
    )
    anchor, subject = f"{house.prefix}-listening", _("Measuring and listening")
    customer = [m for m in measures if m.kind == "customer"]
    open_ = [f for f in feedback if not f.unhappy_helped]
    if not measures and not feedback:
        title = _("Nothing is measured and nobody is asked, as far as is written")
    else:
        title = share_of(
            len(customer),
            len(measures),
            "{part} measures is the customer's",
            "{part} measures are the customer's",
            only="The one measure is the customer's",
            only_not="The one measure is not the customer's",
            none="No measure is the customer's",
        )
        if feedback:
            title += share_of(
                len(open_),
                len(feedback),
                "; {part} ways of listening leaves the unhappy without help",
                "; {part} ways of listening leave the unhappy without help",
                only="; the one way of listening leaves the unhappy without help",
                only_not="; the one way of listening helps the unhappy",
                none="; every way of listening helps the unhappy",
                every="; no way of listening helps the unhappy",
            )
    return Lens(13, Head(anchor, subject, title), panels)


def _feedback(house: House) -> list[FeedbackFacts]:
    """Every way of listening once: as a map uses it, for that tells where; else as it is described."""
    found: dict[str, FeedbackFacts] = {}
    for context in house.maps:
        for entry in context.feedback:
            found.setdefault(entry.id, entry)
    shared: list[Any] = list(house.estate.facts.get("feedback", []))
    for entry in shared:
        found.setdefault(entry.id, entry)
    return list(found.values())


def _name(house: House, measure: MeasureFacts) -> str:
    return words.capital(measure.title or house.who(measure.id))


def _tick(there: bool) -> Cell:
    return Cell("✓" if there else "–", "good" if there else "bad")


def _ticks(house: House, measures: list[MeasureFacts]) -> Panel:
    rewarded = {m for r in house.whole.rewards for m in r.measures}
    rows = [
        (
            Cell(_name(house, m), small=term(m.kind)),
            _tick(bool(m.every or m.last or m.now)),
            _tick(bool(m.seen_by)),
            _tick(m.id in rewarded),
        )
        for m in measures
    ]
    whole = sum(all(c.tone == "good" for c in row[1:]) for row in rows)
    title = share_of(
        whole,
        len(rows),
        "{part} factors is measured, on a dashboard and in an appraisal",
        "{part} factors are measured, on a dashboard and in an appraisal",
        only="The one factor is measured, on a dashboard and in an appraisal",
        only_not="The one factor is not at once measured, on a dashboard and in an appraisal",
        none="No factor is at once measured, on a dashboard and in an appraisal",
    )
    name = _("Three ticks")
    heads = (_("Factor"), _("Measured"), _("On somebody's dashboard"), _("In somebody's appraisal"))
    write = _("`measures:` with `every:` and `seen-by:`, `rewards:` with these measures")
    return Panel("ticks", title, table(name, heads, rows), (33,), name, write)


def _chain(house: House, measures: list[MeasureFacts], feedback: list[FeedbackFacts]) -> Panel:
    """Measure or feedback, the forum that talks about it, the action that came of it."""
    about: dict[str, list[str]] = {}
    for action in house.whole.actions:
        if action.about:
            about.setdefault(action.about, []).append(action.id.replace("-", " "))
    rows = []
    for m in measures:
        rows.append(
            (
                _name(house, m),
                cell(term(m.every)),
                _link(m.discussed_in),
                _link(listed(about.get(m.id, []))),
            )
        )
    for f in feedback:
        acts = [a for key in (f.id, *f.after) for a in about.get(key, [])]
        rows.append(
            (
                words.capital(f.title),
                cell(term(f.every)),
                _link(house.who(f.outer)),
                _link(listed(acts)),
            )
        )
    whole = sum(all(c.tone == "good" for c in row[2:] if isinstance(c, Cell)) for row in rows)
    title = share_of(
        whole,
        len(rows),
        "{part} chains reaches from a number to an action",
        "{part} chains reach from a number to an action",
        only="The one chain reaches from a number to an action",
        only_not="The one chain does not reach from a number to an action",
        none="No chain reaches from a number to an action",
    )
    name = _("Measure, forum, action")
    heads = (_("Measure or feedback"), _("Taken every"), _("Talked about in"), _("Action"))
    write = _("`discussed-in:` on measures, `outer:` on feedback, `actions:` about them")
    return Panel("chain", title, table(name, heads, rows), (35,), name, write)


def _link(text: str | None) -> Cell:
    return Cell(text, "good") if text else Cell(_("broken: nothing"), "bad")


def _kinds(measures: list[MeasureFacts]) -> Panel:
    name = _("Scorecard by kind")
    write = _("`kind:` on measures: customer, time, employee or internal")
    if not measures:
        return Panel("kinds", name, (), (36,), name, write)
    told = {
        "customer": _("of the customer"),
        "time": _("of time"),
        "employee": _("of employees"),
        "internal": _("of our own house"),
    }
    counts = {kind: [m for m in measures if m.kind == kind] for kind in KINDS}
    top = max(len(those) for those in counts.values()) or 1
    bars = tuple(
        Bar(
            words.capital(told[kind]),
            str(len(those)),
            len(those) / top,
            "cust" if kind == "customer" else "",
            listed([m.title for m in those], 8),
        )
        for kind, those in counts.items()
    )
    title = share_of(
        len(counts["customer"]),
        len(measures),
        "{part} measures is the customer's view",
        "{part} measures are the customer's view",
        only="The one measure is the customer's view",
        only_not="The one measure is not the customer's view",
        none="No measure is the customer's view",
    )
    return Panel("kinds", title, (Bars(name, bars),), (36,), name)


def _audience(house: House, measures: list[MeasureFacts]) -> Panel:
    seeing = words.unique([who for m in measures for who in m.seen_by])
    name = _("Audience matrix")
    write = _("`seen-by:` on measures names the roles and departments that see them")
    if not seeing:
        return Panel("audience", name, (), (45,), name, write)
    shown = seeing[:MOST_COLUMNS]
    rows = [
        (
            Cell(_name(house, m), small=term(m.kind)),
            *(
                Cell("●", "good" if m.kind == "customer" else "mid")
                if who in m.seen_by
                else Cell("")
                for who in shown
            ),
        )
        for m in measures
    ]
    customers = {who for m in measures if m.kind == "customer" for who in m.seen_by}
    title = share_of(
        len(customers),
        len(seeing),
        "{part} audiences sees a number of the customer's",
        "{part} audiences see a number of the customer's",
        only="The one audience sees a number of the customer's",
        only_not="The one audience sees no number of the customer's",
        none="No audience sees a number of the customer's",
    )
    note = (
        _("Not shown: {who}.").format(who=listed(house.names(seeing[MOST_COLUMNS:])))
        if len(seeing) > MOST_COLUMNS
        else ""
    )
    heads = (_("Measure"), *(words.capital(house.who(who)) for who in shown))
    return Panel("audience", title, table(name, heads, rows, "matrix"), (45,), name, note=note)


def _goals(house: House, measures: list[MeasureFacts]) -> Panel:
    units = [u.id for u in house.units]
    name = _("Shared goals")
    write = _("`units:` in the organisation file and `seen-by:` on measures")
    if len(units) < 2 or not any(m.seen_by for m in measures):
        return Panel("goals", name, (), (44,), name, write)
    unit_of = {r.id: r.unit for r in house.roles}
    rows, shared = [], 0
    for m in measures:
        see = words.unique(
            [u for u in (who if who in units else unit_of.get(who) or "" for who in m.seen_by) if u]
        )
        common = len(see) > 1
        shared += common
        rows.append(
            (
                Cell(_name(house, m), small=term(m.kind)),
                Cell(f"{len(see)} / {len(units)}", "good" if common else ""),
                listed(house.names(see)) or _("no department"),
            )
        )
    title = share_of(
        shared,
        len(rows),
        "{part} numbers is seen by two departments or more",
        "{part} numbers are seen by two departments or more",
        only="The one number is seen by two departments or more",
        only_not="The one number is seen by fewer than two departments",
        none="No number is seen by two departments or more",
    )
    heads = (_("Number"), _("Departments"), _("Which"))
    return Panel("goals", title, table(name, heads, rows), (44,), name)


def _trend(house: House, measures: list[MeasureFacts]) -> Panel:
    known = [m for m in measures if m.now or m.was or m.last]
    rows = []
    for m in known:
        arrow = ""
        if m.now and m.was:
            arrow = "→" if m.now == m.was else _("was {old}").format(old=m.was)
        late = m.turns_missed is not None and m.turns_missed > LAPSED
        age = (
            _("{n} turns ago").format(n=words.amount(m.turns_missed, 1))
            if m.turns_missed is not None
            else ""
        )
        rows.append(
            (
                _name(house, m),
                cell(m.now, "bad" if m.behind else "good" if m.behind is False else ""),
                Cell(arrow or unstated(), "" if arrow else "unknown"),
                cell(m.target),
                Cell(m.last, "bad" if late else "", age) if m.last else cell(None),
            )
        )
    stale = sum(m.turns_missed is not None and m.turns_missed > LAPSED for m in known)
    title = share_of(
        stale,
        len(known),
        "{part} numbers is older than two turns",
        "{part} numbers are older than two turns",
        only="The one number is older than two turns",
        only_not="The one number is not older than two turns",
        none="No number is older than two turns",
    )
    name = _("Trend and age of each number")
    heads = (_("Number"), _("Now"), _("Before"), _("Target"), _("Last taken"))
    write = _("`now:`, `was:`, `target:`, `every:` and `last:` on measures")
    return Panel("trend", title, table(name, heads, rows), (46,), name, write)

"""The sheet of a leader: the waiting in its departments, what it does itself, what it must decide."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.analysis.facts.organisation import RoutineFacts
from cxaudit.analysis.facts.people import UnitFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, cell
from cxaudit.report.sections.hearing import from_inside
from cxaudit.report.sections.leaders import EXPECTED, state_of
from cxaudit.report.sheets.changing import changes_panel
from cxaudit.report.sheets.deciding import advice_panel
from cxaudit.report.sheets.model import Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.role import about
from cxaudit.report.sheets.standing import (
    Told,
    findings_of_entry,
    findings_of_work,
    findings_panel,
    questions_for,
    questions_panel,
)
from cxaudit.report.sheets.tables import codes, count, hours, whole_table
from cxaudit.report.sheets.work import (
    heaviest,
    part_of_waiting,
    shares_of_unit,
    waited,
    waiting_of,
    where,
)
from cxaudit.report.texts import _, listed, share_of, term, times


def leader_sheet(house: House, audience: Audience, beside: Beside) -> Sheet:
    """What a leader should know and do for customers."""
    leader = audience.id
    facts = next((r for r in house.roles if r.id == leader), None)
    units = units_under(house, leader)
    maps = maps_under(house, leader, units)
    routines = [r for r in house.all("routine") if leader in r.by]
    found = findings_of_entry(house, f"roles/{leader}")
    seen = {id(told.finding) for told in found}
    for unit in units:
        found += [t for t in _found(house, unit) if id(t.finding) not in seen]
        seen |= {id(told.finding) for told in found}
    top = _top(house, leader)
    panels = (
        _units(house, units),
        _routines(routines, _missing(house) if top else []),
        advice_panel(maps, beside),
        _rewards(house, leader),
        _unhappy(house),
        changes_panel(
            house, (leader, *(u.id for u in units)), (), _("Changes on your table"), beside
        ),
        _actions(house, leader),
        findings_panel(found, _("Findings about you and your departments"), False),
        questions_panel(
            questions_for(house, (leader,), beside), beside, _("What only you can answer")
        ),
    )
    return Sheet(
        audience=audience,
        title=audience.title,
        about=about(house, facts),
        headline=_headline(house, units, routines, _missing(house) if top else []),
        lead=_("How what you lead reaches the customer."),
        figures=_figures(house, units, routines, len(found)),
        panels=panels,
    )


def units_under(house: House, leader: str) -> list[UnitFacts]:
    """The departments that a leader heads, and those whose heads report up to it."""
    own = [u for u in house.units if u.head == leader]
    if not house.maps:
        return own
    world = house.maps[0].study.world
    below = [u for u in house.units if u.head and leader in world.line_of(u.head)]
    return [*own, *(u for u in below if u not in own)]


def maps_under(house: House, leader: str, units: Sequence[UnitFacts]) -> list[Context]:
    """The maps that a leader owns or leads, or whose owner reports up to it or belongs to one of its
    departments."""
    ids = {u.id for u in units}
    found = []
    for context in house.maps:
        world = context.study.world
        owners = context.map.owners
        if (
            leader in (*owners, *context.map.leaders)
            or any(leader in world.line_of(owner) for owner in owners)
            or any(world.unit_of(owner) in ids for owner in owners)
        ):
            found.append(context)
    return found


def _top(house: House, leader: str) -> bool:
    return leader in house.whole.leaders


def _missing(house: House) -> list[str]:
    """What leaders should do themselves and nobody does; nothing where no file could say so."""
    if not house.known:
        return []
    kinds = {r.kind for r in house.all("routine")}
    return [kind for kind, wanted in EXPECTED if wanted and kind not in kinds]


def _done_in_time(routines: Sequence[RoutineFacts]) -> str:
    """How many of a leader's routines were done when they were due, as a sentence."""
    return share_of(
        sum(state_of(r) == "done" for r in routines),
        len(routines),
        "{part} routines of yours was done in its time",
        "{part} routines of yours were done in their time",
        only="Your one routine was done in its time",
        only_not="Your one routine was not done in its time",
        none="No routine of yours was done in its time",
    )


def _headline(
    house: House, units: Sequence[UnitFacts], routines: Sequence[RoutineFacts], missing: list[str]
) -> str:
    waits = _waits(house, units)
    own = ""
    if routines:
        own = _done_in_time(routines)
    elif missing:
        own = _("No routine brings you to customers")
    if waits is None:
        return own or _("Nothing is written down of what you do for customers")
    first = _("The customer waits {hours} a case for your departments, {told}").format(
        hours=waited(waits[0]), told=waits[1]
    )
    return f"{first}; {words.lower(own)}" if own else first


def _waits(house: House, units: Sequence[UnitFacts]) -> tuple[float, str] | None:
    """The minutes a customer waits in the map where these departments cause most, and their part."""
    by_map: dict[str, tuple[float, float, str]] = {}
    for unit in units:
        for share in shares_of_unit(house, unit.id):
            path = share.context.map.path
            mine, total, _title = by_map.get(path, (0.0, share.all_waiting or 0.0, ""))
            by_map[path] = (mine + (share.waiting or 0.0), total, share.context.map.title)
    known = [entry for entry in by_map.values() if entry[0]]
    if not known:
        return None
    mine, total, title = max(known)
    share_told = _("{share} of all waiting").format(share=words.percent(mine / total))
    if len(by_map) > 1:
        share_told += _(" in {map}").format(map=title)
    return mine, share_told


def _figures(
    house: House, units: Sequence[UnitFacts], routines: Sequence[RoutineFacts], found: int
) -> tuple[Figure, ...]:
    shares = [share for unit in units for share in shares_of_unit(house, unit.id)]
    label = _("of customer waiting in your departments, a case of each map")
    if len({share.context.map.path for share in shares}) < 2:
        label = _("of customer waiting a case in your departments")
    done = sum(state_of(r) == "done" for r in routines)
    return (
        *hours(waiting_of(shares), label, "bad"),
        count(len(units), _("department of yours"), _("departments of yours")),
        Figure(
            _("{m} of {n}").format(m=done, n=len(routines)) if routines else "0",
            _("routines of yours done in their time") if routines else _("routines of yours"),
            "good" if routines and done == len(routines) else "bad",
        ),
        count(found, _("open finding"), _("open findings"), "bad" if found else ""),
    )  # fmt: skip


def _found(house: House, unit: UnitFacts) -> list[Told]:
    """Findings about the work of a department, and about its entry."""
    work = findings_of_work(shares_of_unit(house, unit.id))
    return [*work, *findings_of_entry(house, f"units/{unit.id}")]


def _units(house: House, units: Sequence[UnitFacts]) -> Panel:
    name = _("Your departments, and the customer's waiting in them")
    write = _("`units:` in the organisation file, each with its `head:`")
    useful = {m.id for m in house.all("measure") if m.kind in ("customer", "time")}
    rows = []
    for u in units:
        shares = shares_of_unit(house, u.id)
        first = heaviest(shares)
        waits = waiting_of(shares)
        sees = [m for m in u.sees if m in useful]
        told = (
            Cell(
                waited(first.waiting or 0.0),
                small=_("{share} of all{where}").format(
                    share=part_of_waiting(first), where=where(first)
                ),
            )
            if first
            else cell(None)
            if waits is None and shares
            else Cell(_("none"))
        )
        rows.append(
            (
                Cell(words.capital(u.title or house.who(u.id))),
                told,
                Cell(str(sum(len(s.gates) for s in shares))),
                Cell(listed(house.names(sees)) or _("none"), "" if sees else "bad"),
                codes(told.ref for told in _found(house, u)),
            )
        )
    heads = (_("Department"), _("Customer waits, a case"), _("Sign-offs given"),
             _("Numbers of customers or time it sees"), _("Findings"))  # fmt: skip
    blind = sum(not any(m in useful for m in u.sees) for u in units)
    title = share_of(
        blind,
        len(units),
        "{m} of your {n} departments sees no number of customers or time",
        "{m} of your {n} departments see no number of customers or time",
        only="Your department sees no number of customers or time",
        only_not="Your department sees numbers of customers or time",
        none="Your departments see numbers of customers or time",
        every="None of your departments sees a number of customers or time",
    )
    blocks = whole_table(name, heads, rows)
    return Panel("units", title, blocks, (15,), name, write)


def _routines(routines: Sequence[RoutineFacts], missing: Sequence[str]) -> Panel:
    name = _("What you do yourself")
    write = _("`routines:` in the organisation file, with `by:`, `every:` and `last:`")
    told = {
        "done": Cell(_("done"), "good"),
        "lapsed": Cell(_("lapsed"), "bad"),
        "unknown": cell(None),
    }
    rows = [
        (
            Cell(
                words.capital(term(r.id)),
                small=_("every {turn}").format(turn=term(r.every)) if r.every else "",
            ),
            cell(r.last),
            told[state_of(r)],
        )
        for r in routines
    ]
    rows += [
        (Cell(words.capital(term(m))), Cell("–"), Cell(_("nobody does it"), "bad")) for m in missing
    ]
    title = _done_in_time(routines)
    if not routines:
        title = times(
            len(missing),
            "{n} thing that leaders should do is done by nobody",
            "{n} things that leaders should do are done by nobody",
        )
    blocks = whole_table(name, (_("Routine"), _("Last"), _("State")), rows)
    return Panel("routines", title, blocks, (47, 56, 57, 58), name, write)


def _rewards(house: House, leader: str) -> Panel:
    name = _("What you are rewarded on, and who shares it")
    write = _("`rewards:` in the organisation file: role, with its measures")
    reward = next((r for r in house.whole.rewards if r.id == leader), None)
    known: dict[str, MeasureFacts] = {m.id: m for m in house.all("measure")}
    below = set(house.whole.front_line_rewards or [])
    rows = []
    for key in reward.measures if reward else ():
        m = known.get(key)
        kind = term(m.kind if m else "") or _("kind not stated")
        target = _("target {x}").format(x=m.target) if m and m.target else ""
        now = cell(m.now if m else None, "bad" if m and m.behind else "")
        rows.append(
            (
                Cell(words.capital(house.who(key)), small=kind),
                Cell(now.text, now.tone, target),
                Cell(_("yes"), "good") if key in below else Cell(_("no"), "bad"),
            )
        )
    customer = sum(
        bool(known.get(k) and known[k].kind == "customer")
        for k in (reward.measures if reward else ())
    )
    title = share_of(
        customer,
        len(rows),
        "{part} numbers you are rewarded on is the customer's",
        "{part} numbers you are rewarded on are the customer's",
        only="The one number you are rewarded on is the customer's",
        only_not="You are rewarded on no number of the customer's",
        none="You are rewarded on no number of the customer's",
    )
    heads = (_("Number"), _("Now"), _("Shared with the front line"))
    blocks = whole_table(name, heads, rows)
    return Panel("rewards", title, blocks, (34, 48), name, write)


def _unhappy(house: House) -> Panel:
    """What becomes of unhappy customers, over all maps."""
    name = _("Unhappy customers")
    write = _("`unhappy: {does, by, within}` on the feedback, and a routine `contact-unhappy`")
    found: list[FeedbackFacts] = [
        f for f in house.all("feedback") if (f.unhappy or f.from_) and not from_inside(house, f)
    ]
    rows = []
    for f in found:
        within = words.span(f.unhappy_within) if f.unhappy_within is not None else ""
        spoken = f.unhappy_met
        rows.append(
            (
                Cell(words.capital(f.title or house.who(f.id)), small=_("last {day}").format(day=f.last)
                     if f.last else ""),
                cell(f.unhappy.replace("-", " ") if f.unhappy else None, "",
                     _("within {time}").format(time=within) if within else ""),
                cell(None) if spoken is None else
                Cell(_("yes"), "good") if spoken else Cell(_("no"), "bad"),
            )
        )  # fmt: skip
    met = sum(bool(f.unhappy_met) for f in found)
    title = share_of(
        met,
        len(found),
        "{part} kinds of feedback leads to a talk with the unhappy",
        "{part} kinds of feedback lead to a talk with the unhappy",
        only="The one kind of feedback leads to a talk with the unhappy",
        only_not="Nobody is said to speak with unhappy customers",
        none="Nobody is said to speak with unhappy customers",
    )
    heads = (_("Feedback"), _("The unhappy get"), _("Somebody speaks with them"))
    blocks = whole_table(name, heads, rows)
    return Panel("unhappy", title, blocks, (55,), name, write)


def _actions(house: House, leader: str) -> Panel:
    name = _("Promised actions")
    rows = [
        (
            Cell(words.capital(a.id.replace("-", " "))),
            cell(a.due, "bad" if a.overdue else ""),
            Cell(_("overdue"), "bad") if a.overdue else Cell(_("open")),
        )
        for a in house.whole.actions
        if a.by == leader and not a.closed
    ]
    title = times(len(rows), "{n} action of yours is open", "{n} actions of yours are open")
    blocks = whole_table(name, (_("Action"), _("Due"), _("State")), rows)
    return Panel("actions", title, blocks, (43,), name)

"""The sheet of a department: the waiting it causes, role by role, what it hands on and signs."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.people import UnitFacts
from cxaudit.report import words
from cxaudit.report.house import House
from cxaudit.report.lens import Bar, Bars, Cell, Panel, cell
from cxaudit.report.sheets.changing import changes_panel
from cxaudit.report.sheets.doing import hand_off_panel, waiting_panel, work_panel
from cxaudit.report.sheets.model import Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.signing import awaited_panel, given_panel
from cxaudit.report.sheets.standing import (
    findings_of_entry,
    findings_of_work,
    findings_panel,
    numbers_panel,
    questions_for,
    questions_panel,
)
from cxaudit.report.sheets.tables import count, hours, whole_table
from cxaudit.report.sheets.work import (
    Share,
    heaviest,
    part_of_waiting,
    shares_of_unit,
    waited,
    waiting_of,
    where,
)
from cxaudit.report.texts import _, listed, times

BUSY = 0.85  # of the working time, from which a queue grows without end


def unit_sheet(house: House, audience: Audience, beside: Beside) -> Sheet:
    """How the work of a department reaches the customer."""
    unit = audience.id
    facts = next((u for u in house.units if u.id == unit), None)
    shares = shares_of_unit(house, unit)
    roles = members(house, facts, shares)
    entries = [f"units/{unit}", *(f"roles/{role}" for role in roles)]
    found = [*findings_of_work(shares), *(t for e in entries for t in findings_of_entry(house, e))]
    heads = [facts.head] if facts and facts.head else []
    asked = questions_for(house, (unit, *roles, *heads), beside)
    rewards = [r for r in house.whole.rewards if r.id in (unit, *roles)]
    rewarded = list(dict.fromkeys(m for r in rewards for m in r.measures))
    panels = (
        work_panel(shares, True),
        waiting_panel(shares, True),
        given_panel(shares),
        awaited_panel(shares),
        hand_off_panel(shares),
        _load(house, roles),
        _complaints(house, (unit, *roles)),
        findings_panel(found, _("Findings about these steps"), len(house.maps) > 1),
        questions_panel(asked, beside, _("What only you can answer")),
        changes_panel(house, (unit, *roles), shares, _("What coming changes ask"), beside),
        numbers_panel(house, facts.sees if facts else (), rewarded, _("Numbers seen and rewarded")),
    )
    return Sheet(
        audience=audience,
        title=audience.title,
        about=_about(house, facts, roles),
        headline=_headline(audience.title, shares),
        lead=_("How the work of this department reaches the customer."),
        figures=_figures(shares, len(found)),
        panels=panels,
    )


def members(house: House, facts: UnitFacts | None, shares: Sequence[Share]) -> list[str]:
    """The roles of a department: those that are described, then those that do or sign something."""
    unit = facts.id if facts else ""
    described = [r.id for r in house.roles if unit and r.unit == unit]
    done = [s.performer for share in shares for s in share.steps if s.performer]
    signed = [a for share in shares for g in share.gates for a in g.approvers if share.is_mine(a)]
    names = [*(facts.roles if facts else ()), *described, *done, *signed]
    return [name for name in dict.fromkeys(names) if name != unit]


def _about(house: House, facts: UnitFacts | None, roles: Sequence[str]) -> str:
    head = house.who(facts.head) if facts and facts.head else ""
    parts = [
        _("headed by {who}").format(who=head) if head else _("no head is named"),
        listed(house.names(roles), 4),
    ]
    return ": ".join(filter(None, parts))


def _headline(title: str, shares: Sequence[Share]) -> str:
    first = heaviest(shares)
    met = sum(len(share.met) for share in shares)
    if first is not None:
        text = (
            _("{who} makes the customer wait {hours} a case{where}, {share} of all waiting")
            if met
            else _(
                "{who} makes the customer wait {hours} a case{where}, {share} of all waiting, and "
                "never meets them"
            )
        )
        return text.format(
            who=title,
            hours=waited(first.waiting or 0.0),
            share=part_of_waiting(first),
            where=where(first),
        )
    steps = sum(len(share.steps) for share in shares)
    if met:
        return times(
            met,
            "{who} meets the customer at {n} step",
            "{who} meets the customer at {n} steps",
            who=title,
        )
    if steps:
        return times(
            steps,
            "{who} does {n} step and never meets the customer",
            "{who} does {n} steps and never meets the customer",
            who=title,
        )
    return _("No map says what {who} does for the customer").format(who=title)


def _figures(shares: Sequence[Share], found: int) -> tuple[Figure, ...]:
    steps = sum(len(share.steps) for share in shares)
    met = sum(len(share.met) for share in shares)
    gates = sum(len(share.gates) for share in shares)
    several = len(shares) > 1
    label = (
        _("of customer waiting, a case of each map") if several else _("of customer waiting a case")
    )
    return (
        *hours(waiting_of(shares), label, "bad"),
        Figure(_("{m} of {n}").format(m=met, n=steps), _("steps at which the customer is met")),
        count(gates, _("sign-off given"), _("sign-offs given")),
        count(found, _("open finding"), _("open findings"), "bad" if found else ""),
    )


def _load(house: House, roles: Sequence[str]) -> Panel:
    """How busy its roles are; nothing where nobody states volumes and people."""
    name = _("How busy its roles are")
    write = _("`volume:` on request types, `people:` and `hours:` on roles, `takes:` on steps")
    loaded = [r for r in house.roles if r.id in roles and r.load is not None]
    if not loaded:
        return Panel("load", name, (), (8,), name, write)
    loaded.sort(key=lambda r: -(r.load or 0.0))
    top = max(1.0, loaded[0].load or 0.0)
    bars = tuple(
        Bar(
            words.capital(house.who(r.id)),
            words.percent(r.load),
            (r.load or 0.0) / top,
            "gate" if (r.load or 0.0) > BUSY else "",
            "",
            BUSY / top,
        )
        for r in loaded[:5]
    )
    title = _("{who} is busy {load} of the time").format(
        who=words.capital(house.who(loaded[0].id)), load=words.percent(loaded[0].load)
    )
    return Panel("load", title, (Bars(name, bars),), (8,), name)


def _complaints(house: House, names: Sequence[str]) -> Panel:
    """What other departments say of its work: feedback that it answers."""
    name = _("What it hears about its work")
    write = _("`feedback:` with `to:` this department or a role of it")
    found = {f.id: f for f in house.all("feedback")}
    rows = [
        (
            Cell(words.capital(f.title), small=_("from {who}").format(who=listed(house.names(f.from_)))
                 if f.from_ else ""),
            cell(words.amount(f.complaint_count, 0) if f.complaint_count is not None else None),
            cell(f.last),
        )
        for f in found.values()
        if set(f.to) & set(names)
    ]  # fmt: skip
    title = times(len(rows), "{n} way in which it is told", "{n} ways in which it is told")
    heads = (_("Feedback"), _("Complaints counted"), _("Last"))
    blocks = whole_table(name, heads, rows)
    return Panel("told", title, blocks, (63,), name, write)

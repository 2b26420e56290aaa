"""The sheet of a role: its steps, what customers feel and wait for there, what it may do about it."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.people import RoleFacts
from cxaudit.report.house import House
from cxaudit.report.sheets.changing import changes_panel
from cxaudit.report.sheets.doing import hand_off_panel, waiting_panel, work_panel
from cxaudit.report.sheets.model import Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.readers import leaders
from cxaudit.report.sheets.signing import (
    alone_of,
    alone_panel,
    awaited_panel,
    given_panel,
)
from cxaudit.report.sheets.standing import (
    findings_of_entry,
    findings_of_work,
    findings_panel,
    numbers_panel,
    questions_for,
    questions_panel,
    skills_panel,
)
from cxaudit.report.sheets.tables import count, hours
from cxaudit.report.sheets.work import (
    Share,
    heaviest,
    part_of_waiting,
    shares_of_role,
    waited,
    waiting_of,
    where,
)
from cxaudit.report.texts import _, listed, times


def role_sheet(house: House, audience: Audience, beside: Beside) -> Sheet:
    """How the work of a role reaches the customer."""
    role = audience.id
    facts = next((r for r in house.roles if r.id == role), None)
    shares = shares_of_role(house, role)
    found = [*findings_of_work(shares), *findings_of_entry(house, f"roles/{role}")]
    asked = questions_for(house, (role,), beside)
    sees = facts.sees if facts else ()
    rewarded = facts.rewarded_on if facts else None
    groups = (role, *((facts.unit,) if facts and facts.unit else ()))
    panels = (
        work_panel(shares, False),
        waiting_panel(shares, False),
        given_panel(shares),
        awaited_panel(shares),
        hand_off_panel(shares),
        alone_panel(house, role, facts),
        findings_panel(found, _("Findings about these steps"), len(house.maps) > 1),
        questions_panel(asked, beside, _("What only you can answer")),
        changes_panel(house, groups, shares, _("What a coming change asks of you"), beside),
        numbers_panel(house, sees, rewarded, _("Numbers you see and are rewarded on")),
        skills_panel(shares, facts.skills if facts else ()),
    )
    return Sheet(
        audience=audience,
        title=audience.title,
        about=about(house, facts),
        headline=_headline(house, role, shares),
        lead=_lead(house, role, shares),
        figures=_figures(shares, len(found)),
        panels=panels,
    )


def _lead(house: House, role: str, shares: Sequence[Share]) -> str:
    lead = _("How your work reaches the customer.")
    if not shares and role in leaders(house):
        told = _("What reaches them from those you lead is on the sheet for {reader}.")
        lead += " " + told.format(reader=f"leader:{role}")
    return lead


def about(house: House, facts: RoleFacts | None) -> str:
    """Who a role is: its department, its superior, how many people have it."""
    if facts is None:
        return _("a role that the maps name and no file describes")
    parts = [
        house.who(facts.unit),
        _("reports to {who}").format(who=house.who(facts.reports_to)) if facts.reports_to else "",
        times(round(facts.people), "{n} person", "{n} people") if facts.people else "",
        _("front line") if facts.front_line else "",
        _("vacant") if facts.vacant else "",
    ]
    return ", ".join(filter(None, parts))


def _headline(house: House, role: str, shares: Sequence[Share]) -> str:
    """The most telling thing that is known, with its number."""
    first = heaviest(shares)
    met = sum(len(share.met) for share in shares)
    alone = alone_of(house, role)
    if first is not None and not met:
        return _(
            "The customer waits {hours} a case for you{where}, {share} of all waiting, and you "
            "never meet them"
        ).format(
            hours=waited(first.waiting or 0.0), share=part_of_waiting(first), where=where(first)
        )
    if alone is not None and alone.free < alone.types:
        return times(
            met,
            "You meet the customer at {n} step and can settle {what} alone",
            "You meet the customer at {n} steps and can settle {what} alone",
            what=alone.what,
        )
    if first is not None:
        return times(
            met,
            "You meet the customer at {n} step, and they wait {hours} a case for you{where}",
            "You meet the customer at {n} steps, and they wait {hours} a case for you{where}",
            hours=waited(first.waiting or 0.0),
            where=where(first),
        )
    return _without_waiting(shares, met)


def _without_waiting(shares: Sequence[Share], met: int) -> str:
    steps = sum(len(share.steps) for share in shares)
    gates = sum(len(share.gates) for share in shares)
    maps = listed([share.context.map.title for share in shares], 3)
    if met:
        return times(
            met,
            "You meet the customer at {n} step of {maps}",
            "You meet the customer at {n} steps of {maps}",
            maps=maps,
        )
    if gates:
        return times(gates, "{n} sign-off waits for you", "{n} sign-offs wait for you")
    if steps:
        return times(
            steps,
            "You do {n} step of {maps} and never meet the customer",
            "You do {n} steps of {maps} and never meet the customer",
            maps=maps,
        )
    return _("No map says what you do for the customer")


def _figures(shares: Sequence[Share], found: int) -> tuple[Figure, ...]:
    steps = sum(len(share.steps) for share in shares)
    met = sum(len(share.met) for share in shares)
    gates = sum(len(share.gates) for share in shares)
    label = (
        _("a customer waits for you, a case")
        if len(shares) < 2
        else _("a customer waits for you, a case of each map")
    )
    return (
        *hours(waiting_of(shares), label, "bad"),
        Figure(_("{m} of {n}").format(m=met, n=steps), _("steps at which you meet the customer")),
        count(gates, _("sign-off that you give"), _("sign-offs that you give")),
        count(found, _("open finding"), _("open findings"), "bad" if found else ""),
    )

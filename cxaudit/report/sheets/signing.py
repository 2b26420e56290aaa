"""Panels on sign-offs: those a reader gives, those it waits for, what it may settle alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.analysis.facts.people import RoleFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, Prose, cell
from cxaudit.report.sheets.tables import whole_table
from cxaudit.report.sheets.work import Share, step_cell
from cxaudit.report.texts import _, listed, measured, share_of, times


def given_panel(shares: Sequence[Share]) -> Panel:
    """Sign-offs that the reader gives: how long a case lies there, how often the answer is no."""
    name = _("Sign-offs given")
    rows = []
    for share in shares:
        for gate in share.gates:
            cases = words.percent(gate.volume_share) if gate.volume_share is not None else ""
            of = _("{share} of the cases").format(share=cases) if cases else ""
            held = Cell(gate.because or _("a rule")) if gate.held else Cell(_("nothing named"))
            rows.append((step_cell(share, gate.step, shares, of), *_clock(share, gate), held))
    held_count = sum(gate.held for share in shares for gate in share.gates)
    title = share_of(
        held_count,
        len(rows),
        "{part} sign-offs is demanded by a law, contract or policy",
        "{part} sign-offs are demanded by a law, contract or policy",
        only="Your one sign-off is demanded by a law, contract or policy",
        only_not="No law, contract or policy demands your one sign-off",
        none="No sign-off of yours is demanded by a law, contract or policy",
    )
    heads = (_("Sign-off"), _("A case lies there"), _("Says no"), _("Demanded by"))
    blocks = whole_table(name, heads, rows)
    return Panel("given", title, blocks, (1,), name)


def awaited_panel(shares: Sequence[Share]) -> Panel:
    """Sign-offs of others that the reader's work waits for."""
    name = _("Sign-offs waited for")
    rows = []
    awaited = [(share, share.awaited) for share in shares]
    for share, gates in awaited:
        for gate in gates:
            who = listed([share.context.who(a) for a in gate.approvers if a != "?"])
            rows.append(
                (
                    step_cell(share, gate.step, shares),
                    cell(words.capital(who)),
                    *_clock(share, gate),
                )
            )
    title = times(
        len(rows),
        "{n} sign-off of others comes after this work",
        "{n} sign-offs of others come after this work",
    )
    known = [(share, sum(g.dwell or 0.0 for g in gates)) for share, gates in awaited]
    known = [(share, minutes) for share, minutes in known if minutes]
    if len(known) == 1:
        share, minutes = known[0]
        title += _(": {time} a case").format(time=share.context.say(minutes))
    heads = (_("Sign-off"), _("By"), _("A case lies there"), _("Says no"))
    blocks = whole_table(name, heads, rows)
    return Panel("awaited", title, blocks, (1,), name)


def _clock(share: Share, gate: SignOffFacts) -> tuple[Cell, Cell]:
    dwell = share.context.say(gate.dwell) if gate.dwell is not None else None
    return cell(dwell), cell(words.percent(gate.rejects) if gate.rejects is not None else None)


def asked_of(context: Context, role: str) -> list[RequestFacts]:
    """The request types whose requester a front-line role meets."""
    return [r for r in context.requests if role in r.front_line_met]


@dataclass(frozen=True, slots=True)
class Alone:
    """Request types that a front-line role meets, those of them that it can settle without a sign-off,
    and these as a share of the cases, where all are of one map."""

    types: int
    free: int
    share: float | None

    @property
    def what(self) -> str:
        """What it can settle, for a sentence."""
        if not self.free:
            return _("no case")
        if self.share is not None:
            return _("{share} of the cases").format(share=words.percent(self.share))
        return _("{m} of {n} request types").format(m=self.free, n=self.types)


def alone_of(house: House, role: str) -> Alone | None:
    """What a role can settle alone; None where it meets no request, or that is unknown."""
    by_map = [asked_of(context, role) for context in house.maps]
    by_map = [asked for asked in by_map if asked]
    met = [r for asked in by_map for r in asked]
    if not met or any(r.hands_tied is None for r in met):
        return None
    total = sum(r.share for r in met)
    free = [r for r in met if not r.hands_tied]
    share = sum(r.share for r in free) / total if len(by_map) == 1 and total else None
    return Alone(len(met), len(free), share)


def alone_panel(house: House, role: str, facts: RoleFacts | None) -> Panel:
    """What a role may settle alone, request type by request type."""
    name = _("What you may settle alone")
    write = _("`may:` on the role: request type, with its limit")
    given = {m.partition(":")[0]: m.partition(":")[2].strip() for m in (facts.may if facts else [])}
    rows = []
    several = len(house.maps) > 1
    for context in house.maps:
        for r in asked_of(context, role):
            small = (context.map.title if several else "", _share(context, r))
            request = Cell(r.title, small=", ".join(filter(None, small)))
            rows.append((request, _settled(r, given.get(r.id))))
    if rows:
        alone = alone_of(house, role)
        title = name
        if alone is not None:
            title = _("None of the cases you meet is yours to settle")
        if alone is not None and alone.free:
            title = _("{what} that you meet are yours to settle").format(what=alone.what)
        blocks = whole_table(name, (_("Request type"), _("Yours to settle")), rows)
        return Panel("alone", title, blocks, (3, 53), name)
    if not given:
        return Panel("alone", name, (), (3, 53), name, write)
    told = listed([f"{key.replace('-', ' ')} {limit}".strip() for key, limit in given.items()], 8)
    title = times(len(given), "{n} thing is yours to settle", "{n} things are yours to settle")
    return Panel("alone", title, (Prose(words.sentence(words.capital(told))),), (3, 53), name)


def _share(context: Context, request: RequestFacts) -> str:
    if len(context.requests) < 2:
        return ""
    return _("{share} of the cases").format(share=words.percent(request.share))


def _settled(request: RequestFacts, limit: str | None) -> Cell:
    if request.hands_tied is None:
        return cell(None)
    if not request.hands_tied:
        return Cell(_("yes"), "good", limit or "")
    told = measured(request.least_free or 0.0, "needs {n} sign-off", "needs {n} sign-offs")
    if limit is not None:
        told = _("may {limit}, yet {told}").format(limit=limit or _("decide"), told=told)
    return Cell(_("no"), "bad", told)

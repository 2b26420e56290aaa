"""The sheet of a party: what it wants, how it is met, how long it hears nothing, what is promised."""

from __future__ import annotations

from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Bar, Bars, Card, Cards, Cell, Panel, Prose, cell
from cxaudit.report.sections.parties_pages import silence_of
from cxaudit.report.sections.quiet import after_a_meeting, silences_of
from cxaudit.report.sheets.doing import felt_by
from cxaudit.report.sheets.fit import SURE
from cxaudit.report.sheets.model import Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.promised import promised, unkept
from cxaudit.report.sheets.standing import (
    Told,
    findings_of_entry,
    findings_panel,
    told_in,
)
from cxaudit.report.sheets.tables import MOST_BARS, codes, count, whole_table
from cxaudit.report.texts import _, listed, share_of, times

OF_PARTIES = ("TP", "CU")  # rules about meetings and parties


def party_sheet(house: House, audience: Audience, beside: Beside) -> Sheet:
    """How a party is treated, over all maps."""
    party = next(p for p in house.parties if p.id == audience.id)
    meetings = _meetings(house, party)
    found = _findings(house, party)
    panels = (
        _met(house, party, meetings),
        _wants(house, party),
        _silence(house, party),
        _promises(house, party),
        _house_promises(house, meetings),
        _contact(house, party),
        _heard(house, party),
        _sways(house, party),
        findings_panel(found, _("Findings about how they are treated"), len(house.maps) > 1),
    )
    return Sheet(
        audience=audience,
        title=audience.title,
        about=_about(house, party),
        headline=_headline(house, audience.title, party, meetings),
        lead=_("How our work reaches them."),
        figures=_figures(house, party, meetings, len(found)),
        panels=panels,
    )


def _about(house: House, party: PartyFacts) -> str:
    parts = [
        party.kind or _("a party whose kind nobody states"),
        _("key party") if party.key else "",
        _("sways {who}").format(who=listed(house.names(party.influences)))
        if party.influences
        else "",
    ]
    return ", ".join(filter(None, parts))


def _meetings(house: House, party: PartyFacts) -> list[tuple[Context, TouchPointFacts]]:
    """Every meeting in the order of the files; of many, moments of truth and those that do harm come
    first."""
    found = [(c, t) for c in house.maps for t in c.touch_points if t.party == party.id]
    if len(found) <= SURE["met"]:
        return found
    return sorted(found, key=lambda m: (not m[1].moment, m[1].worst_impact or 0))


def _headline(
    house: House, title: str, party: PartyFacts, meetings: list[tuple[Context, TouchPointFacts]]
) -> str:
    quiet = silence_of(house, party)
    if quiet and quiet[0]:
        told = {"who": title, "time": words.spelled(quiet[0], quiet[1].day)}
        if _amid(party, meetings, quiet):
            return times(
                len(meetings),
                "{who}: met at {n} step, then without a word for up to {time}",
                "{who}: met at {n} steps, between them without a word for up to {time}",
                **told,
            )
        return times(
            len(meetings),
            "{who}: met at {n} step, and up to {time} without a word",
            "{who}: met at {n} steps, and up to {time} without a word",
            **told,
        )
    if meetings:
        return times(len(meetings), "{who}: met at {n} step", "{who}: met at {n} steps", who=title)
    if party.not_met:
        return _("{who}: met by nobody, for a reason").format(who=title)
    if party.influences:
        return _("{who}: met by nobody, and sways {whom}").format(
            who=title, whom=listed(house.names(party.influences))
        )
    return times(
        len(house.maps),
        "{who}: met by nobody in {n} map",
        "{who}: met by nobody in {n} maps",
        who=title,
    )


def _amid(
    party: PartyFacts,
    meetings: list[tuple[Context, TouchPointFacts]],
    quiet: tuple[float, Context],
) -> bool:
    """Whether the longest silence lies between the meetings that are counted (behind the only one):
    these are then all of one map."""
    silence, context = quiet
    if any(c is not context for c, _met in meetings):
        return False
    longest = [r for r in silences_of(context, party) if r.silence == silence]
    return all(after_a_meeting(context, r) for r in longest)


def _figures(
    house: House,
    party: PartyFacts,
    meetings: list[tuple[Context, TouchPointFacts]],
    found: int,
) -> tuple[Figure, ...]:
    figures = [
        count(
            len(meetings), _("step at which they are met"), _("steps at which they are met"),
            "" if meetings else "bad",
        )
    ]  # fmt: skip
    moments = sum(t.moment for _context, t in meetings)
    if meetings:
        figures.append(count(moments, _("moment of truth"), _("moments of truth")))
    quiet = silence_of(house, party)
    if quiet:
        figures.append(Figure(quiet[1].say(quiet[0]), _("longest silence"), "bad"))
    made = [(c, r) for c in house.maps for r in c.requests if r.from_ == party.id and r.promise]
    if made:
        late = sum(r.time is not None and r.time > (r.promise or 0) for _context, r in made)
        label = unkept(len(made))
        figures.append(Figure(str(late), label, "bad" if late else "good"))
    figures.append(count(found, _("open finding"), _("open findings"), "bad" if found else ""))
    return tuple(figures)


def _wants(house: House, party: PartyFacts) -> Panel:
    name = _("What they want")
    write = _("`wants:` on the party")
    if not party.wants:
        return Panel("wants", name, (), (26,), name, write)
    told = words.sentence(words.capital(listed(party.wants, 8)))
    title = times(len(party.wants), "They want {n} thing", "They want {n} things")
    return Panel("wants", title, (Prose(told),), (26,), name)


def _met(house: House, party: PartyFacts, meetings: list[tuple[Context, TouchPointFacts]]) -> Panel:
    name = _("How they are met")
    write = _("`with: {party} via …` on a step, or `not-met:` on the party, with the reason")
    several = len({c.map.path for c, _t in meetings}) > 1
    rows = []
    for context, t in meetings:
        refs = [context.refs[id(f)] for f in context.about(t.step) if f.code.startswith(OF_PARTIES)]
        who = _("they do it themselves") if t.by_party else context.who(t.performer)
        felt = felt_by(t)
        tone = "bad" if (t.worst_impact or 0) < 0 else "good" if (t.worst_impact or 0) > 0 else ""
        rows.append(
            (
                Cell(
                    words.capital(words.lower(t.does)) + (" ★" if t.moment else ""),
                    small=context.map.title if several else "",
                ),
                cell(words.capital(who), "", ", ".join(t.channels)),
                Cell(listed(t.asks, 5) or _("nothing")),
                cell(felt, tone),
                codes(refs),
            )
        )
    if not rows:
        if party.not_met:
            title = _("They are met by nobody, for a reason")
            told = words.sentence(words.capital(party.not_met))
            return Panel("met", title, (Prose(told),), (13, 17), name)
        return Panel("met", name, (), (13, 17), name, write.replace("{party}", party.id))
    bad = sum((t.worst_impact or 0) < 0 for _c, t in meetings)
    title = times(len(rows), "{n} meeting", "{n} meetings")
    title += share_of(
        bad,
        len(meetings),
        ", {m} of which does harm, as we believe",
        ", {m} of which do harm, as we believe",
        only=", which does harm, as we believe",
        only_not="",
        none="",
        every=", each of which does harm, as we believe",
    )
    heads = (_("Step"), _("Met by"), _("Asked for"), _("What they feel, as we believe"),
             _("Findings"))  # fmt: skip
    blocks = whole_table(name, heads, rows)
    return Panel("met", title, blocks, (13, 17, 18), name)


def _silence(house: House, party: PartyFacts) -> Panel:
    name = _("How long they hear nothing")
    write = _("`takes:` and `waits:` on the steps between two meetings")
    found = [(c, r) for c in house.maps for r in silences_of(c, party) if r.silence]
    if not found:
        untimed = party.touch_points and all(
            r.silence is None for c in house.maps for r in c.requests
        )
        return Panel("silence", name, (), (6,), name, write if untimed else "")
    found.sort(key=lambda item: -(item[1].silence or 0.0))
    top = found[0][1].silence or 1.0
    several = len({c.map.path for c, _r in found}) > 1
    bars = tuple(
        Bar(
            r.title,
            c.say(r.silence),
            (r.silence or 0.0) / top,
            "",
            c.map.title if several else "",
        )
        for c, r in found[:MOST_BARS]
    )
    first = found[0]
    title = _("Up to {time} without a word").format(time=first[0].say(first[1].silence))
    steps = [first[0].step(s) for s in first[1].silence_path]
    note = ""
    if len(steps) > 2:
        note = _("From “{a}” to “{b}”, over {n} steps.").format(
            a=steps[0], b=steps[-1], n=len(steps) - 2
        )
    return Panel("silence", title, (Bars(name, bars),), (6,), name, note=note)


def _promises(house: House, party: PartyFacts) -> Panel:
    name = _("What they are promised, and what they get")
    write = _("`promise:` on the request types, `from:` this party")
    rows = []
    late = timed = 0
    for c in house.maps:
        for r in c.requests:
            if r.from_ != party.id:
                continue
            broken = r.time is not None and r.promise is not None and r.time > r.promise
            late += broken
            timed += r.promise is not None and r.time is not None
            rows.append(
                (
                    Cell(r.title, small=c.map.title if len(house.maps) > 1 else ""),
                    cell(c.say(r.promise) if r.promise is not None else None),
                    cell(c.say(r.time) if r.time is not None else None, "bad" if broken else ""),
                    cell(words.amount(r.expected) if r.expected is not None else None),
                )
            )
    if all(row[1].tone == "unknown" for row in rows):
        return Panel("promises", name, (), (21,), name, write)
    rows.sort(key=lambda row: (row[2].tone != "bad", row[1].tone == "unknown"))
    title = promised(late, timed) if timed else _("No promise can be held against a time")
    heads = (_("Request"), _("Promised"), _("An average case"), _("Sign-offs expected"))
    blocks = whole_table(name, heads, rows)
    return Panel("promises", title, blocks, (21,), name)


def _house_promises(house: House, meetings: list[tuple[Context, TouchPointFacts]]) -> Panel:
    """Promises of the house that are kept where this party is met."""
    name = _("What the house promises everybody")
    met = {f"{c.analysis.id}/{t.step}" for c, t in meetings}
    rows = [
        (
            Cell(p.says or p.id),
            Cell(listed([house.place(s) for s in p.steps if s in met]) or _("nowhere they are met"),
                 "" if met & set(p.steps) else "bad"),
            cell(p.kept),
        )
        for p in house.whole.promise_ledger
    ]  # fmt: skip
    title = times(len(rows), "{n} promise of the house", "{n} promises of the house")
    heads = (_("Promise"), _("Kept with them at"), _("Kept how often"))
    blocks = whole_table(name, heads, rows)
    return Panel("house", title, blocks, (22,), name)


def _contact(house: House, party: PartyFacts) -> Panel:
    name = _("Whom they can turn to")
    write = _("`contact:` on the party, `may:` on that role")
    if not party.contact:
        return Panel("contact", name, (), (16,), name, write)
    may = listed([m.replace("-", " ") for m in party.contact_may or []])
    facts = (
        (_("Contact"), Cell(words.capital(house.who(party.contact)))),
        (
            _("May decide alone"),
            Cell(may or _("nothing that is written"), "good" if may else "bad"),
        ),
    )
    title = _("They can turn to {who}").format(who=house.who(party.contact))
    return Panel("contact", title, (Cards((Card("", "", facts),)),), (16,), name)


def _heard(house: House, party: PartyFacts) -> Panel:
    name = _("How they are heard")
    write = _("`feedback:` with `from:` this party")
    known = {f.id: f for f in house.all("feedback")}
    rows = []
    for key in party.feedback:
        f = known.get(key)
        unhappy = f.unhappy.replace("-", " ") if f and f.unhappy else None
        rows.append(
            (
                Cell(words.capital(house.who(key))),
                cell(f.last if f else None),
                cell(unhappy, "" if f and f.unhappy_met else "bad"),
            )
        )
    title = times(len(rows), "They are asked in {n} way", "They are asked in {n} ways")
    heads = (_("Feedback"), _("Last"), _("The unhappy get"))
    blocks = whole_table(name, heads, rows)
    return Panel("heard", title, blocks, (37, 38, 55), name, write)


def _sways(house: House, party: PartyFacts) -> Panel:
    """Whom they sway and who sways them."""
    name = _("Who sways whom")
    by = [p for p in house.parties if party.id in p.influences]
    if not by and not party.influences:
        return Panel("sways", name, (), (11,), name)
    parts = []
    if party.influences:
        parts.append(_("They sway {who}.").format(who=listed(house.names(party.influences))))
    if by:
        unmet = [p for p in by if not p.touch_points]
        parts.append(_("They are swayed by {who}.").format(who=listed([p.title for p in by])))
        if unmet:
            parts.append(
                _("Of these, {who} is met by nobody.").format(who=listed([p.title for p in unmet]))
                if len(unmet) == 1
                else _("Of these, {who} are met by nobody.").format(
                    who=listed([p.title for p in unmet])
                )
            )
    title = times(
        len(by) + len(party.influences), "{n} tie to other parties", "{n} ties to other parties"
    )
    return Panel("sways", title, (Prose(" ".join(parts)),), (11,), name)


def _findings(house: House, party: PartyFacts) -> list[Told]:
    """Findings about the party itself, and about meetings with it."""
    found: dict[int, Told] = {}
    path = f"parties/{party.id}"
    for c in house.maps:
        steps = {t.step for t in c.touch_points if t.party == party.id}
        met = {id(f) for step in steps for f in c.about(step) if f.code.startswith(OF_PARTIES)}
        for finding in c.findings:
            own = any(
                p == path or p.startswith(path + "/") for p in (finding.path, *finding.elements)
            )
            if own or id(finding) in met:
                found.setdefault(id(finding), told_in(c, finding))
    for told in findings_of_entry(house, path):
        found.setdefault(id(told.finding), told)
    return list(found.values())

"""Section 5, over all maps: a page for each party: what it wants, every meeting, who speaks for it."""

from __future__ import annotations

from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context, Head
from cxaudit.report.house import House
from cxaudit.report.lens import Block, Card, Cards, Cell, Lens, Panel, Picture, cell, table
from cxaudit.report.pictures.influence import Node, influence
from cxaudit.report.sections.quiet import silences_of
from cxaudit.report.texts import _, listed, share_of, term, times

MOST_CARDS = 24
MOST_MEETINGS = 4  # of one map on a card


def party_pages(house: House) -> Lens:
    """The pages of the parties."""
    anchor, subject = f"{house.prefix}-parties", _("Parties")
    known = house.parties
    panels = (_pages(house), _influence(house), _wants(house), _contacts(house), _advocacy(house))
    if not known:
        head = Head(anchor, subject, _("No party is described"))
        return Lens(5, head, panels)
    forgotten = [p for p in known if not p.touch_points and not p.not_met]
    unheard = [p for p in known if p.key and not p.heard]
    title = share_of(
        len(forgotten),
        len(known),
        "{part} parties is met nowhere",
        "{part} parties are met nowhere",
        only="The one party is met nowhere",
        only_not="The one party is met",
        none="Every party is met, or left out for a reason",
        every="No party is met anywhere",
    )
    if len(known) == 1 and known[0].not_met and not known[0].touch_points:
        title = _("The one party is left out for a reason")
    title += share_of(
        len(unheard),
        len(known),
        "; {m} key party is never asked",
        "; {m} key parties are never asked",
        only="; it is a key party and is never asked",
        only_not="",
        none="",
    )
    return Lens(5, Head(anchor, subject, title), panels)


def silence_of(house: House, party: PartyFacts) -> tuple[float, Context] | None:
    """The longest time for which a party hears nothing, over all maps, and the map of it."""
    found = [
        (r.silence, c) for c in house.maps for r in silences_of(c, party) if r.silence is not None
    ]
    return max(found, key=lambda item: item[0]) if found else None


def meetings_of(house: House, party: PartyFacts) -> list[str]:
    """Every meeting with a party, for people; map by map where there are several."""
    found = []
    for context in house.maps:
        steps = [words.lower(t.does) for t in context.touch_points if t.party == party.id]
        if steps:
            told = listed(steps, MOST_MEETINGS)
            found.append(f"{context.map.title}: {told}" if len(house.maps) > 1 else told)
    return found


def _last_heard(house: House, party: PartyFacts) -> str:
    days = [f.last for f in house.all("feedback") if f.id in party.feedback and f.last]
    days += [m.last for m in house.all("measure") if party.id in m.of and m.last]
    return max(days, default="")


def _pages(house: House) -> Panel:
    name = _("A page for each party")
    write = _("`parties:` in the organisation file, each with `kind:`, `key:` and `wants:`")
    cards = []
    for p in sorted(house.parties, key=lambda p: not p.key)[:MOST_CARDS]:
        meets = meetings_of(house, p)
        quiet = silence_of(house, p)
        speaks = [house.who(f) for f in p.feedback]
        kind = ", ".join(filter(None, (term(p.kind), _("key party") if p.key else "")))
        todo = [a for a in house.whole.actions if not a.closed and _about(house, a.about, p)]
        meets_cell = (
            Cell("; ".join(meets))
            if meets
            else Cell(p.not_met or _("never: a forgotten party"), "" if p.not_met else "bad")
        )
        facts = [
            (_("Wants"), cell(listed(p.wants))),
            (_("Meets us"), meets_cell),
            (_("Hears nothing for"), cell(_quiet(quiet, len(house.maps) > 1) if quiet else None)),
            (_("Last heard"), cell(_last_heard(house, p))),
            (
                _("Asked by"),
                Cell(listed(speaks), "") if speaks else Cell(_("nothing"), "bad" if p.key else ""),
            ),
            (_("Can turn to"), cell(house.who(p.contact))),
        ]
        if todo:
            facts.append(
                (
                    _("Open actions"),
                    Cell(listed([words.lower(a.id.replace("-", " ")) for a in todo])),
                )
            )
        refs = house.about(f"parties/{p.id}")
        if refs:
            facts.append((_("Findings"), Cell("", refs=refs)))
        cards.append(Card(words.capital(p.title), kind, tuple(facts), about=mark("party", p.id)))
    keys = [p for p in house.parties if p.key]
    title = name
    if keys:
        title = times(len(keys), "The key party comes first", "The {n} key parties come first")
    blocks: tuple[Block, ...] = (Cards(tuple(cards)),) if cards else ()
    note = ""
    if len(house.parties) > MOST_CARDS:
        note = _("{n} more parties are not shown.").format(n=len(house.parties) - MOST_CARDS)
    return Panel("pages", title, blocks, (13,), name, write, note=note)


def _quiet(quiet: tuple[float, Context], several: bool) -> str:
    minutes, context = quiet
    told = context.say(minutes)
    return f"{told} ({context.map.title})" if several else told


def _about(house: House, about: str | None, party: PartyFacts) -> bool:
    """Whether an action is about a party: its name, a feedback that hears it, a step that meets it."""
    if not about:
        return False
    if about == party.id or about in party.feedback:
        return True
    return any(t.step == about and t.party == party.id for c in house.maps for t in c.touch_points)


def _influence(house: House) -> Panel:
    tied = {p.id for p in house.parties if p.influences}
    tied |= {i for p in house.parties for i in p.influences}
    name = _("Who sways whom")
    write = _("`influences:` on the parties whose word counts with another")
    known = [p for p in house.parties if p.id in tied]
    if not known or not any(p.influences for p in known):
        return Panel("influence", name, (), (11,), name, write)
    nodes = tuple(
        Node(
            p.id,
            words.capital(p.title),
            ", ".join(
                filter(None, (term(p.kind), _("met") if p.touch_points else _("met by nobody")))
            ),
            bool(p.touch_points),
            p.key,
            tuple(p.influences),
        )
        for p in known
    )
    says = "; ".join(
        _("{a} sways {b}").format(a=house.who(p.id), b=listed(house.names(p.influences)))
        for p in known
        if p.influences
    )
    swaying = [p for p in known if p.influences]
    unmet = [p for p in swaying if not p.touch_points]
    title = share_of(
        len(unmet),
        len(swaying),
        "{part} who sway others is met by nobody",
        "{part} who sway others are met by nobody",
        only="Nobody meets the one who sways others",
        only_not="The one who sways others is met",
        none="Everybody who sways others is met",
        every="Nobody meets those who sway others",
    )
    note = _("{says}. Dashed: met by nobody.").format(says=words.capital(says))
    return Panel("influence", title, (Picture(influence(nodes), says),), (11,), name, note=note)


def _wants(house: House) -> Panel:
    rows = []
    for p in house.parties:
        if not p.wants:
            continue
        quiet = silence_of(house, p)
        late, timed = 0, 0
        for c in house.maps:
            for r in c.requests:
                if r.from_ == p.id and r.promise is not None and r.time is not None:
                    timed += 1
                    late += r.time > r.promise
        worst = [
            (t.worst_impact, t)
            for c in house.maps
            for t in c.touch_points
            if t.party == p.id and t.worst_impact is not None
        ]
        low = min(worst, key=lambda item: item[0]) if worst else None
        rows.append(
            (
                words.capital(p.title),
                listed(p.wants),
                cell(_quiet(quiet, len(house.maps) > 1) if quiet else None),
                Cell(
                    share_of(
                        late,
                        timed,
                        "{part} broken",
                        "{part} broken",
                        only="broken",
                        only_not="kept",
                        none="all kept",
                    ),
                    "bad" if late else "good",
                )
                if timed
                else cell(None),
                cell(f"{words.signed(low[0])}, {words.lower(low[1].does)}" if low else None),
            )
        )
    heads = (
        _("Party"),
        _("Wants"),
        _("Hears nothing for"),
        _("Promises"),
        _("Worst meeting, as we believe"),
    )
    title = times(
        len(rows),
        "What one party wants, beside what it gets",
        "What {n} parties want, beside what they get",
    )
    name = _("Wants against what is delivered")
    write = _("`wants:` on a party")
    return Panel("wants", title, table(name, heads, rows), (26,), name, write)


def _contacts(house: House) -> Panel:
    named = [p for p in house.parties if p.contact]
    name = _("Named contacts")
    rows = [
        (
            words.capital(p.title),
            words.capital(house.who(p.contact)),
            Cell(listed([m.replace("-", " ") for m in p.contact_may or []]), "good")
            if p.contact_may
            else Cell(_("nothing that is written down"), "bad"),
        )
        for p in named
    ]
    title = share_of(
        len(named),
        len(house.parties),
        "{part} parties has a person to turn to",
        "{part} parties have a person to turn to",
        only="The one party has a person to turn to",
        only_not="The one party has nobody to turn to",
        none="No party has a person to turn to",
    )
    free = sum(bool(p.contact_may) for p in named)
    if named:
        title += share_of(
            free,
            len(named),
            "; {m} of these persons may decide something",
            "; {m} of these persons may decide something",
            only="; that person may decide something",
            only_not="; that person may decide nothing",
            none="; none of these persons may decide anything",
            every="; each of these persons may decide something",
        )
    heads = (_("Party"), _("Contact"), _("May decide alone"))
    write = _("`contact:` on a party, `may:` on that role")
    return Panel("contacts", title, table(name, heads, rows), (16,), name, write)


def _advocacy(house: House) -> Panel:
    quiet_kinds = ("influencer", "ancillary", "user", "partner")
    rows = []
    for p in house.parties:
        if p.kind not in quiet_kinds:
            continue
        made = [
            words.lower(t.does)
            for c in house.maps
            for t in c.touch_points
            if t.party == p.id and t.advocacy
        ]
        sways = listed(house.names(p.influences))
        chance = _("sways {who}").format(who=sways) if sways else _("may speak of us")
        rows.append(
            (
                Cell(words.capital(p.title), small=term(p.kind)),
                chance,
                str(len(p.touch_points)),
                Cell(listed(made), "good") if made else Cell(_("none"), "unknown"),
            )
        )
    name = _("Opportunities")
    used = sum(not isinstance(r[3], Cell) or r[3].tone == "good" for r in rows)
    title = share_of(
        used,
        len(rows),
        "{part} parties beside the buyer has a moment made for it",
        "{part} parties beside the buyer have a moment made for them",
        only="A moment is made for the one party beside the buyer",
        only_not="No moment is made for the one party beside the buyer",
        none="No moment is made for any party beside the buyer",
    )
    heads = (
        _("Party"),
        _("Why it matters"),
        _("Meetings"),
        _("Moments that make them recommend us"),
    )
    write = _(
        "parties of `kind: influencer`, `ancillary`, `user` or `partner`; `advocacy: true` on a step"
    )
    return Panel("advocacy", title, table(name, heads, rows, numbers=(2,)), (12,), name, write)

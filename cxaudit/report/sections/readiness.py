"""Section 15: whether people are ready for the changes under way."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.facts.listening import MeasureFacts
from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.house import House
from cxaudit.report.lens import Bar, Bars, Card, Cards, Cell, Lens, Panel, Picture, cell, table
from cxaudit.report.pictures.phases import phases
from cxaudit.report.pictures.readiness import CRITICAL, Dot
from cxaudit.report.pictures.readiness import readiness as matrix
from cxaudit.report.pictures.spine import Level, Line, spine
from cxaudit.report.sections.scenarios import mean_of
from cxaudit.report.sections.under_way import begun, course_of, ended, state_of
from cxaudit.report.texts import _, listed, months_ago, share_of, term, times, unstated
from cxaudit.run.whatif import Whatif

BUSY = 3.0  # changes at once, from which a bar is marked


def readiness(house: House, tried: Sequence[Whatif]) -> Lens:
    """The change readiness of an organisation."""
    anchor, subject = f"{house.prefix}-readiness", _("Change readiness")
    panels = (
        _changes(house, tried),
        _matrix(house),
        _spine(house),
        _load(house),
        _worries(house),
        _equip(house),
        _phases(house),
    )
    groups = _groups(house)
    changes: list[ChangeFacts] = house.all("change")
    if not changes:
        return Lens(15, Head(anchor, subject, _("No change is written down")), panels)
    hit = [g for g in groups if (g.stake or 0) >= CRITICAL]
    broken = [g for g in hit if g.spine_gaps]
    title = share_of(
        len(hit),
        len(groups),
        "{part} groups is hit hard",
        "{part} groups are hit hard",
        only="The one group is hit hard",
        only_not="The one group is not hit hard",
        none="No group is hit hard",
    )
    if hit:
        title += share_of(
            len(broken),
            len(hit),
            "; {m} of these has a gap in its line of sponsors",
            "; {m} of these have a gap in their line of sponsors",
            only="; its line of sponsors has a gap",
            only_not="; its line of sponsors is unbroken",
            none="; the line of sponsors above them is unbroken",
            every="; each of these has a gap in its line of sponsors",
        )
    course = course_of(changes, house.as_of)
    told = [begun(course.begins)] if course.begins else []
    told += [ended(course.ends)] if course.ends else []
    return Lens(15, Head(anchor, subject, ". ".join([title, *told])), panels)


def _groups(house: House) -> list[GroupFacts]:
    return house.all("group")


def _title(house: House, group: GroupFacts) -> str:
    return words.capital(house.who(group.id))


def _changes(house: House, tried: Sequence[Whatif]) -> Panel:
    name = _("Changes: process, people, measure")
    write = _(
        "`changes:` in the organisation file with `scenario:`, `groups:`, `sponsors:` and `vision:`"
    )
    cards = [_card(house, change, tried) for change in house.all("change")]
    whole = sum(bool(c.scenario and c.groups and c.sponsors) for c in house.all("change"))
    title = share_of(
        whole,
        len(cards),
        "{part} changes has a scenario, groups and sponsors",
        "{part} changes have a scenario, groups and sponsors",
        only="The one change has a scenario, groups and sponsors",
        only_not="The one change lacks a scenario, groups or sponsors",
        none="Every change lacks a scenario, groups or sponsors",
    )
    return Panel("changes", title, (Cards(tuple(cards)),) if cards else (), (31,), name, write)


def _card(house: House, change: ChangeFacts, tried: Sequence[Whatif]) -> Card:
    ran = next((w for w in tried if w.id == change.scenario and w.applied), None)
    bought = cell(None)
    if ran is not None:
        a, b = mean_of(ran, "expected")
        if a is not None and b is not None:
            bought = Cell(
                _("{a} → {b} sign-offs a request").format(a=words.amount(a), b=words.amount(b)),
                "good",
            )
    context = house.map(ran.of) if ran is not None else None
    watched = [_watched(house, m) for m in context.measures] if context is not None else []
    months = (
        times(round(change.months), "{n} month", "{n} months") if change.months is not None else ""
    )
    small = "; ".join(filter(None, (months, state_of(change, house.as_of))))
    facts = (
        (_("Process: scenario"), cell((change.scenario or "").replace("-", " "))),
        (_("What it buys"), bought),
        (
            _("Steps it edits"),
            cell(str(len(change.touched_steps)) if change.touched_steps else None),
        ),
        (_("People: groups"), cell(listed(house.names(change.groups)))),
        (
            _("In no group, though they do edited steps"),
            Cell(listed(house.names(change.unassessed)), "bad")
            if change.unassessed
            else Cell(_("nobody")),
        ),
        (_("Measure: watched by"), cell("; ".join(watched))),
        (_("Sponsors"), cell(listed(house.names(change.sponsors)))),
        (_("Advocates"), cell(listed(house.names(change.advocates)))),
        (_("Worth"), cell(change.case)),
        (_("Vision"), cell(change.vision)),
        (_("When"), cell(change.when, small=small)),
    )
    return Card(words.capital(change.title), term(change.kind), facts)


def _watched(house: House, measure: MeasureFacts) -> str:
    """A measure with where it stands and should."""
    told = [measure.now or "", _("target {x}").format(x=measure.target) if measure.target else ""]
    figures = ", ".join(filter(None, told))
    return f"{house.who(measure.id)} ({figures})" if figures else house.who(measure.id)


def _matrix(house: House) -> Panel:
    name = _("Importance and effect")
    groups = _groups(house)
    known = [g for g in groups if g.importance is not None and g.effect is not None]
    write = _("`importance:` and `effect:` from 1 to 5 on the groups of a change")
    if not known:
        return Panel("matrix", name, (), (68,), name, write)
    dots = tuple(Dot(_title(house, g), g.importance or 0, g.effect or 0) for g in known)
    says = "; ".join(
        _("{who} {a} × {b}").format(who=d.name, a=d.importance, b=d.effect) for d in dots
    )
    hit = [g for g in known if (g.stake or 0) >= CRITICAL]
    title = times(len(hit), "{n} group is critical", "{n} groups are critical")
    if not hit:
        title = _("No group is critical")
    note = _("Shaded: importance × effect of {n} or more.").format(n=CRITICAL)
    silent = [g for g in groups if g not in known]
    if silent:
        note += " " + _("Not assessed: {who}.").format(
            who=listed([_title(house, g) for g in silent])
        )
    return Panel("matrix", title, (Picture(matrix(dots), says),), (68,), name, note=note)


def _spine(house: House) -> Panel:
    name = _("Sponsorship spine")
    groups = [g for g in _groups(house) if g.spine]
    write = _("`sponsors:` on the change; `reports-to:` and `level:` on the roles between")
    if not groups:
        return Panel("spine", name, (), (70,), name, write)
    lines = []
    for g in groups[:6]:
        levels = []
        for place, role in enumerate(reversed(g.spine)):
            last = place == len(g.spine) - 1
            state = "gap" if role in g.spine_gaps else "group" if last else "sponsor"
            if last and _sponsors(house, g.change, role):
                state = "sponsor"
            levels.append(Level(words.capital(house.who(role)), state))
        stake = f"{g.importance or '?'} × {g.effect or '?'}"
        lines.append(Line(_title(house, g), stake, tuple(levels)))
    gaps = sum(len(g.spine_gaps) for g in groups)
    whole = [g for g in groups if not g.spine_gaps]
    title = share_of(
        len(whole),
        len(groups),
        "{part} groups has an unbroken line of sponsors",
        "{part} groups have an unbroken line of sponsors",
        only="The one group has an unbroken line of sponsors",
        only_not="The one group has a gap in its line of sponsors",
        none="No group has an unbroken line of sponsors",
    )
    says = "; ".join(
        _("{who}: {gaps}").format(
            who=_title(house, g),
            gaps=_("no sponsor at {x}").format(x=listed(house.names(g.spine_gaps)))
            if g.spine_gaps
            else _("unbroken"),
        )
        for g in groups
    )
    lone = list(dict.fromkeys(u for g in groups for u in g.unadvocated_units))
    note = _("Filled: a sponsor. Dashed orange: a level without one. Gaps in all: {n}.").format(
        n=gaps
    )
    if lone:
        note += " " + _("Without an advocate: {who}.").format(who=listed(house.names(lone)))
    if len(groups) > len(lines):
        note += " " + _("{n} more groups are not drawn: {says}.").format(
            n=len(groups) - len(lines), says=says
        )
    return Panel("spine", title, (Picture(spine(tuple(lines)), says),), (70,), name, note=note)


def _sponsors(house: House, change: str, role: str) -> bool:
    return any(role in c.sponsors for c in house.all("change") if c.id == change)


def _load(house: House) -> Panel:
    name = _("What else is on their table")
    groups = _groups(house)
    known = [g for g in groups if g.load is not None]
    write = _("`load:` on a group: in how many other changes it is")
    if not known:
        return Panel("load", name, (), (66,), name, write)
    top = max(max(g.load or 0.0 for g in known), BUSY)
    bars = tuple(
        Bar(
            _title(house, g),
            times(round(g.load), "{n} other change", "{n} other changes")
            if g.load is not None
            else unstated(),
            g.load / top if g.load is not None else None,
            "gate" if (g.load or 0.0) >= BUSY else "",
            "",
            BUSY / top,
        )
        for g in groups
    )
    busy = sum((g.load or 0.0) >= BUSY for g in groups)
    title = share_of(
        busy,
        len(groups),
        "{part} groups is in three other changes or more",
        "{part} groups are in three other changes or more",
        only="The one group is in three other changes or more",
        only_not="The one group is in fewer than three other changes",
        none="No group is in three other changes or more",
    )
    return Panel("load", title, (Bars(name, bars),), (66,), name, write)


def _worries(house: House) -> Panel:
    name = _("Worries and answers")
    rows = []
    for g in _groups(house):
        for number, worry in enumerate(g.worry):
            answer = g.answer[number] if number < len(g.answer) else ""
            rows.append(
                (
                    _title(house, g),
                    worry,
                    Cell(answer, "good") if answer else Cell(_("no answer"), "bad"),
                )
            )
    open_ = sum(len(g.unanswered) for g in _groups(house))
    title = share_of(
        open_,
        len(rows),
        "{part} worries has no answer",
        "{part} worries have no answer",
        only="The one worry has no answer",
        only_not="The one worry has an answer",
        none="Every worry has an answer",
        every="No worry has an answer",
    )
    write = _("`worry:` and `answer:` on a group, one beside the other")
    heads = (_("Group"), _("Worry"), _("What they are told"))
    return Panel("worries", title, table(name, heads, rows), (67,), name, write)


def _equip(house: House) -> Panel:
    name = _("Equip plan")
    groups = _groups(house)
    rows = []
    for g in groups:
        hit = (g.stake or 0) >= CRITICAL
        policy = g.policy.replace("-", " ") if g.policy else ""
        age = (
            _("last checked {ago}").format(ago=months_ago(g.policy_months))
            if g.policy_months is not None
            else ""
        )
        rows.append(
            (
                Cell(_title(house, g), small=_("critical") if hit else ""),
                Cell(listed(g.equip), "good")
                if g.equip
                else Cell(_("nothing"), "bad" if hit else ""),
                Cell(policy or _("none named"), small=age),
            )
        )
    bare = [g for g in groups if (g.stake or 0) >= CRITICAL and not g.equip]
    title = times(
        len(bare),
        "{n} critical group is given nothing for it",
        "{n} critical groups are given nothing for it",
    )
    if not bare:
        title = _("Every critical group is given something for it")
    write = _("`equip:` on a group; `policies:` with `binds:` and `reviewed:`")
    heads = (_("Group"), _("Gets"), _("Oldest policy that binds it"))
    return Panel("equip", title, table(name, heads, rows), (69,), name, write)


def _phases(house: House) -> Panel:
    name = _("Phases")
    write = _("`when:` and `phases:` on a change")
    found = [c for c in house.all("change") if c.when or c.phases]
    blocks: list[Picture | Cards] = []
    for change in found:
        begin, _sep, end = (change.when or "").partition(" to ")
        if change.phases:
            told = listed(change.phases, 12)
            blocks.append(
                Picture(
                    phases(tuple(change.phases), begin or unstated(), end or unstated()),
                    f"{change.title}: {change.when or unstated()}: {told}",
                )
            )
        else:
            when = cell(change.when, small=state_of(change, house.as_of))
            facts = ((_("When"), when), (_("Phases"), cell(None)))
            blocks.append(Cards((Card(words.capital(change.title), term(change.kind), facts),)))
    phased = sum(bool(c.phases) for c in found)
    title = share_of(
        phased,
        len(found),
        "{part} changes is laid out in phases",
        "{part} changes are laid out in phases",
        only="The one change is laid out in phases",
        only_not="The one change is not laid out in phases",
        none="No change is laid out in phases",
    )
    long = [c for c in found if c.months is not None]
    if long:
        months = round(max(c.months or 0 for c in long))
        title += (
            times(months, "; it lasts {n} month", "; it lasts {n} months")
            if len(found) == 1
            else times(months, "; the longest lasts {n} month", "; the longest lasts {n} months")
        )
    return Panel("phases", title, tuple(blocks), (71,), name, write)

"""The sheet of an owner: what its maps promise and take, what is wrong with them, what would help."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, cell
from cxaudit.report.sections.findings import tally
from cxaudit.report.sections.scenarios import mean_of
from cxaudit.report.sections.under_way import course_of, ended
from cxaudit.report.sheets.changing import edited_map
from cxaudit.report.sheets.deciding import advice_panel
from cxaudit.report.sheets.fit import SURE
from cxaudit.report.sheets.model import Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.promised import promised, unkept
from cxaudit.report.sheets.role import about
from cxaudit.report.sheets.standing import (
    findings_panel,
    questions_for,
    questions_panel,
    told_in,
)
from cxaudit.report.sheets.tables import count, whole_table
from cxaudit.report.texts import _, listed, months_ago, share_of, term, times
from cxaudit.run.whatif import Whatif


def owner_sheet(house: House, audience: Audience, beside: Beside) -> Sheet:
    """What an owner answers for."""
    owner = audience.id
    facts = next((r for r in house.roles if r.id == owner), None)
    maps = [c for c in house.maps if owner in c.map.owners]
    found = [told_in(c, f) for c in maps for f in c.findings]
    panels = (
        _figures_panel(maps),
        advice_panel(maps, beside),
        findings_panel(found, _("Findings"), len(maps) > 1),
        _scenarios(maps, beside.tried),
        _sign_offs(maps),
        _reach(maps),
        _measures(maps),
        _changes(house, maps, beside),
        questions_panel(
            questions_for(house, (owner,), beside), beside, _("What only you can answer")
        ),
    )
    return Sheet(
        audience=audience,
        title=audience.title,
        about=about(house, facts),
        headline=_headline(maps),
        lead=_("How the processes that you answer for reach the customer: {maps}.").format(
            maps=listed([c.map.title for c in maps])
        ),
        figures=_figures(maps),
        panels=panels,
    )


def _kept(maps: Sequence[Context]) -> tuple[int, int]:
    """Promises that an average case breaks, and all that can be held against a time."""
    made = [r for c in maps for r in c.requests if r.promise is not None and r.time is not None]
    return sum((r.time or 0) > (r.promise or 0) for r in made), len(made)


def _headline(maps: Sequence[Context]) -> str:
    late, made = _kept(maps)
    silences = [(r.silence, c) for c in maps for r in c.requests if r.silence]
    quiet = max(silences, key=lambda item: item[0], default=None)
    told = quiet[1].say(quiet[0]) if quiet else ""
    if late:
        return promised(late, made) + (
            _(", and customers hear nothing for up to {time}").format(time=told) if told else ""
        )
    if told:
        return _("Customers hear nothing for up to {time}").format(time=told)
    if made:
        return times(made, "The one promise is kept on average", "Every promise is kept on average")
    gates = [r.least for c in maps for r in c.requests if r.least]
    if gates:
        return times(
            round(max(gates)),
            "Some requests cannot end well without {n} sign-off",
            "Some requests cannot end well without {n} sign-offs",
        )
    return times(
        len(maps),
        "You answer for {n} map, and nobody says how long it takes",
        "You answer for {n} maps, and nobody says how long they take",
    )


def _figures(maps: Sequence[Context]) -> tuple[Figure, ...]:
    late, made = _kept(maps)
    errors, warnings, asked = tally([f for c in maps for f in c.findings])
    figures = [count(len(maps), _("map of yours"), _("maps of yours"))]
    if made:
        label = unkept(made)
        figures.append(Figure(str(late), label, "bad" if late else "good"))
    return (
        *figures,
        count(errors, _("error"), _("errors"), "bad" if errors else ""),
        count(warnings, _("warning"), _("warnings")),
        count(asked, _("question"), _("questions")),
    )


def _figures_panel(maps: Sequence[Context]) -> Panel:
    name = _("Figures against promises")
    rows = [_row(c, r, len(maps) > 1) for c in maps for r in c.requests]
    if len(rows) > SURE["figures"]:  # not all may find room
        rows.sort(key=lambda row: (row[1].tone != "bad", row[2].tone == "unknown"))
    late, made = _kept(maps)
    title = promised(late, made) if made else name
    heads = (_("Request type"), _("An average case"), _("Promised"), _("Longest silence"),
             _("Sign-offs at least"), _("Expected"), _("At worst"))  # fmt: skip
    blocks = whole_table(name, heads, rows)
    return Panel("figures", title, blocks, (2, 21, 30), name)


def _row(c: Context, r: RequestFacts, several: bool) -> tuple[Cell, ...]:
    late = r.time is not None and r.promise is not None and r.time > r.promise
    share = words.percent(r.share) if len(c.requests) > 1 else ""
    small = ", ".join(filter(None, (c.map.title if several else "", share)))

    def said(minutes: float | None, tone: str = "") -> Cell:
        return cell(c.say(minutes) if minutes is not None else None, tone)

    def counted(value: float | None) -> Cell:
        return cell(words.amount(value) if value is not None else None)

    silence = said(r.silence)
    if r.silence is None and r.silence_steps is not None:
        silence = Cell(times(r.silence_steps, "{n} step", "{n} steps"))
    return (
        Cell(r.title, small=small),
        said(r.time, "bad" if late else ""),
        said(r.promise),
        silence,
        counted(r.least),
        counted(r.expected),
        counted(r.worst),
    )


def _scenarios(maps: Sequence[Context], tried: Sequence[Whatif]) -> Panel:
    name = _("What if")
    write = _("a file that begins with `whatif:`, with `of:` this map and `edits:`")
    paths = {c.analysis.document.path for c in maps}
    rows = []
    for one in tried:
        if one.map_path not in paths or not one.applied:
            continue
        a, b = mean_of(one, "expected")
        before, after = mean_of(one, "time")
        rows.append(
            (
                Cell(one.title, small=one.map_title if len(maps) > 1 else ""),
                _shift(_amount(a), _amount(b), _less(a, b)),
                _shift(_time(one, before), _time(one, after), _less(before, after)),
                Cell(
                    _("{a} go, {b} are new").format(
                        a=len(one.findings.gone), b=len(one.findings.new)
                    )
                ),
            )
        )
    title = times(len(rows), "{n} scenario beside today", "{n} scenarios beside today")
    heads = (_("Scenario"), _("Sign-offs a request"), _("Lead time"), _("Findings"))
    blocks = whole_table(name, heads, rows)
    return Panel("whatif", title, blocks, (), name, write)


def _amount(value: float | None) -> str | None:
    return words.amount(value) if value is not None else None


def _time(one: Whatif, minutes: float | None) -> str | None:
    return words.span(minutes, one.day) if minutes is not None else None


def _less(before: float | None, after: float | None) -> bool:
    return before is not None and after is not None and after < before


def _shift(before: str | None, after: str | None, better: bool) -> Cell:
    if before is None or after is None:
        return cell(None)
    return Cell(f"{before} → {after}", "good" if better else "")


def _sign_offs(maps: Sequence[Context]) -> Panel:
    """The sign-offs of the maps: those that nothing demands first, where cases lie longest."""
    name = _("Sign-offs")
    gates = [(c, g) for c in maps for g in c.sign_offs]
    gates.sort(key=lambda item: (item[1].held, -(item[1].dwell or 0.0)))
    rows = [
        (
            Cell(words.capital(g.does), small=listed([c.who(a) for a in g.approvers if a != "?"])),
            cell(c.say(g.dwell) if g.dwell is not None else None),
            cell(words.percent(g.rejects) if g.rejects is not None else None),
            Cell(g.because or _("a rule")) if g.held else Cell(_("nothing named"), "bad"),
        )
        for c, g in gates
    ]
    free = sum(not g.held for _context, g in gates)
    title = share_of(
        free,
        len(gates),
        "{part} sign-offs is demanded by nothing that is named",
        "{part} sign-offs are demanded by nothing that is named",
        only="The one sign-off is demanded by nothing that is named",
        only_not="The one sign-off is demanded by something that is named",
        none="Every sign-off is demanded by something that is named",
        every="No sign-off is demanded by anything that is named",
    )
    heads = (_("Sign-off"), _("A case lies there"), _("Says no"), _("Demanded by"))
    blocks = whole_table(name, heads, rows)
    return Panel("gates", title, blocks, (1,), name)


def _reach(maps: Sequence[Context]) -> Panel:
    """Steps that others do who do not report to the owner, and how old the maps are."""
    name = _("Your reach, and the age of the maps")
    rows = []
    far = 0
    for c in sorted(maps, key=lambda c: -len(c.map.beyond_reach)):
        m = c.map
        far += len(m.beyond_reach)
        ago = m.reviewed_months
        old = months_ago(ago) if ago is not None else ""
        reach = share_of(
            len(m.beyond_reach),
            m.size,
            "{part} steps",
            "{part} steps",
            only="The one step",
            only_not="No step",
            none="No step",
        )
        rows.append(
            (
                Cell(m.title, small=_("led by {who}").format(who=c.who(m.leader)) if m.leader else ""),
                Cell(reach, "bad" if m.beyond_reach else "") if m.in_organisation else cell(None),
                cell(m.reviewed, "", old),
            )
        )  # fmt: skip
    title = times(
        far,
        "{n} step is done in departments that do not report to you",
        "{n} steps are done in departments that do not report to you",
    )
    if not far:
        title = name
    heads = (_("Map"), _("Out of your reach"), _("Held against reality"))
    blocks = whole_table(name, heads, rows)
    return Panel("reach", title, blocks, (7, 9), name)


def _measures(maps: Sequence[Context]) -> Panel:
    name = _("Measures of your maps")
    write = _("`measures:` on the map, with `target:`, `now:` and `last:`")
    known = {m.id: m for c in maps for m in c.measures}
    rows = [
        (
            Cell(words.capital(m.title or m.id), small=term(m.kind) or _("kind not stated")),
            cell(m.target),
            cell(m.now, "bad" if m.behind else "good" if m.behind is False else ""),
            cell(m.last),
        )
        for m in known.values()
    ]
    behind = sum(bool(m.behind) for m in known.values())
    title = share_of(
        behind,
        len(rows),
        "{part} measures stands behind its target",
        "{part} measures stand behind their target",
        only="The one measure stands behind its target",
        only_not="The one measure does not stand behind its target",
        none="No measure stands behind its target",
    )
    blocks = whole_table(name, (_("Measure"), _("Target"), _("Now"), _("Last")), rows)
    return Panel("measures", title, blocks, (30, 46), name, write)


def _changes(house: House, maps: Sequence[Context], beside: Beside) -> Panel:
    """Changes under way whose scenario edits one of the maps."""
    name = _("Changes")
    write = _("`changes:` in the organisation file, with `scenario:` and `groups:`")
    rows = []
    editing = [c for c in house.all("change") if edited_map(house, c, beside.tried) in maps]
    for change in editing:
        alone = listed(house.names(change.unassessed or []))
        rows.append(
            (
                Cell(words.capital(change.title), small=change.when or _("when is not stated")),
                Cell(times(len(change.touched_steps), "{n} step", "{n} steps")),
                Cell(alone, "bad") if alone else Cell(_("nobody")),
            )
        )
    due = course_of(editing, house.as_of).ends
    running = len(editing) - len(due)
    title = times(running, "{n} change edits your maps", "{n} changes edit your maps")
    if due:
        title = f"{title}. {ended(due)}" if running else ended(due)
    heads = (_("Change"), _("Edits"), _("Touched, and in no group of it"))
    blocks = whole_table(name, heads, rows)
    return Panel("changes", title, blocks, (31,), name, write)

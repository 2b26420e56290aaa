"""The panel on changes under way: what they ask of somebody, and what they give."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, cell
from cxaudit.report.sections.under_way import begun, course_of, ended
from cxaudit.report.sheets.model import Beside
from cxaudit.report.sheets.tables import whole_table
from cxaudit.report.sheets.work import Share
from cxaudit.report.texts import _, listed, times
from cxaudit.run.whatif import Whatif


def edited_map(house: House, change: ChangeFacts, tried: Sequence[Whatif] = ()) -> Context | None:
    """The map that the scenario of a change edits: that of the scenario that was tried, else the one
    that has most of its steps."""
    ran = next((w.map_path for w in tried if w.id == change.scenario and w.applied), None)
    if ran is not None:
        found = next((c for c in house.maps if c.analysis.document.path == ran), None)
        if found is not None:
            return found
    having = [(sum(s in c.steps for s in change.touched_steps), c) for c in house.maps]
    most, context = max(having, key=lambda item: item[0], default=(0, None))
    return context if most else None


def changes_panel(
    house: House, names: Sequence[str], shares: Sequence[Share], name: str, beside: Beside
) -> Panel:
    """What changes under way ask of somebody: how hard they hit, what is given, which worries have an
    answer, which of its steps they edit."""
    write = _("`changes:` in the organisation file, with `groups:` and `scenario:`")
    steps = {share.context.map.path: {s.id for s in share.steps} for share in shares}
    rows = []
    hit: list[ChangeFacts] = []
    changes: list[ChangeFacts] = house.all("change")
    for change in changes:
        groups: list[GroupFacts] = [
            g for g in house.all("group") if g.change == change.id and g.id in names
        ]
        where = edited_map(house, change, beside.tried)
        own = steps.get(where.map.path, set()) if where is not None else set()
        touched = [s for s in change.touched_steps if s in own]
        stands = [n for n in names if n in change.sponsors]
        speaks = [n for n in names if n in change.advocates]
        if not (groups or touched or stands or speaks):
            continue
        hit.append(change)
        rows.append(
            (
                Cell(words.capital(change.title), small=change.when or _("when is not stated")),
                _asked(house, change, groups, touched, (bool(stands), bool(speaks))),
                _given(groups),
            )
        )
    course = course_of(hit, house.as_of)
    told = [begun(course.begins)] if course.begins else []
    told += [ended(course.ends)] if course.ends else []
    if course.running or not told:
        running = times(
            course.running, "{n} change under way touches you", "{n} changes under way touch you"
        )
        told.insert(0, running)
    title = ". ".join(told)
    blocks = whole_table(name, (_("Change"), _("What it asks"), _("What you get")), rows)
    return Panel("changes", title, blocks, (66, 67, 68, 69), name, write)


def _asked(
    house: House,
    change: ChangeFacts,
    groups: Sequence[GroupFacts],
    touched: Sequence[str],
    part: tuple[bool, bool],
) -> Cell:
    told = []
    for group in groups:
        if group.importance is not None and group.effect is not None:
            told.append(
                _("importance {a}, effect {b} of 5").format(a=group.importance, b=group.effect)
            )
        if group.load is not None:
            told.append(times(round(group.load), "in {n} other change", "in {n} other changes"))
    if touched:
        told.append(
            times(len(touched), "{n} step of yours is edited", "{n} steps of yours are edited")
        )
        if not groups and change.unassessed:
            told.append(_("nobody has asked how it hits you"))
    told += [_("you stand for it")] if part[0] else []
    told += [_("you speak for it")] if part[1] else []
    return cell("; ".join(told))


def _given(groups: Sequence[GroupFacts]) -> Cell:
    if not groups:
        return Cell("–")
    given = [item for group in groups for item in group.equip]
    open_ = [worry for group in groups for worry in group.unanswered]
    small = _("no answer yet to: {what}").format(what=listed(open_)) if open_ else ""
    if not given:
        return Cell(_("nothing"), "bad", small)
    return Cell(listed(given), "good", small)

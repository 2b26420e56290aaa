"""Section 18: scenarios beside today: what each edit set buys, what stays, what it would bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.change.compare import RequestChange, SignOffChange
from cxaudit.change.diff.figures import (
    EXPECTED,
    SILENCE,
    SILENT_STEPS,
    TIME,
    UNAVOIDABLE,
    WORST,
    Shift,
    shifts,
)
from cxaudit.report import concerns, words
from cxaudit.report.context import Context, Head
from cxaudit.report.lens import Bar, Bars, Block, Cell, Lens, Panel, Prose, cell, table
from cxaudit.report.pictures.readiness import CRITICAL
from cxaudit.report.texts import _, listed, share_of, times
from cxaudit.run.edits import EditEffect
from cxaudit.run.whatif import Whatif
from cxaudit.texts.catalogue import marked

SHOWN = (WORST, UNAVOIDABLE, EXPECTED, TIME, SILENCE, SILENT_STEPS)


def scenarios(context: Context, tried: Sequence[Whatif]) -> Lens:
    """The comparison of a map with the scenarios of it."""
    anchor, subject = f"{context.prefix}-whatif", _("What if")
    applied = [w for w in tried if w.applied]
    write = _("a file that begins with `whatif:`, with `of:` this map and `edits:`")
    panel = Panel("compared", _("Before and after"), (), (), "", write)
    if not applied:
        head = Head(anchor, subject, _("No scenario is written for this map"))
        return Lens(18, head, (panel,))
    panels = [_compared(context, applied)]
    for number, one in enumerate(applied, 1):
        panels += _one(context, one, f"s{number}")
        panels += _people(context, one, f"s{number}-people")
    return Lens(18, Head(anchor, subject, _title(applied)), tuple(panels))


def mean_of(one: Whatif, fact: str) -> tuple[float | None, float | None]:
    """A figure of an average request before and after, weighted by share; None where any is unknown."""
    return _mean(one.requests, fact)


def _mean(requests: Sequence[RequestChange], fact: str) -> tuple[float | None, float | None]:
    found = []
    for side in ("before", "after"):
        values = [(r.share, (getattr(r, side) or {}).get(fact)) for r in requests]
        known = [(share, float(value)) for share, value in values if value is not None]
        total = sum(share for share, _value in known)
        whole = len(known) == len(values) and total > 0
        found.append(sum(s * v for s, v in known) / total if whole else None)
    return found[0], found[1]


def _title(applied: list[Whatif]) -> str:
    best = None
    for one in applied:
        before, after = mean_of(one, "expected")
        if before is not None and after is not None and (best is None or before - after > best[0]):
            best = (before - after, before, after, one.title)
    if best is None:
        return times(len(applied), "{n} scenario beside today", "{n} scenarios beside today")
    told = _("{name}: {a} sign-offs a request become {b}")
    return told.format(name=best[3], a=words.amount(best[1]), b=words.amount(best[2]))


def _compared(context: Context, applied: list[Whatif]) -> Panel:
    """A row a request type and scenario, a column a figure: today, an arrow, after."""
    rows, bars = [], list[Bar]()
    figures = [f for f in SHOWN if f is not SILENT_STEPS or not _known(applied, SILENCE.fact)]
    figures = [f for f in figures if _known(applied, f.fact)]
    scale = max(
        (v for w in applied for r in w.requests for v in _times(r.before, r.after)), default=0
    )
    for request in applied[0].requests:
        for one in applied:
            change = next((r for r in one.requests if r.id == request.id), None)
            if change is None:
                continue
            told = {s.figure.fact: s for s in shifts(change.before, change.after, one.weights)}
            small = one.title if len(applied) > 1 else words.percent(request.share)
            cells = (_reading(context, told.get(f.fact)) for f in figures)
            about = concerns.mark("type", request.id)
            rows.append((Cell(request.title, small=small, about=about), *cells))
        if scale:
            bars += _pair(context, request, applied, scale * 1.05)
    heads = (_("Request type"), *(words.capital(_(f.label)) for f in figures))
    blocks: tuple[Block, ...] = table(_("Before and after"), heads, rows)
    if bars:
        blocks = (*blocks, Bars(_("Lead time, today and after, on one scale"), tuple(bars)))
    return Panel("compared", _("Before and after, side by side"), blocks)


def _known(applied: list[Whatif], fact: str) -> bool:
    sides = [side for w in applied for r in w.requests for side in (r.before, r.after)]
    return any(side is not None and side.get(fact) is not None for side in sides)


def _times(*sides: dict[str, object] | None) -> list[float]:
    found = [(side or {}).get("time") for side in sides]
    return [float(v) for v in found if isinstance(v, int | float)]


def _pair(context: Context, today: RequestChange, applied: list[Whatif], scale: float) -> list[Bar]:
    """The bars of one request type: today, then each scenario; the promise is the upright."""
    promise = (today.before or today.after or {}).get("promise")
    mark = promise / scale if promise and promise <= scale else None
    sides = [(_("today"), today.before, "")]
    for one in applied:
        change = next((r for r in one.requests if r.id == today.id), None)
        if change is not None:
            sides.append((one.title, change.after, "good"))
    about = concerns.mark("type", today.id)
    found = []
    for name, side, tone in sides:
        time = (side or {}).get("time")
        said = context.say(time) if time is not None else _("not known")
        part = time / scale if time is not None else None
        found.append(Bar(today.title, said, part, tone, name, mark, about=about))
    return found


def _reading(context: Context, shift: Shift | None) -> Cell:
    """Today, an arrow, after; the tone says whether it is better."""
    if shift is None:
        return cell(None)
    told = []
    for reading in (shift.before, shift.after):
        if reading.value is None:
            told.append(_("not known"))
            continue
        text = words.amount(reading.value)
        text = context.say(reading.value) if shift.figure.is_time else text
        told.append(("≥ " if reading.at_least else "≤ " if reading.at_most else "") + text)
    tone = {"down": "good", "up": "bad"}.get(shift.move, "")
    return Cell(f"{told[0]} → {told[1]}", tone)


def _one(context: Context, one: Whatif, key: str) -> list[Panel]:
    """What happens to the sign-offs and to the findings, and who must agree."""
    order = ("goes", "comes", "stays")
    rows = []
    for change in sorted(one.sign_offs, key=lambda c: order.index(c.fate)):
        who = change.approvers_after or change.approvers_before
        rows.append(
            (
                words.capital(change.does),
                _fate(context, change),
                listed([context.who(a) for a in who if a != "?"]),
                change.held or _("nothing named"),
                listed([r.replace("-", " ") for r in change.requests_after])
                or _("no request type"),
            )
        )
    heads = (_("Sign-off"), _("What becomes of it"), _("By"), _("Demanded by"), _("Met by, after"))
    gone = [c for c in one.sign_offs if c.fate == "goes"]
    title = f"{one.title}: " + share_of(
        len(gone),
        sum(c.fate != "comes" for c in one.sign_offs),
        "{part} sign-offs goes",
        "{part} sign-offs go",
        only="the one sign-off goes",
        only_not="the one sign-off stays",
        none="every sign-off stays",
    )
    blocks: tuple[Block, ...] = (Prose(_consequences(context, one)), *table(title, heads, rows))
    panels = [Panel(key, title, blocks), *_by_edit(context, one, f"{key}-edits")]
    new = [
        (Cell(f.code), words.capital(words.sentence(f.says)), _place(f.file, f.span.line))
        for f in one.findings.new
    ]
    if new:
        columns = (_("Rule"), _("What would be so"), _("Where"))
        told = times(
            len(new),
            "{name} would bring {n} finding that is not there today",
            "{name} would bring {n} findings that are not there today",
            name=one.title,
        )
        panels.append(Panel(f"{key}-new", told, table(told, columns, new)))
    return panels


def _consequences(context: Context, one: Whatif) -> str:
    """Who must agree, what becomes of controls, and how many findings would come and go."""
    # Whoever decides less than today must agree too, though the sign-off stays for others.
    touched = [
        c
        for c in one.sign_offs
        if c.fate == "goes" or c.rarer or c.approvers_before != c.approvers_after
    ]
    asked = (a for c in touched for a in (*c.approvers_before, *c.approvers_after) if a != "?")
    agree = {context.who(a) for a in asked} | {context.who(o) for o in context.map.owners}
    told = [_("Must agree: {who}.").format(who=listed(sorted(agree)) or _("nobody is named"))]
    held = [c for c in one.sign_offs if c.held and c.fate != "comes"]
    kept = [c for c in held if c.fate == "stays" and not c.rarer]
    less = [c for c in held if c not in kept]
    if not held:
        told.append(_("No control is touched."))
    if kept:
        which = listed([c.held for c in kept])
        told.append(_("Controls that stay: {which}.").format(which=which))
    if less:
        which = listed([c.held for c in less])
        told.append(_("Controls that fewer cases would meet: {which}.").format(which=which))
    found = one.findings
    moved = _("{a} findings would go, {b} would be new, {c} stay as they are.")
    told.append(moved.format(a=len(found.gone), b=len(found.new), c=found.unchanged))
    if found.unassessed:
        told.append(
            times(
                len(found.unassessed),
                "{n} could no longer be judged.",
                "{n} could no longer be judged.",
            )
        )
    return " ".join(told)


def _fate(context: Context, change: SignOffChange) -> Cell:
    """What becomes of a sign-off, and whom it was moved from."""
    if change.fate == "goes":
        return Cell(_("goes"), "bad" if change.held else "good")
    if change.fate == "comes":
        return Cell(_("is new"), "bad")
    small = []
    if change.rarer:
        cases = (words.percent(change.cases_before), words.percent(change.cases_after))
        small.append(_("met by {a} of the cases, then {b}").format(a=cases[0], b=cases[1]))
    if change.approvers_before != change.approvers_after:
        before = listed([context.who(a) for a in change.approvers_before if a != "?"])
        small.append(_("before by {who}").format(who=before or _("nobody named")))
    return Cell(_("stays"), "bad" if change.rarer and change.held else "", small="; ".join(small))


_OPERATIONS = {
    "route": marked("Part the request types at: {steps}"),
    "add": marked("Add: {steps}"),
    "change": marked("Change: {steps}"),
    "drop": marked("Drop: {steps}"),
}


def _by_edit(context: Context, one: Whatif, key: str) -> list[Panel]:
    """A row an edit: the figures of the map with the edits up to it, and the findings that it moves."""
    tried = [edit for edit in one.edits if edit.requests]
    if not tried:
        return []
    today = _edit_figures(context, tried[0].requests, "before")
    rows: list[tuple[Cell | str, ...]] = [(_("Today"), *map(cell, today), "", "")]
    for edit in one.edits:
        steps = listed([context.step(step) for step in edit.steps])
        says = Cell(f"{edit.number}. {_(_OPERATIONS[edit.operation]).format(steps=steps)}")
        if not edit.requests:
            rows.append((says, _("only together with the next"), "", "", "", ""))
            continue
        figures = _edit_figures(context, edit.requests, "after")
        gone, new = len(edit.findings.gone), len(edit.findings.new)
        counts = (Cell(str(gone), "good" if gone else ""), Cell(str(new), "bad" if new else ""))
        rows.append((says, *map(cell, figures), *counts))
    heads = (
        _("Edits up to this one"),
        _("Sign-offs expected"),
        _("Time expected"),
        _("Longest silence"),
        _("Findings it cures"),
        _("Findings it brings"),
    )
    title = _("{name}, edit by edit").format(name=one.title)
    falls = [(before - after, edit.number) for edit, before, after in _expected(tried)]
    most, number = max(falls, default=(0.0, 0))
    if most > 0:
        title = _("{name}: most sign-offs go with edit {n}").format(name=one.title, n=number)
    return [Panel(key, title, table(title, heads, rows, numbers=(4, 5)))]


def _expected(edits: Sequence[EditEffect]) -> Iterator[tuple[EditEffect, float, float]]:
    """Edits with the sign-offs of an average request before and after them, where they are known."""
    for edit in edits:
        before, after = _mean(edit.requests, EXPECTED.fact)
        if before is not None and after is not None:
            yield edit, before, after


def _edit_figures(
    context: Context, requests: Sequence[RequestChange], side: Literal["before", "after"]
) -> tuple[str | None, str | None, str | None]:
    """Sign-offs and time of an average request, and the longest silence of any; None where unknown."""
    at = 0 if side == "before" else 1
    expected, time = _mean(requests, EXPECTED.fact)[at], _mean(requests, TIME.fact)[at]
    silences = [(getattr(r, side) or {}).get(SILENCE.fact) for r in requests]
    known = [float(s) for s in silences if s is not None]
    whole = len(known) == len(silences) and known
    least = "≥ " if any((getattr(r, side) or {}).get(TIME.at_least) for r in requests) else ""
    return (
        words.amount(expected) if expected is not None else None,
        least + context.say(time) if time is not None else None,
        context.say(max(known)) if whole else None,
    )


def _people(context: Context, one: Whatif, key: str) -> list[Panel]:
    """Those whose work the edits touch: whether the change counts them in, how hard it hits them, who
    stands for it above them."""
    changes: list[ChangeFacts] = [
        c for c in context.shared.get("change", ()) if c.scenario == one.id
    ]
    if not changes:
        return []
    change = changes[0]
    groups: list[GroupFacts] = [g for g in context.shared.get("group", ()) if g.change == change.id]
    rows: list[tuple[Cell | str, ...]] = []
    for g in groups:
        stake = f"{g.importance} × {g.effect}" if g.importance and g.effect else None
        gaps = listed([context.who(x) for x in g.spine_gaps])
        rows.append(
            (
                words.capital(context.who(g.id)),
                cell(stake, "bad" if (g.stake or 0) >= CRITICAL else ""),
                Cell(gaps, "bad") if gaps else Cell(_("unbroken"), "good"),
                Cell(listed(g.equip), "good") if g.equip else Cell(_("nothing"), "bad"),
            )
        )
    for role in change.unassessed or []:
        rows.append((words.capital(context.who(role)), Cell(_("in no group"), "bad"), "", ""))
    title = times(
        len(change.touched_steps),
        "{name} touches {n} step",
        "{name} touches {n} steps",
        name=one.title,
    )
    out = len(change.unassessed or [])
    if out:
        title += times(
            out,
            "; {n} role that works there is in no group of the change",
            "; {n} roles that work there are in no group of the change",
        )
    heads = (_("Who"), _("Importance × effect"), _("Levels without a sponsor"), _("Gets for it"))
    return [Panel(key, title, table(title, heads, rows))]


def _place(file: str, line: int) -> str:
    return f"{file}:{line}"

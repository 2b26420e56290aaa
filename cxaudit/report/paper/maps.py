"""The sections of one map as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cxaudit.report import lens, words
from cxaudit.report.lens import Cell
from cxaudit.report.paper.blocks import (
    Block,
    Facts,
    Fall,
    Heading,
    Items,
    Say,
    Stories,
    codes,
)
from cxaudit.report.paper.pictures import blueprint
from cxaudit.report.paper.sections import (
    found_blocks,
    head_blocks,
    lens_blocks,
    panel_blocks,
    tabled,
)
from cxaudit.report.parts import MapPart, Report
from cxaudit.report.sections.gates import Waterfall
from cxaudit.report.sections.monday import Action
from cxaudit.report.sections.people import PartyRow
from cxaudit.report.sections.touch import AXES, Meeting, TouchPoints
from cxaudit.report.sections.verdict import RequestRow
from cxaudit.report.sections.where import said_where
from cxaudit.report.texts import _

Blocks = Iterator[Block]


def map_blocks(part: MapPart, report: Report) -> Blocks:
    """Everything about a map."""
    more, lenses = part.more, part.lenses
    yield from _verdict(part, report)
    yield from _blueprint(part)
    yield from _touch(part.touch)
    yield from panel_blocks(more["touch"])
    yield from lens_blocks(lenses["shoes"])
    yield from _parties(part)
    yield from _gates(part)
    yield from panel_blocks(more["gates"])
    yield from lens_blocks(lenses["front_line"])
    yield from _departments(part)
    yield from panel_blocks(more["departments"])
    yield from _owners(part)
    yield from panel_blocks(more["owners"])
    for name in ("partners", "recovery", "advice", "whatif"):
        yield from lens_blocks(lenses[name])
    yield from found_blocks(part.findings)
    yield from _sure(part)


def _verdict(part: MapPart, report: Report) -> Blocks:
    v = part.verdict
    yield Heading(1, part.title, fresh=True)
    place = ", ".join(filter(None, (part.organisation, part.folder if report.overview else "")))
    owner = _("Owner: {name}").format(name=part.owner) if part.owner else _("No owner named")
    yield Say(" · ".join(filter(None, (place, owner, part.path))), "caption")
    yield Heading(2, v.story, _("Verdict"))
    yield Say(v.standfirst, "lead")
    yield Facts(
        (
            (_("Grade"), v.grade.letter),
            (_("Score"), v.grade.score),
            (_("Coverage"), v.grade.coverage),
            (_("Errors"), str(v.errors)),
            (_("Warnings"), str(v.warnings)),
            (_("Questions"), str(v.questions)),
            (_("Checks made"), str(v.checks)),
            (_("Not assessed"), str(v.not_assessed)),
        )
    )
    if v.stories:
        yield Stories(v.stories)
    title = _("Request types")
    if v.scenario:
        title = _("Today, and what the scenario “{name}” changes").format(name=v.scenario)
    yield Heading(3, title)
    heads = (_("Type"), _("Worst sign-offs"), _("Unavoidable"), _("Expected"),
             _("Lead time, and the promise"), _("Longest silence"))  # fmt: skip
    yield from tabled(title, heads, [_type(r) for r in v.rows], numbers=(1, 2, 3))
    if v.row_note:
        yield Say(v.row_note, "caption")
    if v.actions:
        yield Heading(3, _("To decide on Monday"))
        told = (_decision(a) for a in v.actions)
        yield Items(tuple(told), ordered=True)


def _decision(action: Action) -> str:
    told = (action.what, said_where(action.where), action.who, f"({action.ref.code})")
    return " ".join(filter(None, told))


def _type(row: RequestRow) -> list[Cell]:
    """A request type; what a scenario makes of it stands below in each cell."""
    after = row.after
    promise = row.promise and _("promise {time}").format(time=row.promise)
    if row.late:
        promise = _("promise {time}, broken").format(time=row.promise)
    told = [
        (row.worst, after.worst if after else ""),
        (row.unavoidable, after.unavoidable if after else ""),
        (row.expected, after.expected if after else ""),
        (f"{row.time}; {promise or _('no promise')}", after.time if after else ""),
        (row.silence, after.silence if after else ""),
    ]
    return [
        Cell(row.title, small=row.note),
        *(Cell(now, small=f"→ {then}" if then else "") for now, then in told),
    ]


def _blueprint(part: MapPart) -> Blocks:
    b = part.picture
    on_screen = " " + _("Point at a step, or tab to it, for its facts.")
    yield from head_blocks(replace(b.head, lead=b.head.lead.removesuffix(on_screen)))
    if b.drawn:
        yield blueprint(b.scene)
    yield Heading(3, _("An average case"))
    ends = [
        (end.label, words.percent(end.share) if end.share is not None else _("not known"))
        for end in b.scene.ends
    ]
    yield Facts((*b.case, *ends))
    yield Heading(3, _("Every step of {title}").format(title=part.title))
    heads = (_("Step"), _("Done by"), _("Queue"), _("Work"), _("Visits a case"), _("Meets"),
             _("Goes on to"), _("Findings"))  # fmt: skip
    rows = [
        (
            Cell(r.name, small=", ".join(filter(None, (r.kind, r.stage)))),
            Cell(r.by, small=r.unit),
            lens.cell(r.waits),
            lens.cell(r.takes),
            r.visits or _("not known"),
            Cell(r.meets, small=r.systems),
            "; ".join(r.ways),
            codes(r.refs),
        )
        for r in b.rows
    ]
    yield from tabled(heads[0], heads, rows, numbers=(4,))


def _touch(touch: TouchPoints) -> Blocks:
    yield from head_blocks(touch.head)
    if touch.rows:
        heads = (_("Touch-point"), _("Party"), _("Met by"), _("Asks"), _("Protected by"),
                 _("Findings"), *(words.capital(_(axis)) for axis in AXES))  # fmt: skip
        rows = [_meeting(row) for row in touch.rows]
        yield from tabled(
            _("Touch-points with what protects them and their believed impacts"), heads, rows
        )
    if any(row.moment for row in touch.rows):
        yield Say("★ " + _("moment of truth"), "caption")
    if touch.note:
        yield Say(touch.note, "caption")
    if touch.maybe:
        told = _("Perhaps somebody is met here too, by the label: {names}.")
        yield Say(told.format(names=touch.maybe), "caption")


def _meeting(row: Meeting) -> list[Cell]:
    asks = [_("{item} (again)").format(item=a.what) if a.again else a.what for a in row.asks]
    return [
        Cell(row.name + (" ★" if row.moment else ""), small=row.found_by),
        Cell(row.party, small=row.channels or _("not stated")),
        Cell(row.met_by or _("nobody stated")),
        Cell(", ".join(asks)),
        Cell(", ".join(row.has), small=row.lacks),
        Cell(codes(row.refs)),
        *(_impact(value) for value in row.impacts),
    ]


def _impact(value: int | None) -> Cell:
    if value is None:
        return Cell(_("not stated"), "unknown")
    if value == 0:
        return Cell("0", "z")
    return Cell(words.signed(value), f"{'p' if value > 0 else 'm'}{min(abs(value), 2)}")


def _parties(part: MapPart) -> Blocks:
    q = part.parties
    yield from head_blocks(q.head)
    heads = (_("Party"), *q.stages, _("Conclusion"))
    rows = [_party(row) for row in q.rows]
    yield from tabled(_("Parties by stage: where each is met"), heads, rows, "matrix")
    if q.note:
        yield Say(q.note, "caption")


def _party(row: PartyRow) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.cells:
        met = ", ".join(name + (" ★" if moment else "") for name, moment in cell.steps)
        cells += [Cell(met, "mid") if met else Cell(cell.note, "unknown")] * cell.span
    return [Cell(row.title, small=row.note), *cells, Cell(row.verdict, small=row.reason)]


def _gates(part: MapPart) -> Blocks:
    g = part.gates
    yield from head_blocks(g.head)
    for fall in g.falls:
        yield Heading(3, fall.title)
        yield Fall(fall, _below(fall))
    if g.no_times:
        yield Say(g.no_times, "write")
    heads = (_("Sign-off"), _("Held by"), _("Judges"), _("Says no"), _("Visits a case"),
             _("Dwell a case"), _("Distance from the customer"))  # fmt: skip
    kept = _("kept: it may move, it is never proposed to go")
    rows = [
        (
            Cell(r.name, small=" · ".join(filter(None, (r.approvers, r.found_by)))),
            Cell(r.because, small=kept) if r.held else Cell(_("nothing named")),
            r.judges or _("nothing named"),
            r.says_no or _("not stated"),
            r.visits or _("not known"),
            r.dwell or _("not stated"),
            r.distance or _("not known"),
        )
        for r in g.rows
    ]
    if rows:
        yield Heading(3, _("Every sign-off"))
    yield from tabled(_("Sign-offs"), heads, rows, numbers=(3, 4, 5))
    if g.maybe:
        told = _(
            "Perhaps sign-offs, by their label: {names}. Write `sign-off:` to say so, "
            "`sign-off: no` to deny it."
        )
        yield Say(told.format(names=g.maybe), "caption")


def _below(fall: Waterfall) -> str:
    told = []
    if fall.promises:
        names = ", ".join(mark.label for mark in fall.promises)
        told.append(_("Dashed: what was promised ({names}).").format(names=names))
    if fall.beyond:
        told.append(_("Beyond this scale: {names}.").format(names=fall.beyond))
    return " ".join([*told, fall.note]).strip()


def _departments(part: MapPart) -> Blocks:
    e = part.exposure
    yield from head_blocks(e.head)
    if e.rows:
        bars = tuple(
            lens.Bar(
                r.title,
                ", ".join((r.hours, r.share)),
                min(sum(b.width for b in r.bars), 1.0),
                small=r.by_role,
                mark_label=r.sees,
            )
            for r in e.rows
        )
        yield lens.Bars(e.head.subject, bars)
        yield Say(e.note, "caption")


def _owners(part: MapPart) -> Blocks:
    o = part.ownership
    yield from head_blocks(o.head)
    heads = (_("Step"), _("Kind"), _("Done by"), _("Owner"), _("Findings"))
    none = Cell(_("nobody"), "bad")
    rows = [
        (r.name, r.kind, Cell(r.performer) if r.performer else none,
         Cell(r.owner) if r.owner else none, codes(r.refs))
        for r in o.rows
    ]  # fmt: skip
    yield from tabled(_("Steps without a doer or an owner"), heads, rows)


def _sure(part: MapPart) -> Blocks:
    s = part.sure
    yield from head_blocks(s.head)
    heads = (_("Facts"), _("Declared"), _("Inferred"), _("Assumed"), _("Missing"),
             _("Not declared"))  # fmt: skip
    rows = [
        (r.subject, str(r.declared), str(r.inferred), str(r.assumed), str(r.missing), r.which)
        for r in s.rows
    ]
    caption = _("Facts declared, inferred, assumed and missing")
    yield from tabled(caption, heads, rows, numbers=(1, 2, 3, 4))
    if s.faults:
        yield Heading(3, _("What the reader stumbled over"))
        yield Items(s.faults)
    if s.notes:
        yield Facts(s.notes)

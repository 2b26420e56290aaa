"""The report as Markdown: the same content in tables and lists, readable on its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cxaudit.report import words
from cxaudit.report.context import Ref
from cxaudit.report.lens_markdown import lens_lines, panel_lines
from cxaudit.report.marks import head_lines, safe, table
from cxaudit.report.overview import RANGES
from cxaudit.report.parts import HousePart, MapPart, Part, Report, UnreadPart
from cxaudit.report.sections.findings import FindingCard, Findings
from cxaudit.report.sections.gates import Waterfall
from cxaudit.report.sections.people import PartyRow
from cxaudit.report.sections.score import Score
from cxaudit.report.sections.touch import AXES
from cxaudit.report.sections.where import said_where
from cxaudit.report.texts import _, unstated
from cxaudit.report.theme import PLAIN, Theme, markdown_foot, markdown_head


def render_markdown(report: Report, theme: Theme = PLAIN) -> str:
    """The whole report as one Markdown text, between what a theme puts before and behind it."""
    lines = markdown_head(theme)
    if report.overview or not report.parts:
        lines += _overview(report)
    for part in report.parts:
        lines += _part(part, report)
    if report.parts:
        lines += _score(report.score)
        for lens in (report.questions, report.scope, report.appendix):
            lines += lens_lines(lens)
    lines += _end(report) + markdown_foot(theme)
    text = "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _part(part: Part, report: Report) -> list[str]:
    if isinstance(part, MapPart):
        return _map(part, report)
    return _house(part) if isinstance(part, HousePart) else _unread(part, report)


def _house(part: HousePart) -> list[str]:
    lines = ["", "---", "", f"# {safe(part.title or _('The organisation'))}", ""]
    lines += [safe(part.path), ""] if part.path else [_("No organisation file was found."), ""]
    for lens in part.lenses:
        lines += lens_lines(lens)
    return lines + (_found(part.findings) if part.findings is not None else [])


def _codes(refs: Iterable[Ref]) -> str:
    return ", ".join(words.unique([ref.code for ref in refs]))


def _overview(report: Report) -> list[str]:
    lines = [
        f"# {safe(report.headline)}",
        "",
        _("Customer audit of {date}.").format(date=report.as_of),
        "",
    ]
    lines += [safe(report.standfirst), ""] if report.standfirst else []
    lines += [report.score.told, ""] if report.overview else []
    heads = (
        _("Map"), _("Organisation"), _("Folder"), _("Worst sign-offs"), _("Unavoidable"),
        _("Expected"), _("Lead time"), _("Promise"), _("Longest silence"), _("Errors"),
        _("Warnings"), _("Questions"),
    )  # fmt: skip
    return lines + table(
        heads,
        [
            (r.title, r.organisation, r.folder, r.worst or _("could not be read"), r.unavoidable,
             r.expected, r.time,
             _("{time}, late").format(time=r.promise) if r.late else r.promise, r.silence,
             str(r.errors), str(r.warnings), str(r.questions))
            for r in report.overview
        ],
    ) + ([safe(_(RANGES)), ""] if report.overview else [])  # fmt: skip


def _map(part: MapPart, report: Report) -> list[str]:
    v = part.verdict
    place = ", ".join(filter(None, (part.organisation, part.folder if report.overview else "")))
    owner = _("owner: {owner}").format(owner=part.owner) if part.owner else _("no owner named")
    lines = ["", "---", ""] if report.overview else []
    lines += [
        f"# {safe(v.story)}",
        "",
        f"**{safe(part.title)}**"
        + (f", {safe(place)}" if place else "")
        + f"; {safe(owner)}. "
        + _("Audit of {date}.").format(date=report.as_of),
        "",
        safe(v.standfirst),
        "",
        _("Grade {letter} · score {score} · coverage {coverage}").format(
            letter=v.grade.letter, score=v.grade.score, coverage=v.grade.coverage
        ),
        "",
        _(
            "Errors {errors} · warnings {warnings} · questions {questions} · checks made {checks} · "
            "not assessed {not_assessed}"
        ).format(
            errors=v.errors,
            warnings=v.warnings,
            questions=v.questions,
            checks=v.checks,
            not_assessed=v.not_assessed,
        ),
        "",
    ]
    for story in v.stories:
        told = f"**{safe(story.big)}. {safe(story.title)}.** {safe(story.text)}"
        lines += [f"{told} ({_codes(story.refs)})", ""]
    lines += _verdict_tables(part)
    more, lenses = part.more, part.lenses
    lines += _blueprint(part) + _touch(part) + panel_lines(more["touch"])
    lines += lens_lines(lenses["shoes"]) + _parties(part)
    lines += _gates(part) + panel_lines(more["gates"]) + lens_lines(lenses["front_line"])
    lines += _departments(part) + panel_lines(more["departments"])
    lines += _owners(part) + panel_lines(more["owners"])
    for name in ("partners", "recovery", "advice", "whatif"):
        lines += lens_lines(lenses[name])
    return lines + _found(part.findings) + _sure(part)


def _verdict_tables(part: MapPart) -> list[str]:
    v = part.verdict
    heads = (
        _("Request type"), _("Share"), _("Worst"), _("Unavoidable"), _("Expected"), _("Lead time"),
        _("Promise"), _("Longest silence"),
    )  # fmt: skip
    rows = [
        (r.title, r.note, r.worst, r.unavoidable, r.expected, r.time,
         (_("{time}, broken").format(time=r.promise) if r.late else r.promise) or _("none"), r.silence)
        for r in v.rows
    ]  # fmt: skip
    lines = [f"### {_('Request types')}", *table(heads, rows)]
    after = [
        (
            r.title,
            r.after.worst,
            r.after.unavoidable,
            r.after.expected,
            r.after.time,
            r.after.silence,
        )
        for r in v.rows
        if r.after is not None
    ]
    if after:
        told = (
            _("Request type"),
            _("Worst"),
            _("Unavoidable"),
            _("Expected"),
            _("Lead time"),
            _("Longest silence"),
        )
        after_head = _("After the scenario “{scenario}”").format(scenario=safe(v.scenario))
        lines += [f"### {after_head}", *table(told, after)]
    lines += [safe(v.row_note), ""] if v.row_note else []
    if v.actions:
        lines += [f"### {_('To decide on Monday')}", ""]
        for n, a in enumerate(v.actions, 1):
            who = f"{said_where(a.where)} {a.who}".strip()
            lines.append(f"{n}. **{safe(a.what)}** {safe(who)} ({a.ref.code})")
    return lines


def _blueprint(part: MapPart) -> list[str]:
    b = part.picture
    scene = b.scene
    lines = head_lines(b.head)[:3]
    lines += [safe(words.capital(scene.description.partition(";")[0]) + "."), ""]
    lines += [] if b.drawn else [safe(b.head.lead), ""]
    lines += [f"- {safe(name)}: {safe(value)}" for name, value in b.case]
    for end in scene.ends:
        share = words.percent(end.share) if end.share is not None else _("share not known")
        told = _("Ends {outcome}: {share}")
        lines.append("- " + told.format(outcome=safe(end.label), share=share))
    heads = (
        _("Step"), _("Done by"), _("Unit"), _("Kind"), _("Stage"), _("Queue"), _("Work"),
        _("Visits"), _("Meets"), _("Systems"), _("Goes on to"), _("Findings"),
    )  # fmt: skip
    rows = [
        (r.name, r.by, r.unit, r.kind, r.stage, r.waits or unstated(), r.takes or unstated(),
         r.visits or _("not known"), r.meets, r.systems, "; ".join(r.ways), _codes(r.refs))
        for r in b.rows
    ]  # fmt: skip
    return lines + table(heads, rows)


def _touch(part: MapPart) -> list[str]:
    t = part.touch
    heads = (_("Touch-point"), _("Party"), _("Channel"), _("Met by"), _("Asks"),
             _("Protected by"), _("Findings"), *(words.capital(_(a)) for a in AXES),
             _("Found by"))  # fmt: skip
    rows = []
    for r in t.rows:
        asks = ", ".join(
            _("{item} (again)").format(item=a.what) if a.again else a.what for a in r.asks
        )
        guard = "; ".join(filter(None, (", ".join(r.has), r.lacks)))
        impacts = [unstated() if i is None else words.signed(i) for i in r.impacts]
        name = r.name + (" ★" if r.moment else "")
        rows.append((name, r.party, r.channels or unstated(), r.met_by or _("nobody stated"), asks,
                     guard, _codes(r.refs), *impacts, r.found_by))  # fmt: skip
    lines = head_lines(t.head) + table(heads, rows)
    lines += [_("★ moment of truth"), ""] if any(r.moment for r in t.rows) else []
    return lines + (
        [_("Perhaps met here too, by the label: {names}.").format(names=safe(t.maybe))]
        if t.maybe
        else []
    )


def _gates(part: MapPart) -> list[str]:
    g = part.gates
    lines = head_lines(g.head)
    for fall in g.falls:
        lines += _fall(fall)
    lines += [f"> {safe(g.no_times)}", ""] if g.no_times else []
    heads = (
        _("Sign-off"), _("By"), _("Held by"), _("Judges"), _("Says no"), _("Visits a case"),
        _("Dwell a case"), _("Distance from the customer"),
    )  # fmt: skip
    lines += table(
        heads,
        [
            (r.name, r.approvers, r.because if r.held else _("nothing named"),
             r.judges or _("nothing named"), r.says_no or unstated(), r.visits or _("not known"),
             r.dwell or unstated(), r.distance or _("not known"))
            for r in g.rows
        ],
    )  # fmt: skip
    maybe = _("Perhaps sign-offs, by their label: {names}.").format(names=safe(g.maybe))
    return lines + ([maybe, ""] if g.maybe else [])


def _fall(fall: Waterfall) -> list[str]:
    kinds = {"gate": _("sign-off"), "held": _("sign-off, held"), "wait": _("queue"),
             "work": _("work"), "meet": _("touch-point")}  # fmt: skip
    rows = [
        (r.name, r.role, ", ".join(words.unique([kinds[b.kind] for b in r.bars])), r.time, r.share)
        for r in fall.rows
    ]
    heads = (
        _("Step"), _("By"), _("What"), _("Expected"), _("Share"),
    )  # fmt: skip
    lines = [f"### {safe(fall.title)}", *table(heads, rows)]
    promised = [mark.label for mark in fall.promises] + ([fall.beyond] if fall.beyond else [])
    told = _("Expected in all: {time}.").format(time=safe(fall.total))
    if promised:
        told += " " + _("Promised: {promises}.").format(promises=safe(", ".join(promised)))
    return [*lines, f"{told} {safe(fall.note)}".strip(), ""]


def _owners(part: MapPart) -> list[str]:
    o = part.ownership
    rows = [
        (r.name, r.kind, r.performer or _("nobody"), r.owner or _("nobody"), _codes(r.refs))
        for r in o.rows
    ]
    heads = (
        _("Step"), _("Kind"), _("Done by"), _("Owner"), _("Findings"),
    )  # fmt: skip
    return head_lines(o.head) + table(heads, rows)


def _party_cells(row: PartyRow) -> list[str]:
    cells: list[str] = []
    for cell in row.cells:
        met = ", ".join(name + (" ★" if moment else "") for name, moment in cell.steps)
        cells += [met or cell.note] * cell.span
    return cells


def _parties(part: MapPart) -> list[str]:
    q = part.parties
    rows = [
        (f"{r.title} ({r.note})" if r.note else r.title, *_party_cells(r),
         f"{r.verdict}: {r.reason}")
        for r in q.rows
    ]  # fmt: skip
    heads = (_("Party"), *(safe(stage) for stage in q.stages), _("Conclusion"))
    return head_lines(q.head) + table(heads, rows)


def _departments(part: MapPart) -> list[str]:
    e = part.exposure
    rows = [(r.title, r.hours, r.share, r.by_role, r.sees) for r in e.rows]
    heads = (
        _("Department"), _("Waiting caused a case"), _("Share"), _("By role"), _("What it sees"),
    )  # fmt: skip
    return head_lines(e.head) + table(heads, rows)


def _found(f: Findings) -> list[str]:
    lines = head_lines(f.head)
    for card in f.cards:
        lines += _card(card)
    if f.waived:
        lines += [f"### {_('Waived, each with its reason')}", ""]
        for card in f.waived:
            lines += _card(card)
    return lines


def _card(card: FindingCard) -> list[str]:
    rule = f"`{card.code} {card.name}` · {safe(card.place)}"
    lines = [f"### {card.word}: {safe(card.title)}", "", rule]
    walk = [(_("Walk"), " → ".join(card.walk))] if card.walk else []
    lines += ["", *(f"- {name}: {safe(text)}" for name, text in (*card.named(), *walk)), ""]
    if card.arithmetic:
        sums = [" ".join(line.split()).replace("`", "'") for line in card.arithmetic]
        lines += ["```text", *sums, "```", ""]
    return lines


def _sure(part: MapPart) -> list[str]:
    s = part.sure
    rows = [
        (r.subject, str(r.declared), str(r.inferred), str(r.assumed), str(r.missing), r.which)
        for r in s.rows
    ]
    heads = (
        _("Facts"), _("Declared"), _("Inferred"), _("Assumed"), _("Missing"), _("Not declared"),
    )  # fmt: skip
    lines = head_lines(s.head) + table(heads, rows)
    if s.faults:
        lines += [_("What the reader stumbled over:"), "", *(f"- {safe(x)}" for x in s.faults), ""]
    return lines + [f"- {safe(name)}: {safe(value)}" for name, value in s.notes]


def _unread(part: UnreadPart, report: Report) -> list[str]:
    mark = "##" if report.overview or not part.is_map else "#"
    lines = [
        "",
        "---",
        "",
        f"{mark} {safe(part.title)}: {safe(part.head)}",
        "",
        safe(part.path),
        "",
    ]
    lines += [f"- {safe(line)}" for line in part.problems]
    for card in part.cards:
        lines += ["", *_card(card)]
    if part.waived:
        lines += ["", f"### {_('Waived, each with its reason')}", ""]
        for card in part.waived:
            lines += _card(card)
    return lines


def _score(score: Score) -> list[str]:
    heads = (
        _("Dimension"), _("Score"), _("Grade"), _("Coverage"), _("Level"), _("Open"),
        _("Arithmetic"),
    )  # fmt: skip
    rows = [
        (r.name, r.score, f"{r.grade} ({r.capped})" if r.capped else r.grade, r.coverage, r.level,
         r.failed, r.arithmetic)
        for r in (*score.rows, score.overall)
    ]  # fmt: skip
    levels = [f"- P{number}: {safe(says)}" for number, says in enumerate(score.levels, start=1)]
    return [*head_lines(score.head), *table(heads, rows), *levels, ""]


def _end(report: Report) -> list[str]:
    # On one line: a blank line in the name of a file would end the paragraph, and the code with it.
    names = (" ".join(file.replace("`", "").split()) for file in report.files)
    files = ", ".join(f"`{name}`" for name in names)
    told = _("Files read: {files}. Judged by {n} rules.")
    lines = ["", "---", "", told.format(files=files or _("none"), n=report.rules), ""]
    lines += ["- " + _("Not read: {problem}").format(problem=safe(x)) for x in report.failures]
    return lines + [
        "- " + _("A rule failed: {problem}").format(problem=safe(x)) for x in report.crashes
    ]

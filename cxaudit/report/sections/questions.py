"""Section 19: what the maps cannot answer, grouped by whom to ask, the most worthwhile first."""

from __future__ import annotations

import csv
import io

from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.lens import Block, Cell, Lens, Panel, table
from cxaudit.report.marks import safe
from cxaudit.report.sections.inquiry import Inquiry, Question
from cxaudit.report.texts import _, times
from cxaudit.run.cells import guarded
from cxaudit.texts.numbers import localised

MOST_SHOWN = 12  # questions to one person on the page; the file has them all
COLUMNS = (
    "ask",
    "question",
    "about",
    "file",
    "write",
    "coverage_points",
    "checks",
    "rules",
    "answer",
)


def questions(inquiry: Inquiry) -> Lens:
    """The section: one panel a person, those first whose answers open most."""
    anchor, subject = "questions", _("Questions")
    if not inquiry.questions:
        title = _("Nothing is left to ask")
        return Lens(19, Head(anchor, subject, title), ())
    total = sum(inquiry.gain(q) for q in inquiry.questions)
    title = times(
        len(inquiry.questions),
        "{n} question, to raise coverage by {share}",
        "{n} questions, to raise coverage by up to {share}",
        share=words.percent(total),
    )
    lead = _(
        "Grouped by whom to ask, the answers that open most checks first. The same list lies beside "
        "this report as questions.md and questions.csv."
    )
    panels = []
    for number, (whom, those) in enumerate(grouped(inquiry).items(), 1):
        panels.append(_person(inquiry, number, whom, those))
    return Lens(19, Head(anchor, subject, title, lead), tuple(panels))


def grouped(inquiry: Inquiry) -> dict[str, list[Question]]:
    """Questions by whom to ask; people and questions by what their answers open."""
    by: dict[str, list[Question]] = {}
    for question in inquiry.questions:
        by.setdefault(question.whom, []).append(question)
    order = sorted(by, key=lambda w: (-sum(q.opens for q in by[w]), w))
    return {whom: by[whom] for whom in order}


def _person(inquiry: Inquiry, number: int, whom: str, those: list[Question]) -> Panel:
    rows = [
        (
            Cell(q.asks, small=q.place),
            q.write,
            points(inquiry.gain(q)),
            ", ".join(sorted(q.codes)[:4]),
        )
        for q in those[:MOST_SHOWN]
    ]
    heads = (_("Question"), _("Write the answer as"), _("Coverage"), _("Opens"))
    told = times(len(those), "{n} question", "{n} questions")
    note = ""
    if len(those) > MOST_SHOWN:
        note = _("{n} more are in questions.md.").format(n=len(those) - MOST_SHOWN)
    blocks: tuple[Block, ...] = table(whom, heads, rows, numbers=(2,))
    title = _("{whom}: {told}").format(whom=words.capital(whom), told=told)
    return Panel(f"p{number}", title, blocks, note=note)


def points(gain: float) -> str:
    """A gain of coverage in points of a hundred."""
    value = 100 * gain
    told = f"{value:.1f}" if value >= 0.05 else "<0.1"
    return "+" + localised(told)


def questions_markdown(inquiry: Inquiry, title: str) -> str:
    """The list for an interview, as Markdown."""
    lines = [f"# {safe(_('Questions: {title}').format(title=title))}", ""]
    if not inquiry.questions:
        return "\n".join([*lines, _("Nothing is left to ask."), ""])
    lines += [
        _(
            "What each answer adds to the coverage of the audit stands in brackets, in points of 100."
        ),
        "",
    ]
    for whom, those in grouped(inquiry).items():
        lines += [f"## {safe(words.capital(whom))}", ""]
        for q in those:
            lines.append(f"- [ ] {safe(q.asks)} ({points(inquiry.gain(q))})")
            where = f"{safe(q.write)}, {safe(q.place)}" if q.place else safe(q.write)
            lines.append(f"      {where}")
        lines.append("")
    return "\n".join(lines)


def questions_csv(inquiry: Inquiry) -> str:
    """The list for a spreadsheet; texts that a spreadsheet would run are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for whom, those in grouped(inquiry).items():
        for q in those:
            row = [whom, q.asks, "; ".join(q.about), q.place, q.write]
            writer.writerow(
                [
                    *(guarded(text) for text in row),
                    f"{100 * inquiry.gain(q):.2f}",
                    f"{q.opens:.2f}",
                    " ".join(sorted(q.codes)),
                    "",
                ]
            )
    return out.getvalue()

"""From the report to the blocks of its paper form, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxaudit.report import lens
from cxaudit.report.paper.blocks import Block, Facts, Heading, Items, Say
from cxaudit.report.paper.maps import map_blocks
from cxaudit.report.paper.sections import (
    finding_of,
    found_blocks,
    head_blocks,
    lens_blocks,
    tabled,
    waived_blocks,
)
from cxaudit.report.parts import HousePart, MapPart, Report, UnreadPart
from cxaudit.report.sections.score import Score
from cxaudit.report.texts import _, times


@dataclass(frozen=True, slots=True)
class Paper:
    """A report for paper: what stands on its first page, and the blocks behind the contents."""

    title: str
    headline: str
    standfirst: str
    date: str
    blocks: tuple[Block, ...]


def compose(report: Report) -> Paper:
    """The paper form of a report."""
    told = report.overview or not report.parts
    return Paper(
        title=report.title,
        headline=report.headline if told else _headline(report),
        standfirst=f"{report.standfirst} {report.score.told}".strip() if told else "",
        date=_("Audit of {date}").format(date=report.as_of),
        blocks=tuple(_blocks(report)),
    )


def _headline(report: Report) -> str:
    """Of one map, its story."""
    first = report.parts[0]
    return first.verdict.story if isinstance(first, MapPart) else ""


def _blocks(report: Report) -> Iterator[Block]:
    if report.overview:
        yield from _overview(report)
    for part in report.parts:
        if isinstance(part, MapPart):
            yield from map_blocks(part, report)
        elif isinstance(part, HousePart):
            yield from _house(part)
        else:
            yield from _unread(part)
    if report.parts:
        yield Heading(1, _("The whole"), fresh=True)
        yield from _score(report.score)
        for section in (report.questions, report.scope, report.appendix):
            yield from lens_blocks(section)
    yield from _end(report)


def _overview(report: Report) -> Iterator[Block]:
    yield Heading(1, _("All maps"), fresh=True)
    heads = (_("Map"), _("Worst sign-offs"), _("Unavoidable"), _("Expected"),
             _("Lead time and promise"), _("Longest silence"), _("Errors"), _("Warnings"),
             _("Questions"))  # fmt: skip
    rows = []
    for row in report.overview:
        place = " · ".join(filter(None, (row.organisation, row.folder)))
        name = lens.Cell(row.title, small=place)
        promise = lens.Cell(row.time, small=_("no promise"))
        if row.promise:
            told = _("promised {time}, late") if row.late else _("of {time}")
            promise = lens.Cell(row.time, "bad" if row.late else "", told.format(time=row.promise))
        figures = (row.worst, row.unavoidable, row.expected)
        if not row.read:
            figures, promise = (_("could not be read"), "", ""), lens.Cell("")
        counts = (str(row.errors), str(row.warnings), str(row.questions))
        rows.append((name, *figures, promise, row.silence, *counts))
    yield from tabled(_("All maps of this audit"), heads, rows, numbers=(1, 2, 3, 6, 7, 8))


def _house(part: HousePart) -> Iterator[Block]:
    yield Heading(1, part.title or _("The organisation"), fresh=True)
    yield Say(part.path or _("No organisation file was found."), "caption")
    for section in part.lenses:
        yield from lens_blocks(section)
    if part.findings is not None:
        yield from found_blocks(part.findings)


def _unread(part: UnreadPart) -> Iterator[Block]:
    yield Heading(1, part.title, fresh=True)
    yield Heading(2, part.head, _("Not read") if part.is_map else _("Files"))
    yield Say(part.path, "caption")
    if part.problems:
        yield Items(part.problems)
    yield from map(finding_of, part.cards)
    yield from waived_blocks(part.waived)


def _score(score: Score) -> Iterator[Block]:
    yield from head_blocks(score.head)
    heads = (_("Dimension"), _("Score"), _("Grade"), _("Coverage"), _("Level"), _("Open"),
             _("Arithmetic"))  # fmt: skip
    rows = [
        (r.name, r.score, lens.Cell(r.grade, small=r.capped), r.coverage, r.level, r.failed,
         r.arithmetic)
        for r in (*score.rows, score.overall)
    ]  # fmt: skip
    yield from tabled(_("Scorecard: seven dimensions and the whole"), heads, rows, numbers=(1, 3))
    bars = tuple(
        lens.Bar(r.name, r.score, r.share, "cust", r.capped) for r in (*score.rows, score.overall)
    )
    yield lens.Bars(_("Score by dimension, of 100"), bars)
    yield Items(tuple(f"P{number} {says}" for number, says in enumerate(score.levels, 1)))


def _end(report: Report) -> Iterator[Block]:
    yield Heading(2, _("What was read"), _("Files")) if report.parts else Heading(1, _("Files"))
    pairs = [
        (_("Files read"), ", ".join(report.files) or _("none")),
        (_("Not read"), "; ".join(report.failures)),
        (_("Rules that failed"), "; ".join(report.crashes)),
    ]
    judged = times(
        report.rules,
        "{n} rule, on {date}. The only clock of this report is that date.",
        "{n} rules, on {date}. The only clock of this report is that date.",
        date=report.as_of,
    )
    yield Facts((*((name, text) for name, text in pairs if text), (_("Judged by"), judged)))

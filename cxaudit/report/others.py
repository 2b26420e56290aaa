"""Parts of the report that are no studied map: what could not be read, and files beside the maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from cxaudit.analysis.analysis import Analysis
from cxaudit.language.problems import Problem
from cxaudit.report import words
from cxaudit.report.context import gravest_first
from cxaudit.report.parts import UnreadPart
from cxaudit.report.places import anchors_of
from cxaudit.report.sections.findings import card, tally, tally_words
from cxaudit.report.texts import _
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate


def unread_part(
    analysis: Analysis,
    estate: Estate,
    active: tuple[Finding, ...],
    waived: tuple[Finding, ...],
    rules: Mapping[str, Rule],
    place: tuple[str, str],
) -> UnreadPart:
    """A map without facts."""
    prefix, folder = place
    lines = [_told(problem) for problem in analysis.problems]
    return UnreadPart(
        prefix=prefix,
        title=analysis.id.replace("-", " ").capitalize(),
        organisation=estate.title,
        folder=folder,
        path=analysis.document.path,
        head=_("This map could not be read: {problems} to mend first").format(
            problems=words.counted(max(len(lines), 1), "problem")
        ),
        problems=tuple(lines),
        cards=tuple(
            card(f, rules, anchor, full=True)
            for f, anchor in zip(active, anchors_of(active, prefix), strict=True)
        ),
        waived=tuple(card(f, rules, f"{prefix}-w{n}") for n, f in enumerate(waived, 1)),
        tally=tally(active),
    )


def other_parts(rest: Sequence[Finding], audit: Audit, taken: set[str]) -> list[UnreadPart]:
    """Files that hold no map that can be read, and findings about organisations: a part a file."""
    problems = {document.path: document.problems for document in audit.other if document.problems}
    by_file: dict[str, list[Finding]] = {path: [] for path in problems}
    for finding in rest:
        by_file.setdefault(finding.file, []).append(finding)
    return [
        _other(path, found, problems.get(path, []), audit, taken) for path, found in by_file.items()
    ]


def _other(
    path: str, found: list[Finding], problems: Sequence[Problem], audit: Audit, taken: set[str]
) -> UnreadPart:
    prefix = f"file-{len(taken) + 1}"
    taken.add(prefix)
    active = gravest_first(f for f in found if not is_waived(f))
    waived = gravest_first(f for f in found if is_waived(f))
    counts = tally(active)
    blocked = any(p.blocks for p in problems)
    head = _("Beside the maps: {counts}").format(counts=tally_words(*counts) or _("nothing open"))
    if blocked:
        told = _("This file could not be read: {problems} to mend first")
        head = told.format(problems=words.counted(len(problems), "problem"))
    return UnreadPart(
        prefix=prefix,
        title=PurePosixPath(path.replace("\\", "/")).name,
        organisation="",
        folder="",
        path=path,
        head=head,
        problems=tuple(_told(p) for p in problems),
        cards=tuple(
            card(f, audit.rules, anchor, full=n <= 5)
            for n, (f, anchor) in enumerate(zip(active, anchors_of(active, prefix), strict=True), 1)
        ),
        waived=tuple(card(f, audit.rules, f"{prefix}-w{n}") for n, f in enumerate(waived, 1)),
        tally=counts,
        is_map=False,
    )


def _told(problem: Problem) -> str:
    says = words.sentence(words.capital(problem.says))
    return _("Line {n}: {problem}").format(n=problem.span.line, problem=says)

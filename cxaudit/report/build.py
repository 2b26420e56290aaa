"""From an audit to the report as plain data: an overview and one part a map, no markup in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from cxaudit.analysis.analysis import Analysis
from cxaudit.language.problems import Problem
from cxaudit.report import words
from cxaudit.report.context import Context, gravest_first
from cxaudit.report.sections.findings import (
    FindingCard,
    Findings,
    card,
    findings_of,
    tally,
    tally_words,
)
from cxaudit.report.sections.gates import Gates, gates_of
from cxaudit.report.sections.people import (
    Exposure,
    Ownership,
    Parties,
    exposure_of,
    ownership_of,
    parties_of,
)
from cxaudit.report.sections.picture import Picture, picture_of
from cxaudit.report.sections.score import Score, score_of
from cxaudit.report.sections.sure import Sure, sure_of
from cxaudit.report.sections.touch import TouchPoints, touch_points_of
from cxaudit.report.sections.verdict import Verdict, verdict_of
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate

_LONG_WORD = re.compile(r"\w{31,}")  # such a word must break anywhere, or it bursts its column


@dataclass(frozen=True, slots=True)
class MapPart:
    """The report of one map that could be read."""

    prefix: str
    title: str
    organisation: str
    folder: str
    path: str
    owner: str
    leader: str
    long_words: bool
    verdict: Verdict
    picture: Picture
    touch: TouchPoints
    gates: Gates
    ownership: Ownership
    parties: Parties
    exposure: Exposure
    findings: Findings
    sure: Sure


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A map that could not be read, and why; or findings that belong to no map."""

    prefix: str
    title: str
    organisation: str
    folder: str
    path: str
    head: str
    problems: tuple[str, ...]
    cards: tuple[FindingCard, ...]
    waived: tuple[FindingCard, ...]
    tally: tuple[int, int, int]
    is_map: bool = True


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One map in the overview."""

    prefix: str
    organisation: str
    folder: str
    title: str
    worst: str
    unavoidable: str
    expected: str
    time: str
    promise: str
    late: bool
    silence: str
    errors: int
    warnings: int
    questions: int
    read: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. With one map there is no overview."""

    title: str
    as_of: str
    headline: str
    standfirst: str
    overview: tuple[OverviewRow, ...]
    parts: tuple[MapPart | UnreadPart, ...]
    files: tuple[str, ...]
    failures: tuple[str, ...]
    crashes: tuple[str, ...]
    rules: int
    score: Score


def build(audit: Audit) -> Report:
    """The report of an audit. Same audit, same report: the only date is the audit's own."""
    taken: set[str] = set()
    parts: list[MapPart | UnreadPart] = []
    told: set[int] = set()
    folders = _folders([a.document.path for a in audit.analyses])
    for estate in audit.estates:
        for analysis in estate.analyses:
            own = [f for f in audit.findings if _belongs(f, analysis)]
            told |= {id(f) for f in own}
            folder = folders[analysis.document.path]
            inside = _slug(folder).startswith(_slug(estate.title))
            whole = f"{'' if inside else estate.title} {folder} {analysis.id}"
            prefix = _prefix(whole, analysis.id, audit, taken)
            parts.append(_part(audit, estate, analysis, own, prefix, folder))
    rest = [f for f in audit.findings if id(f) not in told]
    parts += _others(rest, audit, taken)
    maps = [p for p in parts if isinstance(p, MapPart) or p.is_map]
    overview = tuple(_overview_row(p) for p in maps) if len(maps) > 1 else ()
    return Report(
        title=_title(parts),
        as_of=_date(audit),
        headline=_headline(overview, parts),
        standfirst=_standfirst(overview),
        overview=overview,
        parts=tuple(parts),
        files=tuple(audit.files),
        failures=tuple(f"{f.path}: {words.sentence(f.says)}" for f in audit.failures),
        crashes=tuple(f"{c.code} on {c.map} {c.element}: {c.says}" for c in audit.crashes),
        rules=len(audit.rules),
        score=score_of(audit.scorecard),
    )


def _belongs(finding: Finding, analysis: Analysis) -> bool:
    return finding.file == analysis.document.path and finding.map == analysis.id


def _folders(paths: list[str]) -> dict[str, str]:
    """What tells the folders of an audit apart: their path below the part that all share."""
    parents = {path: PurePosixPath(path.replace("\\", "/")).parent.parts for path in paths}
    shared = 0
    first = next(iter(parents.values()), ())
    while all(len(p) > shared and p[shared] == first[shared] for p in parents.values()) and (
        shared < len(first)
    ):
        shared += 1
    return {path: "/".join(p[shared:]) for path, p in parents.items()}


def _slug(text: str) -> str:
    """A text as part of an id: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _prefix(whole: str, map_id: str, audit: Audit, taken: set[str]) -> str:
    """A prefix for anchors: the map's id, with organisation and folder where several are read."""
    base = _slug(whole if len(audit.analyses) > 1 else map_id) or "map"
    base = base if base[0].isalpha() else f"m-{base}"
    prefix, number = base, 2
    while prefix in taken:
        prefix, number = f"{base}-{number}", number + 1
    taken.add(prefix)
    return prefix


def _part(
    audit: Audit,
    estate: Estate,
    analysis: Analysis,
    found: list[Finding],
    prefix: str,
    folder: str,
) -> MapPart | UnreadPart:
    active = gravest_first(f for f in found if not is_waived(f))
    waived = gravest_first(f for f in found if is_waived(f))
    if analysis.study is None:
        return _unread(analysis, estate, active, waived, audit.rules, (prefix, folder))
    context = Context(analysis, analysis.study, active, prefix)
    judged = audit.judged[analysis.document.path, analysis.id]
    findings = findings_of(context, waived, audit.rules)
    checks, silent = sum(judged.assessed.values()), sum(judged.not_assessed.values())
    names = {code: rule.name for code, rule in audit.rules.items()}
    counts = (findings.errors, findings.warnings, findings.questions)
    owners = words.listed([context.who(o) for o in context.map.owners])
    return MapPart(
        prefix=prefix,
        title=context.map.title,
        organisation=estate.title,
        folder=folder,
        path=analysis.document.path,
        owner=owners,
        leader=context.who(context.map.leader),
        long_words=_LONG_WORD.search(analysis.document.lines.text) is not None,
        verdict=verdict_of(context, counts, checks, silent),
        picture=picture_of(context),
        touch=touch_points_of(context),
        gates=gates_of(context),
        ownership=ownership_of(context),
        parties=parties_of(context),
        exposure=exposure_of(context),
        findings=findings,
        sure=sure_of(context, judged.not_assessed, names),
    )


def _unread(
    analysis: Analysis,
    estate: Estate,
    active: tuple[Finding, ...],
    waived: tuple[Finding, ...],
    rules: Mapping[str, Rule],
    place: tuple[str, str],
) -> UnreadPart:
    prefix, folder = place
    lines = [_told(problem) for problem in analysis.problems]
    count = words.counted(max(len(lines), 1), "problem")
    return UnreadPart(
        prefix=prefix,
        title=analysis.id.replace("-", " ").capitalize(),
        organisation=estate.title,
        folder=folder,
        path=analysis.document.path,
        head=f"This map could not be read: {count} to mend first",
        problems=tuple(lines),
        cards=tuple(card(f, rules, f"{prefix}-f{n}", full=True) for n, f in enumerate(active, 1)),
        waived=tuple(card(f, rules, f"{prefix}-w{n}") for n, f in enumerate(waived, 1)),
        tally=tally(active),
    )


def _others(rest: list[Finding], audit: Audit, taken: set[str]) -> list[UnreadPart]:
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
    told = f"This file could not be read: {words.counted(len(problems), 'problem')} to mend first"
    return UnreadPart(
        prefix=prefix,
        title=PurePosixPath(path.replace("\\", "/")).name,
        organisation="",
        folder="",
        path=path,
        head=told if blocked else f"Beside the maps: {tally_words(*counts) or 'nothing open'}",
        problems=tuple(_told(p) for p in problems),
        cards=tuple(
            card(f, audit.rules, f"{prefix}-f{n}", full=n <= 5) for n, f in enumerate(active, 1)
        ),
        waived=tuple(card(f, audit.rules, f"{prefix}-w{n}") for n, f in enumerate(waived, 1)),
        tally=counts,
        is_map=False,
    )


def _told(problem: Problem) -> str:
    return f"Line {problem.span.line}: {words.sentence(words.capital(problem.says))}"


def _overview_row(part: MapPart | UnreadPart) -> OverviewRow:
    base = (part.prefix, part.organisation, part.folder, part.title)
    if isinstance(part, UnreadPart):
        return OverviewRow(*base, "", "", "", "", "", False, "", *part.tally, read=False)
    rows = part.verdict.rows
    late = [r for r in rows if r.late]
    promised = [r for r in rows if r.promise]
    shown = (late or promised or list(rows))[0]
    return OverviewRow(
        *base,
        worst=_range([r.worst for r in rows]),
        unavoidable=_range([r.unavoidable for r in rows]),
        expected=_range([r.expected for r in rows]),
        time=shown.time,
        promise=shown.promise,
        late=bool(late),
        silence=_longest([r.silence for r in rows]),
        errors=part.verdict.errors,
        warnings=part.verdict.warnings,
        questions=part.verdict.questions,
        read=True,
    )


def _range(values: list[str]) -> str:
    """Equal values once, others from the least to the most."""
    once = words.unique(values)
    if len(once) == 1:
        return once[0]
    numbers = [v for v in once if v.replace(".", "", 1).isdigit()]
    if len(numbers) != len(once):
        return ", ".join(once)
    ordered = sorted(numbers, key=float)
    return f"{ordered[0]} to {ordered[-1]}"


def _longest(values: list[str]) -> str:
    """The longest of durations as they are shown."""
    units = {"min": 1.0, "h": 60.0, "d": 480.0, "step": 1.0, "steps": 1.0}

    def minutes(text: str) -> float:
        number, _, unit = text.lstrip("<").partition(words.NBSP)
        return float(number) * units[unit] if unit in units else -1.0

    return max(values, key=minutes, default="")


def _title(parts: list[MapPart | UnreadPart]) -> str:
    maps = [p for p in parts if isinstance(p, MapPart) or p.is_map]
    names = words.unique([p.organisation for p in parts if p.organisation])
    if len(maps) == 1:
        return f"{maps[0].title}, {maps[0].organisation}" if names else maps[0].title
    if len(names) == 1:
        return names[0]
    return words.capital(words.counted(len(names) or len(maps), "organisation" if names else "map"))


def _headline(rows: tuple[OverviewRow, ...], parts: list[MapPart | UnreadPart]) -> str:
    if not rows:
        return "" if parts else "No process map was found to audit"
    gated = sum(r.read and r.unavoidable.split(" ")[0] not in ("0", "not") for r in rows)
    count = words.capital(words.counted(len(rows), "map"))
    return (
        f"{count}; on {words.counting(gated) if gated else 'none'} of them every request waits "
        + ("for a sign-off.")
    )


def _standfirst(rows: tuple[OverviewRow, ...]) -> str:
    if not rows:
        return ""
    clean = sum(r.read and not r.errors for r in rows)
    late = sum(r.late for r in rows)
    unread = sum(not r.read for r in rows)
    parts = [f"{words.capital(words.counted(clean, 'map'))} of {len(rows)} without an error."]
    if late:
        noun = words.capital(words.counted(late, "map"))
        verb = words.verb(late, "promises", "promise")
        parts.append(f"{noun} {verb} more than a case can keep.")
    if unread:
        parts.append(f"{words.capital(words.counted(unread, 'map'))} could not be read.")
    return " ".join(parts)


def _date(audit: Audit) -> str:
    day = audit.as_of
    return f"{day.day}{words.NBSP}{_MONTHS[day.month - 1]}{words.NBSP}{day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

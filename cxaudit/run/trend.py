"""How the maps of an audit stood at earlier commits: their figures and findings, each as of its day."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.work import calendar_of
from cxaudit.rules.policy import Policies
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.git import Repository, Unavailable, repository_of
from cxaudit.run.revisions import write_all
from cxaudit.run.sides import OURS, Side, Spec, below, keys_of, look

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one map stood. `worst` is the largest number of sign-offs of a run; `expected` sign-offs and
    `time` (working minutes) are those of an average case, None where a type's is unknown; `silence` is
    the longest (minutes). A working day has `day` minutes."""

    map: str
    title: str
    worst: float | None
    expected: float | None
    time: float | None
    silence: float | None
    day: float


@dataclass(frozen=True, slots=True)
class Moment:
    """How all maps stood on a day. `commit` is empty for today; `grade` is "" where too few checks
    could be made for one; `unread` counts files that could not be read, which leave the rest no
    measure of the whole."""

    day: datetime.date
    commit: str
    maps: tuple[Standing, ...]
    errors: int
    warnings: int
    questions: int
    score: float | None
    grade: str
    unread: int = 0


def trend(
    paths: Sequence[str],
    today: Audit,
    most: int,
    policies: Policies,
    progress: Progress | None = None,
) -> list[Moment]:
    """How the maps below some paths stood at up to `most` commits that changed files there, the oldest
    first, and how they stand in the audit of `today`. Raises `Unavailable` where git cannot tell.

    Each commit is judged by today's rules as of its own day. The commits are spread evenly over the
    history before HEAD, the first one among them.
    """
    texts = list(paths) or ["."]
    repository = repository_of(Path(texts[0]))
    if repository is None:
        raise Unavailable(f"{texts[0]!r} is in no git repository, so there is no trend to tell")
    limits = keys_of(texts, repository)
    commits = list(_commits(repository, limits))
    now = moment(today, "")
    latest: list[Moment] = []
    if commits:  # the newest is today's where nothing was changed since
        latest = [_at(repository, commits[0], limits, policies)]
        if _same(latest[0], now):
            latest = []
    chosen = _spread(commits[1:], most - len(latest))
    moments = []
    for number, commit in enumerate(chosen, 1):
        if progress is not None:
            progress(number, len(chosen), f"{commit[1]} {commit[0][:8]}")
        moments.append(_at(repository, commit, limits, policies))
    return [*moments, *latest, now]


def _at(
    repository: Repository,
    commit: tuple[str, datetime.date],
    limits: list[str],
    policies: Policies,
) -> Moment:
    name, day = commit
    return moment(_then(repository, name, day, limits, policies), name)


def _unread(audit: Audit) -> int:
    """Files that could not be read as maps: torn ones, and maps with a fault that stops them."""
    torn = {document.path for document in audit.other if document.kind == "" and document.problems}
    stopped = {one.document.path for one in audit.analyses if one.study is None}
    return len(torn | stopped | {failure.path for failure in audit.failures})


def moment(audit: Audit, commit: str) -> Moment:
    """How the maps of an audit stand."""
    count = dict.fromkeys(("error", "warning", "info"), 0)
    for finding in audit.open_findings:
        count[finding.severity] += 1
    card = audit.scorecard
    return Moment(
        audit.as_of,
        commit,
        tuple(standing(analysis) for analysis in audit.analyses if analysis.study is not None),
        count["error"],
        count["warning"],
        count["info"],
        card.score,
        card.grade or "",
        _unread(audit),
    )


def standing(analysis: Analysis) -> Standing:
    """How one map that could be studied stands."""
    assert analysis.study is not None
    requests = analysis.all("request")

    def values(name: str) -> list[tuple[float, float | None]]:
        return [(r.share, getattr(r, name)) for r in requests]

    def most(name: str) -> float | None:
        known = [float(value) for _, value in values(name) if value is not None]
        return max(known, default=None)

    def mean(name: str) -> float | None:
        pairs = [(share, value) for share, value in values(name) if value is not None]
        total = sum(share for share, _ in pairs)
        if len(pairs) < len(requests) or not total:
            return None
        return sum(share * value for share, value in pairs) / total

    return Standing(
        analysis.id,
        analysis.one("map").title,
        most("worst"),
        mean("expected"),
        mean("time"),
        most("silence"),
        float(calendar_of(analysis.study.process).day),
    )


def _commits(repository: Repository, limits: list[str]) -> Iterator[tuple[str, datetime.date]]:
    """Commits before HEAD that touched a file within the limits, the newest first."""
    if repository.empty:
        return
    for commit, date, done in repository.log("HEAD", OURS):
        if any(below(path, limits) for _, *touched in done for path in touched):
            yield commit, datetime.date.fromisoformat(date)


def _spread(commits: list[tuple[str, datetime.date]], most: int) -> list[tuple[str, datetime.date]]:
    """At most so many of some commits, evenly spread, the oldest and the newest among them."""
    if most < 1:
        return []
    oldest_first = commits[::-1]
    if len(oldest_first) <= most:
        return oldest_first
    if most == 1:
        return oldest_first[:1]
    step = (len(oldest_first) - 1) / (most - 1)
    return [oldest_first[round(number * step)] for number in range(most)]


def _then(
    repository: Repository,
    commit: str,
    day: datetime.date,
    limits: list[str],
    policies: Policies,
) -> Audit:
    """The maps as they were at a commit, audited."""
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as scratch:
        home = Path(scratch).resolve()
        side = Side(home, str(repository.root), commit=commit)
        write_all(repository, Spec(commit, commit), home)
        look(side, [home / limit for limit in limits if (home / limit).exists()], [])
        return audit_found(side.found, policies.seen(side.shown), day)


def _same(one: Moment, other: Moment) -> bool:
    """Whether nothing but the day differs."""
    counts = (one.errors, one.warnings, one.questions, one.score, one.unread)
    return one.maps == other.maps and counts == (
        other.errors, other.warnings, other.questions, other.score, other.unread
    )  # fmt: skip

"""One map, or a file beside the maps, in two versions: all that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.graph import ANY
from cxaudit.change.compare import RequestChange, SignOffChange, request_changes, sign_off_changes
from cxaudit.change.diff.figures import Shift, approvals, shifts
from cxaudit.change.diff.findings import FindingsChange, Judged, findings_change
from cxaudit.change.diff.people import PeopleChange, people_change
from cxaudit.change.diff.steps import StepChange, step_changes

Fate = Literal["stays", "new", "gone", "unread-before", "unread-now", "unread"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a map: the file as people write it, its facts, its findings. `key` is the file's
    path on its side, by which renaming is told."""

    path: str
    analysis: Analysis
    judged: Judged
    key: str = ""

    @property
    def readable(self) -> bool:
        """Whether it has facts."""
        return self.analysis.study is not None

    @property
    def title(self) -> str:
        """The name of the process, or the id of a map that cannot be read."""
        whole = self.analysis.one("map")
        return str(whole.title) if whole is not None else self.analysis.id

    @property
    def fault(self) -> str:
        """Why it cannot be read: its first problem, with its line."""
        problems = [p for p in self.analysis.problems if p.blocks] or self.analysis.problems
        if not problems:
            return ""
        return f"{self.path}:{problems[0].span.line}: {problems[0].says}"


@dataclass(frozen=True, slots=True)
class RequestShift:
    """A request type on both sides: its facts, and how its figures moved."""

    change: RequestChange
    shifts: list[Shift]

    @property
    def moved(self) -> bool:
        """Whether any figure is another, or is known on one side alone."""
        return any(shift.move != "same" for shift in self.shifts)

    @property
    def told_apart(self) -> str:
        """`now` or `before` where one version alone tells this type from others; else empty."""
        ids = [side["id"] for side in (self.change.before, self.change.after) if side is not None]
        if len(ids) < 2 or ids[0] == ids[1] or ANY not in ids:
            return ""
        return "now" if ids[0] == ANY else "before"


@dataclass(slots=True)
class MapChange:
    """A map before and after. `edited` tells whether its text, or the place of its file, differs;
    `elsewhere` are the parties met in any map of today."""

    before: Version | None
    after: Version | None
    edited: bool = True
    elsewhere: frozenset[str] = frozenset()
    requests: list[RequestShift] = field(default_factory=list)
    sign_offs: list[SignOffChange] = field(default_factory=list)
    steps: StepChange = field(default_factory=StepChange)
    people: PeopleChange = field(default_factory=PeopleChange)
    findings: FindingsChange = field(default_factory=FindingsChange)

    @property
    def latest(self) -> Version:
        """The version of today, else the last there was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def id(self) -> str:
        """Its id today."""
        return self.latest.analysis.id

    @property
    def day(self) -> float:
        """A working day in minutes."""
        known = self.after if self.after is not None and self.after.readable else self.before
        return known.analysis.calendar.day if known is not None else 480.0

    @property
    def fate(self) -> Fate:
        """Whether both versions are there and can be read."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        if self.before.readable:
            return "stays" if self.after.readable else "unread-now"
        return "unread-before" if self.after.readable else "unread"

    @property
    def differs(self) -> bool:
        """Whether the customer or a rule would notice."""
        people = self.people
        return (
            self.fate not in ("stays", "unread")
            or any(request.moved for request in self.requests)
            or any(r.change.before is None or r.change.after is None for r in self.requests)
            or any(request.told_apart for request in self.requests)
            or bool(people.parties or people.owners or people.named or people.unnamed)
            or self.findings.any
        )


def compare(
    before: Version | None,
    after: Version | None,
    maps: Mapping[str, str] | None = None,
    elsewhere: frozenset[str] = frozenset(),
) -> MapChange:
    """Compare two versions of a map, one of which can be missing. `maps` are ids of maps before that
    are others now, `elsewhere` the parties met in any map of today."""
    found = MapChange(before, after, elsewhere=elsewhere)
    old = before.analysis if before is not None and before.readable else None
    new = after.analysis if after is not None and after.readable else None
    if old is not None and new is not None:
        assert old.study is not None and new.study is not None
        found.steps = step_changes(old.study, new.study, maps or {})
    if found.fate in ("stays", "new", "gone", "unread-before"):
        found.requests = _requests(old, new, found.steps.types)
    if found.fate in ("stays", "new", "gone"):
        found.sign_offs = _sign_offs(old, new, found.steps)
        found.people = people_change(old, new, found.steps)
    was = before.judged if before is not None else Judged()
    is_ = after.judged if after is not None else Judged()
    found.findings = findings_change(was, is_, found.steps)
    # Of a version that cannot be read, its faults are known and nothing else.
    if found.fate == "unread-before":
        found.findings.new = []
    elif found.fate == "unread-now":
        found.findings.gone = []
    return found


_NOTHING = Analysis("", None)  # type: ignore[arg-type]


def _requests(
    old: Analysis | None, new: Analysis | None, types: Mapping[str, str]
) -> list[RequestShift]:
    """Every request type on both sides, one with a new id as itself; where one side tells none apart,
    what every request meets there is what each type meets."""
    weights = (approvals(old), approvals(new))
    changes = _joined(request_changes(old or _NOTHING, new or _NOTHING), types)
    if old is not None and new is not None:
        was, is_ = (one for one in changes if one.before), (one for one in changes if one.after)
        changes = _spread(list(was), list(is_)) or changes
    return [RequestShift(one, shifts(one.before, one.after, weights)) for one in changes]


def _joined(changes: list[RequestChange], types: Mapping[str, str]) -> list[RequestChange]:
    """The changes of request types, those of one type under two ids as one, by the id of today."""
    by_id = {change.id: change for change in changes}
    for was, is_ in types.items():
        by_id[was] = replace(by_id[is_], before=by_id[was].before)
    return [by_id[change.id] for change in changes if change.id not in types.values()]


def _spread(was: list[RequestChange], is_: list[RequestChange]) -> list[RequestChange]:
    """The types of the side that tells them apart, where the other does not; else none."""
    if [one.id for one in was] == [ANY] and ANY not in [one.id for one in is_]:
        return [replace(one, before=was[0].before) for one in is_]
    if [one.id for one in is_] == [ANY] and ANY not in [one.id for one in was]:
        return [replace(one, after=is_[0].after) for one in was]
    return []


def _sign_offs(
    old: Analysis | None, new: Analysis | None, steps: StepChange
) -> list[SignOffChange]:
    """Sign-offs that come or go, or that others give; a renamed step is the same sign-off."""
    changes = sign_off_changes(old or _NOTHING, new or _NOTHING)
    by_step = {change.step: change for change in changes}
    for was, is_ in steps.renamed.items():
        if was in by_step and is_ in by_step:
            old_one, new_one = by_step.pop(was), by_step[is_]
            by_step[is_] = replace(
                new_one,
                approvers_before=old_one.approvers_before,
                requests_before=old_one.requests_before,
            )
    return [
        change
        for change in by_step.values()
        if change.fate != "stays" or change.approvers_before != change.approvers_after
    ]

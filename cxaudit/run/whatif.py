"""Scenarios tried out: what a map would do to customers after its edits, beside what it does now."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxaudit.analysis.view import View
from cxaudit.change.compare import (
    FindingChange,
    RequestChange,
    SignOffChange,
    finding_changes,
    request_changes,
    sign_off_changes,
)
from cxaudit.change.diff.figures import Weights, approvals
from cxaudit.change.places import Sheet
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding, order, stamp
from cxaudit.rules.judge import Crash
from cxaudit.rules.policy import Policies, policies_for
from cxaudit.rules.rule import Rule
from cxaudit.run.discover import Failure, discover
from cxaudit.run.edits import EditEffect, edit_effects
from cxaudit.run.estate import Estate
from cxaudit.run.judging import Court
from cxaudit.run.load import load
from cxaudit.run.room import room
from cxaudit.run.scenarios import Atlas, Trial, try_out

Progress = Callable[[int, int, str], None]
_LOOKS_LIKE_ONE = re.compile(r"^whatif\s*:", re.MULTILINE)


@dataclass
class Whatif:
    """What a scenario would change. `faults` are of its file: where they stop it, there are no
    requests, sign-offs and findings. `day` is a working day of its map in minutes, `weights` are the
    approvals that sign-offs take, before and after; `edits` say what each edit buys, where asked."""

    id: str
    title: str
    path: str
    of: str = ""
    map_path: str = ""
    map_title: str = ""
    day: float = 480.0
    weights: Weights = ({}, {})
    requests: list[RequestChange] = field(default_factory=list)
    sign_offs: list[SignOffChange] = field(default_factory=list)
    findings: FindingChange = field(default_factory=FindingChange)
    faults: list[Problem] = field(default_factory=list)
    edits: list[EditEffect] = field(default_factory=list)

    @property
    def applied(self) -> bool:
        """Whether there is an edited map to show."""
        return bool(self.requests)


@dataclass
class Whatifs:
    """The scenarios of some paths, in order, and what failed."""

    whatifs: list[Whatif] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)


def whatif(paths: Sequence[str], as_of: datetime.date | None = None) -> list[Whatif]:
    """Try out the scenarios among some files and folders, with all rules."""
    return try_scenarios(paths, None, as_of).whatifs


def try_scenarios(
    paths: Sequence[str],
    rules: dict[str, Rule] | Policies | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    by_edit: bool = False,
) -> Whatifs:
    """Try out every scenario among some files and folders. Never raises for what a file contains.

    `as_of` is the only clock (default: today, UTC); `progress` is told how many are done. `by_edit`:
    the edits of each are made one after the other too, which takes an audit of the map for each.
    """
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    with room():
        found = discover(paths)
        loaded = load(found)
        named = {str(path) for path in found.named}
        view = View(today, tuple(loaded.scenarios))
        result = Whatifs(failures=[*found.failures, *loaded.failures])
        bench = _Bench(Court(policies_for(rules), today), Atlas(loaded), view, by_edit)
        files = [d for d in loaded.other if d.kind == "whatif" or _meant(d, named)]
        for number, document in enumerate(files, 1):
            result.whatifs.append(bench.tried(document))
            if progress is not None:
                progress(number, len(files), document.path)
        result.crashes = bench.crashes
    return result


def _meant(document: Document, named: set[str]) -> bool:
    """Whether a file that cannot be read was meant as a scenario."""
    unread = document.kind == "" and bool(document.problems)
    return unread and (
        document.path in named or _LOOKS_LIKE_ONE.search(document.lines.text) is not None
    )


@dataclass
class _Bench:
    """Where one scenario after the other is tried; a map as it is is judged once."""

    court: Court
    atlas: Atlas
    view: View
    by_edit: bool = False
    crashes: list[Crash] = field(default_factory=list)
    known: dict[int, Court] = field(default_factory=dict)

    def tried(self, document: Document) -> Whatif:
        """Try out one scenario."""
        model = document.model
        found = Whatif(
            Path(document.path).stem,
            getattr(model, "whatif", ""),
            document.path,
            getattr(model, "of", ""),
        )
        trial = self._trial(document)
        self.crashes += [crash for crash in trial.crashes if crash not in self.crashes]
        found.faults = [p for p in document.problems if p.family != "unfinished"] + trial.faults
        if trial.source is not None:
            found.map_path = trial.source.document.path
            found.map_title = getattr(trial.source.document.model, "process", "")
        if trial.before is not None and trial.after is not None and trial.applied is not None:
            self._compare(found, trial, trial.applied.sheet)
            if self.by_edit and found.applied and not found.faults:
                found.edits = list(edit_effects(trial, self._trial, self._judged))
        return found

    def _trial(self, document: Document) -> Trial:
        return try_out(document, self.atlas, self.view)

    def _compare(self, found: Whatif, trial: Trial, sheet: Sheet) -> None:
        assert trial.before is not None and trial.after is not None
        (old,), (new,) = trial.before.analyses, trial.after.analyses
        if new.study is None:
            return
        found.day = new.calendar.day
        found.weights = (approvals(old), approvals(new))
        found.requests = request_changes(old, new)
        found.sign_offs = sign_off_changes(old, new)
        if id(trial.before) not in self.known:
            self.known[id(trial.before)] = self._judged(trial.before)
        after = self._judged(trial.after)
        before = self.known[id(trial.before)]
        unknown = _more_unknown(before, after)
        found.findings = finding_changes(before.findings, after.findings, unknown)
        found.findings.new = [
            _at_home(finding, sheet, found.path) for finding in found.findings.new
        ]

    def _judged(self, estate: Estate) -> Court:
        court = self.court.again()
        court.judge_estate(estate)
        self.crashes += court.crashes
        court.findings.sort(key=order)
        stamp(court.findings)
        return court


def _more_unknown(before: Court, after: Court) -> set[str]:
    """Codes of rules for which more is unknown after a change than before."""
    was, now = (
        {c: n for judgement in court.judged.values() for c, n in judgement.not_assessed.items()}
        for court in (before, after)
    )
    return {code for code, count in now.items() if count > was.get(code, 0)}


def _at_home(finding: Finding, sheet: Sheet, scenario: str) -> Finding:
    """A finding of the edited map with the file and line where its element stands."""
    here = sheet.in_scenario(finding.span)
    related = [
        replace(other, span=sheet.home(other.span))
        for other in finding.related
        if sheet.in_scenario(other.span) == here
    ]
    file = scenario if here else finding.file
    return replace(finding, file=file, span=sheet.home(finding.span), related=related)

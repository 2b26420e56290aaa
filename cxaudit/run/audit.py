"""An audit: every file read, studied, judged; the result whole, whatever was wrong with some of it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.view import View
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding, order, stamp
from cxaudit.rules.judge import Crash, Judgement, Tally
from cxaudit.rules.policy import Policies, policies_for
from cxaudit.rules.rule import Rule
from cxaudit.rules.score import Scorecard, scorecard
from cxaudit.run.discover import Failure, Found, discover
from cxaudit.run.estate import Estate, study_estate
from cxaudit.run.judging import Court
from cxaudit.run.load import Loaded, load
from cxaudit.run.room import room
from cxaudit.run.scenarios import Atlas, try_out

if TYPE_CHECKING:
    from cxaudit.run.cache.memory import Memory

Progress = Callable[[int, int, str], None]


@dataclass
class Audit:
    """Everything an audit found. `findings` hold suppressed ones too, `absorbed` are those whose root
    cause another finding tells, `untold` those that a configuration does not want told. `analyses` are
    the maps; `judged` has what came of each file, by path and map id. `fail_on` is from which severity
    on a file fails and `baselines` what it is held against, by path, where a configuration says so.
    `undecided` are maps, by path and map id, with too many states to tell whether every case ends."""

    estates: list[Estate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    absorbed: list[Finding] = field(default_factory=list)
    untold: list[Finding] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    judged: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    as_of: datetime.date = datetime.date.min
    files: list[str] = field(default_factory=list)
    other: list[Document] = field(default_factory=list)
    fail_on: dict[str, str] = field(default_factory=dict)
    baselines: dict[str, Path] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)

    @property
    def analyses(self) -> list[Analysis]:
        """Every map, in order."""
        return [analysis for estate in self.estates for analysis in estate.analyses]

    @property
    def tallies(self) -> dict[str, Tally]:
        """How often each rule was judged, over all files."""
        found: dict[str, Tally] = {}
        for judgement in self.judged.values():
            for code, own in judgement.tallies.items():
                found.setdefault(code, Tally()).add(own)
        return found

    @property
    def scorecard(self) -> Scorecard:
        """Seven dimensions with the arithmetic and the coverage of each."""
        judged = any(estate.asked and not estate.broken for estate in self.estates)
        return scorecard(self.rules, self.tallies, self.findings, self.absorbed, judged)

    @property
    def not_assessed(self) -> dict[str, int]:
        """Checks that want of data left open, by code."""
        return {code: t.not_assessed for code, t in self.tallies.items() if t.not_assessed}

    @property
    def open_findings(self) -> list[Finding]:
        """Findings that no waiver silences."""
        return [finding for finding in self.findings if finding.suppressed is None]

    def of(self, analysis: Analysis) -> list[Finding]:
        """The open findings of one map, the gravest first."""
        path = analysis.document.path
        return [f for f in self.open_findings if f.file == path and f.map == analysis.id]


def audit(
    paths: Sequence[str],
    rules: dict[str, Rule] | Policies | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
    changed: Mapping[str, datetime.date] | None = None,
) -> Audit:
    """Audit files and folders. Never raises for what a file contains.

    `as_of` is the only clock (default: today, UTC); `progress` is told how many files are done;
    `before` are earlier versions of some of the maps, `changed` the days on which files were last
    changed, by path.
    """
    found = discover(paths)
    return audit_found(found, rules, as_of, progress, before, changed)


def audit_found(
    found: Found,
    rules: dict[str, Rule] | Policies | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
    changed: Mapping[str, datetime.date] | None = None,
    memory: Memory | None = None,
) -> Audit:
    """Audit files that were read already. What `memory` has a verdict on is not judged again; it goes
    with neither `before` nor `changed`."""
    policies = policies_for(rules)
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    with room():
        loaded = load(found) if memory is None else memory.load(found)
        result = Audit(failures=[*found.failures, *loaded.failures], as_of=today)
        result.files = [source.document.path for source in loaded.sources if source.asked]
        result.other = loaded.other
        court = Court(policies, today) if memory is None else memory.court(policies, today)
        done = itertools.count(1)

        def studied(path: str) -> None:
            if progress is not None:
                progress(next(done), len(loaded.sources), path)

        view = View(today, tuple(loaded.scenarios), changed=changed or {})
        if memory is not None:
            view = memory.view(today, view.scenarios)
        earlier = _earlier(before, loaded)
        for key, sources in loaded.groups():
            estate = Estate(loaded.organisations.get(key or ""), key in loaded.asked)
            if memory is None:
                result.crashes += study_estate(estate, sources, view, studied, earlier)
            else:
                estate, crashes = memory.study(estate, sources, studied)
                result.crashes += crashes
            court.judge_estate(estate)
            if estate.analyses or estate.asked:
                result.estates.append(estate)
        atlas = Atlas(loaded)
        for document in loaded.other:
            trial = try_out(document, atlas, view)
            document.problems += trial.own_faults
            court.judge_document(document, document.problems)
            result.crashes += [crash for crash in trial.crashes if crash not in result.crashes]
        result.findings, result.absorbed = court.findings, court.absorbed
        result.untold, result.undecided = court.untold, court.undecided
        result.judged, result.rules = court.judged, policies.rules
        result.crashes += court.crashes
    result.findings.sort(key=order)
    stamp(result.findings)
    return result


def _earlier(before: Sequence[Document], loaded: Loaded) -> dict[str, Document]:
    """Earlier versions by path and id of the map of today, else by its id alone: several
    organisations can have maps of one id."""
    today = {source.document.path + source.map_id for source in loaded.sources}
    found = {}
    for document in before:
        if document.readable and isinstance(document.model, Process):
            map_id = document.model.id or Path(document.path).stem
            key = document.path + map_id
            found[key if key in today else map_id] = document
    return found

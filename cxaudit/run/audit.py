"""An audit: every file read, studied, judged; the result whole, whatever was wrong with some of it."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.analysis.analysis import Analysis, analysed, unread
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.organisation import organisation_facts
from cxaudit.analysis.references import map_references, organisation_references
from cxaudit.analysis.study import Study, study
from cxaudit.analysis.view import View
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding, order, stamp
from cxaudit.rules.judge import Crash, Judgement, judge, panels_of
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.rules.settle import absorb, waive
from cxaudit.run.discover import Failure, Found, discover
from cxaudit.run.load import Loaded, Source, load

DEEPEST = 20_000
Progress = Callable[[int, int, str], None]


@dataclass
class Estate:
    """An organisation file with the maps that belong to it (or the maps that have none)."""

    document: Document | None
    asked: bool
    analyses: list[Analysis] = field(default_factory=list)
    facts: dict[str, list[Facts]] = field(default_factory=dict)

    @property
    def model(self) -> Organisation | None:
        """What the file says; None where there is none or it cannot be read."""
        model = self.document.model if self.document is not None else None
        return model if isinstance(model, Organisation) else None

    @property
    def broken(self) -> bool:
        """Whether there is an organisation file that cannot be read."""
        return self.document is not None and not self.document.readable

    @property
    def title(self) -> str:
        """The organisation's name; empty where there is none."""
        return self.model.organisation if self.model is not None else ""


@dataclass
class Audit:
    """Everything an audit found. `findings` hold suppressed ones too; `analyses` are the maps;
    `judged` has what came of each file, by path and map id."""

    estates: list[Estate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    assessed: dict[str, int] = field(default_factory=dict)
    not_assessed: dict[str, int] = field(default_factory=dict)
    judged: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    as_of: datetime.date = datetime.date.min
    files: list[str] = field(default_factory=list)
    other: list[Document] = field(default_factory=list)

    @property
    def analyses(self) -> list[Analysis]:
        """Every map, in order."""
        return [analysis for estate in self.estates for analysis in estate.analyses]

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
    rules: dict[str, Rule] | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
) -> Audit:
    """Audit files and folders. Never raises for what a file contains.

    `as_of` is the only clock (default: today, UTC); `progress` is told how many files are done;
    `before` are earlier versions of some of the maps.
    """
    found = discover(paths)
    return audit_found(found, rules, as_of, progress, before)


def audit_found(
    found: Found,
    rules: dict[str, Rule] | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
) -> Audit:
    """Audit files that were read already."""
    chosen = rules if rules is not None else all_rules(built_in())
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    collecting, depth = gc.isenabled(), sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(depth, DEEPEST))  # blocks within blocks, maps that call maps
    try:
        loaded = load(found)
        result = Audit(failures=[*found.failures, *loaded.failures], rules=chosen, as_of=today)
        result.files = [source.document.path for source in loaded.sources]
        result.other = loaded.other
        done = 0
        for key, sources in loaded.groups():
            estate = Estate(loaded.organisations.get(key or ""), key in loaded.asked)
            view = _view(loaded, estate, today, before)
            for analysis in _analyses(sources, estate, result, view):
                done += 1
                if progress is not None:
                    progress(done, len(loaded.sources), analysis.document.path)
                estate.analyses.append(analysis)
                _judge(result, analysis, chosen, estate.model)
            _judge_organisation(result, estate, chosen)
            if estate.analyses or estate.asked:
                result.estates.append(estate)
        for document in loaded.other:
            _judge(result, unread(document, Path(document.path).stem, document.problems), chosen)
    finally:
        sys.setrecursionlimit(depth)
        if collecting:
            gc.enable()
    result.findings.sort(key=order)
    stamp(result.findings)
    return result


def _view(loaded: Loaded, estate: Estate, as_of: datetime.date, before: Sequence[Document]) -> View:
    """What the maps of one organisation are seen in."""
    organisation = estate.document if estate.model is not None else None
    earlier = {}
    for document in before:
        if document.readable and isinstance(document.model, Process):
            map_id = document.model.id or Path(document.path).stem
            earlier[map_id] = study(document, map_id, organisation)
    scenarios = [document for document in loaded.other if document.kind == "whatif"]
    return View(as_of, tuple(scenarios), earlier)


def _analyses(sources: list[Source], estate: Estate, result: Audit, view: View) -> list[Analysis]:
    """Study the maps of one organisation, called ones first; analyses in file order."""
    organisation = estate.document
    if organisation is not None and not organisation.readable:
        organisation = None
    by_id = {source.map_id: source for source in sources if source.document.readable}
    studies: dict[str, Study] = {}
    maps = frozenset(by_id)
    found: dict[str, Analysis] = {}
    circles = _circles(by_id)
    for source in _called_first(sources, by_id):
        document = source.document
        problems = [*document.problems, *source.problems]
        if estate.broken and not estate.asked:
            problems.append(_unread_organisation(document, estate))
        if not document.readable:
            if document.model is not None:
                world = World(document.model, estate.model, "en", document.spellings)
                problems += map_references(document, world, organisation is not None)
            found[document.path + source.map_id] = unread(document, source.map_id, problems)
            continue
        key = document.path + source.map_id
        try:
            found[key] = _studied(source, problems, organisation, studies, maps, circles, view)
        except Exception as error:  # one map must not cost the others their audit
            says = f"internal error: {type(error).__name__}: {error}"
            result.crashes.append(Crash("-", source.map_id, document.path, says))
            found[key] = unread(document, source.map_id, problems)
    if organisation is not None:
        estate.facts = organisation_facts(organisation, list(studies.values()), view)
    return [found[s.document.path + s.map_id] for s in sources]


def _studied(
    source: Source,
    problems: list[Problem],
    organisation: Document | None,
    studies: dict[str, Study],
    maps: frozenset[str],
    circles: dict[str, list[str]],
    view: View,
) -> Analysis:
    """Study one readable map and collect its facts; `studies` are those it may call."""
    document = source.document
    trial = study(document, source.map_id, organisation, studies, maps)
    problems = [*problems, *map_references(document, trial.world, organisation is not None)]
    if source.map_id in circles:
        problems.append(_circle(document, circles[source.map_id]))
    if any(problem.blocks for problem in problems):
        return unread(document, source.map_id, problems)
    studies[source.map_id] = trial
    return analysed(trial, problems, view)


def _unread_organisation(document: Document, estate: Estate) -> Problem:
    """A map is judged without its organisation where that cannot be read; this says so."""
    assert estate.document is not None
    path = estate.document.path
    says = f"the organisation file {path} cannot be read: its roles and parties are unknown here"
    place = document.span(("process",), key=True)
    return Problem("invalid", "organisation", says, place, "process", path)


def _calls(source: Source) -> list[str]:
    return [s.call for s in source.document.model.steps.values() if s.call]


def _called_first(sources: list[Source], by_id: dict[str, Source]) -> list[Source]:
    """Sources in an order in which called maps come before their callers."""
    done: dict[str, None] = {}

    def visit(source: Source, open_ids: tuple[str, ...]) -> None:
        key = source.document.path + source.map_id
        if key in done or source.map_id in open_ids:
            return
        if source.document.readable:
            for called in _calls(source):
                if called in by_id:
                    visit(by_id[called], (*open_ids, source.map_id))
        done[key] = None

    for source in sources:
        visit(source, ())
    by_key = {s.document.path + s.map_id: s for s in sources}
    return [by_key[key] for key in done]


def _circles(by_id: dict[str, Source]) -> dict[str, list[str]]:
    """Maps that call each other in a circle, with the circle."""
    import networkx as nx

    picture: nx.DiGraph[str] = nx.DiGraph()
    for map_id, source in by_id.items():
        picture.add_edges_from((map_id, called) for called in _calls(source) if called in by_id)
    found = {}
    for part in nx.strongly_connected_components(picture):
        if len(part) > 1 or any(picture.has_edge(m, m) for m in part):
            for map_id in part:
                found[map_id] = sorted(part)
    return found


def _circle(document: Document, circle: list[str]) -> Problem:
    step = next(key for key, s in document.model.steps.items() if s.call in circle)
    names = " → ".join([*circle, circle[0]])
    return Problem(
        "reference",
        "call-circle",
        f"these maps call each other in a circle: {names}",
        document.span(("steps", step, "call")),
        f"steps/{step}/call",
        blocks=True,
    )


def _judge(
    result: Audit,
    analysis: Analysis,
    rules: dict[str, Rule],
    organisation: Organisation | None = None,
) -> None:
    judgement = judge(analysis, panels_of(rules.values()))
    result.judged[analysis.document.path, analysis.id] = judgement
    kept = absorb(judgement.findings, rules)
    told = waive(kept, analysis.document, organisation, rules, result.as_of)
    if told:
        extra = unread(analysis.document, analysis.id, told)
        kept += judge(extra, panels_of(r for r in rules.values() if r.judges == "problem")).findings
    result.findings += kept
    result.crashes += judgement.crashes
    for counts, own in (
        (result.assessed, judgement.assessed),
        (result.not_assessed, judgement.not_assessed),
    ):
        for code, count in own.items():
            counts[code] = counts.get(code, 0) + count


def _judge_organisation(result: Audit, estate: Estate, rules: dict[str, Rule]) -> None:
    """Rules about the organisation speak only when its file is among the files asked for."""
    document = estate.document
    if document is None or not estate.asked:
        return
    problems = list(document.problems)
    if document.readable:
        problems += organisation_references(document)
    analysis = unread(document, Path(document.path).stem, problems)
    analysis.facts |= estate.facts
    _judge(result, analysis, rules)

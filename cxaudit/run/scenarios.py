"""Scenarios with their maps: which map a scenario is of, and what trying it out gives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.view import View
from cxaudit.change.scenario import Applied, apply, left_behind
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.read import Document, Loc
from cxaudit.language.scenario import Scenario
from cxaudit.rules.judge import Crash
from cxaudit.run.discover import YAML, Found, inside, looks_like_ours
from cxaudit.run.estate import Estate, study_estate
from cxaudit.run.load import Loaded, Source, load
from cxaudit.run.project import project_root

MOST_COMPARED = 500  # names; beyond that a suggestion costs more than it helps
UNREAD = "unread-map"


@dataclass
class Atlas:
    """The maps in view: those among the files asked for, and those that lie around a scenario, each
    read when it is first needed."""

    loaded: Loaded
    organisations: dict[str, Document] = field(default_factory=dict)
    texts: dict[Path, dict[Path, bytes]] = field(default_factory=dict)
    maps: dict[Path, list[Source]] = field(default_factory=dict)
    studied: dict[tuple[str, str], Estate] = field(default_factory=dict)

    def find(self, map_id: str, near: str) -> list[Source]:
        """The maps of an id as seen from a file: the one asked for, else the nearest, looked for in
        the file's folder and those above it up to the project root. Several that were asked for
        are told apart by the same road; where that fails, all of them."""
        asked = [s for s in self.loaded.sources if s.map_id == map_id and s.asked]
        if len(asked) == 1:
            return asked
        for folder in _upwards(near):
            here = [s for s in asked if Path(s.document.path).resolve().parent == folder]
            found = here or [s for s in self._in(folder, map_id) if s.map_id == map_id]
            if found:
                return found
        return asked

    def known(self, near: str) -> list[str]:
        """The ids of all maps that could be found from a file."""
        found = {source.map_id for source in self.loaded.sources}
        for folder in _upwards(near):
            found |= {source.map_id for source in self._in(folder)}
        return sorted(found)

    def organisation_of(self, source: Source) -> Document | None:
        """The organisation file that a map belongs to."""
        key = source.organisation or ""
        return self.loaded.organisations.get(key) or self.organisations.get(key)

    def called(self, source: Source) -> list[Source]:
        """The maps that a map calls, those that they call, and so on; those of its organisation."""
        found: dict[str, Source] = {source.map_id: source}
        waiting = [source]
        while waiting:
            caller = waiting.pop()
            steps = caller.document.model.steps if caller.document.readable else {}
            for map_id in dict.fromkeys(step.call for step in steps.values() if step.call):
                if map_id in found:
                    continue
                for other in self.find(map_id, caller.document.path)[:1]:
                    if other.organisation == source.organisation:
                        found[map_id] = replace(other, asked=False)
                        waiting.append(other)
        return [other for map_id, other in found.items() if map_id != source.map_id]

    def _in(self, folder: Path, map_id: str = "") -> list[Source]:
        """The maps in a folder; with an id, those of its files that may have it."""
        if folder not in self.texts:
            self.texts[folder] = _texts(folder)
        found = []
        for path, data in self.texts[folder].items():
            if map_id and path.stem not in map_id and map_id.encode() not in data:
                continue
            if path not in self.maps:
                loaded = load(Found(files=[path], data={path: data}))
                self.organisations |= loaded.organisations
                self.maps[path] = [replace(s, asked=False) for s in loaded.sources]
            found += self.maps[path]
        return found


def _texts(folder: Path) -> dict[Path, bytes]:
    """The files of a folder that may be maps, by the path that a person here would write. What
    cannot be read, or leads out of the project, is no map."""
    root = project_root(folder)
    near = folder.is_relative_to(Path.cwd())
    found = {}
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return {}
    for path in paths:
        bpmn = path.suffix.lower() == ".bpmn"
        if not (bpmn or path.suffix.lower() in YAML) or not inside(path, root):
            continue
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError:
            continue
        if data and (bpmn or looks_like_ours(data)):
            found[Path(os.path.relpath(path)) if near else path] = data
    return found


def _upwards(file: str) -> Iterator[Path]:
    """The folder of a file and those above it, up to the project root."""
    folder = Path(file).resolve().parent
    root = project_root(folder)
    while True:
        yield folder
        if folder == root or root not in folder.parents:
            return
        folder = folder.parent


@dataclass
class Trial:
    """A scenario tried out: the map as it is and as it would be, each with its organisation, studied
    and not yet judged. None where the map cannot be found or read, or the edits cannot be made."""

    scenario: Document
    source: Source | None = None
    applied: Applied | None = None
    before: Estate | None = None
    after: Estate | None = None
    faults: list[Problem] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)

    @property
    def own_faults(self) -> list[Problem]:
        """The faults without those that the findings of a map asked for tell already."""
        told = self.source is not None and self.source.asked
        return [fault for fault in self.faults if not (told and fault.kind == UNREAD)]


def try_out(scenario: Document, atlas: Atlas, view: View) -> Trial:
    """Apply a scenario to its map and study both. `faults` are what keeps it from that, and what it
    would leave wrong in the map; those of reading the scenario itself are its own."""
    trial = Trial(scenario)
    if scenario.kind != "whatif" or not scenario.readable:
        return trial
    found = _map_of(scenario, atlas)
    if isinstance(found, Problem):
        trial.faults.append(found)
        return trial
    trial.source = found
    try:
        if found.document.readable:
            _try(trial, found, atlas, view)
        else:
            trial.faults.append(_unread(scenario, found))
    except Exception as error:  # one scenario must not cost the others their trial
        says = f"internal error: {type(error).__name__}: {error}"
        trial.crashes.append(Crash("-", found.map_id, scenario.path, says))
    return trial


def _try(trial: Trial, source: Source, atlas: Atlas, view: View) -> None:
    trial.applied = applied = apply(trial.scenario, source.document)
    key = (source.document.path, source.map_id)
    if key not in atlas.studied:
        atlas.studied[key] = _studied(source, atlas, view, trial)
    before = atlas.studied[key]
    after = _studied(replace(source, document=applied.document), atlas, view, trial)
    left = left_behind(applied, _problems(before.analyses), _problems(after.analyses))
    trial.faults += sorted([*applied.faults, *left], key=lambda fault: fault.span)
    if not trial.faults and not trial.crashes and after.analyses[0].study is None:
        trial.faults.append(_unread(trial.scenario, source))
    if not applied.faults:
        trial.before, trial.after = before, after


def _studied(source: Source, atlas: Atlas, view: View, trial: Trial) -> Estate:
    """A map alone with what it calls, under its organisation file."""
    source = replace(source, asked=True)
    estate = Estate(atlas.organisation_of(source), asked=False)
    sources = [source, *atlas.called(source)]
    trial.crashes += study_estate(estate, sources, view, lambda path: None)
    return estate


def _problems(analyses: list[Analysis]) -> list[Problem]:
    return [problem for analysis in analyses for problem in analysis.problems]


def _map_of(scenario: Document, atlas: Atlas) -> Source | Problem:
    """The map that a scenario is of, or why it cannot be had."""
    model: Scenario = scenario.model
    found = atlas.find(model.of, scenario.path)
    if len(found) > 1:
        places = " and ".join(source.document.path for source in found)
        return _fault(scenario, "several-maps", f"several maps have the id {model.of!r}: {places}")
    if not found:
        known = atlas.known(scenario.path)
        near = nearest(model.of, known) if len(known) <= MOST_COMPARED else ""
        says = (
            f"no map is called {model.of!r} among the files asked for, nor beside or above this one"
        )
        says += f"; did you mean {near!r}?" if near else ""
        return _fault(scenario, "unknown-map", says, near)
    return found[0]


def _unread(scenario: Document, source: Source) -> Problem:
    path = source.document.path
    says = f"the map {path} has faults of its own, so it has no figures: `cxaudit check {path}`"
    return _fault(scenario, UNREAD, says)


def _fault(scenario: Document, kind: str, says: str, near: str = "") -> Problem:
    loc: Loc = ("of",)
    word = scenario.model.of
    return Problem("reference", kind, says, scenario.span(loc), "of", word, near, blocks=True)

"""The baseline of a project: its file found and read, and an audit held against it."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from cxaudit.analysis.analysis import Analysis
from cxaudit.language.nodes import compose
from cxaudit.language.process import Process
from cxaudit.rules.baseline.entries import Baseline
from cxaudit.rules.baseline.holding import Held, hold
from cxaudit.rules.baseline.matching import Seen
from cxaudit.rules.baseline.reading import read_baseline
from cxaudit.rules.files import Refused, read_text
from cxaudit.rules.finding import Finding
from cxaudit.rules.loading import Fault
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit
from cxaudit.run.belonging import maps_left_out
from cxaudit.run.discover import inside
from cxaudit.run.estate import Estate
from cxaudit.run.project import project_root, repository_root, upwards
from cxaudit.run.room import no_collecting
from cxaudit.run.there import is_folder

NAME = "cxaudit-baseline.yaml"
Facts = Mapping[str, Sequence[object]]  # by judge


@dataclass(frozen=True, slots=True)
class Place:
    """Where a baseline is, or would be: its file, the root that files in it are relative to, and the
    name under which people know it. It was `asked` for on the command line or in a configuration, or
    found; what the command line has `named` may lie anywhere."""

    path: Path
    root: Path
    shown: str
    asked: bool = False
    named: bool = False

    @property
    def there(self) -> bool:
        """Whether anything is there."""
        return os.path.lexists(self.path)


def place_of(
    paths: Sequence[str], named: str | None = None, configured: Path | None = None
) -> Place:
    """The baseline that some paths have or are to have: the file that is named, or that the
    configuration names, else the nearest, else one in the root of the project."""
    first = Path(paths[0] if paths else ".")
    if named is not None:
        return Place(Path(named), _root(first), named, asked=True, named=True)
    if configured is not None:
        return _place(configured, first, asked=True)
    return _place(_nearest(first) or project_root(first) / NAME, first)


def places_for(
    audit: Audit,
    paths: Sequence[str],
    named: str | None = None,
    configured: Mapping[str, Path] | None = None,
) -> list[tuple[Place, frozenset[str]]]:
    """The baselines that hold for an audit of some paths, each with the files that it is about: the one
    that is named for all, else that which the configuration of a file names (`configured`, by file),
    else the nearest to it, if there is one."""
    files = _files(audit)
    if named is not None:
        return [(place_of(paths, named), frozenset(files))]
    found: dict[Path, tuple[Place, list[str]]] = {}
    nearest: dict[Path, Path | None] = {}  # by folder
    for file in [*files, *(paths or ["."])]:
        said = (configured or {}).get(file)
        folder = Path(file) if is_folder(file) else Path(file).parent
        if said is None and folder not in nearest:
            nearest[folder] = _nearest(folder)
        path = said or nearest[folder]
        if path is not None and path not in found:
            found[path] = (_place(path, Path(file), asked=said is not None), [])
        if path is not None:
            found[path][1].append(file)
    return [(place, frozenset(own)) for place, own in found.values()]


def files_of(audit: Audit, place: Place) -> frozenset[str]:
    """The files of an audit for which a baseline holds, or would."""
    if place.asked:
        return frozenset(_files(audit))
    folder = place.path.parent
    return frozenset(
        file
        for file in _files(audit)
        if (_nearest(Path(file)) or place.path) == place.path and folder in _chain(Path(file))
    )


def _files(audit: Audit) -> list[str]:
    files = [analysis.document.path for analysis in audit.analyses]
    files += [e.document.path for e in audit.estates if e.asked and e.document is not None]
    return list(dict.fromkeys([*files, *(document.path for document in audit.other)]))


def _place(path: Path, beside: Path, asked: bool = False) -> Place:
    here = Path.cwd()
    shown = str(path.relative_to(here) if path.is_relative_to(here) else path)
    return Place(path, _root(beside), shown, asked)


def _root(beside: Path) -> Path:
    """What files in a baseline are relative to: the root of the repository, else of the project."""
    return repository_root(beside) or project_root(beside)


def _chain(beside: Path) -> list[Path]:
    """The folders in which a baseline for a file or folder may lie, the nearest first."""
    folders = upwards(beside)
    root = _root(beside)
    return folders[: folders.index(root) + 1] if root in folders else folders[:1]


def _nearest(beside: Path) -> Path | None:
    return next((f / NAME for f in _chain(beside) if os.path.lexists(f / NAME)), None)


def known_rules(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Every rule that an entry may name, judged or not."""
    return {**all_rules(built_in()), **rules}


def load_baseline(
    place: Place, rules: Mapping[str, Rule], as_of: datetime.date | None = None
) -> tuple[Baseline, str, list[Fault]]:
    """A baseline with its text, and everything wrong with it, on a day. One that the command line does
    not name is read only where it lies in the project, whatever links lead to it."""
    try:
        if not place.named and not inside(place.path, place.root):
            raise Refused("leads out of the project: it is not read")
        if not place.there:
            raise Refused("no such file: `cxaudit baseline create --reason TEXT` begins a baseline")
        text = read_text(place.path, place.named)
    except Refused as refused:
        return Baseline(place.shown), "", [(place.shown, refused.problem)]
    with no_collecting():
        found, problems = read_baseline(compose(text), place.shown, rules, as_of)
    return found, text, [(place.shown, problem) for problem in problems]


@dataclass(frozen=True, slots=True)
class Opened:
    """A baseline with its text and what an audit looks like beside it; `rules` are all that an entry
    may name."""

    place: Place
    baseline: Baseline
    text: str
    held: Held
    rules: Mapping[str, Rule]


def open_beside(
    audit: Audit, place: Place, paths: Sequence[str], files: AbstractSet[str]
) -> Opened | list[Fault]:
    """Read a baseline and hold against it what an audit of some paths found in some files, which
    changes neither; or everything wrong with the baseline."""
    rules = known_rules(audit.rules)
    baseline, text, faults = load_baseline(place, rules, audit.as_of)
    if faults:
        return faults
    gone = {section.file for section in baseline.sections if _is_gone(place.root, section.file)}
    asked = [_from(place.root, path) for path in paths or ["."]]
    missed = {file for file in gone if any(_under(file, path) for path in asked)}
    there = {section.file for section in baseline.sections} - gone
    seen = seen_in(audit, place.root, files, there)
    held = hold(baseline, seen, audit.as_of, gone, missed)
    return Opened(place, baseline, text, held, rules)


def seen_in(
    audit: Audit, root: Path, files: AbstractSet[str], known: AbstractSet[str] | None = None
) -> list[Seen]:
    """What an audit saw in some files, map by map; their names are relative to a root. `known` are the
    files there in which a baseline knows maps: with them an organisation has been seen whole only
    where all of its maps were read."""
    told, aside = _by_map(audit.findings), _by_map([*audit.absorbed, *audit.untold])
    found = []

    def see(path: str, map_id: str, facts: Facts, codes: frozenset[str], whole: bool) -> None:
        key = (path, map_id)
        if path in files:
            judged = codes - _unjudged(audit, key, facts)
            maps = (told.get(key, []), aside.get(key, []))
            found.append(Seen(_from(root, path), map_id, *maps, judged, whole))

    everything = frozenset(audit.rules)
    clones = frozenset(code for code, rule in audit.rules.items() if rule.judges == "clone")
    for estate in audit.estates:
        unread = {one.id for one in estate.analyses if one.study is None} | {*estate.unread}
        together = estate.asked and not estate.broken and not unread
        if together and known is not None and estate.document is not None:
            together = not maps_left_out(audit, estate, [root / file for file in known])
        for one in estate.analyses:
            codes = everything if together else everything - clones
            see(one.document.path, one.id, one.facts, codes, _is_whole(estate, one, unread))
        if estate.asked and estate.document is not None:
            path = estate.document.path
            see(path, Path(path).stem, estate.facts, everything - clones, together)
    for document in audit.other:
        blocked = any(problem.blocks for problem in document.problems)
        see(document.path, Path(document.path).stem, {}, everything, not blocked)
    return found


def _is_whole(estate: Estate, analysis: Analysis, unread: set[str]) -> bool:
    """Whether a map was read with its organisation and the maps that it calls. Where its organisation
    was asked for, all of its maps were read, and what is called besides them is nowhere."""
    model = analysis.document.model
    if analysis.study is None or estate.broken or not isinstance(model, Process):
        return False
    called = {step.call for step in model.steps.values() if step.call}
    return not called & unread and (estate.asked or called <= set(estate.maps))


def _unjudged(audit: Audit, key: tuple[str, str], facts: Facts) -> set[str]:
    """The rules that could not say anything of a map: they failed on it, or knew too little of all that
    they look at, or are off there, so that nothing was counted although there is something."""
    judgement = audit.judged.get(key)
    tallies = judgement.tallies if judgement is not None else {}
    found = {crash.code for crash in audit.crashes if crash.map == key[1]}
    for code, rule in audit.rules.items():
        tally = tallies.get(code)
        if tally is None:
            off = any(facts.get(form.judges) for form in rule.forms)
            found |= {code} if off or judgement is None else set()
        elif tally.not_assessed and not tally.assessed:
            found.add(code)
    return found


def _by_map(findings: Sequence[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.file, finding.map), []).append(finding)
    return found


def _from(root: Path, path: str) -> str:
    """A path from a root, with forward slashes and without what no text file can hold."""
    absolute = Path(os.path.normpath(Path.cwd() / path))
    with contextlib.suppress(OSError, RuntimeError):  # a link that leads back to itself
        absolute = absolute.parent.resolve() / absolute.name
    told = Path(os.path.relpath(absolute, root)).as_posix()
    return told.encode("utf-8", "replace").decode("utf-8")


def _is_gone(root: Path, file: str) -> bool:
    """Whether a file of the project is no longer there; nobody looks outside the project."""
    path = root / file
    try:
        return inside(path, root) and not os.path.lexists(path)
    except (OSError, ValueError):
        return True


def _under(file: str, folder: str) -> bool:
    return folder == "." or file == folder or file.startswith(f"{folder}/")

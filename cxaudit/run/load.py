"""Found files as documents: maps with their ids and organisation, scenarios, and what is neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.problems import Problem
from cxaudit.language.read import Document, read
from cxaudit.run.discover import Drawn, Failure, Found, discover, organisation_above, resolved
from cxaudit.run.project import project_root


@dataclass(slots=True)
class Source:
    """One map to study: its document, its id, the organisation file it belongs to. One that nobody
    asked for is studied because its organisation was."""

    document: Document
    map_id: str
    organisation: str | None = None
    problems: list[Problem] = field(default_factory=list)
    asked: bool = True


@dataclass(slots=True)
class Loaded:
    """Documents by role. `organisations` by resolved path; `asked` are those among the files asked
    for. `scenarios` are those asked for and those beside the maps and organisation files."""

    sources: list[Source] = field(default_factory=list)
    organisations: dict[str, Document] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    other: list[Document] = field(default_factory=list)
    scenarios: list[Document] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def groups(self) -> list[tuple[str | None, list[Source]]]:
        """Maps by organisation file, in the order in which the first of each was found."""
        keys = list(dict.fromkeys([*(s.organisation for s in self.sources), *sorted(self.asked)]))
        return [(key, [s for s in self.sources if s.organisation == key]) for key in keys]


def load(found: Found) -> Loaded:
    """Read every file, give each map its id and its organisation."""
    loaded = Loaded()
    cache = _Near()
    for path in found.files:
        for document in _documents(path, found.data[path], found.drawn):
            if document.kind == "process":
                _add_map(loaded, document, path, cache)
            elif document.kind == "organisation":
                loaded.organisations[_key(path)] = document
                loaded.asked.add(_key(path))
            elif document.kind == "rules" and not document.problems:
                says = "a rule pack is read by --rules, not audited"
                loaded.failures.append(Failure(str(path), says))
            else:
                loaded.other.append(document)
    seen = {resolved(path, cache.folders) for path in found.files}
    for path in sorted(found.named):
        if _key(path) in loaded.asked:
            _add_neighbours(loaded, path.resolve(), seen, cache, found.drawn)
    loaded.scenarios = [one for one in loaded.other if one.kind == "whatif"]
    _add_scenarios(loaded, seen)
    _unique_ids(loaded)
    return loaded


def _add_scenarios(loaded: Loaded, seen: set[Path]) -> None:
    """Scenarios that nobody asked for, in the folder `scenarios` beside a map or its organisation:
    what is planned about a step is known whichever files are checked."""
    near = {Path(source.document.path).parent for source in loaded.sources}
    near |= {Path(document.path).parent for document in loaded.organisations.values()}
    for folder in sorted(near):
        if not (folder / "scenarios").is_dir():
            continue
        found = discover([str(folder / "scenarios")])
        for path in found.files:
            if path.resolve() not in seen:
                documents = _documents(path, found.data[path])
                loaded.scenarios += [one for one in documents if one.kind == "whatif"]


def _documents(path: Path, data: bytes, drawn: Drawn | None = None) -> list[Document]:
    if path.suffix.lower() == ".bpmn" or data.lstrip()[:5] == b"<?xml":
        from cxaudit.bpmn.read import read_bpmn

        said = drawn or Drawn()
        return read_bpmn(data, str(path), said.customer, said.collaboration)
    return [read(data, str(path))]


def _add_neighbours(
    loaded: Loaded,
    organisation: Path,
    seen: set[Path],
    cache: _Near,
    drawn: Drawn,
) -> None:
    """The other maps of an organisation that is asked for: what is said of it rests on all of them."""
    near = discover([str(organisation.parent)])
    for path in near.files:
        if path.resolve() in seen or path.resolve() == organisation:
            continue
        for document in _documents(path, near.data[path], drawn):
            if document.kind == "process":
                _add_map(loaded, document, path, cache)
                loaded.sources[-1].asked = False
                if loaded.sources[-1].organisation != str(organisation):
                    loaded.sources.pop()


def _key(path: Path) -> str:
    return str(path.resolve())


@dataclass(slots=True)
class _Near:
    """What is looked up once for all files of a folder: where it really is, and the organisation files
    above that."""

    folders: dict[Path, Path] = field(default_factory=dict)
    organisations: dict[Path, list[Path]] = field(default_factory=dict)

    def organisation(self, path: Path) -> list[Path]:
        """The organisation files of the map in a file."""
        folder = resolved(path, self.folders).parent
        if folder not in self.organisations:
            self.organisations[folder] = organisation_above(path, project_root(path))
        return self.organisations[folder]


def _add_map(loaded: Loaded, document: Document, path: Path, near: _Near) -> None:
    said = document.model.id if document.model is not None else None
    source = Source(document, said or document.default_id or path.stem)
    files = near.organisation(path)
    if len(files) > 1:
        names = " and ".join(file.name for file in files)
        source.problems.append(
            Problem(
                "invalid",
                "two-organisations",
                f"two files begin with `organisation:`, {names}: keep one in {files[0].parent.name}/",
                document.span(()),
                blocks=False,
            )
        )
    if files:
        key = _key(files[0])
        source.organisation = key
        if key not in loaded.organisations:
            loaded.organisations[key] = read(files[0].read_bytes(), _shown(files[0], path))
    loaded.sources.append(source)


def _shown(file: Path, near: Path) -> str:
    """A path as the person who named `near` would write it."""
    resolved = near.resolve()
    for up, folder in enumerate(resolved.parents):
        if folder == file.parent:
            shown = near.parent
            for _ in range(up):
                shown = shown.parent if shown.name not in ("", ".", "..") else shown / ".."
            return str(shown / file.name)
    return str(file)


def _unique_ids(loaded: Loaded) -> None:
    seen: dict[tuple[str | None, str], Source] = {}
    for source in loaded.sources:
        key = (source.organisation, source.map_id)
        first = seen.setdefault(key, source)
        if first is not source and source.organisation is not None:
            source.problems.append(
                Problem(
                    "invalid",
                    "duplicate-map",
                    f"the id {source.map_id!r} belongs to {first.document.path} too: "
                    "give one of them another `id:`",
                    source.document.span(("process",)),
                    "process",
                    source.map_id,
                    blocks=True,
                )
            )

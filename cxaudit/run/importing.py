"""BPMN files as maps in YAML, with the organisation file that belongs to them; all written or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxaudit.analysis.collect.elements import element_facts
from cxaudit.analysis.study import Study, study
from cxaudit.bpmn.calls import calls
from cxaudit.bpmn.elements import Source
from cxaudit.bpmn.read import read_bpmn
from cxaudit.change.importing.ids import file_names, readable_ids
from cxaudit.change.importing.joining import joined, missing
from cxaudit.change.importing.marks import marks
from cxaudit.change.importing.organisation import organisation
from cxaudit.change.importing.spelling import Speller, lines_followed
from cxaudit.change.importing.yaml_text import text_of
from cxaudit.language.organisation import Organisation
from cxaudit.language.read import Document, read_text
from cxaudit.language.values import words
from cxaudit.run.discover import Failure, discover, organisation_above
from cxaudit.run.project import project_root
from cxaudit.run.room import room
from cxaudit.run.there import is_folder, is_there
from cxaudit.run.writing import NotWritten, replace_file, write_whole

ORGANISATION = "organisation.yaml"
_ABOVE = "The people of the maps beside this file. Say more of them: levels, departments, wishes."
_CALLED = re.compile(r"^line (\d+): .* is another process")


@dataclass(slots=True)
class Draft:
    """A file to write: its bytes, what stands there now (None where nothing does), and the model that
    it comes from; `losses` are what a map cannot say of it. One that only `adds` to what stands there
    is in nobody's way."""

    path: Path
    after: bytes
    before: bytes | None = None
    source: str = ""
    losses: list[str] = field(default_factory=list)
    adds: bool = False


@dataclass(slots=True)
class Import:
    """What came of the files asked for: drafts of maps, and of an organisation file unless there is
    one already that is somebody else's (`serves`, and those of whom it says nothing: `unknown`); files
    that could not be read, and why."""

    drafts: list[Draft] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    serves: str = ""
    unknown: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Map:
    """One process on its way into a file."""

    document: Document
    stem: str
    study: Study
    called: dict[str, str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)


def imported(
    paths: Sequence[str], folder: Path, customer: str | None = None, title: str = ""
) -> Import:
    """Read BPMN files and draft their maps for a folder. Nothing is written yet.

    `customer` names the pool, lane or performer that is the party served, `title` the organisation.
    Never raises for what a file contains.
    """
    found = Import()
    with room():
        documents = _documents(paths, customer, found)
        maps = _maps(documents)
        _call_each_other(maps)
        for one in maps:
            draft = _draft(one, folder, customer)
            if isinstance(draft, Failure):
                found.failures.append(draft)
            else:
                found.drafts.append(draft)
        if maps:
            _organisation(maps, folder, title, found)
    for draft in found.drafts:
        draft.before = _bytes_at(draft.path)
    return found


def _documents(paths: Sequence[str], customer: str | None, found: Import) -> list[Document]:
    """The readable processes of the files; what is wrong with the others becomes failures."""
    discovered = discover(paths)
    found.failures += discovered.failures
    documents: list[Document] = []
    for path in discovered.files:
        data = discovered.data.pop(path)
        if path.suffix.lower() != ".bpmn" and data.lstrip()[:1] != b"<":
            if path in discovered.named:
                found.failures.append(
                    Failure(str(path), "is no BPMN file: only these are imported")
                )
            continue
        for document in read_bpmn(data, str(path), customer):
            if document.readable:
                documents.append(document)
                continue
            for problem in document.problems:
                place = f"{path}:{problem.span.line}:{problem.span.column}"
                found.failures.append(Failure(place, problem.says))
    return documents


def _maps(documents: Sequence[Document]) -> list[_Map]:
    stems = file_names(document.default_id for document in documents)
    return [
        _Map(document, stem, study(document, stem), losses=list(document.losses))
        for document, stem in zip(documents, stems, strict=True)
    ]


def _source(one: _Map) -> Source:
    source = one.document.source_model
    assert isinstance(source, Source)
    return source


def _call_each_other(maps: list[_Map]) -> None:
    """Fill in which maps each one calls, by step: those of its own file by their new names, and those
    of other files where a process of that id is in one file only."""
    stems = {(one.document.path, one.document.default_id): one.stem for one in maps}
    by_plan = {_source(one).plan: one for one in maps}
    raws = [plan.raw for plan in by_plan]
    across = calls([plan for plan in by_plan if raws.count(plan.raw) == 1])
    for one in maps:
        source = _source(one)
        for step_id, step in one.document.model.steps.items():
            if step.call:
                one.called[step_id] = stems.get((one.document.path, step.call), step.call)
        for node_id, other in across.get(source.plan, {}).items():
            node = source.plan.nodes[node_id]
            known = source.told.get(node.raw, {}).get("step", "")
            if known and known not in one.called:
                one.called[known] = by_plan[other].stem
                one.losses = [loss for loss in one.losses if not _tells_call(loss, node.span.line)]


def _tells_call(loss: str, line: int) -> bool:
    found = _CALLED.match(loss)
    return found is not None and int(found[1]) == line


def _draft(one: _Map, folder: Path, customer: str | None) -> Draft | Failure:
    """The file of one map; a failure where it would not read as what was meant."""
    document = one.document
    ids = readable_ids(document.model.steps)
    speller = Speller(document.spellings, ids)
    data = speller.process(document.model)
    data.pop("units", None)
    for step_id, called in one.called.items():
        data["steps"][ids[step_id]]["call"] = called
    elements = element_facts(document, one.study.works)
    comments = marks(document, one.study.works, elements, ids, customer)
    line = _source(one).plan.span.line
    above = [
        f"Imported from {Path(document.path).name}, line {line}. What a comment stands behind was "
        "inferred: keep it or correct it."
    ]
    losses = [f"line {p.span.line}: {p.says}" for p in document.problems]
    bare = read_text(text_of(data, {}), f"{one.stem}.yaml")
    losses += [*one.losses, *(_mended(one, bare) if bare.readable else ())]
    below = [f"- {loss}" for loss in losses]
    if below:
        below.insert(0, "The model also says, and a map cannot:")
    text = text_of(data, comments, above, below)
    if not _says(text, data):
        says = f"the process {document.model.process!r} cannot be written as a map"
        return Failure(f"{document.path}:{line}:1", says)
    path = folder / f"{one.stem}.yaml"
    return Draft(path, text.encode("utf-8"), None, document.path, losses)


_FAULTS = {
    "deadlock": "a join can wait for what never comes",
    "lack-of-synchronisation": "what runs side by side can meet unawares and be done twice",
    "no-way-out": "a case can come to where no end can be reached",
    "dead-step": "something is never reached",
}


def _mended(one: _Map, written: Document) -> Iterator[str]:
    """Faults of the model that its map has not: in a map, branches wait for each other where they
    meet, and joins only for the branches that run."""
    model, again = one.study.soundness, study(written, one.stem).soundness
    left = {kind for verdict in again.types.values() for kind in verdict.kinds}
    labels = {work.id: work.label for work in one.study.works}
    told: set[str] = set()
    for verdict in model.types.values():
        for fault in verdict.faults:
            if fault.kind in left or fault.kind in told:
                continue
            told.add(fault.kind)
            label = labels.get(fault.at, "")
            line = one.document.span(("steps" if label else "elements", fault.at)).line
            where = f" at {label!r}" if label else ""
            says = _FAULTS.get(fault.kind, fault.kind)
            yield f"line {line}: in the model {says}{where}; in the map it cannot"


def _says(text: str, data: dict[str, Any]) -> bool:
    """Whether a text reads as the data that it was made of."""
    document = read_text(text, "map.yaml")
    if not document.readable:
        return False
    again = Speller(document.spellings).process(document.model)
    return lines_followed(again) == lines_followed(data)


def _organisation(maps: list[_Map], folder: Path, title: str, found: Import) -> None:
    """The organisation file. One that an earlier import wrote gets the people that it lacks; where
    somebody else's serves the folder already, it is said whom that does not know."""
    path = folder / ORGANISATION
    data, comments = organisation(title or _title(maps, folder), [one.study for one in maps])
    near = folder if is_folder(folder) else folder.absolute().parent
    served = organisation_above(path, project_root(near))
    if not served:
        text = text_of(data, comments, [_ABOVE])
        found.drafts.append(Draft(path, text.encode("utf-8")))
        return
    there = next((one for one in served if one.name == path.name), served[0])
    before = (_bytes_at(there) or b"").decode("utf-8", "replace")
    if there.resolve() == path.resolve() and before.startswith(f"# {_ABOVE[:40]}"):
        after = joined(before, data)
        if after is not None:
            found.drafts.append(Draft(path, after.encode("utf-8"), adds=True))
            return
    found.serves = str(there)
    model = read_text(before, str(there)).model
    found.unknown = missing(model if isinstance(model, Organisation) else None, data)


def _title(maps: Iterable[_Map], folder: Path) -> str:
    """The name of the pool that all processes lie in, else that of the folder."""
    pools = [_source(one).file.holders.get(_source(one).plan) for one in maps]
    names = {pool.name if pool is not None else "" for pool in pools}
    return names.pop() if len(names) == 1 and "" not in names else words(folder.resolve().name)


def _bytes_at(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def in_the_way(drafts: Iterable[Draft]) -> list[Failure]:
    """Files that stand where a draft is to go and say something else."""
    says = "is there already: --force replaces it, -o names another folder"
    return [
        Failure(str(draft.path), says)
        for draft in drafts
        if (is_there(draft.path) or draft.path.is_symlink())
        and draft.before != draft.after
        and not (draft.adds and draft.path.is_file() and not draft.path.is_symlink())
    ]


def write_all(drafts: Sequence[Draft], folder: Path) -> list[Failure]:
    """Write every draft; where one cannot be written, what was there before stands again."""
    done: list[Draft] = []
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft in drafts:
            if draft.before is None:
                write_whole(draft.path, draft.after)
            elif draft.before != draft.after:
                replace_file(draft.path, draft.before, draft.after)
            done.append(draft)
    except (OSError, NotWritten) as error:
        _undo(done, made)
        reason = (
            error.says if isinstance(error, NotWritten) else f"cannot be written: {_why(error)}"
        )
        path = drafts[len(done)].path if len(done) < len(drafts) else folder
        return [Failure(str(path), reason)]
    except BaseException:
        _undo(done, made)
        raise
    return []


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _undo(done: Iterable[Draft], made: Iterable[Path]) -> None:
    for draft in done:
        if draft.before is None:
            draft.path.unlink(missing_ok=True)
        else:
            write_whole(draft.path, draft.before)
    for folder in made:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

"""Maps as BPMN files: what was asked for is read and studied, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.analysis.analysis import Analysis
from cxaudit.bpmn.elements import Source
from cxaudit.bpmn.export.again import again
from cxaudit.bpmn.export.draw import draw
from cxaudit.language.problems import Problem
from cxaudit.run.audit import audit
from cxaudit.run.discover import Failure
from cxaudit.run.stories import story_of
from cxaudit.run.there import is_file, is_folder, is_there
from cxaudit.run.writing import write_whole


@dataclass(slots=True)
class Export:
    """One BPMN file to write: its path below the folder that is asked for, its bytes, the file it
    comes from."""

    name: Path
    data: bytes
    source: str


@dataclass(slots=True)
class Exports:
    """What came of the paths asked for: files to write, and what could not be drawn."""

    files: list[Export] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def export(paths: Sequence[str]) -> Exports:
    """Draw every map among some paths: one file a map, and each BPMN file once, as it came."""
    asked = list(paths) or ["."]
    found = Exports()
    audited = audit(asked, rules={})
    found.failures += audited.failures
    found.failures += [Failure(crash.element, crash.says) for crash in audited.crashes]
    found.failures += [
        _torn(document.path, problem)
        for document in audited.other
        for problem in document.problems[:1]
        if document.kind == "" and problem.blocks
    ]
    taken: dict[str, str] = {}
    for estate in audited.estates:
        for analysis in estate.analyses:
            path = analysis.document.path
            if analysis.document.source_model is not None and path in taken.values():
                continue  # one file, several processes
            try:
                made = _one(analysis, estate.title, asked)
            except Exception as error:  # one map must not cost the others their drawing
                made = Failure(path, f"cannot be drawn: {type(error).__name__}: {error}")
            if isinstance(made, Failure):
                found.failures.append(made)
                continue
            other = taken.setdefault(str(made.name).lower(), path)
            if other != path:
                says = f"would be written to {made.name}, as {other} is: export it by itself"
                found.failures.append(Failure(path, says))
                continue
            found.files.append(made)
    return found


def _one(analysis: Analysis, house: str, asked: Sequence[str]) -> Export | Failure:
    document = analysis.document
    source = document.source_model
    if isinstance(source, Source):
        name = _name(document.path, Path(document.path).stem, asked)
        return Export(name, again(source.file), document.path)
    if analysis.study is None:
        problem = next((p for p in analysis.problems if p.blocks), None)
        if problem is None:
            return Failure(document.path, "cannot be read, and so not drawn")
        return _torn(document.path, problem)
    name = _name(document.path, analysis.id, asked)
    return Export(name, draw(story_of(analysis.study, house)), document.path)


def _torn(path: str, problem: Problem) -> Failure:
    where = f"{path}:{problem.span.line}:{problem.span.column}"
    return Failure(where, f"mend this before it can be drawn: {problem.says}")


def _name(path: str, stem: str, asked: Sequence[str]) -> Path:
    """Where a file goes: folders as below the folder that was asked for, the name of the map."""
    own = Path(path)
    folder = Path()
    for text in asked:
        if is_folder(text) and own.is_relative_to(text):
            folder = own.parent.relative_to(text)
            break
    safe = "".join("-" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in stem)
    return folder / f"{safe.strip('.') or 'map'}.bpmn"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not written; `replaceable` where a person may insist."""

    path: str
    says: str
    replaceable: bool = False


@dataclass(slots=True)
class Places:
    """Where each file goes, and what stands in the way."""

    files: list[tuple[Path, bytes]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def places(files: Sequence[Export], output: Path, one: bool) -> Places:
    """Where files go: `output` itself where it is to be `one` file, else below it."""
    found = Places()
    for file in files:
        path = output if one else output / file.name
        found.files.append((path, file.data))
        says, replaceable = _in_the_way(path, file.data)
        if says:
            found.refusals.append(Refusal(str(path), says, replaceable))
    return found


def _in_the_way(path: Path, data: bytes) -> tuple[str, bool]:
    if is_folder(path):
        return "is a folder: name a file", False
    if not is_there(path):
        return "", False
    if not is_file(path):
        return "is no regular file: it is not written", False
    if path.read_bytes() == data:
        return "", False
    return "is there already and says something else: --force replaces it", True


def write(planned: Places) -> list[Path]:
    """Write every file, each whole; those that are there already and say the same are left alone."""
    for path, data in planned.files:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (is_file(path) and path.read_bytes() == data):
            write_whole(path, data)
    return [path for path, _ in planned.files]

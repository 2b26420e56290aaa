"""The configuration of a project, `cxaudit.yaml` in its root, and the rules that follow from it.

The file holds `rules:`, packs by paths relative to it. It comes with the project, perhaps from a
stranger: it never makes anything outside the root be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.infer.lexicon import Additions, enriched
from cxaudit.language.nodes import Node, compose
from cxaudit.rules.files import Refused, check, read_text, resolve, shown
from cxaudit.rules.loading import Fault, Loaded, PackFile, load
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import Rule
from cxaudit.run.discover import SKIPPED, YAML, Failure, inside, project_root

NAME = "cxaudit.yaml"
# A file whose first key is `rules`; each round takes one line, whatever follows.
_PACK = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(?:---[ \t\r]*|#[^\n]*|[ \t\r]*)\n)*(?:\{\s*)?[\"']?rules[\"']?[ \t]*:"
)
_HEAD = 65_536


@dataclass(slots=True)
class PackFailure(Failure):
    """What is wrong in a pack or configuration, at a line and column of it; both are 0 where it is
    about the file as a whole. `says` names the place, `what` does not."""

    line: int = 0
    column: int = 0
    what: str = ""

    def __str__(self) -> str:
        """As compilers tell it: file, line, column, what."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.what}"


@dataclass(slots=True)
class Configuration:
    """What the nearest configuration says: its file (None where there is none), the packs that it
    names, and everything wrong with it."""

    root: Path
    path: str | None = None
    packs: list[PackFile] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Rulebook:
    """What to judge by: the rules that are on, all there are, words for the lexicons, and what of
    packs and configuration could not be used."""

    rules: dict[str, Rule] = field(default_factory=dict)
    every: dict[str, Rule] = field(default_factory=dict)
    words: Additions = field(default_factory=dict)
    failures: list[PackFailure] = field(default_factory=list)

    def in_force(self) -> AbstractContextManager[None]:
        """Within this, labels are read with the words of the packs."""
        return enriched(self.words)


def rulebook(named: Sequence[str] = (), beside: str = ".", judged: bool = True) -> Rulebook:
    """The built-in rules with those of packs `named` on the command line and of the configuration
    nearest to a path. Where nothing is judged, only the words of packs count."""
    configuration = read_configuration(Path(beside))
    files, faults = list(configuration.packs), list(configuration.faults)
    for text in named:
        found, wrong = pack_files(text)
        files += found
        faults += wrong
    if not files and not judged:
        return Rulebook(failures=failures_of(faults))
    base = all_rules(built_in())
    loaded = load(files, base) if files else Loaded()
    every = {**base, **all_rules(loaded.packs)}
    failures = failures_of([*faults, *loaded.faults])
    return Rulebook(active(every) if judged else {}, every, loaded.words, failures)


def failures_of(faults: Sequence[Fault]) -> list[PackFailure]:
    """Faults as what an audit tells at its end."""
    found = []
    for path, problem in faults:
        says, span = problem.says, problem.span
        if problem.kind == "file":
            found.append(PackFailure(path, says, what=says))
        else:
            where = f"line {span.line}, column {span.column}: {says}"
            found.append(PackFailure(path, where, span.line, span.column, says))
    return found


def read_configuration(beside: Path) -> Configuration:
    """The configuration nearest to a path, upwards: it lies in the root of the project."""
    root = project_root(beside)
    path = root / NAME
    if not path.exists():
        return Configuration(root)
    name = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    found = Configuration(root, name)
    try:
        if not inside(path, root):
            raise Refused("leads out of the project: it is not read")
        composed = compose(read_text(path))
    except Refused as refused:
        found.faults = [(name, refused.problem)]
        return found
    reader = Reader(composed, name)
    if not reader.problems:
        entries = reader.entries(composed.root, "a configuration holds `rules:`, a list of packs")
        reader.keys(entries, KEYS, "the configuration")
        for key, (_, node) in entries.items():
            if key in KEYS:
                KEYS[key](found, reader, node)
    found.faults += [(name, problem) for problem in reader.problems]
    return found


def _rules(found: Configuration, reader: Reader, node: Node) -> None:
    """`rules`: packs and folders of packs, by paths relative to the configuration."""
    for item in reader.nodes(node):
        text = reader.text(item)
        if not text:
            continue
        try:
            path = resolve(text, found.root, found.root)
            name = shown(text, found.path or NAME)
            if path.is_dir():
                found.packs += _in_folder(path, name, found.root)
            else:
                check(path)
                found.packs.append(PackFile(path, name, found.root))
        except Refused as refused:
            reader.fault(item, f"{text}: {refused.says}", text)


KEYS: dict[str, Callable[[Configuration, Reader, Node], None]] = {"rules": _rules}


def pack_files(text: str) -> tuple[list[PackFile], list[Fault]]:
    """The packs that a path on the command line stands for; it may lie anywhere. The files that
    they name must lie in the project of each."""
    path = Path(text)
    try:
        root = project_root(path)
        if path.is_dir():
            return _in_folder(path, text, root), []
        check(path, named=True)
        return [PackFile(path.resolve(), text, root, named=True)], []
    except Refused as refused:
        return [], [(text, refused.problem)]
    except (OSError, RuntimeError, ValueError) as error:
        return [], [(text, Refused(f"cannot be read: {error}").problem)]


def _in_folder(folder: Path, name: str, root: Path) -> list[PackFile]:
    """The packs below a folder; a Refused where there is none, or a link leads out of the project."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix.lower() not in YAML or not path.is_file():
            continue
        if any(part in SKIPPED or part.startswith(".") for part in parts):
            continue
        if not inside(path, root):
            raise Refused(f"{'/'.join(parts)} in it leads out of the project: it is not read")
        if path.name != NAME and _is_pack(path):
            found.append(PackFile(path.resolve(), str(Path(name, *parts)), root))
    if not found:
        raise Refused("holds no rule pack: a pack begins with `rules: its title`")
    return found


def _is_pack(path: Path) -> bool:
    """Whether a file begins like a pack; one that cannot be opened counts, so that it is told."""
    try:
        with path.open("rb") as file:
            return _PACK.match(file.read(_HEAD)) is not None
    except OSError:
        return True

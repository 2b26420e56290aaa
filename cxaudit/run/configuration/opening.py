"""Opening configurations: the nearest file, and those that it extends, read but not understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.nodes import Composed, Node, Scalar, compose
from cxaudit.rules.files import Refused, read_text, resolve, shown
from cxaudit.rules.loading import Fault
from cxaudit.rules.reading import Reader
from cxaudit.run.configuration.toml import compose_table
from cxaudit.run.discover import inside
from cxaudit.run.project import PYPROJECT, nearest_configuration, project_root, repository_root

SAYS = "a configuration holds keys such as `preset`, `select`, `ignore` or `rules`"
_MOST_DEPTH = 20  # configurations that extend one another


@dataclass(slots=True)
class Opened:
    """One file: where it lies, how people name it, its entries, and its reader with all faults."""

    path: Path
    reader: Reader
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder that paths in it are relative to."""
        return self.path.parent


@dataclass(slots=True)
class Chain:
    """A configuration behind those that it extends. `root` is the folder in which all of them, and
    whatever they name, must lie: that of the repository, else the configuration's own."""

    root: Path
    files: list[Opened] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def open_nearest(beside: Path) -> Chain:
    """The configuration of a file or folder."""
    path = nearest_configuration(beside)
    if path is None:
        return Chain(project_root(beside))
    here = Path.cwd()
    name = str(path.relative_to(here) if path.is_relative_to(here) else path)
    return open_file(path, name)


def open_file(path: Path, name: str) -> Chain:
    """A configuration by its file; `name` is how people call it."""
    folder = path.parent.resolve()  # of a link, not of what it leads to
    root = repository_root(folder) or folder
    chain = Chain(root)
    _open(chain, path, name, ())
    return chain


def _open(chain: Chain, path: Path, name: str, above: tuple[Path, ...]) -> None:
    """One file with those that it extends before it."""
    try:
        if not inside(path, chain.root):
            raise Refused("leads out of the project: it is not read")
        composed = _composed(path)
    except Refused as refused:
        chain.faults.append((name, refused.problem))
        return
    if composed is None:
        return
    opened = Opened(path, Reader(composed, name))
    if not opened.reader.problems:
        opened.entries = opened.reader.entries(composed.root, SAYS)
        _parents(chain, opened, (*above, path.resolve()))
    chain.files.append(opened)


def _composed(path: Path) -> Composed | None:
    text = read_text(path)
    return compose_table(text) if path.name == PYPROJECT else compose(text)


def _parents(chain: Chain, opened: Opened, above: tuple[Path, ...]) -> None:
    reader = opened.reader
    node = opened.entries["extends"][1] if "extends" in opened.entries else None
    for item in reader.nodes(node):
        text = reader.text(item)
        if not text:
            continue
        try:
            path = resolve(text, opened.folder, chain.root)
            if path in above:
                raise Refused("configurations extend each other in a circle")
            if len(above) > _MOST_DEPTH:
                raise Refused(f"configurations extend one another more than {_MOST_DEPTH} deep")
            if _composed(path) is None:
                raise Refused("holds no table [tool.cxaudit]")
        except Refused as refused:
            reader.fault(item, f"{text} cannot be extended: {refused.says}", text)
            continue
        if all(one.path.resolve() != path for one in chain.files):
            _open(chain, path, shown(text, reader.path), above)

"""What every worker is told: by what to judge, and with which cxaudit."""

from __future__ import annotations

import datetime
import hashlib
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cxaudit import __version__
from cxaudit.infer.data import rules_folder
from cxaudit.run.audit import Audit
from cxaudit.run.cache.store import key_of
from cxaudit.run.cache.trace import tracing
from cxaudit.run.configuration import PackFailure, Wanted
from cxaudit.run.discover import Drawn, Found
from cxaudit.run.project import nearest_configuration, repository_root
from cxaudit.run.projects import Projects
from cxaudit.run.there import is_folder

_SETTINGS = (".yaml", ".yml", ".toml")
Lines = Callable[[Audit], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Order:
    """By what to judge. `here` is the folder that paths are relative to, `settings` are configurations
    and rule packs by absolute path, `roots` what marks the root of a repository; `failures` what of
    these the client could not use. `lines` gives an audit as text; `code` is the key of the cxaudit
    that the client has."""

    here: str
    wanted: Wanted
    as_of: datetime.date
    lines: Lines
    drawn: Drawn = field(default_factory=Drawn)
    only_maps: bool = False
    settings: dict[str, bytes] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    code: str = ""
    version: str = __version__

    @property
    def key(self) -> str:
        """The key of everything that results depend on beside the files of a batch."""
        files = [part for entry in sorted(self.settings.items()) for part in entry]
        said = (self.here, self.wanted, self.as_of, self.drawn, self.only_maps, self.roots)
        return key_of(self.code, *said, self.lines.__module__, self.failures, *files)


def order_for(
    found: Found, wanted: Wanted, beside: Path, as_of: datetime.date, lines: Lines
) -> tuple[Order, Projects]:
    """The order for some files, and the rules of their projects, read once. Raises `UnknownRule` and
    `PackError` as `rulebook` does. What of a configuration or pack cannot be used is among the
    failures of the projects."""
    projects = Projects(wanted)
    folders = {path.parent: path for path in [*(found.files or [beside]), *map(Path, wanted.packs)]}
    with tracing(str(rules_folder())) as trace:
        books = {id(book): book for book in map(projects.book, found.files or [beside])}
        near = [nearest_configuration(path) for path in folders.values()]
    files = {Path(file) for file in trace.files} | {path for path in near if path is not None}
    roots = {repository_root(path) for path in [*folders.values(), *files]}
    return Order(
        here=str(Path.cwd()),
        wanted=wanted,
        as_of=as_of,
        lines=lines,
        drawn=found.drawn,
        only_maps=found.only_maps,
        settings=_texts(files),
        roots=tuple(sorted(str(root) for root in roots if root is not None)),
        failures=tuple(_told(failure) for book in books.values() for failure in book.failures),
        code=code_key(),
    ), projects


def _told(failure: PackFailure) -> str:
    return str(failure)


def _texts(files: Iterable[Path]) -> dict[str, bytes]:
    """What configurations and packs say. What Python and its libraries opened meanwhile is left out."""
    apart = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")]
    found = {}
    for file in sorted(files):
        if file.suffix.lower() in _SETTINGS and not any(file.is_relative_to(one) for one in apart):
            try:
                found[str(file)] = file.read_bytes()
            except OSError:
                continue  # told among the failures
    return found


@cache
def code_key() -> str:
    """What this cxaudit is, wherever it is installed: its version, and what its modules, rules and
    texts say."""
    package = Path(__file__).resolve().parents[2]
    rules = rules_folder()
    parts: list[object] = [__version__]
    for folder in dict.fromkeys([package, rules]):
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder)
            if path.suffix == ".pyc" or "_rules" in inner.parts or is_folder(path):
                continue
            parts += [inner.as_posix(), hashlib.blake2b(path.read_bytes()).digest()]
    return key_of(*parts)

"""Files of several projects in one run: each is judged by the configuration nearest to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.infer.data import rules_folder
from cxaudit.language.read import Document
from cxaudit.rules.finding import order, stamp
from cxaudit.run.audit import Audit, Progress, audit_found
from cxaudit.run.cache.memory import Memory
from cxaudit.run.cache.store import Store, key_of
from cxaudit.run.cache.trace import tracing
from cxaudit.run.configuration import PackFailure, Rulebook, Settings, Wanted, rulebook
from cxaudit.run.discover import Found
from cxaudit.run.project import nearest_configuration
from cxaudit.run.there import is_folder

FEW = 10  # files of which nobody need ask whether further processes would pay


@dataclass
class Projects:
    """The rules of each project that files belong to, read once. `judged` is off where only facts are
    wanted. Where they are `traced`, each has a key. Raises `UnknownRule` as `rulebook` does."""

    wanted: Wanted = field(default_factory=Wanted)
    judged: bool = True
    traced: bool = False
    _bases: dict[int, str] = field(default_factory=dict, repr=False)
    _by_folder: dict[Path, Path | None] = field(default_factory=dict, repr=False)
    _books: dict[Path | None, Rulebook] = field(default_factory=dict, repr=False)

    def configuration(self, path: Path) -> Path | None:
        """The configuration file that counts for a file or folder."""
        if self.wanted.isolated:
            return None
        if self.wanted.configuration:
            return Path(self.wanted.configuration)
        folder = path if is_folder(path) else path.parent
        if folder not in self._by_folder:
            self._by_folder[folder] = nearest_configuration(path)
        return self._by_folder[folder]

    def book(self, path: Path) -> Rulebook:
        """The rules for a file or folder."""
        key = self.configuration(path)
        if key in self._books:
            return self._books[key]
        if not self.traced:
            self._books[key] = rulebook(self.wanted, path, self.judged)
            return self._books[key]
        with tracing(str(rules_folder())) as trace:
            book = self._books[key] = rulebook(self.wanted, path, self.judged)
        read = trace.digests()
        if read is not None:
            self._bases[id(book)] = key_of(
                Path.cwd(), self.wanted, key, book.settings.root, sorted(read.items())
            )
        return book

    def basis(self, book: Rulebook) -> str | None:
        """A key of some rules and of the configuration that says so: of everything that was read for
        them beside what ships. None where that changed meanwhile, or nothing was traced."""
        return self._bases.get(id(book))

    @property
    def failures(self) -> list[PackFailure]:
        """What of packs and configurations could not be used, each told once."""
        found: list[PackFailure] = []
        for book in self._books.values():
            found += [one for one in book.failures if one not in found]
        return found


@dataclass
class Helpers:
    """What makes an audit faster and changes nothing of it: what earlier runs have kept, as `tool`
    found it, and a number of processes (0: as many as pay). `told` are things that went wrong with
    them, for people."""

    store: Store | None = None
    tool: str = ""
    jobs: int = 1
    told: list[str] = field(default_factory=list)

    def memory(
        self,
        found: Found,
        book: Rulebook,
        projects: Projects,
        beside: Path,
        progress: Progress | None,
        today: datetime.date,
    ) -> Memory | None:
        """The verdicts that are known of some files, after several processes have judged the others;
        None where there can be none."""
        alone = self.jobs == 1 or (not self.jobs and len(found.files) < FEW)
        if self.store is None and alone:
            return None  # nobody would read what is remembered
        basis = projects.basis(book)
        if basis is None:
            return None
        basis = key_of(self.tool, basis, found.drawn)
        memory = Memory(basis, self.store)
        if not alone:
            from cxaudit.run.pool import DIED, Order, judge_ahead

            order = Order(projects.wanted, beside, basis, self.tool, today)
            if not judge_ahead(found, book, memory, order, self.jobs, progress):
                self.told.append(DIED)
        return memory


def audit_projects(
    found: Found,
    projects: Projects,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
    changed: Mapping[str, datetime.date] | None = None,
    beside: Path = Path(),
    helpers: Helpers | None = None,
) -> Audit:
    """Audit files that were read already, those of each project by its own rules. `beside` is the
    path whose configuration counts where there is no file at all. Packs and configurations that
    could not be used are among its failures. `helpers` go with neither `before` nor `changed`."""
    groups: dict[int, tuple[Rulebook, list[Path]]] = {}
    for path in found.files or [beside]:
        book = projects.book(path)
        groups.setdefault(id(book), (book, []))[1].append(path)
    audits = []
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    for book, files in groups.values():
        kept = _kept(found, files, book.settings)
        with book.in_force():
            memory = None
            if helpers is not None:
                memory = helpers.memory(kept, book, projects, files[0], progress, today)
            one = audit_found(kept, book.policies, today, progress, before, changed, memory)
        if memory is not None:
            memory.save()
        own = [str(path) for path in kept.files]
        one.fail_on = dict.fromkeys(own, book.settings.fail_on)
        if book.settings.baseline is not None:
            one.baselines = dict.fromkeys(own, book.settings.baseline)
        audits.append(one)
    result = _together(audits)
    result.failures = [*found.failures, *result.failures, *projects.failures]
    return result


def _kept(found: Found, files: Iterable[Path], settings: Settings) -> Found:
    """Some of the files found, but for those in folders that the configuration excludes."""
    spared = set() if found.only_maps else found.named
    kept = Found(named=found.named, data=found.data, drawn=found.drawn)
    for path in files:
        passed = path not in spared and any(one.match(path) for one in settings.exclude)
        if path in found.data and not passed:
            kept.files.append(path)
    return kept


def _together(audits: list[Audit]) -> Audit:
    """Several audits as one."""
    if len(audits) == 1:
        return audits[0]
    result = Audit(as_of=audits[0].as_of)
    for one in audits:
        result.estates += one.estates
        result.findings += one.findings
        result.absorbed += one.absorbed
        result.untold += one.untold
        result.failures += one.failures
        result.crashes += one.crashes
        result.judged |= one.judged
        result.rules = {**one.rules, **result.rules}
        result.files += one.files
        result.other += one.other
        result.fail_on |= one.fail_on
        result.baselines |= one.baselines
    result.findings.sort(key=order)
    stamp(result.findings)
    return result

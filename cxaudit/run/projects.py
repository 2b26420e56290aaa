"""Files of several projects in one run: each is judged by the configuration nearest to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.read import Document
from cxaudit.rules.finding import order, stamp
from cxaudit.run.audit import Audit, Progress, audit_found
from cxaudit.run.configuration import PackFailure, Rulebook, Settings, Wanted, rulebook
from cxaudit.run.discover import Found
from cxaudit.run.project import nearest_configuration


@dataclass
class Projects:
    """The rules of each project that files belong to, read once. `judged` is off where only facts are
    wanted. Raises `UnknownRule` as `rulebook` does."""

    wanted: Wanted = field(default_factory=Wanted)
    judged: bool = True
    _by_folder: dict[Path, Path | None] = field(default_factory=dict, repr=False)
    _books: dict[Path | None, Rulebook] = field(default_factory=dict, repr=False)

    def configuration(self, path: Path) -> Path | None:
        """The configuration file that counts for a file or folder."""
        if self.wanted.isolated:
            return None
        if self.wanted.configuration:
            return Path(self.wanted.configuration)
        folder = path if path.is_dir() else path.parent
        if folder not in self._by_folder:
            self._by_folder[folder] = nearest_configuration(path)
        return self._by_folder[folder]

    def book(self, path: Path) -> Rulebook:
        """The rules for a file or folder."""
        key = self.configuration(path)
        if key not in self._books:
            self._books[key] = rulebook(self.wanted, path, self.judged)
        return self._books[key]

    @property
    def failures(self) -> list[PackFailure]:
        """What of packs and configurations could not be used, each told once."""
        found: list[PackFailure] = []
        for book in self._books.values():
            found += [one for one in book.failures if one not in found]
        return found


def audit_projects(
    found: Found,
    projects: Projects,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    before: Sequence[Document] = (),
    changed: Mapping[str, datetime.date] | None = None,
    beside: Path = Path(),
) -> Audit:
    """Audit files that were read already, those of each project by its own rules. `beside` is the
    path whose configuration counts where there is no file at all. Packs and configurations that
    could not be used are among its failures."""
    groups: dict[int, tuple[Rulebook, list[Path]]] = {}
    for path in found.files or [beside]:
        book = projects.book(path)
        groups.setdefault(id(book), (book, []))[1].append(path)
    audits = []
    for book, files in groups.values():
        kept = _kept(found, files, book.settings)
        with book.in_force():
            one = audit_found(kept, book.policies, as_of, progress, before, changed)
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
    kept = Found(named=found.named, data=found.data)
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

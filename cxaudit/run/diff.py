"""Two versions of the maps beside each other: revisions, folders or files, audited and compared."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cxaudit.analysis.analysis import unread
from cxaudit.change.diff.english import capital
from cxaudit.change.diff.findings import FindingsChange, Judged, findings_change
from cxaudit.change.diff.maps import MapChange, Version, compare
from cxaudit.change.diff.pairing import Pairs, Place, pair
from cxaudit.change.diff.steps import StepChange
from cxaudit.change.diff.wording import became
from cxaudit.change.diff.worse import Reason, findings_worse, worse
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash
from cxaudit.rules.policy import Policies, policies_for
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.discover import Failure, Found
from cxaudit.run.folders import open_folders
from cxaudit.run.git import Repository
from cxaudit.run.history import changes, earlier
from cxaudit.run.load import load
from cxaudit.run.revisions import Pair, open_revisions
from cxaudit.run.sides import Side, Spec, named
from cxaudit.run.there import is_folder, real_path
from cxaudit.run.untouched import Known, untouched, without

Progress = Callable[[int, int, str], None]
BLANK = Judged()


@dataclass(frozen=True, slots=True)
class FileChange:
    """An organisation file or scenario before and after: its findings alone are compared. `before`
    and `after` are its paths; empty where a side has none."""

    title: str
    before: str
    after: str
    findings: FindingsChange

    @property
    def path(self) -> str:
        """The file of today, else the last there was."""
        return self.after or self.before

    @property
    def says(self) -> str:
        """One sentence on it."""
        return capital(became(self.findings)) + "."


@dataclass(slots=True)
class Diff:
    """What lies between two versions. `maps` are those of which anything differs, or the text;
    `compared` counts the maps and other files that were. `notes` say what was left out."""

    base: str
    head: str
    as_of: datetime.date
    maps: list[MapChange] = field(default_factory=list)
    files: list[FileChange] = field(default_factory=list)
    compared: int = 0
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)

    @property
    def worse(self) -> list[Reason]:
        """Everything that got worse."""
        found = [reason for change in self.maps for reason in worse(change)]
        return found + [r for change in self.files for r in findings_worse(change.findings)]


def diff(
    base: str,
    head: str | None = None,
    paths: Sequence[str] = (),
    rules: dict[str, Rule] | Policies | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
) -> Diff:
    """Compare two versions of some maps. Raises `Unavailable` where one of them cannot be had.

    `base` and `head` are revisions of git, folders or files; without `head` the working tree is
    meant. `paths` limit it. Both sides are judged by the same rules and as of the same day.
    """
    policies = policies_for(rules)
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    one, other, repository = named(base, head, list(paths))
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as scratch:
        opened = _opened(one, other, repository, list(paths), Path(scratch).resolve())
        old, new, left = _audits(opened, repository, policies, today, progress)
        shelves = (_Shelf(opened.base, old), _Shelf(opened.head, new, left))
        result = _compared(*shelves, opened.renamed, _file(one), _file(other))
        result.base, result.head, result.as_of = one.text, other.text, today
        result.notes = opened.notes
        result.compared += sum(str(path) not in opened.head.beside for path in left.files)
        return result


def _opened(
    base: Spec, head: Spec, repository: Repository | None, paths: list[str], scratch: Path
) -> Pair:
    """Both sides: of one repository where a revision is named, else any two folders."""
    path = base.path or head.path
    within = repository and (path is None or real_path(path).is_relative_to(repository.root))
    if repository is not None and within and (base.commit or head.commit):
        return open_revisions(repository, base, head, paths or [str(path or ".")], scratch)
    return open_folders(base, head, repository, paths, scratch)


def _file(spec: Spec) -> bool:
    """Whether a single file was named."""
    return spec.path is not None and not is_folder(spec.path)


def _audits(
    opened: Pair,
    repository: Repository | None,
    policies: Policies,
    as_of: datetime.date,
    progress: Progress | None,
) -> tuple[Audit, Audit, Found]:
    """Both sides audited, each knowing when its files were last changed, the later one what its maps
    were before; and the files of today left out because nothing about them can be another."""
    known = []
    for side in (opened.base, opened.head):
        loaded, days = load(side.found), {}
        if repository is not None and opened.one_repository:
            tip = side.commit or repository.commit("HEAD")
            days = changes(repository, side, loaded, tip, reviewed_only=True)
        known.append(Known(side, loaded, days))
    was, is_ = known
    before = [
        document
        for document in earlier(was.side, was.loaded, is_.side, is_.loaded, opened.renamed)
        if not is_.like(was, is_.side.key(document.path))
    ]
    same = untouched(was, is_)
    without(was.side, same)
    left = without(is_.side, same)
    old = audit_found(was.side.found, _seen(policies, was.side), as_of, progress, (), was.days)
    new = audit_found(is_.side.found, _seen(policies, is_.side), as_of, progress, before, is_.days)
    return old, new, left


def _seen(policies: Policies, side: Side) -> Policies:
    """Policies that know files by the paths that people write, wherever a side is laid out."""
    return policies.seen(side.shown)


class _Shelf:
    """One side with its audit: its maps and its other files, each with its findings, under the paths
    that people write. `left` are files of it that were not audited."""

    def __init__(self, side: Side, audit: Audit, left: Found | None = None) -> None:
        self.side, self.audit, self.left = side, audit, left
        found = self._by_place(audit.findings), self._by_place(audit.absorbed)
        failed = {(crash.element, crash.map) for crash in audit.crashes if crash.code == "-"}
        self.maps = [
            a
            for a in audit.analyses
            if a.document.path not in side.beside and (a.document.path, a.id) not in failed
        ]
        self.versions = []
        for analysis in self.maps:
            place = (analysis.document.path, analysis.id)
            judged = Judged(*(each.pop(place, []) for each in found))
            key = side.key(place[0])
            self.versions.append(Version(side.shown(place[0]), analysis, judged, key))
        self.places = [Place(side.key(a.document.path), a.id) for a in self.maps]
        self.homes = {
            id(analysis): side.key(estate.document.path)
            for estate in audit.estates
            if estate.document is not None
            for analysis in estate.analyses
        }
        self.unread = {side.key(d.path): d for d in audit.other if d.kind == ""}
        houses = [e.document for e in audit.estates if e.document is not None and e.broken]
        self.faulty = {*self.unread, *(side.key(document.path) for document in houses)}
        self.files: dict[str, tuple[str, str, Judged]] = {}
        for title, document in self._others():
            path = document.path
            mine = [
                [f for (file, _), fs in each.items() if file == path for f in fs] for each in found
            ]
            self.files[side.key(path)] = (title, side.shown(path), Judged(*mine))

    def broken(self, keys: Iterable[str], map_id: str) -> Version | None:
        """A file that nobody could take for a map, as what a map has become or was before; None where
        none of the keys is one."""
        key = next((key for key in keys if key in self.unread), None)
        if key is None:
            return None
        document = self.unread[key]
        _, path, judged = self.files[key]
        mine = Judged(
            *([replace(f, map=map_id) for f in fs] for fs in (judged.findings, judged.absorbed))
        )
        return Version(path, unread(document, map_id, document.problems), mine, key)

    def home(self, number: int) -> str:
        """The key of the organisation file of a map; empty where it has none."""
        return self.homes.get(id(self.maps[number]), "")

    def _others(self) -> Iterator[tuple[str, Document]]:
        """The organisation files asked for, scenarios, and files that are no map."""
        for estate in self.audit.estates:
            if estate.asked and estate.document is not None:
                yield estate.title or self.side.shown(estate.document.path), estate.document
        for document in self.audit.other:
            if document.path not in self.side.beside:
                yield self.side.shown(document.path), document

    def _by_place(self, findings: Sequence[Finding]) -> dict[tuple[str, str], list[Finding]]:
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            told = replace(
                finding, file=self.side.shown(finding.file), says=self.side.plain(finding.says)
            )
            found.setdefault((finding.file, finding.map), []).append(told)
        return found

    @cached_property
    def met(self) -> frozenset[str]:
        """The parties met in any map, those that were not audited too."""
        maps = list(self.audit.analyses)
        if self.left is not None and self.left.files:
            maps += audit_found(self.left, {}, self.audit.as_of).analyses
        return frozenset(f.id for a in maps for f in a.all("party") if f.touch_points)

    def text(self, number: int) -> bytes:
        """What stands in the file of a map, whatever ends its lines."""
        data = self.side.found.data[Path(self.maps[number].document.path)]
        return data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")


def _compared(
    old: _Shelf, new: _Shelf, renamed: Mapping[str, str], old_file: bool, new_file: bool
) -> Diff:
    """All that differs between two audits; where one side is a file, what the other has besides is
    left out."""
    result = Diff("", "", new.audit.as_of)
    for shelf in (old, new):
        told = [
            Failure(shelf.side.shown(f.path), shelf.side.plain(f.says))
            for f in shelf.audit.failures
        ]
        result.failures += told
        result.crashes += [c for c in shelf.audit.crashes if c not in result.crashes]
    both_files = old_file and new_file
    pairs: Pairs = pair(old.places, new.places, renamed)
    if both_files and len(old.places) == len(new.places) == 1:
        pairs = [(0, 0)]
    elif old_file != new_file:
        pairs = [(was, is_) for was, is_ in pairs if (was if old_file else is_) is not None]
    both = [(was, is_) for was, is_ in pairs if was is not None and is_ is not None]
    ids = {old.places[was].id: new.places[is_].id for was, is_ in both}
    now = {was: is_ for is_, was in renamed.items()}
    blind = _Blind(frozenset(c for c, rule in new.audit.rules.items() if rule.judges == "clone"))
    broken = set()
    changes = []
    for was, is_ in pairs:
        before = old.versions[was] if was is not None else None
        after = new.versions[is_] if is_ is not None else None
        if after is None and before is not None:
            keys = list(new.unread) if both_files else [before.key, now.get(before.key, "")]
            after = new.broken(keys, before.analysis.id)
        elif before is None and after is not None:
            keys = list(old.unread) if both_files else [after.key, renamed.get(after.key, "")]
            before = old.broken(keys, after.analysis.id)
        change = compare(before, after, ids, new.met if after is None else frozenset())
        if was is not None and is_ is not None:
            moved = old.places[was].key != new.places[is_].key
            change.edited = moved or old.text(was) != new.text(is_)
        broken |= {v.key for v, n in ((before, was), (after, is_)) if v is not None and n is None}
        homes = (old.home(was) if was is not None else "", new.home(is_) if is_ is not None else "")
        blind.note(change, *homes)
        changes.append((change, homes))
    for change, homes in changes:
        blind.settle(change.findings, *homes)
        if change.differs or change.edited:
            result.maps.append(change)
    files = list(_files(old, new, renamed, both_files, broken, blind))
    if old_file != new_file:
        files = [f for f in files if (f.before if old_file else f.after)]
    result.files = [change for change in files if change.findings.any]
    result.compared = len(pairs) + len(files)
    return result


@dataclass(slots=True)
class _Blind:
    """The organisations, by the keys of their files, of which a map can be read on one side alone: what
    is told of all maps together cannot be compared there. `together` are the rules on what maps share.
    """

    together: frozenset[str]
    now: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)

    def note(self, change: MapChange, was: str, is_: str) -> None:
        """Note whether a map, of some organisation before and now, can be read on one side alone."""
        if change.fate == "unread-now":
            self.now |= {was, is_} - {""}
        elif change.fate == "unread-before":
            self.before |= {was, is_} - {""}

    def settle(self, findings: FindingsChange, was: str, is_: str, whole: bool = False) -> None:
        """Take out what is not gone, or not new, but could not be told on the other side: of a map what
        it shares with others, of an organisation file the `whole`."""

        def kept(finding: Finding) -> bool:
            return not whole and finding.code not in self.together

        if {was, is_} & self.now:
            findings.gone = [finding for finding in findings.gone if kept(finding)]
        if {was, is_} & self.before:
            findings.new = [finding for finding in findings.new if kept(finding)]
            findings.graver = [one for one in findings.graver if kept(one[1])]


def _files(
    old: _Shelf,
    new: _Shelf,
    renamed: Mapping[str, str],
    both_files: bool,
    broken: AbstractSet[str],
    blind: _Blind,
) -> Iterator[FileChange]:
    """The files beside the maps on either side, paired by path; but for `broken` ones, which are
    compared as maps."""
    taken = set(broken)
    for key, (title, path, judged) in new.files.items():
        if key in broken and key in new.unread:
            continue
        was = key if key in old.files else renamed.get(key, key)
        if both_files and len(old.files) == 1:
            was = next(iter(old.files))
        taken.add(was)
        _, before, earlier_ones = old.files.get(was, ("", "", BLANK))
        findings = findings_change(earlier_ones, judged, StepChange())
        blind.settle(findings, was, key, whole=True)
        if key in new.faulty and was not in old.faulty:
            findings.gone = []
        elif was in old.faulty and key not in new.faulty:
            findings.new = []
        yield FileChange(title, before, path, findings)
    for key, (title, path, judged) in old.files.items():
        if key not in taken:
            yield FileChange(title, path, "", findings_change(judged, BLANK, StepChange()))

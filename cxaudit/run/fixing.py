"""Fixes tried in memory, audited again, kept only where nothing but the finding goes, then written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxaudit.change.fixes.fix import Fix, Taken, spliced
from cxaudit.change.fixes.propose import propose
from cxaudit.language.nodes import decode
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.cases import cases_of
from cxaudit.run.discover import Failure, Found, discover
from cxaudit.run.objections import objections
from cxaudit.run.room import no_collecting
from cxaudit.run.writing import NotWritten, check_writable, replace_file

MOST_ROUNDS = 10
BOM = b"\xef\xbb\xbf"
Judge = Callable[[Found], Audit]


@dataclass(frozen=True, slots=True)
class Undone:
    """A fix that was not kept, and why; its file is byte for byte as it was."""

    fix: Fix
    says: str


@dataclass
class FixResult:
    """What became of a run: the audit before and after, fixes kept and not kept, unsafe ones that were
    not asked for, files by path with their bytes before and after, and what could not be written.
    `rounds` are the fixes kept, those of one round by offsets in the text that the last one left."""

    before: Audit
    audit: Audit
    kept: list[Fix] = field(default_factory=list)
    undone: list[Undone] = field(default_factory=list)
    unsafe: list[Fix] = field(default_factory=list)
    changed: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    rounds: list[list[Fix]] = field(default_factory=list)


def fix_paths(
    paths: Sequence[str], unsafe: bool = False, judge: Judge = audit_found, write: bool = True
) -> FixResult:
    """Fix the files that paths stand for. `judge` audits files that were read already, by the rules,
    configuration and day that apply; `unsafe` asks for unsafe fixes as well; without `write` nothing
    is written."""
    return fix_found(discover(list(paths) or ["."]), unsafe, judge, write)


def fix_found(
    found: Found, unsafe: bool = False, judge: Judge = audit_found, write: bool = True
) -> FixResult:
    """Fix files that were read already."""
    with no_collecting():
        before = judge(found)
        result = FixResult(before, before)
        rounds = _Rounds(found, judge, unsafe, result)
        for _ in range(MOST_ROUNDS):
            if not rounds.round():
                break
        rounds.finish()
    if write:
        _write(result)
    return result


@dataclass
class _Rounds:
    """The state between rounds: what was read, what it is now, which fixes were turned down."""

    found: Found
    judge: Judge
    unsafe: bool
    result: FixResult
    refused: set[object] = field(default_factory=set)
    data: dict[Path, bytes] = field(default_factory=dict)
    doubles: dict[Path, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = dict(self.found.data)
        real: dict[Path, Path] = {}
        for path in self.data:
            first = real.setdefault(path.resolve(), path)
            if first != path:
                self.doubles[path] = first  # one file reached by two ways is fixed by the first

    def round(self) -> bool:
        """Propose fixes, keep those that do what they are for; whether any was kept."""
        chosen = self._chosen()
        base = dict(self.data)
        kept: list[Fix] = []
        self._keep(base, kept, chosen)
        if kept:
            self.result.kept += kept
            self.result.rounds.append(kept)
        return bool(kept)

    def _chosen(self) -> list[Fix]:
        """Fixes that do not overlap, of files that can be written, not turned down before."""
        chosen: list[Fix] = []
        taken: dict[str, Taken] = {}
        for fix in self._proposed():
            if taken.setdefault(fix.file, Taken()).add(fix):
                chosen.append(fix)
        return chosen

    def _proposed(self) -> list[Fix]:
        proposed = []
        for case in cases_of(self.result.audit):
            for fix in propose(case):
                if fix.identity in self.refused or not (self.unsafe or fix.safe):
                    continue
                if Path(fix.file) in self.doubles:
                    continue
                try:
                    check_writable(Path(fix.file))
                except NotWritten as refused:
                    self._refuse(fix, refused.says)
                    continue
                proposed.append(fix)
        return proposed

    def _refuse(self, fix: Fix, says: str) -> None:
        self.refused.add(fix.identity)
        self.result.undone.append(Undone(fix, says))

    def _keep(self, base: dict[Path, bytes], kept: list[Fix], more: list[Fix]) -> None:
        """Try fixes together; where something speaks against it, each half apart."""
        if not more:
            return
        data = _fixed(base, [*kept, *more])
        data |= {path: data[first] for path, first in self.doubles.items()}
        audit = self.judge(self._with(data))
        why = objections(self.result.audit, audit, more)
        if not why:
            kept += more
            self.data, self.result.audit = data, audit
        elif len(more) == 1:
            if not kept:  # else it may do beside those in the next round
                self._refuse(more[0], why)
        else:
            middle = len(more) // 2
            self._keep(base, kept, more[:middle])
            self._keep(base, kept, more[middle:])

    def _with(self, data: dict[Path, bytes]) -> Found:
        found = self.found
        return replace(
            found,
            files=list(found.files),
            named=set(found.named),
            data=data,
            failures=list(found.failures),
        )

    def finish(self) -> None:
        """Note which files differ from what was read, and unsafe fixes that nobody asked for."""
        for path, old in self.found.data.items():
            if self.data[path] != old and path not in self.doubles:
                self.result.changed[str(path)] = (old, self.data[path])
        if not self.unsafe:
            self.result.unsafe = [
                fix for case in cases_of(self.result.audit) for fix in propose(case) if not fix.safe
            ]


def _fixed(base: dict[Path, bytes], fixes: list[Fix]) -> dict[Path, bytes]:
    """The bytes of all files with fixes applied; a byte order mark stays."""
    by_file: dict[str, list[Fix]] = {}
    for fix in fixes:
        by_file.setdefault(fix.file, []).append(fix)
    data = dict(base)
    for path, old in base.items():
        mine = by_file.get(str(path))
        if mine:
            text = decode(old)
            assert isinstance(text, str)
            mark = BOM if old.startswith(BOM) else b""
            data[path] = mark + spliced(text, mine).encode("utf-8")
    return data


def _write(result: FixResult) -> None:
    """Write every changed file whole; what cannot be written keeps its findings."""
    for path, (old, new) in list(result.changed.items()):
        try:
            replace_file(Path(path), old, new)
        except NotWritten as refused:
            result.failures.append(Failure(path, refused.says))
            lost = [fix for fix in result.kept if fix.file == path]
            result.kept = [fix for fix in result.kept if fix.file != path]
            result.undone += [Undone(fix, refused.says) for fix in lost]
            del result.changed[path]

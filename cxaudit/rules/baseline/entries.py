"""What a baseline holds: by map, element and rule, with a reason and the day it was accepted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from cxaudit.language.spans import Span
from cxaudit.rules.finding import SEVERITIES, Finding

BY_BASELINE = "baseline"


@dataclass(slots=True)
class Entry:
    """Findings of one rule on one element that are known: as many as `count`, none graver than
    `severity` (any, where that is empty). `until` is the last day on which it holds. Where one of them
    tells of several elements in one line, `elements` are these. `written` is the key under which it
    stands in the file, a code or the name of the rule."""

    element: str
    code: str
    reason: str
    since: datetime.date
    until: datetime.date | None = None
    severity: str = ""
    count: int = 1
    written: str = field(default="", compare=False)
    span: Span = field(default_factory=Span, compare=False)
    elements: tuple[str, ...] = ()

    def ended(self, as_of: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < as_of

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is no graver than what was accepted."""
        if not self.severity:
            return True
        return SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.severity)


@dataclass(slots=True)
class Section:
    """The entries of one map, or of an organisation file. `file` is relative to the root of the
    repository or project; `place` counts the sections of the file that it was read from, -1 where it
    is in none."""

    map: str
    file: str
    entries: list[Entry] = field(default_factory=list)
    place: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Baseline:
    """A baseline, as its file is shown to people in `path`."""

    path: str
    sections: list[Section] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """Every entry, in order."""
        return [entry for section in self.sections for entry in section.entries]

    @property
    def findings(self) -> int:
        """How many findings it holds."""
        return sum(entry.count for entry in self.entries)


def is_known(finding: Finding) -> bool:
    """Whether a baseline holds a finding."""
    return finding.suppressed is not None and finding.suppressed_by == BY_BASELINE


def is_waived(finding: Finding) -> bool:
    """Whether a waiver silences a finding."""
    return finding.suppressed is not None and finding.suppressed_by != BY_BASELINE


def silenced_by(finding: Finding) -> str:
    """What says that a finding is lived with: `baseline` or `waiver`; empty while it is open."""
    if finding.suppressed is None:
        return ""
    return BY_BASELINE if is_known(finding) else "waiver"

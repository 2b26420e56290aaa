"""The report as plain data: an overview, a part a map, a part an organisation, and what is over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxaudit.report.lens import Lens, Panel
from cxaudit.report.readers import Reader
from cxaudit.report.sections.departments import Exposure
from cxaudit.report.sections.findings import FindingCard, Findings
from cxaudit.report.sections.gates import Gates
from cxaudit.report.sections.inquiry import Inquiry
from cxaudit.report.sections.people import Ownership, Parties
from cxaudit.report.sections.picture import Picture
from cxaudit.report.sections.score import Score
from cxaudit.report.sections.sure import Sure
from cxaudit.report.sections.touch import TouchPoints
from cxaudit.report.sections.verdict import Verdict


@dataclass(frozen=True, slots=True)
class MapPart:
    """The report of one map that could be read. `more` are further panels of a section by its name,
    `lenses` are the sections that are made of panels alone, by name."""

    prefix: str
    title: str
    organisation: str
    folder: str
    path: str
    owner: str
    leader: str
    long_words: bool
    verdict: Verdict
    picture: Picture
    touch: TouchPoints
    gates: Gates
    ownership: Ownership
    parties: Parties
    exposure: Exposure
    findings: Findings
    sure: Sure
    more: Mapping[str, tuple[Panel, ...]]
    lenses: Mapping[str, Lens]
    about: tuple[str, ...] = ()  # marks of those whom the whole map concerns


@dataclass(frozen=True, slots=True)
class HousePart:
    """The report of an organisation over all of its maps; `findings` are those about its own file."""

    prefix: str
    title: str
    folder: str
    path: str
    known: bool
    lenses: tuple[Lens, ...]
    findings: Findings | None


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A map that could not be read, and why; or findings that belong to no map."""

    prefix: str
    title: str
    organisation: str
    folder: str
    path: str
    head: str
    problems: tuple[str, ...]
    cards: tuple[FindingCard, ...]
    waived: tuple[FindingCard, ...]
    tally: tuple[int, int, int]
    is_map: bool = True


Part = MapPart | HousePart | UnreadPart


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One map in the overview."""

    prefix: str
    organisation: str
    folder: str
    title: str
    worst: str
    unavoidable: str
    expected: str
    time: str
    promise: str
    late: bool
    silence: str
    errors: int
    warnings: int
    questions: int
    read: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. With one map there is no overview. `advises` is off where it only finds."""

    title: str
    as_of: str
    headline: str
    standfirst: str
    overview: tuple[OverviewRow, ...]
    parts: tuple[Part, ...]
    files: tuple[str, ...]
    failures: tuple[str, ...]
    crashes: tuple[str, ...]
    rules: int
    score: Score
    questions: Lens
    scope: Lens
    appendix: Lens
    inquiry: Inquiry
    advises: bool = True
    readers: tuple[Reader, ...] = ()

    @property
    def long_words(self) -> bool:
        """Whether some map has words that must break anywhere."""
        return any(isinstance(part, MapPart) and part.long_words for part in self.parts)


def is_map(part: Part) -> bool:
    """Whether a part is a map, read or not."""
    return isinstance(part, MapPart) or (isinstance(part, UnreadPart) and part.is_map)

"""What the portal consists of, as plain data: pages, lines of lists, entries of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxaudit.report.parts import OverviewRow, UnreadPart
from cxaudit.report.sections.score import Score
from cxaudit.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the portal: the address as seen from its root, with an anchor where it leads to
    a place on a page."""

    text: str
    to: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind under a heading."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a page that the search finds: a `step` or a `finding`, its text, and the rest of
    the address."""

    kind: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind` names its template and what the search calls it, `sub` tells pages of one title
    apart. Anchors that begin with `prefix` begin with `stem` in the portal, because the prefix of a
    report tells folders apart that a page of its own need not tell."""

    path: str
    kind: str
    title: str
    sub: str = ""
    content: Any = None
    around: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    prefix: str = ""
    stem: str = ""
    marks: frozenset[str] = frozenset()  # of those that the page can be narrowed to


@dataclass(frozen=True, slots=True)
class MapLine:
    """One map in a list: its figures, its grade."""

    to: str
    row: OverviewRow
    grade: str
    score: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What a rule found over all maps: how often, on how many maps, the first of the findings."""

    code: str
    name: str
    severity: str
    word: str
    count: int
    maps: int
    says: str
    places: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Front:
    """The first page: what the organisation must know before anything else."""

    headline: str
    standfirst: str
    figures: tuple[tuple[str, str], ...]
    maps: tuple[MapLine, ...]
    more: int
    forgotten: tuple[Link, ...]
    forgotten_more: int
    gravest: tuple[RuleLine, ...]
    houses: tuple[Link, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Person:
    """One reader in a list, with the conclusion of their page."""

    to: str
    title: str
    headline: str


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in an organisation, by kind; `place` is its folder where several are shown."""

    title: str
    place: str
    to: str
    groups: tuple[tuple[str, tuple[Person, ...]], ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule for people who have met one of its findings."""

    rule: Rule
    line: RuleLine | None
    told: str
    asks: str
    instead: str
    says: tuple[str, ...]
    severity: str
    judged: str
    needs: str
    limits: tuple[tuple[str, str], ...]
    heuristics: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]
    examples: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """What is over all maps: the files beside them; the rest of that page is the report's own."""

    files: tuple[UnreadPart, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The whole portal."""

    title: str
    pages: tuple[Page, ...]

"""What the report knows, gathered over all maps: a line for each map, a line for each rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxaudit.report.overview import overview_row
from cxaudit.report.parts import MapPart, Part, UnreadPart
from cxaudit.report.sections.findings import FindingCard
from cxaudit.report.site.pages import Link, MapLine, RuleLine
from cxaudit.report.texts import times
from cxaudit.rules.finding import SEVERITIES

MOST_PLACES = 3  # pages in the line of a rule


def cards_of(part: Part) -> tuple[FindingCard, ...]:
    """The open findings that a part of the report tells."""
    if isinstance(part, UnreadPart):
        return part.cards
    return part.findings.cards if part.findings is not None else ()


def map_lines(maps: Iterable[tuple[str, MapPart | UnreadPart]]) -> tuple[MapLine, ...]:
    """A line a map, those first that could not be read, then by errors, warnings, title."""
    lines = []
    for to, part in maps:
        grade = part.verdict.grade if isinstance(part, MapPart) else None
        row = overview_row(part)
        lines.append(MapLine(to, row, grade.letter if grade else "", grade.score if grade else ""))

    def gravity(line: MapLine) -> tuple[bool, int, int, str, str]:
        row = line.row
        return row.read, -row.errors, -row.warnings, row.title.casefold(), line.to

    return tuple(sorted(lines, key=gravity))


def rule_lines(parts: Sequence[tuple[str, Part]], most: int = 0) -> dict[str, RuleLine]:
    """What each rule found, by code: the gravest rules first, then those that concern most maps. A line
    names its first pages, or `most` of its findings."""
    found: dict[str, list[tuple[str, Part, FindingCard]]] = {}
    for to, part in parts:
        for card in cards_of(part):
            found.setdefault(card.code, []).append((to, part, card))
    lines = [_line(own, most) for own in found.values()]
    lines.sort(key=lambda one: (SEVERITIES.index(one.severity), -one.maps, -one.count, one.code))
    return {line.code: line for line in lines}


def _line(own: Sequence[tuple[str, Part, FindingCard]], most: int) -> RuleLine:
    own = sorted(own, key=lambda one: SEVERITIES.index(one[2].severity))
    first = own[0][2]
    pages = {to: (to, part, card) for to, part, card in reversed(own)}
    named = list(own) if most else [one for one in own if pages[one[0]] == one]
    places = [
        Link(card.title, f"{to}#{card.anchor}", _whose(part))
        for to, part, card in named[: most or MOST_PLACES]
    ]
    return RuleLine(
        code=first.code,
        name=first.name,
        severity=first.severity,
        word=first.word,
        count=len(own),
        maps=len(pages),
        says=first.title,
        places=tuple(places),
        more=len(named) - len(places),
    )


def _whose(part: Part) -> str:
    """What a finding is about, for a link to it."""
    return " · ".join(filter(None, (part.title, part.folder)))


def told(line: RuleLine) -> str:
    """How often a rule speaks, in words."""
    found = times(line.count, "{n} finding", "{n} findings")
    return times(line.maps, "{found} on {n} page", "{found} on {n} pages", found=found)

"""The first page: what the organisation must know before anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxaudit.report.overview import headline_of, standfirst_of
from cxaudit.report.parts import MapPart, Report
from cxaudit.report.site.pages import Front, Link, MapLine, RuleLine
from cxaudit.report.site.people import Reader
from cxaudit.report.texts import _, term, times
from cxaudit.texts.catalogue import marked_plural

MOST_MAPS = 15  # the rest has a page of its own
MOST_RULES = 10
MOST_FORGOTTEN = 12


def front(
    report: Report,
    maps: Sequence[MapLine],
    rules: Mapping[str, RuleLine],
    readers: Sequence[tuple[Reader, str]],
    houses: Sequence[Link],
) -> Front:
    """The first page, from the lines of maps and rules, the gravest first, and everybody's address."""
    rows = tuple(line.row for line in maps)
    lost = forgotten(readers, len(houses) > 1)
    return Front(
        headline=_headline(report, maps),
        standfirst=standfirst_of(rows) if len(rows) > 1 else "",
        figures=_figures(maps, len(lost)),
        maps=tuple(maps[:MOST_MAPS]),
        more=max(0, len(maps) - MOST_MAPS),
        forgotten=tuple(lost[:MOST_FORGOTTEN]),
        forgotten_more=max(0, len(lost) - MOST_FORGOTTEN),
        gravest=tuple(rules.values())[:MOST_RULES],
        houses=tuple(houses) if len(houses) > 1 else (),
        score=report.score,
    )


def _headline(report: Report, maps: Sequence[MapLine]) -> str:
    only = [part for part in report.parts if isinstance(part, MapPart)]
    if len(maps) == 1 and only:
        return only[0].verdict.story
    return headline_of(tuple(line.row for line in maps), report.parts) or _(
        "No process map is among the files of this portal"
    )


def _figures(maps: Sequence[MapLine], forgotten: int) -> tuple[tuple[str, str], ...]:
    rows = [line.row for line in maps]
    counts = (
        (len(rows), *marked_plural("map", "maps")),
        (
            sum(row.late for row in rows),
            *marked_plural("map breaks its promise", "maps break their promise"),
        ),
        (sum(row.errors for row in rows), *marked_plural("error on maps", "errors on maps")),
        (sum(row.warnings for row in rows), *marked_plural("warning", "warnings")),
        (sum(row.questions for row in rows), *marked_plural("question", "questions")),
        (forgotten, *marked_plural("party is met by nobody", "parties are met by nobody")),
    )
    return tuple((str(n), times(n, one, many)) for n, one, many in counts)


def forgotten(readers: Sequence[tuple[Reader, str]], several: bool) -> list[Link]:
    """Parties that no map meets and of which nobody says why, key parties first."""
    found = []
    for reader, to in readers:
        if reader.audience.kind != "party":
            continue
        party = next((p for p in reader.house.parties if p.id == reader.audience.id), None)
        if party is None or party.touch_points or party.not_met:
            continue
        house = reader.house.estate.title if several else ""
        said = [house, term(party.kind), _("key party") if party.key else ""]
        small = " · ".join(filter(None, said))
        found.append((not party.key, Link(reader.audience.title, to, small)))
    return [link for _key, link in sorted(found, key=lambda one: one[0])]

"""From an audit and its report to the pages of the portal, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from cxaudit.analysis.analysis import Analysis
from cxaudit.report.concerns import mark
from cxaudit.report.house import House
from cxaudit.report.overview import title_of
from cxaudit.report.parts import HousePart, MapPart, Part, Report, UnreadPart, is_map
from cxaudit.report.places import slug
from cxaudit.report.sheets import Beside, houses_of
from cxaudit.report.site import gather, people
from cxaudit.report.site.addresses import Thing, addresses_of, choices_of, name_of
from cxaudit.report.site.front import front
from cxaudit.report.site.pages import Entry, Group, Link, Page, RuleLine, Site, Whole
from cxaudit.report.site.people import Named, Reader
from cxaudit.report.site.rules import path_of, rule_pages
from cxaudit.report.texts import _
from cxaudit.run.audit import Audit
from cxaudit.run.whatif import Whatif

WHOLE = "audit.html"  # what is over all maps
MOST_FOUND = 60  # findings on the page of a rule


def site_of(
    audit: Audit, report: Report, tried: Sequence[Whatif], places: Mapping[str, str]
) -> Site:
    """The portal of an audit, its `report` and the scenarios that were tried. `places` are the files
    of maps and organisations as seen from the root of the project."""
    title = title_of([p for p in report.parts if not isinstance(p, HousePart)])
    desk = _Desk(audit, report, Beside(report.inquiry, tuple(tried)), places)
    return Site(title or _("Customer audit"), tuple(desk.pages()))


@dataclass
class _Desk:
    """Where the pages are made. Maps, organisations and readers are in the order of the report, each
    with its address; `named` are those on a map and `homes` its organisation, by prefix."""

    audit: Audit
    report: Report
    beside: Beside
    places: Mapping[str, str]
    addresses: dict[Thing, str] = field(default_factory=dict)
    maps: list[tuple[Analysis, MapPart | UnreadPart, str]] = field(default_factory=list)
    houses: list[tuple[House, HousePart, str]] = field(default_factory=list)
    readers: list[tuple[Reader, str]] = field(default_factory=list)
    named: dict[str, Named] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = self.report.parts
        maps = [p for p in parts if isinstance(p, MapPart | UnreadPart) and is_map(p)]
        house_parts = [p for p in parts if isinstance(p, HousePart)]
        houses = houses_of(self.audit)
        readers = people.readers(houses, {h.prefix: self._file(h) for h in houses})
        map_things = [self._map_thing(a) for a in self.audit.analyses]
        house_things = [self._house_thing(h) for h in houses]
        to = self.addresses = addresses_of(
            [*map_things, *house_things, *(reader.thing for reader in readers)]
        )
        self.maps = [
            (analysis, part, to[thing])
            for analysis, part, thing in zip(self.audit.analyses, maps, map_things, strict=True)
        ]
        self.houses = [
            (house, part, to[thing])
            for house, part, thing in zip(houses, house_parts, house_things, strict=True)
        ]
        self.readers = [(reader, to[reader.thing]) for reader in readers]
        self.named = {c.prefix: people.on_map(c) for h in houses for c in h.maps}
        self.homes = {c.prefix: h.prefix for h in houses for c in h.maps}

    def pages(self) -> list[Page]:
        """Every page, the first page first."""
        placed = self._placed()
        rules = gather.rule_lines(placed)
        everywhere = gather.rule_lines(placed, MOST_FOUND)
        maps = gather.map_lines([(to, part) for _a, part, to in self.maps])
        houses = tuple(
            Link(part.title or _("The organisation"), to, part.folder)
            for _h, part, to in self.houses
        )
        sheets = self._sheets()
        persons = [(reader, page) for (reader, _to), page in zip(self.readers, sheets, strict=True)]
        crowd = tuple(people.lists(self.houses, persons))
        first = front(self.report, maps, rules, self.readers, houses)
        return [
            Page("index.html", "front", _("Start"), content=first),
            Page("maps.html", "maps", _("Maps"), content=maps),
            Page("people.html", "people", _("People"), content=crowd),
            Page("rules.html", "rules", _("Rules"), content=self._families(rules)),
            Page(
                WHOLE, "whole", _("The audit"), content=Whole(self._files()), entries=self._beside()
            ),
            *(self._map_page(*one, rules) for one in self.maps),
            *(self._house_page(*one) for one in self.houses),
            *sheets,
            *rule_pages(self.audit.rules, everywhere, self.report.advises),
            *self._choices(),
        ]

    def _placed(self) -> list[tuple[str, Part]]:
        """Every part of the report with the page on which it stands."""
        return [
            *((to, part) for _a, part, to in self.maps),
            *((to, part) for _h, part, to in self.houses),
            *((WHOLE, part) for part in self._files()),
        ]

    def _files(self) -> tuple[UnreadPart, ...]:
        parts = self.report.parts
        return tuple(p for p in parts if isinstance(p, UnreadPart) and not is_map(p))

    # What addresses follow from

    def _where(self, path: str) -> tuple[str, str]:
        folder, _slash, file = self.places.get(path, path).rpartition("/")
        return folder, file

    def _map_thing(self, analysis: Analysis) -> Thing:
        return Thing("map", analysis.id, *self._where(analysis.document.path))

    def _file(self, house: House) -> str:
        document = house.estate.document
        return self.places.get(document.path, document.path) if document is not None else ""

    def _house_thing(self, house: House) -> Thing:
        folder, _slash, file = self._file(house).rpartition("/")
        title = house.estate.title
        return Thing("organisation", slug(title) or title.lower() or "none", folder, file)

    # Pages

    def _map_page(
        self,
        analysis: Analysis,
        part: MapPart | UnreadPart,
        to: str,
        rules: Mapping[str, RuleLine],
    ) -> Page:
        home = self.homes.get(part.prefix)
        own = [(reader, there) for reader, there in self.readers if reader.house.prefix == home]
        around = people.around_map(self.named.get(part.prefix, {}), own)
        codes = dict.fromkeys(card.code for card in gather.cards_of(part))
        links = tuple(
            Link(f"{code} {rules[code].name}", path_of(code))
            for code in codes
            if code in self.audit.rules
        )
        around += [Group(_("Rules that speak here"), links)] if links else []
        return Page(
            path=to,
            kind="map" if isinstance(part, MapPart) else "unread",
            title=part.title,
            sub=" · ".join(filter(None, (part.organisation, part.folder))),
            content=part,
            around=tuple(around),
            entries=(*_steps(part), *_findings(part)),
            prefix=part.prefix,
            stem=_stem(analysis.id),
            marks=people.marks_on(self.named.get(part.prefix, {})),
        )

    def _house_page(self, house: House, part: HousePart, to: str) -> Page:
        crowd = people.crowd(one for one in self.readers if one[0].house is house)
        maps = tuple(
            Link(p.title, there)
            for _a, p, there in self.maps
            if self.homes.get(p.prefix) == house.prefix
        )
        return Page(
            path=to,
            kind="house",
            title=part.title or _("The organisation"),
            sub=part.folder,
            content=part,
            around=(*([Group(_("Maps"), maps)] if maps else []), *crowd),
            entries=_findings(part),
            prefix=part.prefix,
            stem="organisation",
            marks=frozenset(
                mark(r.audience.kind, r.audience.id) for r, _to in self.readers if r.house is house
            ),
        )

    def _sheets(self) -> list[Page]:
        """A page for each reader."""
        titles = {part.prefix: Link(part.title, to) for _a, part, to in self.maps}
        maps = {
            house.prefix: [(titles[c.prefix], self.named[c.prefix]) for c in house.maps]
            for house, _part, _to in self.houses
        }
        homes = {house.prefix: part for house, part, _to in self.houses}
        return [
            people.person_page(
                reader, to, self.beside, maps[reader.house.prefix], homes[reader.house.prefix]
            )
            for reader, to in self.readers
        ]

    def _families(self, rules: Mapping[str, RuleLine]) -> tuple[Group, ...]:
        """All rules by family, each with how often it speaks."""
        found: dict[str, list[Link]] = {}
        for code in sorted(self.audit.rules):
            rule = self.audit.rules[code]
            line = rules.get(code)
            told = gather.told(line) if line is not None else ""
            found.setdefault(_(rule.family), []).append(
                Link(f"{code} {rule.name}", path_of(code), told)
            )
        return tuple(Group(family, tuple(links)) for family, links in found.items())

    def _beside(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self._files() for entry in _findings(part))

    def _choices(self) -> list[Page]:
        """Pages at addresses that several things would have."""
        pages = []
        for path, things in choices_of(self.addresses).items():
            links = tuple(Link(one.id, self.addresses[one], one.place) for one in things)
            pages.append(Page(path, "choice", things[0].id, content=links))
        return pages


def _stem(map_id: str) -> str:
    """What anchors on the page of a map begin with."""
    name = name_of(map_id)
    return name if name[0].isalpha() else f"m-{name}"


def _steps(part: MapPart | UnreadPart) -> tuple[Entry, ...]:
    if not isinstance(part, MapPart):
        return ()
    at = part.picture.head.anchor
    return tuple(
        Entry("step", r.name, f"?step={quote(r.id, safe='')}#{at}") for r in part.picture.rows
    )


def _findings(part: Part) -> tuple[Entry, ...]:
    return tuple(
        Entry("finding", f"{c.code} {c.title}", f"#{c.anchor}") for c in gather.cards_of(part)
    )

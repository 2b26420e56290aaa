"""The pages of people: the sheet of each role, department, party, leader and owner, and who meets whom
on which map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.parts import HousePart
from cxaudit.report.sheets import KINDS, Audience, Beside, audiences, house_of
from cxaudit.report.sheets.compose import whole_sheet_of
from cxaudit.report.site.addresses import Thing
from cxaudit.report.site.pages import Group, Link, Page, People, Person
from cxaudit.report.texts import _

Named = Mapping[str, Set[str]]  # who is named on a map, by kind

# On a map, in this order; a leader or owner there is a role with a second page.
ON_A_MAP = ("owner", "leader", "role", "unit", "party")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has a page: the sheet that is made for them, their organisation, the thing that
    their address follows from."""

    audience: Audience
    house: House
    thing: Thing


def headings() -> dict[str, str]:
    """What the kinds of readers are called, several of them."""
    return {
        "role": _("Roles"),
        "unit": _("Departments"),
        "party": _("Parties"),
        "leader": _("Leaders"),
        "owner": _("Owners of maps"),
    }


def readers(houses: Sequence[House], places: Mapping[str, str]) -> list[Reader]:
    """Everybody who has a page, house by house; `places` are the folders of the houses and the names
    of their files, by prefix."""
    found = []
    for audience in audiences(houses):
        house = house_of(houses, audience)
        folder, _slash, file = places[house.prefix].rpartition("/")
        found.append(Reader(audience, house, Thing(audience.kind, audience.id, folder, file)))
    return found


def on_map(context: Context) -> Named:
    """Who is named on a map, by kind."""
    steps = context.steps.values()
    leaders = {*context.map.leaders}
    owners = {*context.map.owners}
    approvers = {name for gate in context.sign_offs for name in gate.approvers}
    performers = {step.performer for step in steps if step.performer}
    return {
        "owner": owners,
        "leader": leaders,
        "role": performers | approvers | owners | leaders,
        "unit": {step.unit for step in steps if step.unit},
        "party": {party.id for party in context.parties},
    }


def marks_on(named: Named) -> frozenset[str]:
    """The marks of those who are named on a map; the page can be narrowed to each of them."""
    return frozenset(mark(kind, key) for kind, keys in named.items() for key in keys)


def around_map(named: Named, own: Iterable[tuple[Reader, str]]) -> list[Group]:
    """Links to everybody who is named on a map, among the readers of its organisation with their
    addresses."""
    return crowd(one for one in own if one[0].audience.id in named.get(one[0].audience.kind, ()))


def crowd(found: Iterable[tuple[Reader, str]]) -> list[Group]:
    """Links to readers, by kind."""
    titles = headings()
    links: dict[str, list[Link]] = {kind: [] for kind in ON_A_MAP}
    for reader, to in found:
        links[reader.audience.kind].append(Link(reader.audience.title, to))
    return [Group(titles[kind], tuple(links[kind])) for kind in ON_A_MAP if links[kind]]


def person_page(
    reader: Reader, to: str, beside: Beside, maps: Iterable[tuple[Link, Named]], home: HousePart
) -> Page:
    """The page of a reader: the sheet, and the maps that name them; `maps` are those of their
    organisation, with everybody on them, and `home` is its part of the report."""
    sheet = whole_sheet_of(reader.house, reader.audience, beside)
    kind, key = reader.audience.kind, reader.audience.id
    links = tuple(link for link, named in maps if key in named.get(kind, ()))
    around = (Group(_("Maps"), links),) if links else ()
    sub = " · ".join(filter(None, (reader.house.estate.title, home.folder, sheet.headline)))
    return Page(to, kind, reader.audience.title, sub, sheet, around)


def lists(
    houses: Sequence[tuple[House, HousePart, str]], found: Sequence[tuple[Reader, Page]]
) -> Iterator[People]:
    """Everybody, organisation by organisation."""
    titles = headings()
    for house, part, to in houses:
        groups = []
        for kind in KINDS:
            people = tuple(
                Person(page.path, page.title, page.content.headline)
                for reader, page in found
                if reader.house is house and reader.audience.kind == kind
            )
            groups += [(titles[kind], people)] if people else []
        place = part.folder if len(houses) > 1 else ""
        yield People(house.estate.title, place, to, tuple(groups))

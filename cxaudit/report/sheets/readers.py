"""For whom sheets can be made: every role, department, party, leader and owner that the files name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cxaudit.report import words
from cxaudit.report.house import House
from cxaudit.report.places import mark_of, slug
from cxaudit.report.sheets.model import KINDS, Audience

LONGEST = 120  # letters of a name: file systems have their limits
_NOBODY = "?"  # an approver of whom nobody says who it is


def audiences(houses: Sequence[House]) -> list[Audience]:
    """Everybody that some sheet can be for, by kind, then house by house in the order of the files."""
    found: list[Audience] = []
    taken: set[str] = set()
    several = len(houses) > 1
    for kind in KINDS:
        for house in houses:
            for key in _OF_KIND[kind](house):
                home = house.prefix.removesuffix("-organisation") if several else ""
                base = slug(f"{kind} {home} {key}")[:LONGEST].rstrip("-")
                name = _free(base if slug(key) else f"{base}-{mark_of(key)}", taken)
                found.append(Audience(kind, key, words.capital(house.who(key)), house.prefix, name))
    return found


def house_of(houses: Iterable[House], audience: Audience) -> House:
    """The house that an audience belongs to."""
    return next(house for house in houses if house.prefix == audience.home)


def _free(base: str, taken: set[str]) -> str:
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _unique(names: Iterable[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name and name != _NOBODY]


def roles(house: House) -> list[str]:
    """Roles that are described, then those that only do or sign something."""
    units = set(units_of(house))
    return [name for name in _unique(_role_names(house)) if name not in units]


def _role_names(house: House) -> Iterator[str | None]:
    yield from (role.id for role in house.roles)
    for context in house.maps:
        for step in context.steps.values():
            yield step.performer if step.performer_kind == "role" else None
        for gate in context.sign_offs:
            yield from gate.approvers
        yield from context.map.owners
        yield from context.map.leaders


def units_of(house: House) -> list[str]:
    """Departments that are described, then those that only do something."""
    used = (step.unit for context in house.maps for step in context.steps.values())
    return _unique([*(unit.id for unit in house.units), *used])


def parties(house: House) -> list[str]:
    """Parties, wherever they are named."""
    return _unique(party.id for party in house.parties)


def leaders(house: House) -> list[str]:
    """Roles of the two top levels, heads of departments, leaders of maps."""
    heads = [unit.head for unit in house.units]
    maps = [name for context in house.maps for name in context.map.leaders]
    return _unique([*house.whole.leaders, *heads, *maps])


def owners(house: House) -> list[str]:
    """Those who answer for a map."""
    return _unique(name for context in house.maps for name in context.map.owners)


_OF_KIND = {
    "role": roles,
    "unit": units_of,
    "party": parties,
    "leader": leaders,
    "owner": owners,
}

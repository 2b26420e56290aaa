"""Addresses that stay: the file of a page follows from the kind and the id of what it shows.

No two are alike on any file system: names are lower case, ASCII and short; where that changes an id,
a few letters of its hash tell it from its likes. What shares its id with something in another folder
stands at an address with the folder in it, and a page at the plain address lets readers choose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from cxaudit.report.places import mark_of, slug

MOST = 60  # characters of a name; with folder, hashes and ending far below what file systems bear
FOLDERS = {
    "map": "maps",
    "organisation": "organisations",
    "role": "roles",
    "unit": "departments",
    "party": "parties",
    "leader": "leaders",
    "owner": "owners",
}
# Windows reads these as devices, whatever ending follows.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))]
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a page is about: its kind, its id in the files, the folder in which it stands as seen from
    the root of the project, and the file."""

    kind: str
    id: str
    place: str = ""
    file: str = ""


def name_of(key: str) -> str:
    """An id as the name of a file, without ending."""
    base = slug(normalize("NFKD", key).encode("ascii", "ignore").decode())[:MOST].strip("-")
    if base == key and base not in _DEVICES:
        return base
    mark = mark_of(key)
    return f"{base}-{mark}" if base else mark


def plain(kind: str, key: str) -> str:
    """The address of what is called so, where nothing else is."""
    return f"{FOLDERS[kind]}/{name_of(key)}.html"


def addresses_of(things: Iterable[Thing]) -> dict[Thing, str]:
    """The address of each, whatever order they come in."""
    known = list(dict.fromkeys(things))
    same_id = Counter((one.kind, one.id) for one in known)
    same_place = Counter((one.kind, one.id, one.place) for one in known)
    found = {}
    for one in known:
        path = plain(one.kind, one.id)
        if same_id[one.kind, one.id] > 1:
            alone = same_place[one.kind, one.id, one.place] == 1
            place = one.place if alone else f"{one.place}/{one.file}"
            path = f"{path.removesuffix('.html')}.in-{name_of(place)}.html"
        found[one] = path
    return found


def choices_of(addresses: dict[Thing, str]) -> dict[str, list[Thing]]:
    """The plain addresses that several things would have, with those things."""
    found: dict[str, list[Thing]] = {}
    for thing, path in addresses.items():
        if path != plain(thing.kind, thing.id):
            found.setdefault(plain(thing.kind, thing.id), []).append(thing)
    return found


def between(here: str, there: str) -> str:
    """The way from one page to another, as a link has it."""
    return "../" * here.count("/") + there

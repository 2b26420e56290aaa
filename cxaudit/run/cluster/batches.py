"""Files that were found as batches that can be judged apart: what one says of its maps is what an audit
of everything would say.

An organisation stays whole, with its maps and scenarios. Maps without one go together where one calls
another, and so do all of a folder in which a map calls one. Nothing is parsed for that: a name that may
be meant counts, so a batch may be larger than it need be and is never too small.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.run.cache.store import key_of
from cxaudit.run.cluster.around import Around
from cxaudit.run.discover import Found

MOST = 200  # maps of a batch that is made of several organisations or loose maps
_SCENARIO = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?whatif[\"']?[ \t]*:", re.MULTILINE)
_OF = re.compile(rb"(?:^|[{,])[ \t]*[\"']?of[\"']?[ \t]*:[ \t]*([^\n,}#]+)", re.MULTILINE)
_ID = re.compile(rb"(?:^|[{,])[ \t]*[\"']?id[\"']?[ \t]*:[ \t]*([^\n,}#]+)", re.MULTILINE)
_CALL = re.compile(rb"\bcall[\"']?[ \t]*:[ \t]*\n?[ \t]*([^\n,}#]+)")
_UNHAPPY = re.compile(rb"\b(?:to|next)[\"']?[ \t]*:[ \t]*([^\n,}#]+)")
_CALLED = re.compile(rb"\bcall(?:edElement)?[ \t]*=[ \t]*[\"']([^\"']+)")


@dataclass(slots=True)
class Batch:
    """Files to judge together, by path as people write it. `named` are those named outright. `borrowed`
    are scenarios about their maps, which another batch judges; `beside` what lies around, by absolute
    path, such as organisation files; `links` are files that are links, with where they lead."""

    files: dict[str, bytes] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    borrowed: dict[str, bytes] = field(default_factory=dict)
    beside: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def key(self, order: str) -> str:
        """The key of its results, judged by what has the key `order`."""
        parts: list[object] = [order, sorted(self.named), sorted(self.links.items())]
        for kind in (self.files, self.borrowed, dict(sorted(self.beside.items()))):
            parts += [len(kind), *(part for entry in kind.items() for part in entry)]
        return key_of(*parts)


def batches_of(
    found: Found,
    configuration: Callable[[Path], Path | None],
    most: int | None = None,
    around: Around | None = None,
) -> list[Batch]:
    """Batches of some files, in their order. Files with another `configuration` are never in one."""
    near = around or Around()
    groups: dict[Path | None, list[Path]] = defaultdict(list)
    for path in found.files:
        groups[configuration(path)].append(path)
    batches = []
    for paths in groups.values():
        estate = _Files(paths, found, near)
        batches += [_batch(some, estate, found, near) for some in _packed(estate, most or MOST)]
    return batches


@dataclass(slots=True)
class _Sets:
    """Files that belong together, by number: the first of each set stands for it."""

    first: list[int]

    def of(self, number: int) -> int:
        while self.first[number] != number:
            self.first[number] = self.first[self.first[number]]
            number = self.first[number]
        return number

    def join(self, numbers: Iterable[int]) -> None:
        found = sorted({self.of(number) for number in numbers})
        for number in found[1:]:
            self.first[number] = found[0]


class _Files:
    """The files of one configuration: who belongs to which organisation, who may be called what, and
    which scenarios there are."""

    def __init__(self, paths: list[Path], found: Found, near: Around) -> None:
        self.near = near
        self.paths = paths
        self.data = [found.data[path] for path in paths]
        self.homes = [near.home(path) for path in paths]
        self.organisations = [near.organisations(path) for path in paths]
        self.scenarios = {
            number: [_word(word) for word in _OF.findall(data)]
            for number, data in enumerate(self.data)
            if _SCENARIO.search(data[:65536])
        }
        self.called = _by_name(paths, self.data)
        self.sets = _Sets(list(range(len(paths))))
        self.astray: dict[int, list[Path]] = {}  # folders in which the map of a scenario may lie
        self._join_organisations()
        self._join_callers()
        self._join_scenarios()

    def _join_organisations(self) -> None:
        members = defaultdict(list)
        for number, files in enumerate(self.organisations):
            if files:
                members[self.near.real(files[0])].append(number)
        for some in members.values():
            self.sets.join(some)

    def _join_callers(self) -> None:
        """Callers and whom they may mean, among the maps without an organisation."""
        folders = defaultdict(list)
        for number, home in enumerate(self.homes):
            if not self.organisations[number] and number not in self.scenarios:
                folders[home].append(number)
        for some in folders.values():
            together: list[int] = []
            for number in some:
                for word in _calls(self.data[number], self.paths[number]):
                    together += [number, *self.named(word)]
            if together:
                together += some
            self.sets.join(n for n in together if not self.organisations[n])

    def _join_scenarios(self) -> None:
        """Scenarios and the maps that they may be of: those in the nearest folder upwards, else all of
        the name, for then nobody can say which is meant."""
        for number, words in self.scenarios.items():
            maps = [n for word in words for n in self.named(word)]
            homes = {self.homes[n] for n in maps}
            above = [self.homes[number], *self.homes[number].parents]
            nearest = next((folder for folder in above if folder in homes), None)
            if nearest is None:
                self.astray[number] = above
            else:
                maps = [n for n in maps if self.homes[n] == nearest]
            self.sets.join([number, *maps])

    def named(self, word: str) -> list[int]:
        """The maps that a word may mean; those of a BPMN file begin with its name."""
        found = list(self.called.get(word, []))
        end = word.rfind("-")
        while end > 0:
            found += [
                n
                for n in self.called.get(word[:end], [])
                if self.paths[n].suffix.lower() == ".bpmn"
            ]
            end = word.rfind("-", 0, end)
        return [number for number in found if number not in self.scenarios]


def _by_name(paths: list[Path], data: list[bytes]) -> dict[str, list[int]]:
    """Which files a name may mean: their own names, and what they say as `id`."""
    found = defaultdict(list)
    for number, path in enumerate(paths):
        said = map(_word, _ID.findall(data[number]))
        for word in {path.stem, path.name.removesuffix(".bpmn20.xml"), *said}:
            found[word].append(number)
    return found


def _calls(data: bytes, path: Path) -> list[str]:
    """The names of maps that one may call, or send the unhappy to."""
    if path.suffix.lower() == ".bpmn" or data.lstrip()[:5] == b"<?xml":
        if b"callActivity" not in data:
            return []
        return [path.stem, *map(_word, _CALLED.findall(data))]
    found = _CALL.findall(data)
    if b"unhappy" in data:
        found += _UNHAPPY.findall(data)
    return list(map(_word, found))


def _word(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip().strip("\"'").strip()


def _packed(files: _Files, most: int) -> Iterator[list[int]]:
    """Sets of files that belong together, several small ones in one portion."""
    sets = defaultdict(list)
    for number in range(len(files.paths)):
        sets[files.sets.of(number)].append(number)
    portion: list[int] = []
    for some in sets.values():
        if portion and len(portion) + len(some) > most:
            yield sorted(portion)
            portion = []
        portion += some
    if portion:
        yield sorted(portion)


def _batch(numbers: list[int], files: _Files, found: Found, near: Around) -> Batch:
    paths = [files.paths[number] for number in numbers]
    batch = Batch({str(path): found.data[path] for path in paths})
    batch.named = frozenset(str(path) for path in paths if path in found.named)
    batch.links = {str(p): str(real) for p in paths if (real := near.link(p)) is not None}
    asked = {near.real(path) for path in paths}
    houses = dict.fromkeys(file for number in numbers for file in files.organisations[number])
    homes = {files.homes[number] for number in numbers if number not in files.scenarios}
    for home in sorted(homes | {house.parent for house in houses}):
        batch.beside |= _without(near.scenarios(home), asked)
    for number in numbers:
        path = files.paths[number]
        if path in found.named and near.is_organisation(path):
            batch.beside |= _without(near.neighbours(files.homes[number]), asked)
        for folder in files.astray.get(number, []):
            batch.beside |= near.maps_in(folder, path)
    own = {near.real(house): near.text(house) for house in houses}
    batch.beside |= own
    batch.links |= {str(house): near.real(house) for house in houses if house.is_symlink()}
    for number in _borrowed(numbers, files, b"".join(own.values())):
        batch.borrowed[str(files.paths[number])] = files.data[number]
    return batch


def _without(files: dict[str, bytes], asked: set[str]) -> dict[str, bytes]:
    return {file: data for file, data in files.items() if file not in asked}


def _borrowed(numbers: list[int], files: _Files, houses: bytes) -> list[int]:
    """Scenarios of other batches that are about maps of this one: by the map's name, and by their
    place or because an organisation speaks of them."""
    own, found = set(numbers), []
    for number, words in files.scenarios.items():
        if number in own:
            continue
        homes = [files.homes[n] for word in words for n in files.named(word) if n in own]
        below = files.homes[number]
        home = below.parent if below.name == "scenarios" else below
        near = any(below.is_relative_to(one) or one.is_relative_to(home) for one in homes)
        if near or (homes and files.paths[number].stem.encode() in houses):
            found.append(number)
    return found

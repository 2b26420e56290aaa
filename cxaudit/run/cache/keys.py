"""What the verdict on a map rests on, and the key that this makes.

A map is seen with its organisation file, the maps that it calls (and those that these call), maps that
its feedback sends the unhappy to, and the scenarios that are about it; nothing else in the project can
change what is said of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cxaudit.language.organisation import Feedback
from cxaudit.language.read import Document
from cxaudit.language.scenario import Scenario
from cxaudit.language.values import name
from cxaudit.run.cache.store import key_of
from cxaudit.run.estate import Estate
from cxaudit.run.load import Source

Place = tuple[str, str]  # path and map id


def place_of(source: Source) -> Place:
    """What tells a map from all others of an audit."""
    return source.document.path, source.map_id


@dataclass
class House:
    """The maps of one organisation (or those that have none) and what is around them. `basis` is the
    key of the rules, the configuration and the tool."""

    estate: Estate
    sources: list[Source]
    scenarios: tuple[Document, ...]
    basis: str

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """The maps that can be called."""
        return {one.map_id: one for one in self.sources if one.document.readable}

    @cached_property
    def clear(self) -> bool:
        """Whether every map can be studied apart from those that it has nothing to do with: no two of
        them are at one place, and none that another one needs has an id that a third has too."""
        if len({place_of(one) for one in self.sources}) < len(self.sources):
            return False
        ids = Counter(one.map_id for one in self.sources)
        if len(ids) == len(self.sources):
            return True
        needed = {other.map_id for one in self.sources for other in self.needed(one)}
        return all(ids[map_id] == 1 for map_id in needed)

    def needed(self, source: Source) -> list[Source]:
        """The maps that one cannot be studied without, in no order that means anything."""
        found: dict[str, Source] = {}
        waiting = [source]
        while waiting:
            for map_id in self._named(waiting.pop()):
                other = self.by_id.get(map_id)
                if other is not None and map_id not in found:
                    found[map_id] = other
                    waiting.append(other)
        return [other for other in found.values() if other is not source]

    def with_needed(self, sources: Iterable[Source]) -> set[Place]:
        """The places of some maps and of all that they need."""
        found = set()
        for source in sources:
            found |= {place_of(source), *map(place_of, self.needed(source))}
        return found

    def key(self, source: Source) -> str:
        """The key of the verdict on a map."""
        needed = sorted(self._text(other) for other in self.needed(source))
        about = sorted(self._about.get(name(source.map_id), []))
        return key_of("map", self.basis, self._organisation, self._text(source), needed, about)

    @cached_property
    def whole_key(self) -> str:
        """The key of the verdict on the organisation: all of its maps, and all scenarios."""
        maps = [(self._text(one), one.asked) for one in self.sources]
        scenarios = [self._digest(document) for document in self.scenarios]
        return key_of("organisation", self.basis, self._organisation, maps, scenarios)

    @cached_property
    def _about(self) -> dict[str, list[str]]:
        """The scenarios that are about each map."""
        found: dict[str, list[str]] = {}
        for document in self.scenarios:
            if isinstance(document.model, Scenario):
                found.setdefault(name(document.model.of), []).append(self._digest(document))
        return found

    @cached_property
    def _organisation(self) -> str:
        document = self.estate.document
        if document is None:
            return ""
        return key_of(self._digest(document), self.estate.broken and not self.estate.asked)

    @cached_property
    def _texts(self) -> dict[int, str]:
        return {}

    @cached_property
    def _read(self) -> dict[int, str]:
        return {}

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Which map of its file each is."""
        found, seen = {}, Counter[str]()
        for source in self.sources:
            found[id(source)] = seen[source.document.path]
            seen[source.document.path] += 1
        return found

    def _text(self, source: Source) -> str:
        if id(source) not in self._texts:
            self._texts[id(source)] = key_of(
                self._digest(source.document),
                self._numbers[id(source)],
                source.map_id,
                source.problems,
            )
        return self._texts[id(source)]

    def _digest(self, document: Document) -> str:
        lines = document.lines
        if id(lines) not in self._read:  # the maps of one file share its text
            self._read[id(lines)] = key_of(lines.text)
        read = (self._read[id(lines)], document.problems)  # without text there is nothing but these
        return key_of(document.path, document.kind, *read)

    def _named(self, source: Source) -> list[str]:
        """The ids of maps that one names."""
        if not source.document.readable:
            return []
        process = source.document.model
        shared = self.estate.model.feedback if self.estate.model is not None else {}
        ways: list[Feedback] = [*process.feedback.values()]
        ways += [shared[key] for key in process.feedback if key in shared]
        routes = [one.unhappy for one in ways if one.unhappy is not None]
        called = [step.call for step in process.steps.values() if step.call]
        return [*called, *(text for one in routes for text in (one.to, one.next) if text)]

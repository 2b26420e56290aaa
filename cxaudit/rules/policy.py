"""What each file, and each element of it, is judged by: rules, their limits, how sure and how grave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.patterns import Patterns
from cxaudit.rules.rule import Rule
from cxaudit.rules.selection import Choice, Chosen, choose

CONFIDENCES = ("medium", "high", "certain")
Change = Callable[[Rule], Rule]


@dataclass(slots=True)
class Policy:
    """The rules that something is judged by, with the limits and severities that hold there; the
    least severity at which some of them are told, by code; and how sure a finding must be."""

    rules: dict[str, Rule]
    least: Mapping[str, str] = field(default_factory=dict)
    confidence: str = CONFIDENCES[0]

    def tells(self, finding: Finding) -> bool:
        """Whether a finding is sure and grave enough to be told."""
        if CONFIDENCES.index(finding.confidence) < CONFIDENCES.index(self.confidence):
            return False
        least = self.least.get(finding.code, SEVERITIES[-1])
        return SEVERITIES.index(finding.severity) <= SEVERITIES.index(least)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place of a configuration, or the command line, says about judging: which rules, how
    sure findings must be, and other limits or severities of some rules, by code."""

    choice: Choice = field(default_factory=Choice)
    confidence: str = ""
    options: tuple[tuple[str, Change], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Override:
    """A layer for some files, maps or elements; where one of the three is missing, for all of them.

    `maps` are ids and `elements` element paths in which `*` stands for anything; an element stands
    for all that is within it.
    """

    layer: Layer
    paths: Patterns | None = None
    maps: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()

    def covers(self, path: str, map_id: str) -> bool:
        """Whether it is about a file and the map in it."""
        if self.maps and not any(fnmatchcase(map_id, pattern) for pattern in self.maps):
            return False
        return self.paths is None or self.paths.match(path)

    def holds(self, element: str) -> bool:
        """Whether an element, by its path, is one of those it is about."""
        parts = element.split("/")
        within = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
        return any(fnmatchcase(one, pattern) for one in within for pattern in self.elements)


def policies_for(rules: dict[str, Rule] | Policies | None) -> Policies:
    """Policies by some rules; by the recommended ones where none are given."""
    if isinstance(rules, Policies):
        return rules
    shipped = all_rules(built_in())
    return Policies(shipped) if rules is None else Policies.of_rules(rules, {**shipped, **rules})


@dataclass
class Policies:
    """The policies of a project. `every` rule there is, judged or not, may be waived; `layers` hold
    everywhere, `overrides` in some places, `asked` is what the command line says. `shown` turns the
    path of a file into the one that patterns are about."""

    every: dict[str, Rule]
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()
    asked: Layer = field(default_factory=Layer)
    shown: Callable[[str], str] = str
    _known: dict[tuple[int, ...], Policy] = field(default_factory=dict, repr=False)

    @classmethod
    def of_rules(cls, rules: dict[str, Rule], every: dict[str, Rule] | None = None) -> Policies:
        """Some rules for everything."""
        found = cls(every or rules)
        found._known[()] = Policy(rules)
        return found

    def seen(self, shown: Callable[[str], str]) -> Policies:
        """The same for files that lie elsewhere than they belong."""
        return replace(self, shown=shown)

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule by which something was judged so far, as it stands where no override holds."""
        found = dict(self.plain.rules)
        for policy in self._known.values():
            found = {**policy.rules, **found}
        return {code: found[code] for code in self.every if code in found}

    @property
    def plain(self) -> Policy:
        """The policy where no override holds."""
        return self._policy(())

    def of(self, path: str, map_id: str) -> Policy:
        """The policy of a file, whatever is said about some of its elements."""
        return self._policy(self._whole(path, map_id))

    def on_elements(self, path: str, map_id: str) -> list[int]:
        """The overrides that say something about elements of a map."""
        return [
            number
            for number, one in enumerate(self.overrides)
            if one.elements and one.covers(self.shown(path), map_id)
        ]

    def of_element(self, path: str, map_id: str, numbers: Iterable[int]) -> Policy:
        """The policy of elements that some overrides are about, by their numbers."""
        return self._policy(tuple(sorted({*self._whole(path, map_id), *numbers})))

    def _whole(self, path: str, map_id: str) -> tuple[int, ...]:
        return tuple(
            number
            for number, one in enumerate(self.overrides)
            if not one.elements and one.covers(self.shown(path), map_id)
        )

    def _policy(self, numbers: tuple[int, ...]) -> Policy:
        if numbers not in self._known:
            self._known[numbers] = self._made(numbers)
        return self._known[numbers]

    def _made(self, numbers: tuple[int, ...]) -> Policy:
        local = [self.overrides[number].layer for number in numbers]
        layers = [*self.layers, *local, self.asked]
        chosen = self._chosen(local)
        rules = {code: rule for code, rule in self.every.items() if code in chosen.codes}
        for layer in layers:
            for code, change in layer.options:
                if code in rules:
                    rules[code] = change(rules[code])
        confidence = next((one.confidence for one in reversed(layers) if one.confidence), "medium")
        return Policy(rules, chosen.least, confidence)

    def _chosen(self, local: list[Layer]) -> Chosen:
        """The rules chosen in some place. What the command line chooses anew holds everywhere, but
        what a place leaves out stays out there."""
        general = [layer.choice for layer in self.layers]
        here = [layer.choice for layer in local]
        asked = self.asked.choice
        if not asked.anew:
            return choose(self.every, [*general, *here, asked])
        left_out = [Choice(ignore=choice.ignore) for choice in here]
        return choose(self.every, [*general, asked, *left_out])

"""The rules of a project: those that ship, with packs, and what its configuration says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.infer.lexicon import Additions, enriched
from cxaudit.rules.loading import Fault, Loaded, load
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.policy import Layer, Policies
from cxaudit.rules.reference import presets
from cxaudit.rules.rule import Rule
from cxaudit.rules.selection import Choice, Selector, kept, selector
from cxaudit.run.configuration.opening import Chain, open_file, open_nearest
from cxaudit.run.configuration.packs import PackFailure, failures_of, pack_files
from cxaudit.run.configuration.settings import Settings, Wanted
from cxaudit.run.configuration.understanding import packs_of, understand, unknown
from cxaudit.run.project import project_root


class UnknownRule(ValueError):
    """A word on the command line that means no rule, or one that cannot be left out; its message says
    what may be meant."""


@dataclass(slots=True)
class Rulebook:
    """What to judge by: policies over all rules there are, the settings they come from, words for the
    lexicons, and what of packs and configuration could not be used."""

    policies: Policies
    settings: Settings
    words: Additions = field(default_factory=dict)
    failures: list[PackFailure] = field(default_factory=list)

    @property
    def every(self) -> dict[str, Rule]:
        """All rules there are, judged or not."""
        return self.policies.every

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that are judged where nothing else is said of a place."""
        return self.policies.plain.rules

    def in_force(self) -> AbstractContextManager[None]:
        """Within this, labels are read with the words of the packs."""
        return enriched(self.words)


def rulebook(
    wanted: Wanted | None = None, beside: str | Path = ".", judged: bool = True
) -> Rulebook:
    """The rules for what lies at a path: built-in ones with packs that the command line names and
    those of the nearest configuration. Where nothing is judged, only the words of packs count.
    Raises `UnknownRule` for a word on the command line that means no rule."""
    wanted = wanted or Wanted()
    chain = _chain(wanted, Path(beside))
    files, faults = packs_of(chain), list[Fault]()
    configured = list(files)
    for text in wanted.packs:
        found, wrong = pack_files(text)
        files += found
        faults += wrong
    shipped = all_rules(built_in()) if files or judged or chain.files else {}
    loaded = load(files, shipped) if files else Loaded()
    every = {**shipped, **all_rules(loaded.packs)}
    settings = understand(chain, configured, every)
    failures = failures_of([*settings.faults, *faults, *loaded.faults])
    if not judged:
        return Rulebook(Policies.of_rules({}), settings, loaded.words, failures)
    policies = Policies(
        every, tuple(settings.layers), tuple(settings.overrides), _asked(wanted, every)
    )
    return Rulebook(policies, settings, loaded.words, failures)


def _chain(wanted: Wanted, beside: Path) -> Chain:
    if wanted.isolated:
        return Chain(project_root(beside))
    if wanted.configuration:
        return open_file(Path(wanted.configuration), wanted.configuration)
    return open_nearest(beside)


def _asked(wanted: Wanted, every: Mapping[str, Rule]) -> Layer:
    """What the command line says about judging."""
    choice = Choice(
        preset=presets()[wanted.preset] if wanted.preset else None,
        select=_selectors(wanted.select, every) if wanted.select else None,
        extend=_selectors(wanted.extend, every),
        ignore=_ignored(wanted.ignore, every),
    )
    return Layer(choice, wanted.confidence)


def _ignored(words: Iterable[str], every: Mapping[str, Rule]) -> tuple[Selector, ...]:
    found = _selectors(words, every)
    for one in found:
        if (code := kept(one, every)) is not None:
            raise UnknownRule(f"{code} is mandatory: it cannot be ignored")
    return found


def _selectors(words: Iterable[str], every: Mapping[str, Rule]) -> tuple[Selector, ...]:
    found = []
    for text in [part.strip() for word in words for part in word.split(",")]:
        one = selector(text, every) if text else None
        if one is not None:
            found.append(one)
        elif text:
            raise UnknownRule(unknown(text, every))
    return tuple(found)

"""Which rules are judged: chosen by code, beginning of a code, name or family, over a preset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cxaudit.language.problems import nearest
from cxaudit.language.values import slug
from cxaudit.rules.reference import Preset
from cxaudit.rules.rule import Rule

ALL, DEFAULT = "all", "default"
_PREFIX = re.compile(r"[A-Z]+\d*")
_ANY, _FAMILY, _EXACT = 0, 1, 100  # a beginning ranks between them, the longer the higher


@dataclass(frozen=True, slots=True)
class Selector:
    """A word that means rules, those it means, and how closely it means them: of two words that
    disagree about a rule, the one with the higher `rank` counts."""

    text: str
    codes: frozenset[str]
    rank: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place says about which rules are judged. A `preset` or `select` begins anew, the rest
    changes what was chosen before."""

    preset: Preset | None = None
    select: tuple[Selector, ...] | None = None
    extend: tuple[Selector, ...] = ()
    ignore: tuple[Selector, ...] = ()

    @property
    def anew(self) -> bool:
        """Whether it begins anew."""
        return self.preset is not None or self.select is not None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The codes of rules that are judged, and the least severity at which some of them are told."""

    codes: frozenset[str]
    least: Mapping[str, str] = field(default_factory=dict)


def selector(text: str, rules: Mapping[str, Rule]) -> Selector | None:
    """The rules that a word means; None where it means none."""
    word = text.strip()
    if word.lower() == ALL:
        return Selector(text, frozenset(rules), _ANY)
    if word.lower() == DEFAULT:
        return Selector(text, frozenset(c for c, rule in rules.items() if rule.enabled), _ANY)
    exact = {code for code, rule in rules.items() if word.upper() == code or word == rule.name}
    if exact:
        return Selector(text, frozenset(exact), _EXACT)
    family = {code for code, rule in rules.items() if slug(rule.family) == slug(word)}
    if family:
        return Selector(text, frozenset(family), _FAMILY)
    begun = word.upper()
    prefixed = {code for code in rules if _PREFIX.fullmatch(begun) and code.startswith(begun)}
    return Selector(text, frozenset(prefixed), _FAMILY + len(begun)) if prefixed else None


def kept(one: Selector, rules: Mapping[str, Rule]) -> str | None:
    """The code of a mandatory rule that a word means by itself: it cannot be left out."""
    code = next(iter(one.codes)) if len(one.codes) == 1 else ""
    return code if code and rules[code].mandatory else None


def hint(text: str, rules: Mapping[str, Rule]) -> str:
    """The word that somebody may have meant by one that means no rule; empty where none is near."""
    names = [rule.name for rule in rules.values()]
    families = dict.fromkeys(rule.family for rule in rules.values())
    return nearest(text.upper(), rules) or nearest(text, [*names, *families, ALL])


def choose(rules: Mapping[str, Rule], choices: Iterable[Choice]) -> Chosen:
    """The rules that some choices leave, one after the other. Mandatory rules stay."""
    found = Chosen(frozenset(code for code, rule in rules.items() if rule.enabled))
    for choice in choices:
        found = _after(found, choice, rules)
    kept = frozenset(code for code, rule in rules.items() if rule.mandatory)
    return Chosen(found.codes | kept, found.least)


def _after(before: Chosen, choice: Choice, rules: Mapping[str, Rule]) -> Chosen:
    base, least = before.codes, dict(before.least)
    if choice.preset is not None:
        words = [found for text in choice.preset.select if (found := selector(text, rules))]
        base = frozenset().union(*(word.codes for word in words))
        least = dict(choice.preset.least)
    if choice.select is not None:
        base = frozenset()
        least = {}
    on = (*(choice.select or ()), *choice.extend)
    named = {code for word in on for code in word.codes}
    least = {code: grade for code, grade in least.items() if code not in named}
    kept = {code for code in rules if _kept(code, code in base, on, choice.ignore)}
    return Chosen(frozenset(kept), least)


def _kept(code: str, before: bool, on: tuple[Selector, ...], off: tuple[Selector, ...]) -> bool:
    """Whether a rule is judged, after words that choose it and words that leave it out."""
    chosen = max((word.rank for word in on if code in word.codes), default=-1)
    left = max((word.rank for word in off if code in word.codes), default=-1)
    return before if chosen == left == -1 else chosen > left

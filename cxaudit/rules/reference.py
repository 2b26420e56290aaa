"""What rules refer to: the redesign heuristics with their trade-offs, the sources, the presets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cxaudit.infer.data import rules_folder
from cxaudit.language.nodes import compose
from cxaudit.language.read import plain
from cxaudit.rules.packs import PackError


@dataclass(frozen=True, slots=True)
class Heuristic:
    """A way to redesign a process: its name in packs, a title, what it is, what it costs."""

    name: str
    title: str
    what: str
    trade_off: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: its key in packs, a title, what is there, and addresses."""

    key: str
    title: str
    about: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules that go together: its name, what it is for, words that select them, and the least
    severity at which some of them are told, by code."""

    name: str
    about: str
    select: tuple[str, ...]
    least: dict[str, str]


def _data(name: str) -> dict[str, dict[str, Any]]:
    """The entries of a reference file; they lie apart from the packs, which are one level up."""
    path: Path = rules_folder() / "reference" / f"{name}.yaml"
    composed = compose(path.read_text(encoding="utf-8"))
    if composed.problems:
        raise PackError(str(path), composed.problems)
    assert composed.root is not None
    entries: dict[str, dict[str, Any]] = plain(composed.root)[name]
    return entries


@cache
def heuristics() -> dict[str, Heuristic]:
    """Every heuristic by its name, in order."""
    return {
        name: Heuristic(name, entry["title"], entry["what"], entry["trade-off"])
        for name, entry in _data("heuristics").items()
    }


def heuristic(name: str) -> Heuristic:
    """A heuristic by its name; a KeyError where there is none."""
    return heuristics()[name]


@cache
def sources() -> dict[str, Source]:
    """Every source by its key, in order."""
    return {
        key: Source(key, entry["title"], entry["about"], tuple(entry["at"]))
        for key, entry in _data("sources").items()
    }


def source(key: str) -> Source | None:
    """A source by its key; None where packs of others name sources of their own."""
    return sources().get(key)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name, the strictest last."""
    return {
        name: Preset(name, entry["about"], tuple(entry["select"]), entry.get("least", {}))
        for name, entry in _data("presets").items()
    }

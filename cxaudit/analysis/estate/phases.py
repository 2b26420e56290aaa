"""The phases of a change: install it, realise it, repeat it, whatever words are used for that."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.infer.lexicon import tokens

# Beginnings of words that tell which part a phase plays; phases in other words play any part.
_INSTALL = (
    "instal", "prepar", "found", "kick", "set-up", "setup", "plan", "vision", "economic", "diagnos",
    "pilot", "design", "train", "mobilis", "mobiliz",
)  # fmt: skip
_REALISE = (
    "realis", "realiz", "implement", "roll-out", "rollout", "roll", "deliver", "execut", "must-win",
    "loops", "go-live", "launch",
)  # fmt: skip
_REPEAT = (
    "repeat", "again", "renew", "sustain", "embed", "anchor", "refresh", "consolidat", "continu",
)  # fmt: skip
_PARTS = ((_REPEAT, 2), (_REALISE, 1), (_INSTALL, 0))
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
FEWEST = 3


def phases_of(written: Any) -> list[tuple[str, str]]:
    """Phases as (name, everything said about it), from a list, a mapping or a text with commas."""
    if written is None:
        return []
    if isinstance(written, str):
        parts = [part.strip() for part in re.split(r"[,;]|\bthen\b|→|->", written)]
        return [(part, part) for part in parts if part]
    if isinstance(written, dict):
        return [(str(name), f"{name} {_flat(said)}") for name, said in written.items()]
    found = []
    for item in written:
        if isinstance(item, dict) and len(item) == 1:
            found += phases_of(item)
        elif isinstance(item, dict):
            named = next((item[key] for key in ("phase", "name", "title") if key in item), None)
            found.append((str(named or next(iter(item.values()))), _flat(item)))
        elif item is not None:
            found.append((str(item), str(item)))
    return found


def _flat(said: Any) -> str:
    if isinstance(said, dict):
        return " ".join(_flat(value) for value in said.values())
    if isinstance(said, list):
        return " ".join(_flat(value) for value in said)
    return "" if said is None else str(said)


def in_order(phases: list[tuple[str, str]]) -> bool | None:
    """Whether there are three phases or more, none of them before one that it builds on, by the
    words of their names and the first dates they give; None where there are no phases."""
    if not phases:
        return None
    parts = [part for name, _ in phases if (part := _part(name)) is not None]
    days = [found[0] for _, said in phases if (found := _DATE.search(said))]
    return len(phases) >= FEWEST and parts == sorted(parts) and days == sorted(days)


def _part(name: str) -> int | None:
    words = tokens(name)
    for beginnings, part in _PARTS:
        if any(word.startswith(beginnings) for word in words):
            return part
    return None

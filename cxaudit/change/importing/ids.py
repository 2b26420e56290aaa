"""Ids that people can read, made of labels, for steps that came with ids made by machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cxaudit.language.process import Step
from cxaudit.language.values import slug

MOST = 40  # characters of an id made of a label
LONGEST_OWN = 200  # of one that is kept as it is
_READABLE = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})+|[a-z]{4,}")
_TAGS = frozenset(["task", "start", "event", "process", "activity", "gateway", "step"])
_RESERVED = frozenset(["end"])


def readable_ids(steps: Mapping[str, Step]) -> dict[str, str]:
    """An id for every step, each once: its own where it is words, else its label as an id."""
    found: dict[str, str] = {}
    taken: set[str] = set(_RESERVED)
    for step_id, step in steps.items():
        own = bool(_READABLE.fullmatch(step_id)) and step_id not in _TAGS
        own = own and len(step_id) <= LONGEST_OWN
        base = step_id if own else _shortened(slug(step.does or step_id))
        found[step_id] = once(base, taken)
    return found


def _shortened(text: str) -> str:
    """An id of bearable length, cut between words."""
    if len(text) <= MOST:
        return text
    cut = text[: MOST + 1].rpartition("-")[0]
    return cut or text[:MOST]


def once(base: str, taken: set[str]) -> str:
    """A name like `base` that is not taken yet, and is from now on."""
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found.lower())
    return found


def file_names(wanted: Iterable[str]) -> list[str]:
    """Names of files without ending, one for each id of a map, each once in any letter case."""
    taken = {"organisation", "organization", "cxaudit"}
    return [once(slug(one), taken) for one in wanted]

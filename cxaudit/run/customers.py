"""Whether the party that `--customer` names is in any of the BPMN files at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cxaudit.bpmn.people import people_in
from cxaudit.language.problems import suggestion
from cxaudit.language.values import name

MOST_NAMED = 8


def unknown_customer(customer: str, files: Mapping[Path, bytes]) -> str:
    """What is wrong with a given customer: a sentence with the nearest name, or with those that there
    are. Empty where some file has it, and where no file could tell: none is BPMN and readable."""
    known: dict[str, str] = {}
    read = False
    for path, data in files.items():
        if path.suffix.lower() != ".bpmn" and data.lstrip()[:1] != b"<":
            continue
        found = people_in(data)
        read = read or found is not None
        for who in found or ():
            known.setdefault(name(who), who)
    if not read or name(customer) in known:
        return ""
    says = f"no pool, lane or performer of the BPMN files is called {customer!r}"
    near = suggestion(customer, known.values())
    if near or not known:
        return says + near
    names = ", ".join(map(repr, list(known.values())[:MOST_NAMED]))
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return f"{says}; there are {names}{more}"

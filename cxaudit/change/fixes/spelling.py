"""Fixes for words that nothing answers to: an unknown key, a name, a file's first key."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel

from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix, Splice
from cxaudit.change.fixes.frames import bones_but
from cxaudit.change.fixes.source import Place, remove
from cxaudit.change.fixes.words import is_slip
from cxaudit.change.layout.same import Sayings
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.tree import Entry, Leaf
from cxaudit.language.forms import STEP_KEYS
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import LEADING_KEYS
from cxaudit.language.scenario import Scenario
from cxaudit.language.values import name
from cxaudit.rules.finding import Finding

_NAMED_TWICE = {"does": "name", "name": "does"}
_NAMES = ("roles", "parties", "units", "measures", "feedback", "promises", "routines")


def spelling_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for what ST001 and ST002 tell of a file."""
    for finding in case.of("ST001", "ST002"):
        problem = case.problem_of(finding)
        if problem is None or case.source is None:
            continue
        if problem.kind in ("unknown-key", "leading-key"):
            yield from _key(case, finding, problem)
        elif problem.kind == "duplicate-key":
            yield from _twice(case, finding, problem)
        elif problem.family == "reference" and problem.nearest:
            yield from _name(case, finding, problem)


def _key(case: Case, finding: Finding, problem: Problem) -> Iterator[Fix]:
    """The nearest key, where it does not stand there already."""
    assert case.source is not None
    place = case.source.keys.get(case.source.offset(problem.span))
    near = problem.nearest
    if place is None or place.entry.key is None or not near or place.entry.key.anchor:
        return
    taken = {e.key.value for e in place.holder.entries if e.key is not None}
    if near in taken or _NAMED_TWICE.get(near) in taken:
        return
    known = LEADING_KEYS if problem.kind == "leading-key" else _known_keys(problem.path)
    slip = is_slip(problem.found, near, known)
    if slip is None:
        return
    splices = _respelled(place.entry.key, problem.found, near, place.holder.flow)
    says = f"write `{near}` for `{problem.found}`"
    yield from case.fix(finding, says, splices, bones_but(""), slip)


def _known_keys(path: str) -> Iterable[str]:
    """Keys that may stand at a path: a step's inside a step, else every key of the language."""
    parts = path.split("/")
    return STEP_KEYS if parts[0] == "steps" and len(parts) == 3 else _all_keys()


@cache
def _all_keys() -> frozenset[str]:
    seen: set[type[BaseModel]] = set()
    found: set[str] = set()

    def visit(annotation: object) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation in seen:
                return
            seen.add(annotation)
            for field, spec in annotation.model_fields.items():
                found.add(spec.alias or field.rstrip("_").replace("_", "-"))
                visit(spec.annotation)
        for part in typing.get_args(annotation):
            visit(part)

    for model in (Process, Organisation, Scenario):
        visit(model)
    return frozenset(found)


def _twice(case: Case, finding: Finding, problem: Problem) -> Iterator[Fix]:
    """An entry that stands twice, both times the same, once."""
    assert case.source is not None
    place = case.source.keys.get(case.source.offset(problem.span))
    if place is None:
        return
    first = case.source.entry(place.holder, problem.found)
    if first is None or first is place.entry or _said(first) != _said(place.entry):
        return
    says = f"remove the second `{problem.found}`, which says what the first one says"
    yield from case.fix(finding, says, remove(case.source, place), bones_but(""), True)


def _said(entry: Entry) -> list[tuple[str, str]] | None:
    """What the value of an entry says; None where it has an anchor that others may use."""
    sayings = Sayings()
    sayings.entry(entry, "")
    return None if any(kind == "anchor" for kind, _ in sayings.data) else sayings.data


def _name(case: Case, finding: Finding, problem: Problem) -> Iterator[Fix]:
    """The nearest name, at every place of the value that the finding is about."""
    assert case.source is not None
    place = case.source.at(problem.span)
    slip = is_slip(problem.found, problem.nearest, _known_names(case, problem))
    if place is None or slip is None:
        return
    key = next(part for part in reversed(problem.path.split("/")) if not part.isdigit())
    splices: list[Splice] = []
    on_key = place.entry.key is not None and place.entry.key.offset == case.source.offset(
        problem.span
    )
    if on_key and place.entry.key is not None and name(place.entry.key.value) == problem.found:
        flow = place.holder.flow
        splices = _respelled(place.entry.key, place.entry.key.value, problem.nearest, flow)
    else:
        for leaf, flow in _leaves(place):
            splices += _respelled(leaf, problem.found, problem.nearest, flow)
    says = f"write `{problem.nearest}` for `{problem.found}`"
    yield from case.fix(finding, says, splices, bones_but(key), slip)


def _leaves(place: Place) -> Iterator[tuple[Leaf, bool]]:
    """The scalars of a value, each with whether it stands in brackets."""
    value = place.entry.value
    if isinstance(value, Leaf):
        yield value, place.holder.flow
    else:
        for number, entry in enumerate(value.entries):
            yield from _leaves(Place(entry, value, number, place))


def _respelled(leaf: Leaf, word: str, meant: str, flow: bool) -> list[Splice]:
    """Splices that put one word for another in a scalar: where it is the whole of it, or the party
    before `via`."""
    if leaf.style not in ("", "'", '"') or leaf.raw.count("\n"):
        return []
    whole, party = leaf.value.strip(), leaf.value.partition(" via ")[0].strip()
    start = leaf.offset
    if word in (whole, name(whole)):
        plain = not leaf.style or not set(meant).isdisjoint("'\"\\")
        text = written(meant, flow) if plain else leaf.raw[0] + meant + leaf.raw[0]
        return [Splice(start, start + len(leaf.raw), text)]
    if party and party != whole and word in (party, name(party)) and party in leaf.raw:
        start += leaf.raw.index(party)
        return [Splice(start, start + len(party), meant)]
    return []


def _known_names(case: Case, problem: Problem) -> set[str]:
    """Every name that could have been meant."""
    process = case.process if case.process is not None else case.model
    if problem.kind in ("unknown-step", "unknown-request") and isinstance(process, Process):
        return set(process.steps if problem.kind == "unknown-step" else process.requests)
    found: set[str] = set()
    for model in (process, case.organisation):
        for part in _NAMES:
            found |= set(getattr(model, part, None) or ())
        for unit in (getattr(model, "units", None) or {}).values():
            found |= {*unit.roles, *([unit.head] if unit.head else [])}
    if isinstance(process, Process):
        found |= {c.party for step in process.steps.values() for c in step.with_}
        found |= set(process.customers)
    return found - {problem.found}

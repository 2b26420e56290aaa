"""Those to whom a page can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.report.concerns import mark, of_finding, of_map, of_steps
from cxaudit.report.house import House
from cxaudit.report.sheets.model import KINDS, Audience
from cxaudit.report.sheets.readers import audiences


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a page can be narrowed to; `answers` are the marks that concern them."""

    mark: str
    kind: str
    title: str
    answers: tuple[str, ...]


def readers(houses: Sequence[House]) -> tuple[Reader, ...]:
    """Everybody a page can be narrowed to and has something to say to, by kind; who is named in two
    organisations is there once."""
    told = {m for house in houses for m in _told(house)}
    found: dict[str, Reader] = {}
    for house in houses:
        for one in audiences([house]):
            own = mark(one.kind, one.id)
            answers = tuple(dict.fromkeys(filter(None, (own, *_answers(house, one)))))
            if own and own not in found and told & set(answers):
                found[own] = Reader(own, one.kind, one.title, answers)
    return tuple(sorted(found.values(), key=lambda reader: KINDS.index(reader.kind)))


def _told(house: House) -> set[str]:
    """The marks of all whom some step, finding or map of an organisation concerns."""
    found = {m for f in house.findings for m in of_finding(f, None, {})}
    for context in house.maps:
        steps = of_steps(context)
        found |= {m for marks in steps.values() for m in marks} | set(of_map(context))
        found |= {m for f in context.findings for m in of_finding(f, context, steps)}
    return found


def _answers(house: House, one: Audience) -> list[str]:
    """To what marks somebody answers beside their own: a department to its roles, a leader to their
    whole line, an owner to their role."""
    if one.kind == "unit":
        return [mark("role", r) for u in house.units if u.id == one.id for r in u.roles]
    if one.kind == "owner":
        return [mark("role", one.id)]
    if one.kind != "leader":
        return []
    line = {one.id}
    while below := {r.id for r in house.roles if r.reports_to in line} - line:
        line |= below
    roles = [r.id for r in house.roles if r.id in line] or [one.id]
    units = [u.id for u in house.units if u.head in line]
    return [*(mark("role", r) for r in roles), *(mark("unit", u) for u in units)]

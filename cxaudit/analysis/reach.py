"""How far an owner reaches: whose steps lie outside the reporting line, and who sponsors them."""

from __future__ import annotations

from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.language.values import name

TOP_LEVELS = 2  # the leaders of an organisation: the top, and those who report to it


def role_of(world: World, who: str) -> str:
    """The role of somebody who may be named as a person: the one they hold."""
    if who in world.roles or who in world.units:
        return who
    held = (role for role, spec in world.roles.items() if spec.holder and name(spec.holder) == who)
    return next(held, who)


def placed(world: World, who: str) -> bool:
    """Whether the files say where somebody stands: in which unit, above or below whom."""
    if world.unit_of(who) is not None or world.boss_of(who) or world.level_of(who) == 1:
        return True
    return any(world.boss_of(role) == who for role in world.roles)


def stands_over(world: World, who: str, work: Work) -> bool:
    """Whether a step is done in somebody's own unit, by somebody who reports to them, or in a unit
    whose head does; the top stands over everything."""
    if work.unit is None or work.performer is None:
        return False
    head = world.units[work.unit].head if work.unit in world.units else None
    line = [*([head, *world.line_of(head)] if head else []), *world.line_of(work.performer)]
    return world.unit_of(who) == work.unit or who in line or world.level_of(who) == 1


def _outside(world: World, owner: str, work: Work) -> bool:
    """Whether a step is done outside the owner's reporting line. Not where nobody is named above
    those who do it, nor where the line above them breaks off below the owner's level."""
    head = world.units[work.unit].head if work.unit in world.units else None
    first = head or world.boss_of(work.performer or "")
    if work.unit is None or first is None or stands_over(world, owner, work):
        return False
    mine, top = world.level_of(owner), world.level_of([first, *world.line_of(first)][-1])
    return mine is None or top is None or top <= mine


def beyond_reach(world: World, works: list[Work], owner: str) -> list[int] | None:
    """Steps done in units outside the owner's reporting line; None where no file places the owner."""
    owner = role_of(world, owner)
    if not placed(world, owner):
        return None
    found: dict[tuple[str | None, str | None], bool] = {}
    for work in works:
        key = (work.unit, work.performer)
        if key not in found:
            found[key] = _outside(world, owner, work)
    return [work.index for work in works if found[work.unit, work.performer]]


def unsponsored(world: World, works: list[Work], steps: list[int]) -> list[int]:
    """Of some steps those in units where no sponsor sits: nobody who sponsors a change of the
    organisation or leads the process stands over them."""
    changes = world.organisation.changes.values() if world.organisation is not None else ()
    named = {who for change in changes for who in change.sponsors} | set(world.process.leader)
    sponsors = {role_of(world, who) for who in named}
    found: dict[tuple[str | None, str | None], bool] = {}
    for step in steps:
        work = works[step]
        key = (work.unit, work.performer)
        if key not in found:
            found[key] = any(stands_over(world, who, work) for who in sponsors)
    return [step for step in steps if not found[works[step].unit, works[step].performer]]


def leader_in_line(world: World, owner: str) -> bool | None:
    """Whether a role of the two top levels is the owner, leads the process or stands above the
    owner; None where no file describes the owner, or a level that decides it is unknown."""
    owner = role_of(world, owner)
    head = world.units[owner].head if owner in world.units else None
    if owner not in world.roles and world.unit_of(owner) is None:
        return None
    first = head or owner
    leaders = [role_of(world, who) for who in world.process.leader]
    levels = [world.level_of(who) for who in (first, *world.line_of(first), *leaders)]
    if any(level is not None and level <= TOP_LEVELS for level in levels):
        return True
    return None if None in levels else False

"""Who stands for a change: the line from a group up to the top sponsor, and advocates elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cxaudit.analysis.world import World


def line_above(world: World, group: str) -> list[str]:
    """The reporting line above a group, the nearest superior first; a unit's begins with its head."""
    unit = world.units.get(group)
    if unit is not None and unit.head:
        return [unit.head, *world.line_of(unit.head)]
    return world.line_of(group)


def spine(world: World, group: str, sponsors: Collection[str]) -> list[str]:
    """A group and its reporting line up to the highest sponsor on it (all of it where none is)."""
    line = [group, *line_above(world, group)]
    tops = [index for index, who in enumerate(line) if who in sponsors]
    return line[: tops[-1] + 1] if tops else line


def gaps(line: list[str], sponsors: Collection[str]) -> list[str]:
    """The levels of a line without a sponsor. The group itself, which stands first, is whom the
    sponsors stand by; where nobody stands above it, no level is known."""
    return [level for level in line[1:] if level not in sponsors]


def units_without_advocate(
    world: World, groups: Iterable[str], sponsors: Iterable[str], advocates: Iterable[str]
) -> list[str]:
    """Units of the groups that no sponsor belongs to, where no advocate belongs to any of them.

    One advocate in one of these units is enough. Where sponsors and groups belong to one unit
    together, or to none, there is no other unit to speak in.
    """
    led = {unit for sponsor in sponsors if (unit := world.unit_of(sponsor))}
    affected = [unit for group in groups if (unit := world.unit_of(group))]
    others = [unit for unit in affected if unit not in led]
    heard = {world.unit_of(advocate) for advocate in advocates}
    if len(led | set(affected)) < 2 or heard & set(others):
        return []
    return list(dict.fromkeys(others))

"""Who is named in a file: its pools and lanes, and those who do its tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxaudit.bpmn.elements import File, Plan, read_file
from cxaudit.bpmn.owners import Owners
from cxaudit.bpmn.performers import Performers
from cxaudit.bpmn.shapes import boxes
from cxaudit.bpmn.xml import parse
from cxaudit.language.problems import Problem


def owners_of(file: File, plans: Iterable[Plan]) -> dict[Plan, Owners]:
    """What is known of the performers of some processes of a file."""
    shapes, performers = boxes(file.tree), Performers.of(file.tree)
    found: dict[Plan, Owners] = {}
    for plan in plans:
        pool = file.holders.get(plan)
        found[plan] = Owners(plan, pool.name if pool is not None else "", shapes, performers)
    return found


def somebodies(file: File, owners: Mapping[Plan, Owners]) -> list[str]:
    """The names of a file's pools, lanes and performers, each once, in this order."""
    names = [pool.name for pool in file.pools]
    names += [lane.name for plan in file.plans for lane in plan.lanes]
    names += [who for known in owners.values() for who in known.everybody()]
    return [one for one in dict.fromkeys(names) if one]


def people_in(data: bytes) -> list[str] | None:
    """The names of pools, lanes and performers in a BPMN file; None where it cannot be read."""
    try:
        tree = parse(data)
        if isinstance(tree, Problem):
            return None
        file = read_file(tree)
        return somebodies(file, owners_of(file, [plan for plan in file.plans if plan.nodes]))
    except Exception:  # the reader tells what is wrong with it
        return None

"""Who does a node: its lane, its performer attributes, the picture, the pool, or a system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import SYSTEM_TASKS, Lane, Node, Plan
from cxaudit.bpmn.export.phrases import NOBODY_NAMED
from cxaudit.bpmn.performers import Performers
from cxaudit.bpmn.shapes import MOST_LOOKS, Box, lane_around
from cxaudit.infer.lexicon import headed_by, headed_by_ending
from cxaudit.language.values import name

SYSTEM = "system"
_NUMBER = re.compile(r"(?:\W+v)?\W*\d[\d.]*$", re.IGNORECASE)  # "Process 1", "Process v2"


@dataclass(frozen=True, slots=True)
class Owner:
    """A performer and how sure it is; an empty `basis` is declared. `source` says what tells: a
    lane, an attribute, the shape (where it is drawn), the pool, the kind of task."""

    name: str
    basis: str = ""
    source: str = ""


@dataclass(slots=True)
class Owners:
    """Answers who does the nodes of one process."""

    plan: Plan
    pool: str
    shapes: dict[str, Box]
    performers: Performers = field(default_factory=Performers)
    _lane_of: dict[str, Lane] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for lane in self.plan.lanes:
            for raw in lane.members:
                known = self._lane_of.get(raw)
                if known is None or _inside(lane, known):
                    self._lane_of[raw] = lane

    def lane_of(self, node: Node) -> Lane | None:
        """The innermost lane that lists a node, or the sub-process around it."""
        current: Node | None = node
        while current is not None:
            lane = self._lane_of.get(current.raw)
            if lane is not None:
                return lane
            current = self.plan.nodes.get(current.parent)
        return None

    def of(self, node: Node) -> Owner | None:
        """The performer of a node, or None where nobody is named."""
        lane = named(self.lane_of(node))
        if lane is not None:
            return Owner(lane.name, "", "lane")
        person = self.performers.name_of(node)
        if person:
            return Owner(person, "", "attribute")
        drawn = self._drawn(node)
        if drawn is not None:
            return Owner(drawn.name, "inferred-high", "shape")
        if self.pool and not names_work(self.pool):
            return Owner(self.pool, "inferred-medium", "pool")
        if node.tag in SYSTEM_TASKS:
            return Owner(SYSTEM, "inferred-high", "kind of task")
        return None

    def others(self, node: Node) -> list[str]:
        """Who else is named for a node, beside the one who counts as its performer."""
        names = self.performers.names_of(node)
        owner = self.of(node) if names else None
        return [one for one in names if owner is None or name(one) != name(owner.name)]

    def everybody(self) -> list[str]:
        """The performers of all nodes."""
        owners = (self.of(node) for node in self.plan.nodes.values())
        return list(dict.fromkeys(owner.name for owner in owners if owner is not None))

    def _drawn(self, node: Node) -> Lane | None:
        lanes, nodes = len(self.plan.lanes), len(self.plan.nodes)
        if not lanes or lanes * nodes > MOST_LOOKS or self.lane_of(node) is not None:
            return None
        return named(lane_around(node, self.plan.lanes, self.shapes))


def names_work(pool: str) -> bool:
    """Whether the name of a pool is that of the work in it ("Account opening (engine)"), rather than
    of somebody who does it: by its head noun."""
    bare = re.sub(r"\(.*?\)", " ", pool).replace("_", " ").strip()
    bare = _NUMBER.sub("", bare) or bare or pool
    return headed_by(bare, "works") or headed_by_ending(bare, "work-endings")


def _inside(lane: Lane, other: Lane) -> bool:
    above = lane.above
    while above is not None:
        if above is other:
            return True
        above = above.above
    return False


def named(lane: Lane | None) -> Lane | None:
    """The lane itself or the nearest around it that has a name; an unnamed lane is nobody."""
    while lane is not None and (not lane.name or lane.name in NOBODY_NAMED):
        lane = lane.above
    return lane

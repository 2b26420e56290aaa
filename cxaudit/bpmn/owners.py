"""Who does a node: its lane, its performer attributes, the picture, the pool, or a system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import SYSTEM_TASKS, Lane, Node, Plan, clean, written
from cxaudit.bpmn.shapes import MOST_LOOKS, Box, lane_around
from cxaudit.bpmn.xml import local

SYSTEM = "system"
_FORMULA = re.compile(r"[$#]\{|^=|[{}()<>]")
_PEOPLE = ("assignee", "candidateGroups", "candidateUsers", "owner")
_ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")


@dataclass(frozen=True, slots=True)
class Owner:
    """A performer and how sure it is; an empty `basis` is declared."""

    name: str
    basis: str = ""


@dataclass(slots=True)
class Owners:
    """Answers who does the nodes of one process."""

    plan: Plan
    pool: str
    shapes: dict[str, Box]
    resources: dict[str, str] = field(default_factory=dict)
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
            return Owner(lane.name)
        person = self._performer(node)
        if person:
            return Owner(person)
        drawn = self._drawn(node)
        if drawn is not None:
            return Owner(drawn.name, "inferred-high")
        if self.pool:
            return Owner(self.pool, "inferred-medium")
        if node.tag in SYSTEM_TASKS:
            return Owner(SYSTEM, "inferred-high")
        return None

    def _drawn(self, node: Node) -> Lane | None:
        lanes, nodes = len(self.plan.lanes), len(self.plan.nodes)
        if not lanes or lanes * nodes > MOST_LOOKS or self.lane_of(node) is not None:
            return None
        return named(lane_around(node, self.plan.lanes, self.shapes))

    def _performer(self, node: Node) -> str:
        """The first person or group that vendor attributes or resource roles name."""
        for key, value in node.element.attrib.items():
            if isinstance(key, str) and key.startswith("{") and _local(key) in _PEOPLE:
                found = _first(str(value))
                if found:
                    return found
        for child in node.element:
            if local(child) in _ROLES:
                found = self._role(child)
                if found:
                    return found
            elif local(child) == "extensionElements":
                for extension in child.iter():
                    if local(extension) != "assignmentDefinition":
                        continue
                    for key in _PEOPLE:
                        found = _first(str(extension.get(key) or ""))
                        if found:
                            return found
        return ""

    def _role(self, element: object) -> str:
        for inner in element.iter():  # type: ignore[attr-defined]
            if local(inner) == "resourceRef":
                reference = written(inner)
                return self.resources.get(reference.rpartition(":")[2], "")
            if local(inner) in ("formalExpression", "expression"):
                return _first(written(inner))
        return _first(str(element.get("name") or ""))  # type: ignore[attr-defined]


def _local(key: str) -> str:
    return key.rpartition("}")[2]


def _inside(lane: Lane, other: Lane) -> bool:
    above = lane.above
    while above is not None:
        if above is other:
            return True
        above = above.above
    return False


def named(lane: Lane | None) -> Lane | None:
    """The lane itself or the nearest around it that has a name; an unnamed lane is nobody."""
    while lane is not None and not lane.name:
        lane = lane.above
    return lane


def _first(text: str) -> str:
    """The first of some names; formulas that only an engine can work out name nobody."""
    bare = clean(text)
    wrapped = re.fullmatch(r"(?:user|group)\(([^()]+)\)", bare)
    if wrapped:
        bare = wrapped[1]
    if not bare or _FORMULA.search(bare):
        return ""
    return bare.split(",")[0].strip().strip("\"'")

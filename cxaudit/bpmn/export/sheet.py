"""What a BPMN diagram holds before it has a place on paper: pools, lanes, nodes, flows, messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Said:
    """The map's own words about a step: its id, its place in the file, what it says, as whom it is
    drawn. The mark that makes a node a step of the map again when the file is read."""

    step: str
    order: int
    keys: dict[str, Any] = field(default_factory=dict)
    drawn_by: str = ""
    drawn: str = ""


@dataclass(slots=True, eq=False)
class Node:
    """A task, event or gateway. `tag` is the name of its element, `event` the kind of its event
    definition; `host` is the activity that a boundary event stands on, `called` the process of a
    call activity, `default` the flow that is taken where no other is. `part` is the step that
    it belongs to where it is no step itself, `collapsed` hides the inside of a sub-process,
    `guards` counts the events on its border."""

    id: str
    tag: str
    name: str = ""
    lane: str = ""
    pool: str = ""
    event: str = ""
    timer: str = ""
    host: str = ""
    called: str = ""
    default: str = ""
    condition: str = ""
    note: str = ""
    collapsed: bool = False
    guards: int = 0
    said: Said | None = None
    part: str = ""

    @property
    def is_gateway(self) -> bool:
        """Whether it is a diamond."""
        return self.tag.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        """Whether it is a circle."""
        return self.tag.lower().endswith("event")


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow. `weight` is how much of the work goes this way, to keep the main road
    straight."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    weight: float = 1.0


@dataclass(slots=True, eq=False)
class Lane:
    """A lane of a pool; one without a name is nobody's. `above` is the lane around it; only lanes
    with none inside hold nodes."""

    id: str
    name: str
    pool: str
    above: str = ""


@dataclass(slots=True, eq=False)
class Pool:
    """A participant. Without a `process` it is a black box, drawn above the processes or `below`."""

    id: str
    name: str
    process: str = ""
    process_name: str = ""
    below: bool = False
    said: dict[str, Any] | None = None
    map_id: str = ""
    drawn: str = ""
    note: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """A message flow between nodes or pools."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass(slots=True, eq=False)
class Sheet:
    """A whole diagram. Nodes and lanes stand in the order in which they are written and drawn."""

    pools: dict[str, Pool] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)

    def outs(self) -> dict[str, list[Flow]]:
        """The flows out of each node."""
        found: dict[str, list[Flow]] = {key: [] for key in self.nodes}
        for flow in self.flows.values():
            found[flow.source].append(flow)
        return found

    def ins(self) -> dict[str, list[Flow]]:
        """The flows into each node."""
        found: dict[str, list[Flow]] = {key: [] for key in self.nodes}
        for flow in self.flows.values():
            found[flow.target].append(flow)
        return found

    def hosted(self, activity: str) -> list[str]:
        """The events on the border of an activity."""
        return [node.id for node in self.nodes.values() if node.host == activity]

    def bands(self, pool: str) -> list[str]:
        """The lanes of a pool that hold nodes, from top to bottom; an empty one for the nodes of a
        pool that lie in none."""
        around = {lane.above for lane in self.lanes.values()}
        own = [k for k, lane in self.lanes.items() if lane.pool == pool and k not in around]
        loose = any(node.pool == pool and not node.lane for node in self.nodes.values())
        return [*own, ""] if loose or not own else own

    def depth(self, lane: str) -> int:
        """How many lanes lie around one."""
        above = self.lanes[lane].above
        return 1 + self.depth(above) if above else 0

    def lane_members(self, lane: str) -> list[str]:
        """The nodes of a lane; boundary events lie in the lane of their host."""
        return [node.id for node in self.nodes.values() if node.lane == lane]

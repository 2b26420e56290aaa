"""A map as the nodes and flows of BPMN: tasks, gateways behind decisions, events, boundary events."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.bpmn.export import kinds
from cxaudit.bpmn.export.names import Ids, readable
from cxaudit.bpmn.export.phrases import Phrases, phrases
from cxaudit.bpmn.export.sheet import Flow, Node, Pool, Said, Sheet
from cxaudit.bpmn.export.story import OUT, Closing, Road, Stop, Story
from cxaudit.bpmn.export.wording import (
    agreed_name,
    aside_name,
    condition_of,
    fork_name,
    percent,
    road_name,
)

_LIKELY, _RARE = 1.0, 0.01


@dataclass(slots=True)
class Draft:
    """A sheet while it is filled: the node at which each step is entered, by index; the steps that
    flows come from, by flow id, so that joins know their branches."""

    story: Story
    sheet: Sheet = field(default_factory=Sheet)
    ids: Ids = field(default_factory=Ids)
    entry: list[str] = field(default_factory=list)
    came_from: dict[str, int] = field(default_factory=dict)
    branch_of: dict[str, int] = field(default_factory=dict)
    pool: str = ""

    @property
    def say(self) -> Phrases:
        """The words for what the map does not say itself."""
        return phrases(self.story.language)

    def node(self, wish: str, tag: str, name: str = "", part: str = "", event: str = "") -> Node:
        """A new node of the pool."""
        node = Node(self.ids.fresh(wish), tag, readable(name), pool=self.pool, part=part)
        node.event = event
        self.sheet.nodes[node.id] = node
        return node

    def flow(self, source: str, target: str, name: str = "", weight: float = _LIKELY) -> Flow:
        """A new flow between two nodes."""
        flow_id = self.ids.fresh(f"Flow_{source}_{target}")
        flow = Flow(flow_id, source, target, readable(name), "", weight)
        self.sheet.flows[flow.id] = flow
        return flow


def compose(story: Story) -> Draft:
    """All nodes and flows of a map; joins and merges, lanes and messages come behind."""
    draft = Draft(story)
    process = draft.ids.fresh(story.map_id)
    for stop in story.stops:  # steps have first choice of their own names
        draft.entry.append(draft.ids.fresh(stop.id))
    draft.pool = draft.ids.fresh(f"Pool_{process}")
    draft.sheet.pools[draft.pool] = Pool(
        draft.pool,
        readable(story.house or story.title),
        process,
        readable(story.title),
        said=story.keys,
        map_id=story.map_id,
        note=readable(story.note),
    )
    order = 0
    for index, stop in enumerate(story.stops):
        node = Node(draft.entry[index], kinds.tag_of(stop), readable(stop.label), pool=draft.pool)
        if stop.keys is not None:
            node.said = Said(stop.id, order, stop.keys, stop.title)
            order += 1
        else:
            node.part = stop.recovers
        _particulars(node, stop)
        draft.sheet.nodes[node.id] = node
    _starts(draft)
    for index in range(len(story.stops)):
        _leave(draft, index)
    return draft


def _particulars(node: Node, stop: Stop) -> None:
    node.note = readable(stop.note)
    if node.tag == "callActivity":
        node.called = stop.called
    elif node.tag == "intermediateCatchEvent":
        node.event, node.timer = "timer", stop.wait
    elif node.tag == "endEvent":
        node.name = readable(stop.roads[0].outcome if stop.roads else "") or "done"


def _starts(draft: Draft) -> None:
    """The start event; where request types begin at different steps, a gateway tells them apart."""
    starts = draft.story.starts
    part = draft.story.stops[starts[0][1]].id
    start = draft.node("Start", "startEvent", part=part)
    if len(starts) == 1:
        who = readable(starts[0][0])
        start.name = draft.say.asks.format(who) if who else draft.say.request
        draft.flow(start.id, draft.entry[starts[0][1]])
        return
    start.name = draft.say.request
    fork = draft.node("Gateway_start", "exclusiveGateway", draft.say.which_request, part=part)
    draft.flow(start.id, fork.id)
    for title, target in starts:
        draft.flow(fork.id, draft.entry[target], title)


def _leave(draft: Draft, index: int) -> None:
    """The ways on from one step."""
    stop, source = draft.story.stops[index], draft.entry[index]
    node = draft.sheet.nodes[source]
    if node.tag == "endEvent":
        if _ends_all(draft, index, stop.roads[0] if stop.roads else None):
            node.event = "terminate"
        return
    for road in stop.roads:
        if road.kind in ("late", "wrong"):
            _aside(draft, index, road)
    onward = [road for road in stop.roads if road.kind in ("next", "else")]
    block = [road for road in onward if road.branch]
    single = [road for road in onward if not road.branch]
    at = source
    if node.is_gateway:
        _choose(draft, index, at, single)
        return
    if len(single) + bool(block) > 1:
        fork = draft.node(
            f"Gateway_{source}", "exclusiveGateway", fork_name(stop, draft.say), part=stop.id
        )
        draft.flow(at, fork.id)
        at = fork.id
        if block:
            split = _split(draft, index, block)
            agreed = draft.flow(at, split.id, agreed_name(stop, draft.say))
            draft.sheet.nodes[at].default = agreed.id
        _choose(draft, index, at, single)
    elif block:
        draft.flow(at, _split(draft, index, block).id)
    elif single:
        _go(draft, index, at, single[0])


def _choose(draft: Draft, index: int, gateway: str, roads: list[Road]) -> None:
    """The labelled branches of an exclusive gateway, with its default and conditions."""
    stop = draft.story.stops[index]
    node = draft.sheet.nodes[gateway]
    flows = []
    for road in roads:
        flow = _go(draft, index, gateway, road, road_name(stop, road, roads, draft.say))
        flows.append((road, flow))
    default = node.default or _default(flows)
    node.default = default
    if default or any(road.when for road in roads):
        for road, flow in flows:
            if flow.id != default:
                flow.condition = condition_of(road, flow.name, draft.say)


def _default(flows: list[tuple[Road, Flow]]) -> str:
    """The flow that is taken where no other is: `otherwise`, the agreed way beside an `else`, or the
    one branch without a condition beside branches with one."""
    named = [f for road, f in flows if road.label.strip().lower() in ("otherwise", "else")]
    agreed = [f for road, f in flows if road.kind == "next"]
    refused = any(road.kind == "else" for road, _ in flows)
    open_ = [f for road, f in flows if not road.when]
    if len(named) == 1 and flows[-1][0].kind == "next":
        return named[0].id
    if refused and len(agreed) == 1:
        return agreed[0].id
    if len(open_) == 1 and len(flows) > 1:
        return open_[0].id
    return ""


def _split(draft: Draft, index: int, block: list[Road]) -> Node:
    """The gateway at which a block opens, with its branches."""
    stop, source = draft.story.stops[index], draft.entry[index]
    some = stop.split == "some"
    tag = "inclusiveGateway" if some else "parallelGateway"
    fork = draft.node(
        f"Fork_{source}", tag, fork_name(stop, draft.say) if some else "", part=stop.id
    )
    for road in block:
        name = ""
        if some:
            label = road.label or _aim(draft, road)
            name = f"{label} {percent(road.share)}".strip()
        flow = _go(draft, index, fork.id, road, name)
        if some:
            flow.condition = condition_of(road, name, draft.say)
        draft.branch_of[flow.id] = road.target
    return fork


def _aim(draft: Draft, road: Road) -> str:
    return road.outcome if road.target == OUT else draft.story.stops[road.target].label


def _go(draft: Draft, index: int, source: str, road: Road, name: str = "") -> Flow:
    """A flow along a road: to the step it leads to, or to an end event of its own."""
    weight = road.share if road.share is not None else (_LIKELY if road.kind == "next" else _RARE)
    target = _end(draft, index, road).id if road.target == OUT else draft.entry[road.target]
    flow = draft.flow(source, target, name, weight)
    draft.came_from[flow.id] = index
    return flow


def _end(draft: Draft, index: int, road: Road) -> Node:
    stop = draft.story.stops[index]
    wish = f"End_{draft.entry[index]}"
    end = draft.node(wish, "endEvent", road.outcome or "done", part=stop.recovers or stop.id)
    if _ends_all(draft, index, road):
        end.event = "terminate"
    return end


def _ends_all(draft: Draft, index: int, road: Road | None) -> bool:
    """Whether an end stops what runs beside it: a bad end inside a block."""
    if road is None or road.good:
        return False
    return any(index in closing.steps for closing in draft.story.closings)


def _aside(draft: Draft, index: int, road: Road) -> None:
    """A timeout or what to do when it goes wrong: an event on the border of the step."""
    stop, source = draft.story.stops[index], draft.entry[index]
    late = road.kind == "late"
    name = aside_name(road, draft.say)
    event = draft.node(
        f"{'Late' if late else 'Wrong'}_{source}",
        "boundaryEvent",
        name,
        part=stop.id,
        event="timer" if late and road.after else "conditional" if late else "error",
    )
    event.host, event.timer = source, road.after
    event.condition = name if event.event == "conditional" else ""
    flow = _go(draft, index, event.id, road)
    flow.weight = _RARE


def inner_first(closings: list[Closing]) -> list[Closing]:
    """Blocks, those inside others before these."""
    return sorted(closings, key=lambda closing: (len(closing.steps), -closing.split))

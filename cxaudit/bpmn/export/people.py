"""Who works in which lane, which parties stand around the process, what passes between."""

from __future__ import annotations

from cxaudit.bpmn.export.compose import Draft
from cxaudit.bpmn.export.kinds import directions
from cxaudit.bpmn.export.names import readable
from cxaudit.bpmn.export.sheet import Lane, Message, Node, Pool
from cxaudit.bpmn.export.story import Met, Stop

_FIRST = {"party": 0, "system": 2}


def people(draft: Draft) -> None:
    """Give every node a lane, the parties their pools, the touch-points their messages."""
    _lanes(draft)
    _parties(draft)


def people_name(title: str) -> str:
    """A name at the head of a lane or pool."""
    text = readable(title)
    return text[:1].upper() + text[1:]


def _lanes(draft: Draft) -> None:
    """A lane for each performer: parties on top, systems at the bottom, the others as they first
    appear. Where nobody is named there are no lanes."""
    stops, sheet = draft.story.stops, draft.sheet
    titles: dict[str, tuple[str, str]] = {}
    for stop in stops:
        if _works(stop):
            titles.setdefault(stop.performer, (stop.title, stop.performer_kind))
    if not any(titles):
        return
    order = sorted(titles, key=lambda who: _FIRST.get(titles[who][1], 1))
    lanes = {}
    for who in order:
        name = people_name(titles[who][0]) if who else draft.say.nobody
        lanes[who] = Lane(draft.ids.fresh(f"Lane_{who or 'nobody'}"), name, draft.pool)
    sheet.lanes = {lane.id: lane for lane in lanes.values()}
    for index, stop in enumerate(stops):
        if _works(stop):
            sheet.nodes[draft.entry[index]].lane = lanes[stop.performer].id
    _spread(draft)


def _works(stop: Stop) -> bool:
    """Whether somebody, named or not, does something in a step."""
    return bool(stop.performer) or not (stop.idle or stop.kind in ("end", "wait"))


def _spread(draft: Draft) -> None:
    """Nodes in which nobody works lie beside their neighbours: a boundary event with its host, a
    gateway behind a step with the step, a start or a merge with what follows it."""
    sheet = draft.sheet
    ins, outs = sheet.ins(), sheet.outs()

    def before(node: Node) -> list[str]:
        return [flow.source for flow in ins[node.id]]

    def after(node: Node) -> list[str]:
        return [flow.target for flow in outs[node.id]]

    waiting = [node for node in sheet.nodes.values() if not node.lane]
    while waiting:
        left = []
        for node in waiting:
            leads = node.id.startswith(("Merge_", "Join_")) or node.tag == "startEvent"
            first, second = (after, before) if leads else (before, after)
            near = [node.host] if node.host else [*first(node), *second(node)]
            node.lane = next((sheet.nodes[n].lane for n in near if sheet.nodes[n].lane), "")
            if not node.lane:
                left.append(node)
        if len(left) == len(waiting):
            for node in left:
                node.lane = next(iter(sheet.lanes))
            return
        waiting = left


def _parties(draft: Draft) -> None:
    """A black box for each party that is met: those who are served above, the others below."""
    sheet = draft.sheet
    pools: dict[str, Pool] = {}
    for index, stop in enumerate(draft.story.stops):
        node = sheet.nodes[draft.entry[index]]
        for met in stop.met:
            if met.by_party or node.is_gateway or node.tag == "endEvent":
                continue
            pool = pools.get(met.party)
            if pool is None:
                pool = Pool(draft.ids.fresh(f"Party_{met.party}"), people_name(met.title))
                pool.below = not met.served
                pools[met.party] = pool
            _messages(draft, node, stop, met, pool)
    above = {pool.id: pool for pool in pools.values() if not pool.below}
    below = {pool.id: pool for pool in pools.values() if pool.below}
    sheet.pools = {**above, **sheet.pools, **below}


def _messages(draft: Draft, node: Node, stop: Stop, met: Met, pool: Pool) -> None:
    inward, outward = directions(stop)
    name = readable(", ".join(met.channels))
    ends = []
    if inward:
        ends.append((pool.id, node.id))
    if outward:
        ends.append((node.id, pool.id))
    for source, target in ends:
        message = Message(draft.ids.fresh(f"Message_{source}_{target}"), source, target, name)
        draft.sheet.messages[message.id] = message

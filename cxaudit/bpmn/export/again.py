"""A BPMN file given back as it came; processes that came without a picture get one."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from cxaudit.bpmn.elements import SUB_PROCESSES, File, Lane, Plan, find
from cxaudit.bpmn.export import sheet as paper
from cxaudit.bpmn.export.layout.place import lay_out
from cxaudit.bpmn.export.names import Ids
from cxaudit.bpmn.export.write import DC, DD, DI, diagram, serialised
from cxaudit.bpmn.written import children
from cxaudit.bpmn.xml import Element

_SHAPE = f"{{{DI}}}BPMNShape"


def again(file: File) -> bytes:
    """The file with everything that it says, in UTF-8; comments and processing instructions apart."""
    root = copy.deepcopy(file.tree.root)
    shown = {str(shape.get("bpmnElement") or "").rpartition(":")[2] for shape in root.iter(_SHAPE)}
    bare = [
        plan for plan in file.plans if plan.nodes and not any(raw in shown for raw in plan.by_raw)
    ]
    if bare and not shown:
        root = _with_namespaces(root)
        ids = Ids(str(element.get("id")) for element in root.iter() if element.get("id"))
        for about, plans in _pictures(file, bare):
            sheet = sheet_of(file, plans)
            drawing = lay_out(sheet)
            for pool in sheet.pools:
                if pool.startswith(_NO_POOL):
                    del drawing.bounds[pool]
            diagram(root, sheet, drawing, about, ids)
    return serialised(root)


def _with_namespaces(root: Element) -> Element:
    """The root with the prefixes of the picture, so that they are declared once."""
    known = dict(root.nsmap.items())
    for prefix, space in (("bpmndi", DI), ("dc", DC), ("di", DD)):
        if space not in known.values() and prefix not in known:
            known[prefix] = space
    found = etree.Element(root.tag, attrib=dict(root.attrib), nsmap=known)
    found.text = root.text
    found.extend(list(root))
    return found


def _pictures(file: File, plans: list[Plan]) -> Iterable[tuple[str, list[Plan]]]:
    """What each diagram shows: the collaboration with all of its pools, or one process."""
    together = [plan for plan in plans if plan in file.holders]
    if together:
        collaboration = next(
            (c for c in children(file.tree.root, "collaboration") if c.get("id")), None
        )
        if collaboration is not None:
            yield str(collaboration.get("id")), together
            plans = [plan for plan in plans if plan not in together]
    for plan in plans:
        if plan.raw:
            yield plan.raw, [plan]


# ---- what a file holds, as a sheet -------------------------------------------------------------

_NO_POOL = "no pool: "


def sheet_of(file: File, plans: list[Plan]) -> paper.Sheet:
    """Processes of a file as they are to be drawn; what lies in a sub-process is not shown."""
    sheet = paper.Sheet()
    together = any(plan in file.holders for plan in plans)
    if together:
        for pool in file.pools:
            held = any(file.holders.get(plan) is pool for plan in plans)
            sheet.pools[pool.raw] = paper.Pool(pool.raw, pool.name, pool.process if held else "")
    for plan in plans:
        _plan(sheet, file, plan)
    if together:
        for number, message in enumerate(children_of_collaborations(file, "messageFlow")):
            ends = [str(message.get(end) or "").strip() for end in ("sourceRef", "targetRef")]
            ends = [end if end in sheet.nodes or end in sheet.pools else "" for end in ends]
            raw = str(message.get("id") or f"message {number}")
            if all(ends) and message.get("id"):
                name = str(message.get("name") or "")
                sheet.messages[raw] = paper.Message(raw, ends[0], ends[1], name)
    return sheet


def children_of_collaborations(file: File, tag: str) -> Iterable[Element]:
    """The elements of some name in the collaborations of a file."""
    for collaboration in children(file.tree.root, "collaboration"):
        yield from children(collaboration, tag)


def _plan(sheet: paper.Sheet, file: File, plan: Plan) -> None:
    holder = file.holders.get(plan)
    pool = holder.raw if holder is not None else f"{_NO_POOL}{plan.raw}"
    if holder is None:
        sheet.pools[pool] = paper.Pool(pool, "", plan.raw)
    lane_of = _lanes(sheet, plan, pool)
    shown = {key: node for key, node in plan.nodes.items() if not node.parent and node.raw}
    for node in shown.values():
        made = paper.Node(node.raw, node.tag, node.name, lane_of.get(node.raw, ""), pool)
        made.collapsed = node.tag in SUB_PROCESSES
        if node.tag == "boundaryEvent":
            host = find(plan, node.says("attachedToRef"))
            if host is None or host.id not in shown or host.tag == "boundaryEvent":
                continue
            made.host, made.lane = host.raw, lane_of.get(host.raw, "")
        sheet.nodes.setdefault(node.raw, made)
    for flow in plan.flows:
        source, target = plan.nodes[flow.source].raw, plan.nodes[flow.target].raw
        if flow.raw and {source, target} <= sheet.nodes.keys():
            sheet.flows[flow.raw] = paper.Flow(flow.raw, source, target, flow.name)


def _lanes(sheet: paper.Sheet, plan: Plan, pool: str) -> dict[str, str]:
    """The lanes of a process, each before those inside it; the lane of each node by raw ids."""
    inner: dict[str, list[Lane]] = {}
    for lane in plan.lanes:
        inner.setdefault(lane.above.raw if lane.above is not None else "", []).append(lane)
    lane_of: dict[str, str] = {}
    stack = list(reversed(inner.get("", [])))
    while stack:
        lane = stack.pop()
        if not lane.raw or lane.raw in sheet.lanes:
            continue
        above = lane.above.raw if lane.above is not None else ""
        sheet.lanes[lane.raw] = paper.Lane(lane.raw, lane.name, pool, above)
        stack.extend(reversed(inner.get(lane.raw, [])))
        if lane.leaf:
            lane_of |= dict.fromkeys(lane.members, lane.raw)
    return lane_of

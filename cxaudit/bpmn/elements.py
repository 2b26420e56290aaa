"""The elements of a BPMN file as plain records: nodes, flows, lanes, pools, messages, processes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cxaudit.bpmn.written import children, clean, written
from cxaudit.bpmn.xml import Element, Tree, is_model, local
from cxaudit.language.problems import Problem
from cxaudit.language.spans import Span

if TYPE_CHECKING:
    from cxaudit.language.diagram import Diagram
    from cxaudit.language.net import Net

SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
SYSTEM_TASKS = frozenset({"serviceTask", "scriptTask", "businessRuleTask"})
TASKS = SYSTEM_TASKS | {"task", "userTask", "manualTask", "sendTask", "receiveTask"}
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset(
    f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive", "eventBased", "complex")
)
EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "implicitThrowEvent", "event"}) | {
    "intermediateCatchEvent",
    "intermediateThrowEvent",
}
_DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataInput"})
NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(slots=True, eq=False)
class Node:
    """A task, event, gateway or sub-process. `parent` is the sub-process it lies in, or empty.

    `id` is unique in the file, fit to be a step's id; `raw` is what the file says. `events` are the
    kinds of its event definitions (`timer`, `message`, ...).
    """

    id: str
    raw: str
    tag: str
    name: str
    span: Span
    element: Element
    parent: str = ""
    events: tuple[str, ...] = ()
    definitions: tuple[Element, ...] = ()

    def says(self, attribute: str) -> str:
        """An attribute of the element; empty where there is none."""
        return str(self.element.get(attribute) or "").strip()

    def truth(self, attribute: str) -> bool:
        """A yes-or-no attribute that is no by default."""
        return self.says(attribute) in ("true", "1")

    @property
    def interrupts(self) -> bool:
        """Whether a boundary event ends the work it stands on."""
        return self.says("cancelActivity") not in ("false", "0")


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow between nodes, by their ids; `raw` is its own id."""

    raw: str
    source: str
    target: str
    name: str
    condition: str
    default: bool
    span: Span

    @property
    def conditional(self) -> bool:
        """Whether it is taken only sometimes."""
        return bool(self.condition) or self.default


@dataclass(slots=True, eq=False)
class Lane:
    """A lane: `above` is the lane around it, `members` are raw ids; `leaf` has no lanes inside."""

    raw: str
    name: str
    span: Span
    above: Lane | None = None
    leaf: bool = True
    members: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Pool:
    """A participant; without a process of its own it is a black box."""

    raw: str
    name: str
    process: str
    span: Span


@dataclass(slots=True, eq=False)
class Message:
    """A message flow; its ends are raw ids of nodes or pools."""

    source: str
    target: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Datum:
    """Data, or a store of it."""

    title: str
    is_store: bool
    span: Span


@dataclass(slots=True, eq=False)
class Plan:
    """One process of a file with everything in it.

    `inside` are the nodes by the sub-process they lie in; `data` is by raw id.
    """

    raw: str
    name: str
    span: Span
    element: Element
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    by_raw: dict[str, Node] = field(default_factory=dict)
    inside: dict[str, list[Node]] = field(default_factory=dict)
    data: dict[str, Datum] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class File:
    """All processes, pools and message flows of a file.

    `holders` are the pools that hold a process; `others` what else the file holds.
    """

    tree: Tree
    plans: list[Plan] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    holders: dict[Plan, Pool] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Source:
    """Where a map came from: its file with everything in it, and the process that became the map.

    `first` marks the first map of a file; `told` holds, by raw id, what the map made of an element:
    the step it became, and where its performer, sign-off and meeting come from. With `collaboration`
    soundness is judged over all pools and the messages between them.
    """

    file: File
    plan: Plan
    first: bool = True
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    collaboration: bool = False

    def drawn(self) -> list[dict[str, Any]]:
        """Every element that belongs to the map, as the values of its facts."""
        from cxaudit.bpmn.drawn import drawn

        return drawn(self)

    def behaviour(self) -> Net | None:
        """The net on which soundness is judged."""
        from cxaudit.bpmn.net import behaviour_of

        return behaviour_of(self.file, self.plan, self.collaboration)

    def diagram(self) -> Diagram | None:
        """The process as it is drawn."""
        from cxaudit.bpmn.diagram import diagram_of

        return diagram_of(self.plan)


def _bare(reference: str | None) -> str:
    return clean(reference)


class _Ids:
    """Ids that are unique in a file and mean nothing else to the map language."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def fresh(self, raw: str, tag: str) -> str:
        base = "-".join(raw.replace("/", "-").split()) or tag
        if base.lower() == "end":
            base += "-event"
        found, number = base, self._counts.get(base, 1)
        while found in self._taken:
            number += 1
            found = f"{base}-{number}"
        self._counts[base] = number
        self._taken.add(found)
        return found


def read_file(tree: Tree) -> File:
    """Everything that a BPMN file says about its processes."""
    file = File(tree)
    ids = _Ids()
    definitions = {
        element.get("id"): element
        for element in tree.root
        if is_model(element) and local(element).endswith("EventDefinition")
    }
    for element in tree.root:
        if not is_model(element):
            continue
        name = local(element)
        if name == "process":
            file.plans.append(_plan(element, tree, ids, definitions))
        elif name in ("collaboration", "choreography", "globalConversation"):
            _collaboration(element, file)
            if name == "choreography":
                file.others.append("a choreography")
    by_process = {pool.process: pool for pool in reversed(file.pools) if pool.process}
    for plan in file.plans:
        if plan.raw in by_process:
            file.holders[plan] = by_process[plan.raw]
    return file


def _collaboration(element: Element, file: File) -> None:
    span = file.tree.span
    for pool in children(element, "participant"):
        process = _bare(pool.get("processRef"))
        process = process.rpartition(":")[2] if ":" in process else process
        file.pools.append(Pool(_bare(pool.get("id")), clean(pool.get("name")), process, span(pool)))
    for flow in children(element, "messageFlow"):
        ends = (_bare(flow.get("sourceRef")), _bare(flow.get("targetRef")))
        file.messages.append(Message(*ends, clean(flow.get("name")), span(flow)))


def _plan(element: Element, tree: Tree, ids: _Ids, definitions: dict[str, Element]) -> Plan:
    plan = Plan(_bare(element.get("id")), clean(element.get("name")), tree.span(element), element)
    pending: list[Element] = []
    stands_for: dict[str, str] = {}
    stack: list[tuple[Element, str]] = [(element, "")]
    while stack:
        container, parent = stack.pop()
        inner: list[tuple[Element, str]] = []
        for child in container:
            if not is_model(child):
                continue
            name = local(child)
            if name in NODES:
                node = _node(child, parent, tree, ids, definitions)
                plan.nodes[node.id] = node
                plan.by_raw.setdefault(node.raw, node)
                plan.inside.setdefault(parent, []).append(node)
                if name in SUB_PROCESSES:
                    inner.append((child, node.id))
            elif name == "sequenceFlow":
                pending.append(child)
            elif name == "laneSet":
                _lanes(child, None, plan, tree)
            elif name in _DATA:
                stands_for[_bare(child.get("id"))] = _bare(child.get("dataObjectRef"))
                data = Datum(_data_name(child), name == "dataStoreReference", tree.span(child))
                plan.data[_bare(child.get("id"))] = data
        stack.extend(reversed(inner))
    _data_by_reference(plan, stands_for)
    defaults = {
        (node.id, node.says("default")) for node in plan.nodes.values() if node.says("default")
    }
    for child in sorted(pending, key=lambda e: tree.span(e)):
        _flow(child, plan, tree, defaults)
    return plan


def _data_by_reference(plan: Plan, stands_for: dict[str, str]) -> None:
    """Let data be what refers to it in the drawing: by its name where the reference has none."""
    for reference, raw in stands_for.items():
        known, data = plan.data.get(raw), plan.data[reference]
        if known is not None and not data.title:
            plan.data[reference] = replace(data, title=known.title)
    shown = set(stands_for.values())
    plan.data = {raw: data for raw, data in plan.data.items() if data.title and raw not in shown}


def _data_name(element: Element) -> str:
    """The name of data, with the state that it is in."""
    states = (clean(state.get("name")) for state in children(element, "dataState"))
    state = next((one for one in states if one), "")
    title = clean(element.get("name"))
    return f"{title} ({state})" if state and state.lower() not in title.lower() else title


def _node(
    element: Element, parent: str, tree: Tree, ids: _Ids, definitions: dict[str, Element]
) -> Node:
    found = []
    for child in element:
        if is_model(child) and local(child).endswith("EventDefinition"):
            found.append(child)
        elif is_model(child) and local(child) == "eventDefinitionRef":
            known = definitions.get(_bare(child.text))
            if known is not None:
                found.append(known)
    raw, tag = _bare(element.get("id")), local(element)
    return Node(
        ids.fresh(raw, tag),
        raw,
        tag,
        clean(element.get("name")),
        tree.span(element),
        element,
        parent,
        tuple(local(one).removesuffix("EventDefinition") for one in found),
        tuple(found),
    )


def _lanes(lane_set: Element, above: Lane | None, plan: Plan, tree: Tree) -> None:
    stack: list[tuple[Element, Lane | None]] = [(lane_set, above)]
    while stack:
        container, outer = stack.pop()
        inner: list[tuple[Element, Lane | None]] = []
        for element in children(container, "lane"):
            lane = Lane(_bare(element.get("id")), clean(element.get("name")), tree.span(element))
            lane.above = outer
            lane.members = [written(ref) for ref in children(element, "flowNodeRef")]
            nested = list(children(element, "childLaneSet"))
            lane.leaf = not any(True for one in nested for _ in children(one, "lane"))
            plan.lanes.append(lane)
            inner.extend((one, lane) for one in nested)
        stack.extend(reversed(inner))


def find(plan: Plan, reference: str) -> Node | None:
    """The node that a reference names, with or without a namespace prefix."""
    return plan.by_raw.get(reference) or plan.by_raw.get(reference.rpartition(":")[2])


def _flow(element: Element, plan: Plan, tree: Tree, defaults: set[tuple[str, str]]) -> None:
    span = tree.span(element)
    ends = []
    for attribute in ("sourceRef", "targetRef"):
        reference = _bare(element.get(attribute))
        node = find(plan, reference) if reference else None
        if node is None:
            what = f"names {reference!r}, which is no element of" if reference else "has no end in"
            says = f"the {attribute} of this flow {what} the process: the flow is left out"
            plan.problems.append(Problem("reference", "unknown-element", says, span, "", reference))
            return
        ends.append(node)
    condition = next(
        (written(child) or "?" for child in children(element, "conditionExpression")), ""
    )
    source, target = ends
    raw, title = _bare(element.get("id")), clean(element.get("name"))
    default = (source.id, raw) in defaults
    plan.flows.append(Flow(raw, source.id, target.id, title, condition, default, span))

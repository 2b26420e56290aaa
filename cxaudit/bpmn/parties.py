"""Who outside the organisation is met: pools and lanes that are parties, and their messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.bpmn.elements import ACTIVITIES, File, Message, Node, Plan, Pool
from cxaudit.bpmn.owners import Owners, named
from cxaudit.infer.labels import is_party, is_supplier
from cxaudit.language.values import name


@dataclass(slots=True)
class Meetings:
    """What message flows tell about one process.

    `contacts` are the parties met at a node, by the node's id, `subjects` what the messages with them
    are called; `questions` what a person must say.
    """

    contacts: dict[str, list[str]] = field(default_factory=dict)
    subjects: dict[str, list[str]] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Parties:
    """Tells parties from parts of the organisation, by a name that was given or by the lexicon."""

    language: str
    customer: str | None = None
    _known: dict[str, tuple[bool, bool]] = field(default_factory=dict)

    def is_one(self, who: str) -> bool:
        """Whether a pool or lane of this name is somebody outside."""
        return self._read(who)[0]

    def is_served(self, who: str) -> bool:
        """Whether it is a party that the process is for, rather than one who serves us."""
        return self._read(who)[1]

    def _read(self, who: str) -> tuple[bool, bool]:
        """Whether it is somebody outside, and one that the process is for; read once, however often
        it is asked for every node of a lane."""
        if who not in self._known:
            given = self.customer is not None and name(who) == name(self.customer)
            supplies = bool(who) and is_supplier(name(who))
            outside = given or (bool(who) and (supplies or is_party(who, self.language)))
            self._known[who] = outside, given or (outside and not supplies)
        return self._known[who]

    def basis(self, who: str) -> str:
        """How sure it is that a name is a party: empty where it was given."""
        given = self.customer is not None and name(who) == name(self.customer)
        return "" if given else "inferred-high"


class Directory:
    """Who stands where: nodes and pools by raw id, messages by the process they touch."""

    def __init__(self, file: File, owners: dict[Plan, Owners], parties: Parties) -> None:
        self.file, self.owners, self.parties = file, owners, parties
        self.pools = {pool.raw: pool for pool in reversed(file.pools)}
        self.holders = file.holders
        self._by_raw = {plan.raw: plan for plan in reversed(file.plans)}
        self.nodes: dict[str, tuple[Plan, Node]] = {}
        filled = {plan.raw for plan in file.plans if plan.nodes}
        self.black = {raw for raw, pool in self.pools.items() if pool.process not in filled}
        for plan in file.plans:
            for raw, node in plan.by_raw.items():
                self.nodes.setdefault(raw, (plan, node))
        self.messages: dict[Plan, list[tuple[Message, str, str]]] = {}
        for message in file.messages:
            for here, there in ((message.source, message.target), (message.target, message.source)):
                touched = self.process_at(here)
                if touched is not None:
                    self.messages.setdefault(touched, []).append((message, here, there))

    def node(self, reference: str) -> tuple[Plan, Node] | None:
        """The node that a reference names, and its process."""
        return self.nodes.get(reference) or self.nodes.get(reference.rpartition(":")[2])

    def pool(self, reference: str) -> Pool | None:
        """The pool that a reference names."""
        return self.pools.get(reference) or self.pools.get(reference.rpartition(":")[2])

    def process_at(self, reference: str) -> Plan | None:
        """The process in which a reference stands, or that a pool holds."""
        place = self.node(reference)
        if place is not None:
            return place[0]
        pool = self.pool(reference)
        return self._by_raw.get(pool.process) if pool is not None else None

    def name_at(self, reference: str) -> str:
        """Who stands at an end of a message: a pool, or the lane or pool of a node.

        A node in a lane that is a party belongs to it even where its pool is not one.
        """
        pool = self.pool(reference)
        if pool is not None:
            return pool.name
        place = self.node(reference)
        if place is None:
            return ""
        plan, node = place
        holder = self.holders.get(plan)
        if holder is not None and self.parties.is_one(holder.name):
            return holder.name
        known = self.owners.get(plan)
        lane = named(known.lane_of(node)) if known is not None else None
        if lane is not None:
            return lane.name
        return holder.name if holder is not None else ""


def meetings(directory: Directory, plan: Plan) -> Meetings:
    """The parties that nodes of a process exchange messages with."""
    found, parties = Meetings(), directory.parties
    holder = directory.holders.get(plan)
    if holder is not None and parties.is_served(holder.name):
        return found
    asked: set[str] = set()
    for message, here, there in directory.messages.get(plan, ()):
        other, place = directory.name_at(there), directory.node(here)
        where = f"line {message.span.line}"
        if place is None:
            if other and holder is not None and parties.is_one(other):
                found.questions.append(
                    f"{where}: a message between {other!r} and the whole pool {holder.name!r} "
                    "touches no step and is left out"
                )
        elif other and parties.is_one(other):
            entrance = _entrance(plan, place[1]).id
            met = found.contacts.setdefault(entrance, [])
            if other not in met:
                met.append(other)
            if message.name:
                direction = "to" if here == message.source else "from"
                subject = f"Message {direction} {other}: {message.name}."
                found.subjects.setdefault(entrance, []).append(subject)
        elif there not in asked and there.rpartition(":")[2] in directory.black:
            asked.add(there)
            title = repr(other) if other else "without a name"
            found.questions.append(
                f"{where}: the pool {title} exchanges messages with this process; "
                "if it is a customer, name it with --customer"
            )
    return found


def _entrance(plan: Plan, node: Node) -> Node:
    """The node that stands for a sub-process in the map: the first activity inside it."""
    while inner := plan.inside.get(node.id):
        node = next((one for one in inner if one.tag in ACTIVITIES), inner[0])
    return node

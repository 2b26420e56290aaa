"""Who outside the organisation is met: pools and lanes that are parties, and their messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.bpmn.elements import File, Node, Plan, Pool, find
from cxaudit.bpmn.owners import Owners, named
from cxaudit.infer.labels import is_party, is_supplier
from cxaudit.language.values import name


@dataclass(slots=True)
class Meetings:
    """What message flows tell about one process.

    `contacts` are the parties met at a node, by the node's id; `questions` what a person must say.
    """

    contacts: dict[str, list[str]] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Parties:
    """Tells parties from parts of the organisation, by a name that was given or by the lexicon."""

    language: str
    customer: str | None = None

    def is_one(self, who: str) -> bool:
        """Whether a pool or lane of this name is somebody outside."""
        if self.customer is not None and name(who) == name(self.customer):
            return True
        return bool(who) and (is_party(who, self.language) or is_supplier(name(who)))

    def is_served(self, who: str) -> bool:
        """Whether it is a party that the process is for, rather than one who serves us."""
        given = self.customer is not None and name(who) == name(self.customer)
        return given or (self.is_one(who) and not is_supplier(name(who)))

    def basis(self, who: str) -> str:
        """How sure it is that a name is a party: empty where it was given."""
        given = self.customer is not None and name(who) == name(self.customer)
        return "" if given else "inferred-high"


def pool_of(file: File, plan: Plan) -> Pool | None:
    """The pool that holds a process."""
    return next((pool for pool in file.pools if pool.process and pool.process == plan.raw), None)


def meetings(file: File, plan: Plan, owners: dict[str, Owners], parties: Parties) -> Meetings:
    """The parties that nodes of a process exchange messages with; `owners` by process raw id."""
    found = Meetings()
    pool = pool_of(file, plan)
    if pool is not None and parties.is_one(pool.name):
        return found
    for message in file.messages:
        for here, there in ((message.source, message.target), (message.target, message.source)):
            node = find(plan, here)
            if node is None:
                at_border = pool is not None and here.rpartition(":")[2] == pool.raw
                other = _name_of(file, there, owners, parties)
                if at_border and other and parties.is_one(other):
                    found.questions.append(
                        f"line {message.span.line}: a message between {other!r} and the whole pool "
                        f"{pool.name if pool else ''!r} touches no step and is left out"
                    )
                continue
            other = _name_of(file, there, owners, parties)
            if other and parties.is_one(other):
                met = found.contacts.setdefault(_entrance(plan, node).id, [])
                if other not in met:
                    met.append(other)
            elif _black_box(file, there) and there not in found.asked:
                found.asked.add(there)
                title = repr(other) if other else "without a name"
                found.questions.append(
                    f"line {message.span.line}: the pool {title} exchanges messages with this "
                    "process; if it is a customer, name it with --customer"
                )
    return found


def _entrance(plan: Plan, node: Node) -> Node:
    """The node that stands for a sub-process in the map: the first activity inside it."""
    while True:
        inner = plan.inside(node.id)
        if not inner:
            return node
        node = next((n for n in inner if n.tag.endswith(("ask", "rocess", "ivity"))), inner[0])


def _plan_with(file: File, raw: str) -> tuple[Plan, Node] | None:
    for plan in file.plans:
        node = find(plan, raw)
        if node is not None:
            return plan, node
    return None


def _pool_called(file: File, reference: str) -> Pool | None:
    raw = reference.rpartition(":")[2]
    return next((pool for pool in file.pools if pool.raw == raw), None)


def _black_box(file: File, reference: str) -> bool:
    pool = _pool_called(file, reference)
    return pool is not None and not any(
        plan.raw == pool.process and plan.nodes for plan in file.plans
    )


def _name_of(file: File, raw: str, owners: dict[str, Owners], parties: Parties) -> str:
    """Who stands at an end of a message: a pool, or the lane or pool of a node.

    A node in a lane that is a party belongs to it even where its pool is not one.
    """
    pool = _pool_called(file, raw)
    if pool is not None:
        return pool.name
    place = _plan_with(file, raw)
    if place is None:
        return ""
    plan, node = place
    holder = pool_of(file, plan)
    known = owners.get(plan.raw)
    lane = named(known.lane_of(node)) if known is not None else None
    if holder is not None and parties.is_one(holder.name):
        return holder.name
    if lane is not None:
        return lane.name
    return holder.name if holder is not None else ""

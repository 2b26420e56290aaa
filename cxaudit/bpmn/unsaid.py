"""What a model says and its map does not: names, texts, conditions, data, messages, settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cxaudit.bpmn.durations import from_iso, said_by
from cxaudit.bpmn.elements import File, Message, Plan
from cxaudit.bpmn.notes import Notes, cut
from cxaudit.bpmn.owners import Owners
from cxaudit.bpmn.parties import Directory
from cxaudit.bpmn.written import children, clean
from cxaudit.bpmn.xml import Element, is_model, local
from cxaudit.language.spans import Span

_BESIDE = {"choreographyTask", "subChoreography", "callChoreography"}
_ENGINE = {
    "ioSpecification": "lists of inputs and outputs",
    "property": "variables",
    "script": "scripts",
    "dataInput": "lists of inputs and outputs",
    "dataOutput": "lists of inputs and outputs",
    "assignment": "assignments",
    "transformation": "assignments",
    "correlationSubscription": "correlations",
    "ioBinding": "bindings to services",
    "completionCondition": "conditions of completion",
    "activationCondition": "conditions of completion",
    "loopCondition": "conditions of loops",
}
_SHARED = frozenset(
    ["message", "signal", "error", "escalation", "itemDefinition", "interface", "resource"]
)
MOST_LOOKED_THROUGH = 200_000_000  # characters; beyond that only whole texts are compared
_LINE = re.compile(r"line (\d+): ")


class Said:
    """Everything that a map and some sentences say, asked whether a text is among it."""

    def __init__(self, data: dict[str, Any], told: Iterable[str]) -> None:
        strings = list(_strings(data))
        self._whole = set(strings)
        # Names stand whole in a map, but for notes and sentences, which hold several.
        self._notes = "\n".join(
            [*(one for one in strings if ". " in one or one[-1:] == "."), *told]
        )
        self._left = MOST_LOOKED_THROUGH

    def __contains__(self, text: str) -> bool:
        if text in self._whole:
            return True
        self._left -= len(self._notes)
        return self._left >= 0 and text in self._notes


def unsaid(
    directory: Directory,
    plan: Plan,
    notes: Notes,
    data: dict[str, Any],
    told: list[str],
    first: bool,
) -> list[str]:
    """One sentence for each thing of a process that neither its map nor the sentences `told` hold;
    `first` marks the first map of a file, which speaks for the file as a whole."""
    file, said = directory.file, Said(data, told)
    found = [*_names(plan, said), *_texts(file, plan, notes, said), *_asides(plan, file)]
    found += [*_others(directory.owners[plan], plan)]
    found += _messages(directory, plan, said)
    if first:
        found += _whole(file, notes, said)
    engine = _engine(plan.element, file if first else None)
    if engine:
        found.append(f"line {plan.span.line}: {engine}; only an engine needs them")
    return [*told, *dict.fromkeys(found)]


def in_order(losses: list[str]) -> list[str]:
    """Sentences by the line that they begin with."""

    def line(sentence: str) -> int:
        found = _LINE.match(sentence)
        return int(found[1]) if found else 0

    return sorted(losses, key=line)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _told(span: Span, sentence: str) -> str:
    return f"line {span.line}: {sentence}"


def _names(plan: Plan, said: Said) -> Iterator[str]:
    """Names and conditions that stand nowhere."""
    for node in plan.nodes.values():
        if node.name and node.name not in said:
            yield _told(node.span, f"the name {node.name!r} ({node.tag}) is not shown")
        timer = said_by(node)
        if timer and timer not in said and from_iso(timer) is None:
            title = node.name or node.tag
            yield _told(node.span, f"what {title!r} waits for is not shown: {cut(timer)}")
    for flow in plan.flows:
        source, target = (plan.nodes[end] for end in (flow.source, flow.target))
        ends = f"from {source.name or source.tag!r} to {target.name or target.tag!r}"
        if flow.name and flow.name not in said:
            yield _told(flow.span, f"the flow {flow.name!r} {ends} is shown without its name")
        if flow.condition not in ("", "?") and flow.condition not in said:
            yield _told(flow.span, f"the condition {cut(flow.condition)!r} {ends} is not shown")
    for lane in plan.lanes:
        if lane.name and lane.name not in said:
            yield _told(lane.span, f"nothing of the map is done by the lane {lane.name!r}")
    for data in plan.data.values():
        if data.title not in said:
            what = "data store" if data.is_store else "data"
            yield _told(data.span, f"the {what} {data.title!r} goes in or out of no step")


def _others(owners: Owners, plan: Plan) -> Iterator[str]:
    """People and groups that a task names beside its performer: in a map one does a step."""
    for node in plan.nodes.values():
        names = owners.others(node)
        if names:
            title, who = node.name or node.tag, ", ".join(map(repr, names))
            yield _told(node.span, f"{title!r} may also be done by {who}")


def _texts(file: File, plan: Plan, notes: Notes, said: Said) -> Iterator[str]:
    """Documentation and annotations that became no note."""
    spans = {node.raw: node.span for node in plan.nodes.values()}
    for element in plan.element.iter():
        if not is_model(element) or not (len(element) or notes.tied):
            continue  # nothing can be written within it, nor tied to it
        raw = clean(element.get("id"))
        for text in notes.of(raw, element):
            if text not in said:
                span = spans.get(raw) or file.tree.span(element)
                yield _told(span, f"the note on {_called(element)} is not shown: {text}")
    for span, around, text in notes.loose:
        if text not in said and (around == plan.raw or around in spans):
            yield _told(span, f"a note stands for itself: {text}")


def _called(element: Element) -> str:
    name = clean(element.get("name"))
    return f"{local(element)} {name!r}" if name else f"a {local(element)}"


def _asides(plan: Plan, file: File) -> Iterator[str]:
    """Elements that are no part of a process, or only of its picture."""
    for element in plan.element.iter():
        if not is_model(element):
            continue
        tag = local(element)
        if tag in _BESIDE:
            says = f"{_called(element)} belongs to a choreography and is left out"
            yield _told(file.tree.span(element), says)
        elif tag == "group":
            name = _category(file, clean(element.get("categoryValueRef")))
            title = f" {name!r}" if name else ""
            yield _told(file.tree.span(element), f"the group{title} is only drawn and left out")


def _category(file: File, reference: str) -> str:
    for category in children(file.tree.root, "category"):
        for value in children(category, "categoryValue"):
            if clean(value.get("id")) == reference.rpartition(":")[2]:
                return clean(value.get("value")) or clean(category.get("name"))
    return ""


def _messages(directory: Directory, plan: Plan, said: Said) -> Iterator[str]:
    """Messages with other processes of the house, by the pool at the other end; and the names of
    others that no step tells."""
    between: dict[str, list[Message]] = {}
    for message, _, there in directory.messages.get(plan, ()):
        other = directory.process_at(there)
        holder = directory.holders.get(other) if other is not None else None
        title = (holder.name if holder is not None else "") or (other.name if other else "")
        if title and title not in said and other is not plan:
            between.setdefault(title, []).append(message)
        elif message.name and message.name not in said:
            yield _told(message.span, f"the message {message.name!r} is not named in the map")
    for title, messages in between.items():
        count = "a message" if len(messages) == 1 else f"{len(messages)} messages"
        names = ", ".join(dict.fromkeys(one.name for one in messages if one.name))
        verb = "is" if len(messages) == 1 else "are"
        says = f"{count} between this process and {title!r} {verb} not shown"
        yield _told(messages[0].span, says + (f": {names}" if names else ""))


def _whole(file: File, notes: Notes, said: Said) -> Iterator[str]:
    """What belongs to a file and to none of its processes."""
    for plan in file.plans:
        if not plan.nodes:
            title = repr(plan.name or plan.raw)
            yield _told(plan.span, f"the process {title} has nothing in it and is left out")
    for pool in file.pools:
        if pool.name and pool.name not in said and pool not in file.holders.values():
            yield _told(pool.span, f"the pool {pool.name!r} takes no part that a step shows")
    for what in dict.fromkeys(file.others):
        yield f"the file also holds {what}, which is left out"
    known = {plan.raw for plan in file.plans}
    nodes = {raw for plan in file.plans for raw in plan.by_raw}
    for span, around, text in notes.loose:
        if text not in said and around not in known | nodes:
            yield _told(span, f"a note stands for itself: {text}")
    for element in file.tree.root:
        if is_model(element) and local(element) == "collaboration":
            for child in [element, *children(element, "participant", "messageFlow")]:
                for text in notes.of(clean(child.get("id")), child):
                    if text not in said:
                        says = f"the note on {_called(child)} is not shown: {text}"
                        yield _told(file.tree.span(child), says)
            for pool in children(element, "participant"):
                if any(True for _ in children(pool, "participantMultiplicity")):
                    says = f"{_called(pool)} may stand for several of its kind"
                    yield _told(file.tree.span(pool), says)


def _engine(process: Element, file: File | None) -> str:
    """Settings for machines, counted by who reads them."""
    counts: Counter[str] = Counter()
    for element in process.iter():
        if not isinstance(element.tag, str):
            continue
        tag = local(element)
        if is_model(element) and tag in _ENGINE:
            counts[_ENGINE[tag]] += 1
        elif is_model(element) and tag == "extensionElements":
            counts.update(f"settings of {_vendor(child)}" for child in element if local(child))
    if file is not None:
        for element in file.tree.root:
            if is_model(element) and local(element) in _SHARED:
                counts["definitions of messages, signals, errors and the like"] += 1
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def _vendor(element: Element) -> str:
    """Who reads an extension, by the place that its namespace names."""
    space = str(element.tag).rpartition("}")[0].strip("{")
    found = re.match(r"\w+://(?:www\.)?([^/]+)", space)
    return found[1] if found else space or "nobody"

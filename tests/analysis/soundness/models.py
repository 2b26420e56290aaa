"""Random process models, small enough for every state of theirs to be visited."""

from __future__ import annotations

import random

from cxaudit.bpmn.elements import File, Plan, read_file
from cxaudit.bpmn.xml import Tree, parse
from tests.bpmn.helper import file, flows

_KINDS = ("task", "task", "exclusiveGateway", "parallelGateway", "inclusiveGateway")


def plan_of(body: str) -> Plan:
    """The one process of a model with some elements in it."""
    return file_of(f'<process id="p">{body}</process>').plans[0]


def file_of(inside: str) -> File:
    """A file with some elements under its definitions."""
    tree = parse(file(inside))
    assert isinstance(tree, Tree)
    return read_file(tree)


def anything(seed: int) -> str:
    """Elements and flows at random: mostly unsound."""
    chance = random.Random(seed)
    names = [f"n{number}" for number in range(chance.randint(2, 7))]
    tags = {name: chance.choice(_KINDS) for name in names}
    body = '<startEvent id="s"/>' + "".join(f'<{tags[n]} id="{n}"/>' for n in names)
    body += '<endEvent id="e"/>'
    if chance.random() < 0.3:
        body += '<endEvent id="t"><terminateEventDefinition/></endEvent>'
    pairs = [("s", names[0])]
    targets = [*names, "e", *(["t"] if 'id="t"' in body else [])]
    for name in names:
        for _ in range(1 if tags[name] == "task" else chance.randint(1, 3)):
            pairs.append((name, chance.choice(targets)))
    tasks = [name for name in names if tags[name] == "task"]
    if tasks and chance.random() < 0.4:
        cancel = chance.choice(("true", "false"))
        host = chance.choice(tasks)
        body += f'<boundaryEvent id="b" attachedToRef="{host}" cancelActivity="{cancel}"/>'
        pairs.append(("b", chance.choice(targets)))
    return body + flows("\n".join(" ".join(pair) for pair in pairs))


def blocks(seed: int, spoil: bool = False) -> str:
    """Blocks inside each other, one gateway of which may be of the wrong kind, with sub-processes,
    boundary events and loops: sound where nothing is spoilt."""
    chance = random.Random(seed)
    parts: list[str] = []
    pairs: list[tuple[str, str]] = []
    count = [0]

    def fresh() -> str:
        count[0] += 1
        return f"n{count[0]}"

    def block(depth: int) -> tuple[str, str]:
        kind = chance.choice(
            ("task", "row", "xor", "and", "or", "loop", "guarded")[: 7 if depth else 1]
        )
        if kind == "task":
            name = fresh()
            parts.append(f'<task id="{name}"/>')
            return name, name
        if kind == "row":
            first, second = block(depth - 1), block(depth - 1)
            pairs.append((first[1], second[0]))
            return first[0], second[1]
        if kind == "guarded":
            name, event, join = fresh(), fresh(), fresh()
            parts.append(f'<task id="{name}"/><exclusiveGateway id="{join}"/>')
            parts.append(f'<boundaryEvent id="{event}" attachedToRef="{name}"/>')
            pairs.extend([(name, join), (event, join)])
            return name, join
        split, join = fresh(), fresh()
        if kind == "loop":
            parts.append(f'<exclusiveGateway id="{split}"/><exclusiveGateway id="{join}"/>')
            body, back = block(depth - 1), block(depth - 1)
            pairs.extend([(split, body[0]), (body[1], join), (join, back[0]), (back[1], split)])
            return split, join
        tag = {"xor": "exclusive", "and": "parallel", "or": "inclusive"}[kind]
        other = chance.choice(("exclusive", "parallel", "inclusive")) if spoil else tag
        parts.append(f'<{tag}Gateway id="{split}"/><{other}Gateway id="{join}"/>')
        for _ in range(chance.randint(2, 3)):
            inner = block(depth - 1)
            pairs.extend([(split, inner[0]), (inner[1], join)])
        return split, join

    first, last = block(2)
    pairs.extend([("s", first), (last, "e")])
    text = "\n".join(" ".join(pair) for pair in pairs)
    return '<startEvent id="s"/>' + "".join(parts) + '<endEvent id="e"/>' + flows(text)


def nested(seed: int) -> str:
    """Something at random inside a sub-process, with or without an event that stops it."""
    chance = random.Random(seed)
    inner = blocks(seed, spoil=chance.random() < 0.5) if chance.random() < 0.5 else anything(seed)
    body = f'<startEvent id="S"/><subProcess id="P">{inner}</subProcess>'
    body += '<task id="A"/><endEvent id="E"/>'
    pairs = "S P\nP A\nA E"
    if chance.random() < 0.5:
        body += '<boundaryEvent id="B" attachedToRef="P"/>'
        pairs += "\nB A"
    return body + flows(pairs)

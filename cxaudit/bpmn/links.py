"""Which link events belong together: a throwing one goes on at the catching one of its name."""

from __future__ import annotations

from collections.abc import Collection

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.written import clean


def linked(nodes: Collection[Node]) -> dict[str, str]:
    """The catching link event at which each throwing one goes on, by their ids.

    Two belong together by the name of the link, or that of the event where the link has none, and
    only within one process or sub-process. Where nothing has a name, the only catching one is meant.
    """
    links = [node for node in nodes if "link" in node.events]
    catches: dict[tuple[str, str], str] = {}
    nameless: dict[str, list[str]] = {}
    for node in links:
        if node.tag == "intermediateCatchEvent":
            for word in _names(node):
                catches.setdefault((node.parent, word), node.id)
            if not _names(node):
                nameless.setdefault(node.parent, []).append(node.id)
    catches |= {(around, ""): only[0] for around, only in nameless.items() if len(only) == 1}
    found: dict[str, str] = {}
    for node in links:
        if node.tag == "intermediateCatchEvent":
            continue
        targets = (catches.get((node.parent, word), "") for word in _names(node) or [""])
        target = next(filter(None, targets), "")
        if target:
            found[node.id] = target
    return found


def _names(node: Node) -> list[str]:
    """What a link is called: its definitions, then the event itself."""
    named = [clean(definition.get("name")) for definition in node.definitions]
    return [word for word in (*named, node.name) if word]

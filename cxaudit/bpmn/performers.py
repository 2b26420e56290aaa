"""Who does a task by its attributes: performers of the standard, and what vendors write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import Node, children, clean, written
from cxaudit.bpmn.xml import Element, Tree, local

_FORMULA = re.compile(r"[$#]\{|^[=$]|[{}()<>]")
_PEOPLE = ("assignee", "candidateGroups", "candidateUsers", "owner", "actorId", "groupId")
_ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")
_IMIXS = "{http://www.imixs.org/bpmn2}"


@dataclass(slots=True)
class Performers:
    """What a whole file says about performers: `resources` are named resources by id, `actors` the
    titles under which a model shows the fields of its cases that hold people."""

    resources: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree) -> Performers:
        """The performers that the root of a file declares."""
        found = cls()
        for element in children(tree.root, "resource"):
            found.resources[clean(element.get("id"))] = clean(element.get("name"))
        for mapping in _items(tree.root, "txtfieldmapping"):
            title, _, actor = mapping.partition("|")
            found.actors.setdefault(actor.strip().lower(), title.strip())
        return found

    def name_of(self, node: Node) -> str:
        """The first person or group named for a task; empty where nobody is."""
        for key, value in node.element.attrib.items():
            if isinstance(key, str) and key.startswith("{") and _local(key) in _PEOPLE:
                found = first(str(value))
                if found:
                    return found
        for child in node.element:
            if local(child) in _ROLES:
                found = self._role(child)
                if found:
                    return found
            elif local(child) == "extensionElements":
                found = _assigned(child)
                if found:
                    return found
        return self._owner_of_state(node.element)

    def _role(self, element: Element) -> str:
        for inner in element.iter():
            if local(inner) == "resourceRef":
                reference = written(inner)
                return self.resources.get(reference.rpartition(":")[2], "")
            if local(inner) in ("formalExpression", "expression"):
                return first(written(inner))
        return first(str(element.get("name") or ""))

    def _owner_of_state(self, element: Element) -> str:
        """In models whose tasks are states of a case: who owns the case there."""
        for text in _items(element, "keyownershipfields"):
            title = self.actors.get(text.strip().lower(), "")
            if title:
                return title
        return next(
            (who for text in _items(element, "namownershipnames") if (who := first(text))), ""
        )


def _assigned(extensions: Element) -> str:
    for extension in extensions.iter():
        if local(extension) == "assignmentDefinition":
            for key in _PEOPLE:
                found = first(str(extension.get(key) or ""))
                if found:
                    return found
    return ""


def _items(element: Element, name: str) -> list[str]:
    """The values of a named item among the extensions of an element."""
    return [
        clean(value.text)
        for extensions in children(element, "extensionElements")
        for item in extensions
        if item.tag == f"{_IMIXS}item" and item.get("name") == name
        for value in item
        if clean(value.text)
    ]


def _local(key: str) -> str:
    return key.rpartition("}")[2]


def first(text: str) -> str:
    """The first of some names; formulas that only an engine can work out name nobody."""
    bare = clean(text)
    wrapped = re.fullmatch(r"(?:user|group)\(([^()]+)\)", bare)
    if wrapped:
        bare = wrapped[1]
    if not bare or _FORMULA.search(bare):
        return ""
    return bare.split(",")[0].strip().strip("\"'")

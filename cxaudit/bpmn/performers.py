"""Who does a task by its attributes: performers of the standard, and what vendors write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cxaudit.bpmn.elements import Node
from cxaudit.bpmn.written import children, clean, written
from cxaudit.bpmn.xml import Element, Tree, local
from cxaudit.language.values import name

_FORMULA = re.compile(r"[$#]\{|^[=$]|[{}()<>]")
_WRAPPED = re.compile(r"(?:user|group)\(([^()]+)\)")
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
        return next(iter(self.names_of(node)), "")

    def names_of(self, node: Node) -> list[str]:
        """Every person and group named for a task, each once, in the order in which they stand."""
        found: list[str] = []
        for key, value in node.element.attrib.items():
            if isinstance(key, str) and key.startswith("{") and _local(key) in _PEOPLE:
                found += people(str(value))
        for child in node.element:
            if local(child) in _ROLES:
                found += self._role(child)
            elif local(child) == "extensionElements":
                found += _assigned(child)
        return _once([*found, *self._owners_of_state(node.element)])

    def _role(self, element: Element) -> list[str]:
        references = [one for one in element.iter() if local(one) == "resourceRef"]
        if references:  # expressions beside them only fill in the parameters of a resource
            known = [self.resources.get(written(one).rpartition(":")[2], "") for one in references]
            return [title for title in known if title]
        told = [one for one in element.iter() if local(one) in ("formalExpression", "expression")]
        texts = [written(one) for one in told] or [str(element.get("name") or "")]
        return [who for text in texts for who in people(text)]

    def _owners_of_state(self, element: Element) -> list[str]:
        """In models whose tasks are states of a case: who owns the case there."""
        fields = _items(element, "keyownershipfields")
        titles = [self.actors.get(text.strip().lower(), "") for text in fields]
        named = [who for text in _items(element, "namownershipnames") for who in people(text)]
        return [title for title in titles if title] + named


def _once(names: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for one in names:
        found.setdefault(name(one), one)
    return list(found.values())


def _assigned(extensions: Element) -> list[str]:
    return [
        who
        for extension in extensions.iter()
        if local(extension) == "assignmentDefinition"
        for key in _PEOPLE
        for who in people(str(extension.get(key) or ""))
    ]


def _items(element: Element, called: str) -> list[str]:
    """The values of a named item among the extensions of an element."""
    return [
        clean(value.text)
        for extensions in children(element, "extensionElements")
        for item in extensions
        if item.tag == f"{_IMIXS}item" and item.get("name") == called
        for value in item
        if clean(value.text)
    ]


def _local(key: str) -> str:
    return key.rpartition("}")[2]


def people(text: str) -> list[str]:
    """The people and groups that a text names, parted by commas; formulas that only an engine can work
    out name nobody."""
    bare = clean(text)
    if bare.startswith("="):
        return []
    found: list[str] = []
    for part in _parts(bare):
        wrapped = _WRAPPED.fullmatch(part)
        for one in wrapped[1].split(",") if wrapped else [part]:
            if one.strip() and not _FORMULA.search(one.strip()):
                found.append(one.strip().strip("\"'"))
    return [one for one in found if one]


def _parts(text: str) -> list[str]:
    """A text parted at commas that stand in no brackets."""
    found, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth <= 0:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]

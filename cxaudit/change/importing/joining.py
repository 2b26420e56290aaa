"""An organisation file that earlier imports wrote, with the people of further maps added to it. Nothing
that stands there is changed or taken away."""

from __future__ import annotations

from typing import Any

from cxaudit.change.fixes.fix import Splice
from cxaudit.change.fixes.source import Source, add, add_item
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.text import laid_out
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.change.layout.tree import Branch, Leaf
from cxaudit.language.organisation import Organisation
from cxaudit.language.read import read_text
from cxaudit.language.values import name


def joined(text: str, data: dict[str, Any]) -> str | None:
    """The text of an organisation file with the parties, departments and roles of `data` that it does
    not know yet; None where it cannot be read, or has a form in which nothing can be added."""
    document = read_text(text, "organisation.yaml")
    if not document.readable or not isinstance(document.model, Organisation):
        return None
    try:
        tidy = laid_out(text) == text
        after = _with_all(text, document.model, data)
        after = laid_out(after) if tidy else after
    except CannotLayOut:
        return None
    again = read_text(after, "organisation.yaml")
    if not again.readable or missing(again.model, data):
        return None
    return after


def _with_all(text: str, model: Organisation, data: dict[str, Any]) -> str:
    known = _known(model)
    for section in ("parties", "roles"):
        for title in data.get(section, {}):
            if name(title) not in known:
                text = _with_entry(text, (section,), title, "{}")
    for unit, spec in data.get("units", {}).items():
        new = [role for role in spec["roles"] if name(role) not in known]
        if name(unit) not in model.units and name(unit) not in known:
            text = _with_entry(text, ("units",), unit, "{}")
        for role in new:
            text = _with_role(text, unit, role)
    return text


def _with_entry(text: str, path: tuple[str, ...], key: str, value: str) -> str:
    """A text with one more entry in the mapping or list at a path; a section that is not there stands
    at the end then."""
    source = Source(text)
    place = source.find(path)
    if place is None:
        head = text if not text or text.endswith("\n") else text + "\n"
        return f"{head}{path[0]}:\n  {written(key, flow=False)}: {value}\n"
    node = place.entry.value
    if isinstance(node, Branch) and node.shape != "mapping":
        return _put(text, add_item(source, node, key))
    return _put(text, add(source, place.entry, key, value, ()))


def _with_role(text: str, unit: str, role: str) -> str:
    """A text in which a department has one more role."""
    source = Source(text)
    units = source.find(("units",))
    entries = units.entry.value.entries if units and isinstance(units.entry.value, Branch) else []
    keys = [e.key.value for e in entries if e.key is not None and name(e.key.value) == name(unit)]
    if not keys:
        return text
    roles = source.find(("units", keys[0], "roles"))
    if roles is None:
        return _with_entry(text, ("units", keys[0]), "roles", f"[{written(role, flow=True)}]")
    node = roles.entry.value
    if isinstance(node, Branch) and node.shape != "mapping":
        return _put(text, add_item(source, node, role))
    if isinstance(node, Leaf) and node.end > node.start:
        return _put(text, [Splice(node.start, node.end, f"[{text[node.start : node.end]}, "
                                  f"{written(role, flow=True)}]")])  # fmt: skip
    return text


def _put(text: str, splices: list[Splice]) -> str:
    for splice in sorted(splices, key=lambda one: -one.start):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def missing(model: Organisation | None, data: dict[str, Any]) -> list[str]:
    """The parties and roles of `data` that an organisation does not know; all of them where its file
    cannot be read."""
    known = _known(model) if model is not None else set()
    roles = [role for spec in data.get("units", {}).values() for role in spec["roles"]]
    names = [*data.get("parties", {}), *data.get("roles", {}), *roles]
    return [title for title in dict.fromkeys(names) if name(title) not in known]


def _known(model: Organisation) -> set[str]:
    found = {*model.parties, *model.roles}
    for unit in model.units.values():
        found |= {*unit.roles, *([unit.head] if unit.head else [])}
    return found

"""A map read back from a file that the export wrote: its own words, as far as the drawing still
says the same; where somebody has changed the drawing, the drawing is believed about what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxaudit.bpmn.build import Built
from cxaudit.bpmn.elements import File, Node, Plan, Source
from cxaudit.bpmn.export.phrases import REFUSED
from cxaudit.bpmn.extensions import Declared, DeclaredStep, Prints, declared
from cxaudit.bpmn.written import clean
from cxaudit.language import checks
from cxaudit.language.contacts import NOBODY
from cxaudit.language.diagram import Diagram
from cxaudit.language.net import Net
from cxaudit.language.nodes import Mapping, Scalar, Sequence
from cxaudit.language.nodes import Node as Yaml
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.spans import Lines
from cxaudit.language.suspects import suspects
from cxaudit.language.values import name, words

_ROADS = ("next", "end", "else", "rejects", "split", "if-late", "if-wrong", "join")


class Written(Source):
    """The file of a map that was written as a map: how its cases move, and how large it is, the map
    says and not the gateways that were drawn for it."""

    __slots__ = ()

    def behaviour(self) -> Net | None:
        """Nothing: the blocks of the map say it."""
        return None

    def diagram(self) -> Diagram | None:
        """Nothing: the steps of the map are its shape."""
        return None


@dataclass(slots=True)
class Restored:
    """What a process says in the end: `map_id` is empty where it carries no words of a map, `whole`
    tells that the drawing is the one that was written."""

    built: Built
    map_id: str = ""
    whole: bool = False


def restore(built: Built, plan: Plan, file: File) -> Restored:
    """Put the words of the map that a process carries in place of what was inferred from it."""
    found = declared(plan)
    if found is None or not found.steps:
        return Restored(built)
    prints = Prints(plan, file, found)
    same = {key for key in found.steps if prints.step(plan.nodes[key]) == found.steps[key].drawn}
    whole = prints.whole() == found.drawn and same == set(found.steps)
    mending = _Mending(built, plan, prints, found, same)
    return Restored(mending.whole() if whole else mending.mixed(), found.map_id, whole)


def settle(document: Document, restored: Restored) -> None:
    """Finish a document that carries words of a map: what a reader of such words would remark, and
    nothing lost where they are whole."""
    if not restored.map_id or not isinstance(document.model, Process):
        return
    if restored.whole:
        document.losses = []
        source = document.source_model
        if isinstance(source, Source):
            document.source_model = Written(source.file, source.plan, source.first, source.told)
    found = [problem.at(document.span(loc)) for loc, problem in checks.problems(document.model)]
    for problem in suspects("process", _nodes(restored.built.data), Lines("")):
        found.append(problem.at(document.span(tuple(problem.path.split("/")))))
    document.problems = sorted([*document.problems, *found], key=lambda p: (p.span, p.kind))


def _nodes(data: dict[str, Any]) -> Mapping:
    """Plain data as the nodes of a file, all at its beginning."""

    def node(value: Any) -> Yaml:
        if isinstance(value, dict):
            return Mapping({key: (_scalar(key), node(item)) for key, item in value.items()}, 0, 0)
        if isinstance(value, list):
            return Sequence([node(item) for item in value], 0, 0)
        return _scalar("" if value is None else str(value), value is not None)

    found = node(data)
    assert isinstance(found, Mapping)
    return found


def _scalar(text: str, quoted: bool = True) -> Scalar:
    return Scalar(text, 0, 0, quoted)


@dataclass(slots=True)
class _Mending:
    """One process: what was inferred, what it declares, and the nodes that are drawn as they were."""

    built: Built
    plan: Plan
    prints: Prints
    found: Declared
    same: set[str]

    def _ordered(self) -> list[tuple[str, DeclaredStep]]:
        return sorted(self.found.steps.items(), key=lambda item: item[1].order)

    def whole(self) -> Built:
        """The map as it was written."""
        steps = {step.id: step.keys for _, step in self._ordered()}
        made = Built({**self.found.keys, "steps": steps})
        made.places[""] = made.places["process"] = self.plan.span
        for key, step in self.found.steps.items():
            made.places[f"steps/{step.id}"] = self.plan.nodes[key].span
            made.told[self.plan.nodes[key].raw] = {"step": step.id}
        for key, step_id in self.found.parts.items():
            made.told[self.plan.nodes[key].raw] = {"step": step_id}
        return made

    def mixed(self) -> Built:
        """The map with the changes that were made to its drawing."""
        drawn: dict[str, dict[str, Any]] = dict(self.built.data["steps"])
        self._gather_parts(drawn)
        passed = self._pass_parts(drawn)
        ids = self._ids(drawn)
        ids |= {part: ids[target] for part, target in passed.items() if target in ids}
        steps: dict[str, dict[str, Any]] = {}
        order = self._ordered()
        ends = self._ends()
        for number, (key, step) in enumerate(order):
            if key in self.same:
                behind = order[number + 1][1].id if number + 1 < len(order) else ""
                steps[step.id] = _explicit(step.keys, behind, drawn.get(key, {}))
            else:
                roads = {k: v for k, v in drawn.get(key, {}).items() if k in _ROADS}
                roads = _refused_apart(_to_ends(_renamed(roads, ids), ends), step.keys)
                steps[step.id] = self._changed(key, step) | roads
        for key, data in drawn.items():
            if key not in self.found.steps:
                steps[ids[key]] = _renamed(data, ids)
        first = next((ids[key] for key in drawn), "")
        if first in steps:
            steps = {first: steps[first], **steps}
        made = Built({**self.found.keys, "steps": steps})
        if self.plan.name and self.plan.name != clean(str(made.data.get("process") or "")):
            made.data["process"] = self.plan.name
        self._mark(made, ids)
        return made

    def _mark(self, made: Built, ids: dict[str, str]) -> None:
        """Places of everything; how sure what was inferred is, for what is still inferred."""
        for raw, told in self.built.told.items():
            made.told[raw] = {**told, "step": ids.get(told["step"], told["step"])}
        for path, span in self.built.places.items():
            made.places[_path(path, ids)] = span
        for key, step in self.found.steps.items():
            made.places[f"steps/{step.id}"] = self.plan.nodes[key].span
        for path, sure in self.built.basis.items():
            parts = path.split("/")
            if parts[0] == "steps" and parts[1] not in self.found.steps:
                made.basis[_path(path, ids)] = sure

    def _ids(self, drawn: dict[str, dict[str, Any]]) -> dict[str, str]:
        """The id in the map of every step of the drawing."""
        taken = {step.id for step in self.found.steps.values()}
        ids = {key: step.id for key, step in self.found.steps.items()}
        for key in drawn:
            unique, number = key, 1
            while key not in ids and unique in taken:
                number += 1
                unique = f"{key}-{number}"
            ids.setdefault(key, unique)
            taken.add(ids[key])
        return ids

    def _ends(self) -> dict[str, str]:
        """The steps that are nothing but an end, by how they are named in the drawing."""
        nodes = ((self.plan.nodes[key], step.id) for key, step in self.found.steps.items())
        return {node.name: step for node, step in nodes if node.tag == "endEvent"}

    def _gather_parts(self, drawn: dict[str, dict[str, Any]]) -> None:
        """A gateway that was drawn for a step gives its branches back to the step."""
        owners = {step.id: key for key, step in self.found.steps.items()}
        for part, step_id in self.found.parts.items():
            owner = owners.get(step_id, "")
            if part not in drawn or owner not in drawn or drawn[owner].get("next") != part:
                continue
            if any(other != owner and part in _targets(data) for other, data in drawn.items()):
                continue
            roads = {key: value for key, value in drawn.pop(part).items() if key in _ROADS}
            del drawn[owner]["next"]
            drawn[owner] |= roads

    def _pass_parts(self, drawn: dict[str, dict[str, Any]]) -> dict[str, str]:
        """What was drawn for a step and only leads on (a start, a merge) is no step of the map; where
        each of them leads."""
        passed: dict[str, str] = {}
        for part in self.found.parts:
            onward = drawn.get(part, {}).get("next")
            if isinstance(onward, str) and onward != part and "else" not in drawn[part]:
                passed[part] = onward
                del drawn[part]
        for part in passed:
            seen = {part}
            while passed[part] in passed and passed[part] not in seen:
                seen.add(passed[part])
                passed[part] = passed[passed[part]]
        return passed

    def _changed(self, key: str, step: DeclaredStep) -> dict[str, Any]:
        """What a step says beside its roads, where the drawing of it was changed."""
        node = self.plan.nodes[key]
        data = {k: v for k, v in step.keys.items() if k not in _ROADS}
        label = str(data.get("does") or data.get("name") or words(step.id))
        if node.tag != "endEvent" and node.name and node.name != clean(label):
            data.pop("name", None)
            data["does"] = node.name
        lane = self._lane(node)
        passed = data.get("by") == NOBODY and node.tag.endswith("Gateway")
        if name(lane) != name(step.by) and not passed:
            data.pop("by", None)
            if lane:
                data["by"] = lane
        return data

    def _lane(self, node: Node) -> str:
        return self.prints.lane_of(node)


def _explicit(keys: dict[str, Any], behind: str, drawn: dict[str, Any]) -> dict[str, Any]:
    """The words of a step that say where it goes, for the next line may now be another."""
    if "next" in keys or "end" in keys:
        return keys
    if behind:
        return {**keys, "next": behind}
    return {**keys, "end": drawn["end"]} if "end" in drawn else keys


def _targets(data: dict[str, Any]) -> set[str]:
    """The steps that the roads of an inferred step name."""
    found = {str(data[key]) for key in ("else",) if key in data}
    onward = data.get("next")
    if isinstance(onward, str):
        found.add(onward)
    elif isinstance(onward, dict):
        found |= {branch["to"] for branch in onward["branches"] if "to" in branch}
    for key, end in (("if-late", "next"), ("if-wrong", "to")):
        if end in data.get(key, {}):
            found.add(data[key][end])
    return found


def _renamed(data: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """An inferred step with the ids of the map in its roads."""
    found = dict(data)
    for key in ("next", "else"):
        if isinstance(found.get(key), str):
            found[key] = ids.get(found[key], found[key])
    if isinstance(found.get("next"), dict):
        branches = [
            {**branch, "to": ids.get(branch["to"], branch["to"])} if "to" in branch else branch
            for branch in found["next"]["branches"]
        ]
        found["next"] = {**found["next"], "branches": branches}
    for key, end in (("if-late", "next"), ("if-wrong", "to")):
        if end in found.get(key, {}):
            found[key] = {**found[key], end: ids.get(found[key][end], found[key][end])}
    return found


def _to_ends(data: dict[str, Any], ends: dict[str, str]) -> dict[str, Any]:
    """Roads that end as a step of the map does lead to that step."""

    def led(branch: dict[str, Any]) -> dict[str, Any]:
        step = ends.get(branch.get("outcome", ""))
        if step is None:
            return branch
        return {key: value for key, value in branch.items() if key != "outcome"} | {"to": step}

    found = dict(data)
    if isinstance(found.get("next"), dict):
        found["next"] = {
            **found["next"],
            "branches": [led(branch) for branch in found["next"]["branches"]],
        }
    elif found.get("end") in ends and "next" not in found:
        found["next"] = ends[found.pop("end")]
    if str(found.get("else", "")).startswith("end "):
        found["else"] = ends.get(found["else"][4:], found["else"])
    return found


def _refused_apart(data: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """The branch that was drawn for the `else` of a step as its `else` again."""
    onward = data.get("next")
    if "else" not in keys or not isinstance(onward, dict) or onward["kind"] != "choice":
        return data
    refused = [b for b in onward["branches"] if b["label"] in REFUSED]
    rest = [b for b in onward["branches"] if b["label"] not in REFUSED]
    if len(refused) != 1 or not rest:
        return data
    found = {key: value for key, value in data.items() if key != "next"}
    (no,) = refused
    found["else"] = no["to"] if "to" in no else f"end {no['outcome']}"
    if "share" in no:
        found["rejects"] = no["share"]
    if len(rest) > 1:
        found["next"] = {**onward, "branches": rest}
    elif "to" in rest[0]:
        found["next"] = rest[0]["to"]
    else:
        found["end"] = rest[0]["outcome"]
    return found


def _path(path: str, ids: dict[str, str]) -> str:
    parts = path.split("/")
    if len(parts) > 1 and parts[0] == "steps":
        parts[1] = ids.get(parts[1], parts[1])
    return "/".join(parts)

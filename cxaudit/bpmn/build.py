"""A folded net as the data of a map: one mapping a step, with places and basis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cxaudit.bpmn.branches import as_word, branches, outcome, target_of
from cxaudit.bpmn.elements import ACTIVITIES, SYSTEM_TASKS, Node, Plan
from cxaudit.bpmn.fold import in_order
from cxaudit.bpmn.knots import Knot, Net
from cxaudit.bpmn.notes import Notes
from cxaudit.bpmn.owners import Owner, Owners
from cxaudit.bpmn.parties import Parties
from cxaudit.bpmn.units import units_of
from cxaudit.bpmn.written import children, written
from cxaudit.infer.labels import read_label
from cxaudit.language.contacts import NOBODY
from cxaudit.language.spans import Span
from cxaudit.language.values import name

MOST_DIGITS = 9  # of a number of rounds; more bound nothing, and are only kept as a remark
MADE = "inferred-high"  # of notes: nobody wrote them, they are made of what the model says


@dataclass(slots=True)
class Built:
    """The data of a map, where each part stands, how sure what was inferred is, and by raw id what
    was made of an element: its step, and where performer, sign-off and meeting come from."""

    data: dict[str, Any]
    places: dict[str, Span] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)
    told: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Facts:
    """What is known of a process beside its net; `calls` are the maps that call activities stand
    for, `subjects` what messages with parties are called, both by the id of their node."""

    plan: Plan
    title: str
    owners: Owners
    parties: Parties
    contacts: dict[str, list[str]]
    approvers: dict[str, str]
    outsider: str = ""
    somebodies: frozenset[str] = frozenset()
    notes: Notes = field(default_factory=Notes)
    calls: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, list[str]] = field(default_factory=dict)


def build(net: Net, facts: Facts) -> Built:
    """The map of a process."""
    built = Built({"process": facts.title})
    built.places[""] = built.places["process"] = facts.plan.span
    note = [*_begins(net), *facts.notes.of(facts.plan.raw, facts.plan.element)]
    note += [text for _, around, text in facts.notes.loose if around == facts.plan.raw]
    if note:
        built.data["note"] = " ".join(note)
        if note == _begins(net):
            built.basis["note"] = MADE
    steps: dict[str, dict[str, Any]] = {}
    for step_id in in_order(net):
        knot = net.knots[step_id]
        steps[step_id] = _step(net, knot, facts, built)
        built.places[f"steps/{step_id}"] = knot.span
        if knot.checks_at is not None:
            built.places[f"steps/{step_id}/next"] = knot.checks_at
            built.places[f"steps/{step_id}/checks"] = knot.checks_at
    built.data["steps"] = steps
    _customers(facts, steps, built)
    if any(step.get("by") == "system" for step in steps.values()):
        built.data["systems"] = ["system"]
    units = units_of(facts.plan, facts.parties)
    if units:
        built.data["units"] = units
    return built


def _begins(net: Net) -> list[str]:
    if not net.starts_when:
        return []
    return ["Starts when: " + "; ".join(dict.fromkeys(net.starts_when)) + "."]


def _step(net: Net, knot: Knot, facts: Facts, built: Built) -> dict[str, Any]:
    at = f"steps/{knot.id}"
    data: dict[str, Any] = {}
    told = {"step": knot.id}
    if knot.label:
        data["does"] = knot.label
    met = facts.contacts.get(knot.id, []) if knot.node is not None else []
    passed = not met and _only_passed(knot, facts)
    owner = None if passed else _owner(knot, facts)
    if passed:
        data["by"] = NOBODY
    elif owner is not None:
        data["by"] = owner.name
        told["performer_from"] = owner.source
        if owner.basis:
            built.basis[f"{at}/by"] = owner.basis
    if met:
        data["with"] = [{"party": party} for party in met]
        told["touch_point_from"] = "message"
        sure = [facts.parties.basis(party) for party in met]
        if all(sure):
            built.basis[f"{at}/with"] = sure[0]
    if knot.id in facts.approvers:
        data["sign-off"] = facts.approvers[knot.id]
        told["sign_off_from"] = "gateway"
        built.basis[f"{at}/sign-off"] = "inferred-high"
    elif not passed and _is_no_sign_off(knot, facts):
        data["sign-off"] = "no"
        built.basis[f"{at}/sign-off"] = "inferred-high"
    if knot.checks:
        data["checks"] = knot.checks
    if knot.stage:
        data["stage"] = knot.stage
    if knot.waits is not None:
        data["waits"] = knot.waits
        if knot.waits_read:
            built.basis[f"{at}/waits"] = "inferred-high"
        if knot.clocked:
            data["at-most"] = knot.waits
    if knot.join:
        data["join"] = "all"
        if knot.join_read:
            built.basis[f"{at}/join"] = "inferred-high"
    _ways(net, knot, data, built)
    if knot.node is not None and knot.node.tag in ACTIVITIES:
        _details(knot.node, facts, data)
    made = [*knot.notes, *(dict.fromkeys(facts.subjects.get(knot.id, ())) if met else ())]
    notes = list(made)
    for node in (knot.node, knot.gateway):
        if node is not None:
            notes += facts.notes.of(node.raw, node.element)
            built.told[node.raw] = told if node is knot.node else {"step": knot.id}
    if notes:
        data["note"] = " ".join(notes)
        if notes == made:
            built.basis[f"{at}/note"] = MADE
    return data


def _only_passed(knot: Knot, facts: Facts) -> bool:
    """Whether a gateway or event is nobody's work: its words name what was or will be done. An event
    whose name tells who acts or is met is somebody's."""
    if knot.work:
        return False
    reading = read_label(knot.label, facts.parties.language)
    routes = knot.node is None or knot.node.tag.endswith("Gateway")
    return routes or (reading.contact is None and reading.performer is None)


def _owner(knot: Knot, facts: Facts) -> Owner | None:
    """Who does a step; what an event is named after may say it instead of its lane."""
    if knot.node is None:
        return None
    reading = read_label(knot.label, facts.parties.language)
    if not knot.work and reading.performer is not None and knot.id not in facts.contacts:
        return None
    if facts.outsider:
        return Owner(facts.outsider, "", "pool")
    return facts.owners.of(knot.node)


def _is_no_sign_off(knot: Knot, facts: Facts) -> bool:
    """Whether a label names a yes or no that a machine gives, whosever lane it is drawn in, or one
    that was or will be given elsewhere, in the name of an event."""
    reading = read_label(knot.label, facts.parties.language)
    if not knot.work:
        return reading.sign_off is not None
    machine = knot.node is not None and knot.node.tag in SYSTEM_TASKS
    return machine and reading.sign_off == "inferred-high"


def _ways(net: Net, knot: Knot, data: dict[str, Any], built: Built) -> None:
    at = f"steps/{knot.id}"
    if knot.late is not None:
        after, edge = knot.late
        data["if-late"] = {"next": as_word(net, edge, knot)}
        if after is not None:
            data["if-late"]["after"] = after
            if knot.late_read:
                built.basis[f"{at}/if-late"] = "inferred-high"
    for _, edge in knot.wrong[:1]:
        target = target_of(net, edge, knot)
        if "to" in target:
            data["if-wrong"] = {"to": target["to"]}
        else:
            data["else"] = f"end {target['outcome']}"
    if not knot.outs:
        data["end"] = outcome(knot, "", knot)
        if not knot.outcome and data["end"] != "done":
            built.basis[f"{at}/end"] = "inferred-high"
    elif knot.mode == "one":
        target = target_of(net, knot.outs[0], knot)
        if "to" in target:
            data["next"] = target["to"]
        else:
            data["end"] = target["outcome"]
            end = net.knots[knot.outs[0].target]
            if end.outcome != data["end"] and data["end"] != "done":
                built.basis[f"{at}/end"] = "inferred-high"
            built.places[f"{at}/end"] = end.span
    elif knot.mode == "all":
        ways = [{"label": "", **target_of(net, edge, knot)} for edge in knot.outs]
        data["next"] = {"kind": "all", "branches": ways}
    else:
        data["next"] = {"kind": "choice", "branches": branches(net, knot)}
        if knot.mode == "some":
            data["split"] = "some"


def _details(node: Node, facts: Facts, data: dict[str, Any]) -> None:
    """Data that goes in and out, and stores that are used, by their names; what it calls, and how
    often it is done at most."""
    known = facts.plan.data
    if node.id in facts.calls:
        data["call"] = facts.calls[node.id]
    for loop in children(node.element, "standardLoopCharacteristics"):
        most = str(loop.get("loopMaximum") or "").strip()
        if most.isascii() and most.isdigit() and len(most) <= MOST_DIGITS:
            data["at-most"] = f"{most} times"
    for key, tag, end in (
        ("needs", "dataInputAssociation", "sourceRef"),
        ("gives", "dataOutputAssociation", "targetRef"),
    ):
        for link in children(node.element, tag):
            for reference in children(link, end):
                datum = known.get(written(reference))
                if datum is None:
                    continue
                if datum.is_store and not _somebody(datum.title, facts):
                    _add(data, "in", datum.title)
                elif not datum.is_store:
                    _add(data, key, datum.title)


def _add(data: dict[str, Any], key: str, title: str) -> None:
    listed = data.setdefault(key, [])
    if title not in listed:
        listed.append(title)


def _somebody(title: str, facts: Facts) -> bool:
    """Whether a store is called like a lane, a pool or a party: then it is no system."""
    return name(title) in facts.somebodies or facts.parties.is_one(title)


def _customers(facts: Facts, steps: dict[str, dict[str, Any]], built: Built) -> None:
    """The parties that the process meets and is for."""
    found: list[str] = []
    for step in steps.values():
        met = step.get("with")
        names = [one["party"] for one in met] if isinstance(met, list) else []
        for who in (step.get("by", ""), *names):
            if who and facts.parties.is_served(who) and who not in found:
                found.append(who)
    if found:
        built.data["customers"] = found
        if any(facts.parties.basis(who) for who in found):
            built.basis["customers"] = "inferred-high"

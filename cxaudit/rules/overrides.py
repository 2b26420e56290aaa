"""Entries of a pack that change rules there are: other parts for one, or a switch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cxaudit.language.nodes import Node, Scalar
from cxaudit.language.problems import nearest, suggestion
from cxaudit.language.values import NO, YES
from cxaudit.rules.entries import KEYS, Context, Entries, Judged, Parts, also
from cxaudit.rules.limits import check_whole, read_changed, read_profiles
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import HEURISTICS, NEEDS, Rule

CHANGED = (
    "limits", "profiles", "severity", "says", "criteria", "why", "instead", "heuristics", "sources",
    "needs", "not-started", "mandatory", "examples",
)  # fmt: skip
_WHOLE = frozenset(["judges", "when"])  # an entry that holds one of these is a rule of its own


def is_whole(entries: Entries) -> bool:
    """Whether an entry is a rule of its own, not a change to one."""
    return bool(_WHOLE & set(entries))


def switch_of(node: Node) -> bool | None:
    """What an entry such as `SO201: off` switches to; None where it is none."""
    word = node.text.strip().lower() if isinstance(node, Scalar) else ""
    return True if word in YES else False if word in NO else None


def read_override(reader: Reader, rule: Rule, entries: Entries, context: Context) -> Rule | None:
    """A rule with some parts of it as a pack wants them; None where something is wrong."""
    before = len(reader.problems)
    for key, (label, _) in entries.items():
        _check_key(reader, key, label, rule)
        if rule.mandatory and key in ("severity", "mandatory"):
            says = f"{rule.code} is mandatory: its {key} stays as it is"
            reader.fault(label, says, key)
    nodes: dict[str, Node] = {key: node for key, (_, node) in entries.items() if key in CHANGED}
    parts = Parts(reader, nodes, context)
    judged = Judged(reader, rule.judges, frozenset(rule.limits), context)
    limits = {**rule.limits, **read_changed(reader, nodes.get("limits"), rule.limits)}
    profiles = {name: dict(values) for name, values in rule.profiles.items()}
    for name, values in read_profiles(reader, nodes.get("profiles"), rule.limits).items():
        profiles[name] = {**profiles.get(name, {}), **values}
    needs = reader.word(nodes["needs"], NEEDS, "need") if "needs" in nodes else None
    new = replace(
        rule,
        limits=limits,
        profiles=profiles,
        severity=judged.severity(nodes["severity"]) if "severity" in nodes else rule.severity,
        says=judged.says(nodes["says"]) if "says" in nodes else rule.says,
        criteria=judged.criteria(nodes.get("criteria")) or rule.criteria,
        why=parts.text("why") or rule.why,
        instead=parts.text("instead") or rule.instead,
        not_started=parts.not_started() or rule.not_started,
        needs=needs or rule.needs,
        heuristics=reader.words(nodes["heuristics"], HEURISTICS, "heuristic")
        if "heuristics" in nodes
        else rule.heuristics,
        sources=reader.words(nodes["sources"], None, "source")
        if "sources" in nodes
        else rule.sources,
        mandatory=reader.yes(nodes["mandatory"]) if "mandatory" in nodes else rule.mandatory,
        examples=parts.examples(rule.judges == "problem") if "examples" in nodes else rule.examples,
        changed_by=[*rule.changed_by, reader.path],
    )
    if len(reader.problems) > before:
        return None
    place = next(iter(nodes.values()), None)
    if place is not None:
        new.also = also(reader, new, {form.judges: place for form in rule.also}, context)
        check_whole(reader, nodes.get("limits"), nodes.get("profiles"), new)
    return new if len(reader.problems) == before else None


def _check_key(reader: Reader, key: str, label: Scalar, rule: Rule) -> None:
    if key in CHANGED:
        return
    if key == "name":
        says = f"the name of {rule.code} stays {rule.name!r}: waivers use it"
    elif key in KEYS:
        says = f"`{key}` of {rule.code} stays as it is: a pack changes {', '.join(CHANGED)}"
    else:
        says = f"a rule has no key {key!r}{suggestion(key, CHANGED)}"
    reader.fault(label, says, key, nearest(key, CHANGED))


def find(
    reader: Reader, node: Node, visible: Mapping[str, Rule], rules: Mapping[str, Rule]
) -> Rule | None:
    """The rule that a word of a pack means, by code or name, among those that the pack sees."""
    text = reader.text(node, 60)
    found = _called(text, visible)
    if found is not None or not text:
        return found
    hidden = _called(text, rules)
    if hidden is not None:
        says = f"{text} is a rule of {hidden.origin}, which this pack does not extend"
        reader.fault(node, says, text)
        return None
    known = [*visible, *(rule.name for rule in visible.values())]
    says = f"no rule is called {text!r}{suggestion(text, known)}"
    reader.fault(node, says, text, nearest(text, known))
    return None


def _called(text: str, rules: Mapping[str, Rule]) -> Rule | None:
    return rules.get(text) or next((rule for rule in rules.values() if rule.name == text), None)


def switched(rule: Rule, on: bool, path: str) -> Rule:
    """A rule on or off."""
    changed = [] if rule.origin == path else [path]
    return replace(rule, enabled=on, changed_by=[*rule.changed_by, *changed])


def kept_on(reader: Reader, node: Node, rule: Rule) -> bool:
    """Whether a rule cannot be switched off; the fault is told."""
    if rule.mandatory:
        reader.fault(node, f"{rule.code} is mandatory: it cannot be switched off", rule.code)
    return rule.mandatory


def taken(code: str, rule: Rule, shipped: bool, codes: frozenset[str]) -> str:
    """Why a rule of one's own cannot have a code, and the ways out."""
    whose = "is a built-in rule" if shipped else f"is a rule of {rule.origin} already"
    return (
        f"{code} {whose} ({rule.name}): to change it, give only what differs, without `judges` and "
        f"`when`; for a rule of your own take a free code such as {free_code(code, codes)}"
    )


def free_code(code: str, codes: frozenset[str]) -> str:
    """A code of the same family that no rule has."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", code).groups()  # type: ignore[union-attr]
    number = int(digits)
    while f"{letters}{number:0{len(digits)}d}" in codes:
        number += 1
    return f"{letters}{number:0{len(digits)}d}"

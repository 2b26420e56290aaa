"""Branches of a decision: labels that differ, shares, where each leads."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.bpmn.knots import Edge, Knot, Net
from cxaudit.infer.labels import outcome_kind
from cxaudit.language.values import cut_share

_COMPARES = re.compile(r"[<>=≤≥]|\d\s*$|\b(than|to|unter|über|over|under|least|most)\s*$", re.I)


def target_of(net: Net, edge: Edge, came_from: Knot) -> dict[str, str]:
    """Where an edge leads, as the long form of a branch says it."""
    knot = net.knots[edge.target]
    if knot.keep:
        return {"to": knot.id}
    return {"outcome": outcome(knot, edge.label, came_from)}


def as_word(net: Net, edge: Edge, came_from: Knot) -> str:
    """Where an edge leads, as one word: an id or `end rejected`."""
    found = target_of(net, edge, came_from)
    return found["to"] if "to" in found else f"end {found['outcome']}"


def outcome(end: Knot, label: str, came_from: Knot | None) -> str:
    """How the case ends: by the name of the end, else by the way that led there, else well."""
    if end.outcome:
        return end.outcome
    for text in (label, came_from.label if came_from is not None and came_from.work else ""):
        kind = outcome_kind(text)
        if kind != "good":
            return kind
    return "done"


def _words(net: Net, edge: Edge) -> str:
    target = net.knots[edge.target]
    if target.keep:
        return target.label or target.id
    return target.outcome or "done"


def _shares(edges: list[Edge]) -> list[tuple[str, float | None]]:
    """Labels with their shares cut off, where all of them together can be shares."""
    cut: list[tuple[str, float | None]] = []
    for edge in edges:
        try:
            words, share = cut_share(edge.label)
        except ValueError:
            words, share = edge.label, None
        cut.append((words, share) if not _COMPARES.search(words) else (edge.label, None))
    if sum(share or 0.0 for _, share in cut) > 1.0001:
        return [(edge.label, None) for edge in edges]
    return cut


def branches(net: Net, knot: Knot) -> list[dict[str, Any]]:
    """The branches of a knot in the long form of the language, each label once.

    A way without a label has none here either, unless it is the default, the only one left over, or
    has a condition that says when it is taken.
    """
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    silent = sum(not edge.label for edge in knot.outs)
    for edge, (label, share) in zip(knot.outs, _shares(knot.outs), strict=True):
        rest = edge.default or (silent == 1 and len(knot.outs) > 1)
        words = label or ("otherwise" if rest else _words(net, edge) if edge.condition else "")
        if words and words.lower() in taken:
            words = f"{words}: {_words(net, edge)}"
        branch: dict[str, Any] = {"label": _once(words, taken), **target_of(net, edge, knot)}
        if edge.sure:
            share = 1.0
        if share is not None:
            branch["share"] = f"{share:.6f}"
        if edge.condition and edge.condition != "?":
            branch["when"] = edge.condition
        found.append(branch)
    return found


def _once(words: str, taken: set[str]) -> str:
    """A label that no other branch has; none stays none."""
    found, number = words, 1
    while found and found.lower() in taken:
        number += 1
        found = f"{words} {number}"
    taken.add(found.lower())
    return found

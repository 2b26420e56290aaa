"""Fixes for what nobody does or answers for, where the map itself tells who it is."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix
from cxaudit.change.fixes.frames import OWNER, PERFORMER
from cxaudit.change.fixes.meetings import step_place
from cxaudit.change.fixes.source import add
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.tree import Branch, Entry
from cxaudit.rules.finding import Finding


def owner_fixes(case: Case) -> Iterator[Fix]:
    """Fixes for what OW301 and OW302 tell of a map. Nobody is invented: a step gets the one who does
    all other steps of its stage, a process its leader or the one owner of all its stages."""
    told = list(case.of("OW301", "OW302"))
    if not told or case.process is None:
        return
    steps = {f"steps/{s.id}": s for s in case.facts.get("step", ()) if isinstance(s, StepFacts)}
    doing: dict[str, list[str | None]] = {}
    for step in steps.values():
        if step.stage and step.needs_performer:
            doing.setdefault(step.stage, []).append(step.performer)
    for finding in told:
        if finding.code == "OW302":
            yield from _owner(case, finding)
            continue
        for path in dict.fromkeys([finding.path, *finding.elements]):
            if path in steps:
                yield from _performer(case, finding, steps[path], doing)


def _performer(
    case: Case, finding: Finding, step: StepFacts, doing: dict[str, list[str | None]]
) -> Iterator[Fix]:
    """The one who does every other step of a stage, two at least."""
    others = list(doing.get(step.stage or "", ()))
    if None in others:
        others.remove(None)  # the step itself
    if len(others) < 2 or len(set(others)) != 1 or others[0] is None or case.source is None:
        return
    place = step_place(case.source, case.document, step.id)
    if place is None:
        return
    who, node = others[0], place.entry.value
    flow = not isinstance(node, Branch) or node.flow
    if case.source.entry(node, "by") is not None:
        return
    splices = add(case.source, place.entry, "by", written(who, flow), ("does", "name"))
    says = f"write `by: {who}` at {step.id}, who does every other step of {step.stage}"
    yield from case.fix(finding, says, splices, PERFORMER, False, step.id)


def _owner(case: Case, finding: Finding) -> Iterator[Fix]:
    assert case.process is not None
    process = case.process
    stages = [stage.owner for stage in process.stages.values()]
    if len(process.leader) == 1:
        who, why = process.leader[0], "who leads it"
    elif stages and len(set(stages)) == 1 and stages[0]:
        who, why = stages[0], "who owns every stage"
    else:
        return
    if case.source is None:
        return
    root = case.source.root
    if not isinstance(root, Branch) or case.source.entry(root, "owner") is not None:
        return
    value = written(who, root.flow)
    splices = add(case.source, Entry(value=root), "owner", value, ("process", "purpose", "leader"))
    says = f"write `owner: {who}`, {why}"
    yield from case.fix(finding, says, splices, OWNER, False)

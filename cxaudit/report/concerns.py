"""Whom a step, a finding and a map concern: the marks by which a page narrows to one reader.

A mark is a kind and a name with no space in it: `role:inside-sales`, `unit:finance`, `party:installer`,
`type:simple-quote`. A page shows a reader what carries one of the marks that the reader answers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report.context import Context, steps_of
from cxaudit.rules.finding import Finding

_KINDS = {"roles": "role", "units": "unit", "parties": "party"}


def mark(kind: str, name: str | None) -> str:
    """The mark of somebody or something; nothing for nobody."""
    return f"{kind}:{'-'.join(name.split())}" if name and name.strip() and name != "?" else ""


def marks(kind: str, names: Iterable[str | None]) -> str:
    """Several marks, as an attribute wants them."""
    return " ".join(filter(None, dict.fromkeys(mark(kind, name) for name in names)))


def of_steps(context: Context) -> dict[str, tuple[str, ...]]:
    """Whom each step concerns: who does it, signs it, owns it, their departments, and who is met."""
    approvers = {g.step: g.approvers for g in context.sign_offs}
    met: dict[str, list[str]] = {}
    for t in context.touch_points:
        met.setdefault(t.step, []).append(t.party)
    return {
        s.id: _of_step(context, s, approvers.get(s.id, []), met.get(s.id, []))
        for s in context.steps.values()
    }


def _of_step(
    context: Context, s: StepFacts, approvers: Sequence[str], met: Sequence[str]
) -> tuple[str, ...]:
    inside = s.performer_kind != "party"
    # Who answers for the map answers for every step: that makes none of them his more than another.
    owner = s.owner if s.owner not in context.map.owners else None
    roles = [s.performer if inside else None, owner, s.escalates, *approvers]
    units = [s.unit, *(context.roles[r].unit for r in approvers if r in context.roles)]
    parties = [*met, None if inside else s.performer]
    found = [mark("role", r) for r in roles if r not in context.study.world.units]
    found += [
        mark("unit", u) for u in (*units, *roles) if u in context.study.world.units or u in units
    ]
    found += [mark("party", p) for p in parties]
    return tuple(filter(None, dict.fromkeys(found)))


def of_finding(
    finding: Finding, context: Context | None, steps: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Whom a finding concerns: those of the steps it is about, of its walk where it is about no step or
    about request types, the role, department or party that it names, the party that asks."""
    about = steps_of(finding, dict(steps))
    if finding.requests or not about:
        about |= {s for s in finding.witness if s in steps}
    found = [m for s in steps if s in about for m in steps[s]]
    for path in (finding.path, *finding.elements):
        kind, _, rest = path.partition("/")
        if kind in _KINDS:
            found.append(mark(_KINDS[kind], rest.partition("/")[0]))
    if context is not None:
        asked = [r.from_ for r in context.requests if r.id in finding.requests]
        found += [mark("party", p) for p in asked]
    return tuple(filter(None, dict.fromkeys(found)))


def of_map(context: Context) -> tuple[str, ...]:
    """Those whom the whole of a map concerns: who answers for it and who leads it."""
    names = [
        *(("owner", o) for o in context.map.owners),
        *(("leader", o) for o in context.map.leaders),
    ]
    return tuple(filter(None, dict.fromkeys(mark(kind, name) for kind, name in names)))

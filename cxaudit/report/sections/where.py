"""Where advice is to be followed: the steps to edit, else whom or which requests it is about."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.context import Context, steps_of
from cxaudit.report.texts import _, listed
from cxaudit.rules.finding import Finding

GATES = ("SO", "RE7")  # families whose advice is about sign-offs
LESS = (*GATES, "TP105")  # whose advice is to have fewer, to which those who give them must agree
MOST_NAMED = 4
_NAMED = ("parties", "roles", "units")  # elements that are somebody


def places(context: Context, finding: Finding) -> list[str]:
    """The steps that a finding asks to change: of its walk, or else those it is about. Where sign-offs
    are the matter, those of them that could go."""
    walk = [s for s in finding.witness if s in context.steps]
    about = steps_of(finding, context.steps)
    steps = walk if len(walk) > 1 else [s for s in context.steps if s in about]
    if finding.code.startswith(GATES):
        free = {g.step for g in context.sign_offs if not g.held}
        return [s for s in steps or walk if s in free]
    kept = {g.step for g in context.sign_offs if g.held} if finding.code.startswith(LESS) else set()
    return [s for s in steps or walk if context.steps[s].exposure and s not in kept]


def where(context: Context, those: Sequence[Finding]) -> str:
    """The places of findings that share one advice, in words: the steps that it asks to change, else
    those that the findings are about, whoever or whatever asking they name, their request types or the
    steps that they point at; nothing for what is about the map as a whole."""
    changed = [s for f in those for s in places(context, f)]
    named = [context.step(s) for s in dict.fromkeys(changed or about(context, those))]
    named = named or _somebody(context, those)
    asked = {r for f in those for r in f.requests}
    named = named or [words.lower(r.title) for r in context.requests if r.id in asked]
    named = named or [context.step(s) for f in those for s in f.witness if s in context.steps]
    return listed(list(dict.fromkeys(named)), MOST_NAMED)


def about(context: Context, those: Sequence[Finding]) -> list[str]:
    """The steps that findings are about, in the order of the map."""
    found = set().union(*(steps_of(f, context.steps) for f in those))
    return [s for s in context.steps if s in found]


def _somebody(context: Context, those: Sequence[Finding]) -> list[str]:
    asking = {f.id: words.lower(f.title) for f in context.feedback if f.title}
    found = []
    for finding in those:
        for path in (finding.path, *finding.elements):
            kind, _slash, rest = path.partition("/")
            name = rest.partition("/")[0]
            if kind in _NAMED and name:
                found.append(context.who(name))
            elif kind == "feedback" and name in asking:
                found.append(asking[name])
    return found


def said_where(named: str) -> str:
    """The places as a sentence; nothing where none is named."""
    return _("Where: {places}.").format(places=named) if named else ""

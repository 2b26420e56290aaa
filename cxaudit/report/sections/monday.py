"""What to decide on Monday: few pieces of advice, the stories' first, with who must decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.report import words
from cxaudit.report.context import Context, Ref
from cxaudit.report.sections.advice import advised
from cxaudit.report.sections.story import Story
from cxaudit.report.sections.where import LESS, where
from cxaudit.report.texts import _, ngettext
from cxaudit.rules.finding import Finding

MOST = 4
LONGEST = 170
DRAWING = ("ST", "BP", "FL401", "FL402", "FL403")  # what the map shows is wrong, not what people do


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to decide: what, at which steps or for whom, who decides, and the finding behind it."""

    what: str
    who: str
    ref: Ref
    where: str = ""


def actions(context: Context, stories: Sequence[Story]) -> tuple[Action, ...]:
    """The advice of the finding that each story tells, then what is worth most of the rest; what is
    only wrong in the drawing comes last. Questions ask for an answer and not for a decision."""
    by_code: dict[str, list[Finding]] = {}
    for finding in context.findings:
        if finding.instead and finding.severity != "info":
            by_code.setdefault(finding.code, []).append(finding)
    ranked = [a.code for a in advised(context, ()) if a.code in by_code]
    told = [ref.code for story in stories for ref in story.refs[:1] if ref.code in by_code]
    order = words.unique([*told, *ranked])
    order.sort(key=lambda code: code.startswith(DRAWING))
    return tuple(_action(context, by_code[code]) for code in order[:MOST])


def _action(context: Context, found: Sequence[Finding]) -> Action:
    what = words.sentence(found[0].instead.strip().split("\n")[0])
    first = what.split(". ")[0]
    short = first if len(first) <= LONGEST else words.short(first, LONGEST)
    at = words.capital(where(context, found))
    return Action(words.sentence(short), _who(context, found[0]), context.refs[id(found[0])], at)


def _who(context: Context, finding: Finding) -> str:
    """Who decides: the owner of the map; where approvers lose or keep a say, they must agree."""
    owners = [context.who(o) for o in context.map.owners]
    owner = words.capital(words.listed(owners)) if owners else _("No owner is named to decide it")
    if not finding.code.startswith(LESS):
        return owner + "."
    touched = set(finding.witness) | {finding.path.removeprefix("steps/").split("/")[0]}
    gates = [s for s in context.sign_offs if s.step in touched]
    agree = [context.who(a) for g in gates if not g.held for a in g.approvers if a != "?"]
    agree = [a for a in words.unique(agree) if a not in owners]
    kept = words.unique([g.because for g in gates if g.held and g.because])
    text = owner
    if agree:
        told = ngettext("{owner}; {who} must agree", "{owner}; {who} must agree", len(agree))
        text = told.format(owner=owner, who=words.listed(agree, 3))
    if not kept:
        return text + "."
    stays = ngettext("{what} stays.", "{what} stays.", len(kept))
    return f"{text}. " + stays.format(what=words.capital(words.listed(kept, 2)))

"""Section 20: the rules behind the findings with their limits, words, and where trends are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.lens import Card, Cards, Cell, Lens, Panel, table
from cxaudit.report.sections.criteria import limits_told
from cxaudit.report.sections.trend import trend_panel
from cxaudit.report.texts import _, times
from cxaudit.run.audit import Audit
from cxaudit.run.trend import Moment


def appendix(audit: Audit, moments: Sequence[Moment] = ()) -> Lens:
    """Rule definitions, thresholds, glossary, and how the maps stood at some moments."""
    fired = Counter(f.code for f in audit.open_findings)
    title = times(
        len(fired),
        "{n} rule of {m} found something",
        "{n} rules of {m} found something",
        m=len(audit.rules),
    )
    head = Head("appendix", _("Appendices"), title)
    return Lens(20, head, (_rules(audit, fired), _glossary(), trend_panel(moments)))


def _rules(audit: Audit, fired: Counter[str]) -> Panel:
    rows = []
    for code in sorted(fired):
        rule = audit.rules.get(code)
        if rule is None:
            continue
        rows.append(
            (
                Cell(f"{code} {words.named(rule.name)}"),
                str(fired[code]),
                _(rule.family),
                f"`{' '.join(rule.when.text.split())}`",
                limits_told(rule, None) or _("none"),
            )
        )
    heads = (_("Rule"), _("Open"), _("Family"), _("Fires when"), _("Limits"))
    name = _("Rules and limits")
    shown = table(name, heads, rows, numbers=(1,))
    return Panel("rules", name, shown, (), name, _("nothing: no rule found anything"))


def _glossary() -> Panel:
    told = (
        (_("Touch-point"), _("a step at which somebody outside is met")),
        (_("Moment of truth"), _("a touch-point that makes or breaks the relationship")),
        (_("Sign-off"), _("a step at which somebody must say yes before the case goes on")),
        (
            _("Held"),
            _("a sign-off that a law, contract or policy demands; it is never proposed to go"),
        ),
        (
            _("Worst, unavoidable, expected"),
            _(
                "most approvals of one run; those on every run to a good end; those of an average "
                "case, rework included"
            ),
        ),
        (
            _("Lead time"),
            _("working time from the request to its end; queue is waiting, work is doing"),
        ),
        (_("Silence"), _("the longest working time in which a party hears nothing")),
        (_("Exposure"), _("working time a step makes the customer wait, in an average case")),
        (_("Hand-off"), _("a case goes from one role to another")),
        (
            _("Not assessed"),
            _("a check for which a fact is missing: never a failure, it lowers coverage"),
        ),
    )
    facts = tuple((name, Cell(text)) for name, text in told)
    return Panel("glossary", _("Words"), (Cards((Card("", "", facts),)),))

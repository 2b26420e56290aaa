"""Findings: what the rule says, what is so, why it matters, what to do, and the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxaudit.report import words
from cxaudit.report.concerns import of_finding, of_steps
from cxaudit.report.context import SEVERITY_WORDS, Context, Head, steps_of
from cxaudit.report.house import House
from cxaudit.report.sections.criteria import criterion
from cxaudit.report.texts import _, marked
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.rules.reference import heuristic
from cxaudit.rules.rule import Rule
from cxaudit.texts import numbers
from cxaudit.texts.numbers import number

IN_FULL = 10
MOST_TITLE = 170
NO_CAUSE = marked("Not stated: nobody has written down why it is so.")


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding as a reader sees it; `walk` holds the steps that have a place in the picture."""

    anchor: str
    code: str
    name: str
    severity: str
    word: str
    title: str
    criteria: str
    condition: str
    cause: str
    why: str
    instead: str
    arithmetic: tuple[str, ...]
    place: str
    walk: tuple[str, ...] = ()
    requests: str = ""
    confidence: str = ""
    redesign: str = ""
    waived: str = ""
    open: bool = False
    about: tuple[str, ...] = ()

    def named(self) -> tuple[tuple[str, str], ...]:
        """The parts of the finding that there are, each with its name, in the order of an audit."""
        parts = (
            (_("Criteria"), self.criteria),
            (_("Condition"), self.condition),
            (_("Concerns"), self.requests),
            (_("Cause"), self.cause),
            (_("Consequence"), self.why),
            (_("Corrective action"), self.instead),
            (_("Way of redesign"), self.redesign),
            (_("How sure"), self.confidence),
            (_("Waived because"), self.waived),
        )
        return tuple((name, text) for name, text in parts if text)


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a map: the open ones by gravity, and those a waiver silences."""

    head: Head
    cards: tuple[FindingCard, ...]
    waived: tuple[FindingCard, ...]
    errors: int
    warnings: int
    questions: int


def tally(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """Errors, warnings, questions."""
    levels = [f.severity for f in findings]
    return levels.count("error"), levels.count("warning"), levels.count("info")


def tally_words(errors: int, warnings: int, questions: int) -> str:
    """The counts in a line, without those that are none."""
    parts = [
        words.counted(count, noun, digits=True)
        for count, noun in ((errors, "error"), (warnings, "warning"), (questions, "question"))
        if count
    ]
    return ", ".join(parts)


def findings_of(
    context: Context, waived: Sequence[Finding], rules: Mapping[str, Rule], advises: bool = True
) -> Findings:
    """The findings section of a map."""
    counts = tally(context.findings)
    title = tally_words(*counts) or _("No finding is open")
    if not rules:
        title = _("No rule was asked to judge this map")
    lead = ""
    if context.findings:
        lead = _(
            "What the rule asks, what is so, the cause where somebody has said it, why it matters"
            ", and the sums behind it."
        )
        if advises:
            lead = _(
                "What the rule asks, what is so, the cause where somebody has said it, why it "
                "matters, what to do, and the sums behind it."
            )
    elif rules:
        count = words.capital(words.counted(len(rules), "rule"))
        lead = _("{rules} found nothing against it.").format(rules=count)
    head = Head(f"{context.prefix}-findings", _("Findings"), title, lead)
    whom = of_steps(context)
    cards = tuple(
        card(f, rules, context.refs[id(f)].anchor, context, number <= IN_FULL, advises, whom)
        for number, f in enumerate(context.findings, 1)
    )
    silent = tuple(
        card(f, rules, f"{context.prefix}-w{number}", context, advises=advises, whom=whom)
        for number, f in enumerate(waived, 1)
    )
    return Findings(head, cards, silent, *counts)


def house_findings(
    house: House, waived: Sequence[Finding], rules: Mapping[str, Rule], advises: bool = True
) -> Findings:
    """The findings about an organisation's own file."""
    counts = tally(house.findings)
    title = tally_words(*counts) or _("No finding is open")
    head = Head(f"{house.prefix}-findings", _("Findings about the organisation"), title)
    cards = tuple(
        card(f, rules, house.refs[id(f)].anchor, None, number <= IN_FULL, advises)
        for number, f in enumerate(house.findings, 1)
    )
    silent = tuple(
        card(f, rules, f"{house.prefix}-w{number}", None, advises=advises)
        for number, f in enumerate(waived, 1)
    )
    return Findings(head, cards, silent, *counts)


def card(
    finding: Finding,
    rules: Mapping[str, Rule],
    anchor: str,
    context: Context | None = None,
    full: bool = False,
    advises: bool = True,
    whom: Mapping[str, tuple[str, ...]] | None = None,
) -> FindingCard:
    """One finding in five parts; without a context (a file that could not be studied) it has no walk,
    without `advises` no corrective action. `whom` says whom each step concerns."""
    title = _title(finding.says)
    day = context.day if context is not None else words.DAY
    steps = context.steps if context is not None else {}
    asked = [r.title for r in context.requests if r.id in finding.requests] if context else []
    shown = asked if context is not None and len(asked) < len(context.requests) else []
    return FindingCard(
        anchor=anchor,
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        word=_(SEVERITY_WORDS[finding.severity]),
        title=title,
        criteria=criterion(rules.get(finding.code), context.map.profile if context else None),
        condition=words.sentence(words.capital(" ".join(finding.says.split()))),
        cause=_cause(finding, context),
        why=words.sentence(finding.why),
        instead=words.sentence(finding.instead) if advises else "",
        arithmetic=tuple(arithmetic(finding, day)),
        place=f"{finding.file}:{finding.span.line}",
        walk=tuple(step for step in finding.witness if step in steps),
        requests=words.listed(shown),
        confidence=_confidence(finding),
        redesign="; ".join(_redesign(name) for name in finding.heuristics) if advises else "",
        waived=_waived(finding),
        open=full,
        about=of_finding(finding, context, whom or {}),
    )


def _cause(finding: Finding, context: Context | None) -> str:
    """Why it is so, in the words of the map: the notes beside what the finding is about. A cause that
    nobody has written down is not stated; the report invents none. Notes that a reader made of a model
    are no words of anybody."""
    if context is None:
        return _(NO_CAUSE)
    about = steps_of(finding, context.steps)
    beside = [facts for step, facts in context.steps.items() if step in about]
    notes = [words.sentence(facts.note or "") for facts in beside if "note" not in facts.basis]
    if not about and context.map.note and "note" not in context.map.basis:
        notes.append(words.sentence(context.map.note))
    told = " ".join(filter(None, notes))
    return _("As the map notes: “{text}”").format(text=told) if told else _(NO_CAUSE)


def _waived(finding: Finding) -> str:
    """Why a finding is lived with, and until when; empty where it is open."""
    if finding.suppressed is None or not is_waived(finding):
        return ""
    reason = words.sentence(words.capital(finding.suppressed))
    until = finding.suppressed_until
    return reason if until is None else f"{reason} " + _("Until {day}.").format(day=until)


def _redesign(name: str) -> str:
    """A heuristic with what it costs."""
    known = heuristic(name)
    told = _("{way} (trade-off: {cost})")
    return told.format(way=_(known.title), cost=words.small(_(known.trade_off).rstrip(".")))


def _title(says: str) -> str:
    """A message as a title: its first sentence, if that fits one."""
    text = " ".join(says.split())
    first = text.partition(". ")[0]
    if len(first) <= MOST_TITLE:
        return words.capital(first.rstrip("."))
    return words.short(words.capital(text), 120)


def _confidence(finding: Finding) -> str:
    if finding.confidence == "high":
        return _("Read from the words of a label, not declared.")
    if finding.confidence == "medium":
        return _("Guessed from the words of a label: please confirm.")
    return ""


def arithmetic(finding: Finding, day: float) -> list[str]:
    """The values that the rule compared, a line each."""
    lines = []
    for name, value in finding.facts.items():
        if value is None or value == "" or value == []:
            lines.append(f"{name}: {_('none') if value == [] else _('not stated')}")
        else:
            lines.append(f"{name} = {_value(name, value, day)}")
    return lines


def _value(name: str, value: Any, day: float) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return _(" and ").join(_value(name, one, day) for one in value)
    if isinstance(value, list):
        parts = [" + ".join(map(str, v)) if isinstance(v, list) else str(v) for v in value]
        rest = [_("{n} more").format(n=len(parts) - 12)] if len(parts) > 12 else []
        return ", ".join([*parts[:12], *rest])
    if isinstance(value, int | float):
        plain = number(round(float(value), 4))
        if not _is_time(name):
            return plain
        return f"{numbers.minutes(plain)} = {words.span(value, day)}"
    return str(value)


_TIMES = frozenset(
    (
        "promise", "fastest", "time", "time_low", "time_high", "slowest", "work", "silence",
        "hard_type_time", "takes", "waits", "exposure", "dwell", "party_waits", "wait_limit",
        "within", "unhappy_within",
    )
)  # fmt: skip


def _is_time(name: str) -> bool:
    return name.partition(".")[2] in _TIMES and not name.startswith("limits.")

"""What the maps cannot answer: each gap as a question, with whom to ask and the checks that it opens.

A check that cannot be made lacks one fact or several; each of them gets its part of the check. Facts
that are computed are traced back to what a person can say: a lead time to the times of the steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.sections.asking import (
    ALIASES,
    ARRIVALS,
    DOERS,
    FLOW,
    HOMES,
    KNOWN,
    OF_OUR_PEOPLE,
    OF_WHO_ASKS,
    TIMES,
)
from cxaudit.report.texts import _
from cxaudit.rules.expressions import fields_of
from cxaudit.rules.rule import Rule
from cxaudit.rules.score import ORGANISATION_JUDGES

MOST_NAMED = 8  # elements in the words of one question
NOT_OURS = ("party", "system")  # performers whom nobody here trains


@dataclass(slots=True)
class Question:
    """One question: whom to ask, of which elements, in which file, what to write, and how many checks
    the answer opens (parts of a check where that lacks several facts)."""

    whom: str
    form: str
    write: str
    place: str
    opens: float = 0.0
    about: dict[str, None] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    @property
    def asks(self) -> str:
        """The question with its elements."""
        return self.form.replace("{what}", words.listed(list(self.about), MOST_NAMED))


@dataclass(slots=True)
class Inquiry:
    """All questions of an audit, and the checks behind coverage."""

    questions: list[Question]
    made: int
    not_assessed: int

    def gain(self, question: Question) -> float:
        """By how much the answer raises coverage, as a share of all checks."""
        total = self.made + self.not_assessed
        return question.opens / total if total else 0.0


@dataclass
class _Desk:
    """Where questions gather: one a person, file and kind of gap."""

    found: dict[tuple[str, str, str], Question] = field(default_factory=dict)

    def ask(
        self, whom: str, place: str, form: str, write: str, about: str, part: float, code: str
    ) -> None:
        question = self.found.setdefault((whom, place, form), Question(whom, form, write, place))
        question.opens += part
        question.about[about] = None
        question.codes.add(code)


@dataclass(frozen=True, slots=True)
class _View:
    """Where a gap is seen: a map, or the organisation over all of them."""

    house: House
    context: Context | None

    @property
    def place(self) -> str:
        return self.context.map.path if self.context is not None else self.house.whole.path


def inquire(houses: Sequence[House], rules: Mapping[str, Rule], made: int, silent: int) -> Inquiry:
    """Every question that an audit leaves open, the most worthwhile first."""
    desk = _Desk()
    needed = _needed(rules)
    for house in houses:
        for context in house.maps:
            for judge, wants in needed.items():
                for facts in context.analysis.all(judge):
                    _gaps(desk, _View(house, context), judge, facts, wants)
        if house.known and house.estate.asked:
            for judge, wants in needed.items():
                for facts in house.estate.facts.get(judge, []) if judge != "clone" else []:
                    _gaps(desk, _View(house, None), judge, facts, wants)
    if not any(house.known and house.estate.asked for house in houses) and houses:
        _no_organisation(desk, rules)
    asked = sorted(desk.found.values(), key=lambda q: (-q.opens, q.whom, q.place, q.asks))
    return Inquiry(asked, made, silent)


def _needed(rules: Mapping[str, Rule]) -> dict[str, list[tuple[Rule, list[str]]]]:
    """By judge: each rule with the facts that it must know, by attribute."""
    found: dict[str, list[tuple[Rule, list[str]]]] = {}
    for form in (form for rule in rules.values() for form in rule.forms):
        known = fields_of(form.judges)
        attributes = {s.alias or a: a for a, s in JUDGES[form.judges].model_fields.items()}
        wants = [
            attributes[n]
            for n in sorted(form.names)
            if n in known and known[n].optional and f"has_{n}" not in form.names
        ]
        if wants:
            found.setdefault(form.judges, []).append((form, wants))
    return found


def _gaps(
    desk: _Desk, view: _View, judge: str, facts: Facts, wants: Iterable[tuple[Rule, list[str]]]
) -> None:
    """Every check of an element that lacks a fact, as questions for what it lacks."""
    idle = judge == "step" and not getattr(facts, "needs_performer", True)
    for rule, names in wants:
        if idle or (rule.among is not None and getattr(facts, rule.among) is False):
            continue
        unknown = [n for n in names if getattr(facts, n) is None]
        topics = {_topic(judge, facts, n) for n in unknown}
        for topic in sorted(topics):
            if topic:
                _ask(desk, view, judge, facts, topic, 1.0 / len(topics), rule.code)


def _topic(judge: str, facts: Facts, name: str) -> str:
    """By what a fact is asked that an element lacks; by nothing where the question does not arise."""
    if judge == "request" and name in OF_WHO_ASKS and getattr(facts, "from_", "") is None:
        return "from_"
    topic = ALIASES.get((judge, name), name)
    if (judge, topic) == ("role", "load") and getattr(facts, "people", None) is not None:
        return ARRIVALS  # how many they are is known
    if (judge, topic) in OF_OUR_PEOPLE and getattr(facts, "performer_kind", "") in NOT_OURS:
        return ""
    return topic


def _ask(
    desk: _Desk, view: _View, judge: str, facts: Facts, topic: str, part: float, code: str
) -> None:
    """The questions for one topic; none where nothing that a person could say is missing."""
    if topic in (TIMES, DOERS, HOMES, FLOW):
        asked = _steps_asked(view, facts, topic)
        form, write = KNOWN["", topic]
        for whom, place, about in asked:
            desk.ask(whom, place, _(form), _(write), about, part / len(asked), code)
        return
    known = KNOWN.get((judge, topic))
    whom, about = _whom(view, facts), _about(view, facts)
    if known is not None:
        desk.ask(whom, view.place, _(known[0]), _(known[1]), about, part, code)
        return
    spec = JUDGES[judge].model_fields[topic]
    told = (spec.description or topic).split(";")[0]
    form = _("{fact}, of these: {what}?").replace("{fact}", told)
    write = f"`{(spec.alias or topic).replace('_', '-')}:`"
    desk.ask(whom, view.place, form, write, about, part, code)


def _steps_asked(view: _View, facts: Facts, topic: str) -> list[tuple[str, str, str]]:
    """Whom to ask, where, about what: of the map, or of all maps where it is the organisation's."""
    contexts = [view.context] if view.context is not None else list(view.house.maps)
    found = []
    for context in contexts:
        owner, place = _owner(context), context.map.path
        if topic == FLOW:
            found.append((owner, place, _about(_View(view.house, context), facts)))
        elif topic == HOMES:
            found += [(owner, place, role) for role in context.homeless]
        else:
            found += [(owner, place, context.step(s.id)) for s in _lacking(context, topic)]
    return found


def _lacking(context: Context, topic: str) -> list[StepFacts]:
    """The steps that lack their times, or whoever does them."""
    steps = context.steps.values()
    if topic == DOERS:
        return [s for s in steps if s.needs_performer and s.performer is None]
    idle = ("end", "decision")
    return [s for s in steps if s.takes is None and s.waits is None and s.kind not in idle]


def _owner(context: Context) -> str:
    return context.who(context.map.owner) or _("whoever owns the map")


def _about(view: _View, facts: Facts) -> str:
    """An element in the words of a question."""
    for name in ("does", "title"):
        text = getattr(facts, name, "")
        if text:
            return words.lower(text)
    key = getattr(facts, "id", "") or getattr(facts, "step", "")
    if key:
        return view.house.who(key)
    return view.context.map.title if view.context is not None else view.house.estate.title


def _whom(view: _View, facts: Facts) -> str:
    """Who is most likely to know: whoever does it, owns it, leads it."""

    def first(name: str) -> str | None:
        value = getattr(facts, name, None)
        if isinstance(value, list):
            value = next((v for v in value if v and v != "?"), None)
        return value if isinstance(value, str) else None

    for name in ("approvers", "performer", "owner", "contact", "head", "by", "sponsors", "to"):
        value = first(name)
        if value and value not in view.house.systems:
            return view.house.who(value)
    boss = first("reports_to")
    if boss:
        return view.house.who(boss)
    if view.context is not None:
        return _owner(view.context)
    leaders = view.house.whole.leaders
    return view.house.who(leaders[0]) if leaders else _("whoever leads the organisation")


def _no_organisation(desk: _Desk, rules: Mapping[str, Rule]) -> None:
    """Without an organisation file each rule about one is a check that cannot be made."""
    form = _("Who works here, who leads, who are the customers, what is measured and rewarded?")
    write = _("an `organisation:` file beside the maps, named in the audit")
    whom, about = _("whoever leads the organisation"), _("the organisation")
    for rule in rules.values():
        if rule.judges in ORGANISATION_JUDGES:
            desk.ask(whom, "", form, write, about, 1.0, rule.code)

"""The verdict's stories: the gravest findings of each kind, told with their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.report import words
from cxaudit.report.context import Context, Ref
from cxaudit.report.texts import _, marked, ngettext, times
from cxaudit.rules.finding import SEVERITIES, Finding

MOST = 3


@dataclass(frozen=True, slots=True)
class Story:
    """A big number, what it means, and the findings that tell it."""

    big: str
    title: str
    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Topic:
    """A kind of finding: the rules that tell of it, and how it is told."""

    codes: tuple[str, ...]
    title: str
    big: Callable[[Context, list[Finding]], str]


def _types(context: Context, found: list[Finding]) -> list[RequestFacts]:
    """The request types that the finding to be told is about, which is the first; else all."""
    return [r for r in context.requests if r.id in found[0].requests] or context.requests


def _gap(request: RequestFacts) -> float:
    """How many times its promise a request type lasts; nothing where it keeps it."""
    if not request.promise or request.time is None or request.time <= request.promise:
        return 0.0
    return request.time / request.promise


def _late(context: Context, found: list[Finding]) -> str:
    worst = max(_types(context, found), key=_gap)
    if not _gap(worst):
        return ""
    told = _("{time} for a promise of {promise}")
    return told.format(time=context.say(worst.time), promise=context.say(worst.promise))


def _same_road(context: Context, found: list[Finding]) -> str:
    types = _types(context, found)
    least = min((r.least or 0.0 for r in types), default=0.0)
    if least:
        return _counted(_("{n} each time"), least, "sign-off")
    worst = max((r.worst or 0.0 for r in types), default=0.0)
    return _counted(_("{n} at worst"), worst, "sign-off") if worst else ""


def _counted(told: str, count: float, noun: str) -> str:
    """A text with a count in it, as a headline."""
    return words.capital(told.format(n=words.counted(count, noun)))


def _silence(context: Context, found: list[Finding]) -> str:
    if found[0].code == "TP104":
        return _waits(context, found[0])
    if found[0].code != "TP103":
        return ""
    types = _types(context, found)
    longest = max((r.silence or 0.0 for r in types), default=0.0)
    if longest:
        return _("{n} without a word").format(n=context.say(longest))
    steps = max((r.silence_steps or 0 for r in types), default=0)
    return _counted(_("{n} without a word"), steps, "step") if steps else ""


def _waits(context: Context, finding: Finding) -> str:
    """How long somebody can wait where nobody says beforehand how long."""
    waits = finding.facts.get("touch_point.party_waits")
    longest = max(waits) if isinstance(waits, tuple) else waits
    return _("{n} without a promise").format(n=context.say(longest)) if longest else ""


def _forgotten(context: Context, found: list[Finding]) -> str:
    missed = [p for p in context.parties if not p.touch_points and not p.not_met]
    if not missed:
        return ""
    return _counted(_("{n} never met"), len(missed), "party")


def _unowned(context: Context, found: list[Finding]) -> str:
    nobody = [s for s in context.steps.values() if s.needs_performer and s.performer is None]
    if nobody:
        return _counted(_("{n} nobody does"), len(nobody), "step")
    return _("No owner") if not context.map.owners else ""


def _broken(context: Context, found: list[Finding]) -> str:
    stuck = {s for f in context.steps.values() for s in f.stranded_group}
    if stuck:
        return _counted(_("{n} cut off"), len(stuck), "step")
    back = [s.return_share for s in context.steps.values() if s.loop]
    if not back or max(back) <= 0:
        return ""
    if _shares_assumed(context):
        return _("Work comes back")
    return _("{share} sent back").format(share=words.percent(max(back)))


def _refused(context: Context, found: list[Finding]) -> str:
    study, share = context.study, 0.0
    for kind, figures in study.figures.items():
        for step, count in figures.visits.items():
            ends = [w for w in figures.graph.ways[step].ways if w.ends]
            share += sum(
                study.shares[kind] * count * w.share for w in ends if w.outcome_kind == "refused"
            )
    if share <= 0:
        return ""
    if _shares_assumed(context):
        return _("Some hear a no")
    return _("{share} hear a no").format(share=words.percent(share))


def _shares_assumed(context: Context) -> bool:
    """Whether how often ways are taken is a guess: such a figure is no headline."""
    return any(
        "assumed" in (r.basis.get("expected"), r.basis.get("time")) for r in context.requests
    )


def _listening(context: Context, found: list[Finding]) -> str:
    customer = [m for m in context.map.measure_kinds if m == "customer"]
    if context.map.measures and not customer:
        return _counted(_("{n}, none the customer’s"), len(context.map.measures), "measure")
    return "" if context.map.measures else _("Nothing is measured")


def _hands(context: Context, found: list[Finding]) -> str:
    share = sum(r.share for r in context.requests if r.simple and r.hands_tied)
    if share <= 0:
        return ""
    return _("{share} need leave for the simple").format(share=words.percent(share))


def _passed_on(context: Context, found: list[Finding]) -> str:
    most = context.most("unit_hand_offs_most")
    limits = [f.facts.get("limits.hand_offs") for f in found]
    back = context.most("ping_pongs")
    # The rule also fires on cases that are handed straight back, however few the departments.
    if back and most is not None and all(limit is not None and most <= limit for limit in limits):
        return times(round(back), "Handed straight back once", "Handed straight back {n} times")
    if not most:
        return ""
    told = ngettext("{n} change of department", "{n} changes of department", 1 if most == 1 else 2)
    return words.capital(told.format(n=words.amount_said(most)))


def _waiting(context: Context, found: list[Finding]) -> str:
    total = sum(s.exposure or 0.0 for s in context.steps.values())
    return _("{time} of waiting a case").format(time=words.hours(total)) if total else ""


TOPICS = (
    _Topic(("TP105", "FL408"), marked("The promise was never added up"), _late),
    _Topic(
        ("SO204", "SO202", "SO201", "SO203", "FL407", "SO206", "SO205", "SO207", "SO208", "SO209",
         "SO210", "SO211", "SO212", "SO213"),
        marked("Easy and hard take one road"), _same_road),
    _Topic(("TP103", "TP104", "TP110", "FL405"), marked("The customer is left to wonder"), _silence),
    _Topic(("CU501", "CU502", "CU503"), marked("They shape the outcome, unheard"), _forgotten),
    _Topic(("OW301", "OW302", "OW303", "OW304"), marked("Nobody answers for it"), _unowned),
    _Topic(("FL401", "FL402", "FL403", "FL404"), marked("The flow is broken"), _broken),
    _Topic(("RE701", "RE704", "RE702"), marked("A no with nothing beside it"), _refused),
    _Topic(("RE703", "SO210"), marked("The front line may settle nothing"), _hands),
    _Topic(("ME601", "ME602", "ME604", "ME605", "ME606", "ME607", "CU504", "CU505"),
           marked("Listening stops half-way"), _listening),
    _Topic(("ME609", "OW307", "OR809"), marked("Those who cause it do not see it"), _waiting),
    _Topic(("FL406", "TP109"), marked("Passed from hand to hand"), _passed_on),
)  # fmt: skip
_TITLES = {
    "FL404": marked("Nothing ends the going round"),
    "CU504": marked("Designed without the customer"),
    "SO204": marked("Easy and hard take one road"), "SO202": marked("Easy and hard cases wait alike"),
    "SO201": marked("Too many must say yes"), "SO206": marked("Signatures in a row"),
    "SO208": marked("Sign-offs that cannot say no"),
    "SO209": marked("Sign-offs without a subject, a reason or a clock"),
    "SO207": marked("A signature that changes little"), "TP110": marked("Decided, and not told"),
    "OW301": marked("Steps without a doer"), "OW302": marked("Nobody owns the process"),
    "CU505": marked("Only our own matters were weighed"),
    "ME606": marked("Unhappy customers get thanks only"), "ME601": marked("Nobody would notice"),
}  # fmt: skip


def stories_of(context: Context) -> tuple[Story, ...]:
    """Up to three stories, the gravest first; one finding is told in one story only."""
    told: set[int] = set()
    ranked = []
    for order, topic in enumerate(TOPICS):
        found = context.coded(topic.codes)
        if found:
            gravity = min(SEVERITIES.index(f.severity) for f in found)
            # A story without a number of its own comes after those that have one.
            told_first = _first(context, topic, found)
            ranked.append((gravity, not topic.big(context, told_first), order, topic))
    stories: list[Story] = []
    for gravity, _nameless, _order, topic in sorted(ranked, key=lambda item: item[:3]):
        found = [f for f in context.coded(topic.codes) if id(f) not in told]
        if len(stories) == MOST or not found or gravity == SEVERITIES.index("info"):
            continue
        told |= {id(f) for f in found}
        stories.append(_story(context, topic, found))
    return tuple(stories)


def _first(context: Context, topic: _Topic, found: list[Finding]) -> list[Finding]:
    """The findings with the one to be told at their head: of the rule that leads the topic, the worst.
    Number, title and text of a story are about this one."""
    order = {code: place for place, code in enumerate(topic.codes)}

    def worst(finding: Finding) -> tuple[int, float, float]:
        types = [r for r in context.requests if r.id in finding.requests]
        measure = _WORST.get(finding.code, _most_gates)
        longest = max((measure(r) for r in types), default=0.0)
        return order[finding.code], -longest, -sum(r.share for r in types)

    return sorted(found, key=worst)


def _most_gates(request: RequestFacts) -> float:
    return request.worst or 0.0


_WORST: dict[str, Callable[[RequestFacts], float]] = {
    "TP105": _gap,
    "TP103": lambda request: request.silence or 0.0,
}


def _story(context: Context, topic: _Topic, found: list[Finding]) -> Story:
    found = _first(context, topic, found)
    first, lead = found[0], found[0].code
    big = topic.big(context, found) or words.capital(words.counted(len(found), "finding"))
    title = _(_TITLES.get(lead, topic.title))
    text = words.sentence(first.says)
    if len(text) < 110 and first.why:
        text = f"{text} {words.sentence(first.why.split('. ')[0])}"
    refs = [context.refs[id(f)] for f in found]
    kept = {ref.code: ref for ref in reversed(refs)}
    shown = [kept[code] for code in words.unique([ref.code for ref in refs])]
    return Story(big, title, words.short(text, 330), tuple(shown[:4]))

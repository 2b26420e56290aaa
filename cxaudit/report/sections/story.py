"""The verdict's stories: the gravest findings of each kind, told with their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cxaudit.report import words
from cxaudit.report.context import Context, Ref
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


def _late(context: Context, found: list[Finding]) -> str:
    gaps = [
        (r.time / r.promise, r)
        for r in context.requests
        if r.promise and r.time is not None and r.time > r.promise
    ]
    if not gaps:
        return ""
    worst = max(gaps, key=lambda gap: gap[0])[1]
    return f"{context.say(worst.time)} for a promise of {context.say(worst.promise)}"


def _same_road(context: Context, found: list[Finding]) -> str:
    least = context.least("least")
    if least:
        return f"{words.capital(words.counted(least, 'sign-off'))} each time"
    worst = context.most("worst")
    return f"{words.capital(words.counted(worst, 'sign-off'))} at worst" if worst else ""


def _silence(context: Context, found: list[Finding]) -> str:
    told = {request for f in found if f.code == "TP103" for request in f.requests}
    values = [r.silence for r in context.requests if r.silence and (r.id in told or not told)]
    longest = max(values, default=None)
    if longest:
        return f"{context.say(longest)} without a word"
    steps = context.most("silence_steps")
    return f"{words.capital(words.counted(steps, 'step'))} without a word" if steps else ""


def _forgotten(context: Context, found: list[Finding]) -> str:
    missed = [p for p in context.parties if not p.touch_points and not p.not_met]
    if not missed:
        return ""
    noun = words.capital(words.counted(len(missed), "party"))
    return f"{noun} never met"


def _unowned(context: Context, found: list[Finding]) -> str:
    nobody = [s for s in context.steps.values() if s.needs_performer and s.performer is None]
    if nobody:
        return f"{words.capital(words.counted(len(nobody), 'step'))} nobody does"
    return "No owner" if not context.map.owners else ""


def _broken(context: Context, found: list[Finding]) -> str:
    stuck = {s for f in context.steps.values() for s in f.stranded_group}
    if stuck:
        return f"{words.capital(words.counted(len(stuck), 'step'))} cut off"
    back = [s.return_share for s in context.steps.values() if s.loop]
    return f"{words.percent(max(back))} sent back" if back and max(back) > 0 else ""


def _refused(context: Context, found: list[Finding]) -> str:
    study, share = context.study, 0.0
    for kind, figures in study.figures.items():
        for step, count in figures.visits.items():
            ends = [w for w in figures.graph.ways[step].ways if w.ends]
            share += sum(
                study.shares[kind] * count * w.share for w in ends if w.outcome_kind == "refused"
            )
    return f"{words.percent(share)} hear a no" if share > 0 else ""


def _listening(context: Context, found: list[Finding]) -> str:
    customer = [m for m in context.map.measure_kinds if m == "customer"]
    if context.map.measures and not customer:
        noun = words.counted(len(context.map.measures), "measure")
        return f"{words.capital(noun)}, none the customer’s"
    return "" if context.map.measures else "Nothing is measured"


def _hands(context: Context, found: list[Finding]) -> str:
    share = sum(r.share for r in context.requests if r.simple and r.hands_tied)
    return f"{words.percent(share)} need leave for the simple" if share > 0 else ""


def _passed_on(context: Context, found: list[Finding]) -> str:
    most = context.most("unit_hand_offs_most")
    limits = [f.facts.get("limits.hand_offs") for f in found]
    back = context.most("ping_pongs")
    # The rule also fires on cases that are handed straight back, however few the departments.
    if back and most is not None and all(limit is not None and most <= limit for limit in limits):
        return f"Handed straight back {'once' if back == 1 else f'{back:.0f} times'}"
    return f"{words.capital(words.counted(most, 'change'))} of department" if most else ""


def _waiting(context: Context, found: list[Finding]) -> str:
    total = sum(s.exposure or 0.0 for s in context.steps.values())
    return f"{words.hours(total)} of waiting a case" if total else ""


TOPICS = (
    _Topic(("TP105", "FL408"), "The promise was never added up", _late),
    _Topic(
        ("SO204", "SO202", "SO201", "SO203", "FL407", "SO206", "SO205", "SO207", "SO208", "SO209",
         "SO210", "SO211", "SO212", "SO213"),
        "Easy and hard take one road", _same_road),
    _Topic(("TP103", "TP104", "TP110", "FL405"), "The customer is left to wonder", _silence),
    _Topic(("CU501", "CU502", "CU503"), "They shape the outcome, unheard", _forgotten),
    _Topic(("OW301", "OW302", "OW303", "OW304"), "Nobody answers for it", _unowned),
    _Topic(("FL401", "FL402", "FL403", "FL404"), "The flow is broken", _broken),
    _Topic(("RE701", "RE704", "RE702"), "A no with nothing beside it", _refused),
    _Topic(("RE703", "SO210"), "The front line may settle nothing", _hands),
    _Topic(("ME601", "ME602", "ME604", "ME605", "ME606", "ME607", "CU504", "CU505"),
           "Listening stops half-way", _listening),
    _Topic(("ME609", "OW307", "OR809"), "Those who cause it do not see it", _waiting),
    _Topic(("FL406", "TP109"), "Passed from hand to hand", _passed_on),
)  # fmt: skip
_TITLES = {
    "CU504": "Designed without the customer",
    "SO204": "Easy and hard take one road", "SO202": "One road for everybody",
    "SO201": "Too many must say yes", "SO206": "Signatures in a row",
    "SO208": "Sign-offs that cannot say no", "SO209": "Sign-offs that judge nothing named",
    "SO207": "A signature that changes little", "TP110": "Decided, and not told",
    "OW301": "Steps without a doer", "OW302": "Nobody owns the process",
    "CU505": "Only our own matters were weighed",
    "ME606": "Unhappy customers get thanks only", "ME601": "Nobody would notice",
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
            ranked.append((gravity, not topic.big(context, found), order, topic))
    stories: list[Story] = []
    for gravity, _, _, topic in sorted(ranked, key=lambda item: item[:3]):
        found = [f for f in context.coded(topic.codes) if id(f) not in told]
        if len(stories) == MOST or not found or gravity == SEVERITIES.index("info"):
            continue
        told |= {id(f) for f in found}
        stories.append(_story(context, topic, found))
    return tuple(stories)


def _longest(context: Context, finding: Finding) -> float:
    """The longest silence of the request types a finding is about: the worst is told first."""
    return max(
        (r.silence or 0.0 for r in context.requests if r.id in finding.requests), default=0.0
    )


def _story(context: Context, topic: _Topic, found: list[Finding]) -> Story:
    codes = [f.code for f in found]
    lead = next((code for code in topic.codes if code in codes), codes[0])
    first = max((f for f in found if f.code == lead), key=lambda f: _longest(context, f))
    big = topic.big(context, found) or words.capital(words.counted(len(found), "finding"))
    title = _TITLES.get(lead, topic.title)
    text = words.sentence(first.says)
    if len(text) < 110 and first.why:
        text = f"{text} {words.sentence(first.why.split('. ')[0])}"
    refs = [context.refs[id(f)] for f in [first, *(f for f in found if f is not first)]]
    kept = {ref.code: ref for ref in reversed(refs)}
    shown = [kept[code] for code in words.unique([ref.code for ref in refs])]
    return Story(big, title, words.short(text, 330), tuple(shown[:4]))

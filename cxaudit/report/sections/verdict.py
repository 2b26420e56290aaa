"""The first page of a map: its story in a sentence, its counts, its request types, what to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.sections.monday import Action, actions
from cxaudit.report.sections.score import shown_score
from cxaudit.report.sections.story import Story, stories_of
from cxaudit.report.texts import _, measured, ngettext
from cxaudit.rules.score import Scorecard
from cxaudit.run.whatif import Whatif
from cxaudit.texts.numbers import percentage


@dataclass(frozen=True, slots=True)
class After:
    """What a scenario makes of a request type; `time_bar` is on the scale of today's bars."""

    worst: str
    unavoidable: str
    expected: str
    time: str
    time_bar: float | None
    silence: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request type: its sign-offs, its time against the promise, its silence.

    Bars are parts of 1 on a scale that all rows share; `promise_at` beyond 1 lies outside it.
    `silence_length` is in minutes, else in steps; below nothing where neither is known.
    """

    title: str
    note: str
    worst: str
    unavoidable: str
    expected: str
    time: str
    time_bar: float | None
    promise: str
    promise_at: float | None
    late: bool
    silence: str
    silence_length: float = -1.0
    after: After | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of a map with its score and coverage, in words."""

    letter: str
    score: str
    coverage: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of a map."""

    anchor: str
    story: str
    standfirst: str
    errors: int
    warnings: int
    questions: int
    checks: int
    not_assessed: int
    stories: tuple[Story, ...]
    rows: tuple[RequestRow, ...]
    row_note: str
    actions: tuple[Action, ...]
    grade: Grade
    scenario: str = ""


def verdict_of(
    context: Context,
    tally: tuple[int, int, int],
    checks: int,
    not_assessed: int,
    card: Scorecard,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
) -> Verdict:
    """The verdict of a studied map; without `advises` nothing to decide. Of the scenarios that were
    tried, the one that saves most sign-offs stands beside today."""
    best = best_of(tried)
    stories = stories_of(context)
    return Verdict(
        anchor=f"{context.prefix}-verdict",
        story=story(context),
        standfirst=standfirst(context),
        errors=tally[0],
        warnings=tally[1],
        questions=tally[2],
        checks=checks,
        not_assessed=not_assessed,
        stories=stories,
        rows=tuple(_rows(context, best)),
        row_note=_row_note(context),
        actions=actions(context, stories) if advises else (),
        grade=_grade(card),
        scenario=best.title if best is not None else "",
    )


def story(context: Context) -> str:
    """The map in one sentence: what every request meets, and how long the customer hears nothing."""
    if context.most("worst") is None:
        return _("The flow is broken: no request can be followed to its end.")
    lost = [r for r in context.requests if r.worst is None]
    if lost:
        share = words.percent(sum(r.share for r in lost))
        told = _("The flow is broken: {share} of requests cannot be followed to their end.")
        return told.format(share=share)
    gates, quiet = _gates(context), _quiet(context)
    if quiet:
        return _("{gates}, and {quiet}.").format(gates=gates, quiet=quiet)
    return _("{gates}.").format(gates=gates)


def _gates(context: Context) -> str:
    least, worst = context.least("least"), context.most("worst") or 0.0
    easy = any(r.simple for r in context.requests) and len(context.requests) > 1
    if not worst:
        return _("No request waits for a sign-off")
    if least:
        every = _("Every request waits for {gates}")
        simple = _("Every request, however simple, waits for {gates}")
        return (simple if easy else every).format(gates=_at_least(context, least))
    free = [r for r in context.requests if r.least == 0]
    if least is None or len(free) == len(context.requests):
        most = words.counted(worst, "sign-off")
        return _("No sign-off is unavoidable, {most} can be met").format(most=most)
    bound = [r for r in context.requests if r.least]
    share = words.percent(sum(r.share for r in bound))
    fewest = min(r.least or 0 for r in bound)
    gates = words.counted(fewest, "sign-off")
    same = len({r.least for r in bound}) == 1
    told = _("{share} of requests wait for {gates}")
    return told.format(
        share=share, gates=gates if same else _("at least {gates}").format(gates=gates)
    )


def _at_least(context: Context, least: float) -> str:
    counts = {r.least for r in context.requests}
    noun = words.counted(least, "sign-off")
    return noun if len(counts) == 1 else _("at least {gates}").format(gates=noun)


def _on_every_way(request: RequestFacts) -> bool:
    """Whether the longest silence lies on the fastest run, not only on a way back or aside."""
    return set(request.silence_path or ()) <= set(request.fastest_path or ())


def _quiet(context: Context) -> str:
    known = [r for r in context.requests if r.silence is not None]
    if known:
        worst = max(known, key=lambda r: r.silence or 0.0)
        if not worst.silence:
            return _("nobody waits without a word")
        who = context.who(worst.silence_party) or _("customer")
        if not context.coded(("TP103",)):
            told = _("the {party} is never without a word for more than {time}")
        elif len({r.silence for r in known}) == 1 and _on_every_way(worst):
            told = _("the {party} hears nothing for {time}")
        else:
            told = _("the {party} can hear nothing for {time}")
        return told.format(party=who, time=words.spelled(worst.silence, context.day))
    steps = [r for r in context.requests if r.silence_steps is not None]
    if steps:
        worst = max(steps, key=lambda r: r.silence_steps or 0)
        if not worst.silence_steps:
            return ""
        told = ngettext(
            "{steps} passes before the {party} hears a word",
            "{steps} pass before the {party} hears a word",
            worst.silence_steps,
        )
        steps_told = words.counted(worst.silence_steps, "step")
        return told.format(
            steps=steps_told, party=context.who(worst.silence_party) or _("customer")
        )
    if not context.touch_points:
        return _("nobody outside is met")
    return ""


def standfirst(context: Context) -> str:
    """What the map is for, and how a case spends its time."""
    purpose = context.map.purpose
    said = (
        _("Its purpose: “{purpose}”").format(purpose=words.sentence(purpose))
        if purpose
        else _("The map does not say what the customer gets.")
    )
    return f"{said} {_time_spent(context)}".strip()


def _time_spent(context: Context) -> str:
    time, work = context.mean("time"), context.mean("work")
    if time is None:
        if any(s.takes is not None or s.waits is not None for s in context.steps.values()):
            return _("Too few steps say how long they take to add up a lead time.")
        return _("No step says how long it takes, so lead time and promises cannot be judged.")
    parts = []
    if work is not None and time:
        parts.append(_("{share} of that is work").format(share=words.percent(work / time)))
    gates = gate_share(context)
    if gates:
        parts.append(_("{share} is spent at sign-offs").format(share=words.percent(gates)))
    told = _("A case takes {time} on average").format(time=context.say(time))
    return f"{told}; {words.listed(parts)}." if parts else f"{told}."


def gate_share(context: Context) -> float | None:
    """The part of the expected lead time that is spent at sign-offs."""
    time = context.mean("time")
    dwells = [s.dwell for s in context.sign_offs]
    if time and not dwells:
        return 0.0
    if not time or not dwells or all(d is None for d in dwells):
        return None
    return min(1.0, sum(d or 0.0 for d in dwells) / time)


def _grade(card: Scorecard) -> Grade:
    score = _("not assessed")
    if card.score is not None:
        score = _("{n} of 100").format(n=shown_score(card.score))
    return Grade(card.grade or "–", score, percentage(shown_score(100 * card.coverage, 0)))


def best_of(tried: Sequence[Whatif]) -> Whatif | None:
    """The scenario after which an average request meets the fewest sign-offs; the first of equals."""
    applied = [one for one in tried if one.applied]
    return min(applied, key=lambda one: _left(one), default=None)


def _left(one: Whatif) -> float:
    values = [r.after.get("expected") for r in one.requests if r.after is not None]
    return sum(float(v) for v in values if v is not None) / max(len(values), 1)


def _after(context: Context, one: Whatif | None, kind: str, scale: float) -> After | None:
    """What a scenario makes of a request type."""
    change = next((r for r in one.requests if r.id == kind), None) if one is not None else None
    if change is None or change.after is None:
        return None
    new = change.after
    time, silence = new["time"], new["silence"]
    return After(
        worst=words.amount(new["worst"]),
        unavoidable=words.amount(None if (u := new["unavoidable"]) is None else len(u)),
        expected=words.amount(new["expected"]),
        time=context.say(time) if time is not None else _("not known"),
        time_bar=min(1.0, time / scale) if time is not None and scale else None,
        silence=context.say(silence) if silence is not None else _("not known"),
    )


def _rows(context: Context, best: Whatif | None) -> list[RequestRow]:
    times = [r.time for r in context.requests if r.time is not None]
    promises = [r.promise for r in context.requests if r.promise is not None]
    top = max(times, default=0.0)
    # A promise far beyond every lead time must not squeeze the bars to nothing.
    scale = max([top, *(p for p in promises if not times or p <= 1.6 * top)], default=0.0) * 1.06
    return [
        replace(_row(context, r, scale), after=_after(context, best, r.id, scale))
        for r in context.requests
    ]


def _row(context: Context, r: RequestFacts, scale: float) -> RequestRow:
    bar = r.time / scale if r.time is not None and scale else None
    known = r.silence is not None or r.worst is not None  # else no run of the type comes to an end
    length = (r.silence if r.silence is not None else r.silence_steps) if known else None
    late = r.time is not None and r.promise is not None and r.time > r.promise
    if r.silence is not None:
        silence = context.say(r.silence)
    elif r.silence_steps is not None and r.worst is not None:
        silence = words.counted(r.silence_steps, "step", digits=True)
    else:
        silence = _("not known")
    return RequestRow(
        title=r.title,
        note=_("{share} of requests").format(share=words.percent(r.share))
        if len(context.requests) > 1
        else "",
        worst=_bound(r),
        unavoidable=words.amount(context.unavoidable(r)),
        expected=words.amount(r.expected),
        time=_("not known") if r.time is None else context.say(r.time),
        time_bar=bar,
        promise=context.say(r.promise) if r.promise is not None else "",
        promise_at=r.promise / scale if r.promise is not None and scale else None,
        late=late,
        silence=silence,
        silence_length=float(length) if length is not None else -1.0,
        about=mark("type", r.id),
    )


def _bound(r: RequestFacts) -> str:
    if r.worst is None:
        return _("not known")
    mark = "≤" + words.NBSP if r.worst_at_most else "≥" + words.NBSP if r.worst_at_least else ""
    return mark + words.amount(r.worst)


def _row_note(context: Context) -> str:
    parts = []
    if context.map.burden is not None and len(context.requests) > 1:
        met = measured(context.map.burden, "{n} sign-off", "{n} sign-offs")
        parts.append(_("An average request meets {sign_offs}.").format(sign_offs=met))
    missing = words.unique([s for r in context.requests for s in r.time_missing])
    if missing and any(r.time is not None for r in context.requests):
        names = words.listed([context.step(s) for s in missing], 4)
        told = _("Times are at least what is shown: nobody states that of {steps}.")
        parts.append(told.format(steps=names))
    if all(r.promise is None for r in context.requests):
        parts.append(_("No request type carries a promise."))
    if any("assumed" in r.basis.values() for r in context.requests):
        parts.append(_("Shares that the map leaves open are assumed to be equal."))
    return " ".join(parts)

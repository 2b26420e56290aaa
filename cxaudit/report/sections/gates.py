"""The sign-off analysis: where the time of a case goes, and every signature on its road."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report import words
from cxaudit.report.concerns import marks
from cxaudit.report.context import Context, Head
from cxaudit.report.scene_times import branch_steps
from cxaudit.report.sections.verdict import gate_share
from cxaudit.report.texts import _, marked
from cxaudit.texts import numbers
from cxaudit.texts.numbers import localised

_NOTE = marked("Branches side by side, timeouts or called maps: the bars need not add up.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a waterfall's bar, in parts of the scale: queue, sign-off, held, work, meeting."""

    kind: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """One step: its expected time in a case."""

    name: str
    role: str
    bars: tuple[Bar, ...]
    time: str
    share: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the axis: a tick, or a promise."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The expected time of the request types that share it, step by step."""

    title: str
    rows: tuple[WaterfallRow, ...]
    ticks: tuple[Mark, ...]
    promises: tuple[Mark, ...]
    beyond: str
    total: str
    total_at: float
    note: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """One sign-off of the table."""

    name: str
    approvers: str
    held: bool
    because: str
    judges: str
    says_no: str
    visits: str
    dwell: str
    distance: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Gates:
    """The sign-off analysis of a map."""

    head: Head
    falls: tuple[Waterfall, ...]
    no_times: str
    rows: tuple[Gate, ...]
    maybe: str


def gates_of(context: Context) -> Gates:
    """Sign-offs and where the time goes."""
    falls = tuple(_fall(context, group) for group in _groups(context))
    no_times = ""
    if not falls:
        no_times = _(
            "Where the time goes cannot be drawn: write `waits:` and `takes:` on the steps."
        )
    rows = tuple(_gate(context, g) for g in context.sign_offs)
    maybe = words.listed([context.step(s) for s in context.map.maybe_sign_offs])
    return Gates(_head(context, falls), falls, no_times, rows, maybe)


def _head(context: Context, falls: tuple[Waterfall, ...]) -> Head:
    anchor, subject = f"{context.prefix}-gates", _("Sign-offs")
    if not context.sign_offs:
        title = _("No step asks anybody for a yes")
        return Head(anchor, subject, title, _("Where the time of a case goes.") if falls else "")
    share = gate_share(context)
    count = sum(gate.weight for gate in context.sign_offs)
    lead = _(
        "Expected time of a case, rework included. Orange is a sign-off that could go; an outline "
        "is one that a policy, contract or law demands. Black is work."
    )
    if share is not None and falls:
        title = _("{share} of the lead time is spent at sign-offs")
        return Head(anchor, subject, title.format(share=words.percent(share)), lead)
    unavoidable = min((context.unavoidable(r) or 0 for r in context.requests), default=0)
    noun = words.capital(words.counted(count, "sign-off"))
    if unavoidable == count:
        title = _("{sign_offs} that no request can avoid; nobody says how long they take")
    elif unavoidable:
        title = _("{sign_offs}, {n} of them unavoidable")
    else:
        title = _("{sign_offs}, none of them unavoidable")
    title = title.format(sign_offs=noun, n=words.counting(unavoidable))
    return Head(anchor, subject, title, lead if falls else "")


def _groups(context: Context) -> list[list[RequestFacts]]:
    """Request types with equal figures share a panel."""
    found: dict[tuple[object, ...], list[RequestFacts]] = {}
    for r in context.requests:
        if r.time is None:
            continue
        visits = context.study.figures[r.id].visits
        key = (round(r.time, 6), tuple((s, round(v, 9)) for s, v in sorted(visits.items())))
        found.setdefault(key, []).append(r)
    return list(found.values())


def _starts(context: Context, kind: str, lasts: dict[int, float]) -> dict[int, float]:
    """When each step begins if each takes its expected time, in file order."""
    figures = context.study.figures[kind]
    branch_of: dict[int, tuple[int, int]] = {}
    for region in figures.folded.blocks.values():
        for number, way in enumerate(region.branches):
            for step in branch_steps(figures, region, way):
                branch_of.setdefault(step, (region.split, number))
    starts: dict[int, float] = {}
    now, opened = 0.0, dict[int, float]()
    ends: dict[tuple[int, int], float] = {}
    for step in sorted(lasts):
        branch = branch_of.get(step)
        if branch is None:
            now = max([now, *ends.values()])
            starts[step], now = now, now + lasts[step]
            continue
        base = opened.setdefault(branch[0], max([now, *ends.values()]) if not ends else now)
        begin = ends.get(branch, base)
        starts[step], ends[branch] = begin, begin + lasts[step]
    return starts


def _fall(context: Context, group: list[RequestFacts]) -> Waterfall:
    first = group[0]
    figures = context.study.figures[first.id]
    facts = {w.index: context.steps[w.id] for w in context.study.works}
    lasts = {
        step: count * ((facts[step].waits or 0.0) + (facts[step].takes or 0.0))
        for step, count in figures.visits.items()
        if count > 0 and not (context.study.works[step].only_end)
    }
    starts = _starts(context, first.id, lasts)
    end = max((starts[s] + lasts[s] for s in lasts), default=0.0)
    total = first.time or end
    promises = [r for r in group if r.promise is not None]
    near = [r.promise for r in promises if r.promise is not None and r.promise <= 1.8 * max(end, 1)]
    scale = max([end, total, *near, 1.0]) * 1.04
    rows = tuple(
        _fall_row(context, facts[s], figures.visits[s], starts[s] / scale, scale, total)
        for s in sorted(lasts)
    )
    far = [r for r in promises if r.promise is not None and r.promise > scale]
    beside = abs(end - total) > 0.5
    return Waterfall(
        title=_title(context, group),
        rows=rows,
        ticks=_ticks(scale, context.day),
        promises=tuple(
            Mark(r.promise / scale, f"{r.title} {context.say(r.promise)}")
            for r in promises
            if r.promise is not None and r.promise <= scale
        ),
        beyond=words.listed([f"{r.title} {context.say(r.promise)}" for r in far]),
        total=context.say(total),
        total_at=min(1.0, total / scale),
        note=_(_NOTE) if beside else "",
        about=marks("type", [r.id for r in group]),
    )


def _title(context: Context, group: list[RequestFacts]) -> str:
    if len(group) == len(context.requests):
        if len(group) == 1:
            return group[0].title
        return words.capital(words.all_of(len(group), "request type"))
    return words.listed([r.title if i == 0 else words.lower(r.title) for i, r in enumerate(group)])


def _fall_row(
    context: Context, step: StepFacts, visits: float, left: float, scale: float, total: float
) -> WaterfallRow:
    waits, takes = visits * (step.waits or 0.0) / scale, visits * (step.takes or 0.0) / scale
    if step.is_sign_off:
        bars = [Bar("held" if step.held else "gate", left, waits + takes)]
    else:
        bars = [Bar("wait", left, waits)] if waits else []
        if takes:
            bars.append(Bar("meet" if step.is_touch_point else "work", left + waits, takes))
    minutes = visits * ((step.waits or 0.0) + (step.takes or 0.0))
    known = step.waits is not None or step.takes is not None or step.kind == "decision"
    return WaterfallRow(
        name=words.capital(step.does),
        role=context.who(step.performer),
        bars=tuple(bars) if known else (),
        time=context.say(minutes) if known else _("not stated"),
        share=words.percent(minutes / total) if known and total else "",
    )


def _ticks(scale: float, day: float) -> tuple[Mark, ...]:
    """Four to six round places on the axis."""
    unit, told = (day, numbers.days) if scale > 1.2 * day else (60.0, numbers.hours)
    if scale <= 90:
        unit, told = 1.0, numbers.minutes
    steps = (1, 2, 5, 10, 15, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
    step = next((s for s in steps if scale / (s * unit) <= 6), 10000) * unit
    count = int(scale / step)
    return tuple(
        Mark(
            n * step / scale, told(f"{n * step / unit:.0f}").replace(" ", words.NBSP) if n else "0"
        )
        for n in range(count + 1)
    )


def _gate(context: Context, gate: SignOffFacts) -> Gate:
    world = context.study.world
    names = []
    for approver in gate.approvers:
        if approver == "?":
            continue
        level = world.level_of(approver)
        told = _("{role}, level {n}") if level is not None else "{role}"
        names.append(told.format(role=context.who(approver), n=level))
    over = _("over {amount}").format(amount=gate.over) if gate.over else ""
    judged = [part for part in (gate.checks, over) if part]
    basis = context.steps[gate.step].basis.get("is_sign_off", "declared")
    visits = localised(f"{gate.visits:.2f}") if gate.visits is not None else ""
    dwell = context.say(gate.dwell) if gate.dwell is not None else ""
    if gate.step in context.uncounted:
        visits = dwell = _("not stated")
    return Gate(
        name=words.capital(gate.does),
        approvers="; ".join(names) or _("nobody named"),
        held=gate.held,
        because=gate.because or "",
        judges=", ".join(judged),
        says_no=_rejects(gate),
        visits=visits,
        dwell=dwell,
        distance=_distance(context, gate),
        found_by="" if basis == "declared" else _("read from its label"),
    )


def _rejects(gate: SignOffFacts) -> str:
    """How often a sign-off says no, and out of how many cases that was counted."""
    if gate.rejects is None:
        return ""
    told = _("{share} of {n} cases") if gate.rejects_of else "{share}"
    return told.format(share=words.percent(gate.rejects), n=gate.rejects_of)


def _distance(context: Context, gate: SignOffFacts) -> str:
    """How far above the role that meets the customer the approver stands, in reporting levels."""
    world = context.study.world
    front = words.unique([role for r in context.requests for role in r.front_line_met])
    # Where no front line meets the requester, whoever does stands for it.
    front = front or words.unique(
        [t.performer for t in context.touch_points if t.performer and not t.by_party]
    )
    approver = next((a for a in gate.approvers if a != "?"), None)
    if approver is None or not front:
        return ""
    if approver in front:
        return _("meets the customer")
    for role in front:
        line = world.line_of(role)
        if approver in line:
            # By level where both have one, as the levels above the work are counted.
            high, low = world.level_of(approver), world.level_of(role)
            apart = low - high if high is not None and low is not None else 0
            return _levels(apart if apart > 0 else line.index(approver) + 1, context.who(role))
    top, base = world.level_of(approver), world.level_of(front[0])
    if top is None or base is None:
        return ""
    if top == base:
        return _("level with {role}, in another line").format(role=context.who(front[0]))
    if top > base:
        below = words.counted(top - base, "level", digits=True)
        return _("{levels} below {role}").format(levels=below, role=context.who(front[0]))
    above = words.counted(base - top, "level", digits=True)
    told = _("{levels} above {role}, in another line")
    return told.format(levels=above, role=context.who(front[0]))


def _levels(count: int, role: str) -> str:
    above = words.counted(count, "level", digits=True)
    return _("{levels} above {role}").format(levels=above, role=role)

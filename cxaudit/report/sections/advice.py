"""Section 17: recommendations, ranked by what they can save the customer for each edit they ask for.

The engine takes what the rules advise, adds up what is at stake from the facts of the steps and
sign-offs they name, and divides by the number of places to edit. What cannot be measured from the map
is listed after what can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.report import words
from cxaudit.report.context import Context, Head, Ref
from cxaudit.report.lens import Bar, Bars, Block, Card, Cards, Cell, Lens, Panel, cell, table
from cxaudit.report.sections.scenarios import mean_of
from cxaudit.report.sections.where import LESS, about, places, where
from cxaudit.report.texts import _, listed, measured, times
from cxaudit.rules.finding import Finding
from cxaudit.rules.reference import heuristic
from cxaudit.run.whatif import Whatif

IN_FULL = 6
BROKEN_PROMISE = "TP105"
REWORK = ("FL404", "FL405")
ADDING = ("RE701", "RE702")  # a way that is added takes no time out of a case
# Ways of redesign that take time or sign-offs out of a case; the others make the same time bearable.
SAVING = frozenset(
    (
        "order-types",
        "triage",
        "empower",
        "task-elimination",
        "parallelism",
        "control-relocation",
        "task-automation",
        "knock-out",
        "resequencing",
        "task-composition",
        "numerical-involvement",
        "extra-resources",
        "specialist-generalist",
        "order-based-work",
    )
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation. `minutes` and `sign_offs` are what an average case spends at the places it
    names: the most it can save; `edits` is how many places it asks to change, `where` names them."""

    code: str
    what: str
    where: str
    minutes: float
    sign_offs: float
    edits: int
    share: float
    heuristics: tuple[str, ...]
    kept: tuple[str, ...]
    agree: tuple[str, ...]
    refs: tuple[Ref, ...]
    measured: str
    patched: bool

    @property
    def worth(self) -> tuple[float, float]:
        """Minutes of the customer saved for an edit, then sign-offs saved for an edit."""
        return self.minutes / self.edits, self.sign_offs / self.edits


def advised(context: Context, tried: Sequence[Whatif]) -> list[Advice]:
    """What to do about a map, the most worthwhile first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in context.findings:
        if finding.instead:
            by_code.setdefault(finding.code, []).append(finding)
    found = [_advice(context, code, those, tried) for code, those in by_code.items()]
    order = {advice.code: place for place, advice in enumerate(found)}
    return sorted(found, key=lambda a: (-a.worth[0], -a.worth[1], order[a.code]))


def _stake(
    context: Context, those: Sequence[Finding], steps: Sequence[str], kinds: set[str]
) -> tuple[float, float]:
    """The most that following the advice can save an average case: minutes and sign-offs. Nothing where
    the way of redesign saves neither (a status message, an owner)."""
    first = those[0]
    if first.code == BROKEN_PROMISE:
        late = (
            r.share * max(0.0, r.time - r.promise)
            for r in context.requests
            if r.id in kinds and r.time is not None and r.promise is not None
        )
        return sum(late), 0.0
    if first.code in REWORK:
        again = 0.0
        for name in steps:
            visits = context.steps[name].visits or 0.0
            if visits > 1:
                again += (context.steps[name].exposure or 0.0) * (1 - 1 / visits)
        return again, 0.0
    if first.code in ADDING or not set(first.heuristics) & SAVING:
        return 0.0, 0.0
    return at_stake(context, steps, kinds)


def _advice(
    context: Context, code: str, those: Sequence[Finding], tried: Sequence[Whatif]
) -> Advice:
    steps = list(dict.fromkeys(s for f in those for s in places(context, f)))
    kinds = {r for f in those for r in f.requests} or _meeting(context, steps)
    minutes, sign_offs = _stake(context, those, steps, kinds)
    gates = {g.step: g for g in context.sign_offs}
    walked = {s for f in those for s in f.witness}
    kept = [
        g.because or _("a named control") for g in gates.values() if g.held and g.step in walked
    ]
    agree = [context.who(o) for o in context.map.owners]
    if code.startswith(LESS):
        agree += [
            context.who(a) for s in steps if s in gates for a in gates[s].approvers if a != "?"
        ]
    agree += [context.who(context.steps[s].owner) for s in steps if context.steps[s].owner]
    first = those[0]
    edits = set(steps) or set(about(context, those)) or {f.path for f in those}
    return Advice(
        code=code,
        what=words.sentence(first.instead.strip().split("\n")[0]),
        where=where(context, those),
        minutes=minutes,
        sign_offs=sign_offs,
        edits=max(1, len(edits)),
        share=min(1.0, sum(r.share for r in context.requests if r.id in kinds)),
        heuristics=tuple(first.heuristics),
        kept=tuple(dict.fromkeys(kept)),
        agree=tuple(dict.fromkeys(agree)),
        refs=tuple(dict.fromkeys(context.refs[id(f)] for f in those)),
        measured=_measured(context, those, tried),
        patched=any(f.fix for f in those),
    )


def _meeting(context: Context, steps: Sequence[str]) -> set[str]:
    """The request types that can meet some of the steps; all of them where no step is named."""
    every = {r.id for r in context.requests}
    met = [context.steps[s].by_request for s in steps]
    found = {r for r in every if any(own.get(r, {}).get("visits") for own in met)}
    return found or every


def at_stake(context: Context, steps: Sequence[str], kinds: set[str]) -> tuple[float, float]:
    """What an average case of some request types spends at some steps, weighted by their share: minutes
    that the customer waits for them, approvals at those that no policy holds."""
    minutes = approvals = 0.0
    gates = {g.step: g for g in context.sign_offs}
    for r in context.requests:
        if r.id not in kinds:
            continue
        waiting = 0.0
        for name in steps:
            own = context.steps[name].by_request.get(r.id, {})
            waiting += own.get("exposure") or 0.0
            if name in gates and not gates[name].held:
                approvals += r.share * (own.get("visits") or 0.0) * gates[name].weight
        # Branches that meet in a fault of the drawing add up to more than a case lasts.
        minutes += r.share * (waiting if r.time is None else min(waiting, r.time))
    return minutes, approvals


def _measured(context: Context, those: Sequence[Finding], tried: Sequence[Whatif]) -> str:
    """What a scenario that mends it was measured to do."""
    marks = {f.fingerprint for f in those}
    for one in tried:
        cured = sum(f.fingerprint in marks for f in one.findings.gone)
        if not one.applied or not cured:
            continue
        parts = []
        a, b = mean_of(one, "time")
        if a is not None and b is not None:
            parts.append(_("lead time {a} → {b}").format(a=context.say(a), b=context.say(b)))
        a, b = mean_of(one, "expected")
        if a is not None and b is not None:
            parts.append(_("sign-offs {a} → {b}").format(a=words.amount(a), b=words.amount(b)))
        told = _("scenario {name} cures {n} of {m}").format(name=one.title, n=cured, m=len(those))
        return told + (": " + ", ".join(parts) if parts else "")
    return ""


def advice(context: Context, tried: Sequence[Whatif], wanted: bool) -> Lens:
    """The recommendations of a map; left out where the report is to make none."""
    anchor, subject = f"{context.prefix}-advice", _("Recommendations")
    if not wanted:
        title = _("Left out on request: this report finds and does not advise")
        return Lens(17, Head(anchor, subject, title), (_pain(context),))
    found = advised(context, tried)
    if not found:
        title = _("Nothing is open that the rules have advice for")
        return Lens(17, Head(anchor, subject, title), (_pain(context),))
    first = found[0]
    worth = [a for a in found if a.minutes or a.sign_offs]
    if worth:
        gain = measured(first.sign_offs, "{n} sign-off", "{n} sign-offs")
        if first.minutes:
            gain = _("{time} of waiting").format(time=context.say(first.minutes))
        title = times(
            len(found),
            "{n} recommendation; it touches {gain} a case",
            "{n} recommendations; the first touches {gain} a case",
            gain=gain,
        )
    else:
        title = times(
            len(found),
            "{n} recommendation, not measurable from this map",
            "{n} recommendations, none measurable from this map",
        )
    lead = _(
        "Ranked by the customer's time at the places named (else sign-offs), by share of requests, "
        "divided by the places to edit. It is the most that can be saved; a scenario measures the rest."
    )
    return Lens(17, Head(anchor, subject, title, lead), (_pain(context), *_ranked(context, found)))


def _pain(context: Context) -> Panel:
    """Volume times friction: where a hundred requests lose their time, by request type."""
    name = _("Pain list")
    write = _("`requests:` with their shares; `waits:`, `takes:` and `sign-off:` on steps")
    timed = [r for r in context.requests if r.time is not None and r.work is not None]
    whole = bool(timed) and len(timed) == len(context.requests)
    if whole:
        values = [(r, 100 * r.share * ((r.time or 0.0) - (r.work or 0.0))) for r in timed]
        unit = _("{n} of queueing in 100 requests")
    else:
        known = [r for r in context.requests if r.expected is not None]
        values = [(r, 100 * r.share * (r.expected or 0.0)) for r in known]
        unit = _("{n} sign-offs in 100 requests")
    top = max((v for _r, v in values), default=0.0)
    if not top:
        return Panel("pain", name, (), (5,), name, write)
    values.sort(key=lambda item: -item[1])
    bars = tuple(
        Bar(
            r.title,
            unit.format(n=context.say(v) if whole else words.amount(v, 0)),
            v / top,
            "gate",
            words.percent(r.share) + " " + _("of requests"),
        )
        for r, v in values
    )
    total = sum(v for _r, v in values)
    title = _("{share} of the pain is {name}: volume times friction").format(
        share=words.percent(values[0][1] / total), name=words.lower(values[0][0].title)
    )
    return Panel("pain", title, (Bars(name, bars),), (5,), name)


def _ranked(context: Context, found: list[Advice]) -> list[Panel]:
    cards = tuple(_card(context, number, a) for number, a in enumerate(found[:IN_FULL], 1))
    panels = [Panel("ranked", _("What to do first"), (Cards(cards),))]
    rest = [
        (
            Cell(f"{n}. {a.what}", refs=a.refs, small=words.capital(a.where)),
            _gain(context, a),
            str(a.edits),
            _ways(a),
            listed(list(a.agree)),
        )
        for n, a in enumerate(found[IN_FULL:], IN_FULL + 1)
    ]
    heads = (
        _("What to do"),
        _("At stake, a case"),
        _("Places"),
        _("Way of redesign"),
        _("Must agree"),
    )
    blocks: tuple[Block, ...] = table(_("Further recommendations"), heads, rest, numbers=(2,))
    if blocks:
        panels.append(Panel("further", _("And then"), blocks))
    return panels


def _gain(context: Context, a: Advice) -> str:
    parts = []
    if a.minutes:
        parts.append(_("{time} of waiting").format(time=context.say(a.minutes)))
    if a.sign_offs:
        parts.append(measured(a.sign_offs, "{n} sign-off", "{n} sign-offs"))
    return ", ".join(parts) or _("not measurable from the map")


def _ways(a: Advice) -> str:
    return listed([_(heuristic(h).title) for h in a.heuristics]) or _("none named")


def _card(context: Context, number: int, a: Advice) -> Card:
    stake = _gain(context, a)
    small = ""
    if a.minutes or a.sign_offs:
        per = context.say(a.worth[0]) if a.minutes else words.amount(a.worth[1])
        small = _("÷ {n} to edit = {per} each").format(
            n=times(a.edits, "{n} place", "{n} places"), per=per
        )
    ways = [heuristic(h) for h in a.heuristics]
    costs = [f"{_(known.title)}: {words.lower(_(known.trade_off))}" for known in ways]
    facts = [
        (_("Where"), Cell(words.capital(a.where) or _("the map as a whole"))),
        (_("At stake, a case"), Cell(stake, small=small)),
        (_("Share of requests"), Cell(words.percent(a.share))),
        (_("Way of redesign, and what it costs"), cell(" ".join(words.sentence(c) for c in costs))),
        (_("Controls kept"), Cell(listed(list(a.kept)) or _("none on this road"))),
        (_("Must agree"), cell(listed(list(a.agree)))),
    ]
    if a.measured:
        facts.insert(2, (_("Measured"), Cell(words.capital(a.measured), "good")))
    if a.patched:
        facts.append((_("Patch"), Cell("`cxaudit check --fix`")))
    facts.append((_("Findings"), Cell("", refs=a.refs)))
    return Card(f"{number}. {a.what}", "", tuple(facts))

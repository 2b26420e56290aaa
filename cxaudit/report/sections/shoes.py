"""Section 5, map by map: what a request is like for those it concerns, day by day, and how the work of
each role reaches the customer. Every number is a fact or a sum of facts of steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.joins import Block as Region
from cxaudit.analysis.work import Work
from cxaudit.report import words
from cxaudit.report.concerns import mark, marks
from cxaudit.report.context import Context, Head
from cxaudit.report.lens import Account, Block, Card, Cards, Cell, Lens, Panel, Prose, Stop, cell
from cxaudit.report.texts import _, listed, measured, times

MOST_ACCOUNTS = 8
A_MOMENT = 0.01  # minutes: sums of the same figures in another order


@dataclass(frozen=True, slots=True)
class Walk:
    """A run as it is told: its steps, their least minutes, the request types that take it."""

    steps: tuple[int, ...]
    lasts: tuple[float, ...]
    requests: tuple[RequestFacts, ...]
    timed: bool


def shoes(context: Context) -> Lens:
    """What it is like: for parties, for the front line, for every role."""
    walks = walks_of(context)
    parties = [p for p in context.parties if p.touch_points]
    told = [(p.id, w) for p in parties for w in walks if _meets(context, w, p.id)]
    worst = max((r.silence or 0.0 for r in context.requests), default=0.0)
    anchor, subject = f"{context.prefix}-shoes", _("Walk in their shoes")
    if worst:
        title = _("Whoever asks hears nothing for up to {time}").format(time=context.say(worst))
    elif told:
        title = times(
            len(told),
            "{n} road through this map, told by the one who walks it",
            "{n} roads through this map, told by those who walk them",
        )
    else:
        title = _("Nobody outside walks this map")
    lead = _(
        "The fastest run of each request type to its good end, in working days. What an average case "
        "takes, those that end before among them, stands below."
    )
    head = Head(anchor, subject, title, lead if told else "")
    return Lens(5, head, (_parties(context, told), _front(context, walks), _roles(context)))


def walks_of(context: Context) -> list[Walk]:
    """The fastest run of each type (without times, the one with fewest sign-offs), equal ones once."""
    found: dict[tuple[int, ...], list[RequestFacts]] = {}
    lasts: dict[tuple[int, ...], tuple[float, ...]] = {}
    timed: dict[tuple[int, ...], bool] = {}
    for r in context.requests:
        figures = context.study.figures[r.id]
        fast = bool(figures.fastest_path) and r.fastest is not None
        path = figures.fastest_path if fast else figures.least_path
        if not path:
            continue
        if fast:
            aside = _beside(context, figures, path)
            path = tuple(step for place, step in enumerate(path) if place not in aside)
        found.setdefault(path, []).append(r)
        lasts[path] = tuple(_least(context, figures, s) for s in path)
        # Where branches cannot be told apart, the run is told without its days rather than with others.
        whole = r.fastest is not None and abs(sum(lasts[path]) - r.fastest) < A_MOMENT
        timed[path] = fast and whole
    return [Walk(path, lasts[path], tuple(rs), timed[path]) for path, rs in found.items()]


def _least(context: Context, figures: Figures, step: int) -> float:
    """The least minutes of a step; of a called map, those of its fastest run."""
    called = figures.calls.get(step)
    if called is not None and called.fastest is not None:
        return called.fastest
    return context.study.works[step].duration()[0]


def _beside(context: Context, figures: Figures, path: tuple[int, ...]) -> set[int]:
    """Places of a run that pass beside longer ones: of branches side by side, which it lists one after
    the other, the longest is told."""
    lasts = [_least(context, figures, step) for step in path]
    hidden: set[int] = set()
    # Inner blocks first, so that an outer branch is as long as what is told of it.
    for region in sorted(figures.folded.blocks.values(), key=lambda r: len(r.steps)):
        for place, step in enumerate(path):
            if step != region.split:
                continue
            roads = _roads(path, place, region)
            told = [[p for p in road if p not in hidden] for road in roads]
            longest = max(told, key=lambda road: sum(lasts[p] for p in road), default=[])
            hidden |= {p for road in roads for p in road if p not in longest}
    return hidden


def _roads(path: tuple[int, ...], split: int, region: Region) -> list[list[int]]:
    """The places of a run that lie on each branch of a block, which begins at a place."""
    inside = region.steps
    end = next((p for p in range(split + 1, len(path)) if path[p] not in inside), len(path))
    begins: list[int] = []
    for way in region.branches:
        after = begins[-1] + 1 if begins else split + 1
        found = next((p for p in range(after, end) if path[p] == way.target), None)
        begins += [found] if found is not None else []
    if not begins:
        return []
    ends = [*begins[1:], end]
    return [list(range(a, b)) for a, b in zip(begins, ends, strict=True)]


def _meets(context: Context, walk: Walk, party: str) -> bool:
    return any(context.study.works[s].meets(party) for s in walk.steps)


def _parties(context: Context, told: list[tuple[str, Walk]]) -> Panel:
    name = _("By the one who asks")
    accounts = [_account(context, walk, party) for party, walk in told[:MOST_ACCOUNTS]]
    blocks: tuple[Block, ...] = tuple(accounts)
    if len(told) > MOST_ACCOUNTS:
        more = _("{n} more roads are like these: `cxaudit facts` has their steps.")
        blocks = (*blocks, Prose(more.format(n=len(told) - MOST_ACCOUNTS)))
    write = _("`with: party via channel` on the steps at which somebody outside is met")
    return Panel("parties", name, blocks, (), name, write)


def _front(context: Context, walks: list[Walk]) -> Panel:
    name = _("By those who meet them")
    roles = list(dict.fromkeys(x for r in context.requests for x in r.front_line_met))
    accounts = [
        _role_account(context, walk, role)
        for role in roles
        for walk in walks
        if any(context.study.works[s].performer == role for s in walk.steps)
    ]
    write = _("`by:` a role on the steps at which somebody outside is met")
    return Panel("front", name, tuple(accounts[:MOST_ACCOUNTS]), (), name, write)


def _types(context: Context, walk: Walk) -> str:
    if len(walk.requests) == len(context.requests):
        return (
            _("every request") if len(context.requests) > 1 else words.lower(walk.requests[0].title)
        )
    return listed([words.lower(r.title) for r in walk.requests])


def _account(context: Context, walk: Walk, party: str) -> Account:
    def mine(work: Work) -> bool:
        return work.meets(party) is not None

    def told(work: Work) -> str:
        meeting = work.meets(party)
        via = f" ({', '.join(meeting.channels)})" if meeting and meeting.channels else ""
        if meeting is not None and meeting.by_party:
            text = _("You do it yourself: {what}{via}.").format(
                what=words.lower(work.label), via=via
            )
        else:
            who = context.who(work.performer) or _("somebody")
            text = _("You are met by {who}: {what}{via}.").format(
                who=who, what=words.lower(work.label), via=via
            )
        asks = context.steps[work.id].asks
        if asks:
            text += " " + _("You are asked for {what}.").format(what=listed(asks, 8))
        return text

    title = _("{who}: {what}").format(
        who=words.capital(context.who(party)), what=_types(context, walk)
    )
    return Account(
        title,
        "",
        _stops(context, walk, mine, told, _("Nobody speaks with you"), party),
        _after(context, walk, party),
        f"{mark('party', party)} {marks('type', [r.id for r in walk.requests])}",
    )


def _role_account(context: Context, walk: Walk, role: str) -> Account:
    def mine(work: Work) -> bool:
        return work.performer == role

    def told(work: Work) -> str:
        met = [
            context.who(m.party) + (f" ({', '.join(m.channels)})" if m.channels else "")
            for m in work.meetings
        ]
        text = _("You: {what}").format(what=words.lower(work.label))
        return text + (_(". You meet the {who}.").format(who=listed(met)) if met else ".")

    title = _("{who}: {what}").format(
        who=words.capital(context.who(role)), what=_types(context, walk)
    )
    return Account(
        title,
        "",
        _stops(context, walk, mine, told, _("The case is out of your hands")),
        _after(context, walk),
        f"{mark('role', role)} {marks('type', [r.id for r in walk.requests])}",
    )


def _stops(
    context: Context,
    walk: Walk,
    mine: Callable[[Work], bool],
    told: Callable[[Work], str],
    away: str,
    party: str = "",
) -> tuple[Stop, ...]:
    """The run as somebody sees it: their own steps one by one, all that lies between in one. A `party`
    also waits in the queue before it is met."""
    stops: list[Stop] = []
    clock, begun, between = 0.0, 0.0, list[int]()
    for step, lasts in zip(walk.steps, walk.lasts, strict=True):
        work = context.study.works[step]
        if not mine(work):
            between.append(step)
            clock += lasts
            continue
        # The queue before a meeting is spent waiting; the meeting is when it ends.
        waits = work.waits[0] if work.waits else 0.0
        meeting = work.meets(party) if party else None
        queue = work if meeting is not None and not meeting.by_party and waits else None
        if between or queue is not None:
            until = clock + waits if queue is not None else clock
            stops.append(_between(context, walk, between, begun, until, away, queue))
            between = []
        stops.append(Stop(_when(context, walk, clock + waits, clock + waits), told(work), "met"))
        clock += lasts
        begun = clock
    if between:
        only = all(context.study.works[s].only_end for s in between)
        if not only:
            stops.append(_between(context, walk, between, begun, clock, away))
    last = context.study.works[walk.steps[-1]]
    ways = [w for w in context.study.ways[last.index].ways if w.kind == "next"]
    if len(ways) == 1 and ways[0].outcome:
        ends = _("It ends: {what}.").format(what=ways[0].outcome)
        stops.append(Stop(_when(context, walk, clock, clock), ends, "end"))
    return tuple(stops)


def _between(
    context: Context,
    walk: Walk,
    steps: list[int],
    begun: float,
    clock: float,
    away: str,
    queue: Work | None = None,
) -> Stop:
    """What lies between two meetings, with the queue before the second one."""
    works = [context.study.works[s] for s in steps]
    gates = sum(work.is_sign_off for work in works)
    names = [words.lower(w.label) for w in works if not w.only_end]
    if queue is not None:
        names.append(_("the queue before “{step}”").format(step=words.lower(queue.label)))
    named = listed(names, 7)
    lasting = (
        _(" for {time}").format(time=context.say(clock - begun))
        if walk.timed and clock > begun
        else ""
    )
    text = _("{away}{lasting}: {steps}.").format(away=away, lasting=lasting, steps=named)
    if gates:
        text += " " + times(gates, "{n} of these is a sign-off.", "{n} of these are sign-offs.")
    return Stop(_when(context, walk, begun, clock), text, "gate" if gates else "wait")


def _when(context: Context, walk: Walk, begun: float, until: float) -> str:
    if not walk.timed:
        return _("then")
    first = int(begun / context.day) + 1
    # What ends as a day does ends on that day.
    last = max(first, int((until - 1e-6) / context.day) + 1)
    if last > first:
        return _("Day {a} to {b}").format(a=first, b=last)
    return _("Day {a}").format(a=first)


def _after(context: Context, walk: Walk, party: str = "") -> str:
    """What the figures say of these requests; types that share all but the promise are told once. The
    longest silence is told to the `party` that lives through it, and to those who work."""
    told: dict[str, list[RequestFacts]] = {}
    for r in walk.requests:
        told.setdefault(_figures(context, r, party in ("", r.silence_party)), []).append(r)
    found = []
    for figures, requests in told.items():
        named = listed([words.lower(r.title) for r in requests])
        promised = [
            _("{who} {time}").format(who=words.lower(r.title), time=context.say(r.promise))
            for r in requests
            if r.promise is not None
        ]
        text = figures if len(told) == 1 else f"{named}: {figures}"
        if promised:
            text += _(". Promised: {what}").format(what=listed(promised))
        found.append(words.sentence(words.capital(text)))
    return " ".join(found)


def _figures(context: Context, r: RequestFacts, silent: bool) -> str:
    """The figures of a request type in a line."""
    parts = []
    if r.fastest is not None:
        parts.append(_("this run {time}").format(time=context.say(r.fastest)))
    if r.time is not None:
        parts.append(_("an average case {time}").format(time=context.say(r.time)))
    if r.silence is not None and silent:
        parts.append(_("longest silence {time}").format(time=context.say(r.silence)))
    if r.expected is not None:
        parts.append(measured(r.expected, "{n} sign-off expected", "{n} sign-offs expected"))
    return ", ".join(parts)


def _roles(context: Context) -> Panel:
    """How the work of each role reaches the customer."""
    by: dict[str, list[str]] = {}
    for s in context.steps.values():
        if s.performer and s.performer_kind == "role":
            by.setdefault(s.performer, []).append(s.id)
    exposed = {
        role: sum(context.steps[s].exposure or 0.0 for s in steps) for role, steps in by.items()
    }
    name = _("How your work reaches the customer")
    write = _("`by:`, `takes:` and `waits:` on the steps")
    # Of all waiting, as in the section on departments: some of it has no doer, or an outside one.
    total = sum(s.exposure or 0.0 for s in context.steps.values())
    if not any(exposed.values()):
        return Panel("roles", name, (), (20,), name, write)
    cards = []
    for role in sorted(by, key=lambda r: -exposed[r]):
        steps = by[role]
        met = [s for s in steps if context.steps[s].is_touch_point]
        onward = [
            context.who(context.steps[f.target].performer)
            for s in steps
            for f in context.flows.get(s, [])
            if f.target and f.hand_off and f.target in context.steps
        ]
        waited = _("{hours} a case, {share} of all waiting").format(
            hours=words.hours(exposed[role]), share=words.percent(exposed[role] / total)
        )
        if not exposed[role] and any(s in context.uncounted for s in steps):
            waited = _("not stated: nobody says how many cases come here")
        facts = context.roles.get(role)
        sees = [context.who(m) for m in (facts.sees if facts else [])]
        rows = (
            (_("You do"), Cell(listed([context.step(s) for s in steps], 8))),
            (
                _("The customer waits for you"),
                Cell(waited),
            ),
            (
                _("You meet them"),
                Cell(listed([context.step(s) for s in met]) or _("never"), "" if met else "bad"),
            ),
            (_("You hand on to"), Cell(listed(list(dict.fromkeys(onward))) or _("nobody"))),
            (_("Numbers you see"), cell(listed(sees))),
        )
        cards.append(Card(words.capital(context.who(role)), "", rows, about=mark("role", role)))
    blind = sum(exposed[r] for r in by if not any(context.steps[s].is_touch_point for s in by[r]))
    title = _("{share} of the waiting is made by roles that never meet the customer").format(
        share=words.percent(blind / total)
    )
    return Panel("roles", title, (Cards(tuple(cards)),), (20,), name)

"""What stands around the blueprint: its conclusion, the walks to light, the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.ways import END
from cxaudit.language.values import name
from cxaudit.report import words
from cxaudit.report.blueprint.legend import as_elements
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.concerns import mark, of_steps
from cxaudit.report.context import Context, Head, Ref
from cxaudit.report.drawings.types import overlay
from cxaudit.report.scenes import end_id
from cxaudit.report.sections.verdict import gate_share
from cxaudit.report.texts import _, ngettext, term
from cxaudit.texts.numbers import localised

MOST_WALKS = 6
MOST_DRAWN = 400  # steps; nobody reads a larger picture, and drawing it takes minutes


@dataclass(frozen=True, slots=True)
class Walk:
    """A finding's walk along the picture."""

    label: str
    steps: tuple[str, ...]
    ref: Ref


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the table beneath the picture, which also feeds the facts strip."""

    id: str
    name: str
    by: str
    unit: str
    kind: str
    stage: str
    waits: str
    takes: str
    visits: str
    meets: str
    systems: str
    ways: tuple[str, ...]
    refs: tuple[Ref, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A request type as the picture can show it: `off` are the steps, flows ("from>to") and ends that
    it never meets, `figures` what it costs; `timed` where the clock of the picture is its own."""

    mark: str
    title: str
    off: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    timed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The blueprint section of a map; `drawn` is false where it has too many steps for one. `axis` is
    what the lead begins with and only the wide drawing has."""

    head: Head
    scene: Scene
    walks: tuple[Walk, ...]
    case: tuple[tuple[str, str], ...]
    rows: tuple[StepRow, ...]
    drawn: bool = True
    kinds: tuple[Kind, ...] = ()
    axis: str = ""

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The marks of the drawing, as SVG in which nothing is from the map, and what they mean."""
        return as_elements(self.scene)


def picture_of(context: Context) -> Picture:
    """The blueprint of a map, all request types together."""
    scene = overlay(context)
    count = len(context.requests)
    subject = _("Blueprint")
    if count > 1:
        subject = _("Blueprint, {types}").format(types=words.all_of(count, "request type"))
    timed = bool(scene.fastest)
    drawn = len(scene.cards) <= MOST_DRAWN
    axis = _("No times are stated, so columns stand in order, not to scale.")
    if timed:
        axis = _("The top strip is true to time; columns are as wide as their labels.")
    lead = axis + " " + _("Point at a step, or tab to it, for its facts.")
    if not drawn:
        axis, lead = (
            "",
            _(
                "{n} steps are too many for one picture: split the map into some that "
                "`call` each other. The table has every step."
            ).format(n=localised(str(len(scene.cards)))),
        )
    head = Head(f"{context.prefix}-blueprint", subject, _title(context), lead)
    whom = of_steps(context)
    rows = tuple(_row(context, s, whom[s.id]) for s in context.steps.values())
    walks = _walks(context) if drawn else ()
    kinds = _kinds(context, scene) if drawn else ()
    return Picture(head, scene, walks, _case(context), rows, drawn, kinds, axis)


def _title(context: Context) -> str:
    """How much lies between asking and hearing, on the stretch of the longest silence."""
    worst = max(
        context.requests,
        key=lambda r: (r.silence or 0.0, r.silence_steps or 0),
        default=None,
    )
    path = worst.silence_path if worst is not None else []
    behind = [s for s in path if s in context.steps and not context.steps[s].is_touch_point]
    if len(behind) > 1:
        gates = [s for s in behind if context.steps[s].is_sign_off]
        if not gates:
            told = _("{steps} fill {silence}, none of them a sign-off")
        elif len(gates) == len(behind):
            told = _("{steps} fill {silence}, all of them sign-offs")
        else:
            told = ngettext(
                "{steps} fill {silence}; {n} of them is a sign-off",
                "{steps} fill {silence}; {n} of them are sign-offs",
                len(gates),
            )
        stand = words.capital(words.counted(len(behind), "step"))
        silence = _silence(context, path)
        return told.format(steps=stand, silence=silence, n=words.counting(len(gates)))
    facts = context.map
    steps = words.capital(words.counted(facts.size, "step"))
    if not facts.touch_points:
        return _("{steps}, and nobody outside is met").format(steps=steps)
    if facts.touch_points == facts.size:
        return _("{steps}, and somebody outside is met at every one").format(steps=steps)
    met = words.counted(facts.touch_points, "touch-point")
    return _("{steps}, {touch_points} among them").format(steps=steps, touch_points=met)


def _silence(context: Context, path: list[str]) -> str:
    """The longest silence in words, with the types whose it is where others have another."""
    its = [words.lower(r.title) for r in context.requests if r.silence_path == path]
    if len(its) == len(context.requests):
        return _("the longest silence")
    return _("the longest silence of {types}").format(types=words.listed(its, 2))


def _walks(context: Context) -> tuple[Walk, ...]:
    """Walks worth a button: those of findings with two steps or more, each walk and each rule once."""
    found: dict[str, Walk] = {}
    known = set(context.steps)
    for f in context.findings:
        steps = tuple(s for s in f.witness if s in known)
        seen = any(walk.steps == steps for walk in found.values())
        if len(steps) > 1 and not seen and f.name not in found:
            label = words.capital(words.named(f.name))
            found[f.name] = Walk(label, steps, context.refs[id(f)])
    return tuple(found.values())[:MOST_WALKS]


def _case(context: Context) -> tuple[tuple[str, str], ...]:
    """The figures of an average case, for the strip at rest; only those that are known."""
    time, work, gates = context.mean("time"), context.mean("work"), gate_share(context)
    fastest, hands = context.least("fastest"), context.mean("hand_offs_expected")
    unknown = _("not known")
    facts = [
        (_("Fastest run"), context.say(fastest) if fastest is not None else unknown),
        (_("Expected lead time"), context.say(time) if time is not None else unknown),
        (_("At sign-offs"), words.percent(gates) if gates is not None else unknown),
        (_("Work"), words.percent(work / time) if work is not None and time else unknown),
        (_("Hand-offs a case"), words.amount(hands, 1)),
        (_("Sign-offs a case"), words.amount(context.map.burden)),
    ]
    return tuple(facts)


def _row(context: Context, s: StepFacts, about: tuple[str, ...]) -> StepRow:
    met = [t for t in context.touch_points if t.step == s.id]
    meets = []
    for t in met:
        told = _("{party} via {channels}") if t.channels else "{party}"
        meets.append(told.format(party=context.who(t.party), channels=", ".join(t.channels)))
    kind = term(s.kind)
    if s.is_sign_off:
        kind = _("sign-off, held by a policy") if s.held else _("sign-off")
    if s.moment:
        kind = _("{kind}, moment of truth").format(kind=kind)
    visits = localised(f"{s.visits:.2f}") if s.visits is not None else ""
    return StepRow(
        id=s.id,
        name=words.capital(s.does),
        by=context.who(s.performer) or ("" if not s.needs_performer else _("nobody stated")),
        unit=words.capital(context.who(s.unit)),
        kind=kind,
        stage=s.stage or "",
        waits=context.say(s.waits) if s.waits is not None else "",
        takes=context.say(s.takes) if s.takes is not None else "",
        visits=_("not stated") if s.id in context.uncounted else visits,
        meets="; ".join(meets),
        systems=", ".join(context.who(name) for name in s.system),
        ways=tuple(_ways(context, s)),
        refs=tuple(context.refs[id(f)] for f in context.about(s.id)),
        about=about,
    )


def _ways(context: Context, s: StepFacts) -> list[str]:
    """Where a case goes on from a step, in words."""
    found = []
    flows = context.flows.get(s.id, [])
    unsaid = context.open_ways
    titles = {r.id: words.lower(r.title) for r in context.requests}
    for f in flows:
        target = context.step(f.target) if f.target is not None else ""
        if f.target is None:
            target = _("ends: {outcome}").format(outcome=f.outcome)
        told = titles.get(name(f.label), f.label) if f.requests else f.label
        label = f"{told}: " if told else ""
        share = f" ({words.percent(f.share)})" if len(flows) > 1 and f.share < 1 else ""
        if (f.source, f.target, f.kind) in unsaid:
            share = " (" + _("share not stated") + ")"
        found.append(f"{label}{target}{share}")
    return found


def _kinds(context: Context, scene: Scene) -> tuple[Kind, ...]:
    """The request types that the picture can show by themselves; none where there is only one."""
    if len(context.requests) < 2:
        return ()
    works = context.study.works
    flows = [f"{f.source}>{f.target}" for f in scene.flows]
    drawn = (*(card.id for card in scene.cards), *flows, *(end.id for end in scene.ends))
    whole = list(dict.fromkeys(drawn))
    found = []
    for r in context.requests:
        graph = context.study.figures[r.id].graph
        ways = [way for step in sorted(graph.reachable) for way in graph.ways[step].ways]
        ends = [works[w.target].id if w.target != END else end_id(w) for w in ways]
        taken = {f"{works[w.source].id}>{end}" for w, end in zip(ways, ends, strict=True)}
        taken |= {works[step].id for step in graph.reachable} | set(ends)
        found.append(
            Kind(
                mark("type", r.id),
                words.capital(r.title),
                tuple(name for name in whole if name not in taken),
                _figures(context, r),
                bool(r.fastest_path) and set(scene.fastest) <= set(r.fastest_path),
            )
        )
    return tuple(found)


def _figures(context: Context, r: RequestFacts) -> tuple[tuple[str, str], ...]:
    """What a request type costs, for the strip beneath the picture."""
    unknown = _("not known")
    sure = context.unavoidable(r)
    always = unknown if sure is None else str(sure)
    gates = _("{worst} at worst, {always} unavoidable, {expected} expected").format(
        worst=words.amount(r.worst), always=always, expected=words.amount(r.expected)
    )
    return (
        (_("Share of requests"), words.percent(r.share)),
        (_("Sign-offs"), gates),
        (_("Expected lead time"), context.say(r.time) if r.time is not None else unknown),
        (_("Promise"), context.say(r.promise) if r.promise is not None else _("none")),
        (_("Fastest run"), context.say(r.fastest) if r.fastest is not None else unknown),
        (_("Longest silence"), context.say(r.silence) if r.silence is not None else unknown),
    )

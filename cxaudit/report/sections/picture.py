"""What stands around the blueprint: its conclusion, the walks to light, the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report import words
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.context import Context, Head, Ref
from cxaudit.report.drawings.types import overlay
from cxaudit.report.sections.verdict import gate_share

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


@dataclass(frozen=True, slots=True)
class Picture:
    """The blueprint section of a map; `drawn` is false where it has too many steps for one."""

    head: Head
    scene: Scene
    walks: tuple[Walk, ...]
    case: tuple[tuple[str, str], ...]
    rows: tuple[StepRow, ...]
    drawn: bool = True


def picture_of(context: Context) -> Picture:
    """The blueprint of a map, all request types together."""
    scene = overlay(context)
    count = len(context.requests)
    types = f", {words.all_of(count, 'request type')}" if count > 1 else ""
    timed = bool(scene.fastest)
    drawn = len(scene.cards) <= MOST_DRAWN
    lead = "Point at a step, or tab to it, for its facts."
    if timed:
        lead = "The top strip is true to time; columns are as wide as their labels. " + lead
    else:
        lead = "No times are stated, so columns stand in order, not to scale. " + lead
    if not drawn:
        lead = (
            f"{len(scene.cards)} steps are too many for one picture: split the map into some that "
            "`call` each other. The table has every step."
        )
    head = Head(f"{context.prefix}-blueprint", f"Blueprint{types}", _title(context), lead)
    rows = tuple(_row(context, s) for s in context.steps.values())
    walks = _walks(context) if drawn else ()
    return Picture(head, scene, walks, _case(context), rows, drawn)


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
        stand = f"{words.capital(words.counted(len(behind), 'step'))} fill the longest silence"
        if not gates:
            return stand + ", none of them a sign-off"
        if len(gates) == len(behind):
            return stand + ", all of them sign-offs"
        noun = "is a sign-off" if len(gates) == 1 else "are sign-offs"
        return f"{stand}; {words.counting(len(gates))} of them {noun}"
    facts = context.map
    steps = words.capital(words.counted(facts.size, "step"))
    if not facts.touch_points:
        return f"{steps}, and nobody outside is met"
    if facts.touch_points == facts.size:
        return f"{steps}, and somebody outside is met at every one"
    return f"{steps}, {words.counted(facts.touch_points, 'touch-point')} among them"


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
    facts = [
        ("Fastest run", context.say(fastest) if fastest is not None else "not known"),
        ("Expected lead time", context.say(time) if time is not None else "not known"),
        ("At sign-offs", words.percent(gates) if gates is not None else "not known"),
        ("Work", words.percent(work / time) if work is not None and time else "not known"),
        ("Hand-offs a case", words.amount(hands, 1)),
        ("Sign-offs a case", words.amount(context.map.burden)),
    ]
    return tuple(facts)


def _row(context: Context, s: StepFacts) -> StepRow:
    met = [t for t in context.touch_points if t.step == s.id]
    meets = []
    for t in met:
        via = f" via {', '.join(t.channels)}" if t.channels else ""
        meets.append(context.who(t.party) + via)
    kind = s.kind.replace("-", " ")
    kind = "sign-off" if s.is_sign_off else kind
    if s.is_sign_off and s.held:
        kind += ", held by a policy"
    if s.moment:
        kind += ", moment of truth"
    return StepRow(
        id=s.id,
        name=words.capital(s.does),
        by=context.who(s.performer) or ("" if not s.needs_performer else "nobody stated"),
        unit=words.capital(context.who(s.unit)),
        kind=kind,
        stage=s.stage or "",
        waits=context.say(s.waits) if s.waits is not None else "",
        takes=context.say(s.takes) if s.takes is not None else "",
        visits=f"{s.visits:.2f}" if s.visits is not None else "",
        meets="; ".join(meets),
        systems=", ".join(context.who(name) for name in s.system),
        ways=tuple(_ways(context, s)),
        refs=tuple(context.refs[id(f)] for f in context.about(s.id)),
    )


def _ways(context: Context, s: StepFacts) -> list[str]:
    """Where a case goes on from a step, in words."""
    found = []
    flows = context.flows.get(s.id, [])
    for f in flows:
        target = f"ends: {f.outcome}" if f.target is None else context.step(f.target)
        label = f"{f.label}: " if f.label else ""
        share = f" ({words.percent(f.share)})" if len(flows) > 1 and f.share < 1 else ""
        found.append(f"{label}{target}{share}")
    return found

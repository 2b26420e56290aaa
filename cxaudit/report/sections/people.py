"""Who does the steps and who answers for them; who is met, in which stage."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context, Head, Ref, steps_of
from cxaudit.report.sections.quiet import silences_of
from cxaudit.report.texts import _, ngettext, term, times

UNWATCHED = ("OW304",)  # the rule on waits that nobody watches


@dataclass(frozen=True, slots=True)
class Unowned:
    """A step that lacks a doer or an owner."""

    name: str
    kind: str
    performer: str
    owner: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """The steps without a doer or an owner."""

    head: Head
    rows: tuple[Unowned, ...]


def ownership_of(context: Context) -> Ownership:
    """Who is missing, step by step."""
    anchor, subject = f"{context.prefix}-owners", _("Owners")
    steps = [s for s in context.steps.values() if s.needs_performer]
    undone = [s for s in steps if s.performer is None]
    # An owner of the process answers for its steps: without one, that is one gap, not one a step.
    no_owner = not context.map.owners
    rows = tuple(
        Unowned(
            words.capital(s.does),
            term(s.kind),
            context.who(s.performer),
            context.who(s.owner),
            tuple(context.refs[id(f)] for f in context.about(s.id) if f.code.startswith("OW")),
        )
        for s in steps
        if s.performer is None or (s.owner is None and not no_owner)
    )
    parts = []
    if undone:
        told = ngettext("{steps} of {n} has no doer", "{steps} of {n} have no doer", len(undone))
        count = words.capital(words.counted(len(undone), "step"))
        parts.append(told.format(steps=count, n=words.counting(len(steps))))
    if no_owner:
        owned = [s for s in context.steps.values() if s.owner]
        told = _("nobody owns the process")
        if not owned:
            told = _("nobody owns the process, so no step has anybody who answers for it")
        parts.append(told if parts else words.capital(told))
    elif len(context.map.owners) > 1:
        owners = words.listed([context.who(o) for o in context.map.owners])
        told = _("{n} owners share the process: {owners}")
        told = told.format(n=words.counting(len(context.map.owners)), owners=owners)
        parts.append(told if parts else words.capital(told))
    if not parts and not rows:
        owner = context.who(context.map.owner)
        told = _("Answerable for the whole: {owner}.").format(owner=owner) if owner else ""
        title = _("Every step that is work has a doer and an owner") + unwatched(context)
        return Ownership(Head(anchor, subject, title, told), ())
    write = _("Write `owner:` at the top of the map.") if no_owner else ""
    if undone:
        write = (write + " " + _("Write `by:` on these steps.")).strip()
    count = words.capital(words.counted(len(rows), "step"))
    title = "; ".join(parts) or _("{steps} without an owner").format(steps=count)
    return Ownership(Head(anchor, subject, title, write=write), rows)


def unwatched(context: Context) -> str:
    """What a headline about work adds where waits lie that nobody watches; else nothing."""
    waits = len(context.coded(UNWATCHED))
    if not waits:
        return ""
    return times(waits, "; {n} wait is watched by nobody", "; {n} waits are watched by nobody")


def unwatched_steps(context: Context) -> set[str]:
    """The steps at which such waits lie."""
    found = context.coded(UNWATCHED)
    return {step for f in found for step in steps_of(f, context.steps)}


@dataclass(frozen=True, slots=True)
class Cell:
    """Stages beside each other in a party's row: what is met there, or that nothing is."""

    span: int
    steps: tuple[tuple[str, bool], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party: who it is, its cells, what to conclude."""

    title: str
    note: str
    cells: tuple[Cell, ...]
    verdict: str
    reason: str
    forgotten: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """The matrix of parties and stages."""

    head: Head
    stages: tuple[str, ...]
    rows: tuple[PartyRow, ...]
    note: str


def parties_of(context: Context) -> Parties:
    """Who is met in which stage."""
    anchor, subject = f"{context.prefix}-parties", _("Parties by stage")
    if not context.parties:
        write = _("Write `customers:` and name on each meeting whom it is `with:`.")
        head = Head(anchor, subject, _("No party is named on this map"), write=write)
        return Parties(head, (), (), "")
    stages = tuple(
        words.unique([w.stage for w in context.study.works if w.stage and not w.only_end])
    )
    rows = tuple(_party(context, p, stages) for p in context.parties)
    missed = [p for p in context.parties if not p.touch_points and not p.not_met]
    excused = [p for p in context.parties if not p.touch_points and p.not_met]
    met = len(context.parties) - len(missed) - len(excused)
    title = ngettext("{parties} is met", "{parties} are met", met)
    title = title.format(parties=words.capital(words.counted(met, "party")))
    if missed:
        never = ngettext("{n} is never met", "{n} are never met", len(missed))
        title += ", " + never.format(n=words.counting(len(missed)))
    elif met == 1 and len(context.parties) == 1:
        title = _("The {party} is the only party, and is met")
        title = title.format(party=words.proper(context.parties[0].title))
    elif not excused:
        title = _("{all_parties} are met")
        title = title.format(all_parties=words.capital(words.all_of(met, "party")))
    if excused:
        left = ngettext(
            "{n} is left out for a reason", "{n} are left out for a reason", len(excused)
        )
        title += "; " + left.format(n=words.counting(len(excused)))
    lead = "" if stages else _("The map names no stages: write `stages:` to see when each is met.")
    note = _("A dot is a touch-point. An empty row is a finding unless the map gives a reason.")
    whole = (_("Whole process"),)
    return Parties(Head(anchor, subject, title, lead), stages or whole, rows, note)


def _party(context: Context, p: PartyFacts, stages: tuple[str, ...]) -> PartyRow:
    named = {
        "customers": _("customer of the process"),
        "affected-by": _("affected by it"),
        "touch-point": _("met on the way"),
    }.get(p.named_in, "")
    parts = [term(p.kind), _("key party") if p.key else ""]
    parts.append("" if p.kind == "buyer" else named)
    if p.influences:
        swayed = words.listed([context.who(i) for i in p.influences], 2)
        parts.append(_("influences {names}").format(names=swayed))
    forgotten = not p.touch_points and not p.not_met
    count = len(p.touch_points)
    if forgotten:
        verdict, reason = _("Forgotten"), _("no meeting, and no reason given")
    elif p.not_met:
        verdict, reason = _("Left out"), words.sentence(p.not_met)
    else:
        verdict = times(count, "Met once", "Met at {n} steps")
        if len(stages) > 1:
            verdict = times(
                count, "Met once in {m} of {all} stages", "Met at {n} steps in {m} of {all} stages",
                m=len(p.stages), all=len(stages),
            )  # fmt: skip
        heard = words.listed([context.who(f) for f in p.feedback], 2)
        reason = _("heard by {names}").format(names=heard)
        reason = reason if p.feedback else _("no feedback asks them")
    return PartyRow(
        words.capital(p.title),
        ", ".join(filter(None, parts)),
        _cells(context, p, stages),
        verdict,
        reason,
        forgotten,
        mark("party", p.id),
    )


def _cells(context: Context, p: PartyFacts, stages: tuple[str, ...]) -> tuple[Cell, ...]:
    count = max(len(stages), 1)
    if not p.touch_points:
        return (Cell(count, note=_("left out for a reason") if p.not_met else _("never met")),)
    moments = {t.step for t in context.touch_points if t.moment}
    by_stage: dict[str | None, list[tuple[str, bool]]] = {}
    for step in p.touch_points:
        stage = context.steps[step].stage if stages else None
        by_stage.setdefault(stage, []).append((context.step(step), step in moments))
    if not stages:
        return (Cell(1, tuple(by_stage[None])),)
    cells: list[Cell] = []
    for stage in stages:
        met = tuple(by_stage.get(stage, ()))
        if met or not cells or cells[-1].steps:
            cells.append(Cell(1, met, "" if met else _("not met here")))
        else:
            cells[-1] = Cell(cells[-1].span + 1, (), cells[-1].note)
    return tuple(_silent(context, p, cells))


def _silent(context: Context, p: PartyFacts, cells: list[Cell]) -> list[Cell]:
    """Write the longest silence into the gap that it spans."""
    worst = max((r.silence for r in silences_of(context, p) if r.silence), default=None)
    inner = [n for n, c in enumerate(cells) if not c.steps and 0 < n < len(cells) - 1]
    if worst is not None and inner:
        widest = max(inner, key=lambda n: (cells[n].span, -n))
        silent = _("silent for up to {time}").format(time=context.say(worst))
        cells[widest] = Cell(cells[widest].span, (), silent)
    return cells

"""What happens at the meetings: moments of truth, promises, stages, purposes, what customers say."""

from __future__ import annotations

from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.lens import Bar, Bars, Block, Card, Cards, Cell, Panel, Picture, cell, table
from cxaudit.report.pictures.coverage import Square, coverage
from cxaudit.report.pictures.gap import Pair, gap
from cxaudit.report.texts import _, listed, share_of, unstated

AXES = ("customer", "perception", "relationship")


def lead_times(context: Context) -> Panel:
    """Lead-time bars of the request types against what is promised."""
    known = [r for r in context.requests if r.time is not None or r.promise is not None]
    name = _("Lead time against the promise")
    write = _("`promise:` on request types, `takes:` and `waits:` on steps")
    if not known:
        return Panel("lead-times", name, (), (2,), name, write)
    top = max([*(r.time or 0.0 for r in known), *(r.promise or 0.0 for r in known)]) * 1.05
    bars = []
    for r in known:
        late = r.time is not None and r.promise is not None and r.time > r.promise
        told = (
            _("promised {time}").format(time=context.say(r.promise))
            if r.promise
            else _("no promise")
        )
        if r.fastest is not None:
            told += _(", fastest run {time}").format(time=context.say(r.fastest))
        bars.append(
            Bar(
                r.title,
                context.say(r.time) if r.time is not None else _("not known"),
                r.time / top if r.time is not None and top else None,
                "gate" if late else "",
                words.percent(r.share) if len(known) > 1 else "",
                r.promise / top if r.promise is not None and top else None,
                told,
                mark("type", r.id),
            )
        )
    timed = [r for r in known if r.time is not None and r.promise is not None]
    broken = [r for r in timed if (r.time or 0.0) > (r.promise or 0.0)]
    if timed:
        title = share_of(
            len(broken),
            len(timed),
            "{part} promises is shorter than the expected time",
            "{part} promises are shorter than the expected time",
            only="The one promise is shorter than the expected time",
            only_not="The one promise is no shorter than the expected time",
            none="No promise is shorter than the expected time",
        )
    else:
        title = _("No promise can be held against a time")
    note = _("The upright is the promise; bars share one scale.")
    return Panel("lead-times", title, (Bars(name, tuple(bars)),), (2,), name, note=note)


def moments(context: Context) -> tuple[Panel, ...]:
    """The panels of the section on touch-points."""
    return (
        _gap(context),
        _promises(context),
        _stages(context),
        _cards(context),
        _purposes(context),
        _themes(context),
        _measured(context),
    )


def _gap(context: Context) -> Panel:
    pairs, seen = [], set()
    for t in context.touch_points:
        for axis in AXES:
            believed, lived = getattr(t, axis), getattr(t, f"remembered_{axis}")
            if believed is not None and lived is not None and (t.step, axis) not in seen:
                seen.add((t.step, axis))
                pairs.append(Pair(f"{words.capital(t.does)}: {_(axis)}", believed, lived))
    name = _("Perception gap")
    write = _("`remembered:` beside `impact:` on steps at which customers are met")
    if not pairs:
        return Panel("gap", name, (), (14,), name, write)
    worst = max(pairs, key=lambda p: abs(p.believed - p.remembered))
    far = sum(abs(p.believed - p.remembered) >= 2 for p in pairs)
    title = share_of(
        far,
        len(pairs),
        "{part} impacts is remembered two points or more away from what we believe",
        "{part} impacts are remembered two points or more away from what we believe",
        only="The one impact is remembered two points or more away from what we believe",
        only_not="The one impact is remembered less than two points away from what we believe",
        none="No impact is remembered two points or more away from what we believe",
    )
    told = _("{name}: believed {a}, remembered {b}")
    says = "; ".join(
        told.format(name=p.name, a=words.signed(p.believed), b=words.signed(p.remembered))
        for p in pairs
    )
    note = _("Hollow: what we believe. Filled: what customers remember. Widest: {name}.").format(
        name=worst.name
    )
    return Panel("gap", title, (Picture(gap(tuple(pairs)), says),), (14,), name, note=note)


def _promises(context: Context) -> Panel:
    rows: list[tuple[Cell | str, ...]] = []
    for r in context.requests:
        if r.promise is None:
            continue
        possible = cell(context.say(r.fastest) if r.fastest is not None else None)
        if r.fastest is not None and r.fastest > r.promise:
            possible = Cell(context.say(r.fastest), "bad", _("not even once"))
        late = r.time is not None and r.time > r.promise
        lived = (
            Cell(context.say(r.time), "bad" if late else "good")
            if r.time is not None
            else cell(None)
        )
        about = mark("type", r.id)
        rows.append((Cell(r.title, about=about), context.say(r.promise), possible, lived))
    done = set()
    for t in context.touch_points:
        if t.promise is None or t.step in done:
            continue
        done.add(t.step)
        step = context.steps[t.step]
        rows.append(
            (
                words.capital(t.does),
                context.say(t.promise),
                Cell(_("by the step itself")),
                cell(context.say(step.waits) if step.waits is not None else None),
            )
        )
    kept = [s for s in context.steps.values() if s.keeps]
    for s in kept:
        rows.append(
            (
                words.capital(s.does),
                listed([k.replace("-", " ") for k in s.keeps]),
                _("keeps a promise of the house"),
                Cell(""),
            )
        )
    heads = (_("Promise"), _("Made"), _("Possible: fastest"), _("Expected"))
    name = _("Promise ledger")
    broken = sum(isinstance(row[3], Cell) and row[3].tone == "bad" for row in rows)
    title = share_of(
        broken,
        len(rows),
        "{part} promises is broken by an average case",
        "{part} promises are broken by an average case",
        only="The one promise is broken by an average case",
        only_not="The one promise is not broken by an average case",
        none="No promise is broken by an average case",
    )
    write = _("`promise:` on a request type or a step")
    return Panel("promises", title, table(name, heads, rows), (21,), name, write)


def _stages(context: Context) -> Panel:
    stages = context.map.stages
    name = _("Stage strip")
    write = _("`stages:` names the stages and the step at which each begins")
    if not stages:
        return Panel("stages", name, (), (23,), name, write)
    of: dict[str, list[TouchPointFacts]] = {s: [] for s in stages}
    for t in context.touch_points:
        if t.stage in of:
            of[t.stage].append(t)
    heard = {step for f in context.feedback for step in f.after}
    met = context.touch_points
    kinds = (
        (_("Touch-points"), {t.step for t in met}),
        (_("Standards"), {t.step for t in met if t.standard}),
        (_("Measures"), {t.step for t in met if t.measure}),
        (_("Feedback"), heard),
    )
    rows: list[tuple[Cell | str, ...]] = []
    for label, steps in kinds:
        counts = [len({t.step for t in of[stage]} & steps) for stage in stages]
        rows.append((label, *(Cell(str(n), "mid" if n else "unknown") for n in counts)))
    cared = context.map.attended_stages
    title = share_of(
        len(cared),
        len(stages),
        "{part} stages has a standard, a measure or feedback",
        "{part} stages have a standard, a measure or feedback",
        only="The one stage has a standard, a measure or feedback",
        only_not="The one stage has neither a standard nor a measure nor feedback",
        none="No stage has a standard, a measure or feedback",
    )
    if context.map.bookend and len(cared) < len(stages):
        first, last = stages[0] in cared, stages[-1] in cared
        if first and last:
            title += _(": the first and the last")
        else:
            title += _(": the first") if first else _(": the last")
    return Panel(
        "stages", title, table(name, (_("What"), *stages), rows, "matrix"), (23,), name, write
    )


def _cards(context: Context) -> Panel:
    found: dict[str, TouchPointFacts] = {}
    for t in context.touch_points:
        if t.moment:
            found.setdefault(t.step, t)
    name = _("Moments of truth")
    write = _("`moment: true` on the steps that make or break the relationship")
    if not found:
        return Panel("moments", name, (), (24,), name, write)
    cards = []
    for t in found.values():
        step = context.steps[t.step]
        wrong = context.step(step.if_wrong) if step.if_wrong else ""
        facts = (
            (_("Met"), Cell(_met(context, t))),
            (_("By"), cell(context.who(t.performer))),
            (_("Standard"), cell(t.standard)),
            (_("Measure"), cell(listed([context.who(m) for m in t.measure]))),
            (_("If it goes wrong"), cell(wrong or (_("there is a way") if t.recovers else None))),
        )
        cards.append(Card(f"★ {words.capital(t.does)}", "", facts))
    whole = sum(
        bool(t.standard and t.measure and t.recovers and t.performer) for t in found.values()
    )
    title = share_of(
        whole,
        len(found),
        "{part} moments of truth has a standard, a measure, a recovery and a person",
        "{part} moments of truth have a standard, a measure, a recovery and a person",
        only="The one moment of truth has a standard, a measure, a recovery and a person",
        only_not="The one moment of truth lacks a standard, a measure, a recovery or a person",
        none="Every moment of truth lacks a standard, a measure, a recovery or a person",
    )
    return Panel("moments", title, (Cards(tuple(cards)),), (24,), name)


def _met(context: Context, t: TouchPointFacts) -> str:
    """Who is met, and over which channels where they are stated."""
    told = _("{party} via {channels}") if t.channels else "{party}"
    return told.format(party=context.who(t.party), channels=", ".join(t.channels))


def _purposes(context: Context) -> Panel:
    rows: list[tuple[Cell | str, ...]] = []
    if context.map.purpose:
        rows.append((_("The whole"), context.map.purpose, "", ""))
    for s in context.steps.values():
        if s.purpose or s.standard:
            seen = s.standard_observable
            judged = (
                Cell("")
                if seen is None
                else Cell(
                    _("can be seen") if seen else _("cannot be seen"), "good" if seen else "bad"
                )
            )
            rows.append((words.capital(s.does), s.purpose or unstated(), cell(s.standard), judged))
    meets = [s for s in context.steps.values() if s.is_touch_point]
    standard = sum(bool(s.standard) for s in meets)
    title = share_of(
        standard,
        len(meets),
        "{part} meetings has a standard",
        "{part} meetings have a standard",
        only="The one meeting has a standard",
        only_not="The one meeting has no standard",
        none="No meeting has a standard",
    )
    if not context.map.purpose:
        title += _("; the map does not say what the customer gets")
    name = _("Purpose and standards")
    heads = (_("Step"), _("What it is for"), _("Standard"), _("Clear"))
    write = _("`purpose:` at the top of the map, `purpose:` and `standard:` on steps")
    return Panel("purpose", title, table(name, heads, rows), (51,), name, write)


def _themes(context: Context) -> Panel:
    rows: list[tuple[Cell | str, ...]] = []
    for f in context.feedback:
        places = [a for a in f.about if a in context.steps] or [
            a for a in f.after if a in context.steps
        ]
        themes = [a for a in f.about if a not in context.steps]
        said = []
        if f.praise_count is not None:
            said.append(_("praise {n}").format(n=words.amount(f.praise_count, 0)))
        if f.complaint_count is not None:
            said.append(_("complaints {n}").format(n=words.amount(f.complaint_count, 0)))
        rows.append(
            (
                words.capital(f.title),
                listed([context.step(p) for p in places]) or unstated(),
                ", ".join(themes) or unstated(),
                ", ".join(said) or unstated(),
            )
        )
    name = _("What customers speak about")
    pinned = {p for f in context.feedback for p in (*f.about, *f.after) if p in context.steps}
    title = share_of(
        len(pinned),
        len(context.steps),
        "Feedback is pinned to {part} steps",
        "Feedback is pinned to {part} steps",
        only="Feedback is pinned to the one step",
        only_not="Feedback is not pinned to the one step",
        none="Feedback is pinned to no step",
    )
    heads = (_("Feedback"), _("Pinned to"), _("Themes"), _("Heard"))
    write = _("`feedback:` with `after:` or `about:` a step")
    return Panel("themes", title, table(name, heads, rows), (25,), name, write)


def _measured(context: Context) -> Panel:
    steps = [s for s in context.steps.values() if s.kind != "end"]
    measured = [s for s in steps if s.measure]
    name = _("Measurement coverage")
    write = _("`measure:` on a step, `measures:` for the whole map")
    if not measured and not context.map.measures:
        return Panel("measured", name, (), (32,), name, write)
    squares = tuple(Square(s.does, s.is_touch_point, bool(s.measure)) for s in steps)
    told = listed([context.step(s.id) for s in measured]) or _("none")
    whole = listed([context.who(m) for m in context.map.measures]) or _("none")
    title = share_of(
        len(measured),
        len(steps),
        "A number is taken at {part} steps",
        "A number is taken at {part} steps",
        only="A number is taken at the one step",
        only_not="No number is taken at the one step",
        none="A number is taken at no step",
    )
    if measured:
        title += share_of(
            sum(s.is_touch_point for s in measured),
            len(measured),
            ", {m} of them a meeting",
            ", {m} of them meetings",
            only=", a meeting",
            only_not=", not a meeting",
            none=", none of them a meeting",
            every=", each of them a meeting",
        )
    says = _("Measured steps: {steps}. Measures of the whole: {measures}.").format(
        steps=told, measures=whole
    )
    # The note has all that the squares say, so the picture is only named: Markdown shows both.
    picture: tuple[Block, ...] = (Picture(coverage(squares, _("meetings"), _("our steps")), name),)
    note = says + " " + _("A square is a step, in order; filled where a number is taken.")
    return Panel("measured", title, picture, (32,), name, note=note)

"""Section 14: the recovery drill: when something goes wrong, how long until the customer is helped."""

from __future__ import annotations

import heapq

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.work import calendar_of
from cxaudit.report import words
from cxaudit.report.context import Context, Head
from cxaudit.report.lens import Cell, Lens, Panel, cell, table
from cxaudit.report.texts import _, listed, share_of, times, unstated


def recovery(context: Context) -> Lens:
    """The recovery drill of a map."""
    failures = [s for s in context.steps.values() if s.if_wrong]
    anchor, subject = f"{context.prefix}-recovery", _("Recovery drill")
    drill = _drill(context)
    if failures:
        title = times(
            len(failures),
            "{n} failure has a way to put it right",
            "{n} failures have a way to put them right",
        )
        gated = sum(bool(s.recovery_gates) for s in failures)
        title += share_of(
            gated,
            len(failures),
            "; {m} must wait for a yes first",
            "; {m} must wait for a yes first",
            only="; it must wait for a yes first",
            only_not="",
            none="",
            every="; each must wait for a yes first",
        )
    else:
        title = _("Nothing says what is done when something goes wrong")
    return Lens(14, Head(anchor, subject, title), (drill, _unguarded(context), _called(context)))


def first_help(context: Context, start: str) -> tuple[list[str], float | None, int] | None:
    """The quickest road from a recovery step to the first meeting with somebody outside: its steps, its
    minutes (None where no step on it states any), its approvals. None where no meeting follows."""
    weight = {g.step: g.weight for g in context.sign_offs}
    queue: list[tuple[float, int, list[str]]] = [(0.0, 0, [start])]
    seen: set[str] = set()
    while queue:
        spent, gates, road = heapq.heappop(queue)
        step = context.steps.get(road[-1])
        if step is None or step.id in seen:
            continue
        seen.add(step.id)
        known = [
            s
            for s in road
            if context.steps[s].waits is not None or context.steps[s].takes is not None
        ]
        if step.is_touch_point:
            # Help begins when the meeting does: its work is the help itself.
            total = spent + (step.waits or 0.0)
            return road, (total if known else None), gates
        after = spent + (step.waits or 0.0) + (step.takes or 0.0)
        for flow in context.flows.get(step.id, []):
            if flow.target and flow.kind != "late":
                more = weight.get(step.id, 0)
                heapq.heappush(queue, (after, gates + more, [*road, flow.target]))
    return None


def help_promised(context: Context, step: StepFacts) -> float | None:
    """Within how many minutes it is to be put right when a step goes wrong, as the map states it."""
    spec = context.study.process.steps.get(step.id)
    if spec is None or spec.if_wrong is None or spec.if_wrong.within is None:
        return None
    return sum(spec.if_wrong.within.range(calendar_of(context.study.process))) / 2


def _until(context: Context, minutes: float | None, promised: float | None) -> Cell:
    """How long until somebody is helped: by the steps, else as promised."""
    if promised is None:
        return cell(context.say(minutes) if minutes is not None else None)
    within = _("within {time}, as promised").format(time=context.say(promised))
    if minutes is None:
        return Cell(within)
    told = _("promised within {time}").format(time=context.say(promised))
    return Cell(context.say(minutes), "bad" if minutes > promised else "good", told)


def _drill(context: Context) -> Panel:
    rows: list[tuple[Cell | str, ...]] = []
    slowest = word = 0.0  # by the steps, and by promises where no step states a time
    for s in context.steps.values():
        if not s.if_wrong:
            continue
        found = first_help(context, s.if_wrong)
        promised = help_promised(context, s)
        if found is None:
            told = Cell(_("nobody outside hears of it"), "bad")
            rows.append(
                (words.capital(s.does), context.step(s.if_wrong), unstated(), unstated(), told)
            )
            continue
        road, minutes, gates = found
        slowest = max(slowest, minutes or 0.0)
        word = max(word, promised or 0.0) if minutes is None else word
        rows.append(
            (
                words.capital(s.does),
                listed([context.step(x) for x in road], 8),
                str(len(road)),
                Cell(str(gates), "bad" if gates else "good"),
                _until(context, minutes, promised),
            )
        )
    name = _("Recovery drill")
    heads = (
        _("When this goes wrong"),
        _("What is done"),
        _("Steps"),
        _("Sign-offs first"),
        _("Until somebody is helped"),
    )
    title = _("The slowest help arrives after {time}").format(time=context.say(slowest))
    if word > slowest:
        title = _("Help is promised within {time}").format(time=context.say(word))
    elif not slowest:
        title = _("How fast help arrives is not stated, or it is at once")
    write = _("`if-wrong:` on a step leads to what puts it right")
    return Panel("drill", title, table(name, heads, rows, numbers=(2, 3)), (50,), name, write)


def _unguarded(context: Context) -> Panel:
    steps = context.map.unrecovered_moments
    rows = [
        (
            words.capital(context.step(s)),
            _("moment of truth") if context.steps[s].moment else _("delivery"),
            cell(context.who(context.steps[s].performer)),
        )
        for s in steps
        if s in context.steps
    ]
    title = times(
        len(rows), "{n} moment has nothing behind it", "{n} moments have nothing behind them"
    )
    name = _("Moments without a recovery")
    write = _("`moment: true` on steps without `if-wrong:`")
    return Panel(
        "unguarded",
        title,
        table(name, (_("Moment"), _("What it is"), _("Done by")), rows),
        (),
        name,
        "" if context.map.touch_points else write,
    )


def _called(context: Context) -> Panel:
    told = [f for f in context.feedback if f.unhappy or f.unhappy_within is not None]
    rows = []
    for f in told:
        by = f.unhappy_level
        speaks = (
            cell(None)
            if f.unhappy_met is None
            else Cell(_("yes") if f.unhappy_met else _("no"), "good" if f.unhappy_met else "bad")
        )
        rows.append(
            (
                words.capital(f.title),
                (f.unhappy or unstated()).replace("-", " "),
                speaks,
                cell(_("level {n}").format(n=by) if by is not None else None),
                cell(context.say(f.unhappy_within) if f.unhappy_within is not None else None),
            )
        )
    name = _("Who calls the unhappy")
    heads = (
        _("Feedback"),
        _("What happens to the unhappy"),
        _("Somebody speaks with them"),
        _("Most senior who does"),
        _("Within"),
    )
    spoken = sum(bool(f.unhappy_met) for f in told)
    title = share_of(
        spoken,
        len(told),
        "{part} ways of listening leads the unhappy to somebody who speaks with them",
        "{part} ways of listening lead the unhappy to somebody who speaks with them",
        only="The one way of listening leads the unhappy to somebody who speaks with them",
        only_not="The one way of listening leads the unhappy to nobody who speaks with them",
        none="No way of listening leads the unhappy to somebody who speaks with them",
    )
    write = _("`unhappy: {does, by, within}` on `feedback:`")
    return Panel("called", title, table(name, heads, rows), (55,), name, write)

"""Section 8: what those who meet customers may settle alone, and what they lack."""

from __future__ import annotations

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context, Head
from cxaudit.report.lens import Bar, Bars, Cell, Lens, Panel, Prose, cell, table
from cxaudit.report.texts import _, listed, measured, share_of, times


def front_line(context: Context) -> Lens:
    """The front-line lens of a map."""
    panels = (
        _may(context),
        _alone(context),
        _refusals(context),
        _skills(context),
        _scripts(context),
        _hiring(context),
    )
    return Lens(8, _head(context), panels)


def _met(context: Context) -> list[str]:
    """Front-line roles that meet the requester, in file order."""
    return list(dict.fromkeys(x for r in context.requests for x in r.front_line_met))


def closed_alone(context: Context) -> float | None:
    """The share of cases that the front line can settle without a sign-off; None where unknown."""
    if not _met(context) or any(r.hands_tied is None for r in context.requests):
        return None
    free = [r.share for r in context.requests if r.front_line_met and not r.hands_tied]
    return sum(free) / (sum(r.share for r in context.requests) or 1.0)


def _head(context: Context) -> Head:
    share = closed_alone(context)
    anchor, subject = f"{context.prefix}-front-line", _("Front line")
    if share is None:
        return Head(anchor, subject, _("Nobody of the front line is known to meet the requester"))
    title = _("The front line can settle {share} of the cases alone").format(
        share=words.percent(share)
    )
    return Head(anchor, subject, title)


def _may(context: Context) -> Panel:
    roles = _met(context)
    name = _("What I may settle alone")
    write = _(
        "`front-line: true` and `may:` on roles, `by:` and `with:` on the steps where they meet "
        "customers"
    )
    if not roles:
        return Panel("may", name, (), (3,), name, write)
    rows: list[tuple[Cell | str, ...]] = [
        (
            Cell(words.capital(context.who(role)), about=mark("role", role)),
            *(_settles(context, role, r) for r in context.requests),
        )
        for role in roles
    ]
    tied = [r for r in context.requests if r.hands_tied]
    title = share_of(
        len(tied),
        len(context.requests),
        "Hands are tied for {part} request types",
        "Hands are tied for {part} request types",
        only="Hands are tied for every request",
        only_not="Hands are tied for no request",
        none="Hands are tied for no request type",
    )
    heads = (_("Role"), *(r.title for r in context.requests))
    kinds = ("", *(mark("type", r.id) for r in context.requests))
    return Panel("may", title, table(name, heads, rows, "matrix", about=kinds), (3,), name, write)


def _settles(context: Context, role: str, request: RequestFacts) -> Cell:
    if role not in request.front_line_met:
        return Cell(_("does not meet it"), "unknown")
    if request.hands_tied is None:
        return cell(None)
    facts = context.roles.get(role)
    given = next((m for m in (facts.may if facts else []) if m.split(":")[0] == request.id), "")
    limit = given.partition(":")[2].strip()
    if not request.hands_tied:
        return Cell(_("yes"), "good", limit)
    told = measured(
        request.least_free or 0.0,
        "needs {n} sign-off that no rule demands",
        "needs {n} sign-offs that no rule demands",
    )
    if given:
        told = _("may {limit}, yet {told}").format(limit=limit or _("decide"), told=told)
    return Cell(_("no"), "bad", told)


def _alone(context: Context) -> Panel:
    name = _("Autonomy share")
    share = closed_alone(context)
    write = _(
        "`requests:` with their shares, and who meets customers at the first and the last step"
    )
    if share is None:
        return Panel("alone", name, (), (53,), name, write)
    bars = []
    for r in context.requests:
        free = not r.hands_tied and bool(r.front_line_met)
        bars.append(
            Bar(
                r.title,
                words.percent(r.share),
                r.share,
                "good" if free else "gate",
                "",
                None,
                _("settled by the front line") if free else _("waits for somebody else's yes"),
                mark("type", r.id),
            )
        )
    title = _("{share} of the cases can be closed by those who meet the customer").format(
        share=words.percent(share)
    )
    return Panel("alone", title, (Bars(name, tuple(bars)),), (53,), name)


def _refusals(context: Context) -> Panel:
    refused = {
        f.source
        for f in context.analysis.all("flow")
        if f.outcome and f.target is None and _refused(context, f.source)
    }
    dead = {path[-1] for r in context.requests for path in r.refusals if path}
    steps = [s for s in context.steps.values() if s.id in refused | dead]
    name = _("Refusal map")
    write = _("`end: refused` on the step at which a request is turned down")
    rows = []
    for s in steps:
        sources = [f.source for f in context.analysis.all("flow") if f.target == s.id]
        told = [context.who(t.party) for t in context.touch_points if t.step == s.id]
        offers = s.id not in dead
        rows.append(
            (
                words.capital(s.does),
                cell(listed([context.step(x) for x in dict.fromkeys(sources)])),
                cell(context.who(s.performer)),
                Cell(listed(told) or _("nobody: the customer is not told"), "" if told else "bad"),
                Cell(_("yes") if offers else _("no"), "good" if offers else "bad"),
            )
        )
    heads = (
        _("Refusal"),
        _("Decided at"),
        _("Delivered by"),
        _("Told to"),
        _("Alternative offered"),
    )
    title = times(len(steps), "{n} step says no to a customer", "{n} steps say no to a customer")
    bad = sum(s.id in dead for s in steps)
    title += share_of(
        bad,
        len(steps),
        ", {m} of them without offering anything",
        ", {m} of them without offering anything",
        only=", without offering anything",
        only_not="",
        none="",
        every=", none of them with an offer of anything else",
    )
    return Panel("refusals", title, table(name, heads, rows), (49,), name, write)


def _refused(context: Context, step: str) -> bool:
    work = next((w for w in context.study.works if w.id == step), None)
    if work is None:
        return False
    ways = context.study.ways[work.index].ways
    return any(way.outcome_kind == "refused" for way in ways)


def _skills(context: Context) -> Panel:
    steps = [s for s in context.steps.values() if s.needs_skill]
    rows = []
    for s in steps:
        gap = s.skills_missing
        short = (
            cell(None) if gap is None else Cell(listed(gap) or _("none"), "bad" if gap else "good")
        )
        rows.append(
            (words.capital(s.does), cell(context.who(s.performer)), listed(s.needs_skill), short)
        )
    name = _("Skill gap")
    missing = sum(bool(s.skills_missing) for s in steps)
    title = share_of(
        missing,
        len(steps),
        "{part} steps that need a skill has nobody who is said to have it",
        "{part} steps that need a skill have nobody who is said to have it",
        only="The one step that needs a skill has nobody who is said to have it",
        only_not="No skill is known to be missing",
        none="No skill is known to be missing",
        every="No step that needs a skill has anybody who is said to have it",
    )
    heads = (_("Step"), _("Done by"), _("Needs"), _("Missing"))
    write = _("`needs-skill:` on steps and `skills:` on roles")
    return Panel("skills", title, table(name, heads, rows), (42,), name, write)


def _scripts(context: Context) -> Panel:
    steps = [
        s for s in context.steps.values() if s.is_touch_point and (s.script or s.instruction_lines)
    ]
    scripted = [s for s in steps if s.script]
    name = _("Script load")
    write = _("`script:` on a meeting says what is prescribed there")
    if not scripted:
        return Panel("scripts", name, (), (52,), name, write)
    rows = [_script(context, s) for s in scripted]
    heads = (_("Meeting"), _("Script"), _("Lines of instruction"), _("What it is for"))
    meets = sum(s.is_touch_point for s in context.steps.values())
    title = share_of(
        len(scripted),
        meets,
        "{part} meetings is scripted",
        "{part} meetings are scripted",
        only="The one meeting is scripted",
        only_not="The one meeting is not scripted",
        none="No meeting is scripted",
    )
    return Panel("scripts", title, table(name, heads, rows, numbers=(2,)), (52,), name, write)


def _script(context: Context, s: StepFacts) -> tuple[Cell | str, ...]:
    return (
        words.capital(s.does),
        words.short(s.script or "", 160),
        str(s.instruction_lines),
        cell(s.purpose or s.standard),
    )


def _hiring(context: Context) -> Panel:
    name = _("Hiring")
    write = _("`tags: [hiring]` on the map by which front-line people are chosen")
    if "hiring" not in context.map.tags:
        return Panel("hiring", name, (), (65,), name, write)
    steps = context.map.attitude_steps
    title = (
        _("Attitude is looked at when people are hired")
        if steps
        else _("Nobody looks at attitude when people are hired")
    )
    told = (
        _("☑ looked at in {steps}.")
        if steps
        else _("☐ No step looks at attitude or sees candidates in a group.")
    )
    whom = [context.who(r) for r in context.map.hires_for]
    text = told.format(steps=listed([context.step(s) for s in steps]))
    if whom:
        text += " " + _("Hired here: {who}.").format(who=listed(whom))
    return Panel("hiring", title, (Prose(text),), (65,), name)

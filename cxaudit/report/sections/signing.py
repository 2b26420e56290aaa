"""The sign-offs by request type, by approver, and those that a policy holds."""

from __future__ import annotations

from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.lens import Cell, Panel, cell, table
from cxaudit.report.sections.moments import lead_times
from cxaudit.report.texts import _, listed, measured, share_of, times, unstated


def signing(context: Context) -> tuple[Panel, ...]:
    """The panels of the section on sign-offs."""
    return (_types(context), _approvers(context), _held(context), lead_times(context))


def _types(context: Context) -> Panel:
    name = _("Sign-offs by request type")
    write = _(
        "`sign-off:` on the steps at which somebody must say yes, `requests:` with their shares"
    )
    if not context.sign_offs:
        return Panel("types", name, (), (1,), name, write)
    rows = []
    gates = {g.step for g in context.sign_offs}
    for r in context.requests:
        worst = [context.step(s) for s in r.worst_path if s in gates]
        always = None if r.unavoidable is None else [context.step(s) for s in r.unavoidable]
        known = always is not None
        rows.append(
            (
                Cell(r.title, about=mark("type", r.id)),
                Cell(words.amount(r.worst), small=listed(worst, 8)),
                Cell(
                    str(context.unavoidable(r)) if known else _("not known"),
                    small=listed(always or [], 8),
                ),
                words.amount(r.expected),
                _share(context, r.id, r.time),
            )
        )
    heads = (_("Request type"), _("Worst"), _("Unavoidable"), _("Expected"), _("Of its lead time"))
    burden = context.map.burden
    title = name
    if burden is not None:
        met = measured(burden, "{n} sign-off", "{n} sign-offs")
        title = _("An average request meets {sign_offs}").format(sign_offs=met)
    return Panel("types", title, table(name, heads, rows), (1,), name, write)


def _share(context: Context, kind: str, time: float | None) -> Cell:
    """The part of a type's expected time that is spent at its sign-offs."""
    if not time:
        return cell(None)
    total = 0.0
    for gate in context.sign_offs:
        step = context.steps[gate.step]
        visits = step.by_request.get(kind, {}).get("visits") or 0.0
        total += visits * ((step.waits or 0.0) + (step.takes or 0.0))
    return Cell(words.percent(min(1.0, total / time)), small=context.say(total))


def _approvers(context: Context) -> Panel:
    by: dict[str, list[SignOffFacts]] = {}
    for gate in context.sign_offs:
        for approver in gate.approvers:
            if approver != "?":
                by.setdefault(approver, []).append(gate)
    world = context.study.world
    rows = []
    for who, gates in sorted(by.items(), key=lambda item: -_volume(item[1])):
        role = context.roles.get(who)
        level = world.level_of(who)
        rejects = [g.rejects for g in gates if g.rejects is not None]
        no = f"{words.percent(min(rejects))}" if rejects else None
        if rejects and max(rejects) != min(rejects):
            no = _("{a} to {b}").format(
                a=words.percent(min(rejects)), b=words.percent(max(rejects))
            )
        open_only = all(g.step in context.uncounted for g in gates)
        up = [g.levels_up for g in gates if g.levels_up is not None]
        rows.append(
            (
                Cell(
                    words.capital(context.who(who)),
                    small=_("level {n}").format(n=level) if level else "",
                    about=mark("role", who),
                ),
                listed([context.step(g.step) for g in gates]),
                unstated() if open_only else words.percent(_volume(gates)),
                cell(no),
                cell(context.who(role.deputy) if role is not None else None),
                str(max(up)) if up else unstated(),
            )
        )
    heads = (
        _("Approver"),
        _("Signs"),
        _("Share of the cases"),
        _("Says no"),
        _("Deputy"),
        _("Levels above the work"),
    )
    alone = sum(not (context.roles.get(who) and context.roles[who].deputy) for who in by)
    title = times(len(by), "{n} role signs", "{n} roles sign")
    title += share_of(
        alone,
        len(by),
        "; {m} of these has no deputy",
        "; {m} of these have no deputy",
        only="; it has no deputy",
        only_not="; it has a deputy",
        none="; each has a deputy",
        every="; none of these has a deputy",
    )
    name = _("Approvers")
    shown = table(name, heads, rows, numbers=(2,))
    return Panel(
        "approvers", title, shown, (), name, _("who says yes, as `sign-off: sales-director`")
    )


def _volume(gates: list[SignOffFacts]) -> float:
    return max((g.volume_share or 0.0 for g in gates), default=0.0)


def _held(context: Context) -> Panel:
    held = [g for g in context.sign_offs if g.held]
    rows = [
        (
            words.capital(g.does),
            cell(g.because),
            listed([context.who(a) for a in g.approvers]),
            cell(g.checks),
            words.percent(g.volume_share),
        )
        for g in held
    ]
    heads = (_("Control"), _("Demanded by"), _("Signed by"), _("Judges"), _("Share of the cases"))
    title = share_of(
        len(held),
        len(context.sign_offs),
        "{part} sign-offs is demanded by a law, contract or policy and stays",
        "{part} sign-offs are demanded by a law, contract or policy and stay",
        only="The one sign-off is demanded by a law, contract or policy and stays",
        only_not="The one sign-off is not demanded by a law, contract or policy",
        none="No sign-off is demanded by a law, contract or policy",
    )
    name = _("Protected controls")
    write = _("`because:` names the law, contract or policy that demands a sign-off")
    return Panel("held", title, table(name, heads, rows, numbers=(4,)), (), name, write)

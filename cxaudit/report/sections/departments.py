"""Who makes customers wait: departments, and those who are none."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.report import words
from cxaudit.report.concerns import mark, marks
from cxaudit.report.context import Context, Head
from cxaudit.report.texts import _

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class RoleBar:
    """What one role adds to a unit's bar."""

    name: str
    hours: str
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Department:
    """A unit, or whoever has none: a role of no stated unit, a system, a party outside. The waiting it
    causes in a case, by role, and what it sees of the customer."""

    title: str
    hours: str
    share: str
    bars: tuple[RoleBar, ...]
    sees: str
    blind: bool
    about: str = ""
    by_role: str = ""  # the same in words, a role once


@dataclass(frozen=True, slots=True)
class Exposure:
    """Waiting caused, unit by unit."""

    head: Head
    rows: tuple[Department, ...]
    note: str


def exposure_of(context: Context) -> Exposure:
    """Who causes how much of the customer's waiting."""
    anchor, subject = f"{context.prefix}-departments", _("Departments")
    known = [s for s in context.steps.values() if s.exposure]
    if not known:
        unknown = all(s.exposure is None for s in context.steps.values())
        write = _("Write `waits:` and `takes:` on the steps, and who is met on which of them.")
        title = _("Nobody makes them wait")
        if unknown:
            title = _("Who makes the customer wait is not known")
        return Exposure(Head(anchor, subject, title, write=write if unknown else ""), (), "")
    by_unit: dict[Holder, dict[tuple[str, str], float]] = {}
    for s in known:
        unit = _holder(s)
        kind = "held" if s.is_sign_off and s.held else "gate" if s.is_sign_off else "wait"
        roles = by_unit.setdefault(unit, {})
        key = (s.performer or "", kind)
        roles[key] = roles.get(key, 0.0) + (s.exposure or 0.0)
    sums = {unit: sum(roles.values()) for unit, roles in by_unit.items()}
    total, top = sum(sums.values()), max(sums.values())
    order = sorted(sums, key=lambda u: -sums[u])
    rows = tuple(_department(context, u, by_unit[u], total, top) for u in order)
    share = sums[order[0]] / total if len(order) > 1 else None
    title = _exposed(context, order[0], words.hours(total), share)
    lead = _(
        "Expected visits × (queue + work) of every step between two meetings with the customer, "
        "in working hours."
    )
    note = _("Orange: sign-off. Outlined: sign-off held by a policy. Grey: queue and work.")
    return Exposure(Head(anchor, subject, title, lead), rows, note)


def _by_role(context: Context, roles: dict[tuple[str, str], float]) -> str:
    """The waiting by role in words: a role once, whatever it does."""
    sums: dict[str, float] = {}
    for (role, _kind), minutes in roles.items():
        sums[role] = sums.get(role, 0.0) + minutes
    ordered = sorted(sums.items(), key=lambda item: -item[1])[:MOST_BARS]
    return ", ".join(
        f"{context.who(role) or _('nobody named')} {words.hours(value)}" for role, value in ordered
    )


# Who holds a case: "unit", "role", "system" or "party", and its name.
Holder = tuple[str, str]


def _holder(step: StepFacts) -> Holder:
    """Whose waiting that at a step is. A party outside and a role without a unit are no department."""
    if step.unit:
        return "unit", step.unit
    return (step.performer_kind or "role") if step.performer else "", step.performer or ""


def _exposed(context: Context, first: Holder, time: str, share: float | None) -> str:
    """The headline on who makes customers wait longest; without a share that is all of it."""
    kind, name = first
    who = context.who(name)
    if kind == "party":
        some = _("{time} of waiting a case, {share} of it for the {who}, outside")
        whole = _("{time} of waiting a case, all of it for the {who}, outside")
    elif kind in ("role", "system"):
        some = _(
            "{time} of waiting a case, {share} of it in the hands of the {who}; no department is stated"
        )
        whole = _(
            "{time} of waiting a case, all of it in the hands of the {who}; no department is stated"
        )
    else:
        some = _("{time} of waiting a case, {share} of it in {unit}")
        whole = _("{time} of waiting a case, all of it in {unit}")
    unit = words.capital(who) if who else _("steps without a doer")
    if share is None:
        return whole.format(time=time, who=who, unit=unit)
    return some.format(time=time, share=words.percent(share), who=who, unit=unit)


def _department(
    context: Context,
    holder: Holder,
    roles: dict[tuple[str, str], float],
    total: float,
    top: float,
) -> Department:
    what, unit = holder
    mine = sum(roles.values())
    ordered = sorted(roles.items(), key=lambda item: -item[1])[:MOST_BARS]
    bars = tuple(
        RoleBar(context.who(role) or _("nobody named"), words.hours(value), value / top, kind)
        for (role, kind), value in ordered
    )
    named = list(dict.fromkeys(role for role, _ in roles))
    title = words.capital(context.who(unit) or _("Nobody named"))
    if what == "party":
        title = _("Waiting for the {who}").format(who=context.who(unit))
        sees, blind = _("Outside: no department of ours"), False
    elif what == "system":
        sees, blind = _("A system; no department stated"), False
    else:
        sees, blind = _sees(context, unit, set(named))
        if what == "role":
            sees = _("No department stated; {sees}").format(sees=words.small(sees))
    return Department(
        title,
        words.hours(mine),
        words.percent(mine / total),
        bars,
        sees,
        blind,
        f"{mark(what, unit) if what in ('unit', 'party') else ''} {marks('role', named)}".strip(),
        _by_role(context, roles),
    )


def _sees(context: Context, unit: str, roles: set[str]) -> tuple[str, bool]:
    """Which customer and time measures the unit sees, and which only some of its roles."""
    measures = context.study.world.measures
    if not any(m.seen_by for m in measures.values()):
        return _("Nobody says who sees which measure"), True
    useful = {k: m for k, m in measures.items() if m.kind in ("customer", "time")}
    whole = [context.who(k) for k, m in useful.items() if unit in m.seen_by]
    parts = [_("Sees {measures}").format(measures=words.listed(whole, 3))] if whole else []
    for role in sorted(roles - {unit}):
        own = [context.who(k) for k, m in useful.items() if role in m.seen_by]
        own = [name for name in own if name not in whole]
        if own:
            told = _("{role} sees {measures}")
            parts.append(told.format(role=context.who(role), measures=words.listed(own, 3)))
    if not parts:
        return _("Sees no customer and no time measure"), True
    return words.capital("; ".join(parts)), False

"""What follows from who does what: ping-pong, tied hands, authority, self-approval."""

from __future__ import annotations

from cxaudit.analysis.figures import Figures
from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.walks import leading_to
from cxaudit.analysis.ways import END
from cxaudit.analysis.work import Work
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Role
from cxaudit.language.values import name


def _doer(work: Work, by_unit: bool) -> str | None:
    """Who holds the case at a step; steps without performer and systems are looked through."""
    if work.performer is None or work.performer_kind == "system":
        return None
    return (work.unit or work.performer) if by_unit else work.performer


def ping_pongs(graph: TypeGraph, by_unit: bool) -> int:
    """Steps that get the case from somebody and hand it straight back to the same one (A-B-A), on
    the agreed road; parties and branches side by side are no ping-pong."""

    def holder(step: int) -> str | None:
        work = graph.works[step]
        return None if work.performer_kind == "party" else _doer(work, by_unit)

    def onward(step: int) -> list[int]:
        ways = graph.ways[step].ways
        return [w.target for w in ways if w.kind == "next" and not w.branch and w.target != END]

    coming: dict[int, set[str]] = {}
    for step in graph.reachable:
        doer = holder(step)
        if doer:
            for target in onward(step):
                coming.setdefault(target, set()).add(doer)
    count = 0
    for step in graph.reachable:
        doer = holder(step)
        takers = {holder(target) for target in onward(step)}
        if doer is not None:
            count += any(a != doer for a in coming.get(step, set()) & takers)
    return count


def hands_tied(figures: Figures, front_line: frozenset[str]) -> bool | None:
    """A front-line role met the requester, and a free sign-off stands on every way to success."""
    if figures.least_free is None or figures.requester is None:
        return None
    met = any(
        figures.graph.works[step].performer in front_line
        and figures.graph.works[step].meets(figures.requester)
        for step in figures.graph.reachable
    )
    return met and figures.least_free >= 1


def upstream(graph: TypeGraph, step: int) -> list[int]:
    """The steps that can come before a step, in file order."""
    return sorted(leading_to(graph, graph.before.get(step, ())))


def covered_by_authority(world: World, graph: TypeGraph, step: int) -> str | None:
    """A performer of a step before a sign-off whose `may` covers the request type; one who is no
    approver there, if there is one. What comes only after the sign-off does not count."""
    work = graph.works[step]
    if not any(role.may for role in world.roles.values()):
        return None
    seen, stack = {graph.start}, [graph.start]
    while stack:
        current = stack.pop()
        for onward in graph.successors(current) if current != step else ():
            if onward not in seen:
                seen.add(onward)
                stack.append(onward)
    found = []
    for before in sorted((seen & leading_to(graph, [step])) - {step}):
        performer = graph.works[before].performer
        role = world.roles.get(performer or "")
        if performer and role is not None and authority(role, graph.request) is not None:
            found.append(performer)
    others = [performer for performer in found if performer not in work.approvers]
    return next(iter(others or found), None)


def authority(role: Role, request: str) -> str | None:
    """Up to which limit a role may decide a type of request alone, as written; None: not at all."""
    limits = [limit for key, limit in role.may.items() if name(key) == request]
    return next((limit.text for limit in limits if limit.amount != 0), None)


def workers_before(graph: TypeGraph, step: int) -> list[int]:
    """The steps at which the work before a sign-off was done: back through systems, steps without
    performer and other sign-offs. Who does a called map is not looked for."""
    back: set[int] = set()
    stack = list(graph.before.get(step, ()))
    while stack:
        before = stack.pop()
        if before in back:
            continue
        back.add(before)
        work = graph.works[before]
        if work.weight or (_doer(work, False) is None and not work.step.call):
            stack += graph.before.get(before, ())
    return sorted(
        s
        for s in back
        if s != step and not graph.works[s].weight and _doer(graph.works[s], False) is not None
    )


def approves_own_work(world: World, graph: TypeGraph, step: int) -> str | None:
    """An approver who also did the work that is approved: a one-person role, or one person's."""
    doers = {graph.works[before].performer for before in workers_before(graph, step)} - {None}
    for approver in graph.works[step].approvers:
        role = world.roles.get(approver)
        alone = role is not None and role.people == 1
        if approver in doers and alone:
            return approver
        holder = role.holder if role is not None else ""
        if holder and any(d in world.roles and world.roles[d].holder == holder for d in doers if d):
            return approver
    return None


def levels_up(world: World, graph: TypeGraph, step: int) -> tuple[int, str, str] | None:
    """How many levels an approver stands above who did the work before, with both: the most of any
    approver, the fewest where one of them is enough. None where the levels are unknown."""
    work = graph.works[step]
    doers = [graph.works[before].performer or "" for before in workers_before(graph, step)]
    below = [(level, d) for d in doers if (level := world.level_of(d)) is not None]
    above = [(level, a) for a in work.approvers if (level := world.level_of(a)) is not None]
    if not below or not above:
        return None
    field = work.step.sign_off
    one_is_enough = field is not None and field.mode == "any"
    high, approver = (max if one_is_enough else min)(above, key=lambda pair: pair[0])
    low, doer = max(below, key=lambda pair: pair[0])
    return low - high, approver, doer

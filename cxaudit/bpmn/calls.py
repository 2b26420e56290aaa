"""Which processes of a file call which others of it."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.bpmn.elements import Plan


def calls(plans: Sequence[Plan]) -> dict[Plan, dict[str, Plan]]:
    """For each process, the one that a call activity calls, by the id of its node. A call that leads
    round in a circle is left out, for nothing could be computed of maps that call each other."""
    by_raw = {plan.raw: plan for plan in reversed(plans) if plan.raw}
    found: dict[Plan, dict[str, Plan]] = {plan: {} for plan in plans}

    def leads_to(start: Plan, goal: Plan) -> bool:
        seen, stack = {start}, [start]
        while stack:
            plan = stack.pop()
            if plan is goal:
                return True
            new = [other for other in found[plan].values() if other not in seen]
            seen.update(new)
            stack.extend(new)
        return False

    for plan in plans:
        for node in plan.nodes.values():
            if node.tag != "callActivity":
                continue
            other = by_raw.get(node.says("calledElement").rpartition(":")[2])
            if other is not None and not leads_to(other, plan):
                found[plan][node.id] = other
    return found

"""Which facts each kind of fix may move; all others must be after it as they were before."""

from __future__ import annotations

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.change.fixes.fix import Frame

# The bones of a map: what is done, by whom, in which order, who must say yes, who is met.
BONES = frozenset(
    [
        "map.id", "map.size", "map.flows", "map.requests", "map.stages", "map.touch_points",
        "map.sign_offs", "map.owners", "map.leaders", "map.customers",
        "step.id", "step.kind", "step.performer", "step.owner", "step.stage", "step.by", "step.with",
        "step.for", "step.next", "step.end", "step.sign_off", "step.else", "step.if_late",
        "step.if_wrong", "step.is_touch_point", "step.is_sign_off", "step.held",
        "flow.id", "flow.source", "flow.target", "flow.kind", "flow.share", "flow.label",
        "touch_point.id", "touch_point.party", "sign_off.step", "sign_off.approvers",
        "sign_off.weight", "sign_off.held",
        "request.id", "request.share", "request.worst", "request.least", "request.expected",
        "party.id", "measure.id", "feedback.id",
    ]
)  # fmt: skip

# What a name under a key says, and so moves when its spelling is corrected.
_MOVED = {
    "by": ["step.by", "step.performer", "step.kind", "sign_off.approvers", "party.id"],
    "owner": ["map.owners", "step.owner"],
    "leader": ["map.leaders"],
    "with": ["step.with", "touch_point.id", "touch_point.party", "party.id"],
    "sign-off": ["step.sign_off", "step.performer", "sign_off.approvers"],
    "customers": ["map.customers", "party.id"],
    "measure": ["measure.id"],
    "measures": ["measure.id"],
    "feedback": ["feedback.id"],
}


def bones_but(key: str) -> Frame:
    """The bones of a map, without what the value of a key says."""
    return Frame(BONES - frozenset(_MOVED.get(key, ())), only=True)


WAIVER = Frame(frozenset(f"{judge}.allow" for judge in JUDGES))
TOUCH_POINT = Frame(
    frozenset(
        ["map.hidden_touch_points", "step.with", "step.basis", "touch_point.declared",
         "touch_point.basis", "request.basis", "flow.basis", "map.basis"]
    )
)  # fmt: skip
PERFORMER = bones_but("by")
OWNER = bones_but("owner")
TIMES = Frame(BONES, only=True)
GROUP = Frame(frozenset(["change.groups", "change.unassessed", "change.affected_units", "group.*"]))

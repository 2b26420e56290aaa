"""How long a party hears nothing from us, as one map knows it."""

from __future__ import annotations

from cxaudit.analysis.facts.people import PartyFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.report.context import Context

OUTSIDE = ("partner", "supplier", "regulator")  # they work with us and seldom ask


def silences_of(context: Context, party: PartyFacts) -> list[RequestFacts]:
    """The request types whose longest silence is this party's own. A partner that nobody says is the
    one who asks knows of no case before we meet it, so silence before that is not its own."""
    met, written = meetings_of(context, party.id), context.study.process.requests

    def asks(request: RequestFacts) -> bool:
        spec = written.get(request.id)
        return spec is not None and spec.from_ == party.id

    return [
        r
        for r in context.requests
        if r.silence_party == party.id
        and r.silence is not None
        and (party.kind not in OUTSIDE or asks(r) or met & set(r.silence_path[:1]))
    ]


def meetings_of(context: Context, party: str) -> set[str]:
    """The steps of a map at which a party is met."""
    return {t.step for t in context.touch_points if t.party == party}


def after_a_meeting(context: Context, request: RequestFacts) -> bool:
    """Whether the longest silence of a type begins at a meeting with the one who hears nothing, not
    before the first one."""
    met = meetings_of(context, request.silence_party or "")
    return bool(met & set(request.silence_path[:1]))

"""What got worse: the reasons for which a change fails where nothing may get worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxaudit.change.diff.figures import Shift
from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange, RequestShift
from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.templates import duration, number

GRAVE = SEVERITIES[:2]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that got worse: `kind` is figure, party, owner or finding, `at` what it is about (a
    request type and fact, a party, an element), `says` the same for people."""

    kind: str
    at: str
    says: str


def worse(change: MapChange) -> list[Reason]:
    """Everything about a map that got worse.

    A figure of a run that rose for sure; a party that lost its last touch-point (of a map that is
    gone: that no other map meets); a place that nobody answers for any more; an error or warning that
    was not there, or was less grave.
    """
    found = [reason for request in change.requests for reason in _figures(request, change.day)]
    gone = change.fate == "gone"
    for party in change.people.parties:
        if party.unmet and not (gone and party.party in change.elsewhere):
            says = f"{party.title}: met nowhere any more" if gone else f"{party.title}: not met now"
            found.append(Reason("party", party.party, says))
    for owner in change.people.owners:
        if owner.left_without:
            place = owner.does or "the map"
            found.append(Reason("owner", owner.at, f"{place}: nobody answers for it now"))
    found += findings_worse(change.findings)
    return found


def findings_worse(findings: FindingsChange) -> list[Reason]:
    """Errors and warnings that are new, or were less grave."""
    grown = [f for _, f in findings.graver]
    return [
        Reason("finding", f.path, f"{f.code} {f.severity}: {f.says}")
        for f in (*findings.new, *grown)
        if f.severity in GRAVE
    ]


def _figures(request: RequestShift, day: float) -> Iterator[Reason]:
    for shift in request.shifts:
        if shift.move == "up":
            kind = request.change.id
            says = f"{request.change.title}: {shift.figure.label} {_both(shift, day)}"
            yield Reason("figure", f"{kind}/{shift.figure.fact}", says)


def _both(shift: Shift, day: float) -> str:
    def told(value: float | None) -> str:
        known = value or 0.0
        return duration(known, day) if shift.figure.is_time else number(known)

    return f"{told(shift.before.value)} before, {told(shift.after.value)} now"

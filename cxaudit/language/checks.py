"""What a process says that cannot all be so: shares of request types, starts, splits."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.language.problems import Problem
from cxaudit.language.process import Process

Place = tuple[str | int, ...]


def checks(process: Process) -> Iterator[tuple[Place, str, str]]:
    """Faults over several keys of one map: (place, kind, what is wrong and the way out)."""
    shares = {k: r.share for k, r in process.requests.items() if r.share is not None}
    volumes = [k for k, r in process.requests.items() if r.volume is not None]
    total = sum(shares.values())
    if total > 1.01:
        says = (
            f"the shares of the request types add up to {100 * total:.0f}%: they are 100% at most"
        )
        yield ("requests",), "shares", says
    if volumes and (shares or len(volumes) < len(process.requests)):
        says = "give every request type a share, or every one a volume: they cannot be mixed"
        yield ("requests", volumes[0], "volume"), "shares", says
    for step_id, step in process.steps.items():
        if step_id.endswith("/if-wrong"):
            says = "ids ending in /if-wrong belong to recoveries: give the step another id"
            yield ("steps", step_id), "reserved-id", says
        if step.split is not None and (step.next is None or step.next.kind != "choice"):
            says = "`split: some` stands beside a `next:` with labelled branches"
            yield ("steps", step_id, "split"), "split", says
        if step.split is not None and step.next is not None:
            chances = [b.share if b.share is not None else 0.5 for b in step.next.branches]
            if sum(chances) < 0.99:
                says = "one branch at least is taken: the shares of a `split: some` add up to 100%"
                yield ("steps", step_id, "next"), "split", says + " or more"
        if step.end is not None and step.next is not None:
            says = "a step either ends the case or goes on: keep `end` or `next`"
            yield ("steps", step_id, "end"), "end-and-next", says


def problems(process: Process) -> list[tuple[Place, Problem]]:
    """The same as problems, without a span."""
    return [
        (
            place,
            Problem("invalid", kind, says, path="/".join(map(str, place)), blocks=True),
        )
        for place, kind, says in checks(process)
    ]

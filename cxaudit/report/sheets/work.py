"""What a role or a department does, map by map: its steps, its sign-offs, the waiting it causes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.facts.step import FlowFacts, StepFacts
from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.house import House
from cxaudit.report.lens import Cell
from cxaudit.report.texts import _

Mine = Callable[[Context, str], bool]


@dataclass(frozen=True, slots=True)
class Share:
    """A reader's part of one map. `mine` says whether a name in it is that reader; `alone` that the
    house has no other map to be told apart from."""

    context: Context
    steps: tuple[StepFacts, ...]
    gates: tuple[SignOffFacts, ...]
    mine: Mine
    alone: bool

    def is_mine(self, name: str | None) -> bool:
        """Whether a performer or approver is the reader, or one of the department."""
        return bool(name) and self.mine(self.context, name or "")

    @property
    def met(self) -> list[StepFacts]:
        """Steps at which somebody outside is met."""
        return [step for step in self.steps if step.is_touch_point]

    @property
    def waiting(self) -> float | None:
        """Minutes of customer waiting that the steps cause in a case; None where nobody knows."""
        return _sum(step.exposure for step in self.steps)

    @property
    def all_waiting(self) -> float | None:
        """The same of all steps of the map."""
        return _sum(step.exposure for step in self.context.steps.values())

    @property
    def dwell(self) -> float | None:
        """Minutes that a case lies at the reader's sign-offs."""
        return _sum(gate.dwell for gate in self.gates)

    @property
    def awaited(self) -> list[SignOffFacts]:
        """Sign-offs of others that can come after the reader's work, the slowest first."""
        gates = [
            gate
            for gate in self.context.sign_offs
            if not any(self.is_mine(name) for name in gate.approvers)
            and any(self.is_mine(name) for name in gate.upstream)
        ]
        return sorted(gates, key=lambda gate: -(gate.dwell or 0.0))

    def crossings(self) -> list[tuple[FlowFacts, bool]]:
        """Flows on which a case comes to the reader (True) or leaves (False) for somebody else."""
        steps = {step.id for step in self.steps}
        flows = [f for those in self.context.flows.values() for f in those if f.target]
        inward = [(f, True) for f in flows if f.hand_off and f.target in steps]
        outward = [(f, False) for f in flows if f.hand_off and f.source in steps]
        return [
            (f, comes) for f, comes in (*inward, *outward) if not self.is_mine(self.other(f, comes))
        ]

    def other(self, flow: FlowFacts, comes: bool) -> str | None:
        """Who stands at the other end of a flow."""
        facts = self.context.steps.get((flow.source if comes else flow.target) or "")
        return facts.performer if facts is not None else None


def shares_of(house: House, mine: Mine) -> list[Share]:
    """The reader's part of each map in which it has one."""
    found = []
    for context in house.maps:
        steps = tuple(
            s
            for s in context.steps.values()
            if s.performer and s.performer_kind == "role" and mine(context, s.performer)
        )
        gates = tuple(
            g for g in context.sign_offs if any(a != "?" and mine(context, a) for a in g.approvers)
        )
        if steps or gates:
            found.append(Share(context, steps, gates, mine, len(house.maps) < 2))
    return found


def shares_of_role(house: House, role: str) -> list[Share]:
    """What a role does."""
    return shares_of(house, lambda context, name: name == role)


def shares_of_unit(house: House, unit: str) -> list[Share]:
    """What a department does, by all of its roles."""
    return shares_of(house, lambda context, name: context.study.world.unit_of(name) == unit)


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def waiting_of(shares: Sequence[Share]) -> float | None:
    """Minutes of customer waiting in a case of each map."""
    return _sum(share.waiting for share in shares)


def heaviest(shares: Sequence[Share]) -> Share | None:
    """The map in which the reader makes customers wait longest; None where it does in none."""
    known = [share for share in shares if share.waiting]
    return max(known, key=lambda share: share.waiting or 0.0, default=None)


def part_of_waiting(share: Share) -> str:
    """The reader's part of all waiting of a map, in percent."""
    return words.percent((share.waiting or 0.0) / (share.all_waiting or 1.0))


def where(share: Share) -> str:
    """ " in Quote to order", where there are several maps to be told apart."""
    return "" if share.alone else _(" in {map}").format(map=share.context.map.title)


def waited(minutes: float) -> str:
    """Waiting in working hours, short ones in minutes."""
    return words.hours(minutes) if minutes >= 60 else words.span(minutes)


def step_cell(share: Share, step: str, shares: Sequence[Share], *more: str) -> Cell:
    """A step for people; in small print its map, where the reader works in several, and `more`."""
    small = [share.context.map.title if len(shares) > 1 else "", *more]
    return Cell(words.capital(share.context.step(step)), small=", ".join(filter(None, small)))

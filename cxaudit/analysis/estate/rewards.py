"""What people are paid or appraised on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import in_words
from cxaudit.language.organisation import Measure, Organisation, Reward


@dataclass(frozen=True)
class Rewards:
    """Rewards by role or unit, and the measures they may name. `written` is false where no file
    says anything of rewards: then all that follows from them is unknown."""

    written: bool = False
    by: Mapping[str, Reward] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    def of(self, world: World, role: str) -> list[str] | None:
        """What a role is rewarded on: its own reward, and that of its unit."""
        if not self.written:
            return None
        entries = [self.by[who] for who in (role, world.unit_of(role)) if who and who in self.by]
        return list(dict.fromkeys(m for entry in entries for m in entry.measures))

    def kinds(self, measures: Iterable[str]) -> list[str] | None:
        """Kinds of measures that are described; None where one of them has none that is stated."""
        known = [self.measures[m].kind for m in measures if m in self.measures]
        return list(dict.fromkeys(known)) if all(known) else None

    def undefined(self, measures: Iterable[str]) -> list[str]:
        """Of some names, those that nothing describes as a measure."""
        return [m for m in measures if m not in self.measures]

    def together(self, world: World, roles: Iterable[str]) -> list[str] | None:
        """What some roles are rewarded on, each name once."""
        if not self.written:
            return None
        return list(dict.fromkeys(m for role in roles for m in self.of(world, role) or []))

    def shared_by(self, some: list[str] | None, others: list[str] | None) -> list[str] | None:
        """Customer measures in both of two lists; None where that cannot be told."""
        if some is None or others is None:
            return None
        both = [m for m in some if m in others]
        found = [m for m in both if m in self.measures and self.measures[m].kind == "customer"]
        doubt = any(m not in self.measures or not self.measures[m].kind for m in both)
        return None if doubt and not found else found

    def teamwork(self, world: World, unit: str) -> bool | None:
        """Whether a unit, its head or one of its roles is rewarded for working with others."""
        if not self.written:
            return None
        spec = world.units[unit]
        names = {unit, *spec.roles, *([spec.head] if spec.head else [])}
        names |= {role for role, known in world.roles.items() if known.unit == unit}
        entries = [self.by[who] for who in names if who in self.by]
        return any(is_teamwork(m) for entry in entries for m in entry.measures)


def is_teamwork(measure: str) -> bool:
    """Whether a name speaks of working with others."""
    return in_words(measure.replace("-", " "), "teamwork") or in_words(measure, "teamwork")


def rewards_of(shared: Organisation | None, studies: Sequence[Study]) -> Rewards:
    """The rewards of an organisation, over the measures that it and its maps describe."""
    if shared is None:
        return Rewards()
    measures = dict(shared.measures)
    for study in studies:
        for key, own in study.process.measures.items():
            if own.model_fields_set:
                measures.setdefault(key, own)
    return Rewards("rewards" in shared.model_fields_set, shared.rewards, measures)

"""A rule, loaded: everything its entry says, its expressions compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cxaudit.language.values import Calendar, Duration
from cxaudit.rules.expressions import Expression
from cxaudit.rules.templates import Template

HEURISTICS = (
    "order-types", "triage", "empower", "task-elimination", "parallelism", "control-relocation",
    "task-automation", "knock-out", "resequencing", "case-manager", "customer-teams",
    "contact-reduction", "integration", "status-message", "task-composition",
    "numerical-involvement", "split-responsibilities", "exception-timeout", "extra-resources",
    "specialist-generalist", "order-based-work", "exception-handling", "shared-fragment",
)  # fmt: skip
# A limit is a number, or a duration such as 2d, which is working time by the map's calendar.
Limit = float | Duration
NEEDS = ("map", "times", "organisation", "data", "history")


@dataclass(frozen=True, slots=True)
class Case:
    """One of several forms: the text that holds where `when` does (always, where it is None)."""

    when: Expression | None
    template: Template


@dataclass(frozen=True, slots=True)
class Grade:
    """A severity and the condition under which it holds."""

    severity: str
    when: Expression | None


@dataclass(slots=True)
class Rule:
    """One rule of a pack. `names` are all facts it names, `about` and `family` come from its pack.

    `criteria` is what every element is held against, a sentence with `{limits.name}` in it. `also`
    holds the same rule over further judges that have the same facts; `among` is the yes or no
    without which an element is none of the rule's business. A rule is judged where
    it is `enabled`: an opt-in rule is once a pack enables it, any other until one switches it off.
    `origin` is the file that it stands in, `changed_by` are files that say some of it otherwise.
    """

    code: str
    name: str
    judges: str
    when: Expression
    severity: list[Grade]
    says: list[Case]
    witness: str | None
    why: str
    instead: str
    heuristics: list[str]
    absorbed_by: list[str]
    needs: str
    sources: list[str]
    examples: dict[str, Any]
    criteria: str = ""
    family: str = ""
    about: str = ""
    limits: dict[str, Limit] = field(default_factory=dict)
    profiles: dict[str, dict[str, Limit]] = field(default_factory=dict)
    at: str = ""
    not_started: str = ""
    among: str | None = None
    mandatory: bool = False
    opt_in: bool = False
    also: list[Rule] = field(default_factory=list)
    enabled: bool = True
    origin: str = ""
    changed_by: list[str] = field(default_factory=list)

    @property
    def forms(self) -> list[Rule]:
        """The rule for each of its judges: itself, then the same over the others."""
        return [self, *self.also]

    @property
    def expressions(self) -> list[Expression]:
        """Every condition that stands in the rule."""
        found = [self.when, *(grade.when for grade in self.severity), *(c.when for c in self.says)]
        return [expression for expression in found if expression is not None]

    @property
    def names(self) -> frozenset[str]:
        """Every fact that the rule names, in conditions and messages."""
        found = [expression.names for expression in self.expressions]
        return frozenset().union(*found, *(case.template.names for case in self.says))

    def limits_for(self, profile: str | None, calendar: Calendar) -> dict[str, float]:
        """The limits that hold under a profile, durations in working minutes of a calendar."""
        chosen = {**self.limits, **self.profiles.get(profile or "", {})}
        return {
            name: limit.low.working_minutes(calendar) if isinstance(limit, Duration) else limit
            for name, limit in chosen.items()
        }

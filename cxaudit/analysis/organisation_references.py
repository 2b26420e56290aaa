"""Names in an organisation file that nothing answers to, and rhythms that nobody can follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxaudit.analysis.dates import rhythm_days
from cxaudit.analysis.references import near_misses, unknown
from cxaudit.language.organisation import Feedback, Measure, Organisation, Routine
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import Document, Loc


def organisation_references(document: Document, maps: Iterable[str] = ()) -> list[Problem]:
    """Unknown names inside an organisation file; `maps` are the ids of the maps in view."""
    shared: Organisation = document.model
    desk = _Desk(document, shared)
    desk.people()
    desk.parties(list(maps))
    desk.listening()
    desk.leading()
    return [*desk.problems, *rhythm_problems(document)]


SURE_LENGTH = 5  # letters; in shorter names two edits make another word


@dataclass
class _Desk:
    """What is known, and the faults found so far."""

    document: Document
    shared: Organisation
    problems: list[Problem] = field(default_factory=list)

    @property
    def staff(self) -> set[str]:
        """Roles and units."""
        found = set(self.shared.roles) | set(self.shared.units)
        for unit in self.shared.units.values():
            found |= set(unit.roles) | ({unit.head} if unit.head else set())
        return found

    @property
    def everyone(self) -> set[str]:
        """Everybody with a name, inside and outside."""
        return self.staff | set(self.shared.parties)

    def check(self, kind: str, loc: Loc, words: Iterable[str | None], known: Iterable[str]) -> None:
        """Every one of some words must be known."""
        names = set(known)
        for word in words:
            if word and word not in names:
                self.problems.append(
                    unknown(self.document, f"unknown-{kind}", kind, loc, word, names, False)
                )

    def hint(self, loc: Loc, words: Iterable[str], known: Iterable[str]) -> None:
        """Words that may be free text: only near misses are told."""
        self.problems += near_misses(self.document, loc, words, known)

    def people(self) -> None:
        shared, staff = self.shared, self.staff
        for key, role in shared.roles.items():
            self.check("role", ("roles", key, "reports-to"), [role.reports_to], staff)
            self.check("role", ("roles", key, "deputy"), [role.deputy], staff)
            if shared.units:
                self.check("unit", ("roles", key, "unit"), [role.unit], shared.units)
        described = set(shared.roles)
        for key, unit in shared.units.items():
            for place, words in (("roles", unit.roles), ("head", [unit.head] if unit.head else [])):
                # A unit may name roles that nobody describes; a slip of the pen is told.
                strange = [w for w in words if w not in described and len(w) >= SURE_LENGTH]
                self.hint(("units", key, place), strange, described)
        for kind in ("systems", "policies"):
            for key, policy in getattr(shared, kind).items():
                self.check("role", (kind, key, "owner"), [policy.owner], staff)
                self.check("role", (kind, key, "binds"), policy.binds, self.everyone)

    def parties(self, maps: list[str]) -> None:
        outside = set(self.shared.parties) | set(self.shared.units)
        for key, party in self.shared.parties.items():
            self.check("party", ("parties", key, "influences"), party.influences, outside)
            self.check("role", ("parties", key, "contact"), [party.contact], self.staff)
            self.hint(("parties", key, "affected-by"), party.affected_by, maps)

    def listening(self) -> None:
        shared, staff = self.shared, self.staff
        outside = set(shared.parties) | set(shared.units)
        for key, measure in shared.measures.items():
            self.check("role", ("measures", key, "owner"), [measure.owner], staff)
            self.check("role", ("measures", key, "seen-by"), measure.seen_by, staff)
            self.check("party", ("measures", key, "of"), measure.of, outside | staff)
            promised = set(shared.promises)
            self.check("promise", ("measures", key, "keeps"), measure.keeps, promised)
            self.hint(("measures", key, "discussed-in"), [measure.discussed_in], shared.routines)
        for key, feedback in shared.feedback.items():
            self.check("party", ("feedback", key, "from"), feedback.from_, outside | staff)
            self.check("role", ("feedback", key, "to"), feedback.to, staff)
            by = feedback.unhappy.by if feedback.unhappy else None
            self.check("role", ("feedback", key, "unhappy", "by"), [by], self.everyone)
        for key, action in shared.actions.items():
            self.check("role", ("actions", key, "by"), [action.by], staff)
            self.hint(("actions", key, "told"), action.told, self.everyone)

    def leading(self) -> None:
        shared, staff = self.shared, self.staff
        for key in shared.rewards:
            self.check("role", ("rewards", key), [key], staff)
        for key, routine in shared.routines.items():
            self.check("role", ("routines", key, "by"), routine.by, staff)
            for name in ("for", "from", "to", "audience", "involves"):
                words = getattr(routine, name, None) or getattr(routine, f"{name}_", [])
                self.hint(("routines", key, name), words, self.everyone)
        for key, change in shared.changes.items():
            self.check("role", ("changes", key, "sponsors"), change.sponsors, staff)
            self.check("role", ("changes", key, "advocates"), change.advocates, staff)
            self.check("role", ("changes", key, "groups"), change.groups, staff)


def rhythm_problems(document: Document) -> list[Problem]:
    """`every` values that name no rhythm: nothing could ever be overdue."""
    model: Organisation | Process = document.model
    listed: list[tuple[str, dict[str, Measure] | dict[str, Feedback] | dict[str, Routine]]] = [
        ("measures", model.measures),
        ("feedback", model.feedback),
        ("routines", getattr(model, "routines", {})),
    ]
    found = []
    for kind, entities in listed:
        for key, entity in entities.items():
            if entity.every and rhythm_days(entity.every) is None:
                says = (
                    f"{entity.every!r} is no rhythm that a calendar knows: write day, week, month, "
                    "quarter, year, or a number of them such as `2 weeks`"
                )
                loc: Loc = (kind, key, "every")
                span = document.span(loc)
                path = "/".join(str(part) for part in loc)
                found.append(Problem("unfinished", "rhythm", says, span, path, entity.every))
    return found
